"""Every word a person reads, in every language we speak: Project Fluent files, and what renders them."""
