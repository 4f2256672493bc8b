"""The house rules that no linter holds: sizes, clocks, and what may be imported by whom."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from storage import tables

ROOT = Path(__file__).parents[1]
FOLDERS = ("bot", "scheduler", "handlers", "storage", "tests")
# The simulated Telegram has a clock of its own, and the demo starts it in its own morning.
CLOCKS = {"scheduler/clock.py", "bot/simulator/clock.py", "bot/demo/stage.py"}


def _sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (ROOT / folder).rglob("*.py")


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _sources(*FOLDERS)
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 400
    }
    assert long == {}


def test_no_module_is_named_after_nothing() -> None:
    nothing = {"utils", "misc", "common", "helpers", "base"}
    assert [path for path in _sources(*FOLDERS) if path.stem in nothing] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path
        for path in _sources("bot", "scheduler", "handlers", "storage")
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_only_the_clock_reads_the_time() -> None:
    """Invariant 9: time is an argument; nothing but the clock asks the machine for it."""
    readers = set()
    for path in _sources("bot", "scheduler", "handlers", "storage"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {
                "datetime.now",
                "datetime.utcnow",
                "date.today",
                "time.time",
            }:
                readers.add(str(path.relative_to(ROOT)))
    assert readers == CLOCKS


def test_every_stored_moment_is_aware_and_utc() -> None:
    """Invariant 9: times are aware UTC in storage."""
    moments = [
        column
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if column.name.endswith(("_at", "_before", "until"))
    ]
    assert tables.Message.__tablename__ == "message"
    assert len(moments) > 30
    assert [str(column) for column in moments if not isinstance(column.type, UTCDateTime)] == []


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("bot.adapters.ptb_adapter", "aiogram"),
        ("bot.adapters.aiogram_adapter", "telegram"),
        ("bot.app", "aiogram"),
        ("bot.app", "telegram"),
        ("bot.cli", "aiogram"),
        ("bot.cli", "telegram"),
    ],
)
def test_importing_one_way_to_telegram_does_not_import_the_other(module: str, absent: str) -> None:
    program = f"import sys, {module}; sys.exit({absent!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_every_invariant_has_a_test_that_names_it() -> None:
    words = "".join(path.read_text(encoding="utf-8") for path in _sources("tests"))
    assert [number for number in range(1, 11) if f'"""Invariant {number}: ' not in words] == []
