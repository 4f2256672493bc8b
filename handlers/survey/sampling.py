"""Who of many is asked, and when within a window: by a person's number, so that it is the same each time.

Neither needs to be stored: a filling that a crash cut off goes on with the same people at the same moments,
and a preview shows those who will be asked.
"""

from datetime import timedelta
from hashlib import blake2b
from typing import Final

_WORD: Final = 2**64

_GOLDEN: Final = 0x9E3779B97F4A7C15
"""2^64 divided by the golden ratio, odd: its multiples fill the circle as evenly as any (Knuth, TAOCP 6.4)."""


def in_sample(contact_id: int, *, seed: int, percent: int) -> bool:
    """Whether a person is among the `percent` of 100 that are drawn with this seed.

    Two seeds draw independently: who was drawn last time is no likelier to be drawn again.
    """
    drawn = blake2b(f"{seed}:{contact_id}".encode(), digest_size=8).digest()
    return int.from_bytes(drawn) * 100 < percent * _WORD


def drawn(contact_id: int, *, seed: int | None, percent: int | None) -> bool:
    """The same; without a share, which a wave need not have, everybody is."""
    return percent is None or in_sample(contact_id, seed=seed or 0, percent=percent)


def within(window: timedelta, contact_id: int) -> timedelta:
    """How long after the window's begin a person's turn is: less than the window, even for any number of people."""
    return window * (contact_id * _GOLDEN % _WORD / _WORD)
