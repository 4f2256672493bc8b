"""Drawn by numbers: the same people at the same moments each time, and evenly."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.survey.sampling import in_sample, within

identifiers = st.integers(1, 2**63 - 1)
HOUR = timedelta(hours=1)


# A sample


@pytest.mark.parametrize("percent", [1, 20, 50, 99])
def test_a_sample_has_its_share_of_people_whose_numbers_follow_each_other(percent):
    drawn = sum(in_sample(number, seed=7, percent=percent) for number in range(1, 20_001))
    assert drawn == pytest.approx(200 * percent, abs=3 * (200 * percent * (1 - percent / 100)) ** 0.5)


@given(identifiers, st.integers())
def test_everybody_is_in_a_sample_of_all_and_nobody_in_one_of_none(number, seed):
    assert in_sample(number, seed=seed, percent=100)
    assert not in_sample(number, seed=seed, percent=0)


@given(identifiers, st.integers(), st.integers(1, 99))
def test_a_larger_sample_of_the_same_seed_holds_the_smaller_one(number, seed, percent):
    assert in_sample(number, seed=seed, percent=percent) <= in_sample(number, seed=seed, percent=percent + 1)


def test_two_seeds_draw_independently_also_when_they_follow_each_other():
    both = Counter(
        (in_sample(number, seed=7, percent=50), in_sample(number, seed=8, percent=50))
        for number in range(20_000)
    )
    assert all(count == pytest.approx(5_000, abs=200) for count in both.values())
    assert len(both) == 4


# A window


@given(identifiers)
def test_a_turn_is_within_the_window_and_always_the_same(number):
    assert timedelta() <= within(HOUR, number) < HOUR
    assert within(HOUR, number) == within(HOUR, number)


@given(st.integers(1, 2**62), st.integers(2, 2_000))
def test_any_number_of_people_is_spread_evenly_over_the_window(begin, people):
    """No tenth of the window has more than its tenth of them, but for a handful."""
    tenths = Counter(within(10 * HOUR, number) // HOUR for number in range(begin, begin + people))
    assert all(abs(tenths[tenth] - people / 10) < 4 for tenth in range(10))


@pytest.mark.parametrize("step", [2, 5, 10, 100])
def test_so_are_people_of_whom_only_some_belong_to_the_audience(step):
    tenths = Counter(within(10 * HOUR, number) // HOUR for number in range(1, 1_000 * step, step))
    assert all(abs(tenths[tenth] - 100) < 25 for tenth in range(10))


def test_no_window_is_no_wait():
    assert within(timedelta(), 7) == timedelta()
