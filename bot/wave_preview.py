"""What a wave would do, told on the command line before it is planned."""

from handlers.marketer.planning import Wanted, foresee
from handlers.marketer.preview import PRECISE, Preview
from handlers.shop import Shop
from storage.database import Database


async def foretold(database: Database, wanted: Wanted, shop: Shop) -> str | None:
    """Lines that say how many would be asked, who not and why, and how precise that would be.

    None for what isn't at one moment. Raises UnclearAudienceError for a word that none of the shop's orders has.
    """
    if wanted.at is None:
        return None
    async with database.reading() as session:
        return _lines(await foresee(session, wanted, shop=shop, now=wanted.at))


def _lines(seen: Preview) -> str:
    lines = [f"Asked: {seen.asked} of {seen.audience} people"]
    if seen.left_out:
        reasons = ", ".join(
            f"{reason.replace('_', ' ')} {number}" for reason, number in seen.left_out.items()
        )
        lines.append(f"Left out: {reasons}")
    source = "as in the past year" if seen.rate_is_measured else "assumed until 100 questions were delivered"
    if seen.margin is not None:
        lines.append(
            f"Expected: some {seen.answers} answers, ±{seen.margin:.0f} points "
            f"({seen.rate:.0%} answer, {source}); ±{PRECISE:.0f} takes some {seen.people_for_precision} people"
        )
    return "\n".join(lines)
