"""The numbers: what a pile of answers says, how sure that is, and whether it changed.

Counts are ints and scores are Fractions until somebody is shown a number; only what a square root has touched
is a float. Scores, margins and intervals are in points (a share of 40 % is 40 points), means in the scale's
own unit.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from handlers.survey.scales import Scale
from storage.kinds import SurveyKind

Z = 1.95996  # two-sided 95 % of the normal distribution
MEAN_Z = 1.96  # the same as a textbook writes it, kept for means so that a pocket calculator agrees
SMALL_SAMPLE = 30
CLEAR_P = 0.05


class MixedScalesError(ValueError):
    """Answers on different scales don't add up, and don't compare."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each score was given: `counts[i]` answers of `scale.scores[i]`. Tallies of a scale add up."""

    scale: Scale
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        """Raise ValueError unless there is one count, 0 or more, for each score."""
        if len(self.counts) != len(self.scale.scores) or not all(map(_is_count, self.counts)):
            raise ValueError(
                f"{self.counts} are no counts of the scores {self.scale.lowest}-{self.scale.highest}."
            )

    @classmethod
    def of(cls, scale: Scale, answers: Iterable[object]) -> "Tally":
        """Count answers, one by one. Raises NotAnAnswerError at the first that isn't on the scale."""
        counts = [0] * len(scale.scores)
        for answer in answers:
            counts[scale.validate(answer) - scale.lowest] += 1
        return cls(scale, tuple(counts))

    @classmethod
    def from_counts(cls, scale: Scale, counts: Mapping[int, int]) -> "Tally":
        """Take counts by score, as a GROUP BY brings them; a score left out was given by nobody.

        Raises NotAnAnswerError for a score that isn't on the scale, even with a count of 0.
        """
        for answer in counts:
            scale.validate(answer)
        return cls(scale, tuple(counts.get(answer, 0) for answer in scale.scores))

    def __add__(self, other: "Tally") -> "Tally":
        """Return the tally of both piles together. Raises MixedScalesError."""
        _same_scale(self, other)
        return Tally(self.scale, tuple(map(sum, zip(self.counts, other.counts, strict=True))))

    @property
    def n(self) -> int:
        """Answers in all."""
        return sum(self.counts)

    @property
    def distribution(self) -> dict[int, int]:
        """Answers by score, lowest first, with the zeros."""
        return dict(zip(self.scale.scores, self.counts, strict=True))

    @property
    def top(self) -> int:
        """NPS: promoters. CSAT and CES: the answers that make the score."""
        return self._within(self.scale.top)

    @property
    def middle(self) -> int:
        """NPS: passives. CSAT and CES: neither top nor bottom."""
        return self.n - self.top - self.bottom

    @property
    def bottom(self) -> int:
        """NPS: detractors. CSAT and CES: the low scores."""
        return self._within(self.scale.bottom)

    def _within(self, scores: range) -> int:
        return sum(self.counts[score - self.scale.lowest] for score in scores)


@dataclass(frozen=True, slots=True)
class Score:
    """What a tally of at least one answer says, with its 95 % intervals.

    `margin` is half the interval's width, before an NPS interval is clipped to ±100. `value` isn't in the
    interval's middle: that leans towards the centre of the scale, the more so the fewer the answers (so far
    that a lone promoter's 100 lies outside of it). `mean_low` and `mean_high` are None for a single answer,
    and aren't clipped to the scale.
    """

    tally: Tally
    value: Fraction
    low: float
    high: float
    margin: float
    mean: Fraction
    mean_low: float | None
    mean_high: float | None

    @property
    def kind(self) -> SurveyKind:
        """The question that was asked."""
        return self.tally.scale.kind

    @property
    def n(self) -> int:
        """Answers behind the score: at least one."""
        return self.tally.n

    @property
    def small(self) -> bool:
        """Whether to say "small sample": fewer than 30 answers."""
        return self.n < SMALL_SAMPLE

    @property
    def shares(self) -> tuple[int, int, int]:
        """Whole percents of top, middle and bottom (promoters, passives, detractors), summing to 100."""
        top, middle, bottom = percentages((self.tally.top, self.tally.middle, self.tally.bottom))
        return top, middle, bottom

    @property
    def percents(self) -> tuple[int, ...]:
        """Whole percents of each score, lowest first, summing to 100."""
        return percentages(self.tally.counts)


@dataclass(frozen=True, slots=True)
class Change:
    """The step from one window's score to the next, in points, with its two-sided test."""

    difference: Fraction
    z: float
    p: float

    @property
    def clear(self) -> bool:
        """Whether to show an arrow: p is at most 0.05, and the test points where the shown difference does.

        The test leans towards the middle where answers are few: one promoter after thousands of them is
        "100 after 100", and yet z = -2.
        """
        return self.p <= CLEAR_P and self.difference * Fraction(self.z) > 0


def score(tally: Tally) -> Score | None:
    """Return the score of a tally; without answers there is none, which is not the same as 0."""
    n = tally.n
    if n == 0:
        return None
    top, bottom = Fraction(tally.top), Fraction(tally.bottom)
    if tally.scale.kind is SurveyKind.NPS:
        centre, margin = _adjusted_wald(top, bottom, n)
        low, high = max(-100.0, centre - margin), min(100.0, centre + margin)
    else:
        centre, margin = _wilson(top, n)
        # At the ends Wilson's interval reaches 0 and 100 exactly; the float sum misses them by a hair.
        low = centre - margin if top > 0 else 0.0
        high = centre + margin if top < n else 100.0
    mean, spread = _mean(tally)
    mean_low, mean_high = (None, None) if spread is None else (float(mean) - spread, float(mean) + spread)
    return Score(tally, _points(tally), low, high, margin, mean, mean_low, mean_high)


def change(now: Tally, before: Tally) -> Change | None:
    """Compare two windows; None where either has no answers. Raises MixedScalesError.

    A two-sided z-test on adjusted estimates: NPS as its interval is (Rocks 2016), shares with one success and
    one failure added to each side (Agresti & Caffo 2000).
    """
    _same_scale(now, before)
    if now.n == 0 or before.n == 0:
        return None
    (new, variance), (old, old_variance) = _estimate(now), _estimate(before)
    z = float(new - old) / math.sqrt(variance + old_variance)
    return Change(_points(now) - _points(before), z, two_sided_p(z))


def expected_margin(kind: SurveyKind, n: int) -> float:
    """Return the margin, in points, to expect of `n` answers before any are in. Raises ValueError for none.

    Assumes that of five answers three are good, one is middling and one is bad: an NPS of +40 with a standard
    deviation of 80 points, a top share of 60 %. It is the margin that `score` gives to that mix. No mix of a
    share comes out more than some 2 % wider (half and half); an NPS without passives may, by 25 %.
    """
    if n < 1:
        raise ValueError("No answers have no margin.")
    good, bad = Fraction(3 * n, 5), Fraction(n, 5)
    _, margin = _adjusted_wald(good, bad, n) if kind is SurveyKind.NPS else _wilson(good, n)
    return margin


def answers_needed(kind: SurveyKind, margin: float) -> int:
    """Return the fewest answers whose `expected_margin` is at most `margin`: some 1,000 for an NPS within ±5.

    Raises ValueError where `margin` isn't above 0.
    """
    if not margin > 0:
        raise ValueError("Only a margin above 0 can be reached.")
    enough = 1
    while expected_margin(kind, enough) > margin:
        enough *= 2
    return bisect_left(range(enough), -margin, lo=1, key=lambda n: -expected_margin(kind, n))


def two_sided_p(z: float) -> float:
    """Return how often chance alone brings a normal deviate at least as far from 0 as `z`."""
    return math.erfc(abs(z) / math.sqrt(2))


def percentages(counts: Sequence[int]) -> tuple[int, ...]:
    """Return whole percents of `counts` that sum to 100, each less than 1 off (largest remainder, Hamilton).

    Of equal remainders the larger count is rounded up first, then the one that stands first. Raises
    ValueError where there is nothing to share: no percents of no answers.
    """
    total = sum(counts)
    if total == 0:
        raise ValueError("There are no percentages of no answers.")
    percents = [100 * count // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda i: (-(100 * counts[i] % total), -counts[i], i))
    for i in by_remainder[: 100 - sum(percents)]:
        percents[i] += 1
    return tuple(percents)


def shown(number: Fraction | float) -> int:
    """Round to a whole number, half away from zero, so that `shown(-x) == -shown(x)`. Round once, here."""
    size = math.floor(abs(Fraction(number)) + Fraction(1, 2))
    return size if number >= 0 else -size


def shown_to(number: Fraction | float, places: int) -> Decimal:
    """Round as `shown` does, to so many decimal places: a mean of 87/20 to 1 place is 4.4."""
    return Decimal(shown(Fraction(number) * 10**places)).scaleb(-places)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _same_scale(one: Tally, other: Tally) -> None:
    if one.scale != other.scale:
        raise MixedScalesError(f"{one.scale} and {other.scale} are different scales.")


def _points(tally: Tally) -> Fraction:
    against = tally.bottom if tally.scale.kind is SurveyKind.NPS else 0
    return Fraction(100 * (tally.top - against), tally.n)


def _estimate(tally: Tally) -> tuple[Fraction, Fraction]:
    """Return the adjusted score as a share of 1, and the variance of that estimate."""
    if tally.scale.kind is SurveyKind.NPS:
        return _adjusted_nps(Fraction(tally.top), Fraction(tally.bottom), tally.n)
    n = tally.n + 2
    share = Fraction(tally.top + 1, n)
    return share, share * (1 - share) / n


def _adjusted_nps(promoters: Fraction, detractors: Fraction, n: int) -> tuple[Fraction, Fraction]:
    """Return the NPS as a share of 1, with 3/4 added to each side and 3 to n, and the estimate's variance."""
    adjusted = n + 3
    centre = (promoters - detractors) / adjusted
    variance = (promoters + detractors + Fraction(3, 2)) / adjusted - centre**2
    return centre, variance / adjusted


def _adjusted_wald(promoters: Fraction, detractors: Fraction, n: int) -> tuple[float, float]:
    """Return centre and margin of an NPS, in points (Rocks 2016, adjusted Wald)."""
    centre, variance = _adjusted_nps(promoters, detractors, n)
    return float(100 * centre), 100 * Z * math.sqrt(variance)


def _wilson(successes: Fraction, n: int) -> tuple[float, float]:
    """Return centre and half width of a share's score interval, in points (Wilson 1927)."""
    adjusted = n + Z**2
    half_width = Z / adjusted * math.sqrt(float(successes * (n - successes) / n) + Z**2 / 4)
    return 100 * (float(successes) + Z**2 / 2) / adjusted, 100 * half_width


def _mean(tally: Tally) -> tuple[Fraction, float | None]:
    """Return the mean and, from two answers on, what its interval spans to either side (s with n - 1)."""
    n = tally.n
    total = sum(answer * count for answer, count in tally.distribution.items())
    mean = Fraction(total, n)
    if n == 1:
        return mean, None
    squares = sum(count * (answer - mean) ** 2 for answer, count in tally.distribution.items())
    return mean, MEAN_Z * math.sqrt(squares / (n - 1) / n)
