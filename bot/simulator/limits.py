"""Refuses to send faster than Telegram would, and tells for how long to wait."""

import math
from collections import defaultdict, deque
from typing import Final

from bot.simulator.calls import SENDING
from bot.simulator.chats import Chat, GroupChat, HasId, PrivateChat, id_of
from bot.simulator.clock import Clock
from bot.simulator.errors import too_many_requests

EDITING: Final = frozenset(
    {"editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup"}
)
COUNTED: Final = SENDING | EDITING


class Limits:
    """The rates that a bot must keep, by the simulator's clock; None turns one off.

    The figures are those of the Bot API's FAQ ("My bot is hitting limits"): 30 messages a second overall,
    20 a minute in one group, 1 a second in one private chat; the last is lenient in practice, and off here
    unless set. Edits count in groups only. A call with `allow_paid_broadcast` has an overall rate of its own.
    Breaking a rate starts a ban, of the bot or of the chat; calls inside of it are refused, extend nothing
    and are marked in the log.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        per_second: int | None = 30,
        per_private_chat: int | None = None,
        per_group_minute: int | None = 20,
        paid_per_second: int | None = 1000,
        penalty: int = 5,
    ) -> None:
        """`per_private_chat` is messages in any second; `penalty` the whole seconds of a bot-wide ban."""
        self.per_second = per_second
        self.per_private_chat = per_private_chat
        self.per_group_minute = per_group_minute
        self.paid_per_second = paid_per_second
        self.penalty = penalty
        self._clock = clock
        self._overall: deque[float] = deque()
        self._paid: deque[float] = deque()
        self._chats: defaultdict[int, deque[float]] = defaultdict(deque)
        self._banned_until: dict[int | None, float] = {}

    def turn_off(self) -> None:
        """Let everything pass, and end the bans."""
        self.per_second = self.per_private_chat = self.per_group_minute = self.paid_per_second = None
        self._banned_until.clear()

    def ban(self, seconds: int, *, chat: int | HasId | None = None) -> None:
        """Refuse sends and edits for `seconds`, of the whole bot or in one chat."""
        self._banned_until[id_of(chat)] = self._clock.now() + seconds

    def check(self, method: str, chat: Chat, *, paid: bool) -> None:
        """Count a send or an edit, or raise the 429 for it."""
        if method not in COUNTED:
            return
        now = self._clock.now()
        if self._banned_until:
            self._check_ban(now, None)
            self._check_ban(now, chat.id)
        sends = method in SENDING
        overall, rate = (self._paid, self.paid_per_second) if paid else (self._overall, self.per_second)
        if sends and _full(overall, rate, now, 1.0):
            self.ban(self.penalty)
            raise too_many_requests(self.penalty)
        counted = self._count_in(chat, now, sends=sends)
        if sends and rate is not None:
            overall.append(now)
        if counted is not None:
            counted.append(now)

    def _count_in(self, chat: Chat, now: float, *, sends: bool) -> deque[float] | None:
        if isinstance(chat, GroupChat):
            rate, per = self.per_group_minute, 60.0
        elif isinstance(chat, PrivateChat) and sends:
            rate, per = self.per_private_chat, 1.0
        else:
            return None
        if rate is None:
            return None
        window = self._chats[chat.id]
        if _full(window, rate, now, per):
            seconds = max(math.ceil(window[0] + per - now), 1)
            self.ban(seconds, chat=chat)
            raise too_many_requests(seconds)
        return window

    def _check_ban(self, now: float, key: int | None) -> None:
        until = self._banned_until.get(key)
        if until is None:
            return
        if until <= now:
            del self._banned_until[key]
            return
        raise too_many_requests(max(math.ceil(until - now), 1), in_ban=True)


def _full(window: deque[float], rate: int | None, now: float, per: float) -> bool:
    if rate is None:
        return False
    while window and window[0] <= now - per:
        window.popleft()
    return len(window) >= rate
