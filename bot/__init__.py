"""Runs: entry point, wiring, Telegram, HTTP."""
