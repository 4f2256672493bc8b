"""Random histories of answers, questions about them, and a slow count of each by hand."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final

from hypothesis import strategies as st

from storage.kinds import InvitationState, SurveyKind

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
