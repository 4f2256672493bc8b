"""Invitations: made once with their question, and moved by what happens to it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from storage import invitations
from storage.invitations import NewInvitation
from storage.kinds import InvitationState, MessageKind, MessageState, SkipReason, SurveyKind
from storage.tables import (
    Survey,
    Wave,
    contact_table,
    invitation_table,
    message_table,
    purchase_table,
)

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)

OPEN = [InvitationState.SENDING, InvitationState.SENT, InvitationState.UNKNOWN, InvitationState.ANSWERED]


class Filling:
    """A wave, and the people who come into it."""

    def __init__(self, rows, writer, wave: int) -> None:
        self._rows = rows
        self._writer = writer
        self._wave = wave

    async def person(self, *, reason: SkipReason | None = None, chat: bool = True, **order) -> NewInvitation:
        values = {} if chat else {"telegram_id": None}
        contact = await self._rows.contact(**values)
        purchase = await self._rows.purchase(contact_id=contact, **order)
        return await self.invite(contact, purchase, reason)

    async def stranger(self) -> NewInvitation:
        return await self.invite(None, await self._rows.purchase(), SkipReason.NO_CHAT)

    async def invite(
        self, contact: int | None, purchase: int | None, reason: SkipReason | None
    ) -> NewInvitation:
        known = await self._rows.one(contact_table, contact) if contact else None
        return NewInvitation(
            contact_id=contact,
            chat_id=known.telegram_id if known else None,
            purchase_id=purchase,
            skip_reason=reason,
            language="uk",
        )

    async def add(self, *people: NewInvitation, now: datetime = NOW) -> None:
        async with self._writer.unit() as session:
            wave = await session.get_one(Wave, self._wave)
            survey = await session.get_one(Survey, wave.survey_id)
            await invitations.add_page(session, wave=wave, survey_of_wave=survey, people=people, now=now)
            await session.commit()


@pytest.fixture
async def wave(rows) -> int:
    return int(await rows.wave())


@pytest.fixture
def filling(rows, writer, wave) -> Filling:
    return Filling(rows, writer, wave)


async def test_who_is_asked_has_an_invitation_and_a_question_in_line(filling, rows, wave):
    anna = await filling.person()
    await filling.add(anna)
    (asked,) = await rows.all(invitation_table)
    assert (asked.wave_id, asked.kind, asked.state) == (wave, SurveyKind.CSAT, InvitationState.DUE)
    assert (asked.contact_id, asked.purchase_id) == (anna.contact_id, anna.purchase_id)
    assert (asked.skip_reason, asked.language, asked.created_at) == (None, "uk", NOW)
    (question,) = await rows.all(message_table)
    assert (question.kind, question.state) == (MessageKind.QUESTION, MessageState.DUE)
    assert (question.chat_id, question.invitation_id) == (anna.chat_id, asked.id)
    assert (question.contact_id, question.not_before) == (anna.contact_id, NOW)
    assert question.content is None, "it is made when it is sent"


async def test_who_is_left_out_has_a_reason_and_no_question(filling, rows):
    await filling.add(await filling.person(reason=SkipReason.OPTED_OUT), await filling.stranger())
    known, unknown = await rows.all(invitation_table)
    assert (known.state, known.skip_reason) == (InvitationState.SKIPPED, SkipReason.OPTED_OUT)
    assert (unknown.state, unknown.skip_reason) == (InvitationState.SKIPPED, SkipReason.NO_CHAT)
    assert (unknown.contact_id, unknown.purchase_id is not None) == (None, True)
    assert await rows.all(message_table) == []


async def test_the_same_page_twice_is_one(filling, rows):
    """Invariant 3: nobody is asked the same thing twice, nobody is lost."""
    page = [await filling.person(), await filling.person(reason=SkipReason.BLOCKED), await filling.stranger()]
    await filling.add(*page)
    before = await rows.all(invitation_table), await rows.all(message_table)
    await filling.add(*page, now=LATER)
    assert (await rows.all(invitation_table), await rows.all(message_table)) == before


async def test_a_page_that_overlaps_another_adds_only_who_is_new(filling, rows):
    anna, boris = await filling.person(), await filling.person()
    await filling.add(anna)
    await filling.add(anna, boris)
    assert [row.contact_id for row in await rows.all(message_table)] == [anna.contact_id, boris.contact_id]


async def test_who_was_left_out_isnt_asked_by_the_same_page_later(filling, rows):
    anna = await filling.person(reason=SkipReason.NOT_DELIVERED)
    await filling.add(anna)
    await filling.add(await filling.invite(anna.contact_id, anna.purchase_id, None))
    (row,) = await rows.all(invitation_table)
    assert row.state is InvitationState.SKIPPED
    assert await rows.all(message_table) == []


async def test_a_page_of_nobody_is_nothing(filling, rows):
    await filling.add()
    assert await rows.all(invitation_table) == []


async def test_who_is_to_be_asked_and_has_no_chat_is_an_error_and_not_a_person_lost(filling, rows):
    """Invariant 3: an invitation that is due without a message would be so for ever."""
    page = [await filling.person(), await filling.person(chat=False)]
    with pytest.raises(ValueError, match="has no chat"):
        await filling.add(*page)
    assert await rows.all(invitation_table) == []


async def test_an_invitation_keeps_the_purchase_as_it_was(filling, rows, writer):
    """Attribution is a snapshot: a later change of the order never moves an old answer."""
    values = {
        "order_id": "1001",
        "product": "Shoes",
        "category": "shoes",
        "store": "Riga",
        "operator": "Maria",
        "channel": "web",
        "delivered_at": NOW - timedelta(days=2),
    }
    anna = await filling.person(**values)
    await filling.add(anna)
    async with writer.unit() as session:
        await session.execute(update(purchase_table).values(store="Tallinn", operator="Inga"))
        await session.commit()
    (row,) = await rows.all(invitation_table)
    assert {name: getattr(row, name) for name in values} == values


async def test_a_survey_without_a_purchase_has_none_in_its_invitation(filling, rows):
    await filling.add(await filling.invite(await rows.contact(), None, None))
    (row,) = await rows.all(invitation_table)
    assert (row.purchase_id, row.order_id, row.delivered_at) == (None, None, None)


async def test_the_people_of_a_test_never_count(rows, writer):
    filling = Filling(rows, writer, await rows.wave(is_test=True))
    await filling.add(await filling.person())
    assert [row.is_test for row in await rows.all(invitation_table)] == [True]


async def test_a_page_takes_as_many_statements_for_forty_as_for_one(filling, statements):
    page = [await filling.person() for _ in range(40)]
    statements.clear()
    await filling.add(*page)
    assert len([statement for statement in statements if statement.startswith("INSERT")]) == 2


async def test_leaving_out_takes_one_statement_for_many(rows, writer, statements):
    ids = [await rows.invitation() for _ in range(5)]
    statements.clear()
    await _skip(writer, *((which, SkipReason.BLOCKED) for which in ids))
    assert len([statement for statement in statements if statement.startswith("UPDATE")]) == 1
    assert {row.state for row in await rows.all(invitation_table)} == {InvitationState.SKIPPED}


async def _skip(writer, *reasons: tuple[int, SkipReason]) -> None:
    async with writer.unit() as session:
        await invitations.skip(session, reasons)
        await session.commit()


async def test_people_are_left_out_at_the_last_moment_each_for_their_reason(rows, writer):
    anna, boris, clara = [await rows.invitation() for _ in range(3)]
    await _skip(writer, (anna, SkipReason.BLOCKED), (boris, SkipReason.OPTED_OUT))
    await _skip(writer)
    found = [await rows.one(invitation_table, which) for which in (anna, boris, clara)]
    assert [(row.state, row.skip_reason) for row in found] == [
        (InvitationState.SKIPPED, SkipReason.BLOCKED),
        (InvitationState.SKIPPED, SkipReason.OPTED_OUT),
        (InvitationState.DUE, None),
    ]


@pytest.mark.parametrize(
    "state",
    [state for state in InvitationState if state not in (InvitationState.DUE, InvitationState.SKIPPED)],
)
async def test_who_was_asked_cant_be_left_out_any_more(state, rows, writer):
    asked = await rows.invitation(state=state)
    await _skip(writer, (asked, SkipReason.BLOCKED))
    assert (await rows.one(invitation_table, asked)).state is state


async def _expire(writer, **values) -> int:
    async with writer.unit() as session:
        closed = await invitations.expire(session, NOW, **values)
        await session.commit()
    return int(closed)


async def test_a_question_closes_when_its_time_is_up(rows, writer):
    over = await rows.invitation(state=InvitationState.SENT, expires_at=NOW)
    open_yet = await rows.invitation(state=InvitationState.SENT, expires_at=NOW + timedelta(microseconds=1))
    assert await _expire(writer) == 1
    assert (await rows.one(invitation_table, over)).state is InvitationState.EXPIRED
    assert (await rows.one(invitation_table, open_yet)).state is InvitationState.SENT


@pytest.mark.parametrize(
    "state",
    [state for state in InvitationState if state not in (InvitationState.SENT, InvitationState.SKIPPED)],
)
async def test_only_what_was_sent_expires(state, rows, writer):
    invitation = await rows.invitation(state=state, expires_at=NOW - timedelta(days=1))
    assert await _expire(writer) == 0
    assert (await rows.one(invitation_table, invitation)).state is state


async def test_questions_close_a_page_at_a_time_the_oldest_first(rows, writer):
    """Bulk work is done in pages, so that taps don't wait for it."""
    minutes = [3, 1, 5, 2, 4]
    ids = {
        m: await rows.invitation(state=InvitationState.SENT, expires_at=NOW - timedelta(minutes=m))
        for m in minutes
    }
    assert await _expire(writer, most=2) == 2
    closed = [
        m for m in minutes if (await rows.one(invitation_table, ids[m])).state is InvitationState.EXPIRED
    ]
    assert sorted(closed) == [4, 5]
    assert [await _expire(writer, most=2) for _ in range(3)] == [2, 1, 0]


async def test_closing_reads_only_what_is_over(plans):
    """However many questions are open: this is looked at each second, where taps are written."""
    invitation = await plans.rows.invitation(state=InvitationState.SENT, expires_at=NOW)
    lines = await plans.of(lambda session: invitations.expire(session, NOW))
    assert invitation
    assert set(lines) == {
        "SEARCH invitation USING INDEX invitation_to_expire (expires_at<?)",
        "SEARCH invitation USING INTEGER PRIMARY KEY (rowid=?)",
    }


PRESSES = [(invitations.put_off, "snoozed_at"), (invitations.decline, "declined_at")]


async def _press(writer, what, invitation: int, **values) -> None:
    async with writer.unit() as session:
        await what(session, invitation, **values)
        await session.commit()


@pytest.mark.parametrize(("what", "moment"), PRESSES, ids=["not now", "don't ask me"])
async def test_a_press_is_dated_by_its_first_time(what, moment, rows, writer):
    invitation = await rows.invitation(state=InvitationState.SENT, sent_at=NOW - timedelta(days=1))
    await _press(writer, what, invitation, now=NOW)
    await _press(writer, what, invitation, now=LATER)
    row = await rows.one(invitation_table, invitation)
    assert getattr(row, moment) == NOW
    assert (row.state, row.sent_at) == (InvitationState.SENT, NOW - timedelta(days=1))


@pytest.mark.parametrize(("what", "_moment"), PRESSES, ids=["not now", "don't ask me"])
@pytest.mark.parametrize("state", [InvitationState.UNKNOWN, InvitationState.SENDING])
async def test_a_press_proves_that_a_question_arrived(state, what, _moment, rows, writer):
    """Invariant 3: what was unknown is proven by a later tap, whichever button it is on."""
    message, invitation = await rows.question(invitation=state, state=state.value)
    await _press(writer, what, invitation, now=NOW, telegram_message_id=55)
    row = await rows.one(invitation_table, invitation)
    assert (row.state, row.sent_at) == (InvitationState.SENT, NOW)
    question = await rows.one(message_table, message)
    assert (question.state, question.telegram_message_id) == (MessageState.SENT, 55)


@pytest.mark.parametrize(("what", "_moment"), PRESSES, ids=["not now", "don't ask me"])
@pytest.mark.parametrize("state", [InvitationState.ANSWERED, InvitationState.EXPIRED, InvitationState.FAILED])
async def test_a_press_moves_nothing_that_is_settled(state, what, _moment, rows, writer):
    invitation = await rows.invitation(state=state)
    await _press(writer, what, invitation, now=NOW)
    row = await rows.one(invitation_table, invitation)
    assert (row.state, row.sent_at) == (state, None)


async def test_a_message_leads_to_its_invitation(rows, session):
    _, invitation = await rows.question(chat_id=1001, telegram_message_id=55)
    assert await invitations.of_message(session, chat_id=1001, telegram_message_id=55) == invitation
    assert await invitations.of_message(session, chat_id=1002, telegram_message_id=55) is None
    assert await invitations.of_message(session, chat_id=1001, telegram_message_id=56) is None


async def _asked(rows, contact: int, minute: int, state=InvitationState.SENT, **values) -> int:
    invitation = await rows.invitation(
        **{"contact_id": contact, "state": state, "expires_at": NOW + timedelta(days=1)} | values
    )
    await rows.message(
        kind=MessageKind.QUESTION,
        state=MessageState.SENT,
        invitation_id=invitation,
        claimed_at=NOW - timedelta(hours=1) + timedelta(minutes=minute),
    )
    return int(invitation)


async def _newest_open(database, telegram_id: int = 77) -> int | None:
    async with database.reading() as session:
        return await invitations.newest_open(session, telegram_id=telegram_id, now=NOW)


async def test_words_belong_to_the_question_that_came_last(rows, database):
    contact = await rows.contact(telegram_id=77)
    await _asked(rows, contact, 1)
    newest = await _asked(rows, contact, 9)
    await _asked(rows, contact, 5)
    await _asked(rows, await rows.contact(telegram_id=78), 20)
    assert await _newest_open(database) == newest


async def test_a_prompt_brings_its_question_to_the_front(rows, database):
    contact = await rows.contact(telegram_id=77)
    first = await _asked(rows, contact, 1, InvitationState.ANSWERED)
    await _asked(rows, contact, 2)
    await rows.message(kind=MessageKind.PROMPT, state=MessageState.SENT, invitation_id=first, claimed_at=NOW)
    assert await _newest_open(database) == first


@pytest.mark.parametrize("state", list(InvitationState))
async def test_only_an_open_question_can_take_words(state, rows, database):
    reason = {"skip_reason": SkipReason.BLOCKED} if state is InvitationState.SKIPPED else {}
    invitation = await _asked(rows, await rows.contact(telegram_id=77), 1, state, **reason)
    assert await _newest_open(database) == (invitation if state in OPEN else None)


async def test_a_question_whose_time_is_up_takes_no_words(rows, database):
    await _asked(rows, await rows.contact(telegram_id=77), 1, expires_at=NOW)
    assert await _newest_open(database) is None


async def test_a_question_that_hasnt_left_takes_no_words(rows, database):
    contact = await rows.contact(telegram_id=77)
    invitation = await rows.invitation(
        contact_id=contact, state=InvitationState.SENT, expires_at=NOW + timedelta(days=1)
    )
    await rows.message(kind=MessageKind.QUESTION, invitation_id=invitation)
    assert await _newest_open(database) is None


async def test_a_persons_questions_are_found_by_index(plans):
    async def work(session) -> None:
        await invitations.newest_open(session, telegram_id=77, now=NOW)
        await invitations.of_message(session, chat_id=77, telegram_message_id=55)
        await invitations.put_off(session, 1, now=NOW)
        await invitations.skip(session, [(1, SkipReason.BLOCKED)])

    assert [line for line in await plans.of(work) if line.startswith("SCAN")] == []


async def test_whoever_decides_about_an_invitation_holds_it(dialect, rows, writer, another):
    """Two processes on PostgreSQL: the second sees what the first has decided."""
    asked = await rows.invitation(state=InvitationState.SENT)
    async with writer.unit() as session:
        await invitations.hold(session, [asked])
        if dialect == "sqlite":
            return  # one writer at a time, by BEGIN IMMEDIATE

        async def late() -> None:
            async with another.new_writing() as other:
                await invitations.hold(other, [asked])

        waiting = asyncio.create_task(late())
        done, _ = await asyncio.wait({waiting}, timeout=0.3)
        assert not done, "the other didn't wait"
        await session.commit()
    await waiting
