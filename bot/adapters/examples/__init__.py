"""Small bots of a shop's own that have the agent as their guest: to be run, read, and copied from."""
