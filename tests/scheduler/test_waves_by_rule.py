"""Competing plans over months: repeating, spread, sampled and capped; restarts and clocks that jump; no rule broken."""

import gc
import os
from collections.abc import Iterator
from typing import Final

import pytest

from storage.kinds import SkipReason, SurveyKind, WaveState
from storage.tables import wave_table
from tests.scheduler.competing_plans import CompetingPlans
from tests.scheduler.stage import Stage
from tests.scheduler.year import BEGIN, DAY, HOUR

PEOPLE: Final = int(os.environ.get("SIMULATED_PEOPLE", "1000"))
"""How many live through the two years of the long form: SIMULATED_PEOPLE=100000 takes about an hour."""

OFTEN: Final = "month" if PEOPLE <= 1000 else "quarter"
"""A wave looks at everybody who ever bought, and nearly all of the time goes there."""


@pytest.fixture
def still() -> Iterator[None]:
    """What is here from the beginning stays to the end: the collector needn't look through it again and again."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize(
    ("people", "days", "longest", "often"),
    [
        (60, 95, 11, "week"),
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
