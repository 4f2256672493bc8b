"""The control API: drives the simulator over HTTP, under /simulator (the routes: README.md)."""
