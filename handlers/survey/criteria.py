"""Whom an audience means: tests of a person and of what they bought, each a plain yes or no."""

import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, Protocol, TypeAlias, TypeVar

FIELDS: Final = ("product", "category", "store", "operator", "channel")
"""What an order can be picked by: words of the shop's own."""

COMPARISONS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
"""How a number is compared; the longer signs stand first, as a reader must try them."""


_MARKS: Final = str.maketrans("“”„«»‘’", '"""""\'\'')


def folded(word: str) -> str:
    """How words of the shop's are compared: whatever their capitals, and whichever quotes a keyboard has."""
    return word.translate(_MARKS).casefold()


class Order(Protocol):
    """What of an order can be tested."""

    @property
    def purchased_at(self) -> datetime | None: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def amount_cents(self) -> int | None: ...


OrderT = TypeVar("OrderT", bound=Order)


@dataclass(frozen=True, slots=True)
class Customer(Generic[OrderT]):
    """What is tested of a person; `orders` are those that the question may be about, the latest first."""

    orders: Sequence[OrderT]
    number_of_orders: int  # that stand: neither cancelled nor tests
    language: str
    asked_before: bool = False  # anything, ever
    last_score: int | None = None  # of the kind that is to be asked
    lists: Collection[str] = ()  # of those that the criteria name, the ones that have this person


@dataclass(frozen=True, slots=True)
class Bought:
    """Bought within a time before the wave; where only the delivery is known, that counts."""

    within: timedelta

    def holds(self, order: Order, now: datetime) -> bool:
        """Whether an order passes."""
        return now - self.within <= (order.purchased_at or order.received_at) <= now


@dataclass(frozen=True, slots=True)
class Said:
    """A field of the order says one of these words, in capitals or not, in whichever quotes."""

    field: str
    words: tuple[str, ...]

    def holds(self, order: Order, now: datetime) -> bool:
        """Whether an order passes."""
        value: str | None = getattr(order, self.field)
        return value is not None and folded(value) in set(map(folded, self.words))


@dataclass(frozen=True, slots=True)
class Amount:
    """The order's amount compares so to a limit, in hundredths of whatever currency it was paid in."""

    sign: str
    cents: int

    def holds(self, order: Order, now: datetime) -> bool:
        """Whether an order passes; one whose amount isn't known doesn't."""
        return order.amount_cents is not None and COMPARISONS[self.sign](order.amount_cents, self.cents)


@dataclass(frozen=True, slots=True)
class Speaks:
    """Is written to in one of these languages."""

    languages: tuple[str, ...]

    def holds(self, who: Customer[OrderT]) -> bool:
        """Whether a person passes."""
        return who.language in self.languages


@dataclass(frozen=True, slots=True)
class FirstTime:
    """Has bought once."""

    def holds(self, who: Customer[OrderT]) -> bool:
        """Whether a person passes."""
        return who.number_of_orders == 1


@dataclass(frozen=True, slots=True)
class Repeat:
    """Has bought more than once."""

    def holds(self, who: Customer[OrderT]) -> bool:
        """Whether a person passes."""
        return who.number_of_orders > 1


@dataclass(frozen=True, slots=True)
class LastScore:
    """Compares so by the last score that they gave to a survey of this kind."""

    sign: str
    score: int

    def holds(self, who: Customer[OrderT]) -> bool:
        """Whether a person passes; one who never answered doesn't."""
        return who.last_score is not None and COMPARISONS[self.sign](who.last_score, self.score)


@dataclass(frozen=True, slots=True)
class NeverAsked:
    """Was never asked anything."""

    def holds(self, who: Customer[OrderT]) -> bool:
        """Whether a person passes."""
        return not who.asked_before


@dataclass(frozen=True, slots=True)
class Listed:
    """Is in one of these lists of contacts."""

    lists: tuple[str, ...]

    def holds(self, who: Customer[OrderT]) -> bool:
        """Whether a person passes."""
        return any(name in who.lists for name in self.lists)


OrderTest: TypeAlias = Bought | Said | Amount
PersonTest: TypeAlias = Speaks | FirstTime | Repeat | LastScore | NeverAsked | Listed


def joined(known: OrderTest | PersonTest, more: OrderTest | PersonTest) -> OrderTest | PersonTest | None:
    """One test with the alternatives of both, each once; None where these aren't alternatives."""
    match known, more:
        case (Said(field, words), Said(same, others)) if field == same:
            return Said(field, tuple(dict.fromkeys((*words, *others))))
        case (Listed(lists), Listed(others)):
            return Listed(tuple(dict.fromkeys((*lists, *others))))
        case (Speaks(languages), Speaks(others)):
            return Speaks(tuple(dict.fromkeys((*languages, *others))))
    return None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A test; `negated`: whoever fails it is meant."""

    test: OrderTest | PersonTest
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Criteria:
    """All that must hold of somebody who is meant; none: everybody who bought.

    What is asked of orders is asked of one and the same: somebody who bought shoes last year and a coat this
    week isn't meant by `bought:30d category:shoes`. A negated one must hold of no order: `not category:shoes`
    means those who bought none.
    """

    every: tuple[Criterion, ...] = ()

    def wants(self, test: type[PersonTest]) -> bool:
        """Whether one of the tests is of this type, so that its facts are needed."""
        return any(isinstance(criterion.test, test) for criterion in self.every)

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists of contacts that are named, each once."""
        tests = [criterion.test for criterion in self.every]
        named = [name for test in tests if isinstance(test, Listed) for name in test.lists]
        return tuple(dict.fromkeys(named))

    def fitting(self, who: Customer[OrderT], *, now: datetime) -> Sequence[OrderT]:
        """The orders of a person that the question may be about; none: this person isn't meant."""
        orders = list(who.orders)
        for criterion in self.every:
            test = criterion.test
            if not isinstance(test, OrderTest):
                if test.holds(who) is criterion.negated:
                    return ()
            elif criterion.negated:
                if any(test.holds(order, now) for order in who.orders):
                    return ()
            else:
                orders = [order for order in orders if test.holds(order, now)]
        return orders


EVERYBODY: Final = Criteria()
