"""The question as the customer sees it: asked, answered, and open to change."""

from babel.dates import format_date

from handlers.press import Act, Press
from handlers.replies import Button, Content, Keyboard, Line, Value
from handlers.shop import Shop
from storage.facts import InvitationFacts

BUTTONS_A_ROW = 6
"""0-10 takes two rows: 0-5 and 6-10."""


def asking(facts: InvitationFacts, shop: Shop, language: str) -> Content:
    """The question with its buttons; "not now" only while it hasn't been used."""
    return Content(
        lines=(_question(facts, shop, language), Line("scale-csat", {"highest": str(facts.highest)})),
        language=language,
        keyboard=(*_scores(facts), _ways_out(facts)),
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


def put_off(facts: InvitationFacts, shop: Shop, language: str, why: Line) -> Content:
    """The question without its buttons, and why they are gone."""
    return Content(lines=(_question(facts, shop, language), why), language=language)


def _question(facts: InvitationFacts, shop: Shop, language: str) -> Line:
    name = {"name": facts.first_name}
    if facts.product and facts.delivered_at:
        day = format_date(facts.delivered_at.astimezone(shop.time_zone), _DAY[language], locale=language)
        values: dict[str, Value] = {**name, "product": facts.product, "date": day}
        return Line("question-csat-arrived", values)
    if facts.product:
        return Line("question-csat-product", {**name, "product": facts.product})
    if facts.order_id:
        return Line("question-csat-order", {**name, "order": shown_order(facts.order_id)})
    return Line("question-csat-shop", {**name, "shop": shop.name})


# A day and its month, in the form that stands inside a sentence.
_DAY = {"en": "d MMMM", "ru": "d MMMM"}


def shown_order(order_id: str) -> str:
    """An order's number as people write it: with one #."""
    return f"#{order_id.removeprefix('#')}"


def _scores(facts: InvitationFacts) -> Keyboard:
    buttons = [
        Button(str(score), data=Press(Act.ANSWER, facts.invitation_id, str(score)).data())
        for score in range(facts.lowest, facts.highest + 1)
    ]
    return tuple(
        tuple(buttons[start : start + BUTTONS_A_ROW]) for start in range(0, len(buttons), BUTTONS_A_ROW)
    )


def _ways_out(facts: InvitationFacts) -> tuple[Button, ...]:
    never = Button(Line("button-never"), data=Press(Act.NEVER, facts.invitation_id).data())
    if facts.snoozed_at is not None:
        return (never,)
    return (Button(Line("button-later"), data=Press(Act.LATER, facts.invitation_id).data()), never)
