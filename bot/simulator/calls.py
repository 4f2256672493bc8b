"""Writes down every call of the bot, in the order of arrival, and answers questions about them."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, Final, overload

import msgspec

from bot.simulator.chats import HasId, id_of

# The methods that put a new message into a chat.
SENDING: Final = frozenset({"sendMessage", "sendPhoto", "sendDocument", "copyMessage"})


class Call:
    """One call. `arrived` is monotonic seconds, `at` seconds since the epoch, `ms` from arrival to answer.

    `ok` is None while the call is under way and when the bot never got an answer; `fault` then names the
    reason. `message_id` is set for every call that put a message into a chat or changed one, whatever the
    bot was told.
    """

    __slots__ = (
        "_given",
        "arrived",
        "at",
        "chat_id",
        "description",
        "error_code",
        "fault",
        "in_ban",
        "index",
        "message_id",
        "method",
        "ms",
        "ok",
    )

    def __init__(self, *, method: str, given: dict[str, Any], arrived: float, at: float) -> None:
        self.index = -1
        self.method = method
        self._given: dict[str, Any] | msgspec.Struct = given
        self.arrived = arrived
        self.at = at
        self.chat_id: int | None = None
        self.ok: bool | None = None
        self.error_code: int | None = None
        self.description: str | None = None
        self.fault: str | None = None
        self.ms: float | None = None
        self.message_id: int | None = None
        self.in_ban = False

    @property
    def params(self) -> dict[str, Any]:
        """The parameters with their JSON decoded; as they came, if they could not be understood."""
        if isinstance(self._given, dict):
            return self._given
        found: dict[str, Any] = msgspec.to_builtins(self._given)
        return {name: value for name, value in found.items() if value is not None}

    def understood(self, params: msgspec.Struct) -> None:
        """Keep the typed parameters in place of the raw ones."""
        self._given = params

    @property
    def outcome(self) -> str:
        """In one word or line: ok, the fault that was played, or the error's text."""
        if self.fault is not None:
            return self.fault
        if self.ok is None:
            return "under way"
        return "ok" if self.ok else f"{self.error_code} {self.description}"

    def as_view(self) -> dict[str, Any]:
        """The call as the control API shows it."""
        return {
            "index": self.index,
            "method": self.method,
            "chat_id": self.chat_id,
            "params": self.params,
            "arrived": self.arrived,
            "at": self.at,
            "outcome": self.outcome,
            "ok": self.ok,
            "error_code": self.error_code,
            "description": self.description,
            "fault": self.fault,
            "ms": self.ms,
            "message_id": self.message_id,
            "in_ban": self.in_ban,
        }

    def __repr__(self) -> str:
        return f"<Call {self.index} {self.method} {self.chat_id or ''}: {self.outcome}>"


class Calls(Sequence[Call]):
    """The log: the last `keep` calls in the order of arrival. An index counts from the oldest kept."""

    def __init__(self, *, keep: int = 1_000_000) -> None:
        self._calls: deque[Call] = deque(maxlen=keep)
        self.total = 0

    def add(self, call: Call) -> None:
        """Write down a call that has just arrived."""
        call.index = self.total
        self.total += 1
        self._calls.append(call)

    @overload
    def __getitem__(self, index: int) -> Call: ...
    @overload
    def __getitem__(self, index: slice) -> list[Call]: ...
    def __getitem__(self, index: int | slice) -> Call | list[Call]:
        return list(self._calls)[index] if isinstance(index, slice) else self._calls[index]

    def __len__(self) -> int:
        return len(self._calls)

    def __iter__(self) -> Iterator[Call]:
        return iter(self._calls)

    def since(self, index: int) -> list[Call]:
        """The calls from number `index` on, counted from the very first (`Call.index`)."""
        skip = max(index - (self.total - len(self._calls)), 0)
        return [call for i, call in enumerate(self._calls) if i >= skip]

    def __reversed__(self) -> Iterator[Call]:
        return reversed(self._calls)

    def of(self, method: str, *, chat: int | HasId | None = None) -> list[Call]:
        """The calls of one method, in one chat if `chat` (or its id) is given."""
        chat_id = id_of(chat)
        return [c for c in self._calls if c.method == method and chat_id in {None, c.chat_id}]

    def sent_to(self, chat: int | HasId) -> list[Call]:
        """The calls that put a message into the chat, whatever the bot was told: one each message there."""
        chat_id = id_of(chat)
        return [
            c
            for c in self._calls
            if c.chat_id == chat_id and c.method in SENDING and c.message_id is not None
        ]

    def in_ban(self) -> list[Call]:
        """The calls that came although the bot had been told to wait."""
        return [call for call in self._calls if call.in_ban]

    def failed(self) -> list[Call]:
        """The calls that were answered with an error, or not at all."""
        return [call for call in self._calls if call.ok is False or (call.fault is not None and not call.ok)]

    def peak(self, *, per: float = 1.0) -> int:
        """The largest number of sends that arrived within any `per` real seconds, refused ones included."""
        window: deque[float] = deque()
        most = 0
        for call in self._calls:
            if call.method in SENDING:
                window.append(call.arrived)
                while window[0] <= call.arrived - per:
                    window.popleft()
                most = max(most, len(window))
        return most
