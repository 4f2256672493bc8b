"""The ways to Telegram: one adapter a library, the same shape twice, and only the chosen one is imported."""

from contextlib import AbstractAsyncContextManager

from handlers.messenger import Messenger


def open_messenger(
    library: str, *, token: str, api_url: str | None = None, connections: int = 16
) -> AbstractAsyncContextManager[Messenger]:
    """The messenger of one library, to be used with `async with`.

    `api_url` is None for Telegram's own; `connections` is how many requests may be in flight at once.
    """
    # Imported here, because each library costs seconds and megabytes, and only one of them is ever used.
    if library == "aiogram":
        from bot.adapters.aiogram_adapter import AiogramMessenger  # noqa: PLC0415

        return AiogramMessenger(token=token, api_url=api_url, connections=connections)
    if library == "python-telegram-bot":
        from bot.adapters.ptb_adapter import PtbMessenger  # noqa: PLC0415

        return PtbMessenger(token=token, api_url=api_url, connections=connections)
    raise ValueError(f"Write aiogram or python-telegram-bot for the Telegram library, not {library!r}.")
