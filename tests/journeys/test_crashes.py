"""SIGKILL in the middle of a wave, with a real process: nobody is asked twice, nothing stays unaccounted for.

A hundred kills for each database, library and trouble take half an hour: `make bench ARGS=crashes`.
"""

import shutil
from itertools import product
from pathlib import Path

import pytest

from tests.journeys.crashes import Trouble, ordeal
from tests.journeys.forks import ADAPTERS
from tests.journeys.toll import Toll

DATABASES = ("sqlite", "postgresql")
LIBRARIES = tuple(ADAPTERS)

EVERY = tuple(product(DATABASES, LIBRARIES, Trouble))

SOME = tuple(
    (DATABASES[i], LIBRARIES[j], trouble)
    for i, j, (k, trouble) in product(range(2), range(2), enumerate(Trouble))
    if (i + j + k) % 2 == 0
)
"""Half of them: any two of a database, a library and a trouble meet in one."""


@pytest.fixture
def empty_url(database: str, request: pytest.FixtureRequest) -> str:
    """A migrated database of this test alone."""
    if database == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    folder: Path = request.getfixturevalue("tmp_path")
    shutil.copyfile(request.getfixturevalue("migrated"), folder / "shop.db")
    return f"sqlite+aiosqlite:///{folder / 'shop.db'}"


def called(given: object) -> str | None:
    """The short name of a trouble, in the test's own."""
    return given.name.lower() if isinstance(given, Trouble) else None


@pytest.mark.parametrize(("database", "library", "trouble"), SOME, ids=called)
async def test_kill_9_asks_nobody_twice_and_loses_nobody(
    empty_url: str, tmp_path: Path, library: str, trouble: Trouble
) -> None:
    """Invariants 1 and 3: a tap is stored before it is acknowledged; what a dead owner left becomes `unknown`."""
    await _survived(empty_url, tmp_path, library, trouble, people=40, kills=4)


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("database", "library", "trouble"), EVERY, ids=called)
async def test_many_kills_ask_nobody_twice_and_lose_nobody(
    empty_url: str, tmp_path: Path, library: str, trouble: Trouble
) -> None:
    """Invariants 1 and 3, oftener."""
    await _survived(empty_url, tmp_path, library, trouble, people=100, kills=10)


async def _survived(
    url: str, folder: Path, library: str, trouble: Trouble, *, people: int, kills: int
) -> None:
    seed = f"{library} {trouble}"
    async with ordeal(library=library, database_url=url, folder=folder, people=people, seed=seed) as wave:
        toll = await wave.suffer(kills, trouble)
    assert toll.wrongs == []
    assert (toll.kills, toll.asked_twice, toll.lost) == (kills, 0, 0)
    assert toll.taps == toll.taps_stored > 0
    assert toll.prompts == toll.prompts_accounted > 0


def test_tolls_add_up_but_for_the_worst_kill() -> None:
    both = Toll(kills=2, most_unknown=8, wrongs=["one"]) + Toll(kills=3, most_unknown=5, wrongs=["two"])
    assert both == Toll(kills=5, most_unknown=8, wrongs=["one", "two"])
