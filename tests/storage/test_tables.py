"""What the database refuses, whatever the code above it forgets."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, ForeignKey, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import SQLModel

from storage import facts
from storage.kinds import InvitationState, SkipReason, SurveyKind
from storage.tables import (
    contact_table,
    invitation_table,
    message_table,
    purchase_table,
)
from tests.storage.breaks import answer, ask_again, attachment
from tests.storage.wave_breaks import BREAKS

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)

TABLES = sorted(SQLModel.metadata.tables.values(), key=lambda table: table.name)


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
    named = (
        "survey_version",
        "one_wave_a_day",
        "attachment_message",
        "one_progress_a_room",
        f"{table}_pkey",
        f"{table}_{'_'.join(names)}_key",
    )
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
    assert _refused_by(constraint, str(refusal.value.orig)), refusal.value.orig


async def test_an_answer_of_zero_is_an_answer(rows):
    assert await answer(rows, 0, SurveyKind.NPS)


@pytest.mark.parametrize(("kind", "score"), [("csat", 1), ("csat", 5), ("nps", 10), ("ces", 1), ("ces", 7)])
async def test_the_ends_of_a_scale_are_scores(kind, score, rows):
    assert await answer(rows, score, SurveyKind(kind))


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
    assert await ask_again(rows, **values)


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


BY_THEMSELVES: dict[str, dict[str, Any]] = {
    "contact_ref": {"ref": "a", "linked_at": NOW},
    "response_tap": {"score": 4, "tapped_at": NOW, "counted": True},
    "early_text": {"text": "late", "received_at": NOW},
    "progress_message": {"chat_id": -100, "message_id": 5, "asks_to_stop": False, "looked_at": NOW},
    "list_entry": {"ref": "a"},
    "sent_file": {
        "update_id": 1,
        "draft_id": 1,
        "person_id": 7,
        "chat_id": -100,
        "language": "en",
        "file_id": "F",
        "file_name": "vip.csv",
        "sent_at": NOW,
    },
}
"""Rows that need no other but the one that they point to."""


async def _with(rows, key: ForeignKey) -> None:
    """A row whose foreign key points to nobody, and that is right otherwise."""
    values = {key.parent.name: NOBODY}
    match key.parent.table.name:
        case name if name in BY_THEMSELVES:
            await rows.add(key.parent.table, **BY_THEMSELVES[name] | values)
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
        case "attachment":
            await attachment(rows, **values)
        case other:
            pytest.fail(f"{other} has a foreign key that no test breaks")


# A table's own foreign keys are a set, which has another order in each process.
KEYS = sorted((key for table in TABLES for key in table.foreign_keys), key=lambda key: str(key.parent))


@pytest.mark.parametrize("key", KEYS, ids=lambda key: str(key.parent))
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
