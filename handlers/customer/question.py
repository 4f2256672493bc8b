"""The question as the customer sees it: asked, answered, and settled without an answer."""

from math import ceil
from typing import Final

import msgspec

from handlers.customer import wording
from handlers.press import Act, Press
from handlers.replies import Button, Content, Keyboard, Line
from handlers.shop import Shop
from handlers.survey.symbols import label
from handlers.texts import figures
from handlers.texts.names import NAMELESS, called
from handlers.texts.units import clip
from storage.facts import InvitationFacts
from storage.kinds import SurveyKind, Symbols

MOST_A_ROW: Final = 7
"""Buttons in a row: 1-7 is one, 0-10 are two, 0-5 and 6-10 (Bot API: at most 8)."""

LONGEST_QUESTION: Final = 2500
"""UTF-16 units of own words with all that fills them: the scale and the answer below them stay in sight."""

LONGEST_REMINDER: Final = 1200
"""UTF-16 units of a reminder's own words: the question stands below them (Bot API: 4096 in all)."""

_SCALES: Final = {SurveyKind.CSAT: "scale-csat", SurveyKind.NPS: "scale-nps", SurveyKind.CES: "scale-ces"}


def asking(facts: InvitationFacts, shop: Shop, language: str) -> Content:
    """The question with its buttons; "not now" only while it hasn't been used, and nothing but scores to change."""
    return Content(
        lines=(_question(facts, shop, language), scale(facts)),
        language=language,
        keyboard=(*scores(facts), *_ways_out(facts)),
    )


def reminding(facts: InvitationFacts, shop: Shop, language: str) -> Content:
    """The question once more, to somebody who is silent, after a word that says so."""
    asked = asking(facts, shop, language)
    own = own_words(facts, shop, language, wording.REMINDER, most=LONGEST_REMINDER)
    return msgspec.structs.replace(asked, lines=(own or Line("reminder"), *asked.lines))


def answered(facts: InvitationFacts, shop: Shop, language: str, score: int, *, changeable: bool) -> Content:
    """The question with the answer below it, and a way to change it while that is possible."""
    change = Button(Line("button-change"), data=Press(Act.CHANGE, facts.invitation_id).data())
    return Content(
        lines=(_question(facts, shop, language), _answer(facts, score)),
        language=language,
        keyboard=((change,),) if changeable else (),
    )


def settled(facts: InvitationFacts, shop: Shop, language: str, why: Line) -> Content:
    """The question without its buttons, and why they are gone."""
    return Content(lines=(_question(facts, shop, language), why), language=language)


def scale(facts: InvitationFacts) -> Line:
    """What the ends of the scale mean, as they stand on its buttons."""
    ends = {"lowest": _label(facts, facts.lowest), "highest": _label(facts, facts.highest)}
    return Line(_SCALES[facts.kind], {**ends})


def scores(facts: InvitationFacts) -> Keyboard:
    """A button for each score, in rows of the same length but for the last."""
    buttons = [
        Button(_label(facts, score), data=Press(Act.ANSWER, facts.invitation_id, str(score)).data())
        for score in range(facts.lowest, facts.highest + 1)
    ]
    row = ceil(len(buttons) / ceil(len(buttons) / MOST_A_ROW))
    return tuple(tuple(buttons[start : start + row]) for start in range(0, len(buttons), row))


def shown_order(order_id: str) -> str:
    """An order's number as people write it: with one #."""
    return f"#{order_id.removeprefix('#')}"


def own_words(
    facts: InvitationFacts, shop: Shop, language: str, part: str, *, most: int = LONGEST_QUESTION
) -> Line | None:
    """What the shop says there in its own words, in this language; None: the catalogs' words are said.

    So it is, too, where its words have a place and there is nothing to fill it with.
    """
    words = (facts.wording or {}).get(language, {}).get(part)
    if words is None:
        return None
    name = called(facts.first_name)
    said = wording.filled(
        words,
        {
            "name": None if name == NAMELESS else name,
            "shop": shop.name,
            "product": facts.product,
            "order": shown_order(facts.order_id) if facts.order_id else None,
            "date": _delivered_on(facts, shop, language),
        },
    )
    return Line("own-words", {"words": clip(said, most)}) if said else None


def _label(facts: InvitationFacts, score: int) -> str:
    return label(facts.symbols, score, lowest=facts.lowest, highest=facts.highest)


def _answer(facts: InvitationFacts, score: int) -> Line:
    given = {"score": str(score), "highest": str(facts.highest)}
    if facts.symbols is Symbols.FACES:
        return Line("your-answer-face", {**given, "face": _label(facts, score)})
    return Line("your-answer", {**given})


def _question(facts: InvitationFacts, shop: Shop, language: str) -> Line:
    return own_words(facts, shop, language, wording.QUESTION) or _usual(facts, shop, language)


def _usual(facts: InvitationFacts, shop: Shop, language: str) -> Line:
    """About the most that we know."""
    name = called(facts.first_name)
    if facts.kind is SurveyKind.NPS:
        return Line("question-nps", {"name": name, "shop": shop.name})
    if facts.kind is SurveyKind.CES:
        return Line("question-ces", {"name": name, "shop": shop.name})
    day = _delivered_on(facts, shop, language)
    if facts.product and day:
        return Line("question-csat-arrived", {"name": name, "product": facts.product, "date": day})
    if facts.product:
        return Line("question-csat-product", {"name": name, "product": facts.product})
    if facts.order_id:
        return Line("question-csat-order", {"name": name, "order": shown_order(facts.order_id)})
    return Line("question-csat-shop", {"name": name, "shop": shop.name})


def _delivered_on(facts: InvitationFacts, shop: Shop, language: str) -> str | None:
    if facts.delivered_at is None:
        return None
    return figures.day(facts.delivered_at.astimezone(shop.time_zone).date(), language)


def _ways_out(facts: InvitationFacts) -> Keyboard:
    if facts.answer is not None:
        return ()
    never = Button(Line("button-never"), data=Press(Act.NEVER, facts.invitation_id).data())
    if facts.snoozed_at is not None:
        return ((never,),)
    return ((Button(Line("button-later"), data=Press(Act.LATER, facts.invitation_id).data()), never),)
