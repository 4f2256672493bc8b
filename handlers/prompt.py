"""The open question after a low score, and the thanks for what it brings."""

from typing import Final

from handlers.press import Act, Press
from handlers.replies import Button, Content, Keyboard, Line, Say
from handlers.texts.names import called
from storage.facts import InvitationFacts
from storage.kinds import MessageKind

REASONS: Final = {
    "delivery": "reason-delivery",
    "quality": "reason-quality",
    "price": "reason-price",
    "service": "reason-service",
}
"""Quick answers to "what went wrong?", and the texts of their buttons."""


def ask_what_went_wrong(facts: InvitationFacts, language: str, *, chat_id: int) -> Say:
    """What went wrong? In own words, by a button, or not at all."""
    reasons = tuple(
        Button(Line(text), data=Press(Act.REASON, facts.invitation_id, reason).data())
        for reason, text in REASONS.items()
    )
    return Say(
        key=f"prompt:{facts.invitation_id}",
        kind=MessageKind.PROMPT,
        chat_id=chat_id,
        contact_id=facts.contact_id,
        invitation_id=facts.invitation_id,
        content=Content(
            lines=(_sorry(facts),),
            language=language,
            keyboard=(reasons[:2], reasons[2:], *_skip(facts)),
        ),
    )


def thank(facts: InvitationFacts, language: str, *, chat_id: int) -> Say:
    """Said once per answer, after its first words."""
    return Say(
        key=f"thanks:{facts.invitation_id}",
        chat_id=chat_id,
        contact_id=facts.contact_id,
        invitation_id=facts.invitation_id,
        content=Content(lines=(Line("thanks-words", {"name": called(facts.first_name)}),), language=language),
    )


def after_reason(facts: InvitationFacts, language: str, reason: str) -> Content:
    """The prompt once a reason was chosen; words are still welcome where there are none yet."""
    chosen = (_sorry(facts), _chosen(reason))
    if facts.answer is not None and facts.answer.comment:
        return Content(lines=chosen, language=language)
    return Content(lines=(*chosen, Line("prompt-more")), language=language, keyboard=_skip(facts))


def after_skip(facts: InvitationFacts, language: str) -> Content:
    """The prompt once it was skipped; a reason that was chosen before stays in sight."""
    reason = facts.answer.reason if facts.answer else None
    chosen = (_chosen(reason),) if reason else ()
    return Content(lines=(_sorry(facts), *chosen, Line("prompt-skipped")), language=language)


def _sorry(facts: InvitationFacts) -> Line:
    return Line("prompt-low", {"name": called(facts.first_name)})


def _chosen(reason: str) -> Line:
    return Line("prompt-reason", {"reason": reason})


def _skip(facts: InvitationFacts) -> Keyboard:
    return ((Button(Line("button-skip"), data=Press(Act.SKIP, facts.invitation_id).data()),),)
