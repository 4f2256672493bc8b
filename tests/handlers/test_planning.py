"""A wave as somebody asks for it: words that are understood, words that aren't, and what is stored."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import planning
from handlers.planning import UnclearPlanError
from handlers.shop import Shop
from storage import plans, surveys, waves
from storage.kinds import SurveyKind, WaveState
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
    assert (plan.kind, plan.audience, plan.at, plan.name) == (SurveyKind.NPS, "all", NOW, "NPS 2026-03-28")


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
        ({"audience": "bougth:30d"}, "I know the audience all, not 'bougth:30d'."),
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
    assert NOW <= plan.at <= NOW + planning.FARTHEST


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


async def test_a_plan_after_each_purchase_is_stored_and_runs(tmp_path):
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    async with Writer(database=database).unit() as session:
        await planning.plan_after(session, read(at=None, after="delivered+2d", name="Shoes"), now=NOW)
        await session.commit()
    async with database.reading() as session:
        (plan,) = await plans.running(session)
        assert await waves.counts(session) == []
    await database.close()
    assert (plan.name, plan.kind, plan.audience, plan.created_at) == ("Shoes", SurveyKind.CSAT, "all", NOW)
    days = [seconds // 86400 for seconds in (plan.delay_seconds, plan.open_seconds, plan.remind_seconds or 0)]
    assert days == [2, 7, 3]
