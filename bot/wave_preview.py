"""What a wave would do, told on the command line before it is planned."""

from datetime import datetime

from handlers.marketer.planning import Wanted, foresee
from handlers.marketer.preview import ENOUGH_DELIVERIES, PRECISE, Preview
from handlers.shop import Shop
from storage.database import Database


async def foretold(database: Database, wanted: Wanted, shop: Shop, *, now: datetime) -> str | None:
    """Lines that say how many would be asked, who not and why, and how precise that would be.

    Nobody knows that of what isn't at one moment: only whom its limits leave out is said, else None. Raises
    UnclearAudienceError for a word that none of the shop's orders has.
    """
    if wanted.at is None:
        daily = wanted.limits.daily_cap or wanted.limits.daily_answers
        return "Whom a day has no room for isn't asked." if daily else None
    async with database.reading() as session:
        return lines_of(await foresee(session, wanted, shop=shop, now=now))


def lines_of(seen: Preview) -> str:
    """The same numbers as on the card in the chat."""
    at_most = "" if seen.at_least is None else "at most "
    lines = [f"Asked: {at_most}{seen.asked} of {seen.audience} people"]
    if seen.left_out:
        reasons = ", ".join(
            f"{reason.replace('_', ' ')} {number}" for reason, number in seen.left_out.items()
        )
        lines.append(f"Left out: {reasons}")
    if few := seen.fewest:
        lines.append(f"At least some {few.asked}, if people answer at once; the later they do, the more")
    source = (
        "as in the past year" if seen.rate_is_measured else f"assumed until {ENOUGH_DELIVERIES} have closed"
    )
    if seen.asked:
        people = seen.people_for_precision
        precise = f"; ±{PRECISE:.0f} takes some {people} people" if people is not None else ""
        lines.append(f"Expected: {_expected(seen)} ({seen.rate:.0%} answer, {source}){precise}")
    return "\n".join(lines)


def _expected(seen: Preview) -> str:
    few = seen.fewest
    if seen.margin is None:
        return "hardly any answers"
    if few is None or few.margin is None:
        return f"some {seen.answers} answers, ±{seen.margin:.0f} points"
    return f"some {few.answers} to {seen.answers} answers, ±{seen.margin:.0f} to {few.margin:.0f} points"
