"""Whom an audience means: one order fits all that is asked of orders, and none fits what is negated."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from handlers.marketer.audience_words import read_audience
from handlers.survey.criteria import Customer

NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Bought:
    days_ago: float
    category: str | None = None
    store: str | None = None
    amount_cents: int | None = None
    product: str | None = None
    operator: str | None = None
    channel: str | None = None
    is_dated: bool = True

    @property
    def received_at(self):
        return NOW - timedelta(days=self.days_ago)

    @property
    def purchased_at(self):
        return self.received_at if self.is_dated else None


SHOES = Bought(3, category="Shoes", store="Riga", amount_cents=5000)
COAT = Bought(40, category="coats", store="Tallinn", amount_cents=12000)
GIFT = Bought(80)


def who(*orders, number=None, language="ru", asked=False, score=None, lists=()):
    number = len(orders) if number is None else number
    return Customer(orders, number, language, asked, score, lists)


@pytest.mark.parametrize(
    ("words", "fitting"),
    [
        ("all", [SHOES, COAT, GIFT]),
        ("bought:30d", [SHOES]),
        ("bought:40d", [SHOES, COAT]),
        ("bought:39d", [SHOES]),
        ("category:shoes", [SHOES]),
        ("category:SHOES category:coats", [SHOES, COAT]),
        ("bought:30d category:coats", []),  # one and the same order
        ("category:hats", []),
        ("store:Riga amount:>=50", [SHOES]),
        ("amount:>50", [COAT]),
        ("amount:<50", []),  # what isn't known is neither more nor less
        ("not category:shoes", []),  # they did buy some
        ("not category:hats", [SHOES, COAT, GIFT]),
        ("not bought:2d", [SHOES, COAT, GIFT]),
        ("not bought:3d", []),
        ("category:coats not store:Riga", []),
    ],
)
def test_what_is_asked_of_orders(words, fitting):
    customer = who(SHOES, COAT, GIFT)
    assert list(read_audience(words).fitting(customer, now=NOW)) == fitting


@pytest.mark.parametrize(
    ("words", "customer", "meant"),
    [
        ("first-time", who(SHOES), True),
        ("first-time", who(SHOES, COAT), False),
        ("first-time", who(SHOES, number=2), False),
        ("first-time", who(SHOES, number=0), False),
        ("repeat", who(SHOES, COAT), True),
        ("repeat", who(SHOES), False),
        ("not repeat", who(SHOES), True),
        ("language:ru language:uk", who(SHOES), True),
        ("language:en", who(SHOES), False),
        ("not language:en", who(SHOES), True),
        ("never-asked", who(SHOES), True),
        ("never-asked", who(SHOES, asked=True), False),
        ("last-score:<=6", who(SHOES, score=6), True),
        ("last-score:<=6", who(SHOES, score=7), False),
        ("last-score:<=6", who(SHOES), False),
        ("not last-score:<=6", who(SHOES), True),
        ("list:vip", who(SHOES, lists={"vip"}), True),
        ("list:vip", who(SHOES), False),
        ("list:vip", who(SHOES, lists={"new"}), False),
        ("list:vip list:new", who(SHOES, lists={"new"}), True),
        ("not list:vip", who(SHOES), True),
        ("not list:vip", who(SHOES, lists={"vip"}), False),
        ("list:new not list:vip", who(SHOES, lists={"vip", "new"}), False),
        ("list:vip repeat", who(SHOES, lists={"vip"}), False),
        ("list:vip", who(lists={"vip"}), False),
        ("all", who(), False),  # nobody without an order is a customer
    ],
)
def test_what_is_asked_of_a_person(words, customer, meant):
    assert bool(read_audience(words).fitting(customer, now=NOW)) is meant


def test_an_order_of_an_unknown_day_counts_from_its_delivery():
    received = Bought(3, is_dated=False)
    assert read_audience("bought:3d").fitting(who(received), now=NOW) == [received]
    assert read_audience("bought:2d").fitting(who(received), now=NOW) == []


def test_an_order_of_tomorrow_was_not_bought_yet():
    assert read_audience("bought:30d").fitting(who(Bought(-1)), now=NOW) == []
