"""The rows that taps leave behind, without the numbers that only say in which order they were written."""

import json
from collections import Counter
from typing import Any, Final

from sqlalchemy import Table, select

from storage.database import Database
from storage.tables import (
    handled_update_table,
    invitation_table,
    message_table,
    response_table,
    response_tap_table,
)

TABLES: Final = (
    handled_update_table,
    invitation_table,
    message_table,
    response_table,
    response_tap_table,
)
_MOMENTS: Final = ("_at", "_before")


class RowsDifferError(AssertionError):
    """Both sides were to write the same rows and didn't, so that their figures can't be compared."""


Rows = dict[str, Counter[str]]


async def written(database: Database, *, moments: bool = True) -> Rows:
    """Every row of the tables that a tap touches, counted; `moments`: with the times in them."""
    async with database.reading() as session:
        return {
            table.name: Counter(
                json.dumps([row[name] for name in _compared(table, moments=moments)], default=str)
                for row in (await session.execute(select(table))).mappings()
            )
            for table in TABLES
        }


def compare(ours: Rows, theirs: Rows) -> None:
    """Raise RowsDifferError where the rows of both sides aren't the same."""
    for table, rows in ours.items():
        if rows != theirs[table]:
            raise RowsDifferError(
                f"{table}: {(rows - theirs[table]).total()} rows are only ours, such as "
                f"{next(iter(rows - theirs[table]), None)}; {(theirs[table] - rows).total()} only theirs, "
                f"such as {next(iter(theirs[table] - rows), None)}"
            )


def _compared(table: Table, *, moments: bool) -> list[str]:
    own_number = [column.name for column in table.primary_key if column.name == "id"]
    return [
        column.name
        for column in table.columns
        if column.name not in own_number and (moments or not column.name.endswith(_MOMENTS))
    ]


async def sound(database: Database, *, people: int, taps_each: int) -> list[str]:
    """What is wrong with the rows after each of `people` has tapped so often: a sentence for each fault."""
    faults: list[str] = []
    async with database.reading() as session:
        answers = {row.invitation_id: row.score for row in await session.execute(select(response_table))}
        history: dict[int, list[Any]] = {}
        for row in await session.execute(select(response_tap_table).order_by(response_tap_table.c.id)):
            history.setdefault(row.invitation_id, []).append(row)
        prompts = Counter(
            row.key
            for row in await session.execute(
                select(message_table.c.key).where(message_table.c.kind == "prompt")
            )
        )
        states = Counter((await session.execute(select(invitation_table.c.state))).scalars())
    faults += [f"invitation {which} has no answer" for which in range(1, people + 1) if which not in answers]
    for which, taps in history.items():
        if len(taps) != taps_each:
            faults.append(f"invitation {which} has {len(taps)} taps in its history")
        if answers.get(which) != taps[-1].score:
            faults.append(f"invitation {which} holds {answers.get(which)}, its last tap was {taps[-1].score}")
    if states["answered"] != people:
        faults.append(f"{states['answered']} of {people} invitations are answered")
    if not people <= len(prompts) <= taps_each * people or max(prompts.values(), default=0) > 1:
        faults.append(f"there are {len(prompts)} prompts for {people} people")
    return faults
