"""What `wave`, `waves` and `plans` do on the command line."""

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import typer

from bot import contacts_file
from bot.errors import OperatorError, WrongUseError
from bot.settings import Settings, load
from bot.terminal import print_table
from bot.wave_preview import foretold
from handlers.marketer import planning, repeating, wave_end
from handlers.marketer.audience_words import typed_audience, write_audience
from handlers.marketer.planning import Wanted
from handlers.shop import Shop
from handlers.unclear import UnclearPlanError
from scheduler.clock import SystemClock
from storage import halting, plans, repeats, waves
from storage.database import Database, Session
from storage.kinds import InvitationState, SurveyKind
from storage.tables import Plan, Wave
from storage.writer import Writer

Opener = Callable[[Settings], AbstractAsyncContextManager[Database]]


async def plan(
    open_database: Opener,
    kind: SurveyKind,
    words: Mapping[str, Any],
    *,
    contacts: Path | None = None,
    confirmed: bool,
) -> None:
    """Plan a wave, or a plan that asks by a rule; with a file of contacts, for those of its audience alone.

    Raises WrongUseError and OperatorError.
    """
    settings, now = load(), SystemClock().now()
    try:
        words = {**words, "audience": typed_audience(words["audience"])}
        wanted = planning.read(kind=kind, now=now, shop=settings.shop, **words)
        if not (confirmed or sys.stdin.isatty()):
            raise WrongUseError(
                "There is no terminal to confirm the wave on; add --yes to plan it without asking."
            )
        async with open_database(settings) as database:
            if contacts is not None:
                listed = f"{words['audience']} list:{await contacts_file.store(contacts, database, now=now)}"
                narrowed = {**words, "audience": listed}
                wanted = planning.read(kind=kind, now=now, shop=settings.shop, **narrowed)
            if not confirmed:
                await _confirm(database, wanted, settings.shop, now=now)
            async with Writer(database=database).unit() as session:
                said = await _stored(session, wanted, settings.shop, now=now)
                await session.commit()
    except UnclearPlanError as error:
        raise WrongUseError(str(error)) from None
    typer.echo(said)


async def _confirm(database: Database, wanted: Wanted, shop: Shop, *, now: datetime) -> None:
    """Show whom it would ask, and let somebody at the terminal say yes. Raises OperatorError for a no."""
    if lines := await foretold(database, wanted, shop, now=now):
        typer.echo(lines)
    audience = write_audience(wanted.audience)
    if not typer.confirm(f'Wave "{wanted.name}" to {audience} {_when(wanted, shop)}: plan it?'):
        raise OperatorError("Nothing was planned.")


async def _stored(session: Session, wanted: Wanted, shop: Shop, *, now: datetime) -> str:
    """Store it, and say so."""
    when = _when(wanted, shop)
    made = await repeating.store(session, wanted, shop=shop, now=now)
    if isinstance(made, Wave):
        return f'Wave {made.id} "{made.name}" is planned {when}.'
    return f'Plan {made.id} "{made.name}" asks {when}; python -m bot plans --stop {made.id} ends it.'


def _when(wanted: Wanted, shop: Shop) -> str:
    if wanted.at is None:
        return f"{_span(wanted.after or timedelta())} after each delivery"
    moment = f"{_local(wanted.at, shop)} ({shop.time_zone.key})"
    return f"for {moment}" if wanted.repeats is None else f"every {wanted.repeats.every} from {moment}"


def _local(moment: datetime, shop: Shop) -> str:
    return f"{moment.astimezone(shop.time_zone):%Y-%m-%d %H:%M}"


def _span(span: timedelta) -> str:
    """A time as it is written in a plan: in the largest unit that it is whole in."""
    minutes = int(span.total_seconds()) // 60
    for unit, length in (("d", 24 * 60), ("h", 60)):
        if minutes % length == 0:
            return f"{minutes // length}{unit}"
    return f"{minutes}m"


async def list_waves(open_database: Opener, wanted: Mapping[str, int | None], *, as_json: bool) -> None:
    """Every wave with its state and the number of people in each; `wanted` is halted or let go on first.

    Raises WrongUseError where a wave isn't in a state for that.
    """
    settings = load()
    async with open_database(settings) as database:
        for what, wave_id in wanted.items():
            if wave_id is not None:
                await _halt(database, what, wave_id, settings.shop)
        async with database.reading() as session:
            counts = await waves.counts(session)
    rows = [
        {
            "id": count.wave.id,
            "name": count.wave.name,
            "kind": count.kind.value,
            "state": count.wave.state.value,
            "audience": count.audience,
            **{state.value: count.states[state] for state in InvitationState},
        }
        for count in counts
    ]
    _print(rows, "No waves yet; plan one: python -m bot wave csat --audience all --at now", as_json=as_json)


async def _halt(database: Database, what: str, wave_id: int, shop: Shop) -> None:
    now = SystemClock().now()
    async with database.reading() as session:
        result = await wave_end.result_of(session, wave_id) if what == "stop" else None
    async with Writer(database=database).unit() as session:
        match what:
            case "pause":
                done = await halting.pause(session, wave_id)
            case "resume":
                done = await halting.resume(session, wave_id, now=now)
            case _:
                done = await wave_end.stop(session, wave_id, result, now=now, shop=shop)
        await session.commit()
    if not done:
        state = "paused" if what == "resume" else "under way"
        raise WrongUseError(f"There is no wave {wave_id} that is {state}; python -m bot waves lists them.")


async def list_plans(open_database: Opener, *, stop: int | None, as_json: bool) -> None:
    """Every plan; or stop one first. Raises WrongUseError where there is no such plan."""
    settings = load()
    async with open_database(settings) as database:
        if stop is not None:
            async with Writer(database=database).unit() as session:
                if not await plans.stop(session, stop, now=SystemClock().now()):
                    raise WrongUseError(f"There is no plan {stop}; python -m bot plans lists them.")
                await session.commit()
        async with database.reading() as session:
            found = await plans.everyone(session)
            moments = await repeats.next_moments(session)
    none = "No plans yet; make one: python -m bot wave csat --after delivered+2d"
    rows = [_row(plan, moments.get(plan.id or 0), settings.shop) for plan in found]
    _print(rows, none, as_json=as_json)


def _row(plan: Plan, next_at: datetime | None, shop: Shop) -> dict[str, Any]:
    delay = plan.delay_seconds
    return {
        "id": plan.id,
        "name": plan.name,
        "kind": plan.kind.value,
        "state": plan.state.value,
        "audience": plan.audience,
        "after": None if delay is None else f"delivered+{_span(timedelta(seconds=delay))}",
        "every": plan.every.value if plan.every else None,
        "next": _local(next_at, shop) if next_at else None,
        "open": _span(timedelta(seconds=plan.open_seconds)),
        "reminder": _span(timedelta(seconds=plan.remind_seconds)) if plan.remind_seconds else "none",
        "since": _day(plan.created_at),
    }


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _print(rows: list[dict[str, Any]], none: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
    elif not rows:
        typer.echo(none)
    else:
        print_table(rows)
