"""A file of another tool's answers: what goes in, what is refused into a file beside it, and under which name."""

import csv
from datetime import UTC, datetime
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.answers_import import import_answers
from bot.errors import OperatorError, WrongUseError
from handlers.admin import scores
from handlers.intake.history import COLUMNS
from handlers.periods import Period
from handlers.shop import Shop
from storage.kinds import SurveyKind
from storage.migrate import open_database
from storage.tables import contact_table, invitation_table, response_table, wave_table
from storage.writer import BULK_ROWS

NOW = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
GREENLEAF = Shop(name="Greenleaf", time_zone=ZoneInfo("Europe/Riga"), language="en")
HEADER = "contact,kind,score,answered_at\n"


class Desk:
    """A shop with a database, and a folder in which its files stand."""

    def __init__(self, folder, database):
        self.folder = folder
        self.database = database
        self.progress = []

    async def imports(self, text, *, name="history.csv", **options):
        file = self.folder / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return await import_answers(
            file,
            database=self.database,
            shop=GREENLEAF,
            now=NOW,
            progress=lambda done, everything: self.progress.append((done, everything)),
            **options,
        )

    async def number(self, table):
        async with self.database.reading() as session:
            return (await session.execute(select(func.count()).select_from(table))).scalar_one()

    async def column(self, column):
        async with self.database.reading() as session:
            found = await session.execute(select(column).order_by(column.table.c.id))
            return list(found.scalars())

    async def score(self, kind=SurveyKind.NPS):
        async with self.database.reading() as session:
            period = Period(None, GREENLEAF.today(NOW))
            return (await scores.report(session, kind, period, shop=GREENLEAF)).as_json()

    def table(self, name):
        with (self.folder / name).open(newline="", encoding="utf-8-sig") as lines:
            return list(csv.reader(lines))


@pytest.fixture
async def desk(tmp_path):
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    yield Desk(tmp_path, database)
    await database.close()


async def test_a_file_is_imported_and_again_without_harm(desk):
    text = HEADER + "anna,nps,10,2026-05-01\nben,nps,0,2026-05-02 10:00\nanna,ces,7,2026-05-01\n"
    first = await desk.imports(text)
    assert (first.new, first.known, first.repeated, first.rejected) == (3, 0, 0, 0)
    before = await desk.score()
    assert (before["n"], before["score"], before["delivered"]) == (2, 0.0, 0)
    second = await desk.imports(text)
    assert (second.new, second.known, second.repeated, second.rejected) == (0, 3, 0, 0)
    assert await desk.score() == before
    assert await desk.number(contact_table) == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
async def test_any_dialect_and_any_spelling_of_the_header(desk, delimiter):
    text = "Answered At,SCORE,Kind,Contact,Comment,colour\n2026-05-01,0,NPS,Анна,Плохо,red\n"
    done = await desk.imports(text.replace(",", delimiter).encode("cp1251"))
    assert (done.new, done.encoding, done.unused) == (1, "Windows-1251", ["colour"])
    assert await desk.column(response_table.c.comment) == ["Плохо"]


async def test_every_column_of_ours_is_read(desk):
    done = await desk.imports(",".join(COLUMNS) + "\n")
    assert (done.new, done.unused) == (0, [])
    assert await desk.number(wave_table) == 0


async def test_a_file_without_a_required_column_changes_nothing(desk):
    with pytest.raises(OperatorError) as refused:
        await desk.imports("contact,rating,kind\nanna,5,csat\n")
    assert str(refused.value) == (
        f"{desk.folder}/history.csv has no column score, answered_at, but contact, rating, kind; name them so."
    )
    with pytest.raises(OperatorError, match=r"has no column kind, but .*; name one of them so"):
        await desk.imports("contact,score,answered_at\nanna,5,2026-05-01\n")


BAD = (
    "contact,kind,score,answered_at,comment\n"
    "anna,nps,10,2026-05-01,\n"
    "ben,nps,10 ,2026-05-01,\n"
    "cleo,nps,-1,2026-05-01,=1+1\n"
    "dan,csat,11,2026-05-01\n"
    "eve,nps,9,2026-05-07,\n"
    "fay,nps,0,2026-05-01,-\n"
)


async def test_a_bad_row_comes_back_with_its_reason_and_mended_goes_in(desk):
    done = await desk.imports(BAD)
    assert (done.new, done.rejected) == (2, 4)
    assert done.rejected_file == desk.folder / "history.csv.rejected.csv"
    whole = "write a whole number and nothing around it"
    assert desk.table("history.csv.rejected.csv") == [
        ["line", "reason", "contact", "kind", "score", "answered_at", "comment"],
        ["3", f"score is no NPS from 0 to 10: '10 '; {whole}", "ben", "nps", "10 ", "2026-05-01", ""],
        ["4", f"score is no NPS from 0 to 10: '-1'; {whole}", "cleo", "nps", "'-1", "2026-05-01", "'=1+1"],
        [
            "5",
            "cells: 4, in the header: 5; quote a cell that holds a delimiter or a line break",
            *("dan", "csat", "11", "2026-05-01"),
        ],
        [
            "6",
            "answered_at is too far in the future: '2026-05-07'; check it",
            *("eve", "nps", "9", "2026-05-07", ""),
        ],
    ]
    mended = (
        (desk.folder / "history.csv.rejected.csv")
        .read_text(encoding="utf-8-sig")
        .replace("nps,10 ,", "nps,10,")
        .replace("'-1,", "1,")
    )
    again = await desk.imports(mended, name="history.csv.rejected.csv")
    assert (again.new, again.rejected, again.source) == (2, 2, "history")
    # Mended and imported from the first file on: what is known stays.
    whole_again = await desk.imports(BAD.replace("10 ,", "10,").replace("-1,", "1,"))
    assert (whole_again.new, whole_again.known, whole_again.rejected) == (0, 4, 2)
    assert sorted(await desk.column(response_table.c.score)) == [0, 1, 10, 10]
    assert await desk.column(wave_table.c.name) == ["history"]
    assert set(await desk.column(response_table.c.comment)) == {None, "-", "=1+1"}


async def test_of_a_moment_told_twice_the_first_row_counts(desk):
    page = "".join(f"c{number},nps,10,2026-05-01\n" for number in range(BULK_ROWS))
    done = await desk.imports(
        f"{HEADER}anna,nps,1,2026-05-01\nANNA,nps,2,2026-05-01\n{page}anna,nps,3,2026-05-01\n"
    )
    assert (done.new, done.known, done.repeated) == (BULK_ROWS + 1, 0, 2)
    assert (await desk.column(response_table.c.score))[0] == 1
    assert desk.progress[-1] == (BULK_ROWS + 3, BULK_ROWS + 3)


async def test_answers_are_filed_under_their_source(desk):
    row = "anna,nps,9,2026-05-0{}\n"
    assert (await desk.imports(HEADER + row.format(1), name="old tool.csv")).source == "old tool"
    assert (await desk.imports(HEADER + row.format(2), source=" Old  tool ")).source == "Old tool"
    assert (await desk.imports(HEADER + row.format(3), source="Old tool")).source == "Old tool"
    assert await desk.column(wave_table.c.name) == ["old tool", "Old tool"]
    assert await desk.column(invitation_table.c.wave_id) == [1, 2, 2]
    with pytest.raises(WrongUseError, match="need a name to be filed under"):
        await desk.imports(HEADER + row.format(4), source=" ")


async def test_a_file_that_breaks_off_changes_nothing(desk):
    rows = "".join(f"c{number},nps,10,2026-05-01\n" for number in range(2 * BULK_ROWS))
    with pytest.raises(OperatorError, match="can't be read below line 1001"):
        await desk.imports(HEADER + rows + '"open')
    assert await desk.number(contact_table) == 0


async def test_five_thousand_rows_are_a_matter_of_seconds(desk):
    rows = "".join(
        f"c{number % 4000},nps,{number % 11},2026-0{1 + number // 4000}-01\n" for number in range(5000)
    )
    began = perf_counter()
    done = await desk.imports(HEADER + rows)
    assert perf_counter() - began < 10  # two or three, where nobody else works on the machine
    assert (done.new, done.rejected) == (5000, 0)
    assert await desk.number(contact_table) == 4000
    assert (await desk.score())["n"] == 4000
