"""Which answers count, once, and for whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage import reports
from storage.kinds import InvitationState, ResponseSource, SkipReason, SurveyKind
from storage.reports import FIELDS, Scope, ScoreCount
from storage.tables import invitation_table

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)

CSAT = Scope(SurveyKind.CSAT)
NPS = Scope(SurveyKind.NPS)


async def _answered(
    rows, score: int, *, kind: SurveyKind = SurveyKind.CSAT, at: datetime = NOW, answer=None, **values: Any
) -> int:
    """An invitation that was answered with this score."""
    invitation = await rows.invitation(
        **{"kind": kind, "state": InvitationState.ANSWERED, "sent_at": at - DAY} | values
    )
    given = {"first_answered_at": at, "answered_at": at}
    await rows.answer(invitation_id=invitation, score=score, **given | (answer or {}))
    return int(invitation)


async def _counts(database, scope: Scope = CSAT, *, by: str | None = None) -> list[ScoreCount]:
    async with database.reading() as session:
        return await reports.score_counts(session, scope, by=by)


async def _scores(database, scope: Scope = CSAT) -> dict[int, int]:
    return {count.score: count.number for count in await _counts(database, scope)}


async def _delivery(database, scope: Scope = CSAT) -> tuple[int, int]:
    """How many were delivered, and how many of those answered."""
    async with database.reading() as session:
        found = await reports.delivery(session, scope)
    return found.delivered, found.answered


async def test_no_answers_are_no_scores(database):
    assert await _counts(database) == []
    assert await _delivery(database) == (0, 0)


async def test_every_score_is_counted_on_its_scale_lowest_first(rows, database):
    for score in (5, 1, 5, 4):
        await _answered(rows, score)
    assert await _counts(database) == [
        ScoreCount(lowest=1, highest=5, score=1, number=1),
        ScoreCount(lowest=1, highest=5, score=4, number=1),
        ScoreCount(lowest=1, highest=5, score=5, number=2),
    ]


async def test_scores_of_different_scales_arent_mixed(rows, database):
    await _answered(rows, 5)
    await _answered(rows, 5, answer={"lowest": 1, "highest": 7})
    assert [(count.highest, count.number) for count in await _counts(database)] == [(5, 1), (7, 1)]


async def test_a_wave_is_counted_alone_whatever_another_is_called(rows, database):
    wave, namesake = await rows.wave(name="Spring"), await rows.wave(name="Spring")
    await _answered(rows, 5, wave_id=wave)
    await _answered(rows, 1, wave_id=namesake)
    await rows.invitation(wave_id=wave, state=InvitationState.SENT, sent_at=NOW)
    scope = Scope(SurveyKind.CSAT, wave_id=wave)
    assert await _scores(database, scope) == {5: 1}
    assert await _delivery(database, scope) == (2, 1)


async def test_a_kind_is_counted_alone(rows, database):
    await _answered(rows, 5)
    await _answered(rows, 0, kind=SurveyKind.NPS)
    assert await _scores(database, CSAT) == {5: 1}
    assert await _scores(database, NPS) == {0: 1}


@pytest.mark.parametrize("values", [{"is_test": True}, {"voided_at": NOW}], ids=["a test", "voided"])
async def test_what_is_no_live_answer_doesnt_count(values, rows, database):
    await _answered(rows, 1, **values)
    await _answered(rows, 5)
    assert await _scores(database) == {5: 1}
    assert await _delivery(database) == (1, 1)


async def test_the_staff_never_counts(rows, database):
    await _answered(rows, 5, contact_id=await rows.contact(is_staff=True))
    await _answered(rows, 1)
    assert await _scores(database) == {1: 1}
    assert await _delivery(database) == (1, 1)


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        (NOW - INSTANT, NOW - INSTANT, True),
        (NOW - INSTANT, NOW + timedelta(minutes=10), True),
        (NOW, NOW, False),
    ],
    ids=["in time", "in time, and changed a little later", "late"],
)
async def test_an_answer_counts_when_it_was_given_before_its_question_closed(
    first, last, counts, rows, database
):
    await _answered(rows, 4, expires_at=NOW, answer={"first_answered_at": first, "answered_at": last})
    assert await _scores(database) == ({4: 1} if counts else {})


async def test_imported_answers_count(rows, database):
    await _answered(rows, 4, answer={"source": ResponseSource.IMPORTED}, expires_at=None, sent_at=None)
    assert await _scores(database) == {4: 1}


async def test_a_period_has_its_beginning_and_not_its_end(rows, database):
    for at in (NOW - INSTANT, NOW, NOW + DAY - INSTANT, NOW + DAY):
        await _answered(rows, 4, at=at)
    assert await _scores(database, Scope(SurveyKind.CSAT, since=NOW, until=NOW + DAY)) == {4: 2}
    assert await _scores(database, Scope(SurveyKind.CSAT, since=NOW)) == {4: 3}
    assert await _scores(database, Scope(SurveyKind.CSAT, until=NOW)) == {4: 1}


async def test_satisfaction_counts_every_purchase_of_a_person(rows, database):
    contact = await rows.contact()
    await _answered(rows, 1, contact_id=contact)
    await _answered(rows, 5, contact_id=contact)
    assert await _scores(database) == {1: 1, 5: 1}


async def _nps(rows, *answers: tuple[int, int], **values) -> None:
    """Answers of one person: days before now, and score."""
    contact = await rows.contact()
    for days, score in answers:
        await _answered(rows, score, kind=SurveyKind.NPS, at=NOW - days * DAY, contact_id=contact, **values)


async def test_nps_counts_each_person_once_by_their_last_answer(rows, database):
    await _nps(rows, (3, 10), (1, 2), (2, 9))
    await _nps(rows, (5, 7))
    assert await _scores(database, NPS) == {2: 1, 7: 1}


async def test_of_answers_in_the_same_moment_the_later_one_counts(rows, database):
    await _nps(rows, (1, 10), (1, 3))
    assert await _scores(database, NPS) == {3: 1}


async def test_the_last_answer_is_the_last_inside_the_period(rows, database):
    """Filter first, then one answer per person."""
    await _nps(rows, (9, 10), (1, 2))
    assert await _scores(database, Scope(SurveyKind.NPS, until=NOW - 5 * DAY)) == {10: 1}


async def test_the_last_answer_is_the_last_that_is_eligible(rows, database):
    contact = await rows.contact()
    await _answered(rows, 9, kind=SurveyKind.NPS, at=NOW - 2 * DAY, contact_id=contact)
    await _answered(rows, 1, kind=SurveyKind.NPS, at=NOW - DAY, contact_id=contact, voided_at=NOW)
    assert await _scores(database, NPS) == {9: 1}


@pytest.mark.parametrize("field", [field for field in FIELDS if field != "wave"])
async def test_answers_are_split_and_filtered_by_the_snapshot(field, rows, database):
    shoes: dict[str, Any] = {field: "shoes"}
    hats: dict[str, Any] = {field: "hats"}
    await _answered(rows, 5, **shoes)
    await _answered(rows, 4, **shoes)
    await _answered(rows, 1, **hats)
    split = {(count.value, count.score): count.number for count in await _counts(database, by=field)}
    assert split == {("hats", 1): 1, ("shoes", 4): 1, ("shoes", 5): 1}
    scope = Scope(SurveyKind.CSAT, where={field: ["shoes"]})
    assert await _scores(database, scope) == {4: 1, 5: 1}
    assert await _delivery(database, scope) == (2, 2)


async def test_answers_are_split_and_filtered_by_wave(rows, database):
    for name, score in (("Spring", 5), ("Autumn", 1)):
        await _answered(rows, score, wave_id=await rows.wave(name=name))
    split = {(count.value, count.score) for count in await _counts(database, by="wave")}
    assert split == {("Spring", 5), ("Autumn", 1)}
    assert await _scores(database, Scope(SurveyKind.CSAT, where={"wave": ["Autumn"]})) == {1: 1}


async def test_answers_without_a_value_stand_under_none(rows, database):
    await _answered(rows, 5, store=None)
    assert [(count.value, count.number) for count in await _counts(database, by="store")] == [(None, 1)]


async def test_several_filters_hold_together(rows, database):
    await _answered(rows, 5, store="Riga", product="Shoes")
    await _answered(rows, 4, store="Riga", product="Hats")
    both = Scope(SurveyKind.CSAT, where={"store": ["Riga"], "product": ["Shoes"]})
    assert await _scores(database, both) == {5: 1}


async def test_a_filter_may_have_several_values(rows, database):
    for score, store in ((5, "Riga"), (4, "Tallinn"), (1, "Vilnius"), (2, None)):
        await _answered(rows, score, store=store)
    either = Scope(SurveyKind.CSAT, where={"store": ["Riga", "Tallinn"]})
    assert await _scores(database, either) == {5: 1, 4: 1}
    assert await _delivery(database, either) == (2, 2)


async def test_nps_counts_a_person_once_in_each_cell(rows, database):
    contact = await rows.contact()
    for days, score, store in ((3, 10, "Riga"), (2, 2, "Riga"), (1, 9, "Tallinn")):
        await _answered(
            rows, score, kind=SurveyKind.NPS, at=NOW - days * DAY, contact_id=contact, store=store
        )
    split = {(count.value, count.score): count.number for count in await _counts(database, NPS, by="store")}
    assert split == {("Riga", 2): 1, ("Tallinn", 9): 1}
    assert await _scores(database, NPS) == {9: 1}


@pytest.mark.parametrize("field", ["score", "id", "product; DROP TABLE response", ""])
async def test_there_is_no_other_field(field, database):
    with pytest.raises(ValueError, match="Answers have no field"):
        await _counts(database, by=field)
    with pytest.raises(ValueError, match="Answers have no field"):
        await _delivery(database, Scope(SurveyKind.CSAT, where={field: ["x"]}))


async def test_delivery_counts_a_send_cohort_and_the_answered_of_the_same(rows, database):
    """By the day of sending: a question sent before the period and answered in it isn't its answer."""
    await _answered(rows, 5, at=NOW, sent_at=NOW - 9 * DAY)
    await _answered(rows, 5, at=NOW + 9 * DAY, sent_at=NOW)
    await rows.invitation(state=InvitationState.SENT, sent_at=NOW)
    await rows.invitation(state=InvitationState.EXPIRED, sent_at=NOW + DAY - INSTANT)
    await rows.invitation(state=InvitationState.SENT, sent_at=NOW + DAY)
    period = Scope(SurveyKind.CSAT, since=NOW, until=NOW + DAY)
    assert await _delivery(database, period) == (3, 1)


async def test_of_those_that_have_closed_the_answered_are_counted_with_the_silent_and_not_before(
    rows, database
):
    for closes in (NOW - DAY, NOW, NOW + INSTANT):
        await _answered(rows, 5, at=NOW - DAY, sent_at=NOW - 7 * DAY, expires_at=closes)
        await rows.invitation(state=InvitationState.SENT, sent_at=NOW - 7 * DAY, expires_at=closes)
    await rows.invitation(state=InvitationState.EXPIRED, sent_at=NOW - 9 * DAY, expires_at=NOW - DAY)
    await rows.invitation(state=InvitationState.UNKNOWN, expires_at=NOW - DAY)
    scope = Scope(SurveyKind.CSAT, since=NOW - 7 * DAY)
    async with database.reading() as session:
        found = await reports.closed_delivery(session, scope, now=NOW)
    assert (found.delivered, found.answered) == (4, 2)
    assert await _delivery(database, scope) == (6, 3), "elsewhere all that were sent count"


@pytest.mark.parametrize(
    "values",
    [
        {"state": InvitationState.UNKNOWN},
        {"state": InvitationState.FAILED},
        {"state": InvitationState.DUE},
        {"state": InvitationState.SKIPPED, "skip_reason": SkipReason.NO_CHAT},
    ],
    ids=lambda values: values["state"].value,
)
async def test_what_surely_never_or_perhaps_not_arrived_isnt_delivered(values, rows, database):
    await rows.invitation(**values)
    assert await _delivery(database) == (0, 0)


async def test_the_response_rate_is_never_over_100_percent(rows, database):
    """For every period: whoever is counted as answered is counted as delivered in it."""
    moments = [NOW + number * DAY / 3 for number in range(9)]
    for number, at in enumerate(moments):
        await _answered(rows, 5, at=at, sent_at=moments[number * 5 % 9])
    for since in moments:
        for until in moments:
            delivered, answered = await _delivery(database, Scope(SurveyKind.CSAT, since=since, until=until))
            assert 0 <= answered <= delivered
    assert await _delivery(database) == (9, 9)
    assert len(await rows.all(invitation_table)) == 9


async def test_a_period_is_read_by_index(plans):
    async def work(session) -> None:
        for kind in SurveyKind:
            scope = Scope(kind, since=NOW, until=NOW + DAY)
            await reports.score_counts(session, scope, by="store")
            await reports.delivery(session, scope)

    lines = await plans.of(work)
    assert any("response USING INDEX ix_response_answered_at (answered_at>? AND" in line for line in lines)
    assert any("invitation USING INDEX ix_invitation_sent_at (sent_at>? AND" in line for line in lines)
    tables = ("response", "invitation", "contact")
    scans = {
        line for line in lines if line.startswith("SCAN") and line.removeprefix("SCAN ").startswith(tables)
    }
    assert scans == {"SCAN contact USING INDEX contact_of_staff"}  # in which nobody else stands


# Answers one by one


async def test_an_answer_is_read_with_its_quick_answer_and_what_its_survey_calls_that(rows, database):
    wording = {"en": {"own1": "Size"}}
    wave = await rows.wave(survey_id=await rows.survey(wording=wording, quick_answers=["own1"]))
    await _answered(rows, 5, wave_id=wave, answer={"reason": "own1"})
    await _answered(rows, 4, at=NOW + DAY, answer={"comment": "Nice."})
    await _answered(rows, 3, at=NOW + 2 * DAY)  # which says nothing
    async with database.reading() as session:
        said = await reports.verbatims(session, CSAT, most=5, low=False)
    assert [(one.score, one.reason, one.comment, one.wording) for one in said] == [
        (4, None, "Nice.", None),
        (5, "own1", None, wording),
    ]
