"""Somebody of whom everything is kept that can be: a row in each table, with a value of their own in each column."""

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, Enum, Integer, Table
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.kinds import InvitationState, MessageState
from storage.tables import (
    attachment_table,
    contact_list_table,
    contact_ref_table,
    contact_table,
    draft_table,
    early_text_table,
    invitation_table,
    list_entry_table,
    member_table,
    message_table,
    purchase_table,
    response_table,
    response_tap_table,
    score_view_table,
    sending_pause_table,
    sent_file_table,
    set_aside_update_table,
)
from tests.storage.conftest import NOW, Rows

BOT_ID = 42


class Somebody:
    """What is kept of a person, table by table: the values as they were written."""

    def __init__(self, rows: Rows, *, telegram_id: int, name: str) -> None:
        """`name` stands in every text of theirs."""
        self.telegram_id = telegram_id
        self.written: dict[str, dict[str, Any]] = {}
        self._rows = rows
        self._name = name
        # Nothing of one person is like anything of another's.
        self._numbers = itertools.count(telegram_id % 1000 * 1000)

    async def moves_in(self) -> None:
        """Write a row into each table that can hold one of a person."""
        me = self.telegram_id
        contact = await self._add(contact_table, telegram_id=me, is_staff=False, erased_at=None)
        await self._add(contact_ref_table, contact_id=contact)
        purchase = await self._add(purchase_table, contact_id=contact, cancelled_at=None)
        asked = await self._rows.an_invitation(
            contact_id=contact, purchase_id=purchase, state=InvitationState.ANSWERED, skip_reason=None
        )
        given = ("wave_id", "survey_id", "kind", "state", "contact_id", "purchase_id", "skip_reason")
        invitation = await self._add(
            invitation_table, **{name: asked[name] for name in given}, is_test=False, voided_at=None
        )
        await self._add(response_table, invitation_id=invitation, score=2, lowest=1, highest=5)
        await self._add(response_tap_table, invitation_id=invitation, score=2)
        await self._add(early_text_table, invitation_id=invitation)
        await self._add(attachment_table, invitation_id=invitation, chat_id=me)
        await self._add(
            message_table,
            chat_id=me,
            contact_id=contact,
            invitation_id=invitation,
            state=MessageState.DUE,
            owner=None,
            content={"lines": [{"id": "welcome", "values": {"name": self._name}}], "language": "en"},
        )
        said = {"message_id": 1, "chat": {"id": me, "type": "private"}, "text": self._name}
        await self._add(
            set_aside_update_table, bot_id=BOT_ID, telegram_id=me, body={"update_id": 7, "message": said}
        )
        await self._add(sending_pause_table, bot_id=BOT_ID, chat_id=me)
        await self._add(score_view_table, chat_id=me)
        await self._add(draft_table, person_id=me)
        name = f"list-{next(self._numbers)}"
        chosen = await self._rows.add(contact_list_table, name=name, created_at=NOW, used_at=NOW)
        ref = self.written["contact_ref"]["ref"]
        await self._add(list_entry_table, list_id=chosen, ref=ref)
        await self._add(sent_file_table, person_id=me, list_id=None)
        await self._add(member_table, telegram_id=me, role=None)

    async def row(self, table: Table) -> dict[str, Any] | None:
        """Their row of a table as it is now; None where it is gone."""
        written = self.written[table.name]
        keys = [column.name for column in table.primary_key.columns]
        for row in await self._rows.all(table):
            if all(getattr(row, key) == written[key] for key in keys):
                return dict(row._mapping)
        return None

    async def _add(self, table: Table, **given: Any) -> int:
        row = {column.name: self._value(table, column) for column in table.columns if column.name != "id"}
        row |= given
        key = await self._rows.add(table, **row)
        self.written[table.name] = row | ({"id": key} if "id" in table.columns else {})
        return key

    def _value(self, table: Table, column: Any) -> Any:  # noqa: PLR0911 - one return a type
        number = next(self._numbers)
        match column.type:
            case Enum(enum_class=kinds):
                return next(iter(kinds or ()))
            case Boolean():
                return True
            case JSON():
                return {"words": f"{self._name} {number}"}
            case UTCDateTime():
                return NOW - timedelta(days=1) + timedelta(seconds=number)
            case Date():
                return date(2026, 1, 1) + timedelta(days=number)
            case BigInteger():
                return 7_000_000_000 + number
            case Integer():
                return 1_000_000 + number
        return f"{self._name} {table.name}.{column.name}"


def leaves(data: Any) -> list[Any]:
    """Every value somewhere in nested data."""
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        return [leaf for part in data for leaf in leaves(part)]
    return [data]


def moment(value: Any) -> Any:
    """A moment as ISO 8601 in UTC, anything else as it is."""
    return value.isoformat() if isinstance(value, datetime) else value
