"""Does what each method of the Bot API does, one file for each group of them."""
