"""Competing plans over months: repeating, spread, sampled and capped; restarts and clocks that jump; no rule broken."""

import gc
import os
from collections.abc import Iterator
from typing import Any, Final

import pytest
from sqlalchemy import event

from storage.kinds import SkipReason, SurveyKind, WaveState
from storage.tables import wave_table
from tests.scheduler.competing_plans import CompetingPlans
from tests.scheduler.stage import Stage
from tests.scheduler.year import BEGIN, DAY, HOUR

PEOPLE: Final = int(os.environ.get("SIMULATED_PEOPLE", "1000"))
"""How many live through the two years of the long form; 100,000 take some ten minutes of a processor's time."""

OFTEN: Final = "month" if PEOPLE <= 5000 else "quarter"
"""A wave looks at everybody who ever bought, and most of the time goes there."""

IN_HASTE: Final = ("synchronous = OFF", "cache_size = -200000", "wal_autocheckpoint = 10000")
"""Whether SQLite keeps what it was told over a power cut isn't what is looked at here."""


@pytest.fixture
def hasty(stage: Stage) -> Iterator[None]:
    """The database doesn't wait for the disk, and the collector leaves alone what stays to the end."""

    @event.listens_for(stage.database.engine.sync_engine, "connect")
    def _hurry(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in IN_HASTE:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("people", "days", "longest", "often"),
    [
        (100, 95, 11, "week"),
        pytest.param(PEOPLE, 730, 24, OFTEN, marks=[pytest.mark.long, pytest.mark.timeout(7200)]),
    ],
)
async def test_plans_that_compete_break_no_rule(
    stage: Stage, people: int, days: int, longest: int, often: str
) -> None:
    """Invariants 3 and 7: one state each day for everybody, and the schedule is what was planned, come what may."""
    shop = CompetingPlans(stage, people=people, often=often)
    await shop.begin()
    while shop.now < BEGIN + days * DAY:
        await shop.step(shop.chance.uniform(1, longest) * HOUR)
    await shop.check_all_audiences()
    await shop.check_schedules()
    await shop.check_samples()
    await shop.check_reserved()
    states = {wave.state for wave in await stage.rows(wave_table)}
    assert states >= {WaveState.DONE, WaveState.STOPPED, WaveState.MISSED, WaveState.PLANNED}
    assert await shop.reasons() >= {None, SkipReason.SAMPLED_OUT, SkipReason.DAILY_CAP, SkipReason.RESERVED}
    assert set(shop.asked) == set(SurveyKind)
    assert shop.asked.total() > people, "a rule that nobody is asked would be kept easily"
    assert shop.lost
    assert shop.declined
