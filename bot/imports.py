"""Orders from a file: the good rows go in, the bad ones into a file beside it, twice is harmless."""

import csv
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.csv_table import create, safe
from bot.errors import WrongUseError
from bot.intake import Intake, Taken
from handlers.intake.orders import COLUMNS, Reader
from storage import purchases
from storage.writer import Writer


@dataclass(slots=True, kw_only=True)
class Imported(Taken):
    """What an import did: `new` and `updated` count orders. Of an order that is repeated, the last row counts."""

    new: int = 0
    updated: int = 0


async def import_orders(
    file: Path,
    *,
    writer: Writer,
    reader: Reader,
    username: str | None = None,
    links: Path | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Imported:
    """Import a file of orders; with `links`, write each order's deep link, for which the bot's name is needed.

    A file that can't be read to its end changes nothing. `progress` is called with the rows done and all
    rows. Raises OperatorError.
    """
    with ExitStack() as stack:
        intake = Intake(file, columns=COLUMNS, required=("order_id",), stack=stack, dry_run=dry_run)
        done = Imported(encoding=intake.encoding, unused=intake.unused)
        linked = None
        if links and username and not dry_run:
            linked = _Links(links, username, stack, keep=(file, intake.rejected_file))
        seen: set[str] = set()
        for page in intake.pages(reader.read, progress):
            good = {order["order_id"]: order for order in page}
            first_time = [order_id for order_id in good if order_id not in seen]
            async with writer.unit() as session:
                known = await purchases.known(session, first_time)
                await purchases.save_all(session, [_stored(order, reader.now) for order in good.values()])
                tokens = await purchases.tokens(session, first_time) if linked else {}
                if not dry_run:
                    await session.commit()
            if linked:
                linked.add((order_id, tokens[order_id]) for order_id in first_time)
            done.new += len(first_time) - len(known)
            done.updated += len(known)
            done.repeated += len(page) - len(first_time)
            seen.update(first_time)
        intake.finish(done)
    return done


def deep_link(username: str, token: str) -> str:
    """The link that joins an order to whoever opens it (Telegram: deep linking)."""
    return f"https://t.me/{username}?start={token}"


def new_token() -> str:
    """128 random bits as 22 characters: nobody guesses another customer's link."""
    return secrets.token_urlsafe(16)


def _stored(order: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {**order, "link_token": new_token(), "is_test": False, "imported_at": now}


class _Links:
    """The deep links of orders, in the order of the file."""

    def __init__(self, path: Path, username: str, stack: ExitStack, *, keep: Sequence[Path]) -> None:
        """Raises OperatorError where `path` can't be written, or is one of the files to `keep`."""
        if path.resolve() in [kept.resolve() for kept in keep]:
            raise WrongUseError(f"The links would overwrite {path}; give --links another file.")
        self._username = username
        self._writer = csv.writer(stack.enter_context(create(path)))
        self._writer.writerow(["order_id", "link"])

    def add(self, orders: Iterable[tuple[str, str]]) -> None:
        for order_id, token in orders:
            self._writer.writerow([safe(order_id), deep_link(self._username, token)])
