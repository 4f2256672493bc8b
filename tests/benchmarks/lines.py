"""A line of the table: a figure of ours, what it is held against, and the bounds that it is to keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

COLUMNS: Final = ("benchmark", "ours", "against", "figure", "floor", "goal", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a figure must keep (the floor) and what it should reach (the goal), in the figure's own unit."""

    floor: float
    goal: float
    unit: str
    at_most: bool = False
    """Whether less is better."""

    def keeps_floor(self, figure: float) -> bool:
        """Whether a figure is on the right side of the floor."""
        return figure <= self.floor if self.at_most else figure >= self.floor

    def reaches_goal(self, figure: float) -> bool:
        """Whether a figure is on the right side of the goal."""
        return figure <= self.goal if self.at_most else figure >= self.goal


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One result. `bounds` is None for what is only shown; `figure` is None for what couldn't be measured."""

    name: str
    ours: str
    against: str = "-"
    figure: float | None = None
    bounds: Bounds | None = None

    @property
    def failed(self) -> bool:
        """Whether the floor was measured and isn't kept."""
        return (
            self.figure is not None and self.bounds is not None and not self.bounds.keeps_floor(self.figure)
        )

    @property
    def verdict(self) -> str:
        """The result in a word or two."""
        if self.bounds is None:
            return ""
        if self.figure is None:
            return "not measured"
        if self.failed:
            return "MISSED"
        return "goal" if self.bounds.reaches_goal(self.figure) else "floor"

    def cells(self) -> tuple[str, ...]:
        """The line as a row of the table."""
        floor = goal = figure = ""
        if self.bounds is not None:
            sign, unit = ("≤ " if self.bounds.at_most else "≥ "), self.bounds.unit
            floor, goal = f"{sign}{self.bounds.floor:g}{unit}", f"{sign}{self.bounds.goal:g}{unit}"
            figure = "" if self.figure is None else f"{_short(self.figure)}{unit}"
        return (self.name, self.ours, self.against, figure, floor, goal, self.verdict)


def table(lines: Sequence[Line]) -> str:
    """The lines as a table of Markdown, aligned so that it reads on a terminal too."""
    rows = [COLUMNS, *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    drawn = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([drawn[0], rule, *drawn[1:]])


def _short(figure: float) -> str:
    """Three figures that say something, and no exponent."""
    return f"{figure:.0f}" if abs(figure) >= 100 or figure == int(figure) else f"{figure:.3g}"
