"""What each outcome means for the message: a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.messenger import (
    Gone,
    GoneReason,
    Moved,
    NotSent,
    Rejected,
    RetryAfter,
    Sent,
    Unknown,
)
from scheduler.endings import FAILURE_LENGTH, Ending, broken, ending, held_back, released
from storage.bots import EVERY_CHAT
from storage.kinds import MessageKind, MessageState
from storage.messages import DueMessage
from storage.outcomes import Result

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
PERSON, GROUP = 7, -1007
MESSAGE = DueMessage(
    id=3, kind=MessageKind.REPLY, chat_id=PERSON, thread_id=None, invitation_id=None, content=None, attempt=0
)
IN_GROUP = replace(MESSAGE, chat_id=GROUP)
SENT = Result(message_id=3, owner="me", attempt=1, state=MessageState.SENT, at=NOW)
AGAIN = replace(SENT, state=MessageState.DUE, counted=False)
MINUTE = NOW + timedelta(seconds=60)


def failed(why, state=MessageState.FAILED):
    return replace(SENT, state=state, failure=why)


@pytest.mark.parametrize(
    ("message", "outcome", "expected"),
    [
        (MESSAGE, Sent({"message_id": 99, "text": "..."}), Ending(replace(SENT, telegram_message_id=99))),
        (MESSAGE, Sent(True), Ending(SENT)),
        (MESSAGE, Sent({"message_id": "ninety-nine"}), Ending(SENT)),
        (MESSAGE, RetryAfter(60), Ending(AGAIN, paused=(EVERY_CHAT, MINUTE))),
        (IN_GROUP, RetryAfter(60), Ending(AGAIN, paused=(GROUP, MINUTE))),
        (IN_GROUP, Moved(-1008), Ending(AGAIN, moved=(GROUP, -1008))),
        (MESSAGE, NotSent("no route"), Ending(AGAIN)),
        (MESSAGE, Rejected(401, "Unauthorized"), Ending(AGAIN)),
        (MESSAGE, Gone(GoneReason.BLOCKED), Ending(failed("blocked"), blocked=PERSON)),
        (MESSAGE, Gone(GoneReason.DEACTIVATED), Ending(failed("deactivated"), deactivated=PERSON)),
        (MESSAGE, Gone(GoneReason.NEVER_STARTED), Ending(failed("never_started"))),
        (MESSAGE, Gone(GoneReason.NOT_FOUND), Ending(failed("not_found"))),
        (IN_GROUP, Gone(GoneReason.REMOVED), Ending(failed("removed"))),
        (MESSAGE, Unknown("timed out"), Ending(failed("timed out", MessageState.UNKNOWN))),
        (MESSAGE, Rejected(400, "message is too long"), Ending(failed("message is too long"))),
        (
            MESSAGE,
            Rejected(403, "something new"),
            Ending(replace(failed("something new", MessageState.DUE), not_before=NOW + timedelta(days=1))),
        ),
    ],
)
def test_each_outcome_has_its_ending(message, outcome, expected):
    assert ending(message, outcome, owner="me", now=NOW) == expected


def test_an_unknown_403_is_final_the_second_time():
    second = replace(MESSAGE, attempt=1)
    written = ending(second, Rejected(403, "something new"), owner="me", now=NOW).result
    assert (written.state, written.attempt) == (MessageState.FAILED, 2)


@pytest.mark.parametrize("outcome", [RetryAfter(1), NotSent(""), Moved(-8), Rejected(401, "")])
def test_what_never_left_doesn_t_count_and_keeps_its_place(outcome):
    written = ending(MESSAGE, outcome, owner="me", now=NOW).result
    assert not written.counted
    assert written.not_before is None


def test_only_so_much_is_kept_of_what_telegram_said():
    written = ending(MESSAGE, Unknown("x" * 5000), owner="me", now=NOW).result
    assert written.failure == "x" * FAILURE_LENGTH


def test_a_fault_is_kept_by_its_name_alone():
    written = broken(MESSAGE, ValueError("Anna's comment"), owner="me", now=NOW).result
    assert (written.state, written.failure) == (MessageState.FAILED, "ValueError")


def test_what_is_released_is_due_again():
    assert released(MESSAGE, owner="me", now=NOW) == Ending(AGAIN)


def test_a_429_in_a_private_chat_holds_everybody_back_and_one_in_a_group_that_group():
    assert held_back(PERSON) == EVERY_CHAT
    assert held_back(GROUP) == GROUP
