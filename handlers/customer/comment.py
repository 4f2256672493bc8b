"""What a customer writes or sends: the comment to an answer, what came before their tap, or the answer itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.admin import alert
from handlers.customer import help_line, prompt, question
from handlers.customer.answer import LONGEST_COMMENT, closed, count, takes_a_score
from handlers.customer.typed import bare_number
from handlers.pressed import Pressed
from handlers.replies import Content, Edit, Line, Reply, Say
from handlers.shop import Shop
from handlers.texts import languages
from handlers.texts.units import clip, utf16_length
from handlers.updates import Text
from storage import attachments, facts, invitations, responses, rooms, standing
from storage.database import Session
from storage.facts import Answer, InvitationFacts, KeptAttachment
from storage.kinds import ResponseSource

MORE_WORDS_FOR: Final = timedelta(days=1)
"""How long after the first words of a comment others still belong to it, without replying to a message."""


async def words(session: Session, text: Text, *, now: datetime, shop: Shop) -> Sequence[Reply | Say]:
    """A message belongs to the one that it answers, else to the newest open question or prompt."""
    known = await _about(session, text, now=now) if text.text.strip() or text.attached else None
    if known is None:
        return await help_line.once_a_day(session, text, now=now, shop=shop)
    language = languages.choose(known.language, text.person.language_code, shop.language)
    asked = await standing.questions(session, known.invitation_id)
    pressed = Pressed(
        facts=known,
        now=now,
        language=language,
        shop=shop,
        chat_id=text.person.telegram_id,
        message_id=asked[0] if asked else None,
        callback_id=None,
    )
    score = _score(text, known)
    if score is not None and (known.answer is None or (text.reply_to in asked and takes_a_score(known, now))):
        return await _typed(session, pressed, score)
    if known.answer is None:
        return await _early(session, pressed, text)
    return await _said(session, pressed, text, known.answer)


async def _about(session: Session, text: Text, *, now: datetime) -> InvitationFacts | None:
    """The invitation that a message is about, if it can still take words."""
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


def _score(text: Text, known: InvitationFacts) -> int | None:
    """The score that a message is, and nothing else; a number under a picture is words."""
    number = bare_number(text.text) if text.attached is None else None
    return number if number is not None and known.lowest <= number <= known.highest else None


async def _typed(session: Session, pressed: Pressed, score: int) -> Sequence[Reply | Say]:
    """A typed score is decided as a tap is."""
    decision = count(pressed, score, await rooms.connected(session), source=ResponseSource.TYPED)
    if decision.effects is not None:
        await responses.write_taps(session, [decision.effects])
    return [*decision.replies, *decision.says]


async def _said(session: Session, pressed: Pressed, text: Text, answer: Answer) -> Sequence[Reply | Say]:
    """Words and pictures to an answer: they close it, and the first are thanked for."""
    known, shop, now = pressed.facts, pressed.shop, pressed.now
    fitting = _fitting(text.text, [answer.comment or ""])
    if fitting:
        await responses.add_words(session, known.invitation_id, fitting, now=now)
    else:
        await responses.close(session, known.invitation_id, now=now)
    kept = await _keep(session, pressed, text)
    # A prompt has offered it already; and whoever has stopped isn't offered anything.
    review = known.opted_out_at is None and not await standing.prompted(session, known.invitation_id)
    thanks = prompt.thank(
        known, shop, pressed.language, chat_id=pressed.chat_id, words=bool(fitting), review=review
    )
    told: list[Say] = []
    if answer.score <= known.low_to:
        team = await rooms.connected(session)
        told += alert.words(known, fitting, team, shop, which=text.message_id)
        told += alert.attached(known, kept, team, shop) if kept else ()
    return [thanks, *told, *_closed(pressed, answer)]


async def _early(session: Session, pressed: Pressed, text: Text) -> list[Say]:
    """Taps and texts travel in different queues: the tap may be right behind."""
    known = pressed.facts
    fitting = _fitting(text.text, [early for _, early in known.early_texts])
    if fitting:
        await responses.keep_early_text(session, known.invitation_id, fitting, now=pressed.now)
    await _keep(session, pressed, text)
    # After "not now" there are no buttons in sight: they come with the hint.
    put_off = known.snoozed_at is not None
    hint = Line("words-before-tap" if fitting else "attached-before-tap")
    content = Content(
        lines=(hint, *((question.scale(known),) if put_off else ())),
        language=pressed.language,
        keyboard=question.scores(known) if put_off else (),
    )
    return [
        Say(
            key=f"early:{known.invitation_id}",
            chat_id=pressed.chat_id,
            contact_id=known.contact_id,
            invitation_id=known.invitation_id,
            content=content,
        )
    ]


async def _keep(session: Session, pressed: Pressed, text: Text) -> KeptAttachment | None:
    """Keep what hangs on a message, if something does."""
    if text.attached is None:
        return None
    kept = KeptAttachment(text.attached.kind, pressed.chat_id, text.message_id)
    await attachments.keep(
        session, pressed.facts.invitation_id, kept, file_id=text.attached.file_id, now=pressed.now
    )
    return kept


def _fitting(text: str, before: Sequence[str]) -> str:
    """As much of a text as a comment has room for after the words before it and their line breaks."""
    room = LONGEST_COMMENT - sum(utf16_length(said) + 1 for said in before if said)
    return clip(text, room) if room > 0 and text.strip() else ""


def _closed(pressed: Pressed, answer: Answer) -> tuple[Edit, ...]:
    """What was said closes the answer: "change" leaves the question, if it still stands there."""
    if answer.closed_at is not None:
        return ()
    content = question.answered(pressed.facts, pressed.shop, pressed.language, answer.score, changeable=False)
    return pressed.edit(content)
