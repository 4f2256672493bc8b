"""Taps on a score: a pure decision from the tap, what is known, and the time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from handlers import prompt, question
from handlers.press import Act, Press
from handlers.pressed import Pressed, recognise
from handlers.replies import Reply, Say, Toast
from handlers.shop import Shop
from handlers.updates import Tap
from storage.facts import Answer, InvitationFacts
from storage.kinds import InvitationState
from storage.responses import TapEffects

EDIT_WINDOW: Final = timedelta(minutes=15)
"""How long after the first tap a later one still changes the answer (last tap wins)."""

_CLOSED: Final = (InvitationState.EXPIRED, InvitationState.SKIPPED, InvitationState.CANCELLED)
"""Any other state can be answered, also `failed`: a tap proves that the question did arrive."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a tap leads to: what is stored, what leaves once that is stored, and the facts after it."""

    replies: tuple[Reply, ...]
    effects: TapEffects | None = None
    facts: InvitationFacts | None = None


def decide(
    tap: Tap, press: Press, facts: InvitationFacts | None, *, now: datetime, seen: bool, shop: Shop
) -> Decision:
    """Decide about a press on a score or on "change".

    `seen`: this very update had its effect before, and Telegram only didn't hear so: it is acknowledged
    again and changes nothing.
    """
    pressed = recognise(tap, facts, now=now, shop=shop)
    if isinstance(pressed, Toast):
        return Decision(replies=(pressed,))
    if press.act is Act.CHANGE:
        return _reopen(pressed)
    scores = {str(score): score for score in range(pressed.facts.lowest, pressed.facts.highest + 1)}
    score = scores.get(press.choice)
    if score is None:
        return Decision(replies=(pressed.toast("toast-unclear"),))
    return _acknowledge_again(pressed, score) if seen else _count(pressed, score)


def _count(pressed: Pressed, score: int) -> Decision:
    facts = pressed.facts
    if refusal := _refusal(pressed):
        # A tap after the window is kept in the history, beside the answer that stands.
        kept = _effects(pressed, score, None) if facts.answer else None
        return Decision(replies=(pressed.toast(refusal),), effects=kept)
    answer = replace(facts.answer, score=score) if facts.answer else _first_answer(pressed, score)
    return Decision(
        replies=_acknowledgement(pressed, answer),
        effects=_effects(pressed, score, answer, _follow_up(pressed, answer)),
        facts=facts.answered(answer),
    )


def _acknowledge_again(pressed: Pressed, score: int) -> Decision:
    answer = pressed.facts.answer
    if answer is None or answer.score != score:
        return Decision(replies=(pressed.toast(None),))
    return Decision(replies=_acknowledgement(pressed, answer))


def _reopen(pressed: Pressed) -> Decision:
    if refusal := _refusal(pressed):
        return Decision(replies=(pressed.toast(refusal),))
    content = question.asking(pressed.facts, pressed.shop, pressed.language)
    return Decision(replies=(pressed.toast(None), *pressed.edit(content)))


def _refusal(pressed: Pressed) -> str | None:
    facts = pressed.facts
    if facts.answer is not None:
        return None if _changeable(facts.answer, pressed.now) else "toast-already"
    over = facts.expires_at is not None and pressed.now >= facts.expires_at
    return "toast-closed" if over or facts.state in _CLOSED else None


def _changeable(answer: Answer, now: datetime) -> bool:
    return answer.closed_at is None and now - answer.first_answered_at < EDIT_WINDOW


def _first_answer(pressed: Pressed, score: int) -> Answer:
    words = "\n".join(text for _, text in pressed.facts.early_texts) or None
    return Answer(
        score=score,
        first_answered_at=pressed.now,
        closed_at=pressed.now if words else None,
        comment=words,
    )


def _acknowledgement(pressed: Pressed, answer: Answer) -> tuple[Reply, ...]:
    content = question.answered(
        pressed.facts,
        pressed.shop,
        pressed.language,
        answer.score,
        changeable=_changeable(answer, pressed.now),
    )
    return (pressed.toast("toast-thanks"), *pressed.edit(content))


def _follow_up(pressed: Pressed, answer: Answer) -> tuple[Say, ...]:
    """Ask the unhappy what went wrong, once; who has said so before the tap is thanked instead."""
    if answer.score > pressed.facts.low_to or pressed.facts.opted_out_at is not None:
        return ()
    if answer.comment is None:
        return (prompt.ask_what_went_wrong(pressed.facts, pressed.language),)
    return (prompt.thank(pressed.facts, pressed.language),)


def _effects(
    pressed: Pressed, score: int, answer: Answer | None, follow_up: tuple[Say, ...] = ()
) -> TapEffects:
    return TapEffects(
        invitation_id=pressed.facts.invitation_id,
        score=score,
        at=pressed.now,
        telegram_message_id=pressed.tap.message_id,
        lowest=pressed.facts.lowest,
        highest=pressed.facts.highest,
        answer=answer,
        messages=tuple(say.as_message(pressed.now) for say in follow_up),
    )
