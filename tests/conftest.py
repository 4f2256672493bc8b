"""What tests of every folder share."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import database
from tests.postgresql import migrated as bring_to_newest
from tests.postgresql import new_database


@pytest.fixture(scope="session", autouse=True)
def patient_server() -> Iterator[None]:
    """A busy machine may keep a test from running for seconds, and PostgreSQL shouldn't end its transaction for that.

    Agents in processes of their own keep the usual time.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "IDLE_SECONDS", 120)
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database at the newest schema; to be copied, not used: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "shop.db"
    asyncio.run(bring_to_newest(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def migrated_on_server() -> Iterator[str]:
    """The URL of an empty PostgreSQL database at the newest schema; to be copied, not used."""
    with new_database() as url:
        asyncio.run(bring_to_newest(url))
        yield url


@pytest.fixture(scope="session")
def shared_on_server(migrated_on_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database for tests that each empty what they find, and leave what they made."""
    with new_database(like=migrated_on_server) as url:
        yield url
