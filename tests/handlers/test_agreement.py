"""Whatever happened and whatever is asked, the chat, the JSON and a slow count by hand say the same."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from handlers import score_view, scores
from handlers.periods import read_period
from handlers.replies import Content
from handlers.score_view import Showing
from handlers.updates import Command
from storage import tables
from storage.kinds import InvitationState, ResponseSource, SkipReason, SurveyKind, WaveState
from tests.handlers.house import House, words_of
from tests.handlers.samples import ANNA, SHOP

NOW = datetime(2026, 5, 4, 22, 30, tzinfo=UTC)
"""Half past one on 5 May in Riga: the shop's day isn't the one of UTC."""

INSTANT, HOUR, DAY = timedelta(microseconds=1), timedelta(hours=1), timedelta(days=1)

Span = tuple[date | None, date]

# First and last day of a period, and the first day of the one before it, which ends the day before.
PERIODS: Final[Mapping[str, tuple[date | None, date, date | None]]] = {
    "1d": (date(2026, 5, 5), date(2026, 5, 5), date(2026, 5, 4)),
    "7d": (date(2026, 4, 29), date(2026, 5, 5), date(2026, 4, 22)),
    "30d": (date(2026, 4, 6), date(2026, 5, 5), date(2026, 3, 7)),
    "2026-05": (date(2026, 5, 1), date(2026, 5, 5), date(2026, 4, 26)),
    "2026-03-29": (date(2026, 3, 29), date(2026, 3, 29), date(2026, 3, 28)),  # the clocks go forward
    "2026-03-28..2026-03-30": (date(2026, 3, 28), date(2026, 3, 30), date(2026, 3, 25)),
    "2026-Q1": (date(2026, 1, 1), date(2026, 3, 31), date(2025, 10, 3)),
    "all": (None, date(2026, 5, 5), None),
}

# Lowest, highest, the highest of the bottom, the lowest of the top: METRICS' table of the scores.
SCALES = {SurveyKind.NPS: (0, 10, 6, 9), SurveyKind.CSAT: (1, 5, 2, 4), SurveyKind.CES: (1, 7, 3, 5)}
OLD_CSAT = (1, 10, 3, 8)

STORES = (None, "Riga", "riga", "Riga Centre", "Ogre")
PRODUCTS = (None, "Trail shoes", "Shoes", "Socks")
WAVES = ("Spring", "Spring sale", "May")
WANTED = {
    "store": ("riga", "RIGA CENTRE", "centre", "og", "Ventspils"),
    "product": ("shoes", "shoe", "Socks", "boots"),
    "wave": ("spring", "sale", "may", "spring sale"),
}

Z = 1.95996


@dataclass(frozen=True)
class Answered:
    """An answer, as it was last changed."""

    score: int
    first_at: datetime
    at: datetime
    imported: bool


@dataclass(frozen=True)
class Asked:
    """An invitation as the test remembers it; `crowd` people more were asked, and said, the same."""

    kind: SurveyKind
    person: int
    wave: str
    store: str | None
    product: str | None
    state: InvitationState
    is_test: bool
    is_voided: bool
    old_scale: bool
    sent_at: datetime | None
    expires_at: datetime | None
    answer: Answered | None
    crowd: int

    @property
    def in_time(self) -> bool:
        """Whether its answer came before it expired."""
        return self.answer is not None and (self.expires_at is None or self.answer.first_at < self.expires_at)


def midnight(day: date) -> datetime:
    """When a day begins in Riga: three hours before it does in UTC, two from 26 October to 29 March."""
    winter = date(2025, 10, 27) <= day <= date(2026, 3, 29)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - (2 if winter else 3) * HOUR


def moments(period: str) -> st.SearchStrategy[datetime]:
    """Moments around the edges of a period and of the one before, to the microsecond, and somewhere between."""
    first, last, before = PERIODS[period]
    edges = [midnight(edge) for edge in (last + DAY, first, before) if edge]
    inside = [midnight(last) + hours * HOUR for hours in (0, 7, 14)]
    steps = (-12 * HOUR, -3 * HOUR, -INSTANT, 0 * DAY, INSTANT, 2 * HOUR, 12 * HOUR, -40 * DAY)
    around = st.builds(lambda edge, step: edge + step, st.sampled_from(edges), st.sampled_from(steps))
    return st.sampled_from(inside) | around


@st.composite
def asked(draw: st.DrawFn, period: str) -> Asked:
    """An invitation in any state that the agent or an import leaves behind, at any edge."""
    at = moments(period)
    kind = draw(st.sampled_from(SurveyKind))
    old_scale = kind is SurveyKind.CSAT and draw(st.sampled_from((False, False, False, True)))
    lowest, highest, *_ = OLD_CSAT if old_scale else SCALES[kind]
    sent_at, expires_at, answer = None, None, None
    state = draw(st.sampled_from((InvitationState.ANSWERED,) * 21 + tuple(InvitationState)))
    if state is InvitationState.ANSWERED:
        first_at = draw(at)
        changed = draw(st.sampled_from((0 * DAY, INSTANT, timedelta(minutes=14))))
        imported = draw(st.sampled_from((False, False, False, True)))
        answer = Answered(draw(st.integers(lowest, highest)), first_at, first_at + changed, imported)
        if not imported:
            sent_at = draw(st.one_of(at, st.just(first_at - HOUR)))
            expires_at = first_at + draw(st.sampled_from((7 * DAY,) * 7 + (INSTANT, 0 * DAY, -HOUR)))
            if expires_at <= first_at:  # it was over: it may never become an answer
                state = InvitationState.EXPIRED
    elif state in (InvitationState.SENT, InvitationState.EXPIRED):
        sent_at = draw(at)
    elif state in (InvitationState.UNKNOWN, InvitationState.CANCELLED):
        sent_at = draw(st.none() | at)
    return Asked(
        kind=kind,
        person=draw(st.integers(0, 2)),
        wave=draw(st.sampled_from(WAVES)),
        store=draw(st.sampled_from(STORES)),
        product=draw(st.sampled_from(PRODUCTS)),
        state=state,
        is_test=draw(st.sampled_from((False,) * 9 + (True,))),
        is_voided=draw(st.sampled_from((False,) * 9 + (True,))),
        old_scale=old_scale,
        sent_at=sent_at,
        expires_at=expires_at,
        answer=answer,
        crowd=draw(st.sampled_from((0, 0, 0, 2, 28))),
    )


@dataclass(frozen=True)
class History:
    """All that was asked and answered; person 0 is of the shop's staff or isn't."""

    asked: Sequence[Asked]
    staff: bool

    def each(self) -> "list[tuple[Asked, int]]":
        """Every invitation with its person, in the order in which they were written."""
        found, stranger = [], 100
        for one in self.asked:
            found.append((one, one.person))
            for _ in range(one.crowd):
                found.append((one, stranger))
                stranger += 1
        return found

    def live(self, kind: SurveyKind, where: Mapping[str, Sequence[str]]) -> "list[tuple[Asked, int]]":
        """The invitations that may count: no tests, nobody of the staff, nothing voided; then the filter."""
        return [
            (one, person)
            for one, person in self.each()
            if one.kind is kind
            and not one.is_test
            and not one.is_voided
            and not (self.staff and person == 0)
            and all(getattr(one, name) in values for name, values in where.items())
        ]


@dataclass(frozen=True)
class Question:
    """What is asked of the scores, as words."""

    period: str
    where: Mapping[str, str]
    by: str
    language: str

    def words(self, *, split: bool) -> str:
        """As somebody writes it after the command."""
        where = [f'{name}:"{value}"' for name, value in self.where.items()]
        return " ".join([self.period, *where, *([f"by:{self.by}"] if split else [])])

    def meant(self, history: History) -> dict[str, list[str]] | None:
        """The values that the filters mean: the same words, else those that contain them; None for none."""
        found = {}
        for name, wanted in self.where.items():
            known = set(WAVES) if name == "wave" else {getattr(one, name) for one in history.asked} - {None}
            same = [value for value in known if value.lower() == wanted.lower()]
            found[name] = same or [value for value in known if wanted.lower() in value.lower()]
        return found if all(found.values()) else None


questions = st.builds(
    Question,
    period=st.sampled_from(tuple(PERIODS)),
    where=st.sampled_from(((), (), ("wave",), ("store",), ("product",), ("wave", "store"))).flatmap(
        lambda names: st.fixed_dictionaries({name: st.sampled_from(WANTED[name]) for name in names})
    ),
    by=st.sampled_from(("store", "product", "wave")),
    language=st.sampled_from(("en", "ru")),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[History, Question]:
    """A history, and a question at whose edges it happened."""
    question = draw(questions)
    # Left to itself, Hypothesis mostly draws short lists, of which next to nothing would count.
    least = draw(st.sampled_from((24, 16, 16, 0)))
    happened = draw(st.lists(asked(question.period), min_size=least, max_size=24))
    return History(happened, draw(st.booleans())), question


def within(moment: datetime, span: Span) -> bool:
    """Whether a moment is on one of the days, in Riga."""
    first, last = span
    return (first is None or midnight(first) <= moment) and moment < midnight(last + DAY)


def answers(
    history: History, kind: SurveyKind, span: Span, where: Mapping[str, Sequence[str]], by: str | None = None
) -> dict[str | None, list[int]]:
    """The answers that count, by cell: in NPS the last one of each person in it."""
    cells: dict[str | None, dict[int, tuple[datetime, int, int]]] = {}
    for number, (one, person) in enumerate(history.live(kind, where)):
        if one.answer is None or not one.in_time or not within(one.answer.at, span):
            continue
        if one.old_scale:  # the present scale is another
            continue
        cell = cells.setdefault(getattr(one, by) if by else None, {})
        key = person if kind is SurveyKind.NPS else number
        cell[key] = max(cell.get(key, (one.answer.at, -1, 0)), (one.answer.at, number, one.answer.score))
    return {value: [score for _, _, score in cell.values()] for value, cell in cells.items()}


@dataclass(frozen=True)
class Figures:
    """What METRICS says of some answers."""

    kind: SurveyKind
    answers: Sequence[int]

    @property
    def n(self) -> int:
        return len(self.answers)

    @property
    def groups(self) -> tuple[int, int, int]:
        """Top, middle, bottom."""
        *_, low_to, high_from = SCALES[self.kind]
        top = sum(answer >= high_from for answer in self.answers)
        bottom = sum(answer <= low_to for answer in self.answers)
        return top, self.n - top - bottom, bottom

    @property
    def value(self) -> Fraction:
        top, _, bottom = self.groups
        return Fraction(100 * (top - bottom if self.kind is SurveyKind.NPS else top), self.n)

    @property
    def mean(self) -> Fraction:
        return Fraction(sum(self.answers), self.n)

    @property
    def interval(self) -> tuple[float, float]:
        """Adjusted Wald for NPS, Wilson for a share, in points."""
        n, (top, _, _) = self.n, self.groups
        if self.kind is SurveyKind.NPS:
            estimate, variance = self.estimate
            margin = Z * math.sqrt(variance)
            return max(-100, 100 * (estimate - margin)), min(100, 100 * (estimate + margin))
        share, z2 = top / n, Z * Z
        centre = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
        return 100 * (centre - half), 100 * (centre + half)

    @property
    def estimate(self) -> tuple[float, float]:
        """The adjusted estimate and its variance (Rocks 2016; Agresti and Caffo 2000)."""
        top, _, bottom = self.groups
        if self.kind is SurveyKind.NPS:
            good, bad, n = (top + 0.75) / (self.n + 3), (bottom + 0.75) / (self.n + 3), self.n + 3
            return good - bad, (good + bad - (good - bad) ** 2) / n
        share, n = (top + 1) / (self.n + 2), self.n + 2
        return share, share * (1 - share) / n


def p_of_change(now: Figures, before: Figures) -> float:
    (new, variance), (old, old_variance) = now.estimate, before.estimate
    return math.erfc(abs(new - old) / math.sqrt(variance + old_variance) / math.sqrt(2))


def rounded(number: Fraction | float, places: int = 0) -> Decimal:
    """Half away from zero."""
    exact = Fraction(number)
    with localcontext(prec=60):
        quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
        return quotient.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


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


_POINTS = r"([+−]?\d+)(?: %)?"
_HEAD = re.compile(rf"^(?:NPS|CSAT|CES) {_POINTS} · ", re.MULTILINE)
_SURE = re.compile(rf"^95 %: {_POINTS} … {_POINTS} · (\d+) [^\d(]+(\()?", re.MULTILINE)
_SHARES = re.compile(r"^(\d+) % \D+(\d+) % \D+(\d+) % ", re.MULTILINE)
_BAR = re.compile(r"^[█░▒]+$", re.MULTILINE)
_MEAN = re.compile(r"^(?:Mean|В среднем) (\d+\.\d\d) ", re.MULTILINE)
_ASKED = re.compile(r"^(?:Asked in|За эти дни)\D*(\d+)\D+(\d+) \D*\((\d+) %\)$", re.MULTILINE)
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
        assert Decimal(mean) == rounded(counted.mean, 2)
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
        (said,) = await score_view.ask(showing, Command(1, ANNA, 1, kind.value, words, NOW))
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
