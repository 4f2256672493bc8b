"""A tap and the outcome of its own question, stored at the same moment on PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.engine import ExceptionContext

from storage.database import Database
from storage.kinds import MessageState
from storage.tables import message_table as message
from storage.tables import response_tap_table as response_tap
from tests.journeys.house import House

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    """Where the house keeps what it knows."""
    return postgresql_url


@pytest.fixture
def refused(house: House) -> list[str]:
    """The SQLSTATE of each of the agent's statements that the server refused."""
    states: list[str] = []

    def note(context: ExceptionContext) -> None:
        refusal: Any = context.original_exception
        if state := getattr(refusal, "sqlstate", None):  # else the agent has given up by itself
            states.append(state)

    event.listen(house.agent.database.engine.sync_engine, "handle_error", note)
    return states


@asynccontextmanager
async def held(database: Database, chat_id: int) -> AsyncIterator[None]:
    """Let everybody who wants to change a message to this chat wait within this block."""
    async with database.new_writing() as session:
        await session.execute(select(message.c.id).where(message.c.chat_id == chat_id).with_for_update())
        yield


async def test_a_tap_that_meets_the_outcome_of_its_own_question_is_stored_and_so_is_the_outcome(
    house: House, refused: list[str]
) -> None:
    """Both take the invitation first, then its message: the other way round PostgreSQL would refuse one of them."""

    async def wait(transactions: int) -> None:
        async def so_many() -> bool:
            async with house.agent.database.reading() as session:
                found: int = (await session.execute(WAITING)).scalar_one()
                return found == transactions

        assert await house.until(so_many)

    anna = await house.customer()
    house.telegram.faults.latency(1.0, method="sendMessage")  # the agent hears of it half a second after Anna
    await house.plan()
    question = await anna.receives("How satisfied", timeout=20)
    async with held(house.agent.database, anna.id):
        await wait(transactions=1)  # the outcome's
        press = await anna.tap(question, "1")
        await wait(transactions=2)
    assert await press.answered(timeout=15) == "Thank you!"
    await anna.receives("What went wrong?", timeout=15)
    await house.settles(answered=1)
    [asked] = await house.messages("question")
    assert (asked.state, asked.telegram_message_id) == (MessageState.SENT, question.id)
    async with house.agent.database.reading() as session:
        assert list((await session.execute(select(response_tap.c.score))).scalars()) == [1]
    assert refused == []
    assert house.agent.reception.failures == 0  # no fault of the tap's
