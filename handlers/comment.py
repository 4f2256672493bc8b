"""Words of a customer: the comment to an answer, or words that came before their tap."""

from collections.abc import Sequence
from datetime import datetime

from handlers import prompt, question
from handlers.press import Press
from handlers.pressed import load
from handlers.replies import Content, Edit, Line, Reply, Say, Toast
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Command, Tap, Text
from storage import contacts, facts, invitations, messages, responses
from storage.database import Session
from storage.facts import InvitationFacts


async def words(session: Session, text: Text, *, now: datetime, shop: Shop) -> Sequence[Reply | Say]:
    """A text belongs to the message that it answers, else to the newest open question or prompt."""
    person = text.person.telegram_id
    about: int | None = None
    if text.reply_to is not None:
        about = await invitations.of_message(session, chat_id=person, telegram_message_id=text.reply_to)
    if about is None:
        about = await invitations.newest_open(session, telegram_id=person, now=now)
    known = (await facts.load(session, [about], now=now)).get(about) if about is not None else None
    if known is None or known.telegram_id != person:
        return await help_line(session, text, now=now, shop=shop)
    language = languages.choose(known.language, text.person.language_code, shop.language)
    if known.answer is None:
        return [await _early(session, known, text, language, now=now)]
    await responses.add_words(session, known.invitation_id, text.text, now=now)
    return [prompt.thank(known, language), *await _close(session, known, shop, language)]


async def reason(session: Session, tap: Tap, press: Press, *, now: datetime, shop: Shop) -> list[Reply]:
    """A quick answer under the prompt."""
    pressed = await load(session, tap, press, now=now, shop=shop)
    if isinstance(pressed, Toast):
        return [pressed]
    if pressed.facts.answer is None or press.choice not in prompt.REASONS:
        return [pressed.toast("toast-unclear")]
    await responses.choose_reason(session, press.invitation_id, press.choice)
    content = prompt.after_reason(pressed.facts, pressed.language, press.choice)
    return [pressed.toast("toast-thanks"), *pressed.edit(content)]


async def skip(session: Session, tap: Tap, press: Press, *, now: datetime, shop: Shop) -> list[Reply]:
    """No words: that is all right."""
    pressed = await load(session, tap, press, now=now, shop=shop)
    if isinstance(pressed, Toast):
        return [pressed]
    if pressed.facts.answer is None:
        return [pressed.toast("toast-unclear")]
    content = prompt.after_skip(pressed.facts, pressed.language)
    return [pressed.toast("toast-thanks"), *pressed.edit(content)]


async def _early(
    session: Session, known: InvitationFacts, text: Text, language: str, *, now: datetime
) -> Say:
    # Taps and texts travel in different queues: the tap may be right behind.
    await responses.keep_early_text(session, known.invitation_id, text.text, now=now)
    return Say(
        key=f"early:{known.invitation_id}",
        chat_id=text.person.telegram_id,
        contact_id=known.contact_id,
        invitation_id=known.invitation_id,
        content=Content(lines=(Line("words-before-tap"),), language=language),
    )


async def _close(session: Session, known: InvitationFacts, shop: Shop, language: str) -> list[Edit]:
    """Words close the answer: "change" leaves the question, if it still stands there."""
    if known.answer is None or known.answer.closed_at is not None or known.telegram_id is None:
        return []
    where = await messages.question_message(session, known.invitation_id)
    if where is None:
        return []
    content = question.answered(known, shop, language, known.answer.score, changeable=False)
    return [Edit(known.telegram_id, where, content)]


async def help_line(session: Session, update: Text | Command, *, now: datetime, shop: Shop) -> list[Say]:
    """What this chat is for: in return for whatever we have no use for, once a day."""
    person = update.person.telegram_id
    contact = await contacts.find(session, person)
    language = languages.choose(
        contact.language if contact else None, update.person.language_code, shop.language
    )
    today = now.astimezone(shop.time_zone).date()
    return [
        Say(
            key=f"help:{person}:{today:%Y%m%d}",
            chat_id=person,
            contact_id=contact.id if contact else None,
            content=Content(lines=(Line("help-customer", {"shop": shop.name}),), language=language),
        )
    ]
