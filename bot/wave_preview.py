"""What a wave would do, told on the command line before it is planned."""

from datetime import datetime

from handlers.marketer.planning import Wanted, foresee
from handlers.marketer.preview import ENOUGH_DELIVERIES, PRECISE, Preview
from handlers.shop import Shop
from storage.database import Database


async def foretold(database: Database, wanted: Wanted, shop: Shop, *, now: datetime) -> str | None:
    """Lines that say how many would be asked, who not and why, and how precise that would be.

    None for what isn't at one moment. Raises UnclearAudienceError for a word that none of the shop's orders has.
    """
    if wanted.at is None:
        return None
    async with database.reading() as session:
        return _lines(await foresee(session, wanted, shop=shop, now=now))


def _lines(seen: Preview) -> str:
    lines = [f"Asked: {seen.asked} of {seen.audience} people"]
    if seen.left_out:
        reasons = ", ".join(
            f"{reason.replace('_', ' ')} {number}" for reason, number in seen.left_out.items()
        )
        lines.append(f"Left out: {reasons}")
    source = (
        "as in the past year" if seen.rate_is_measured else f"assumed until {ENOUGH_DELIVERIES} have closed"
    )
    if seen.asked:
        expected = (
            "hardly any answers"
            if seen.margin is None
            else f"some {seen.answers} answers, ±{seen.margin:.0f} points"
        )
        people = seen.people_for_precision
        precise = f"; ±{PRECISE:.0f} takes some {people} people" if people is not None else ""
        lines.append(f"Expected: {expected} ({seen.rate:.0%} answer, {source}){precise}")
    return "\n".join(lines)
