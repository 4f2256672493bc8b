"""What of ours stands in a person's chat."""

import pytest

from storage import standing
from storage.kinds import InvitationState, MessageKind, MessageState


async def test_the_messages_of_a_question_are_those_that_ask_it_the_newest_first(rows, session):
    _, invitation = await rows.question(state=MessageState.SENT, telegram_message_id=55)
    for values in (
        {"kind": MessageKind.REMINDER, "telegram_message_id": 60},
        {"kind": MessageKind.QUESTION, "telegram_message_id": 58},
        {"kind": MessageKind.QUESTION, "telegram_message_id": None},
        {"kind": MessageKind.PROMPT, "telegram_message_id": 70},
    ):
        await rows.message(invitation_id=invitation, **values)
    assert await standing.questions(session, invitation) == [58, 60, 55]
    assert await standing.questions(session, invitation + 1) == []


@pytest.mark.parametrize(
    ("state", "prompted"),
    [
        (MessageState.DUE, False),
        (MessageState.SENDING, True),
        (MessageState.SENT, True),
        (MessageState.UNKNOWN, True),
        (MessageState.FAILED, False),
        (MessageState.CANCELLED, False),
    ],
)
async def test_whoever_may_have_got_a_prompt_was_prompted(state, prompted, rows, session):
    _, invitation = await rows.question(invitation=InvitationState.ANSWERED, state=MessageState.SENT)
    other = await rows.invitation(state=InvitationState.ANSWERED)
    await rows.message(invitation_id=invitation, kind=MessageKind.PROMPT, state=state)
    assert await standing.prompted(session, invitation) is prompted
    assert await standing.prompted(session, other) is False


async def test_what_stands_is_found_by_key(plans):
    _, invitation = await plans.rows.question(state=MessageState.SENT, telegram_message_id=55)
    for work in (standing.questions, standing.prompted):
        lines = await plans.of(lambda session, work=work: work(session, invitation))
        assert any(line.startswith("SEARCH message USING") for line in lines), lines
