"""Values that the tests of the decisions start from; each test changes what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.press import Act, Press
from handlers.replies import Content, Line
from handlers.shop import Shop
from handlers.updates import Person, Tap
from storage.facts import Answer, InvitationFacts
from storage.kinds import InvitationState, SurveyKind

NOW = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
SHOP = Shop(name="Greenleaf", time_zone=ZoneInfo("Europe/Riga"), language="en")

ANNA = Person(telegram_id=1001, first_name="Anna", language_code="en")
EVE = Person(telegram_id=6666, first_name="Ева", language_code="ru")


def facts(**changes: Any) -> InvitationFacts:
    """Anna's CSAT question about shoes that arrived on 3 May: sent, unanswered and open for a week."""
    known: dict[str, Any] = {
        "invitation_id": 7,
        "contact_id": 3,
        "state": InvitationState.SENT,
        "is_test": False,
        "expires_at": NOW + timedelta(days=7),
        "snoozed_at": None,
        "order_id": "1001",
        "product": "Trail running shoes",
        "store": None,
        "delivered_at": datetime(2026, 5, 3, 12, tzinfo=UTC),
        "kind": SurveyKind.CSAT,
        "lowest": 1,
        "highest": 5,
        "low_to": 2,
        "high_from": 4,
        "telegram_id": ANNA.telegram_id,
        "first_name": ANNA.first_name,
        "language": None,
        "language_code": "en",
        "time_zone": None,
        "is_staff": False,
        "opted_out_at": None,
        "blocked_at": None,
        "deactivated_at": None,
        "erased_at": None,
        "order_cancelled_at": None,
        "order_is_test": False,
    }
    return InvitationFacts(**{**known, **changes})


def answered(score: int, **changes: Any) -> InvitationFacts:
    """The same, answered at NOW; `closed_at`, `reason` and `comment` are the answer's."""
    of_answer = {name: changes.pop(name) for name in ("closed_at", "reason", "comment") if name in changes}
    first = changes.pop("first_answered_at", NOW)
    answer = Answer(score=score, first_answered_at=first, **of_answer)
    return facts(**{"state": InvitationState.ANSWERED, "answer": answer, **changes})


def nps(**changes: Any) -> InvitationFacts:
    """Anna's NPS question: the scale begins at 0."""
    scale = {"kind": SurveyKind.NPS, "lowest": 0, "highest": 10, "low_to": 6, "high_from": 9}
    return facts(**{**scale, **changes})


def tap(person: Person = ANNA, data: str = "ts:a:7:4", **changes: Any) -> Tap:
    """A press in the person's own chat with us."""
    known: dict[str, Any] = {
        "update_id": 1,
        "person": person,
        "callback_id": "c1",
        "chat_id": person.telegram_id,
        "message_id": 50,
        "data": data,
    }
    return Tap(**{**known, **changes})


def on(score: int | str) -> Press:
    """A press on a score of Anna's question."""
    return Press(Act.ANSWER, 7, str(score))


CHANGE = Press(Act.CHANGE, 7)


def ids(content: Content) -> list[str]:
    """The texts that a message is made of."""
    return [line.id for line in content.lines]


def buttons(content: Content) -> list[list[str]]:
    """The labels of a keyboard, row by row: symbols as they are, texts by their id."""
    return [
        [button.label.id if isinstance(button.label, Line) else button.label for button in row]
        for row in content.keyboard
    ]
