"""Not now: the question comes back once, a day later."""

from datetime import datetime, timedelta
from typing import Final

from handlers import question
from handlers.press import Press
from handlers.pressed import load
from handlers.replies import Line, Reply, Say, Toast
from handlers.shop import Shop
from handlers.updates import Tap
from storage import invitations
from storage.database import Session
from storage.kinds import InvitationState, MessageKind

PUT_OFF_FOR: Final = timedelta(days=1)

_OUT: Final = (InvitationState.SENDING, InvitationState.SENT, InvitationState.UNKNOWN)


async def later(session: Session, tap: Tap, press: Press, *, now: datetime, shop: Shop) -> list[Reply | Say]:
    """Take the buttons away until tomorrow."""
    pressed = await load(session, tap, press, now=now, shop=shop)
    if isinstance(pressed, Toast):
        return [pressed]
    facts = pressed.facts
    if facts.answer is not None:
        return [pressed.toast("toast-already")]
    over = facts.expires_at is not None and now + PUT_OFF_FOR >= facts.expires_at
    if over or facts.state not in _OUT:
        return [pressed.toast("toast-closed")]
    await invitations.put_off(session, facts.invitation_id, now=now)
    content = question.put_off(facts, shop, pressed.language, Line("put-off"))
    again = Say(
        key=f"question-again:{facts.invitation_id}",
        kind=MessageKind.QUESTION,
        chat_id=tap.person.telegram_id,
        contact_id=facts.contact_id,
        invitation_id=facts.invitation_id,
        content=None,
        not_before=now + PUT_OFF_FOR,
    )
    return [pressed.toast("toast-later"), *pressed.edit(content), again]
