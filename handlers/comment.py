"""Words of a customer: the comment to an answer, or words that came before their tap."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers import alert, help_line, prompt, question
from handlers.answer import LONGEST_COMMENT, closed
from handlers.press import Press
from handlers.pressed import load
from handlers.replies import Content, Edit, Line, Reply, Say, Toast
from handlers.shop import Shop
from handlers.texts import languages
from handlers.texts.units import clip, utf16_length
from handlers.updates import Tap, Text
from storage import facts, invitations, messages, responses, rooms
from storage.database import Session
from storage.facts import Answer, InvitationFacts

MORE_WORDS_FOR: Final = timedelta(days=1)
"""How long after the first words of a comment others still belong to it, without replying to a message."""


async def words(session: Session, text: Text, *, now: datetime, shop: Shop) -> Sequence[Reply | Say]:
    """A text belongs to the message that it answers, else to the newest open question or prompt."""
    known = await _about(session, text, now=now) if text.text.strip() else None
    if known is None:
        return await help_line.once_a_day(session, text, now=now, shop=shop)
    language = languages.choose(known.language, text.person.language_code, shop.language)
    if known.answer is None:
        return await _early(session, known, text, language, now=now)
    if fitting := _fitting(text.text, [known.answer.comment or ""]):
        await responses.add_words(session, known.invitation_id, fitting, now=now)
    thanks = prompt.thank(known, language, chat_id=text.person.telegram_id)
    told: Sequence[Say] = ()
    if known.answer.score <= known.low_to:
        team = await rooms.connected(session)
        told = alert.words(known, fitting, team, shop, which=text.message_id)
    return [thanks, *told, *await _close(session, known, known.answer, shop, language)]


async def _about(session: Session, text: Text, *, now: datetime) -> InvitationFacts | None:
    """The invitation that a text is about, if it can still take words."""
    person = text.person.telegram_id
    replied = None
    if text.reply_to is not None:
        replied = await invitations.of_message(session, chat_id=person, telegram_message_id=text.reply_to)
    about = replied or await invitations.newest_open(session, telegram_id=person, now=now)
    known = (await facts.load(session, [about], now=now)).get(about) if about is not None else None
    if known is None or known.telegram_id != person:
        return None
    if known.answer is None:
        return None if closed(known, now) or known.opted_out_at is not None else known
    said_at = known.answer.closed_at
    return known if replied or said_at is None or now - said_at < MORE_WORDS_FOR else None


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
) -> list[Say]:
    """Taps and texts travel in different queues: the tap may be right behind."""
    if fitting := _fitting(text.text, [early for _, early in known.early_texts]):
        await responses.keep_early_text(session, known.invitation_id, fitting, now=now)
    # After "not now" there are no buttons in sight: they come with the hint.
    put_off = known.snoozed_at is not None
    content = Content(
        lines=(Line("words-before-tap"), *((question.scale(known),) if put_off else ())),
        language=language,
        keyboard=question.scores(known) if put_off else (),
    )
    return [
        Say(
            key=f"early:{known.invitation_id}",
            chat_id=text.person.telegram_id,
            contact_id=known.contact_id,
            invitation_id=known.invitation_id,
            content=content,
        )
    ]


def _fitting(text: str, before: Sequence[str]) -> str:
    """As much of a text as a comment has room for after the words before it and their line breaks."""
    room = LONGEST_COMMENT - sum(utf16_length(said) + 1 for said in before if said)
    return clip(text, room) if room > 0 else ""


async def _close(
    session: Session, known: InvitationFacts, answer: Answer, shop: Shop, language: str
) -> list[Edit]:
    """Words close the answer: "change" leaves the question, if it still stands there."""
    if answer.closed_at is not None or known.telegram_id is None:
        return []
    where = await messages.question_message(session, known.invitation_id)
    if where is None:
        return []
    content = question.answered(known, shop, language, answer.score, changeable=False)
    return [Edit(known.telegram_id, where, content)]
