"""Waits for the bot to say something in a chat, and says what was there instead when it doesn't."""

import asyncio
from typing import Final, Literal

from bot.simulator.chats import Chat
from bot.simulator.messages import Message

Only = Literal["new", "edited"]

PATIENCE: Final = 15.0
"""Real seconds that somebody waits for the bot if not told otherwise: a busy machine takes its time."""


class NothingCame(AssertionError, TimeoutError):  # noqa: N818 - named after what happened
    """What was waited for did not come in time; the text lists what the chat holds."""


class SomethingCame(AssertionError):  # noqa: N818
    """The bot was to stay silent and did not."""


class Inbox:
    """One reader's place in a chat: which messages, and which versions of them, were already taken."""

    def __init__(self, *, chat: Chat, reader: str) -> None:
        self.chat = chat
        self._reader = reader
        self._taken: dict[int, int] = {}

    async def receives(
        self,
        text: str = "",
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - reads as a sentence in tests
        only: Literal["new", "edited"] | None = None,
    ) -> Message:
        """The oldest message of the bot, not yet taken in its present version, that contains `text`.

        Waits up to `timeout` real seconds for it to come or to be edited into shape; `only` narrows to
        messages that are new (never taken before) or to those that have been edited.
        """
        try:
            async with asyncio.timeout(timeout):
                while (message := self._next(text, only)) is None:
                    await self.chat.change()
        except TimeoutError:
            raise NothingCame(
                f"{self._reader} waited {timeout} s for {only or 'a message'} with {text!r}; there is:\n"
                f"{self.chat.transcript()}"
            ) from None
        self._taken[message.id] = message.revision
        return message

    def has(self, text: str = "", *, only: Only | None = None) -> bool:
        """Whether such a message is there right now; it stays untaken."""
        return self._next(text, only) is not None

    async def stays_silent(self, seconds: float = 0.3) -> None:
        """Raise SomethingCame if the bot says, edits or deletes anything here within real `seconds`."""
        before = self._count()
        await asyncio.sleep(seconds)
        if self._count() != before:
            raise SomethingCame(
                f"{self._reader} expected silence for {seconds} s; the chat holds:\n{self.chat.transcript()}"
            )

    def moved_to(self, chat: Chat) -> None:
        """Read on in another chat: the group has become a supergroup."""
        self.chat = chat
        self._taken.clear()

    def _next(self, text: str, only: Only | None) -> Message | None:
        for message in self.chat.messages:
            if not message.from_bot or message.deleted:
                continue
            taken = self._taken.get(message.id)
            if taken is not None and (only == "new" or taken == message.revision):
                continue
            if only == "edited" and not message.edits:
                continue
            if text in message.text:
                return message
        return None

    def _count(self) -> tuple[int, int, int]:
        said = [message for message in self.chat.messages if message.from_bot]
        return len(said), sum(message.revision for message in said), sum(message.deleted for message in said)
