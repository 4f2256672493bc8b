"""The whole product on this machine: a simulated Telegram, the agent, and a shop's real data."""
