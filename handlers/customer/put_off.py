"""Not now: the question comes back once, a day later."""

from datetime import datetime, timedelta
from typing import Final

from handlers.customer import answer, question
from handlers.marketer.audience import zone_of
from handlers.press import Press
from handlers.pressed import Pressed, load
from handlers.replies import Line, Reply, Say, Toast
from handlers.shop import Shop
from handlers.updates import Tap
from storage import invitations
from storage.database import Session
from storage.kinds import MessageKind

PUT_OFF_FOR: Final = timedelta(days=1)


async def later(session: Session, tap: Tap, press: Press, *, now: datetime, shop: Shop) -> list[Reply | Say]:
    """Take the buttons away until tomorrow."""
    pressed = await load(session, tap, press, now=now, shop=shop)
    if isinstance(pressed, Toast):
        return [pressed]
    zone = zone_of(pressed.facts.time_zone, shop)
    back_at = shop.quiet_hours.hold((pressed.facts.snoozed_at or now) + PUT_OFF_FOR, zone)
    if refused := _refusal(pressed, back_at):
        return [*refused]
    facts = pressed.facts
    await invitations.put_off(session, facts.invitation_id, now=now, telegram_message_id=tap.message_id)
    content = question.settled(facts, shop, pressed.language, Line("put-off"))
    again = Say(
        key=f"question-again:{facts.invitation_id}",
        kind=MessageKind.QUESTION,
        chat_id=pressed.chat_id,
        contact_id=facts.contact_id,
        invitation_id=facts.invitation_id,
        content=None,
        not_before=back_at,
    )
    return [*pressed.toast("toast-later"), *pressed.edit(content), again]


def _refusal(pressed: Pressed, back_at: datetime) -> tuple[Reply, ...]:
    facts = pressed.facts
    if facts.answer is not None:
        return (*pressed.toast("toast-already"), *pressed.edit(answer.as_it_stands(pressed, facts.answer)))
    if late := answer.too_late(pressed):
        return late
    if back_at <= pressed.now:
        # It has come back already; this is the button of the first message, whose edit was lost.
        asked = question.asking(facts, pressed.shop, pressed.language)
        return (*pressed.toast("toast-unclear"), *pressed.edit(asked))
    if facts.expires_at is not None and back_at >= facts.expires_at:
        return pressed.toast("toast-no-later")
    return ()
