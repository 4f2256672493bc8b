"""A wave as the team reads it: what it is, how far it has come, and whom it didn't reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.admin.score_message import LONGEST_NAME
from handlers.marketer import audience_lines
from handlers.marketer.audience_words import read_audience
from handlers.replies import Line
from handlers.shop import Shop
from handlers.survey.scoring import shown
from handlers.texts import figures
from handlers.texts.units import clip
from handlers.unclear import UnclearPlanError
from storage import reports, waves
from storage.database import Session
from storage.kinds import InvitationState, SkipReason, WaveState
from storage.reports import Delivery, Scope
from storage.waves import WaveCounts

BAR: Final = 20
"""Characters of the bar that shows who has answered, who is silent, and who waits to be asked."""

REASONS: Final = 8
"""Reasons for leaving people out that are told one by one."""

_AWAITED: Final = (InvitationState.SENDING, InvitationState.SENT, InvitationState.UNKNOWN)
_BLOCKS: Final = ("█", "▒", "░")


@dataclass(frozen=True, slots=True)
class Standing:
    """A wave, its people by state, and how many of those whom the question reached have answered."""

    counts: WaveCounts
    delivery: Delivery

    @property
    def id(self) -> int:
        """The number by which buttons name the wave."""
        return self.counts.wave.id or 0

    @property
    def state(self) -> WaveState:
        """Where the wave is on its way."""
        return self.counts.wave.state

    @property
    def has_begun(self) -> bool:
        """Whether its people are chosen, or at least some of them."""
        waits = WaveState.PLANNED in (self.state, self.counts.wave.resumes_as)
        return not waits and self.state is not WaveState.MISSED


async def standings(session: Session, found: Sequence[WaveCounts]) -> list[Standing]:
    """These waves with what came of their questions."""
    return [
        Standing(
            counts,
            await reports.delivery(session, Scope(kind=counts.kind, wave_id=counts.wave.id)),
        )
        for counts in found
    ]


async def standing(session: Session, wave_id: int) -> Standing | None:
    """A wave as it stands; None for one that there isn't, or that another tool made."""
    found = await standings(session, await waves.counts_of(session, [wave_id]))
    return found[0] if found else None


async def moved_on(session: Session, wave: Standing) -> Standing:
    """The same people of a wave, which is by now where it is."""
    return replace(wave, counts=await waves.moved_on(session, wave.counts))


def name(wave: Standing) -> str:
    """The wave's name, as long as there is room for it."""
    return clip(wave.counts.wave.name, LONGEST_NAME)


def head(wave: Standing) -> Line:
    """What the wave is called, what it asks, and where it is on its way."""
    return Line(
        "wave-head", {"wave": name(wave), "kind": wave.counts.kind.upper(), "state": wave.state.value}
    )


def audience(words: str, *, language: str) -> Sequence[Line]:
    """Whom a wave or a plan is for; if its words can't be read, that is said, so that it can still be stopped."""
    try:
        criteria = read_audience(words)
    except UnclearPlanError as error:
        return (Line("card-to"), error.line)
    return (Line("card-to"), *audience_lines.lines(criteria, language))


def numbers(wave: Standing, *, shop: Shop, language: str) -> Line:
    """How many were asked and have answered; of a wave that hasn't begun, when it does, or was to."""
    if not wave.has_begun:
        begins = figures.moment(wave.counts.wave.due_at.astimezone(shop.time_zone), language, year=True)
        missed = wave.state is WaveState.MISSED
        return Line("wave-was-to-begin" if missed else "wave-begins", {"moment": begins})
    asked, to_ask = wave.counts.asked, wave.counts.to_ask
    delivered, answered = wave.delivery.delivered, wave.delivery.answered
    if not delivered:
        return Line("wave-asked", {"asked": asked, "all": to_ask})
    rate = figures.percent(shown(100 * answered / delivered), language)
    return Line("wave-answered", {"asked": asked, "all": to_ask, "answered": answered, "rate": rate})


def bar(wave: Standing) -> Sequence[Line]:
    """How much of the wave is answered, asked and still to come; nothing where there is nobody to ask."""
    everybody = wave.counts.to_ask
    if not everybody:
        return ()
    # Rounded down, so that the bar is full when everybody is asked, and not before.
    settled = BAR * (everybody - wave.counts.not_asked) // everybody
    answered = min(BAR * wave.delivery.answered // everybody, settled)
    cells = (answered, settled - answered, BAR - settled)
    drawn = "".join(block * number for block, number in zip(_BLOCKS, cells, strict=True))
    return (Line("wave-bar", {"bar": drawn}),)


def not_reached(wave: Standing) -> Sequence[Line]:
    """Those who were asked in vain; of a wave that was stopped, also those who are spared or can still answer."""
    counts = wave.counts
    failed = counts.states[InvitationState.FAILED]
    lines = [Line("wave-unreached", {"number": failed})] if failed else []
    if not counts.is_over:
        return lines
    if counts.not_asked:
        lines.append(Line("wave-not-asked", {"number": counts.not_asked}))
    awaited = sum(counts.states[state] for state in _AWAITED)
    if awaited and wave.state is WaveState.STOPPED:
        lines.append(Line("wave-awaited", {"number": awaited}))
    return lines


def left_out(reasons: Mapping[SkipReason, int]) -> Sequence[Line]:
    """How many were not asked, and why not, the most frequent reasons first; nothing where that is nobody."""
    if not reasons:
        return ()
    told = sorted(reasons.items(), key=lambda found: -found[1])[:REASONS]
    others = sum(reasons.values()) - sum(number for _, number in told)
    return (
        Line("wave-left-out", {"number": sum(reasons.values())}),
        *(reason(why, number) for why, number in told),
        *([Line("left-out-others", {"number": others})] if others else []),
    )


def reason(why: SkipReason, number: int) -> Line:
    """So many were left out for one reason."""
    return Line("left-out", {"reason": why.value, "number": number})
