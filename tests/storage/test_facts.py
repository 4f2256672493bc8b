"""All that deciding about an invitation needs."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import facts
from storage.facts import EARLY_TEXT_WINDOW, Answer, KeptAttachment
from storage.kinds import (
    AttachmentKind,
    InvitationState,
    MessageKind,
    MessageState,
    SkipReason,
    SurveyKind,
    Symbols,
)
from storage.tables import attachment_table, early_text_table

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def _load(database, *ids: int, now: datetime = NOW):
    async with database.reading() as session:
        return await facts.load(session, ids, now=now)


async def test_an_invitation_comes_with_its_person_its_order_and_its_scale(rows, database):
    contact = await rows.contact(
        telegram_id=77, first_name="Anna", language="uk", language_code="ru", opted_out_at=NOW, is_staff=True
    )
    purchase = await rows.purchase(order_id="1001", contact_id=contact, cancelled_at=NOW)
    invitation = await rows.invitation(
        kind=SurveyKind.NPS,
        contact_id=contact,
        purchase_id=purchase,
        state=InvitationState.SENT,
        order_id="1001",
        product="Shoes",
        expires_at=NOW + MINUTE,
        delivered_at=NOW - MINUTE,
    )
    found = (await _load(database, invitation))[invitation]
    assert (found.invitation_id, found.contact_id, found.telegram_id) == (invitation, contact, 77)
    assert (found.state, found.kind, found.is_test) == (InvitationState.SENT, SurveyKind.NPS, False)
    assert (found.lowest, found.highest, found.low_to, found.high_from) == (0, 10, 6, 9)
    assert (found.first_name, found.language, found.language_code) == ("Anna", "uk", "ru")
    assert (found.order_id, found.product) == ("1001", "Shoes")
    assert (found.delivered_at, found.expires_at) == (NOW - MINUTE, NOW + MINUTE)
    assert (found.opted_out_at, found.is_staff, found.order_cancelled_at) == (NOW, True, NOW)
    assert (found.blocked_at, found.deactivated_at, found.erased_at, found.snoozed_at) == (None,) * 4
    assert (found.answer, found.early_texts, found.early_attachments) == (None, (), ())
    assert (found.symbols, found.wording, found.quick_answers) == (Symbols.DIGITS, None, None)


async def test_an_invitation_keeps_the_words_and_symbols_of_its_survey(rows, database):
    """A newer version of a survey is nothing to those who were asked before."""
    wording = {"ru": {"question": "{name}, довольны?", "low": 'Жаль! "{"'}}
    asked = await rows.survey(symbols=Symbols.FACES, wording=wording, quick_answers=["price", "own1"])
    wave = await rows.wave(survey_id=asked)
    invitation = await rows.invitation(wave_id=wave)
    await rows.survey(symbols=Symbols.STARS, wording={"en": {"question": "And?"}})
    found = (await _load(database, invitation))[invitation]
    assert (found.symbols, found.wording) == (Symbols.FACES, wording)
    assert found.quick_answers == ["price", "own1"]


async def test_an_invitation_without_a_purchase_has_no_flaw_of_one(rows, database):
    invitation = await rows.invitation(purchase_id=None)
    assert (await _load(database, invitation))[invitation].order_cancelled_at is None


@pytest.mark.parametrize("flaw", [{"cancelled_at": NOW}, {"is_test": True}])
@pytest.mark.parametrize(
    ("kind", "others", "flawed"),
    [
        (SurveyKind.CSAT, [{}], True),
        (SurveyKind.NPS, [], True),
        (SurveyKind.NPS, [{}], False),
        (SurveyKind.NPS, [{"cancelled_at": NOW}, {"is_test": True}, {"received_at": NOW + MINUTE}], True),
        (SurveyKind.NPS, [{"contact_id": None}], True),  # somebody else's
    ],
)
async def test_the_order_of_an_nps_has_a_flaw_where_no_other_of_theirs_stands(
    rows, database, kind, others, flawed, flaw
):
    contact = await rows.contact()
    await rows.purchase(order_id="1001", contact_id=contact, **flaw)
    for other in others:
        await rows.purchase(**{"contact_id": contact} | other)
    invitation = await rows.invitation(kind=kind, contact_id=contact, purchase_id=None, order_id="1001")
    found = (await _load(database, invitation))[invitation]
    assert (found.order_cancelled_at is not None or found.order_is_test) is flawed


async def test_the_answer_so_far_comes_with_it(rows, database):
    invitation = await rows.invitation(state=InvitationState.ANSWERED)
    await rows.answer(
        invitation_id=invitation, score=1, reason="price", comment="Dear", closed_at=NOW + MINUTE
    )
    found = (await _load(database, invitation))[invitation]
    assert found.answer == Answer(
        score=1, first_answered_at=NOW, closed_at=NOW + MINUTE, reason="price", comment="Dear"
    )


async def test_an_answer_of_zero_is_an_answer(rows, database):
    invitation = await rows.invitation(kind=SurveyKind.NPS, state=InvitationState.ANSWERED)
    await rows.answer(invitation_id=invitation, score=0)
    answer = (await _load(database, invitation))[invitation].answer
    assert answer is not None
    assert answer.score == 0


async def test_the_facts_after_an_answer_are_those_of_the_next_tap(rows, database):
    invitation = await rows.invitation(state=InvitationState.SENT)
    found = (await _load(database, invitation))[invitation]
    answer = Answer(score=2, first_answered_at=NOW)
    after = found.answered(answer)
    assert (after.state, after.answer) == (InvitationState.ANSWERED, answer)
    assert (found.state, found.answer) == (InvitationState.SENT, None)


async def test_many_are_loaded_at_once_and_the_unknown_are_left_out(rows, database):
    first, second = [await rows.invitation() for _ in range(2)]
    assert set(await _load(database, first, second, second + 1)) == {first, second}
    assert await _load(database) == {}


async def test_who_was_left_out_without_being_known_has_no_facts(rows, database):
    invitation = await rows.invitation(state=InvitationState.SKIPPED, skip_reason=SkipReason.NO_CHAT)
    assert await _load(database, invitation) == {}


async def _early(rows, invitation: int, text: str, at: datetime) -> None:
    await rows.add(early_text_table, invitation_id=invitation, text=text, received_at=at)


async def test_words_that_came_shortly_before_are_told_oldest_first(rows, database):
    invitation, other = [await rows.invitation(state=InvitationState.SENT) for _ in range(2)]
    await _early(rows, invitation, "first", NOW - 9 * MINUTE)
    await _early(rows, other, "another's", NOW - MINUTE)
    await _early(rows, invitation, "then", NOW - MINUTE)
    found = await _load(database, invitation, other)
    assert found[invitation].early_texts == ((NOW - 9 * MINUTE, "first"), (NOW - MINUTE, "then"))
    assert found[other].early_texts == ((NOW - MINUTE, "another's"),)


@pytest.mark.parametrize(("too_early", "told"), [(timedelta(0), True), (timedelta(microseconds=1), False)])
async def test_words_older_than_ten_minutes_belong_to_no_tap(too_early, told, rows, database):
    invitation = await rows.invitation(state=InvitationState.SENT)
    await _early(rows, invitation, "old", NOW - EARLY_TEXT_WINDOW - too_early)
    assert bool((await _load(database, invitation))[invitation].early_texts) is told


async def test_words_that_were_joined_to_an_answer_arent_told_again(rows, database):
    invitation = await rows.invitation(state=InvitationState.ANSWERED)
    await _early(rows, invitation, "joined", NOW - MINUTE)
    await rows.answer(invitation_id=invitation, score=1, comment="joined")
    assert (await _load(database, invitation))[invitation].early_texts == ()


async def _attach(rows, invitation: int, number: int, kind: AttachmentKind = AttachmentKind.PHOTO) -> None:
    await rows.add(
        attachment_table,
        invitation_id=invitation,
        kind=kind,
        file_id=f"file-{number}",
        chat_id=77,
        telegram_message_id=number,
        received_at=NOW - timedelta(days=5),
    )


async def test_what_was_sent_before_the_tap_is_told_however_old(rows, database):
    invitation, other = [await rows.invitation(state=InvitationState.SENT) for _ in range(2)]
    await _attach(rows, invitation, 5, AttachmentKind.VOICE)
    await _attach(rows, other, 6)
    await _attach(rows, invitation, 7)
    found = await _load(database, invitation, other)
    assert found[invitation].early_attachments == (
        KeptAttachment(AttachmentKind.VOICE, 77, 5),
        KeptAttachment(AttachmentKind.PHOTO, 77, 7),
    )
    assert found[other].early_attachments == (KeptAttachment(AttachmentKind.PHOTO, 77, 6),)


@pytest.mark.parametrize(
    ("kind", "state", "may"),
    [
        *((MessageKind.QUESTION, state, True) for state in (MessageState.DUE, MessageState.SENDING)),
        (MessageKind.REMINDER, MessageState.DUE, True),
        (MessageKind.REMINDER, MessageState.UNKNOWN, True),
        (MessageKind.QUESTION, MessageState.SENT, False),
        (MessageKind.QUESTION, MessageState.FAILED, False),
        (MessageKind.REMINDER, MessageState.CANCELLED, False),
        (MessageKind.PROMPT, MessageState.DUE, False),
    ],
)
async def test_it_may_ask_still_what_hasnt_surely_left(kind, state, may, rows, database):
    invitation, other = [await rows.invitation(state=InvitationState.SENT) for _ in range(2)]
    await rows.message(kind=kind, state=state, invitation_id=invitation)
    found = await _load(database, invitation, other)
    assert (found[invitation].may_ask_still, found[other].may_ask_still) == (may, False)


async def test_what_belongs_to_an_answer_already_didnt_come_before_it(rows, database):
    invitation = await rows.invitation(state=InvitationState.ANSWERED)
    await _attach(rows, invitation, 5)
    await rows.answer(invitation_id=invitation, score=1)
    assert (await _load(database, invitation))[invitation].early_attachments == ()


@pytest.mark.parametrize(
    ("early", "taken"), [(False, 1), (True, 3)], ids=["nothing early", "words and a photo"]
)
async def test_loading_many_takes_one_statement_and_two_more_where_something_came_early(
    early, taken, rows, database, statements
):
    one = await rows.an_invitation(state=InvitationState.SENT)
    ids = [await rows.invitation(**one | {"ask_key": f"c{number}"}) for number in range(10)]
    if early:
        await _early(rows, ids[7], "wait", NOW - MINUTE)
        await _attach(rows, ids[8], 5)
    statements.clear()
    async with database.new_writing() as session:
        assert len(await facts.load(session, ids, now=NOW)) == 10
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == taken


async def test_facts_are_found_by_key(plans):
    invitation = await plans.rows.invitation(state=InvitationState.SENT)
    await _early(plans.rows, invitation, "wait", NOW - MINUTE)
    await _attach(plans.rows, invitation, 5)
    lines = await plans.of(lambda session: facts.load(session, [invitation, invitation + 1], now=NOW))
    assert [line for line in lines if line.startswith("SCAN")] == []
    for table in (
        "invitation",
        "contact",
        "survey",
        "purchase",
        "response",
        "early_text",
        "attachment",
        "message",
    ):
        assert any(line.startswith(f"SEARCH {table} USING") for line in lines)
