"""No more questions: by /stop, or by the button under a question."""

from datetime import datetime

from handlers import question
from handlers.press import Press
from handlers.pressed import load
from handlers.replies import Content, Line, Reply, Say, Toast
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Command, Tap
from storage import contacts, invitations
from storage.database import Session


async def stop(session: Session, command: Command, *, now: datetime, shop: Shop) -> list[Say]:
    """/stop: also from somebody we don't know, who is told the same."""
    contact = await contacts.find(session, command.person.telegram_id)
    if contact is not None and contact.id is not None:
        await contacts.opt_out(session, contact.id, now=now)
    language = languages.choose(
        contact.language if contact else None, command.person.language_code, shop.language
    )
    return [
        Say(
            key=f"stop:{command.person.telegram_id}:{command.message_id}",
            chat_id=command.person.telegram_id,
            contact_id=contact.id if contact else None,
            content=Content(lines=(Line("stopped"),), language=language),
        )
    ]


async def never(session: Session, tap: Tap, press: Press, *, now: datetime, shop: Shop) -> list[Reply]:
    """ "Don't ask me" under a question."""
    pressed = await load(session, tap, press, now=now, shop=shop)
    if isinstance(pressed, Toast):
        return [pressed]
    await contacts.opt_out(session, pressed.facts.contact_id, now=now)
    await invitations.decline(session, press.invitation_id, now=now)
    content = question.put_off(pressed.facts, shop, pressed.language, Line("stopped"))
    return [pressed.toast("toast-stopped"), *pressed.edit(content)]
