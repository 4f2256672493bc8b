"""A wave as somebody asks for it: words that are understood, words that aren't, and what is stored."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import planning
from handlers.planning import UnclearPlanError
from handlers.shop import Shop
from storage import surveys, waves
from storage.kinds import SurveyKind, WaveState
from storage.migrate import open_database
from storage.writer import Writer

NOW = datetime(2026, 3, 27, 22, 30, tzinfo=UTC)  # the 28th in Riga
SHOP = Shop(name="Greenleaf", time_zone=ZoneInfo("Europe/Riga"), language="en")


def read(*, kind="csat", audience="all", at="now", name=None, now=NOW, shop=SHOP):
    return planning.read(kind=kind, audience=audience, at=at, name=name, now=now, shop=shop)


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
