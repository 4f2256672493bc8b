"""Remembers: tables, queries, migrations. Nothing here decides and nothing here speaks to Telegram."""
