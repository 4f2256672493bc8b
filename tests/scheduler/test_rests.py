"""Which chats rest, and until when."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.rests import GROUP_REST, PRIVATE_REST, Rests


def test_a_person_is_left_alone_for_a_second_and_a_group_for_three():
    rests = Rests()
    rests.rest(7, since=100)
    rests.rest(-7, since=100)
    assert set(rests.busy(100)) == {7, -7}
    assert set(rests.busy(100 + PRIVATE_REST - 0.01)) == {7, -7}
    assert set(rests.busy(100 + PRIVATE_REST)) == {-7}
    assert set(rests.busy(100 + GROUP_REST)) == set()


def test_a_chat_is_busy_while_a_message_is_on_its_way_however_long_that_takes():
    rests = Rests()
    rests.hold(7)
    assert set(rests.busy(1e9)) == {7}
    rests.rest(7, since=1e9)
    assert set(rests.busy(1e9 + PRIVATE_REST)) == set()


def test_a_rest_that_is_over_already_doesn_t_begin():
    rests = Rests()
    rests.hold(7)
    rests.rest(7, since=100)
    assert set(rests.busy(200)) == set()


def test_a_chat_that_is_held_again_stays_busy_when_its_former_rest_ends():
    rests = Rests()
    rests.rest(7, since=100)
    rests.hold(7)
    assert set(rests.busy(102)) == {7}


def test_a_chat_for_which_nothing_left_is_free_at_once():
    rests = Rests()
    rests.rest(7, since=100)
    rests.hold(7)
    rests.free(7)
    rests.free(8)
    assert set(rests.busy(100)) == set()
    assert rests.next_end(100) == float("inf")


def test_the_next_end_is_that_of_the_shortest_rest_that_is_still_on():
    rests = Rests()
    assert rests.next_end(100) == float("inf")
    rests.hold(1)
    assert rests.next_end(100) == float("inf")
    rests.rest(-7, since=100)
    rests.rest(7, since=101)
    assert rests.next_end(101) == 102
    rests.rest(7, since=101.5)
    assert rests.next_end(101.5) == 102.5
    assert rests.next_end(102.5) == 103


def test_what_is_over_is_forgotten():
    rests = Rests()
    for number in range(1, 10_001):
        rests.rest(number, since=number / 1000)
    assert len(rests.busy(10.0)) == 1000
    assert len(rests._ends) == 1000


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.integers(-2, 2).filter(bool), st.floats(0, 2), st.sampled_from(["hold", "rest", "free"])
        ),
        max_size=40,
    )
)
def test_busy_is_who_was_written_to_lately_or_is_being_written_to(steps):
    rests = Rests()
    until: dict[int, float] = {}
    moment = 0.0
    for chat_id, passing, what in steps:
        moment += passing
        if what == "hold":
            rests.hold(chat_id)
            until[chat_id] = float("inf")
        elif what == "free":
            rests.free(chat_id)
            until.pop(chat_id, None)
        else:
            rests.rest(chat_id, since=moment)
            until[chat_id] = moment + (PRIVATE_REST if chat_id > 0 else GROUP_REST)
        expected = {chat for chat, end in until.items() if end > moment}
        assert set(rests.busy(moment)) == expected
        ends = [until[chat] for chat in expected if until[chat] != float("inf")]
        assert rests.next_end(moment) == min(ends, default=float("inf"))
