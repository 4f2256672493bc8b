"""The agent's HTTP: what comes from outside, and whether the agent is well."""
