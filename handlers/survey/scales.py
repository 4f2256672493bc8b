"""The scales a question can be answered on: which scores exist, which are good, what is no answer at all."""

from dataclasses import dataclass
from enum import StrEnum

from storage.kinds import SurveyKind


class Band(StrEnum):
    """How a score reads, which decides what the person is asked next."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class NotOfferedError(ValueError):
    """There is no such scale to answer on."""


class NotAnAnswerError(ValueError):
    """This is no score of the scale."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Where low ends (`low_to` included) and high begins (`high_from` included); the middle may be empty.

    Only follow-ups and cases look at bands, so a shop may draw them as it likes: the score never moves.
    """

    low_to: int
    high_from: int

    def __post_init__(self) -> None:
        """Raise ValueError where low and high overlap."""
        if self.low_to >= self.high_from:
            raise ValueError(
                f"Low scores end at {self.low_to}, so high ones can't begin at {self.high_from}."
            )

    def of(self, score: int) -> Band:
        """Return the band of a score."""
        if score <= self.low_to:
            return Band.LOW
        return Band.HIGH if score >= self.high_from else Band.MIDDLE


@dataclass(frozen=True, slots=True)
class Scale:
    """The whole numbers from `lowest` to `highest` that answer a question. Only offered ones can be made."""

    kind: SurveyKind
    lowest: int
    highest: int

    def __post_init__(self) -> None:
        """Raise NotOfferedError for bounds that no score is defined on."""
        if (self.kind, self.lowest, self.highest) not in _EDGES:
            raise NotOfferedError(f"No {self.kind.upper()} is asked from {self.lowest} to {self.highest}.")

    @property
    def scores(self) -> range:
        """Every possible answer, lowest first."""
        return range(self.lowest, self.highest + 1)

    @property
    def top(self) -> range:
        """The answers that count for the score: promoters, satisfied, found it easy."""
        return range(self._edges.high_from, self.highest + 1)

    @property
    def bottom(self) -> range:
        """The answers that count against an NPS (detractors); on other scales, the low ones."""
        return range(self.lowest, self._edges.low_to + 1)

    @property
    def bands(self) -> Bands:
        """The bands that hold unless a shop draws its own: `bottom` is low, `top` is high."""
        return self._edges

    def validate(self, value: object) -> int:
        """Return `value` if it is an answer.

        Raises NotAnAnswerError for anything else: out of range, 6.5, 6.0, "6" and True (an int to Python, a
        broken client to us). Databases would cast several of these to a score that nobody gave.
        """
        if type(value) is int and self.lowest <= value <= self.highest:
            return value
        raise NotAnAnswerError(f"{value!r} is no whole number from {self.lowest} to {self.highest}.")

    def parse(self, text: str) -> int:
        """Return the answer that `text` spells in plain digits, with nothing around them.

        Raises NotAnAnswerError for "10 ", "+4", "04", "4.0" and digits of other scripts, which `int()` or a
        spreadsheet would let through: what is loose about people's typing is settled before it gets here.
        """
        for score in self.scores:
            if text == str(score):
                return score
        raise NotAnAnswerError(f"{text!r} is no whole number from {self.lowest} to {self.highest}.")

    @property
    def _edges(self) -> Bands:
        return _EDGES[self.kind, self.lowest, self.highest]


# NPS: promoters 9-10, detractors 0-6 (Reichheld 2003). CES: who agrees and who doesn't, 4 being neither.
# CSAT: the usual top box (1 of 3, 2 of 4 to 7, 3 of 10); low mirrors it, so a scale of 4 has no middle.
_EDGES = {
    (SurveyKind.NPS, 0, 10): Bands(low_to=6, high_from=9),
    (SurveyKind.CES, 1, 7): Bands(low_to=3, high_from=5),
    (SurveyKind.CSAT, 1, 3): Bands(low_to=1, high_from=3),
    (SurveyKind.CSAT, 1, 4): Bands(low_to=2, high_from=3),
    (SurveyKind.CSAT, 1, 5): Bands(low_to=2, high_from=4),
    (SurveyKind.CSAT, 1, 6): Bands(low_to=2, high_from=5),
    (SurveyKind.CSAT, 1, 7): Bands(low_to=2, high_from=6),
    (SurveyKind.CSAT, 1, 10): Bands(low_to=3, high_from=8),
}

OFFERED = tuple(Scale(*bounds) for bounds in _EDGES)
"""Every scale that a survey can be made with."""


def default_scale(kind: SurveyKind) -> Scale:
    """Return the scale of a kind when nobody chose one: NPS 0-10, CES 1-7, CSAT 1-5."""
    lowest, highest = {SurveyKind.NPS: (0, 10), SurveyKind.CES: (1, 7), SurveyKind.CSAT: (1, 5)}[kind]
    return Scale(kind, lowest, highest)
