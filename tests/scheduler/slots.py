"""Slots of a pacer, and how far they are apart."""

import itertools

from scheduler.pacing import STRETCH


async def slots(pacer, number, **how):
    """So many slots, one take after the other."""
    taken: list[float] = []
    while len(taken) < number:
        taken += await pacer.take(**how)
    return taken


def spacing(rate):
    """Seconds from one slot to the next."""
    return STRETCH / rate


def gaps(taken):
    return [later - earlier for earlier, later in itertools.pairwise(taken)]
