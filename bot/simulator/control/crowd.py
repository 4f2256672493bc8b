"""The control routes of the crowd: let people in, count them, look at who did something last."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.simulator.control.plumbing import Body, add, body, number
from bot.simulator.crowd import Member

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator


class NewCrowd(Body, kw_only=True):
    """People who answer by themselves."""

    people: list[Member]
    links_per_second: float | None = None


async def _counters(sim: "Simulator", request: web.Request) -> Any:
    return asdict(sim.crowd.counters())


async def _join(sim: "Simulator", request: web.Request) -> Any:
    new = await body(request, NewCrowd)
    sim.crowd.begin(new.people, links_per_second=new.links_per_second)
    return asdict(sim.crowd.counters())


async def _people(sim: "Simulator", request: web.Request) -> Any:
    wanted = request.query.get("find", "")
    return sim.crowd.latest(number(request, "last", 50), find=wanted)


def add_routes(app: web.Application, sim: "Simulator") -> None:
    """Serve the routes of the crowd."""
    add(app, sim, "GET", "/crowd", _counters)
    add(app, sim, "POST", "/crowd", _join)
    add(app, sim, "GET", "/crowd/people", _people)
