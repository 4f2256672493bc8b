"""What a log says of errors."""

import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from scheduler.faults import Outage, where
from tests.scheduler.stage import away


def test_an_absence_is_logged_once_and_so_is_its_end(caplog):
    outage = Outage(meanwhile="nothing is sent")
    for _ in range(5):
        assert outage.explains(away())
    outage.over()
    outage.over()
    assert [record.getMessage() for record in caplog.records] == [
        "The database is away (OperationalError): nothing is sent meanwhile",
        "The database is back",
    ]
    assert outage.explains(away())
    assert len(caplog.records) == 3


@pytest.mark.parametrize(
    "error",
    [
        KeyError("a fault of ours"),
        IntegrityError("INSERT", {}, sqlite3.IntegrityError("UNIQUE")),
    ],
)
def test_our_own_faults_aren_t_the_database_s(error, caplog):
    assert not Outage(meanwhile="nothing is sent").explains(error)
    assert not caplog.records


def test_a_database_that_is_locked_is_away():
    assert Outage(meanwhile="...").explains(OperationalError("BEGIN", {}, sqlite3.OperationalError("locked")))


class RefusedError(Exception):
    """A refusal as asyncpg's adapter has it."""

    def __init__(self, sqlstate):
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
def test_a_transaction_that_was_undone_for_another_is_no_absence(sqlstate, caplog):
    outage = Outage(meanwhile="nothing is sent")
    for _ in range(2):
        assert outage.explains(DBAPIError("UPDATE", {}, RefusedError(sqlstate)))
    outage.over()
    told = f"The database undid a transaction that stood in another's way ({sqlstate}); it is tried again"
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [("WARNING", told)] * 2


def fail(secret):
    raise ValueError(secret)


def test_where_an_error_came_from_is_told_without_its_words():
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - any
        fail("what Anna wrote")
    told = where(caught.value)
    assert told.startswith("ValueError\n")
    assert "in fail" in told
    assert "Anna" not in told.replace('fail("what Anna wrote")', "")
