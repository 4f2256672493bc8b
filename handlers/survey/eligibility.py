"""Who may be asked: one pure function, the same for the preview, for filling and at the moment of sending."""

from dataclasses import dataclass

from storage.kinds import SkipReason


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """What matters of the order that the question is about."""

    cancelled: bool = False  # or refunded
    is_test: bool = False
    delivered: bool = True
    asked_before: bool = False  # about this order, by a survey of this kind


@dataclass(frozen=True, slots=True)
class Standing:
    """What matters of a person; `order` is None where the survey isn't about an order."""

    has_chat: bool = True
    erased: bool = False
    is_staff: bool = False
    opted_out: bool = False
    blocked: bool = False
    deactivated: bool = False
    order: OrderStanding | None = None


def why_not(person: Standing) -> SkipReason | None:
    """The one reason for which this person may not be asked; None: they may.

    The first that holds is the one given: what the person decided comes before what befell the order.
    """
    order = person.order or OrderStanding()
    reasons = (
        (SkipReason.ERASED, person.erased),
        (SkipReason.NO_CHAT, not person.has_chat),
        (SkipReason.STAFF, person.is_staff),
        (SkipReason.OPTED_OUT, person.opted_out),
        (SkipReason.BLOCKED, person.blocked),
        (SkipReason.DEACTIVATED, person.deactivated),
        (SkipReason.CANCELLED_ORDER, order.cancelled),
        (SkipReason.TEST_ORDER, order.is_test),
        (SkipReason.NOT_DELIVERED, not order.delivered),
        (SkipReason.ALREADY_ASKED, order.asked_before),
    )
    return next((reason for reason, holds in reasons if holds), None)
