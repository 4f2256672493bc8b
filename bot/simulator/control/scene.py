"""The control routes of the chat page: who is who, the agent's figures and life, commands, what happened."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.simulator import journal
from bot.simulator.control import people
from bot.simulator.control.plumbing import Body, add, body, find_chat, find_person, number
from bot.simulator.methods.commands import offered
from bot.simulator.stage import AgentOrder, Scene

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator

_MOST: Final = 500  # entries of the journal in one answer


class NewScene(Body, kw_only=True):
    """Who the visitor is: as a customer, with the link of an order, and as an admin in a group."""

    shop: str = ""
    customer: int | None = None
    admin: int | None = None
    group: int | None = None
    link: str | None = None
    order: str | None = None


class Order(Body, kw_only=True):
    """What is to become of the agent."""

    do: AgentOrder


class Life(Body, kw_only=True):
    """Whether the agent takes updates, or is about to."""

    up: bool
    starting: bool = False


class Figures(Body, kw_only=True):
    """The agent's own count of the wave, percentages as points; null where there is none yet."""

    n: int
    score: float | None = None
    low: float | None = None
    high: float | None = None
    response_rate: float | None = None
    distribution: dict[str, int] | None = None
    states: dict[str, int] | None = None


async def _show(sim: "Simulator", request: web.Request) -> Any:
    """All that the page asks for again and again, in one answer."""
    you = sim.people.get(sim.stage.scene.customer or 0)
    return {
        "bot": sim.bot.as_json(),
        "scene": asdict(sim.stage.scene),
        "you": people.view(you) if you else None,
        "agent": asdict(sim.stage.agent),
        "figures": sim.stage.figures[-1] if sim.stage.figures else None,
        "reports": sim.stage.reports,
        "crowd": asdict(sim.crowd.counters()),
        "now": sim.clock.now(),
        "faults": [fault.kind for fault in sim.faults.active],
        "slow": sim.faults.is_slow,
        "pending": sim.queues.pending,
        "visitors": sim.stage.visitors,
        "exposed": sim.is_exposed,
    }


async def _set(sim: "Simulator", request: web.Request) -> Any:
    new = await body(request, NewScene)
    sim.stage.set_scene(Scene(**{name: getattr(new, name) for name in new.__struct_fields__}))
    return asdict(sim.stage.scene)


async def _figures(sim: "Simulator", request: web.Request) -> Any:
    return sim.stage.figures


async def _report(sim: "Simulator", request: web.Request) -> Any:
    new = await body(request, Figures)
    sim.stage.report({name: getattr(new, name) for name in new.__struct_fields__})
    return {}


async def _order(sim: "Simulator", request: web.Request) -> Any:
    sim.stage.order_agent((await body(request, Order)).do)
    return asdict(sim.stage.agent)


async def _agent_is(sim: "Simulator", request: web.Request) -> Any:
    life = await body(request, Life)
    sim.stage.agent_is(up=life.up, starting=life.starting)
    return asdict(sim.stage.agent)


async def _commands(sim: "Simulator", request: web.Request) -> Any:
    chat = find_chat(sim, number(request, "chat", 0))
    person = find_person(sim, number(request, "person", chat.id))
    return offered(sim.world, chat, person.account)


async def _journal(sim: "Simulator", request: web.Request) -> Any:
    chat = request.query.get("chat")
    entries = journal.newest(
        reversed(sim.calls),
        reversed(sim.queues.log),
        chat=int(chat) if chat else None,
        polls=request.query.get("polls") == "1",
        limit=min(number(request, "limit", 100), _MOST),
    )
    return [entry | {"chat": _name(sim, entry["chat_id"])} for entry in entries]


def _name(sim: "Simulator", chat_id: int | None) -> str | None:
    chat = sim.world.chats.get(chat_id or 0)
    return chat.name if chat else None


def add_routes(app: web.Application, sim: "Simulator") -> None:
    """Serve the routes of the page."""
    add(app, sim, "GET", "/scene", _show)
    add(app, sim, "POST", "/scene", _set)
    add(app, sim, "GET", "/figures", _figures)
    add(app, sim, "POST", "/figures", _report)
    add(app, sim, "POST", "/agent", _order)
    add(app, sim, "POST", "/agent/life", _agent_is)
    add(app, sim, "GET", "/commands", _commands)
    add(app, sim, "GET", "/journal", _journal)
