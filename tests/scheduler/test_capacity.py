"""How much is done at once at which pace."""

import pytest

from scheduler.capacity import IN_FLIGHT, MOST_IN_FLIGHT, Capacity
from scheduler.pacing import LEAD

RATES = [0.5, 1, 25, 30, 80, 200, 333, 1000]


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (1, Capacity(IN_FLIGHT, lump=1)),
        (30, Capacity(IN_FLIGHT, lump=1)),
        (200, Capacity(IN_FLIGHT, lump=5)),
        (1000, Capacity(MOST_IN_FLIGHT, lump=25)),
    ],
)
def test_a_faster_pace_has_more_under_way_and_does_more_together(rate, expected):
    assert Capacity.at(rate) == expected


@pytest.mark.parametrize("rate", RATES)
def test_a_lump_never_waits_for_more_than_can_be_free_or_begins_soon(rate):
    capacity = Capacity.at(rate)
    assert 1 <= capacity.lump <= capacity.in_flight / 2
    assert capacity.lump == 1 or capacity.lump / rate <= LEAD / 2
