"""Keeps updates until the bot has acknowledged them, in the two queues that Telegram has for them."""

import random
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal

from bot.simulator.clock import Clock

Interleave = Literal["arrival", "texts_first", "taps_first", "random"]

TAP_LIFETIME: Final = 150.0  # seconds that a callback_query waits for the bot
TEXT_LIFETIME: Final = 86400.0  # seconds that anything else waits (Bot API: "not longer than 24 hours")
# An offset this far past the newest update is taken for a mistake, and the queue is read from its head.
_FAR_AHEAD: Final = 10


class Update:
    """One update, with its way: all times in seconds since the epoch, None for what hasn't happened.

    `id` is given when the update is first delivered, so that ids rise in the order of delivery.
    """

    __slots__ = (
        "acknowledged_at",
        "chat_id",
        "created_at",
        "delivered_at",
        "deliveries",
        "dropped_at",
        "id",
        "kind",
        "lane",
        "order",
        "payload",
        "skipped",
    )

    def __init__(
        self,
        *,
        kind: str,
        payload: dict[str, Any],
        chat_id: int,
        lane: tuple[str, int],
        order: int,
        at: float,
    ) -> None:
        self.kind = kind
        self.payload = payload
        self.chat_id = chat_id
        self.lane = lane
        self.order = order
        self.created_at = at
        self.skipped = 0.0  # seconds since then that nobody has waited
        self.id: int | None = None
        self.deliveries = 0
        self.delivered_at: float | None = None
        self.acknowledged_at: float | None = None
        self.dropped_at: float | None = None

    @property
    def is_tap(self) -> bool:
        """Whether it waits in the queue of taps."""
        return self.kind == "callback_query"

    @property
    def expires_at(self) -> float:
        """When Telegram gives it up."""
        return self.created_at + self.skipped + (TAP_LIFETIME if self.is_tap else TEXT_LIFETIME)

    def as_json(self) -> dict[str, Any]:
        """The Bot API's Update."""
        return {"update_id": self.id, self.kind: self.payload}

    def as_view(self) -> dict[str, Any]:
        """The update as the control API shows it."""
        return {
            "update_id": self.id,
            "kind": self.kind,
            "chat_id": self.chat_id,
            "created_at": self.created_at,
            "delivered_at": self.delivered_at,
            "deliveries": self.deliveries,
            "acknowledged_at": self.acknowledged_at,
            "dropped_at": self.dropped_at,
            "payload": self.payload,
        }


class Queues:
    """The taps and the texts that wait for the bot.

    Order holds within each queue. `interleave` decides how the two are merged when updates are taken:
    as they came, one kind first, or by chance (seeded).
    """

    def __init__(self, *, clock: Clock, rng: random.Random, keep: int) -> None:
        """`keep` bounds the log of updates."""
        self.interleave: Interleave = "arrival"
        self.log: deque[Update] = deque(maxlen=keep)
        self._clock = clock
        self._rng = rng
        self._taps: deque[Update] = deque()
        self._texts: deque[Update] = deque()
        self._delivered: deque[Update] = deque()
        self._next_id = rng.randrange(100_000_000, 900_000_000)
        self._order = 0
        self._held = False
        self._wakers: list[Callable[[], None]] = []

    def put(self, kind: str, payload: dict[str, Any], *, chat_id: int, lane: tuple[str, int]) -> Update:
        """Add an update and wake who receives; `lane` is the queue within which a webhook keeps order."""
        update = Update(
            kind=kind, payload=payload, chat_id=chat_id, lane=lane, order=self._order, at=self._clock.now()
        )
        self._order += 1
        self.log.append(update)
        (self._taps if update.is_tap else self._texts).append(update)
        self._wake()
        return update

    def on_put(self, waker: Callable[[], None]) -> None:
        """Call `waker` whenever there may be something to take."""
        self._wakers.append(waker)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Deliver nothing new inside of the `with`, so that what is put there leaves as one batch."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            self._wake()

    @property
    def pending(self) -> int:
        """How many updates wait, delivered and unacknowledged ones included."""
        self.drop_expired()
        return len(self._taps) + len(self._texts) + len(self._delivered)

    @property
    def has_new(self) -> bool:
        """Whether `take_new` would find something."""
        return not self._held and bool(self._taps or self._texts)

    def read(self, offset: int, limit: int) -> list[Update]:
        """What getUpdates answers: forget everything below `offset`, then the oldest `limit` that are left.

        A negative offset counts from the end of the queue and forgets all before it (Bot API: getUpdates).
        """
        self.drop_expired()
        if offset < 0:
            self._drain()
            while len(self._delivered) > -offset:
                self._acknowledge(self._delivered.popleft())
        elif offset <= self._next_id + _FAR_AHEAD:
            self.acknowledge_below(offset)
        while len(self._delivered) < limit and self.take_new() is not None:
            pass
        now = self._clock.now()
        batch = [self._delivered[i] for i in range(min(limit, len(self._delivered)))]
        for update in batch:
            self.mark_delivered(update, now)
        return batch

    def take_new(self) -> Update | None:
        """The next update that was never delivered; it gets its id and waits to be acknowledged."""
        if self._held:
            return None
        queue = self._choose()
        if queue is None:
            return None
        update = queue.popleft()
        update.id = self._next_id
        self._next_id += 1
        self._delivered.append(update)
        return update

    def mark_delivered(self, update: Update, now: float) -> None:
        """Note one more delivery of an update."""
        update.deliveries += 1
        if update.delivered_at is None:
            update.delivered_at = now

    def acknowledge_below(self, offset: int) -> None:
        """Forget the delivered updates with an id below `offset`."""
        while self._delivered and (self._delivered[0].id or 0) < offset:
            self._acknowledge(self._delivered.popleft())

    def acknowledge(self, update: Update) -> None:
        """Forget one update, wherever it stands: a webhook has accepted it."""
        if update.dropped_at is None and update.acknowledged_at is None:
            self._delivered.remove(update)
            self._acknowledge(update)

    @property
    def unacknowledged(self) -> list[Update]:
        """The updates that were delivered, or are under way, and may come again."""
        return list(self._delivered)

    def clear(self) -> None:
        """Drop everything that waits (Bot API: drop_pending_updates)."""
        now = self._clock.now()
        for queue in (self._taps, self._texts, self._delivered):
            for update in queue:
                update.dropped_at = now
            queue.clear()

    def skip(self, seconds: float) -> None:
        """Let what waits be as young after the clock has moved as it was before."""
        for queue in (self._taps, self._texts, self._delivered):
            for update in queue:
                update.skipped += seconds

    def drop_expired(self) -> None:
        """Drop what has waited for longer than Telegram keeps it."""
        now = self._clock.now()
        for queue in (self._taps, self._texts):
            while queue and queue[0].expires_at <= now:
                queue.popleft().dropped_at = now
        if any(update.expires_at <= now for update in self._delivered):
            kept = [update for update in self._delivered if update.expires_at > now]
            for update in self._delivered:
                if update.expires_at <= now:
                    update.dropped_at = now
            self._delivered = deque(kept)

    def _choose(self) -> deque[Update] | None:
        if not self._taps or not self._texts:
            return self._taps or self._texts or None
        if self.interleave == "texts_first":
            return self._texts
        if self.interleave == "taps_first":
            return self._taps
        if self.interleave == "random":
            return self._rng.choice((self._taps, self._texts))
        return min(self._taps, self._texts, key=lambda queue: queue[0].order)

    def _drain(self) -> None:
        while self.take_new() is not None:
            pass

    def _acknowledge(self, update: Update) -> None:
        update.acknowledged_at = self._clock.now()

    def _wake(self) -> None:
        for waker in self._wakers:
            waker()
