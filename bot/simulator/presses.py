"""Follows one press of a button from the tap to the bot's answer."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from bot.simulator.accounts import Account
from bot.simulator.errors import QUERY_TOO_OLD, bad_request
from bot.simulator.messages import Message
from bot.simulator.waiting import PATIENCE, NothingCame

ANSWER_WITHIN: Final = 15.0  # seconds from the tap; later answers get "query is too old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the bot answered (Bot API: answerCallbackQuery); `at` in seconds since the epoch."""

    text: str | None
    show_alert: bool
    url: str | None
    at: float


class Press:
    """One tap on a button, which the bot must answer once and soon."""

    __slots__ = ("_waiting", "answer", "at", "data", "id", "label", "message", "of", "person", "skipped")

    def __init__(self, *, id: str, person: Account, message: Message, data: str, at: float) -> None:  # noqa: A002
        self.id = id
        self.person = person
        self.message = message
        self.data = data
        # As it was then: the bot may edit the message, and the keyboard with it.
        self.label = next((button.text for button in message.buttons if button.data == data), None)
        numbers = [int(button.text) for button in message.buttons if button.text.strip().isdecimal()]
        self.of = max(numbers, default=None)  # the highest number that one could press
        self.at = at
        self.skipped = 0.0  # seconds since then that nobody has waited
        self.answer: Answer | None = None
        self._waiting: list[asyncio.Future[None]] = []

    def accept(self, answer: Answer) -> None:
        """Take the bot's answer, or raise the 400 for a second or late one."""
        if self.answer is not None or answer.at - self.at - self.skipped > ANSWER_WITHIN:
            raise bad_request(QUERY_TOO_OLD)
        self.answer = answer
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def answered(self, timeout: float = PATIENCE) -> str | None:  # noqa: ASYNC109 - reads as a sentence in tests
        """The toast's text, or None for an answer without text; waits up to `timeout` real seconds for it."""
        if self.answer is None:
            waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(waiting)
            try:
                async with asyncio.timeout(timeout):
                    await waiting
            except TimeoutError:
                raise NothingCame(
                    f"{self.person.first_name} tapped {self.data!r} on {self.message!r}, "
                    f"and the bot has not answered in {timeout} s"
                ) from None
        return self.answer.text if self.answer else None

    @property
    def show_alert(self) -> bool:
        """Whether the answer asks for a box that must be closed, rather than a toast."""
        return self.answer is not None and self.answer.show_alert

    def as_view(self) -> dict[str, Any]:
        """The press as the control API shows it."""
        answer = self.answer
        return {
            "id": self.id,
            "person": self.person.id,
            "chat_id": self.message.chat.id,
            "message_id": self.message.id,
            "data": self.data,
            "label": self.label,
            "of": self.of,
            "answered": answer is not None,
            "toast": answer.text if answer else None,
            "show_alert": self.show_alert,
        }
