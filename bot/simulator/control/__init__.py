"""The control API: drives the simulator over HTTP, under /simulator, and serves its page (the routes: README.md)."""
