"""No more questions: by /stop, or by the button under a question."""

from datetime import datetime

from handlers.customer import answer, question
from handlers.in_return import in_return
from handlers.press import Press
from handlers.pressed import load
from handlers.replies import Line, Reply, Say, Toast
from handlers.shop import Shop
from handlers.updates import Command, Tap
from storage import contacts, invitations
from storage.database import Session


async def stop(session: Session, command: Command, *, now: datetime, shop: Shop) -> list[Say]:
    """/stop: also from somebody we don't know, who is told the same."""
    contact = await contacts.find(session, command.person.telegram_id)
    if contact is not None and contact.id is not None:
        await contacts.opt_out(session, contact.id, now=now)
    key = f"stop:{command.person.telegram_id}:{command.update_id}"
    return [in_return(command, contact, shop, _stopped(shop), key=key)]


async def never(session: Session, tap: Tap, press: Press, *, now: datetime, shop: Shop) -> list[Reply]:
    """ "Don't ask me" under a question: heard at any time; an answer that was given before it stands."""
    pressed = await load(session, tap, press, now=now, shop=shop)
    if isinstance(pressed, Toast):
        return [pressed]
    await contacts.opt_out(session, pressed.facts.contact_id, now=now)
    if given := pressed.facts.answer:
        return [*pressed.toast("toast-stopped"), *pressed.edit(answer.as_it_stands(pressed, given))]
    await invitations.decline(session, press.invitation_id, now=now, telegram_message_id=tap.message_id)
    content = question.settled(pressed.facts, shop, pressed.language, _stopped(shop))
    return [*pressed.toast("toast-stopped"), *pressed.edit(content)]


def _stopped(shop: Shop) -> Line:
    """In a bot of the shop's own, /start is that bot's, and turns nothing of ours on."""
    return Line("stopped-guest" if shop.has_own_bot else "stopped")
