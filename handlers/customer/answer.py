"""Scores, tapped or typed: a pure decision from the score, what is known, and the time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from handlers.admin import alert
from handlers.customer import prompt, question
from handlers.press import Act, Press
from handlers.pressed import Pressed, recognise
from handlers.replies import Content, Line, Reply, Say, Toast
from handlers.shop import Shop
from handlers.texts.units import clip
from handlers.updates import Tap
from storage.facts import EARLY_TEXT_WINDOW, Answer, InvitationFacts
from storage.kinds import InvitationState, ResponseSource
from storage.responses import TapEffects
from storage.tables import Room

EDIT_WINDOW: Final = timedelta(minutes=15)
"""How long after the first tap a later one still changes the answer (last tap wins)."""

LONGEST_COMMENT: Final = 10_000
"""UTF-16 units of a comment, whose words may come in several messages; what is beyond isn't kept."""

_CLOSED: Final = (InvitationState.EXPIRED, InvitationState.SKIPPED, InvitationState.CANCELLED)
"""Any other state can be answered, also `failed`: a tap proves that the question did arrive."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a score leads to: what is stored, what leaves once that is stored, and the facts after it."""

    replies: tuple[Reply, ...]
    effects: TapEffects | None = None
    says: tuple[Say, ...] = ()
    facts: InvitationFacts | None = None


def decide(
    tap: Tap,
    press: Press,
    facts: InvitationFacts | None,
    *,
    now: datetime,
    seen: bool,
    shop: Shop,
    rooms: Sequence[Room] = (),
) -> Decision:
    """Decide about a press on a score or on "change"; `rooms` are told of a low one.

    `seen`: this very update had its effect before, and Telegram only didn't hear so: it is acknowledged
    again and changes nothing.
    """
    pressed = recognise(tap, facts, now=now, shop=shop)
    if isinstance(pressed, Toast):
        return Decision(replies=(pressed,))
    if press.act is Act.CHANGE:
        return Decision(replies=too_late(pressed) or _reopened(pressed))
    scores = {str(score): score for score in range(pressed.facts.lowest, pressed.facts.highest + 1)}
    score = scores.get(press.choice)
    if score is None:
        return Decision(replies=pressed.toast("toast-unclear"))
    return Decision(replies=_again(pressed, score)) if seen else count(pressed, score, rooms)


def count(
    pressed: Pressed,
    score: int,
    rooms: Sequence[Room],
    *,
    source: ResponseSource = ResponseSource.TAP,
) -> Decision:
    """Count a score of the scale: the last one that is given in time is the answer."""
    if not takes_a_score(pressed.facts, pressed.now):
        # Every score is kept in the history; what stands is not changed by it.
        return Decision(replies=too_late(pressed), effects=_effects(pressed, score, None, source))
    before = pressed.facts.answer
    answer = _changed(pressed, before, score) if before else _first_answer(pressed, score)
    return Decision(
        replies=_acknowledgement(pressed, answer),
        effects=_effects(pressed, score, answer, source),
        says=(*_follow_up(pressed, answer), *_told(pressed, answer, rooms)),
        facts=pressed.facts.answered(answer),
    )


def takes_a_score(facts: InvitationFacts, now: datetime) -> bool:
    """Whether a score that is given now counts: as the answer, or in the place of the one before."""
    return not closed(facts, now) if facts.answer is None else _changeable(facts.answer, now)


def is_low(press: Press, facts: InvitationFacts) -> bool:
    """Whether a press is on a score of which the team is told."""
    return press.choice in {str(score) for score in range(facts.lowest, facts.low_to + 1)}


def closed(facts: InvitationFacts, now: datetime) -> bool:
    """Whether a question that wasn't answered can't be answered any more."""
    over = facts.expires_at is not None and now >= facts.expires_at
    return over or facts.state in _CLOSED


def as_it_stands(pressed: Pressed, answer: Answer) -> Content:
    """The question with its answer, and "change" while that still works."""
    return question.answered(
        pressed.facts,
        pressed.shop,
        pressed.language,
        answer.score,
        changeable=_changeable(answer, pressed.now),
    )


def too_late(pressed: Pressed) -> tuple[Reply, ...]:
    """What a press that comes too late gets: why, and a message without buttons that do nothing."""
    facts = pressed.facts
    if takes_a_score(facts, pressed.now):
        return ()
    if facts.answer is not None:
        return (*pressed.toast("toast-already"), *pressed.edit(as_it_stands(pressed, facts.answer)))
    ended = question.settled(facts, pressed.shop, pressed.language, Line("question-closed"))
    return (*pressed.toast("question-closed"), *pressed.edit(ended))


def _again(pressed: Pressed, score: int) -> tuple[Reply, ...]:
    answer = pressed.facts.answer
    if answer is not None and answer.score == score:
        return _acknowledgement(pressed, answer)
    return too_late(pressed) or pressed.toast(None)


def _reopened(pressed: Pressed) -> tuple[Reply, ...]:
    content = question.asking(pressed.facts, pressed.shop, pressed.language)
    return (*pressed.toast(None), *pressed.edit(content))


def _changeable(answer: Answer, now: datetime) -> bool:
    return answer.closed_at is None and now - answer.first_answered_at < EDIT_WINDOW


def _first_answer(pressed: Pressed, score: int) -> Answer:
    """What the person has said or sent already belongs to it, and closes it."""
    since = pressed.now - EARLY_TEXT_WINDOW
    words = "\n".join(text for received_at, text in pressed.facts.early_texts if received_at >= since)
    return Answer(
        score=score,
        first_answered_at=pressed.now,
        closed_at=pressed.now if words or pressed.facts.early_attachments else None,
        comment=clip(words, LONGEST_COMMENT) or None,
    )


def _changed(pressed: Pressed, before: Answer, score: int) -> Answer:
    """A reason stays while it answers the same prompt: what went wrong isn't what was liked best."""
    facts = pressed.facts
    same = prompt.band_of(facts, before.score) is prompt.band_of(facts, score)
    return replace(before, score=score, reason=before.reason if same else None)


def _acknowledgement(pressed: Pressed, answer: Answer) -> tuple[Reply, ...]:
    return (*pressed.toast("toast-thanks"), *pressed.edit(as_it_stands(pressed, answer)))


def _follow_up(pressed: Pressed, answer: Answer) -> tuple[Say, ...]:
    """Ask for more than the score; whoever has said so before it is thanked instead."""
    facts, shop, language, chat_id = pressed.facts, pressed.shop, pressed.language, pressed.chat_id
    if facts.opted_out_at is not None:
        return ()
    if answer.closed_at is None:
        return (prompt.ask(facts, answer.score, shop, language, chat_id=chat_id),)
    words = answer.comment is not None
    return (prompt.thank(facts, shop, language, chat_id=chat_id, words=words, review=True),)


def _told(pressed: Pressed, answer: Answer, rooms: Sequence[Room]) -> tuple[Say, ...]:
    """The team is told of a low score at once, and of what came before it."""
    facts, shop = pressed.facts, pressed.shop
    if answer.score > facts.low_to:
        return ()
    return (
        *alert.low_score(facts, answer.score, rooms, shop),
        *alert.words(facts, answer.comment or "", rooms, shop, which=0),
        *(say for kept in facts.early_attachments for say in alert.attached(facts, kept, rooms, shop)),
    )


def _effects(pressed: Pressed, score: int, answer: Answer | None, source: ResponseSource) -> TapEffects:
    return TapEffects(
        invitation_id=pressed.facts.invitation_id,
        score=score,
        at=pressed.now,
        telegram_message_id=pressed.message_id,
        lowest=pressed.facts.lowest,
        highest=pressed.facts.highest,
        answer=answer,
        source=source,
        may_ask_still=pressed.facts.may_ask_still,
    )
