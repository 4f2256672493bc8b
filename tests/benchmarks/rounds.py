"""Rounds: the sides take turns in one run, so that whatever the machine does meanwhile meets both."""

import gc
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

FULL_ROUNDS: Final = 5
QUICK_ROUNDS: Final = 2

Side = Callable[[], Awaitable[float]]
"""One turn of a side: its figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a benchmark is given: how thorough to be, where its files go, and a PostgreSQL server if there is one."""

    quick: bool
    folder: Path
    server: str | None
    say: Callable[[str], None]

    @property
    def rounds(self) -> int:
        """How often each side takes its turn."""
        return QUICK_ROUNDS if self.quick else FULL_ROUNDS

    def of(self, full: int, quick: int) -> int:
        """A size: the one of a full run, or the one for trying."""
        return quick if self.quick else full


async def take_turns(run: Run, sides: Mapping[str, Side]) -> dict[str, float]:
    """The median of each side over the rounds; every other round they go in the opposite order."""
    figures: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(run.rounds):
        for name in list(sides) if number % 2 == 0 else reversed(list(sides)):
            gc.collect()
            figures[name].append(await sides[name]())
        run.say(", ".join(f"{name} {values[-1]:,.4g}" for name, values in figures.items()))
    return {name: median(values) for name, values in figures.items()}
