"""What planning a wave looks up before its transaction, which mustn't wait for that: who would be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.admin.score_view import Showing
from handlers.marketer import draft_turns
from handlers.marketer.draft_steps import Offer
from handlers.marketer.draft_turns import Desk, Turn
from handlers.marketer.planning import foresee
from handlers.marketer.preview import Preview
from handlers.marketer.wave_words import read_line
from handlers.press import Press
from handlers.unclear import UnclearPlanError
from handlers.updates import Command, GroupText, Tap, Text
from storage import contact_lists, people
from storage.contact_lists import ListSize
from storage.database import Session
from storage.kinds import DraftStep

OFFERED: Final = ("category", "store")
"""The fields whose most frequent values have buttons."""

MOST_OFFERS: Final = 6
"""Buttons with such values."""

COUNTED_LIVE: Final = 5_000
"""People who are looked at while an audience is being chosen, some seconds' work; the card counts everybody."""

_COUNTED: Final = (DraftStep.AUDIENCE, DraftStep.CARD)
"""The steps that say how many would be asked."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What was looked up before the transaction, which mustn't wait for that: who a draft of these words would ask."""

    words: Mapping[str, str]
    seen: Preview | None
    offers: Sequence[Offer] = ()
    lists: Sequence[ListSize] = ()


async def of_command(showing: Showing, command: Command) -> Foreseen | None:
    """Look up what the answer to /wave takes."""
    offers = await _offers(showing.session)
    try:
        words = read_line(command.argument) if command.argument else {}
        return await of_turn(showing, draft_turns.begun(showing, words), offers)
    except UnclearPlanError:  # which is said where it is answered
        return None


async def of_press(desk: Desk, tap: Tap, press: Press) -> Foreseen | None:
    """Look up what the answer to a press takes."""
    stored = await draft_turns.of_button(desk.showing.session, tap, press, hold=False)
    if stored is None or not desk.may_plan:
        return None
    turn = draft_turns.after_press(desk.showing, stored, press.choice)
    return await of_turn(desk.showing, turn) if turn else None


async def of_words(desk: Desk, said: Text | GroupText) -> Foreseen | None:
    """Look up what the answer to words takes; None where they aren't about a draft, too."""
    stored = await draft_turns.meant(desk.showing, said, hold=False)
    if stored is None or stored.step is DraftStep.SURVEY_WORDS or said.attached or not desk.may_plan:
        return None
    try:
        return await of_turn(desk.showing, draft_turns.after_words(desk.showing, stored, said.text))
    except UnclearPlanError:
        return None


async def of_turn(showing: Showing, turn: Turn, offers: Sequence[Offer] = ()) -> Foreseen:
    """Who would be asked, where the step says that, and how many of each list are known."""
    wanted, seen = turn.wanted, None
    lists: Sequence[ListSize] = ()
    if turn.draft.step is DraftStep.AUDIENCE and wanted is not None and wanted.audience.lists:
        lists = await contact_lists.sizes(showing.session, wanted.audience.lists)
    if turn.draft.step in _COUNTED and wanted is not None and wanted.after is None:
        most = COUNTED_LIVE if turn.draft.step is DraftStep.AUDIENCE else None
        try:
            seen = await foresee(showing.session, wanted, shop=showing.shop, now=showing.now, most=most)
        except UnclearPlanError:  # a word that no order has any more, which is said when it is to be planned
            seen = None
    return Foreseen(turn.draft.words, seen, offers, lists)


async def _offers(session: Session) -> Sequence[Offer]:
    """The values that most of the shop's orders have, of the fields that tell orders apart."""
    offers: list[tuple[int, Offer]] = []
    for field in OFFERED:
        values = await people.commonest(session, field, most=MOST_OFFERS)
        if len(values) > 1:
            offers += [(number, (field, value)) for value, number in values]
    frequent = sorted(offers, key=lambda each: -each[0])[:MOST_OFFERS]
    return [offer for number, offer in offers if (number, offer) in frequent]
