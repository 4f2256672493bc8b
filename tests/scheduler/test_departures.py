"""When the latest messages left and arrived, as far as anybody knows."""

import pytest

from scheduler.departures import DOUBT, KEPT, Departures

NEVER = float("-inf")


def slots(number):
    """So many slots, a second apart from 1 on."""
    departures = Departures()
    for slot in range(1, number + 1):
        departures.add(slot)
    return departures


def test_before_the_first_there_was_none():
    assert Departures().latest == NEVER
    assert Departures().nth_last(1) == NEVER
    assert slots(3).nth_last(4) == NEVER


def test_what_is_told_nothing_of_left_in_its_slot():
    departures = slots(3)
    assert departures.latest == 3
    assert [departures.nth_last(number) for number in (1, 2, 3)] == [3, 2, 1]


def test_what_left_late_counts_as_late():
    departures = slots(3)
    departures.left(2, 2.5)
    assert [departures.nth_last(number) for number in (1, 2, 3)] == [3, 2.5, 1]


def test_an_answer_slower_than_the_quickest_says_that_it_may_have_arrived_late():
    departures = slots(3)
    for slot, took in ((1, 0.06), (2, 0.07), (3, 5.0)):
        departures.left(slot, slot)
        departures.answered(slot, slot + took)
    assert departures.nth_last(3) == 1
    assert departures.nth_last(2) == pytest.approx(2.01, abs=0.002)
    assert departures.nth_last(1) == 3 + DOUBT


def test_a_slow_first_answer_isn_t_taken_for_the_usual_one_for_long():
    departures = slots(2)
    for slot, took in ((1, 0.09), (2, 0.06)):
        departures.left(slot, slot)
        departures.answered(slot, slot + took)
    assert departures.nth_last(2) == pytest.approx(1.03)


def test_what_is_usual_follows_a_telegram_that_has_become_slower():
    departures = Departures()
    doubts = []
    for slot in range(1000):
        departures.add(slot)
        departures.left(slot, slot)
        departures.answered(slot, slot + (0.06 if slot < 100 else 0.25))
        doubts.append(departures.nth_last(1) - slot)
    assert doubts[:100] == pytest.approx([0] * 100)
    assert doubts[100] == pytest.approx(DOUBT)
    assert doubts[-1] == pytest.approx(0, abs=0.001)


def test_the_last_slots_can_be_withdrawn_and_others_can_t():
    departures = slots(5)
    departures.left(4, 4.5)
    assert not departures.withdraw([3, 4])
    assert departures.latest == 5
    assert departures.withdraw([4, 5])
    assert departures.latest == 3
    departures.add(4)
    assert departures.nth_last(1) == 4


def test_nothing_can_be_withdrawn_from_nothing():
    assert not Departures().withdraw([1])


def test_two_full_seconds_are_kept_and_no_more():
    departures = slots(3 * KEPT)
    for slot in range(1, 3 * KEPT + 1):
        departures.left(slot, slot + 0.5)
        departures.answered(slot, slot + 1)
    assert departures.nth_last(KEPT) == 2 * KEPT + 1 + 0.5
    assert departures.nth_last(KEPT + 1) == NEVER
    assert len(departures._left) == len(departures._took) == KEPT
