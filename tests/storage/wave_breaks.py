"""Ways to break each constraint of plans and waves, and no other, beside those of the other tables."""

from datetime import date, time
from typing import Any

from storage.tables import plan_table
from tests.storage.breaks import BREAKS, NOW, breaks

__all__ = ["BREAKS"]

TUESDAY, TEN = date(2026, 5, 5), time(10)


async def plan(rows, **values: Any) -> int:
    usual = {
        "name": "After delivery",
        "kind": "csat",
        "audience": "all",
        "delay_seconds": 0,
        "open_seconds": 60,
        "state": "running",
        "created_at": NOW,
    }
    return int(await rows.add(plan_table, **usual | values))


@breaks("plan_kind")
async def a_plan_for_an_unknown_survey(rows):
    await plan(rows, kind="stars")


@breaks("plan_state")
async def a_plan_in_no_state(rows):
    await plan(rows, state="asleep")


@breaks("plan_open_some_time")
async def a_plan_whose_questions_are_never_open(rows):
    await plan(rows, open_seconds=0)


@breaks("plan_asks_afterwards")
async def a_plan_that_asks_before_the_delivery(rows):
    await plan(rows, delay_seconds=-1)


@breaks("plan_reminds_while_open")
async def a_plan_that_reminds_of_what_is_closed(rows):
    await plan(rows, open_seconds=60, remind_seconds=60)


@breaks("reminds_while_open")
async def a_wave_that_reminds_of_what_is_closed(rows):
    await rows.wave(open_seconds=60, remind_seconds=60)


@breaks("plan_every")
async def a_plan_that_repeats_every_blue_moon(rows):
    await plan(rows, delay_seconds=None, every="moon", first_day=TUESDAY, at_time=TEN)


@breaks("plan_asks_by_one_rule")
async def a_plan_by_two_rules(rows):
    await plan(rows, every="week", first_day=TUESDAY, at_time=TEN)


@breaks("plan_asks_by_one_rule")
async def a_plan_by_no_rule(rows):
    await plan(rows, delay_seconds=None)


@breaks("plan_repeats_from_a_day_on")
async def a_plan_that_repeats_at_no_time(rows):
    await plan(rows, delay_seconds=None, every="week", first_day=TUESDAY)


@breaks("plan_repeats_from_a_day_on")
async def a_plan_that_repeats_from_no_day_on(rows):
    await plan(rows, delay_seconds=None, every="week", at_time=TEN)


@breaks("plan_spreads_over_some_time")
async def a_plan_that_spreads_over_no_time(rows):
    await plan(rows, spread_seconds=0)


@breaks("plan_samples_a_share")
async def a_plan_for_more_than_everybody(rows):
    await plan(rows, sample_percent=101, sample_seed=1)


@breaks("plan_draws_by_a_seed")
async def a_plan_that_draws_without_a_seed(rows):
    await plan(rows, sample_percent=20)


@breaks("plan_asks_somebody_a_day")
async def a_plan_that_asks_nobody(rows):
    await plan(rows, daily_cap=0)


@breaks("plan_wants_an_answer_a_day")
async def a_plan_that_wants_no_answer(rows):
    await plan(rows, daily_answers=0)


@breaks("wave_spreads_over_some_time")
async def a_wave_that_spreads_over_no_time(rows):
    await rows.wave(spread_seconds=0)


@breaks("wave_samples_a_share")
async def a_wave_for_nobody(rows):
    await rows.wave(sample_percent=0, sample_seed=1)


@breaks("wave_draws_by_a_seed")
async def a_wave_that_draws_without_a_seed(rows):
    await rows.wave(sample_percent=20)


@breaks("wave_asks_somebody_a_day")
async def a_wave_that_asks_nobody(rows):
    await rows.wave(daily_cap=0)


@breaks("wave_wants_an_answer_a_day")
async def a_wave_that_wants_no_answer(rows):
    await rows.wave(daily_answers=0)


@breaks("wave(plan_id,day)")
async def two_waves_of_a_plan_on_one_day(rows):
    which = await plan(rows)
    await rows.wave(plan_id=which, day=TUESDAY)
    await rows.wave(plan_id=which, day=TUESDAY)
