"""What the arrival log says of a sender: how much of the pace it used, where it broke it, and whom it lost."""

from collections import deque
from collections.abc import Collection, Sequence
from typing import NamedTuple


class Arrival(NamedTuple):
    """A message that arrived at the simulated Telegram, taken or refused; times are monotonic seconds."""

    at: float
    chat_id: int
    taken: bool
    in_ban: bool


def share_used(arrivals: Sequence[Arrival], *, rate: float, seconds: float) -> float:
    """How many per cent of what the rate allows have arrived within so many seconds of the first."""
    until = arrivals[0].at + seconds
    return 100 * sum(arrival.at < until for arrival in arrivals) / (rate * seconds)


def peak(arrivals: Sequence[Arrival], *, per: float = 1.0) -> int:
    """The largest number of messages that arrived within any such span of seconds."""
    return max(_windows(arrivals, per), default=0)


def seconds_over(arrivals: Sequence[Arrival], limit: int) -> int:
    """How many messages were one too many for the second that they end."""
    return sum(number > limit for number in _windows(arrivals, 1.0))


def speed(arrivals: Sequence[Arrival], *, edges: float = 0.1) -> float:
    """Messages a second, without the beginning and the end: such a share of all at each side."""
    cut = int(len(arrivals) * edges)
    first, last = arrivals[cut], arrivals[-1 - cut]
    return (len(arrivals) - 1 - 2 * cut) / (last.at - first.at)


def lost(arrivals: Sequence[Arrival], chats: Collection[int]) -> int:
    """How many of these chats have got nothing."""
    return len(set(chats) - {arrival.chat_id for arrival in arrivals if arrival.taken})


def refused(arrivals: Sequence[Arrival]) -> int:
    """How many chats were tried and have got nothing; those whose turn hasn't come yet aren't among them."""
    return lost(arrivals, {arrival.chat_id for arrival in arrivals})


def twice(arrivals: Sequence[Arrival]) -> int:
    """How many messages were one too many for their chat."""
    taken = [arrival.chat_id for arrival in arrivals if arrival.taken]
    return len(taken) - len(set(taken))


def _windows(arrivals: Sequence[Arrival], per: float) -> list[int]:
    """For each message, how many have arrived in the span that it ends, itself included."""
    window: deque[float] = deque()
    sizes = []
    for arrival in arrivals:
        window.append(arrival.at)
        while window[0] <= arrival.at - per:
            window.popleft()
        sizes.append(len(window))
    return sizes
