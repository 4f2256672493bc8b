"""One process at a time works on a SQLite file, however the one before it ended."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scheduler.lease import AlreadyRunningError, FileLease

ROOT = Path(__file__).parents[2]

_HOLDER = """
import sys
from pathlib import Path
from scheduler.lease import FileLease

lease = FileLease(database=Path(sys.argv[1]))
lease.acquire()
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(database: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lease, if it gets it, until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(database)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_process_is_refused_at_once_and_told_what_to_do(tmp_path):
    database = tmp_path / "tapscore.db"
    with another_process(database) as other:
        assert first_line(other) == "held"
        with pytest.raises(AlreadyRunningError, match=f"running on {database}; stop it first"):
            FileLease(database=database).acquire()


def test_a_process_that_is_killed_frees_its_lease(tmp_path):
    database = tmp_path / "tapscore.db"
    with another_process(database) as other:
        assert first_line(other) == "held"
        other.kill()
        other.wait()
        lease = FileLease(database=database)
        lease.acquire()
        lease.release()


def test_who_holds_the_lease_keeps_another_process_out(tmp_path):
    database = tmp_path / "tapscore.db"
    lease = FileLease(database=database)
    lease.acquire()
    with another_process(database) as other:
        assert first_line(other) == ""
        assert other.wait(timeout=30) != 0
    lease.release()
    with another_process(database) as other:
        assert first_line(other) == "held"


def test_two_databases_have_a_lease_each(tmp_path):
    leases = [FileLease(database=tmp_path / name) for name in ("one.db", "two.db")]
    for lease in leases:
        lease.acquire()
    for lease in leases:
        lease.release()


def test_the_lease_lies_beside_the_database_and_leaves_that_alone(tmp_path):
    lease = FileLease(database=tmp_path / "tapscore.db")
    lease.acquire()
    assert [path.name for path in tmp_path.iterdir()] == ["tapscore.db.lock"]
    lease.release()
