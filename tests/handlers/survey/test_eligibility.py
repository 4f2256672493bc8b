"""Who may be asked: each reason alone, and all of them together."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.survey.eligibility import OrderStanding, Standing, why_not
from storage.kinds import SkipReason

# In the order in which they are given where several hold.
REASONS = [
    (SkipReason.ERASED, {"erased": True}, {}),
    (SkipReason.NO_CHAT, {"has_chat": False}, {}),
    (SkipReason.STAFF, {"is_staff": True}, {}),
    (SkipReason.OPTED_OUT, {"opted_out": True}, {}),
    (SkipReason.BLOCKED, {"blocked": True}, {}),
    (SkipReason.DEACTIVATED, {"deactivated": True}, {}),
    (SkipReason.CANCELLED_ORDER, {}, {"cancelled": True}),
    (SkipReason.TEST_ORDER, {}, {"is_test": True}),
    (SkipReason.NOT_DELIVERED, {}, {"delivered": False}),
    (SkipReason.ALREADY_ASKED, {}, {"asked_before": True}),
]


def standing(held):
    """A person for whom the reasons with these numbers hold, and no other."""
    person, order = Standing(), OrderStanding()
    for number in held:
        _, of_person, of_order = REASONS[number]
        person, order = replace(person, **of_person), replace(order, **of_order)
    return replace(person, order=order)


def test_somebody_with_a_delivered_order_may_be_asked():
    assert why_not(standing([])) is None


def test_a_question_about_no_order_asks_for_no_order():
    assert why_not(Standing(order=None)) is None


@pytest.mark.parametrize("number", range(len(REASONS)), ids=[reason for reason, _, _ in REASONS])
def test_each_reason_alone_leaves_a_person_out(number):
    assert why_not(standing([number])) is REASONS[number][0]


@given(held=st.sets(st.integers(0, len(REASONS) - 1)))
def test_of_several_reasons_the_first_is_the_one(held):
    expected = REASONS[min(held)][0] if held else None
    assert why_not(standing(held)) is expected


@given(held=st.sets(st.integers(0, len(REASONS) - 1)), more=st.integers(0, len(REASONS) - 1))
def test_no_reason_more_makes_anybody_askable(held, more):
    if why_not(standing(held)) is not None:
        assert why_not(standing(held | {more})) is not None


def test_reasons_are_given_in_the_order_in_which_they_are_listed():
    listed = [reason for reason in SkipReason if reason in {known for known, _, _ in REASONS}]
    assert [reason for reason, _, _ in REASONS] == listed


def test_every_field_of_a_standing_is_looked_at():
    """A field that no reason reads would be a rule that isn't kept."""
    fields = {*Standing.__dataclass_fields__, *OrderStanding.__dataclass_fields__} - {"order"}
    assert {name for _, person, order in REASONS for name in (*person, *order)} == fields
