"""The score of a period, from stored answers to the figures that scripts and people read."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from handlers.admin import scores
from handlers.periods import Period, UnclearWordError
from handlers.shop import Shop
from handlers.survey.scales import Scale, default_scale
from storage import surveys, tables
from storage.database import Database
from storage.kinds import InvitationState, ResponseSource, SurveyKind, WaveState
from storage.migrate import open_database
from storage.writer import Writer

NOW = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
RIGA = Shop(name="Greenleaf", time_zone=ZoneInfo("Europe/Riga"), language="en")


@dataclass
class Past:
    """What was asked and answered: each call puts one invitation, and its answer if there is one."""

    database: Database
    versions: dict[Scale, int] = field(default_factory=dict)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def asked(
        self,
        kind="nps",
        answer=None,
        *,
        person=None,
        at=NOW,
        sent_at=None,
        store=None,
        scale=None,
        is_test=False,
        is_staff=False,
    ):
        number = next(self.numbers)
        scale = scale or default_scale(SurveyKind(kind))
        async with Writer(database=self.database).unit() as session:
            survey = await surveys.add_version(
                session,
                scale.kind,
                version=self.versions.setdefault(scale, len(self.versions) + 1),
                lowest=scale.lowest,
                highest=scale.highest,
                low_to=scale.bands.low_to,
                high_from=scale.bands.high_from,
                now=NOW,
            )
            if person is None:
                person = number
                await session.execute(
                    insert(tables.contact_table).values(
                        id=person, telegram_id=person, first_name="Anna", is_staff=is_staff, created_at=NOW
                    )
                )
            await session.execute(
                insert(tables.wave_table).values(
                    id=number, name="W", survey_id=survey.id, audience="all", due_at=NOW, open_seconds=1,
                    is_test=is_test, state=WaveState.RUNNING, fill_cursor="", created_at=NOW,
                )
            )  # fmt: skip
            await session.execute(
                insert(tables.invitation_table).values(
                    id=number, ask_key=str(number), wave_id=number, survey_id=survey.id, kind=scale.kind,
                    contact_id=person, state=InvitationState.SENT if answer is None else InvitationState.ANSWERED,
                    is_test=is_test, store=store, language="en", created_at=NOW, sent_at=sent_at or at,
                    expires_at=NOW + timedelta(days=7),
                )
            )  # fmt: skip
            if answer is not None:
                await session.execute(
                    insert(tables.response_table).values(
                        invitation_id=number, score=answer, lowest=scale.lowest, highest=scale.highest,
                        source=ResponseSource.TAP, first_answered_at=at, answered_at=at,
                    )
                )  # fmt: skip
            await session.commit()
        return person

    async def answers(self, kind: str, counts: dict[int, int], **details) -> None:
        for answer, number in counts.items():
            for _ in range(number):
                await self.asked(kind, answer, **details)

    async def report(self, kind="nps", period=None, shop=RIGA):
        period = period or Period.of_days(30, today=shop.today(NOW))
        async with self.database.reading() as session:
            return await scores.report(session, SurveyKind(kind), period, shop=shop)

    async def split(self, kind="nps", *, by="store") -> list[Any]:
        async with self.database.reading() as session:
            period = Period.of_days(30, today=RIGA.today(NOW))
            found = await scores.breakdown(session, SurveyKind(kind), period, by=by, shop=RIGA)
            return list(found.as_json()["rows"])


@pytest.fixture
async def past(tmp_path):
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    yield Past(database)
    await database.close()


async def test_nothing_asked_is_no_score_and_not_zero(past):
    """Invariant 8: an empty set has no score."""
    figures = (await past.report()).as_json()
    assert figures == {
        "kind": "nps",
        "unit": "person",
        "period": {"from": "2026-04-06", "to": "2026-05-05"},
        "n": 0,
        "score": None,
        "low": None,
        "high": None,
        "margin": None,
        "distribution": {str(answer): 0 for answer in range(11)},
        "promoters": 0,
        "passives": 0,
        "detractors": 0,
        "mean": None,
        "delivered": 0,
        "answered": 0,
        "response_rate": None,
        "previous": {"n": 0, "score": None},
        "change_p": None,
    }


async def test_the_keys_are_those_that_scripts_rely_on_in_their_order(past):
    common = ["kind", "unit", "period", "n", "score", "low", "high", "margin", "distribution"]
    rest = ["mean", "delivered", "answered", "response_rate", "previous", "change_p"]
    assert list((await past.report("nps")).as_json()) == [
        *common,
        "promoters",
        "passives",
        "detractors",
        *rest,
    ]
    for kind in ("csat", "ces"):
        assert list((await past.report(kind)).as_json()) == common + rest


async def test_an_nps_has_the_figures_of_the_reference(past):
    """Invariant 8: adjusted Wald (Rocks 2016) for 6 promoters, 2 passives, 2 detractors of 12 asked."""
    await past.answers("nps", {10: 4, 9: 2, 8: 1, 7: 1, 6: 1, 0: 1})
    await past.asked()
    await past.asked()
    figures = (await past.report()).as_json()
    assert figures["score"] == 40
    assert (figures["promoters"], figures["passives"], figures["detractors"]) == (6, 2, 2)
    assert figures["low"] == pytest.approx(-12.59, abs=0.005)
    assert figures["high"] == pytest.approx(74.12, abs=0.005)
    assert figures["margin"] == pytest.approx(43.35, abs=0.005)
    assert figures["mean"] == 7.9
    assert figures["distribution"]["10"] == 4
    assert sum(figures["distribution"].values()) == figures["n"] == 10
    assert (figures["delivered"], figures["answered"]) == (12, 10)
    assert figures["response_rate"] == pytest.approx(100 * 10 / 12)


@pytest.mark.parametrize(
    ("kind", "answers", "mean"),
    [("csat", {5: 5, 4: 3, 3: 1, 1: 1}, 4.1), ("ces", {7: 5, 5: 3, 4: 1, 1: 1}, 5.5)],
)
async def test_a_share_has_wilsons_interval(past, kind, answers, mean):
    """Invariant 8: 8 of 10 are 49.0 to 94.3."""
    await past.answers(kind, answers)
    figures = (await past.report(kind)).as_json()
    assert (figures["unit"], figures["n"], figures["score"], figures["mean"]) == ("purchase", 10, 80, mean)
    assert figures["low"] == pytest.approx(49.0, abs=0.05)
    assert figures["high"] == pytest.approx(94.3, abs=0.05)


async def test_an_nps_counts_a_person_once_by_the_last_answer_and_a_csat_every_purchase(past):
    """Invariant 8: the unit is part of the definition."""
    for kind, answers in (("nps", (0, 10)), ("csat", (1, 5))):
        person = await past.asked(kind, answers[0], at=NOW - timedelta(days=2))
        await past.asked(kind, answers[1], person=person, at=NOW - timedelta(days=1))
    nps, csat = (await past.report("nps")).as_json(), (await past.report("csat")).as_json()
    assert (nps["n"], nps["score"]) == (1, 100)
    assert (csat["n"], csat["score"]) == (2, 50)


async def test_staff_and_tests_never_count(past):
    await past.asked("nps", 0, is_test=True)
    await past.asked("nps", 0, is_staff=True)
    figures = (await past.report()).as_json()
    assert (figures["n"], figures["delivered"]) == (0, 0)


async def test_the_days_are_the_shops(past):
    """Invariant 9: a day in Riga ends three hours before it does in UTC."""
    day = Period(date(2026, 5, 4), date(2026, 5, 4))
    for moment in (
        "2026-05-03T20:59:59",
        "2026-05-03T21:00:00",
        "2026-05-04T20:59:59",
        "2026-05-04T21:00:00",
    ):
        await past.asked("csat", 5, at=datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert (await past.report("csat", day)).as_json()["n"] == 2
    assert (await past.report("csat", day)).as_json()["delivered"] == 2


async def test_a_day_on_which_the_clocks_change_is_counted_whole_and_once(past):
    """Invariant 7: 26 October 2025 had 25 hours in Riga."""
    start = datetime(2025, 10, 25, 21, 0, tzinfo=UTC)
    for hours in range(-1, 26):
        await past.asked("csat", 5, at=start + timedelta(hours=hours))
    days = [Period(date(2025, 10, day), date(2025, 10, day)) for day in (25, 26, 27)]
    assert [(await past.report("csat", day)).as_json()["n"] for day in days] == [1, 25, 1]


async def test_the_score_is_compared_with_the_period_of_the_same_length_before(past):
    """Invariant 8: 55/25/20 against 45/30/25 is no clear change (z = 1.304)."""
    await past.answers("nps", {10: 11, 8: 5, 0: 4})
    await past.answers("nps", {9: 9, 7: 6, 6: 5}, at=NOW - timedelta(days=30))
    await past.answers("nps", {0: 1}, at=NOW - timedelta(days=60))
    report = await past.report()
    figures = report.as_json()
    assert figures["score"] == 35
    assert figures["previous"] == {"n": 20, "score": 20}
    assert report.change is not None
    assert not report.change.clear
    assert figures["change_p"] == report.change.p
    assert 0.5 < figures["change_p"] < 0.6


async def test_the_response_rate_is_of_those_asked_in_the_period(past):
    """Invariant 8: the same send cohort, so that it is never over 100 %."""
    await past.asked("csat", 5, at=NOW, sent_at=NOW - timedelta(days=31))
    await past.asked("csat", 4, at=NOW)
    await past.asked("csat", at=NOW)
    figures = (await past.report("csat")).as_json()
    assert (figures["n"], figures["delivered"], figures["answered"]) == (2, 2, 1)
    assert figures["response_rate"] == 50


async def test_answers_on_an_earlier_scale_are_left_out(past):
    await past.answers("csat", {3: 3})
    await past.answers("csat", {10: 2, 1: 1}, scale=Scale(SurveyKind.CSAT, 1, 10))
    figures = (await past.report("csat")).as_json()
    assert figures["n"] == 3
    assert list(figures["distribution"]) == [str(answer) for answer in range(1, 11)]
    assert [row["n"] for row in await past.split("csat")] == [3]


async def test_a_breakdown_has_a_row_for_each_value_the_most_answers_first(past):
    """Invariant 8: rows add up to the whole where every purchase counts."""
    await past.answers("csat", {5: 1}, store="Daugavpils")
    await past.answers("csat", {5: 1}, store="Cēsis")
    await past.answers("csat", {5: 1})
    await past.answers("csat", {5: 1, 1: 1}, store="Riga")
    rows = await past.split("csat")
    found = [(row["value"], row["n"], row["score"]) for row in rows]
    assert found == [("Riga", 2, 50), ("Cēsis", 1, 100), ("Daugavpils", 1, 100), (None, 1, 100)]
    assert sum(row["n"] for row in rows) == (await past.report("csat")).as_json()["n"]
    assert list(rows[0]) == ["value", "n", "score", "low", "high", "margin", "distribution", "mean"]


async def test_a_person_counts_once_in_each_row_of_an_nps(past):
    person = await past.asked("nps", 0, store="Riga", at=NOW - timedelta(days=3))
    await past.asked("nps", 9, store="Riga", person=person, at=NOW - timedelta(days=2))
    await past.asked("nps", 3, store="Ogre", person=person, at=NOW - timedelta(days=1))
    rows = {row["value"]: row for row in await past.split("nps")}
    assert (rows["Riga"]["n"], rows["Riga"]["promoters"]) == (1, 1)
    assert (rows["Ogre"]["n"], rows["Ogre"]["detractors"]) == (1, 1)


async def test_an_unknown_field_is_answered_by_those_that_are_known(past):
    with pytest.raises(UnclearWordError) as refused:
        await past.split(by="shop")
    assert refused.value.meant == "store"
