"""The control routes of everything that isn't a person or a group: time, faults, limits, logs."""

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web
from msgspec import UNSET, UnsetType

from bot.simulator.control.plumbing import Body, add, body, number
from bot.simulator.faults import Fault, Kind
from bot.simulator.person import CantAct
from bot.simulator.updates import Interleave

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator

SUPERVISOR_WITHIN: Final = 20.0
"""Seconds that the agent's supervisor may take to pass a new time on: it may be starting the agent just then."""

FURTHEST: Final = 366 * 86400
"""Seconds that a supervised agent skips at once at most."""


class Advance(Body, kw_only=True):
    """How far to move the clock, in seconds; `told` says that the agent lives by that time already."""

    seconds: float
    told: bool = False


class NewFault(Body, kw_only=True):
    """A fault for the `next` so many calls or for a `share` of all; or a `latency` alone."""

    kind: Kind | None = None
    next: int | None = None
    share: float | None = None
    latency: float | tuple[float, float] | None = None
    method: str | None = None
    chat: int | None = None
    retry_after: int = 5
    description: str = ""


class Cleared(Body, kw_only=True):
    """Which faults to switch off; without a kind, all and the latency too."""

    kind: Kind | None = None


class NewLimits(Body, kw_only=True):
    """The limits to change; null turns one off, what isn't named stays."""

    per_second: int | UnsetType | None = UNSET
    per_private_chat: int | UnsetType | None = UNSET
    per_group_minute: int | UnsetType | None = UNSET
    paid_per_second: int | UnsetType | None = UNSET
    penalty: int | UnsetType = UNSET


class Ban(Body, kw_only=True):
    """A pause that the bot is told to make."""

    seconds: int
    chat: int | None = None


class QueueSettings(Body, kw_only=True):
    """How taps and texts are interleaved."""

    interleave: Interleave


class WebhookSettings(Body, kw_only=True):
    """What the pauses between tries are multiplied by."""

    pause_scale: float


async def _state(sim: "Simulator", request: web.Request) -> Any:
    chats = sim.world.chats.values()
    return {
        "bot": sim.bot.as_me(),
        "now": sim.clock.moment(),
        "people": len(sim.people),
        "groups": len(sim.groups),
        "messages": sum(len(chat.messages) for chat in chats),
        "messages_from_bot": sum(len(chat.from_bot) for chat in chats),
        "calls": sim.calls.total,
        "calls_failed": len(sim.calls.failed()),
        "calls_in_ban": len(sim.calls.in_ban()),
        "peak_per_second": sim.calls.peak(),
        "updates": len(sim.queues.log),
        "updates_pending": sim.queues.pending,
        "presses": len(sim.world.presses),
        "presses_answered": sum(press.answer is not None for press in sim.world.presses.values()),
        "webhook": sim.webhook.url,
    }


async def _clock(sim: "Simulator", request: web.Request) -> Any:
    return {"now": sim.clock.moment(), "unix": sim.clock.now()}


async def _advance(sim: "Simulator", request: web.Request) -> Any:
    """Move the clock, but an agent that is supervised first: so that nothing it sends is dated after its time."""
    new = await body(request, Advance)
    if sim.stage.agent.supervised and not new.told:
        await _have_it_advanced(sim, new.seconds)
    else:
        if sim.stage.agent.up:
            sim.world.advance(new.seconds)
        else:
            sim.clock.advance(new.seconds)
        sim.stage.signal("clock", {"now": sim.clock.moment().isoformat()})
    return await _clock(sim, request)


async def _have_it_advanced(sim: "Simulator", seconds: float) -> None:
    """Ask the agent's supervisor to, and wait until it has."""
    if not 0 <= seconds <= FURTHEST:
        raise ValueError(f"time goes forward, by {FURTHEST} seconds at most: {seconds}")
    has_moved = asyncio.Event()
    end = sim.stage.listen(lambda signal: has_moved.set() if signal.kind == "clock" else None)
    try:
        sim.stage.signal("agent", {"do": "advance", "seconds": seconds})
        async with asyncio.timeout(SUPERVISOR_WITHIN):
            await has_moved.wait()
    except TimeoutError:
        raise CantAct("whoever supervises the agent has not moved its clock yet") from None
    finally:
        end()


async def _faults(sim: "Simulator", request: web.Request) -> Any:
    return [_view(fault) for fault in sim.faults.active]


async def _add_fault(sim: "Simulator", request: web.Request) -> Any:
    new = await body(request, NewFault)
    if new.latency is not None:
        sim.faults.latency(new.latency, method=new.method)
    if new.kind is None:
        if new.latency is None:
            raise ValueError("name a kind, or a latency")
        return await _faults(sim, request)
    if (new.next is None) == (new.share is None):
        raise ValueError("say either `next` or `share`")
    place: dict[str, Any] = {
        "method": new.method,
        "chat": new.chat,
        "retry_after": new.retry_after,
        "description": new.description,
    }
    if new.next is not None:
        sim.faults.next(new.next, new.kind, **place)
    else:
        sim.faults.share(new.share or 0.0, new.kind, **place)
    return await _faults(sim, request)


async def _clear_faults(sim: "Simulator", request: web.Request) -> Any:
    sim.faults.clear((await body(request, Cleared)).kind)
    return await _faults(sim, request)


def _view(fault: Fault) -> dict[str, Any]:
    return asdict(fault)


async def _limits(sim: "Simulator", request: web.Request) -> Any:
    return {name: getattr(sim.limits, name) for name in NewLimits.__struct_fields__}


async def _set_limits(sim: "Simulator", request: web.Request) -> Any:
    new = await body(request, NewLimits)
    for name in new.__struct_fields__:
        value = getattr(new, name)
        if value is not UNSET:
            if value is not None and value < 1:
                raise ValueError(f"{name} must be 1 or more, or null: {value}")
            setattr(sim.limits, name, value)
    return await _limits(sim, request)


async def _ban(sim: "Simulator", request: web.Request) -> Any:
    ban = await body(request, Ban)
    sim.limits.ban(ban.seconds, chat=ban.chat)
    return await _limits(sim, request)


async def _set_queues(sim: "Simulator", request: web.Request) -> Any:
    sim.queues.interleave = (await body(request, QueueSettings)).interleave
    return {"interleave": sim.queues.interleave, "pending": sim.queues.pending}


async def _set_webhook(sim: "Simulator", request: web.Request) -> Any:
    sim.webhook.pause_scale = (await body(request, WebhookSettings)).pause_scale
    return {"url": sim.webhook.url, "pause_scale": sim.webhook.pause_scale}


async def _calls(sim: "Simulator", request: web.Request) -> Any:
    chat, method = request.query.get("chat"), request.query.get("method", "").lower()
    found = [
        call
        for call in sim.calls.since(number(request, "since", 0))
        if (chat is None or call.chat_id == int(chat)) and (not method or call.method.lower() == method)
    ]
    return {
        "total": sim.calls.total,
        "calls": [call.as_view() for call in found[: number(request, "limit", 1000)]],
    }


async def _updates(sim: "Simulator", request: web.Request) -> Any:
    since = number(request, "since", 0)
    found = [update for update in sim.updates if update.order >= since]
    return {
        "pending": sim.queues.pending,
        "updates": [update.as_view() for update in found[: number(request, "limit", 1000)]],
    }


def add_routes(app: web.Application, sim: "Simulator") -> None:
    """Serve these routes."""
    add(app, sim, "GET", "", _state)
    add(app, sim, "GET", "/clock", _clock)
    add(app, sim, "POST", "/clock/advance", _advance)
    add(app, sim, "GET", "/faults", _faults)
    add(app, sim, "POST", "/faults", _add_fault)
    add(app, sim, "POST", "/faults/clear", _clear_faults)
    add(app, sim, "GET", "/limits", _limits)
    add(app, sim, "POST", "/limits", _set_limits)
    add(app, sim, "POST", "/limits/ban", _ban)
    add(app, sim, "POST", "/queues", _set_queues)
    add(app, sim, "POST", "/webhook", _set_webhook)
    add(app, sim, "GET", "/calls", _calls)
    add(app, sim, "GET", "/updates", _updates)
