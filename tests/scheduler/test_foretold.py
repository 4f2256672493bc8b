"""What is foretold of a wave with limits is what becomes of it, as long as nothing changes in between."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.marketer import planning
from handlers.marketer.preview import Preview
from handlers.survey.quiet_hours import QuietHours
from handlers.survey.scoring import expected_margin
from storage.kinds import InvitationState, MessageState, SkipReason, SurveyKind
from storage.tables import invitation_table, message_table
from tests.scheduler.days import HOUR, MINUTE, Days
from tests.scheduler.stage import NOW, SHOP, Stage

RIGA = "Europe/Riga"
SECOND = timedelta(seconds=1)
WORLD = [None, RIGA, "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "Pacific/Honolulu"]


_OVER = {InvitationState.SENT, InvitationState.EXPIRED, InvitationState.SKIPPED}


async def crowd(days: Days, zones: list[str | None]) -> None:
    for zone in zones:
        await days.order(await days.stage.contact(time_zone=zone))


async def foretold(days: Days, **words: str) -> Preview:
    wanted = days.read({"reminder": "none", **words})
    async with days.stage.database.reading() as session:
        return await planning.foresee(session, wanted, shop=days.shop, now=days.now)


async def run(days: Days, words: dict[str, str], *, of_whom_one_answers: int | None = None) -> None:
    """Plan the wave, and let time pass from one question's turn to the next until nobody waits.

    Of so many who are asked, the last answers at once.
    """
    wave = await days.wave(**{"reminder": "none", **words})
    days.stage.clock.moment = max(days.now, wave.due_at)
    asked = await days.pass_by()
    while turns := [
        row.not_before for row in await days.stage.rows(message_table) if row.state == MessageState.DUE
    ]:
        days.stage.clock.moment = max(days.now, min(turns))
        for question in await days.pass_by():
            asked.append(question)
            if of_whom_one_answers and len(asked) % of_whom_one_answers == 0:
                await _answer(days, question)


async def _answer(days: Days, question: str) -> None:
    rows = await days.stage.rows(invitation_table)
    (asked,) = [row.id for row in rows if question == f"question {row.contact_id}"]
    await days.stage.answer(asked, 5)


async def outcome(days: Days) -> tuple[list[datetime], Counter[SkipReason]]:
    """When people were asked, and why the others weren't."""
    rows = await days.stage.rows(invitation_table)
    assert {row.state for row in rows} <= _OVER
    return [row.asked_at for row in rows if row.asked_at], Counter(
        row.skip_reason for row in rows if row.skip_reason
    )


async def compare(days: Days, **words: str) -> Preview:
    """What is foretold is what then happens."""
    seen = await foretold(days, **words)
    await run(days, words)
    asked, left_out = await outcome(days)
    assert (seen.asked, seen.left_out, seen.at_least) == (len(asked), left_out, None)
    # Turns are foretold to the minute, and each question takes its while to leave.
    assert seen.last is not None
    assert seen.last - SECOND <= max(asked) <= seen.last + MINUTE
    return seen


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ({"daily_cap": "5", "open_for": "3d"}, 20),
        (
            {"daily_cap": "5", "open_for": "3d", "at": "2026-05-06 08:00"},
            15,
        ),  # whose end is before the morning
        ({"daily_cap": "5", "open_for": "3d", "at": "2026-05-05 23:00"}, 15),
        ({"daily_cap": "4", "open_for": "1h"}, 4),
        ({"daily_cap": "4", "open_for": "30h", "spread": "10h"}, 8),
        ({"daily_cap": "9", "open_for": "7d"}, 24),
        ({"daily_cap": "3", "open_for": "1h", "spread": "3d"}, None),
        ({"daily_cap": "3", "open_for": "5d", "spread": "4d"}, None),
        ({"daily_cap": "2", "open_for": "7d", "sample": "50%"}, None),
        ({"open_for": "1h", "spread": "3d"}, 24),
        ({"open_for": "7d", "at": "2026-05-05 22:00"}, 24),
    ],
)
async def test_in_the_shops_own_zone(stage: Stage, words, number):
    days = Days(stage)
    await crowd(days, [None] * 24)
    seen = await compare(days, **words)
    assert number is None or seen.asked == number


@pytest.mark.parametrize(
    "quiet", [QuietHours(0, 0), QuietHours(12, 14), QuietHours(22, 6), QuietHours(1, 23)]
)
@pytest.mark.parametrize("spread", [None, "30h"])
async def test_whatever_the_quiet_hours(stage: Stage, quiet, spread):
    days = Days(stage, replace(SHOP, quiet_hours=quiet))
    await crowd(days, [None] * 24)
    window = {"spread": spread} if spread else {}
    await compare(days, daily_cap="5", open_for="3d", **window)


@pytest.mark.parametrize("seed", range(6))
async def test_wherever_people_live_within_a_days_number(stage: Stage, seed):
    """Who of one moment is looked at first may count, where it is night for some of them: that isn't foretold."""
    chance = random.Random(seed)
    zone = chance.choice([RIGA, "America/New_York", "Asia/Kathmandu"])
    days = Days(stage, replace(SHOP, time_zone=ZoneInfo(zone)))
    days.stage.clock.moment = NOW + chance.randint(0, 48) * HOUR
    await crowd(days, chance.choices(WORLD, k=24))
    words = {"daily_cap": str(chance.randint(2, 6)), "open_for": f"{chance.randint(2, 4)}d"}
    if chance.random() < 0.5:
        words["spread"] = f"{chance.randint(1, 72)}h"
    seen = await foretold(days, **words)
    await run(days, words)
    asked, left_out = await outcome(days)
    assert 0 <= len(asked) - seen.asked < int(words["daily_cap"])
    assert set(left_out) <= {SkipReason.DAILY_CAP}


async def test_each_is_asked_by_day_where_they_live(stage: Stage):
    days = Days(stage)
    await crowd(days, WORLD * 4)
    seen = await compare(days)
    assert seen.last is not None
    assert seen.last.astimezone(ZoneInfo("Pacific/Auckland")).hour == 9


async def test_over_a_change_of_the_clocks(stage: Stage):
    days = Days(stage)
    days.stage.clock.moment = datetime(2026, 10, 23, 18, tzinfo=ZoneInfo(RIGA))
    await crowd(days, [None] * 24)
    seen = await compare(days, daily_cap="4", open_for="4d")
    assert seen.asked == 20


async def test_the_first_of_the_waves_of_a_plan_has_the_plans_limits(stage: Stage):
    days = Days(stage)
    await crowd(days, [None] * 24)
    words = {"daily_cap": "5", "open_for": "3d", "at": "2026-05-06 10:00"}
    seen = await foretold(days, every="quarter", **words)
    assert seen == await foretold(days, **words)
    assert (seen.asked, seen.left_out) == (20, {SkipReason.DAILY_CAP: 4})


async def test_answers_are_expected_of_those_whom_the_days_have_room_for(stage: Stage):
    days = Days(stage)
    await crowd(days, [None] * 60)
    seen = await foretold(days, daily_cap="5", open_for="3d")
    assert (seen.asked, seen.audience, seen.answers) == (20, 60, 6)
    assert seen.margin == expected_margin(SurveyKind.CSAT, 6)


async def test_while_only_some_have_been_looked_at_all_of_them_are_meant(stage: Stage):
    days = Days(stage)
    await crowd(days, [None] * 12)
    wanted = days.read({"daily_cap": "1", "open_for": "1h", "reminder": "none"})
    async with stage.database.reading() as session:
        seen = await planning.foresee(session, wanted, shop=SHOP, now=NOW, most=8)
    assert (seen.of_first, seen.asked, seen.left_out, seen.last) == (8, 8, {}, None)


# A daily number of answers: how many are asked depends on when they come.


@pytest.mark.parametrize(
    ("answers", "at_least"),
    [
        ("1", 16),  # one of four a day, since three in ten answer
        ("3", 40),
        ("59", 60),  # more than answer in a day
        ("60", None),  # when there are so many, everybody has been asked
    ],
)
async def test_a_daily_number_of_answers_tells_the_most_and_the_least(stage: Stage, answers, at_least):
    days = Days(stage)
    await crowd(days, [None] * 60)
    seen = await foretold(days, daily_answers=answers, open_for="3d")
    assert (seen.asked, seen.at_least, seen.left_out) == (60, at_least, {})
    assert (seen.last is None) == (at_least is not None)


async def test_a_daily_number_of_questions_holds_beside_that_of_answers(stage: Stage):
    days = Days(stage)
    await crowd(days, [None] * 60)
    seen = await foretold(days, daily_answers="1", daily_cap="10", open_for="3d")
    assert (seen.asked, seen.at_least, seen.left_out) == (40, 16, {SkipReason.DAILY_CAP: 20})
    few = await foretold(days, daily_answers="9", daily_cap="2", open_for="3d")
    assert (few.asked, few.at_least, few.left_out) == (8, None, {SkipReason.DAILY_CAP: 52})


@pytest.mark.parametrize("at_once", [True, False])
async def test_so_many_are_asked_as_answers_leave_room_for(stage: Stage, at_once):
    """The least if people answer at once, the most if nobody answers."""
    days = Days(stage, replace(SHOP, quiet_hours=QuietHours(0, 0)))  # after them many leave together
    await crowd(days, [None] * 30)
    words = {"daily_answers": "1", "spread": "3d", "open_for": "1h"}
    seen = await foretold(days, **words)
    await run(days, words, of_whom_one_answers=4 if at_once else None)
    asked, left_out = await outcome(days)
    assert seen.at_least is not None
    assert seen.at_least < seen.asked == 30
    assert len(asked) == (seen.at_least if at_once else seen.asked)
    assert left_out == ({SkipReason.DAILY_CAP: 30 - seen.at_least} if at_once else {})
