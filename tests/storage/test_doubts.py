"""What may never have arrived: which of it is still open, and how it gets into the line again."""

from datetime import timedelta

import pytest

from storage import doubts, messages, outcomes
from storage.doubts import Again
from storage.kinds import InvitationState, MessageKind, MessageState, WaveState
from storage.outcomes import Result
from storage.tables import invitation_table, message_table
from tests.storage.conftest import NOW

HOUR = timedelta(hours=1)
CLAIMED = NOW - 2 * HOUR
UNKNOWN = {"state": MessageState.UNKNOWN, "claimed_at": CLAIMED, "attempt": 1}
ASKED = {"asked_at": CLAIMED, "expires_at": NOW + HOUR}


async def question(rows, *, invitation=None, **values):
    """A question of which nobody knows whether it arrived; returns its message's id."""
    asked = await rows.invitation(**{"state": InvitationState.UNKNOWN, **ASKED, **(invitation or {})})
    given = {"kind": MessageKind.QUESTION, "priority": 9, **UNKNOWN, **values}
    return await rows.message(invitation_id=asked, **given)


async def prompt(rows, *, invitation=None, **values):
    """The same, of a prompt after an answer."""
    answered = {"state": InvitationState.ANSWERED, **(invitation or {})}
    return await question(rows, invitation=answered, **{"kind": MessageKind.PROMPT, **values})


async def found(writer, *, before=CLAIMED, beyond=0, most=10):
    async with writer.unit() as session:
        return await doubts.find(session, now=NOW, before=before, beyond=beyond, most=most)


async def send_again(writer, *chosen):
    async with writer.unit() as session:
        await doubts.send_again(session, chosen, now=NOW)
        await session.commit()


async def test_questions_and_prompts_of_which_nobody_knows_are_found(writer, rows):
    asked, prompted = await question(rows), await prompt(rows)
    first, second = await found(writer)
    assert (first.message_id, first.kind) == (asked, MessageKind.QUESTION)
    assert (second.message_id, second.kind) == (prompted, MessageKind.PROMPT)


@pytest.mark.parametrize(
    ("make", "values"),
    [
        *((question, {"state": state}) for state in MessageState if state not in ("unknown", "sending")),
        (question, {"state": MessageState.SENDING, "attempt": 1}),
        (question, {"claimed_at": CLAIMED + timedelta(seconds=1)}),
        (question, {"attempt": 2}),
        (question, {"kind": MessageKind.REMINDER}),
        (question, {"invitation": {"expires_at": NOW}}),
        (question, {"invitation": {"reminded_at": CLAIMED}}),
        (prompt, {"attempt": 2}),
        (prompt, {"kind": MessageKind.REPLY}),
        (prompt, {"kind": MessageKind.ALERT}),
        (prompt, {"invitation": {"expires_at": NOW}}),
    ],
    ids=lambda given: given.__name__ if callable(given) else str(given),
)
async def test_nothing_else_is(writer, rows, make, values):
    await make(rows, **values)
    assert await found(writer) == []


@pytest.mark.parametrize("state", [state for state in WaveState if state is not WaveState.RUNNING])
async def test_a_wave_that_doesnt_run_asks_nobody_again(writer, rows, state):
    wave = await rows.wave(state=state)
    await question(rows, invitation={"wave_id": wave})
    await prompt(rows, invitation={"wave_id": wave})
    assert [doubt.kind for doubt in await found(writer)] == [MessageKind.PROMPT]


async def test_a_page_begins_where_the_last_one_ended(writer, rows):
    ids = [await question(rows) for _ in range(3)]
    assert [doubt.message_id for doubt in await found(writer, most=2)] == ids[:2]
    assert [doubt.message_id for doubt in await found(writer, beyond=ids[1])] == ids[2:]


async def test_what_is_sent_again_stands_in_line_and_its_invitation_stays_unknown(writer, rows):
    which = await question(rows, failure="ServerDisconnectedError")
    (doubt,) = await found(writer)
    await send_again(writer, Again(doubt, NOW + HOUR))
    row = await rows.one(message_table, which)
    assert (row.state, row.not_before, row.failure) == (MessageState.DUE, NOW + HOUR, None)
    assert (row.content, row.attempt) == (None, 1)
    asked = await rows.one(invitation_table, row.invitation_id)
    assert (asked.state, asked.asked_at) == (InvitationState.UNKNOWN, NOW)
    assert asked.expires_at == ASKED["expires_at"]
    assert await found(writer) == []


async def test_a_prompt_gets_its_words_again_and_moves_no_question(writer, rows):
    which = await prompt(rows)
    (doubt,) = await found(writer)
    await send_again(writer, Again(doubt, NOW, {"lines": ["What went wrong?"]}))
    row = await rows.one(message_table, which)
    assert (row.state, row.content) == (MessageState.DUE, {"lines": ["What went wrong?"]})
    assert (await rows.one(invitation_table, row.invitation_id)).asked_at == CLAIMED


async def test_a_message_that_was_proved_meanwhile_is_left_alone(writer, rows):
    which = await question(rows)
    (doubt,) = await found(writer)
    async with writer.unit() as session:
        await outcomes.prove(session, [(doubt.invitation_id, 77, NOW)])
        await session.commit()
    await send_again(writer, Again(doubt, NOW))
    row = await rows.one(message_table, which)
    assert (row.state, row.telegram_message_id) == (MessageState.SENT, 77)


async def test_a_press_before_the_second_one_left_proves_the_first(writer, rows):
    which = await question(rows)
    (doubt,) = await found(writer)
    await send_again(writer, Again(doubt, NOW))
    async with writer.unit() as session:
        await outcomes.prove(session, [(doubt.invitation_id, 77, NOW)])
        await session.commit()
    row = await rows.one(message_table, which)
    assert (row.state, row.telegram_message_id, row.sent_at) == (MessageState.SENT, 77, NOW)


@pytest.mark.parametrize(
    ("state", "becomes"),
    [
        (MessageState.SENT, InvitationState.SENT),
        (MessageState.UNKNOWN, InvitationState.UNKNOWN),
        (MessageState.FAILED, InvitationState.UNKNOWN),  # the first one may have arrived
        (MessageState.DUE, InvitationState.UNKNOWN),
    ],
)
async def test_how_the_second_one_ends_is_what_is_known_of_the_question(writer, rows, state, becomes):
    which = await question(rows)
    (doubt,) = await found(writer)
    await send_again(writer, Again(doubt, NOW))
    async with writer.unit() as session:
        assert await messages.claim(session, [which], owner="me", now=NOW) == {which}
        result = Result(message_id=which, owner="me", attempt=2, state=state, at=NOW)
        await outcomes.write_results(session, [result])
        await session.commit()
    asked = await rows.one(invitation_table, doubt.invitation_id)
    assert (asked.state, asked.sent_at) == (becomes, NOW if state is MessageState.SENT else None)
    assert asked.expires_at == ASKED["expires_at"]
    assert await found(writer, before=NOW) == []


async def test_doubts_are_found_without_a_look_at_all_other_messages(plans):
    lines = await plans.of(lambda session: doubts.find(session, now=NOW, before=CLAIMED, beyond=0, most=10))
    assert lines[0] == "SEARCH message USING INDEX message_unknown (id>?)"
    assert [line for line in lines if line.startswith(("SCAN", "MULTI"))] == []
