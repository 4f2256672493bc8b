"""What a guest asks about an update of the host's."""

from datetime import timedelta

import pytest

from storage import belonging, members, updates
from storage.kinds import InvitationState, MessageKind, MessageState

BOT_ID = 42
CHAT = 1001


@pytest.fixture
async def prompted(rows, now):
    """Somebody has answered, was asked for words just now, and has said none."""

    async def prompt(*, asked=timedelta(0), **answer):
        invited = await rows.invitation(state=InvitationState.ANSWERED)
        await rows.answer(invitation_id=invited, score=1, **answer)
        await rows.message(
            kind=MessageKind.PROMPT,
            state=MessageState.SENT,
            chat_id=CHAT,
            invitation_id=invited,
            claimed_at=now - asked,
        )

    return prompt


def look(session, now, *, update_id=1, chat_id=CHAT):
    return belonging.words_are_awaited(
        session,
        bot_id=BOT_ID,
        update_id=update_id,
        chat_id=chat_id,
        asked_since=now - timedelta(hours=1),
        said_since=now - timedelta(minutes=1),
    )


async def awaited(database, now, **of):
    async with database.reading() as session:
        return await look(session, now, **of)


async def test_words_are_awaited_by_a_prompt_that_nobody_has_answered(prompted, database, now):
    assert await awaited(database, now) is False
    await prompted()
    assert await awaited(database, now) is True
    assert await awaited(database, now, chat_id=CHAT + 1) is False


@pytest.mark.parametrize(("asked", "expected"), [(60, True), (61, False)])
async def test_a_prompt_waits_so_long_and_no_longer(prompted, database, now, asked, expected):
    await prompted(asked=timedelta(minutes=asked))
    assert await awaited(database, now) is expected


@pytest.mark.parametrize(("said", "expected"), [(60, True), (61, False)])
async def test_more_words_are_awaited_right_after_the_first(prompted, database, now, said, expected):
    await prompted(closed_at=now - timedelta(seconds=said))
    assert await awaited(database, now) is expected


async def test_only_a_prompt_that_has_been_sent_or_may_have_been_waits(rows, database, now):
    invited = await rows.invitation(state=InvitationState.ANSWERED)
    await rows.answer(invitation_id=invited, score=1)
    about = {"chat_id": CHAT, "invitation_id": invited}
    await rows.message(kind=MessageKind.PROMPT, **about)
    await rows.message(kind=MessageKind.REPLY, state=MessageState.SENT, claimed_at=now, **about)
    assert await awaited(database, now) is False
    await rows.message(kind=MessageKind.PROMPT, state=MessageState.UNKNOWN, claimed_at=now, **about)
    assert await awaited(database, now) is True


async def test_a_question_waits_for_no_words(rows, database, now):
    invited = await rows.invitation(state=InvitationState.SENT)
    await rows.message(
        kind=MessageKind.QUESTION,
        state=MessageState.SENT,
        chat_id=CHAT,
        invitation_id=invited,
        claimed_at=now,
    )
    assert await awaited(database, now) is False


async def test_an_update_that_had_its_effect_is_known_again(session, now):
    await updates.record(session, bot_id=BOT_ID, update_id=1, now=now)
    assert await belonging.had_its_effect(session, bot_id=BOT_ID, update_id=1) is True
    assert await belonging.had_its_effect(session, bot_id=BOT_ID, update_id=2) is False
    assert await belonging.had_its_effect(session, bot_id=BOT_ID + 1, update_id=1) is False
    assert await look(session, now, update_id=1) is True
    assert await look(session, now, update_id=2) is False


async def test_a_link_to_own_the_bot_is_known_also_when_it_is_over(session, now):
    assert await belonging.knows_owner_link(session, "hash") is False
    await members.add_owner_link(session, "hash", valid_until=now)
    assert await belonging.knows_owner_link(session, "hash") is True
    await members.open_owner_link(session, "hash", now=now - timedelta(hours=1))
    assert await belonging.knows_owner_link(session, "hash") is True


async def test_the_words_that_most_people_write_cost_one_read(database, now, statements):
    async with database.new_writing() as session:
        await session.connection()
        statements.clear()
        await look(session, now)
    assert len(statements) == 1


async def test_that_read_looks_at_the_person_s_messages_alone(plans, now):
    lines = await plans.of(lambda session: look(session, now))
    assert any("message_in_chat" in line for line in lines)
    assert not [line for line in lines if line.startswith("SCAN") and "CONSTANT" not in line]
