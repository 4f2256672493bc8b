"""The question as the customer sees it: asked, answered, and settled without an answer."""

from datetime import date
from functools import lru_cache
from math import ceil
from typing import Final

from babel.dates import format_skeleton

from handlers.press import Act, Press
from handlers.replies import Button, Content, Keyboard, Line
from handlers.shop import Shop
from handlers.texts.names import called
from storage.facts import InvitationFacts
from storage.kinds import SurveyKind

MOST_A_ROW: Final = 7
"""Buttons in a row: 1-7 is one, 0-10 are two, 0-5 and 6-10 (Bot API: at most 8)."""

_SCALES: Final = {SurveyKind.CSAT: "scale-csat", SurveyKind.NPS: "scale-nps", SurveyKind.CES: "scale-ces"}


def asking(facts: InvitationFacts, shop: Shop, language: str) -> Content:
    """The question with its buttons; "not now" only while it hasn't been used, and nothing but scores to change."""
    return Content(
        lines=(_question(facts, shop, language), scale(facts)),
        language=language,
        keyboard=(*scores(facts), *_ways_out(facts)),
    )


def answered(facts: InvitationFacts, shop: Shop, language: str, score: int, *, changeable: bool) -> Content:
    """The question with the answer below it, and a way to change it while that is possible."""
    change = Button(Line("button-change"), data=Press(Act.CHANGE, facts.invitation_id).data())
    return Content(
        lines=(
            _question(facts, shop, language),
            Line("your-answer", {"score": str(score), "highest": str(facts.highest)}),
        ),
        language=language,
        keyboard=((change,),) if changeable else (),
    )


def settled(facts: InvitationFacts, shop: Shop, language: str, why: Line) -> Content:
    """The question without its buttons, and why they are gone."""
    return Content(lines=(_question(facts, shop, language), why), language=language)


def scale(facts: InvitationFacts) -> Line:
    """What the ends of the scale mean."""
    return Line(_SCALES[facts.kind], {"lowest": str(facts.lowest), "highest": str(facts.highest)})


def scores(facts: InvitationFacts) -> Keyboard:
    """A button for each score, in rows of the same length but for the last."""
    buttons = [
        Button(str(score), data=Press(Act.ANSWER, facts.invitation_id, str(score)).data())
        for score in range(facts.lowest, facts.highest + 1)
    ]
    row = ceil(len(buttons) / ceil(len(buttons) / MOST_A_ROW))
    return tuple(tuple(buttons[start : start + row]) for start in range(0, len(buttons), row))


def shown_order(order_id: str) -> str:
    """An order's number as people write it: with one #."""
    return f"#{order_id.removeprefix('#')}"


def _question(facts: InvitationFacts, shop: Shop, language: str) -> Line:
    name = called(facts.first_name)
    if facts.kind is SurveyKind.NPS:
        return Line("question-nps", {"name": name, "shop": shop.name})
    if facts.kind is SurveyKind.CES:
        return Line("question-ces", {"name": name, "shop": shop.name})
    if facts.product and facts.delivered_at:
        day = _day(facts.delivered_at.astimezone(shop.time_zone).date(), language)
        return Line("question-csat-arrived", {"name": name, "product": facts.product, "date": day})
    if facts.product:
        return Line("question-csat-product", {"name": name, "product": facts.product})
    if facts.order_id:
        return Line("question-csat-order", {"name": name, "order": shown_order(facts.order_id)})
    return Line("question-csat-shop", {"name": name, "shop": shop.name})


# English as it is written outside of North America: the day comes first, as it does elsewhere in Europe.
_LOCALES: Final = {"en": "en_GB"}


@lru_cache(maxsize=1024)
def _day(day: date, language: str) -> str:
    """A day and its month as they stand inside a sentence (CLDR's skeleton MMMMd)."""
    return format_skeleton("MMMMd", day, locale=_LOCALES.get(language, language.replace("-", "_")))


def _ways_out(facts: InvitationFacts) -> Keyboard:
    if facts.answer is not None:
        return ()
    never = Button(Line("button-never"), data=Press(Act.NEVER, facts.invitation_id).data())
    if facts.snoozed_at is not None:
        return ((never,),)
    return ((Button(Line("button-later"), data=Press(Act.LATER, facts.invitation_id).data()), never),)
