"""Taps on scores, decided together: one load of the facts, one write, one commit for all that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.customer.answer import Decision, decide, is_low
from handlers.press import Press
from handlers.shop import Shop
from handlers.updates import Tap
from storage import facts as stored_facts
from storage import invitations, messages, responses, rooms, updates
from storage.database import Session
from storage.facts import InvitationFacts


@dataclass(frozen=True, slots=True)
class PressedScore:
    """A press on a score or on "change", and when it came."""

    tap: Tap
    press: Press
    at: datetime


class TapWriter:
    """Decides and writes a batch of presses; what a `Batch` calls."""

    def __init__(self, *, bot_id: int, shop: Shop) -> None:
        self._bot_id = bot_id
        self._shop = shop

    async def write(self, session: Session, presses: Sequence[PressedScore]) -> Sequence[Decision]:
        """Store the effects of presses in their order; the replies may leave once it is committed."""
        now = max(pressed.at for pressed in presses)
        oldest = min(pressed.at for pressed in presses)
        new = await updates.record_all(
            session, bot_id=self._bot_id, update_ids=[pressed.tap.update_id for pressed in presses], now=now
        )
        asked = {pressed.press.invitation_id for pressed in presses}
        await invitations.hold(session, asked)
        known = await stored_facts.load(session, asked, now=oldest)
        told = await rooms.connected(session) if _some_low(presses, known) else ()
        decisions: list[Decision] = []
        for pressed in presses:
            decision = decide(
                pressed.tap,
                pressed.press,
                known.get(pressed.press.invitation_id),
                now=pressed.at,
                seen=pressed.tap.update_id not in new,
                shop=self._shop,
                rooms=told,
            )
            if decision.facts is not None:
                known[pressed.press.invitation_id] = decision.facts
            new.discard(pressed.tap.update_id)
            decisions.append(decision)
        effects = [decision.effects for decision in decisions if decision.effects is not None]
        await responses.write_taps(session, effects)
        says = [
            say.as_message(pressed.at)
            for pressed, decision in zip(presses, decisions, strict=True)
            for say in decision.says
        ]
        await messages.put_in_line(session, says, now=now)
        return decisions


def _some_low(presses: Sequence[PressedScore], known: Mapping[int, InvitationFacts]) -> bool:
    """Whether the team will have to be told of one of these."""
    return any(
        is_low(pressed.press, facts)
        for pressed in presses
        if (facts := known.get(pressed.press.invitation_id)) is not None
    )
