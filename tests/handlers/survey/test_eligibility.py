"""Who may be asked: each reason alone, and all of them together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.survey.eligibility import (
    FLOOR,
    Clocks,
    Kept,
    OrderStanding,
    Recent,
    Standing,
    kept_until,
    may_be_asked_from,
    why_not,
)
from storage.kinds import SkipReason

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)


def ago(**span):
    return NOW - timedelta(**span)


# In the order in which they are given where several hold.
REASONS: list[tuple[SkipReason, dict[str, Any], dict[str, Any]]] = [
    (SkipReason.ERASED, {"erased": True}, {}),
    (SkipReason.NO_CHAT, {"has_chat": False}, {}),
    (SkipReason.STAFF, {"is_staff": True}, {}),
    (SkipReason.OPTED_OUT, {"opted_out": True}, {}),
    (SkipReason.BLOCKED, {"blocked": True}, {}),
    (SkipReason.DEACTIVATED, {"deactivated": True}, {}),
    (SkipReason.CANCELLED_ORDER, {}, {"cancelled": True}),
    (SkipReason.TEST_ORDER, {}, {"is_test": True}),
    (SkipReason.NOT_DELIVERED, {}, {"delivered": False}),
    (SkipReason.TOO_LATE, {}, {"too_late": True}),
    (SkipReason.ALREADY_ASKED, {}, {"asked_before": True}),
    (SkipReason.ASKED_TODAY, {"recent": Recent(asked_at=ago(hours=23, minutes=59))}, {}),
    (SkipReason.ASKED_RECENTLY, {"recent": Recent(asked_at=ago(days=29, hours=23))}, {}),
    (SkipReason.SAME_KIND_RECENTLY, {"recent": Recent(same_kind_answered_at=ago(days=89))}, {}),
    (SkipReason.RESERVED, {"kept": (Kept(ago(days=1), None),)}, {}),
    (SkipReason.SAMPLED_OUT, {"sampled_out": True}, {}),
]


def standing(held):
    """A person for whom the reasons with these numbers hold, and no other."""
    person, order = Standing(), OrderStanding()
    for number in held:
        _, of_person, of_order = REASONS[number]
        if "recent" in of_person:  # several moments may hold together; the latest ask is the one that counts
            of_person = {"recent": merged(person.recent, of_person["recent"])}
        person, order = replace(person, **of_person), replace(order, **of_order)
    return replace(person, order=order)


def merged(one, other):
    """Both pasts in one: of each moment the latest."""
    moments = {
        name: max((m for m in (getattr(one, name), getattr(other, name)) if m), default=None)
        for name in Recent.__dataclass_fields__
    }
    return Recent(**moments)


def reason(person, **clocks):
    return why_not(person, now=NOW, clocks=Clocks(**clocks))


def test_somebody_with_a_delivered_order_may_be_asked():
    assert reason(standing([])) is None


def test_a_question_about_no_order_asks_for_no_order():
    assert reason(Standing(order=None)) is None


@pytest.mark.parametrize("number", range(len(REASONS)), ids=[why for why, _, _ in REASONS])
def test_each_reason_alone_leaves_a_person_out(number):
    assert reason(standing([number])) is REASONS[number][0]


@given(held=st.sets(st.integers(0, len(REASONS) - 1)))
def test_of_several_reasons_the_first_is_the_one(held):
    expected = REASONS[min(held)][0] if held else None
    assert reason(standing(held)) is expected


@given(held=st.sets(st.integers(0, len(REASONS) - 1)), more=st.integers(0, len(REASONS) - 1))
def test_no_reason_more_makes_anybody_askable(held, more):
    if reason(standing(held)) is not None:
        assert reason(standing(held | {more})) is not None


def test_reasons_are_given_in_the_order_in_which_they_are_listed():
    listed = [why for why in SkipReason if why in {known for known, _, _ in REASONS}]
    assert [why for why, _, _ in REASONS] == listed


def test_every_field_of_a_standing_is_looked_at():
    """A field that no reason reads would be a rule that isn't kept."""
    fields = {*Standing.__dataclass_fields__, *OrderStanding.__dataclass_fields__} - {"order"}
    assert {name for _, person, order in REASONS for name in (*person, *order)} == fields


# The clocks, in exact elapsed time


def recent(**moments):
    return Standing(recent=Recent(**moments))


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ({"asked_at": NOW}, SkipReason.ASKED_TODAY),
        ({"asked_at": ago(hours=-1)}, SkipReason.ASKED_TODAY),  # a clock that was set back
        ({"asked_at": ago(hours=24)}, SkipReason.ASKED_RECENTLY),
        ({"asked_at": ago(days=30, microseconds=-1)}, SkipReason.ASKED_RECENTLY),
        ({"asked_at": ago(days=30)}, None),
        ({"same_kind_asked_at": ago(days=30, microseconds=-1)}, SkipReason.SAME_KIND_RECENTLY),
        ({"same_kind_asked_at": ago(days=30)}, None),
        ({"same_kind_answered_at": ago(days=90, microseconds=-1)}, SkipReason.SAME_KIND_RECENTLY),
        ({"same_kind_answered_at": ago(days=90)}, None),
        ({"same_kind_declined_at": ago(days=30, microseconds=-1)}, SkipReason.SAME_KIND_RECENTLY),
        ({"same_kind_declined_at": ago(days=30), "same_kind_asked_at": ago(days=59)}, None),
    ],
)
def test_each_clock_ends_at_its_moment(moments, expected):
    assert reason(recent(**moments)) is expected


@given(
    asked=st.integers(0, 48 * 3600),
    between=st.integers(0, 48 * 3600),
    silence=st.integers(0, 48 * 3600),
)
def test_nothing_overrides_the_floor(asked, between, silence):
    """Whatever clocks a shop sets: never two asks to one person within 24 hours."""
    moment = ago(seconds=asked)
    given_reason = reason(
        recent(asked_at=moment, same_kind_asked_at=moment),
        between_asks=timedelta(seconds=between),
        after_silence=timedelta(seconds=silence),
    )
    if timedelta(seconds=asked) < FLOOR:
        assert given_reason is SkipReason.ASKED_TODAY
    else:
        assert (given_reason is None) == (asked >= max(between, silence))


@given(days=st.integers(0, 400), more=st.integers(0, 400))
def test_waiting_longer_never_makes_anybody_less_askable(days, more):
    earlier, later = ago(days=days + more), ago(days=days)
    for name in Recent.__dataclass_fields__:
        if reason(recent(**{name: later})) is None:
            assert reason(recent(**{name: earlier})) is None


# From when on

_MOMENTS = st.none() | st.integers(-2, 2 * 365 * 24).map(lambda hours: ago(hours=hours))
_SPANS = st.integers(0, 120 * 24).map(lambda hours: timedelta(hours=hours))
_STANDINGS = st.builds(
    Standing,
    **dict.fromkeys(
        ("erased", "is_staff", "opted_out", "blocked", "deactivated"),
        st.booleans() | st.just(False),
    ),
    has_chat=st.booleans() | st.just(True),
    order=st.none() | st.builds(OrderStanding, cancelled=st.booleans(), delivered=st.booleans()),
    recent=st.builds(Recent, _MOMENTS, _MOMENTS, _MOMENTS),
)
_ASKABLE = st.builds(Standing, recent=st.builds(Recent, _MOMENTS, _MOMENTS, _MOMENTS))


@given(person=_STANDINGS | _ASKABLE, clocks=st.builds(Clocks, _SPANS, _SPANS, _SPANS))
def test_from_that_moment_on_somebody_may_be_asked_and_not_an_instant_earlier(person, clocks):
    instant = timedelta(microseconds=1)
    since = may_be_asked_from(person, now=NOW, clocks=clocks)
    if isinstance(since, datetime):
        assert since >= NOW
        for later in (timedelta(), instant, timedelta(days=1), timedelta(days=1000)):
            assert why_not(person, now=since + later, clocks=clocks) is None
        if since > NOW:
            assert why_not(person, now=since - instant, clocks=clocks) is not None
    else:
        for years in range(5):
            assert why_not(person, now=NOW + timedelta(days=365 * years), clocks=clocks) is not None
        assert why_not(person, now=NOW + timedelta(days=5000), clocks=clocks) is since


@pytest.mark.parametrize(
    ("since", "until", "reserved"),
    [
        (ago(days=30), NOW + timedelta(seconds=1), True),
        (ago(days=30), NOW, False),  # by then it asks by itself
        (NOW, None, True),
        (NOW + timedelta(seconds=1), None, False),
    ],
)
def test_people_are_kept_for_their_time(since, until, reserved):
    assert (reason(Standing(kept=(Kept(since, until),))) is SkipReason.RESERVED) is reserved


def test_somebody_is_kept_who_would_be_so_when_every_clock_has_run_out():
    day = timedelta(days=1)
    asked = Recent(asked_at=ago(days=5))  # so that 25 days are left
    for begin, end, expected in (
        (-20, 10, NOW + 25 * day),  # over by then
        (15, 45, SkipReason.RESERVED),
        (26, 56, NOW + 25 * day),  # not yet by then
    ):
        person = Standing(recent=asked, kept=(Kept(NOW + begin * day, NOW + end * day),))
        assert may_be_asked_from(person, now=NOW) == expected
        known = NOW + end * day if expected is SkipReason.RESERVED else None
        assert kept_until(person, now=NOW) == known
    waiting = Standing(recent=asked, kept=(Kept(NOW, None),))
    assert (may_be_asked_from(waiting, now=NOW), kept_until(waiting, now=NOW)) == (SkipReason.RESERVED, None)


@given(person=_STANDINGS | _ASKABLE)
def test_whoever_may_be_asked_now_may_be_so_from_now_on(person):
    assert (may_be_asked_from(person, now=NOW) == NOW) == (reason(person) is None)


@pytest.mark.parametrize(
    ("moments", "since"),
    [
        ({}, NOW),
        ({"asked_at": ago(days=12)}, NOW + timedelta(days=18)),
        (
            {"same_kind_asked_at": ago(days=12), "same_kind_answered_at": ago(days=11)},
            NOW + timedelta(days=79),
        ),
        (
            {"asked_at": ago(hours=1), "same_kind_answered_at": ago(days=80)},
            NOW + timedelta(days=29, hours=23),
        ),
    ],
)
def test_the_last_clock_to_run_out_is_the_one(moments, since):
    assert may_be_asked_from(recent(**moments), now=NOW) == since


def test_nobody_is_promised_a_moment_within_the_floor():
    person = recent(asked_at=ago(hours=1))
    none = Clocks(timedelta(), timedelta(), timedelta())
    assert may_be_asked_from(person, now=NOW, clocks=none) == NOW + timedelta(hours=23)


@pytest.mark.parametrize("number", [n for n, case in enumerate(REASONS) if "recent" not in case[1]])
def test_what_no_waiting_ends_is_told_instead_of_a_moment(number):
    """Also where a clock runs, which would be the reason given now."""
    person = replace(standing([number]), recent=Recent(asked_at=ago(hours=1)))
    assert may_be_asked_from(person, now=NOW) is REASONS[number][0]
