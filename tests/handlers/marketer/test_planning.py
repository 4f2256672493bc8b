"""A wave as somebody asks for it: words that are understood, words that aren't, and what is stored."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.marketer import planning
from handlers.marketer.audience_words import UnclearAudienceError
from handlers.marketer.plan_words import FARTHEST
from handlers.shop import Shop
from handlers.survey.criteria import EVERYBODY
from handlers.survey.schedule import Schedule
from handlers.unclear import UnclearPlanError
from storage import plans, surveys, waves
from storage.kinds import Every, SurveyKind, WaveState
from storage.migrate import open_database
from storage.writer import Writer

NOW = datetime(2026, 3, 27, 22, 30, tzinfo=UTC)  # the 28th in Riga
SHOP = Shop(name="Greenleaf", time_zone=ZoneInfo("Europe/Riga"), language="en")


def read(*, kind="csat", audience="all", at="now", name=None, now=NOW, shop=SHOP, **words):
    return planning.read(kind=kind, audience=audience, at=at, name=name, now=now, shop=shop, **words)


def unclear(**words):
    with pytest.raises(UnclearPlanError) as refused:
        read(**words)
    return str(refused.value)


def test_a_wave_without_a_name_is_called_by_its_survey_and_the_shops_day():
    plan = read(kind=" NPS ", audience="All ", at=" Now")
    assert (plan.kind, plan.audience, plan.at, plan.name) == (
        SurveyKind.NPS,
        EVERYBODY,
        NOW,
        "NPS 2026-03-28",
    )


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Spring \n wave ", "Spring wave"),
        ("   ", "CSAT 2026-03-28"),
        ("", "CSAT 2026-03-28"),
        ("x" * 101, "x" * 100),
    ],
)
def test_a_name_is_one_line_of_up_to_a_hundred_characters(name, kept):
    assert read(name=name).name == kept


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2026-05-05 10:00", datetime(2026, 5, 5, 7, 0, tzinfo=UTC)),
        ("2026-05-05T10:00:30", datetime(2026, 5, 5, 7, 0, 30, tzinfo=UTC)),
        ("2026-05-05 10:00+00:00", datetime(2026, 5, 5, 10, 0, tzinfo=UTC)),
        ("2026-05-05T10:00Z", datetime(2026, 5, 5, 10, 0, tzinfo=UTC)),
        ("2026-03-28 00:30", NOW),
        ("2026-03-29 04:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        # Shown twice: the first is meant, unless the zone says otherwise.
        ("2026-10-25 03:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25 03:30+02:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_without_a_zone_is_the_shops(at, moment):
    """Invariant 7: a change of the clocks doesn't move a wave."""
    assert read(at=at).at == moment


def test_a_moment_that_no_clock_shows_is_refused():
    assert unclear(at="2026-03-29 03:30") == (
        "No clock in Europe/Riga will show 2026-03-29 03:30: they go forward then; give a time an hour later."
    )


def test_a_day_alone_is_refused_since_it_would_ask_at_midnight():
    expected = '2026-05-05 has no time of day; write it as in "2026-03-29 10:00".'
    assert unclear(at="2026-05-05") == expected


@pytest.mark.parametrize("at", ["2026-03-28 00:29", "2025-12-31 10:00", "0001-01-01 00:00+14:00"])
def test_a_moment_that_has_passed_is_refused(at):
    assert unclear(at=at) == f'{at} has passed; give a later moment, or "now".'


@pytest.mark.parametrize("at", ["2028-05-05 10:00", "2062-05-05 10:00", "9999-12-31 23:59-12:00"])
def test_a_mistyped_year_is_refused(at):
    assert unclear(at=at) == f"{at} is more than two years ahead; check the year."


def test_this_evening_is_understood_where_the_year_has_ended_elsewhere_already():
    honolulu = Shop(name="Surf", time_zone=ZoneInfo("Pacific/Honolulu"), language="en")
    plan = read(at="2026-12-31 20:00", now=datetime(2027, 1, 1, 5, 0, tzinfo=UTC), shop=honolulu)
    assert plan.at == datetime(2027, 1, 1, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"kind": "cast"}, "I know the surveys csat, nps, ces, not 'cast'."),
        (
            {"audience": "bougth:30d"},
            str(UnclearAudienceError("bougth:30d", "bought:30d")),
        ),
        (
            {"at": "tomorrow"},
            'I understand "now" and moments such as "2026-03-29 10:00", not \'tomorrow\'.',
        ),
        ({"at": ""}, 'I understand "now" and moments such as "2026-03-29 10:00", not \'\'.'),
    ],
)
def test_a_wrong_word_is_answered_by_what_was_meant(words, sentence):
    assert unclear(**words) == sentence


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(max_size=30), st.datetimes().map(str), st.datetimes(timezones=st.timezones()).map(str))
)
def test_whatever_moment_is_given_the_wave_is_neither_late_nor_far_away(at):
    try:
        plan = read(at=at)
    except UnclearPlanError:
        return
    assert NOW <= plan.at <= NOW + FARTHEST


async def test_a_planned_wave_is_due_when_it_was_asked_for_with_the_usual_scale(tmp_path):
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    writer = Writer(database=database)
    wanted = read(kind="nps", at="2026-05-05 10:00", name="Spring")
    async with writer.unit() as session:
        await planning.plan(session, wanted, now=NOW)
        await session.commit()
    async with database.reading() as session:
        assert await waves.due(session, datetime(2026, 5, 5, 6, 59, tzinfo=UTC)) == []
        [(wave, survey)] = await waves.due(session, datetime(2026, 5, 5, 7, 0, tzinfo=UTC))
    await database.close()
    assert (wave.name, wave.audience, wave.state, wave.is_test) == ("Spring", "all", WaveState.PLANNED, False)
    assert (survey.kind, survey.version, survey.lowest, survey.highest) == (SurveyKind.NPS, 1, 0, 10)
    assert (survey.low_to, survey.high_from) == (6, 9)


async def test_a_wave_that_is_not_committed_is_not_planned(tmp_path):
    """Invariant 4: roll back unless told to commit."""
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    async with Writer(database=database).unit() as session:
        await planning.plan(session, read(), now=NOW)
    async with database.reading() as session:
        assert await waves.counts(session) == []
    await database.close()


async def test_waves_of_a_kind_share_its_newest_survey(tmp_path):
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    writer = Writer(database=database)
    async with writer.unit() as session:
        first = await planning.plan(session, read(), now=NOW)
        second = await planning.plan(session, read(), now=NOW)
        newer = await surveys.add_version(
            session, SurveyKind.CSAT, version=2, lowest=1, highest=10, low_to=3, high_from=8, now=NOW
        )
        third = await planning.plan(session, read(), now=NOW)
        assert first.survey_id == second.survey_id != third.survey_id == newer.id
    await database.close()


# After each purchase, open for a while, with a reminder


@pytest.mark.parametrize(
    ("after", "delay"),
    [
        ("delivered", timedelta()),
        ("delivered+2d", timedelta(days=2)),
        (" Delivered + 36 h ", timedelta(hours=36)),
        ("delivered+90m", timedelta(minutes=90)),
        ("delivered+1w", timedelta(days=7)),
        ("delivered+60d", timedelta(days=60)),
    ],
)
def test_a_plan_asks_so_long_after_each_delivery(after, delay):
    wanted = read(at=None, after=after)
    assert (wanted.after, wanted.at, wanted.name) == (delay, None, "CSAT after purchase")


def test_a_question_is_open_for_a_week_and_the_silent_are_reminded_after_three_days():
    wanted = read()
    assert (wanted.open_for, wanted.remind_after) == (timedelta(days=7), timedelta(days=3))
    assert read(reminder="none").remind_after is None
    assert read(open_for="12h", reminder="none").open_for == timedelta(hours=12)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            {"at": "now", "after": "delivered"},
            "A wave is either at a moment or after each purchase; give one of both.",
        ),
        (
            {"at": None, "after": "shipped+2d"},
            'I understand "delivered" and such as "delivered+2d", not \'shipped+2d\'.',
        ),
        (
            {"at": None, "after": "delivered+two"},
            'I understand times such as "90m", "12h", "3d" and "2w", not \'two\'.',
        ),
        (
            {"at": None, "after": "delivered+-2d"},
            'I understand times such as "90m", "12h", "3d" and "2w", not \'-2d\'.',
        ),
        (
            {"at": None, "after": "delivered+61d"},
            "After more than 60d nobody remembers an order; delivered+61d is too long.",
        ),
        ({"open_for": "59m"}, "A question stays open for 1h to 60d, not for 59m."),
        ({"open_for": "61d"}, "A question stays open for 1h to 60d, not for 61d."),
        ({"reminder": "23h"}, "A reminder comes 1d after the question at the earliest, not 23h."),
        ({"reminder": "7d"}, "A reminder after 7d comes when the question is closed already, after 7d."),
        ({"reminder": "soon"}, 'I understand times such as "90m", "12h", "3d" and "2w", not \'soon\'.'),
    ],
)
def test_what_makes_no_sense_is_answered_by_what_does(words, sentence):
    assert unclear(**words) == sentence


# Again and again, spread, of some, and not too many a day


@pytest.mark.parametrize(
    ("at", "first", "shown"),
    [
        ("2026-12-01 10:00", datetime(2026, 12, 1, 8, tzinfo=UTC), time(10)),
        ("2026-12-01 10:00+00:00", datetime(2026, 12, 1, 10, tzinfo=UTC), time(12)),
        ("now", NOW, time(0, 30)),
        # Said with its zone, it is the second of two half past threes; a plan asks at the first.
        ("2026-10-25 03:30+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), time(3, 30)),
    ],
)
def test_a_plan_that_repeats_does_so_at_the_shops_time_of_its_first_moment(at, first, shown):
    wanted = read(at=at, every=" Quarter ")
    assert wanted.repeats == Schedule(
        Every.QUARTER, first.astimezone(SHOP.time_zone).date(), shown, SHOP.time_zone
    )
    assert next(wanted.repeats.after(first - timedelta(seconds=1))).moment == first
    assert (wanted.after, wanted.name) == (None, "CSAT every quarter")


def test_a_plan_without_limits_asks_everybody_at_once():
    limits = read().limits.model_dump()
    assert limits
    assert set(limits.values()) == {None}


@pytest.mark.parametrize(
    ("words", "limit", "value"),
    [
        ({"spread": "3h"}, "spread_seconds", 3 * 3600),
        ({"spread": "10m"}, "spread_seconds", 600),
        ({"spread": "1w"}, "spread_seconds", 7 * 24 * 3600),
        ({"sample": "20%"}, "sample_percent", 20),
        ({"sample": " 1 %"}, "sample_percent", 1),
        ({"sample": "99"}, "sample_percent", 99),
        ({"sample": "100%"}, "sample_percent", None),
        ({"daily_cap": "500"}, "daily_cap", 500),
        ({"daily_answers": " 50 "}, "daily_answers", 50),
    ],
)
def test_a_limit_is_understood(words, limit, value):
    assert getattr(read(**words).limits, limit) == value


def test_a_sample_is_drawn_by_a_seed_of_its_own_unless_one_is_given():
    drawn = read(sample="20%").limits.sample_seed
    assert drawn != read(sample="20%", now=NOW + timedelta(seconds=1)).limits.sample_seed
    assert drawn == read(sample="20%").limits.sample_seed
    assert read(sample="20%", seed=7).limits.sample_seed == 7
    assert read(seed=7).limits.sample_seed is None


def test_the_first_wave_of_a_plan_draws_whom_its_preview_has_shown():
    wanted = read(at="2026-12-01 10:00", every="week", sample="20%", seed=7)
    assert wanted.first_limits == plans.handed_on(wanted.limits, date(2026, 12, 1)) != wanted.limits
    assert read(sample="20%", seed=7).first_limits.sample_seed == 7


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"every": "day"}, "I understand every week, month, quarter, not every 'day'."),
        (
            {"at": None, "every": "week", "after": "delivered"},
            "A plan asks either every so often or after each purchase; give one of both.",
        ),
        (
            {"at": None, "spread": "3h", "after": "delivered"},
            "Purchases come one by one; only a wave at a moment is spread over a window.",
        ),
        ({"spread": "9m"}, "Questions are spread over 10m to 7d, not over 9m."),
        ({"spread": "8d"}, "Questions are spread over 10m to 7d, not over 8d."),
        ({"sample": "0%"}, "A sample is a share from 1% to 100%, such as \"20%\", not '0%'."),
        ({"sample": "101%"}, "A sample is a share from 1% to 100%, such as \"20%\", not '101%'."),
        ({"sample": "a fifth"}, "A sample is a share from 1% to 100%, such as \"20%\", not 'a fifth'."),
        (
            {"daily_cap": "0"},
            "A daily limit is a number of questions from 1 to 1,000,000, such as \"50\", not '0'.",
        ),
        (
            {"daily_cap": "1000001"},
            "A daily limit is a number of questions from 1 to 1,000,000, such as \"50\", not '1000001'.",
        ),
        (
            {"daily_answers": "many"},
            "A daily limit is a number of answers from 1 to 1,000,000, such as \"50\", not 'many'.",
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_answered_by_one_that_does(words, sentence):
    assert unclear(**words) == sentence


async def test_a_wave_is_stored_with_its_limits(tmp_path):
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    wanted = read(spread="3h", sample="20%", seed=7, daily_cap="500", daily_answers="50")
    async with Writer(database=database).unit() as session:
        wave = await planning.plan(session, wanted, now=NOW)
        await session.commit()
    await database.close()
    assert (wave.spread_seconds, wave.sample_percent, wave.sample_seed) == (3 * 3600, 20, 7)
    assert (wave.daily_cap, wave.daily_answers) == (500, 50)


async def test_a_plan_after_each_purchase_is_stored_and_runs(tmp_path):
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    async with Writer(database=database).unit() as session:
        await planning.plan_by_rule(session, read(at=None, after="delivered+2d", name="Shoes"), now=NOW)
        await session.commit()
    async with database.reading() as session:
        (plan,) = await plans.running(session)
        assert await waves.counts(session) == []
    await database.close()
    assert (plan.name, plan.kind, plan.audience, plan.created_at) == ("Shoes", SurveyKind.CSAT, "all", NOW)
    day = 86_400
    assert (plan.delay_seconds, plan.open_seconds, plan.remind_seconds) == (2 * day, 7 * day, 3 * day)
