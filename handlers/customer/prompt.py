"""The prompt that follows an answer, by the band of its score, and the thanks for what it brings."""

from typing import Final

from handlers.customer import reasons
from handlers.customer.question import own_words
from handlers.press import Act, Press, read
from handlers.replies import Button, Content, Keyboard, Line, Say
from handlers.shop import Shop
from handlers.survey.scales import Band, Bands
from handlers.texts.names import called
from storage.facts import InvitationFacts
from storage.kinds import MessageKind

_ASKS: Final = {Band.LOW: "prompt-low", Band.MIDDLE: "prompt-middle", Band.HIGH: "prompt-high"}


def band_of(facts: InvitationFacts, score: int) -> Band:
    """How a score reads to this shop."""
    return Bands(low_to=facts.low_to, high_from=facts.high_from).of(score)


def ask(facts: InvitationFacts, score: int, shop: Shop, language: str, *, chat_id: int) -> Say:
    """What went wrong, what was missing, or what was liked best: in own words, by a button, or not at all.

    Once for each band that an answer comes to lie in while it can be changed.
    """
    band = band_of(facts, score)
    return Say(
        key=f"prompt:{facts.invitation_id}:{band}",
        kind=MessageKind.PROMPT,
        chat_id=chat_id,
        contact_id=facts.contact_id,
        invitation_id=facts.invitation_id,
        content=Content(
            lines=(_asked(facts, band, shop, language),),
            language=language,
            keyboard=(*_quick_answers(facts, band, shop, language), *_skip(facts, band), *_review(shop)),
        ),
    )


def thank(
    facts: InvitationFacts, shop: Shop, language: str, *, chat_id: int, words: bool, review: bool
) -> Say:
    """Said once per answer, after its first words or pictures; `words`: there are some.

    `review` offers the shop's review link: where no prompt has done it.
    """
    thanks = Line("thanks-words" if words else "thanks-attached", {"name": called(facts.first_name)})
    return Say(
        key=f"thanks:{facts.invitation_id}",
        chat_id=chat_id,
        contact_id=facts.contact_id,
        invitation_id=facts.invitation_id,
        content=Content(lines=(thanks,), language=language, keyboard=_review(shop) if review else ()),
    )


def still_fits(facts: InvitationFacts, content: Content) -> bool:
    """Whether a prompt still makes sense: the score is of its band, and nobody has said anything yet."""
    if facts.opted_out_at or facts.blocked_at or facts.deactivated_at:
        return False
    answer = facts.answer
    return answer is None or (
        answer.closed_at is None and band_of(facts, answer.score) is _asked_about(content)
    )


def chosen(press: Press) -> tuple[Band, str] | None:
    """The band of the prompt that was pressed, and the reason, empty for "skip"; None for what is neither.

    A button that names no band is from before there were prompts for all three: it asked what went wrong.
    """
    band = next((band for band in Band if press.choice.startswith(band)), Band.LOW)
    reason = press.choice.removeprefix(band)
    fits = reason in reasons.ALL if press.act is Act.REASON else not reason
    return (band, reason) if fits else None


def after_reason(facts: InvitationFacts, band: Band, reason: str, shop: Shop, language: str) -> Content:
    """The prompt once a reason was chosen; words are still welcome where nothing was said yet."""
    lines = (_asked(facts, band, shop, language), _reason(facts, reason, shop, language))
    if facts.answer is not None and facts.answer.closed_at is not None:
        return Content(lines=lines, language=language, keyboard=_review(shop))
    return Content(
        lines=(*lines, Line("prompt-more")),
        language=language,
        keyboard=(*_skip(facts, band), *_review(shop)),
    )


def after_skip(facts: InvitationFacts, band: Band, shop: Shop, language: str) -> Content:
    """The prompt once it was skipped; a reason that was chosen before stays in sight."""
    reason = facts.answer.reason if facts.answer else None
    given = (_reason(facts, reason, shop, language),) if reason else ()
    lines = (_asked(facts, band, shop, language), *given)
    return Content(lines=(*lines, Line("prompt-skipped")), language=language, keyboard=_review(shop))


def outlived(facts: InvitationFacts, band: Band, shop: Shop, language: str) -> Content:
    """The prompt after a score that was changed since: it stays readable, and asks no more."""
    return Content(lines=(_asked(facts, band, shop, language),), language=language)


def _asked(facts: InvitationFacts, band: Band, shop: Shop, language: str) -> Line:
    own = own_words(facts, shop, language, band)
    return own or Line(_ASKS[band], {"name": called(facts.first_name)})


def _asked_about(content: Content) -> Band | None:
    """The band that a prompt is for, as its buttons say."""
    presses = (read(button.data) for row in content.keyboard for button in row if button.data)
    return next((which[0] for press in presses if press and (which := chosen(press))), None)


def _reason(facts: InvitationFacts, reason: str, shop: Shop, language: str) -> Line:
    return Line("prompt-reason", reasons.said(reason, facts.wording, (language, shop.language)))


def _quick_answers(facts: InvitationFacts, band: Band, shop: Shop, language: str) -> Keyboard:
    """Those that the survey offers, as it was when the person was asked; two a row."""
    buttons = tuple(
        Button(
            reasons.label(reason, facts.wording, (language, shop.language)),
            data=Press(Act.REASON, facts.invitation_id, f"{band}{reason}").data(),
        )
        for reason in reasons.offered(facts.quick_answers)
    )
    return tuple(buttons[start : start + 2] for start in range(0, len(buttons), 2))


def _skip(facts: InvitationFacts, band: Band) -> Keyboard:
    return ((Button(Line("button-skip"), data=Press(Act.SKIP, facts.invitation_id, band).data()),),)


def _review(shop: Shop) -> Keyboard:
    """The review link, whatever the score: Google's policy and the FTC forbid to show it to the happy alone."""
    return ((Button(Line("button-review"), url=shop.review_url),),) if shop.review_url else ()
