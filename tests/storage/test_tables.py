"""What the database refuses, whatever the code above it forgets."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, ForeignKey, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import SQLModel

from storage import facts
from storage.kinds import InvitationState, MessageState, SkipReason, SurveyKind
from storage.tables import (
    bot_identity_table,
    contact_ref_table,
    contact_table,
    early_text_table,
    handled_update_table,
    invitation_table,
    message_table,
    purchase_table,
    response_tap_table,
    sending_pause_table,
    set_aside_update_table,
    survey_table,
)

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)

TABLES = sorted(SQLModel.metadata.tables.values(), key=lambda table: table.name)

Break = Callable[[Any], Awaitable[object]]

BREAKS: dict[str, list[Break]] = {}
"""For each constraint, ways to break it and no other."""


def breaks(constraint: str) -> Callable[[Break], Break]:
    def register(way: Break) -> Break:
        BREAKS.setdefault(constraint, []).append(way)
        return way

    return register


async def _twice(rows, table: Table, **values: Any) -> None:
    await rows.add(table, **values)
    await rows.add(table, **values)


async def _answer(rows, score: int, kind: SurveyKind = SurveyKind.CSAT) -> int:
    invitation = await rows.invitation(kind=kind)
    return int(await rows.answer(invitation_id=invitation, score=score))


async def _ask_again(rows, **values: Any) -> int:
    """A second invitation about a purchase that was asked about, which differs in `values`."""
    purchase = await rows.purchase()
    await rows.invitation(purchase_id=purchase, state=InvitationState.SENT)
    return int(await rows.invitation(**{"purchase_id": purchase, **values}))


@breaks("contact(telegram_id)")
async def two_contacts_with_one_telegram_id(rows):
    await rows.contact(telegram_id=77)
    await rows.contact(telegram_id=77)


@breaks("contact_ref(ref)")
async def a_ref_of_two_contacts(rows):
    for _ in range(2):
        await rows.add(contact_ref_table, ref="anna@shop", contact_id=await rows.contact(), linked_at=NOW)


@breaks("purchase(order_id)")
async def two_purchases_with_one_order_id(rows):
    await rows.purchase(order_id="1001")
    await rows.purchase(order_id="1001")


@breaks("purchase(link_token)")
async def two_purchases_with_one_link(rows):
    await rows.purchase(link_token="q")
    await rows.purchase(link_token="q")


@breaks("amount_not_negative")
async def an_amount_below_zero(rows):
    await rows.purchase(amount_cents=-1)


@breaks("survey(kind,version)")
async def a_version_twice(rows):
    await rows.survey(version=1)
    await rows.survey(version=1)


@breaks("scale_bands")
async def a_scale_of_one_score(rows):
    await rows.survey(lowest=1, highest=1, low_to=1, high_from=1)


@breaks("scale_bands")
async def low_scores_below_the_scale(rows):
    await rows.survey(lowest=1, low_to=0)


@breaks("scale_bands")
async def low_scores_that_are_high_too(rows):
    await rows.survey(low_to=4, high_from=4)


@breaks("scale_bands")
async def high_scores_above_the_scale(rows):
    await rows.survey(highest=5, high_from=6)


@breaks("survey_kind")
async def an_unknown_survey(rows):
    await rows.add(
        survey_table, kind="stars", version=1, lowest=1, highest=5, low_to=2, high_from=4, created_at=NOW
    )


@breaks("open_some_time")
async def a_wave_that_is_never_open(rows):
    await rows.wave(open_seconds=0)


@breaks("wave_state")
async def a_wave_in_no_state(rows):
    await rows.wave(state="asleep")


@breaks("invitation(ask_key)")
async def one_ask_twice(rows):
    await rows.invitation(ask_key="w1:c1")
    await rows.invitation(ask_key="w1:c1")


@breaks("invitation_once_per_purchase")
async def a_second_question_about_a_purchase(rows):
    await _ask_again(rows, state=InvitationState.DUE)


@breaks("invitation_once_per_purchase")
async def a_question_about_a_purchase_that_was_answered(rows):
    purchase = await rows.purchase()
    await rows.invitation(purchase_id=purchase, state=InvitationState.ANSWERED)
    await rows.invitation(purchase_id=purchase, state=InvitationState.UNKNOWN)


@breaks("skipped_with_one_reason")
async def skipped_for_no_reason(rows):
    await rows.invitation(state=InvitationState.SKIPPED)


@breaks("skipped_with_one_reason")
async def a_reason_without_being_skipped(rows):
    await rows.invitation(state=InvitationState.DUE, skip_reason=SkipReason.BLOCKED)


@breaks("asked_is_a_contact")
async def a_question_to_nobody(rows):
    await rows.invitation(state=InvitationState.DUE, contact_id=None)


@breaks("invitation_state")
async def an_invitation_in_no_state(rows):
    await rows.invitation(state="lost")


@breaks("invitation_kind")
async def an_invitation_to_an_unknown_survey(rows):
    await rows.invitation(**await rows.an_invitation() | {"kind": "stars"})


@breaks("skip_reason")
async def skipped_for_an_unknown_reason(rows):
    await rows.invitation(state=InvitationState.SKIPPED, skip_reason="bored")


@breaks("message(key)")
async def one_message_twice(rows):
    await rows.message(key="question:w1:c1")
    await rows.message(key="question:w1:c1")


@breaks("sending_has_an_owner")
async def sending_without_an_owner(rows):
    await rows.message(state=MessageState.SENDING, owner=None)


@breaks("sending_has_an_owner")
async def an_owner_of_what_has_left(rows):
    await rows.message(state=MessageState.SENT, owner="somebody")


@breaks("attempt_counted")
async def fewer_attempts_than_none(rows):
    await rows.message(attempt=-1)


@breaks("message_kind")
async def a_message_for_nothing(rows):
    await rows.message(kind="advertisement")


@breaks("message_state")
async def a_message_in_no_state(rows):
    await rows.message(state="lost")


@breaks("response(invitation_id)")
async def two_answers_to_one_question(rows):
    invitation = await rows.invitation()
    await rows.answer(invitation_id=invitation, score=4)
    await rows.answer(invitation_id=invitation, score=5)


@breaks("score_in_scale")
async def a_score_above_its_scale(rows):
    await _answer(rows, 6)


@breaks("score_in_scale")
async def a_score_below_its_scale(rows):
    await _answer(rows, 0)


@breaks("score_in_scale")
async def an_nps_of_eleven(rows):
    await _answer(rows, 11, SurveyKind.NPS)


@breaks("score_in_scale")
async def an_nps_below_zero(rows):
    await _answer(rows, -1, SurveyKind.NPS)


@breaks("response_source")
async def an_answer_from_nowhere(rows):
    await rows.answer(invitation_id=await rows.invitation(), score=4, source="guessed")


@breaks("handled_update(bot_id,update_id)")
async def an_update_handled_twice(rows):
    await _twice(rows, handled_update_table, bot_id=7, update_id=1, handled_at=NOW)


@breaks("set_aside_update(bot_id,update_id)")
async def an_update_set_aside_twice(rows):
    await _twice(
        rows, set_aside_update_table, bot_id=7, update_id=1, body={}, error="KeyError", set_aside_at=NOW
    )


@breaks("sending_pause(bot_id,chat_id)")
async def two_pauses_of_one_chat(rows):
    await _twice(rows, sending_pause_table, bot_id=7, chat_id=1, until=NOW)


@breaks("bot_identity(bot_id)")
async def two_names_of_one_bot(rows):
    await _twice(rows, bot_identity_table, bot_id=7, username="shop_bot", seen_at=NOW)


def _unique(table: Table) -> list[str]:
    """What makes rows of a table unique, apart from the numbers that the database gives them."""
    columns = [
        list(constraint.columns)
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    if table.primary_key.columns.keys() != ["id"]:
        columns.append(list(table.primary_key.columns))
    return [f"{table.name}({','.join(column.name for column in group)})" for group in columns]


def test_every_constraint_is_broken_by_a_test():
    checks = [c for table in TABLES for c in table.constraints if isinstance(c, CheckConstraint)]
    indexes = [str(index.name) for table in TABLES for index in table.indexes if index.unique]
    unique = [name for table in TABLES for name in _unique(table)]
    assert sorted(BREAKS) == sorted([*(str(check.name) for check in checks), *indexes, *unique])


def _refused_by(constraint: str, words: str) -> bool:
    """Whether an error's words are those of SQLite, or of PostgreSQL, about this constraint."""
    table, _, columns = constraint.removesuffix(")").partition("(")
    if constraint == "invitation_once_per_purchase":
        return words.endswith(": invitation.kind, invitation.purchase_id") or f'"{constraint}"' in words
    if not columns:
        return words.endswith(f": {constraint}") or f'"{constraint}"' in words
    names = columns.split(",")
    named = ("survey_version", f"{table}_pkey", f"{table}_{'_'.join(names)}_key")
    in_sqlite = ": " + ", ".join(f"{table}.{name}" for name in names)
    return words.endswith(in_sqlite) or any(f'"{name}"' in words for name in named)


@pytest.mark.parametrize(
    ("constraint", "way"),
    [(constraint, way) for constraint, ways in BREAKS.items() for way in ways],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
async def test_the_database_refuses(constraint, way, rows):
    with pytest.raises(IntegrityError) as refusal:
        await way(rows)
    words = str(refusal.value.orig)
    assert _refused_by(constraint, words) or "survey_version" in words == (
        constraint == "survey(kind,version)"
    )


async def test_an_answer_of_zero_is_an_answer(rows):
    assert await _answer(rows, 0, SurveyKind.NPS)


@pytest.mark.parametrize(("kind", "score"), [("csat", 1), ("csat", 5), ("nps", 10), ("ces", 1), ("ces", 7)])
async def test_the_ends_of_a_scale_are_scores(kind, score, rows):
    assert await _answer(rows, score, SurveyKind(kind))


@pytest.mark.parametrize(
    "values",
    [
        {"kind": SurveyKind.NPS},
        {"is_test": True},
        {"state": InvitationState.SKIPPED, "skip_reason": SkipReason.ALREADY_ASKED},
        {"state": InvitationState.CANCELLED},
        {"state": InvitationState.FAILED},
    ],
    ids=["another kind", "a test", "skipped", "cancelled", "failed"],
)
async def test_a_purchase_may_stand_in_a_second_invitation_that_asks_nothing_twice(values, rows):
    assert await _ask_again(rows, **values)


async def test_a_purchase_whose_question_failed_may_be_asked_about_again(rows):
    purchase = await rows.purchase()
    await rows.invitation(purchase_id=purchase, state=InvitationState.FAILED)
    assert await rows.invitation(purchase_id=purchase, state=InvitationState.DUE)


async def test_invitations_without_a_purchase_dont_collide(rows):
    first = await rows.invitation(purchase_id=None)
    assert first != await rows.invitation(purchase_id=None)


async def test_people_without_a_chat_dont_collide(rows):
    assert await rows.contact(telegram_id=None) != await rows.contact(telegram_id=None)


NOBODY = 987_654_321
"""An id that no row has."""


async def _with(rows, key: ForeignKey) -> None:
    """A row whose foreign key points to nobody, and that is right otherwise."""
    values = {key.parent.name: NOBODY}
    match key.parent.table.name:
        case "contact_ref":
            await rows.add(contact_ref_table, **{"ref": "a", "linked_at": NOW} | values)
        case "purchase":
            await rows.purchase(**values)
        case "wave":
            await rows.wave(**values)
        case "invitation":
            await rows.add(invitation_table, **await rows.an_invitation() | values)
        case "message":
            await rows.message(**values)
        case "response":
            row = {"score": 4, "lowest": 1, "highest": 5, "source": "tap", "first_answered_at": NOW}
            await rows.add(key.parent.table, **row | {"answered_at": NOW} | values)
        case "response_tap":
            await rows.add(response_tap_table, **{"score": 4, "tapped_at": NOW, "counted": True} | values)
        case "early_text":
            await rows.add(early_text_table, **{"text": "late", "received_at": NOW} | values)
        case other:
            pytest.fail(f"{other} has a foreign key that no test breaks")


@pytest.mark.parametrize("key", [key for table in TABLES for key in table.foreign_keys], ids=str)
async def test_a_row_that_points_to_nothing_is_refused(key, rows):
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        await _with(rows, key)


async def test_who_is_pointed_to_stays(rows, database):
    await rows.invitation()
    async with database.new_writing() as session:
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            await session.execute(contact_table.delete())


async def test_telegrams_ids_are_wider_than_32_bits(rows):
    message = await rows.message(chat_id=-1_002_147_483_648_000, telegram_message_id=2**40, thread_id=2**41)
    row = await rows.one(message_table, message)
    assert (row.chat_id, row.telegram_message_id, row.thread_id) == (-1_002_147_483_648_000, 2**40, 2**41)


async def test_any_number_that_a_button_can_carry_can_be_looked_for(session):
    """Invariant 6: callback data comes from outside, and a wild number isn't an error of the database."""
    assert await facts.load(session, [1, 10**15 - 1], now=NOW) == {}


async def test_a_moment_without_a_zone_is_refused(rows):
    with pytest.raises(StatementError, match="must have timezone"):
        await rows.purchase(delivered_at=datetime(2026, 5, 3))  # noqa: DTZ001 - that is the point


async def test_a_moment_comes_back_in_utc(rows):
    """Invariant 9: times are aware and in UTC in storage."""
    there = datetime.fromisoformat("2026-05-03T01:30:00.250000+03:00")
    row = await rows.one(purchase_table, await rows.purchase(delivered_at=there))
    assert row.delivered_at == there
    assert row.delivered_at.utcoffset() == timedelta(0)


async def test_a_message_without_content_has_none_and_not_the_word_null(rows, session):
    message = await rows.message(content=None)
    found = await session.execute(
        message_table.select().where(message_table.c.id == message, message_table.c.content.is_(None))
    )
    assert found.one().id == message
