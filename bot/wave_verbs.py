"""What `wave`, `waves` and `plans` do on the command line."""

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

import typer

from bot.errors import OperatorError, WrongUseError
from bot.settings import Settings, load
from bot.terminal import print_table
from handlers import planning
from handlers.planning import Wanted
from handlers.shop import Shop
from scheduler.clock import SystemClock
from storage import halting, plans, waves
from storage.database import Database
from storage.kinds import InvitationState, SurveyKind
from storage.tables import Plan
from storage.writer import Writer

Opener = Callable[[Settings], AbstractAsyncContextManager[Database]]


async def plan(open_database: Opener, kind: SurveyKind, words: Mapping[str, Any], *, confirmed: bool) -> None:
    """Plan a wave, or a plan that asks after each purchase. Raises WrongUseError and OperatorError."""
    settings, now = load(), SystemClock().now()
    shop = settings.shop
    try:
        wanted = planning.read(kind=kind, now=now, shop=shop, **words)
    except planning.UnclearPlanError as error:
        raise WrongUseError(str(error)) from None
    when = _when(wanted, shop)
    async with open_database(settings) as database:
        if not confirmed and not _agreed(f'Wave "{wanted.name}" to {wanted.audience} {when}: plan it?'):
            raise OperatorError("Nothing was planned.")
        async with Writer(database=database).unit() as session:
            if wanted.after is None:
                planned = await planning.plan(session, wanted, now=now)
                said = f'Wave {planned.id} "{planned.name}" is planned {when}.'
            else:
                made = await planning.plan_after(session, wanted, now=now)
                said = (
                    f'Plan {made.id} "{made.name}" asks {when}; python -m bot plans --stop {made.id} ends it.'
                )
            await session.commit()
    typer.echo(said)


def _when(wanted: Wanted, shop: Shop) -> str:
    if wanted.at is not None:
        return f"for {wanted.at.astimezone(shop.time_zone):%Y-%m-%d %H:%M} ({shop.time_zone.key})"
    return f"{_span(wanted.after or timedelta())} after each delivery"


def _span(span: timedelta) -> str:
    """A time as it is written in a plan: in the largest unit that it is whole in."""
    minutes = int(span.total_seconds()) // 60
    for unit, length in (("d", 24 * 60), ("h", 60)):
        if minutes % length == 0:
            return f"{minutes // length}{unit}"
    return f"{minutes}m"


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise WrongUseError(
            "There is no terminal to confirm the wave on; add --yes to plan it without asking."
        )
    return typer.confirm(question)


async def list_waves(open_database: Opener, wanted: Mapping[str, int | None], *, as_json: bool) -> None:
    """Every wave with its state and the number of people in each; `wanted` is halted or let go on first.

    Raises WrongUseError where a wave isn't in a state for that.
    """
    async with open_database(load()) as database:
        for what, wave_id in wanted.items():
            if wave_id is not None:
                await _halt(database, what, wave_id)
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


async def _halt(database: Database, what: str, wave_id: int) -> None:
    async with Writer(database=database).unit() as session:
        match what:
            case "pause":
                done = await halting.pause(session, wave_id)
            case "resume":
                done = await halting.resume(session, wave_id)
            case _:
                done = await halting.stop(session, wave_id, now=SystemClock().now())
        await session.commit()
    if not done:
        state = "paused" if what == "resume" else "under way"
        raise WrongUseError(f"There is no wave {wave_id} that is {state}; python -m bot waves lists them.")


async def list_plans(open_database: Opener, *, stop: int | None, as_json: bool) -> None:
    """Every plan; or stop one first. Raises WrongUseError where there is no such plan."""
    async with open_database(load()) as database:
        if stop is not None:
            async with Writer(database=database).unit() as session:
                if not await plans.stop(session, stop, now=SystemClock().now()):
                    raise WrongUseError(f"There is no plan {stop}; python -m bot plans lists them.")
                await session.commit()
        async with database.reading() as session:
            found = await plans.everyone(session)
    none = "No plans yet; make one: python -m bot wave csat --after delivered+2d"
    _print([_row(plan) for plan in found], none, as_json=as_json)


def _row(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "name": plan.name,
        "kind": plan.kind.value,
        "state": plan.state.value,
        "audience": plan.audience,
        "after": f"delivered+{_span(timedelta(seconds=plan.delay_seconds))}",
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
