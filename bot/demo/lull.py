"""Tells when the demo's wave is over, by looking again and again."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.simulator.ratings import Rating

QUIET_LOOKS: Final = 20
"""Looks without any news after which the wave counts as over, though somebody's question was lost on the way."""


class Lull:
    """The wave ends when everybody has done what they are minded to, or when nothing is new for long enough."""

    def __init__(self, orders: Sequence[Rating]) -> None:
        answers = [order.delivery for order in orders]
        self._minded = len(answers) - answers.count(None)
        self._commenting = answers.count(1)
        self._seen: Mapping[str, int] = {}
        self._quiet_looks = 0

    def look(self, crowd: Mapping[str, int], *, at_rest: bool) -> bool:
        """Take a look at the crowd's counters; whether the wave is over.

        `at_rest`: the agent is up and has nothing before it. Before that, quiet says nothing: a wave stands
        still, too, while its agent is down.
        """
        is_quiet = at_rest and crowd == self._seen
        self._quiet_looks = self._quiet_looks + 1 if is_quiet else 0
        self._seen = crowd
        is_complete = crowd["pressed"] == self._minded and crowd["comments"] == self._commenting
        return self._quiet_looks >= QUIET_LOOKS or (at_rest and is_complete)
