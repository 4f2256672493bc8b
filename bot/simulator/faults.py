"""Goes wrong on demand: slowly, with an error, or without any answer."""

import random
from dataclasses import dataclass
from typing import Final, Literal

from bot.simulator.chats import HasId, id_of

Kind = Literal["500", "502", "429", "400", "403", "reset_before", "reset_after", "hang", "hang_after"]

KINDS: Final = (
    "500",
    "502",
    "429",
    "400",
    "403",
    "reset_before",
    "reset_after",
    "hang",
    "hang_after",
)
# These do the work first, so that the bot can't tell them from a call that was never made.
AFTER: Final = frozenset({"reset_after", "hang_after"})
# A fault that names no method spares these: a bot that polls would use it up.
_SPARED: Final = frozenset({"getUpdates"})


@dataclass(slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong: for the next `left` matching calls, or with `chance` for each.

    `seconds` is the retry_after of a "429"; `text` the description of a "400" or "403", without its title.
    """

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    left: int | None = None
    chance: float = 1.0
    seconds: int = 5
    text: str = ""

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Whether it is about such a call."""
        if self.left == 0 or (self.chat_id is not None and self.chat_id != chat_id):
            return False
        return method not in _SPARED if self.method is None else self.method == method.lower()


class Faults:
    """The faults that are switched on, and the latency of the network.

    Kinds: "500" and "502" answer so (the latter with a page that is no JSON) and do nothing; "429" starts a
    ban of `retry_after` seconds, of the bot or of the chat; "400" and "403" refuse with `description`;
    "reset_before" and "reset_after" cut the connection before or after the work; "hang" and "hang_after"
    never answer, and have not or have done the work. A fault that names no method spares getUpdates.
    """

    def __init__(self, *, rng: random.Random) -> None:
        self._rng = rng
        self._faults: list[Fault] = []
        self._latency: dict[str | None, tuple[float, float]] = {}

    def latency(self, seconds: float | tuple[float, float], *, method: str | None = None) -> None:
        """Take so long for each answer, half on the way in: fixed seconds or a uniform range; 0 ends it."""
        low, high = seconds if isinstance(seconds, tuple) else (seconds, seconds)
        if not 0 <= low <= high:
            raise ValueError(f"a latency is 0 or more seconds, the lower bound first: {seconds}")
        self._latency[method.lower() if method else None] = (low, high)

    def next(
        self,
        count: int,
        kind: Kind,
        *,
        method: str | None = None,
        chat: int | HasId | None = None,
        retry_after: int = 5,
        description: str = "",
    ) -> Fault:
        """Let the next `count` matching calls go wrong."""
        return self._add(
            Fault(
                kind=kind,
                method=method.lower() if method else None,
                chat_id=id_of(chat),
                left=count,
                seconds=retry_after,
                text=description,
            )
        )

    def share(
        self,
        chance: float,
        kind: Kind,
        *,
        method: str | None = None,
        chat: int | HasId | None = None,
        retry_after: int = 5,
        description: str = "",
    ) -> Fault:
        """Let each matching call go wrong with a chance of 0 to 1, until cleared."""
        if not 0 <= chance <= 1:
            raise ValueError(f"a chance is between 0 and 1: {chance}")
        return self._add(
            Fault(
                kind=kind,
                method=method.lower() if method else None,
                chat_id=id_of(chat),
                chance=chance,
                seconds=retry_after,
                text=description,
            )
        )

    def clear(self, kind: Kind | None = None) -> None:
        """Switch one kind off, or everything, the latency too."""
        self._faults = [fault for fault in self._faults if kind not in {None, fault.kind}]
        if kind is None:
            self._latency.clear()

    @property
    def is_slow(self) -> bool:
        """Whether any call takes longer than it has to."""
        return any(high > 0 for _, high in self._latency.values())

    @property
    def active(self) -> list[Fault]:
        """The faults that can still strike."""
        return [fault for fault in self._faults if fault.left != 0]

    def delay(self, method: str) -> float:
        """Seconds that this call is to take."""
        if not self._latency:
            return 0.0
        low, high = self._latency.get(method.lower()) or self._latency.get(None) or (0.0, 0.0)
        return low if low == high else self._rng.uniform(low, high)

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault for this call, if any; the oldest that matches wins."""
        for fault in self._faults:
            if fault.matches(method, chat_id) and (fault.chance >= 1 or self._rng.random() < fault.chance):
                if fault.left is not None:
                    fault.left -= 1
                    if fault.left == 0:
                        self._faults.remove(fault)
                return fault
        return None

    def _add(self, fault: Fault) -> Fault:
        if fault.kind not in KINDS:
            raise ValueError(f"unknown fault {fault.kind!r}; there are {', '.join(KINDS)}")
        self._faults.append(fault)
        return fault
