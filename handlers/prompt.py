"""The open question after a low score, and the thanks for what it brings."""

from typing import Final

from handlers.press import Act, Press
from handlers.replies import Button, Content, Line, Say
from storage.facts import InvitationFacts
from storage.kinds import MessageKind

REASONS: Final = {
    "delivery": "reason-delivery",
    "quality": "reason-quality",
    "price": "reason-price",
    "service": "reason-service",
}
"""Quick answers to "what went wrong?", and the texts of their buttons."""


def ask_what_went_wrong(facts: InvitationFacts, language: str) -> Say:
    """What went wrong? In own words, by a button, or not at all."""
    reasons = tuple(
        Button(Line(text), data=Press(Act.REASON, facts.invitation_id, reason).data())
        for reason, text in REASONS.items()
    )
    content = Content(
        lines=(_sorry(facts),),
        language=language,
        keyboard=(reasons[:2], reasons[2:], (_skip(facts),)),
    )
    return _say("prompt", MessageKind.PROMPT, facts, content)


def thank(facts: InvitationFacts, language: str) -> Say:
    """Said once per answer, after its first words."""
    content = Content(lines=(Line("thanks-words", {"name": facts.first_name}),), language=language)
    return _say("thanks", MessageKind.REPLY, facts, content)


def after_reason(facts: InvitationFacts, language: str, reason: str) -> Content:
    """The prompt once a reason was chosen: words are still welcome."""
    return Content(
        lines=(_sorry(facts), Line(REASONS[reason]), Line("prompt-more")),
        language=language,
        keyboard=((_skip(facts),),),
    )


def after_skip(facts: InvitationFacts, language: str) -> Content:
    """The prompt once it was skipped."""
    return Content(lines=(_sorry(facts), Line("prompt-skipped")), language=language)


def _sorry(facts: InvitationFacts) -> Line:
    return Line("prompt-low", {"name": facts.first_name})


def _skip(facts: InvitationFacts) -> Button:
    return Button(Line("button-skip"), data=Press(Act.SKIP, facts.invitation_id).data())


def _say(what: str, kind: MessageKind, facts: InvitationFacts, content: Content) -> Say:
    return Say(
        key=f"{what}:{facts.invitation_id}",
        kind=kind,
        chat_id=facts.telegram_id or 0,
        contact_id=facts.contact_id,
        invitation_id=facts.invitation_id,
        content=content,
    )
