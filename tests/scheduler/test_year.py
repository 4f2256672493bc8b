"""A year of a shop: thousands of people, competing surveys, random lives, and no rule broken once."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.kinds import SkipReason, SurveyKind
from tests.scheduler.stage import Stage
from tests.scheduler.year import BEGIN, DAY, HOUR, Year

NIGHTS = [datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 7), (3, 28), (10, 24), (10, 31))]
"""The evenings before clocks change, in New York and in Riga."""


@pytest.mark.parametrize(
    ("people", "longest"),
    [(150, 24), pytest.param(10_000, 12, marks=[pytest.mark.long, pytest.mark.timeout(900)])],
)
async def test_a_year_breaks_no_rule(stage: Stage, people: int, longest: int) -> None:
    """Two clocks and a floor, quiet hours over both nights on which clocks change, one reason for each skip."""
    year = Year(stage, people=people)
    await year.begin()
    planned: set[int] = set()
    while year.now < BEGIN + 365 * DAY:
        quarter = (year.now - BEGIN) // (91 * DAY)
        if quarter not in planned:
            planned.add(quarter)
            await year.quarter("nps", days=45)
            await year.quarter("ces", days=10)
        close = any(evening + 18 * HOUR <= year.now <= evening + 40 * HOUR for evening in NIGHTS)
        await year.step(
            timedelta(minutes=10 if people > 1000 else 60)
            if close
            else year.chance.uniform(0.5, longest) * HOUR
        )
        if year.chance.random() < 0.02:
            await year.check_sums()
    await year.check_sums()
    await year.check_nobody_is_lost()
    assert await year.reasons() == {
        None,
        SkipReason.NO_CHAT,
        SkipReason.STAFF,
        SkipReason.OPTED_OUT,
        SkipReason.BLOCKED,
        SkipReason.CANCELLED_ORDER,
        SkipReason.TEST_ORDER,
        SkipReason.NOT_DELIVERED,
        SkipReason.ALREADY_ASKED,
        SkipReason.ASKED_TODAY,
        SkipReason.ASKED_RECENTLY,
        SkipReason.SAME_KIND_RECENTLY,
        SkipReason.RESERVED,
    }
    assert set(year.asked) == set(SurveyKind)
    assert year.asked.total() > 2 * people, "a rule that nobody is asked would be kept easily"
    assert year.reminded > people // 2
