"""Whatever happened and whatever is asked, the chat, the JSON and a slow count by hand say the same."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import delete, insert

from handlers.admin import score_view, scores
from handlers.admin.score_view import Showing
from handlers.periods import read_period
from handlers.replies import Content
from handlers.updates import Command
from storage import tables
from storage.kinds import InvitationState, ResponseSource, SkipReason, SurveyKind, WaveState
from tests.handlers.by_hand import (
    DAY,
    NOW,
    OLD_CSAT,
    PERIODS,
    SCALES,
    WAVES,
    Asked,
    Figures,
    History,
    Question,
    answers,
    cases,
    p_of_change,
    rounded,
    within,
)
from tests.handlers.house import House, words_of
from tests.handlers.samples import ANNA, SHOP


def check_json(figures: Mapping[str, Any], counted: Figures) -> None:
    """The figures of one score, as a script reads them."""
    assert figures["n"] == counted.n
    assert sum(figures["distribution"].values()) == counted.n
    assert {int(answer): number for answer, number in figures["distribution"].items() if number} == {
        answer: counted.answers.count(answer) for answer in counted.answers
    }
    if counted.kind is SurveyKind.NPS:
        groups = figures["promoters"], figures["passives"], figures["detractors"]
        assert groups == counted.groups
        assert sum(groups) == figures["n"]
    if counted.n == 0:
        assert [figures[name] for name in ("score", "low", "high", "margin", "mean")] == [None] * 5
        return
    assert figures["score"] == float(counted.value)
    assert figures["mean"] == float(counted.mean)
    assert (figures["low"], figures["high"]) == pytest.approx(counted.interval, abs=1e-9)


_POINTS = r"([+−]?\d+)(?:\s?%)?"
_HEAD = re.compile(rf"^(?:NPS|CSAT|CES) {_POINTS} · ", re.MULTILINE)
_SURE = re.compile(rf"^95\s?%: {_POINTS} … {_POINTS} · (\d+) [^\d(]+(\()?", re.MULTILINE)
_SHARES = re.compile(r"^(\d+)\s?% \D+(\d+)\s?% \D+(\d+)\s?% ", re.MULTILINE)
_BAR = re.compile(r"^[█░▒]+$", re.MULTILINE)
_MEAN = re.compile(r"^(?:Mean|В среднем) (\d+[.,]\d\d) ", re.MULTILINE)
_ASKED = re.compile(r"^(?:Asked in|За этот период)\D*(\d+)\D+(\d+) \D*\((\d+)\s?%\)$", re.MULTILINE)
_STEP = re.compile(rf"^([▲▼] )?{_POINTS} (?:on the|к предыдущему)", re.MULTILINE)
_UNCLEAR = re.compile(r"^(?:I don't understand|Не понимаю) “?«?(?:store|product):")
_ROW = re.compile(rf"^(.+): {_POINTS} · {_POINTS} … {_POINTS} · (\d+) ", re.MULTILINE)


def number(shown: str) -> int:
    return int(shown.replace("−", "-"))


def found(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    """What a line of a message says."""
    match = pattern.search(text)
    assert match, f"{pattern.pattern} isn't in {text!r}"
    return tuple(match.groups(""))


def check_score(text: str, figures: Mapping[str, Any], counted: Figures, before: Figures) -> None:
    """The figures of a score message: those of the JSON, rounded once."""
    assert number(*found(_HEAD, text)) == rounded(counted.value)
    low, high, n, small = found(_SURE, text)
    assert [number(low), number(high)] == [int(rounded(figures[end])) for end in ("low", "high")]
    assert int(n) == counted.n
    assert bool(small) == (counted.n < 30)
    shares = [int(share) for share in found(_SHARES, text)]
    assert sum(shares) == 100
    exact = [Fraction(100 * group, counted.n) for group in counted.groups]
    assert all(abs(share - true) < 1 for share, true in zip(shares, exact, strict=True))
    bar = _BAR.search(text)
    assert bar
    assert len(bar[0]) == 20
    if counted.kind is SurveyKind.NPS:
        assert not _MEAN.search(text)
    else:
        (mean,) = found(_MEAN, text)
        assert Decimal(mean.replace(",", ".")) == rounded(counted.mean, 2)
    if before.n == 0:
        assert not _STEP.search(text)
        return
    arrow, step = found(_STEP, text)
    assert number(step) == rounded(counted.value - before.value)
    if arrow:
        assert figures["change_p"] <= 0.05
        assert (arrow == "▲ ") == (counted.value > before.value)


def check_delivery(text: str, figures: Mapping[str, Any]) -> None:
    """Asked and answered of the same invitations, never more than there are."""
    delivered, answered = figures["delivered"], figures["answered"]
    assert delivered >= answered >= 0
    if not delivered:
        assert figures["response_rate"] is None
        assert not _ASKED.search(text)
        return
    rate = Fraction(100 * answered, delivered)
    assert figures["response_rate"] == pytest.approx(float(rate))
    if figures["n"]:
        assert [int(shown) for shown in found(_ASKED, text)] == [delivered, answered, rounded(rate)]


def _bounds(one: Asked) -> dict[str, int]:
    lowest, highest, *_ = OLD_CSAT if one.old_scale else SCALES[one.kind]
    return {"lowest": lowest, "highest": highest}


async def write(house: House, history: History) -> None:
    """Put a history in the place of whatever there was."""
    surveys = [(SurveyKind.CSAT, OLD_CSAT), *SCALES.items()]
    survey_ids = {(kind, scale == OLD_CSAT): number for number, (kind, scale) in enumerate(surveys, 1)}
    names = [(name, kind, old) for name in WAVES for kind, old in survey_ids]
    wave_ids = {key: number for number, key in enumerate(names, 1)}
    each = history.each()
    rows: dict[Any, list[dict[str, Any]]] = {
        tables.survey_table: [
            {
                "id": survey_ids[kind, scale == OLD_CSAT],
                "kind": kind,
                "version": survey_ids[kind, scale == OLD_CSAT],
                **dict(zip(("lowest", "highest", "low_to", "high_from"), scale, strict=True)),
                "created_at": NOW,
            }
            for kind, scale in surveys
        ],
        tables.wave_table: [
            {
                "id": wave_ids[name, kind, old],
                "name": name,
                "survey_id": survey_ids[kind, old],
                "audience": "all",
                "due_at": NOW,
                "open_seconds": 1,
                "is_test": False,
                "state": WaveState.RUNNING,
                "fill_cursor": "",
                "created_at": NOW,
            }
            for name, kind, old in names
        ],
        tables.contact_table: [
            {
                "id": person + 1,
                "telegram_id": person + 1,
                "first_name": "Anna",
                "is_staff": history.staff and person == 0,
                "created_at": NOW,
            }
            for person in sorted({person for _, person in each})
        ],
        tables.invitation_table: [
            {
                "id": number,
                "ask_key": str(number),
                "wave_id": wave_ids[one.wave, one.kind, one.old_scale],
                "survey_id": survey_ids[one.kind, one.old_scale],
                "kind": one.kind,
                "contact_id": None if one.state is InvitationState.SKIPPED else person + 1,
                "state": one.state,
                "skip_reason": SkipReason.NO_CHAT if one.state is InvitationState.SKIPPED else None,
                "is_test": one.is_test,
                "product": one.product,
                "store": one.store,
                "language": "en",
                "created_at": NOW,
                "sent_at": one.sent_at,
                "expires_at": one.expires_at,
                "voided_at": NOW if one.is_voided else None,
            }
            for number, (one, person) in enumerate(each, 1)
        ],
        tables.response_table: [
            {
                "invitation_id": number,
                "score": one.answer.score,
                **_bounds(one),
                "source": ResponseSource.IMPORTED if one.answer.imported else ResponseSource.TAP,
                "first_answered_at": one.answer.first_at,
                "answered_at": one.answer.at,
            }
            for number, (one, _) in enumerate(each, 1)
            if one.answer
        ],
    }
    async with house.writer.unit() as session:
        for table in reversed(rows):
            await session.execute(delete(table))
        for table, values in rows.items():
            if values:
                await session.execute(insert(table), values)
        await session.commit()


async def reads(house: House, kind: SurveyKind, question: Question, *, split: bool) -> str:
    """What the team reads after the command."""
    words = question.words(split=split)
    async with house.writer.unit() as session:
        showing = Showing(session=session, now=NOW, shop=SHOP, language=question.language)
        asked = Command(1, ANNA, 1, kind.value, words, NOW)
        (said,) = await score_view.ask(showing, asked, await score_view.look(showing, asked))
    assert isinstance(said.content, Content)
    return words_of(said.content)


async def check_report(house: House, history: History, kind: SurveyKind, question: Question) -> None:
    """A score over a period: by hand, as JSON and as a message."""
    first, last, before_first = PERIODS[question.period]
    where = question.meant(history) or {}
    counted = Figures(kind, answers(history, kind, (first, last), where).get(None, []))
    before = Figures(kind, [])
    if first is not None and before_first is not None:
        earlier = (before_first, first - DAY)
        before = Figures(kind, answers(history, kind, earlier, where).get(None, []))
    period = read_period(question.period, today=SHOP.today(NOW))
    async with house.database.reading() as session:
        figures = (await scores.report(session, kind, period, shop=SHOP, where=where)).as_json()
        whole = (await scores.report(session, kind, period, shop=SHOP)).as_json()
    check_json(figures, counted)
    assert figures["n"] <= whole["n"]
    assert figures["delivered"] <= whole["delivered"]
    assert figures["previous"]["n"] == before.n
    assert figures["previous"]["score"] == (float(before.value) if before.n else None)
    p = p_of_change(counted, before) if counted.n and before.n else None
    assert figures["change_p"] == (p if p is None else pytest.approx(p))
    sent = [
        one
        for one, _ in history.live(kind, where)
        if one.sent_at is not None and within(one.sent_at, (first, last))
    ]
    assert (figures["delivered"], figures["answered"]) == (len(sent), sum(one.in_time for one in sent))
    text = await reads(house, kind, question, split=False)
    check_delivery(text, figures)
    if counted.n:
        check_score(text, figures, counted, before)
    else:
        out = (InvitationState.SENT, InvitationState.UNKNOWN)
        waiting = sum(one.state in out for one, _ in history.live(kind, where))
        assert not _HEAD.search(text)
        assert re.findall(r"\d+", text.splitlines()[-1]) == ([str(waiting)] if waiting else [])


async def check_breakdown(house: House, history: History, kind: SurveyKind, question: Question) -> None:
    """The same by a field: first the filter, then in each cell one answer per person (NPS) or all of them."""
    first, last, _ = PERIODS[question.period]
    where = question.meant(history) or {}
    cells = answers(history, kind, (first, last), where, question.by)
    whole = answers(history, kind, (first, last), where).get(None, [])
    period = read_period(question.period, today=SHOP.today(NOW))
    async with house.database.reading() as session:
        found = await scores.breakdown(session, kind, period, by=question.by, shop=SHOP, where=where)
    rows = found.as_json()["rows"]
    assert {row["value"] for row in rows} == set(cells)
    assert [row["n"] for row in rows] == sorted((row["n"] for row in rows), reverse=True)
    for row in rows:
        check_json(row, Figures(kind, cells[row["value"]]))
        assert row["n"] <= len(whole)
    total = sum(row["n"] for row in rows)
    assert total >= len(whole) if kind is SurveyKind.NPS else total == len(whole)
    text = await reads(house, kind, question, split=True)
    assert [(value, *map(number, shown)) for value, *shown in _ROW.findall(text)] == [
        (row["value"] or "—", *(int(rounded(row[name])) for name in ("score", "low", "high")), row["n"])
        for row in rows
    ]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=cases())
async def test_the_message_the_json_and_a_count_by_hand_agree(
    house: House, case: tuple[History, Question]
) -> None:
    """Invariant 8: one definition of every number, whatever happened and whatever is asked."""
    history, question = case
    await write(house, history)
    for kind in SurveyKind:
        if question.meant(history) is None:
            assert _UNCLEAR.search(await reads(house, kind, question, split=False))
            continue
        await check_report(house, history, kind, question)
        await check_breakdown(house, history, kind, question)
