"""Waits: what is due now, and sending it at the pace allowed."""
