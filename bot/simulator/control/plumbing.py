"""Turns a control request into a typed value, and what comes back into JSON."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from aiohttp import web
from msgspec import Struct

from bot.simulator.chats import Chat, Topic
from bot.simulator.group import Group
from bot.simulator.messages import Message
from bot.simulator.person import CantAct, NoSuchButton, Person

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator

S = TypeVar("S", bound=Struct)
Handler = Callable[["Simulator", web.Request], Awaitable[Any]]
_JSON: Final = "application/json"


class NotHere(Exception):  # noqa: N818
    """404: what the path or the body names does not exist."""


class Body(Struct, kw_only=True, forbid_unknown_fields=True):
    """The body of a control request."""


def add(app: web.Application, sim: "Simulator", verb: str, path: str, handler: Handler) -> None:
    """Serve `handler` under /simulator + `path`."""

    async def serve(request: web.Request) -> web.Response:
        try:
            # No form of another site can send this type, so a page open beside can't be made to act here.
            if verb != "GET" and request.content_type != _JSON:
                return _answer({"error": f"send {_JSON}"}, status=415)
            return _answer(await handler(sim, request))
        except NotHere as error:
            return _answer({"error": str(error)}, status=404)
        except (CantAct, NoSuchButton) as error:
            return _answer({"error": str(error)}, status=409)
        except (ValueError, msgspec.MsgspecError) as error:
            return _answer({"error": str(error)}, status=400)

    app.router.add_route(verb, f"/simulator{path}", serve)


async def body(request: web.Request, shape: type[S]) -> S:
    """The body as `shape`; an empty one as {}."""
    return msgspec.json.decode(await request.read() or b"{}", type=shape)


def number(request: web.Request, name: str, default: int) -> int:
    """A whole number of the query."""
    return int(request.query.get(name, default))


def person_at(sim: "Simulator", request: web.Request) -> Person:
    """The person that the path names."""
    return find_person(sim, int(request.match_info["id"]))


def find_person(sim: "Simulator", person_id: int) -> Person:
    """The person of that id."""
    person = sim.people.get(person_id)
    if person is None:
        raise NotHere(f"no person {person_id}")
    return person


def group_at(sim: "Simulator", request: web.Request) -> Group:
    """The group that the path names, by its first or its present id."""
    group_id = int(request.match_info["id"])
    group = sim.groups.get(group_id) or next((g for g in sim.groups.values() if g.id == group_id), None)
    if group is None:
        raise NotHere(f"no group {group_id}")
    return group


def find_chat(sim: "Simulator", chat_id: int) -> Chat:
    """The chat of that id."""
    chat = sim.world.chats.get(chat_id)
    if chat is None:
        raise NotHere(f"no chat {chat_id}")
    return chat


def find_message(chat: Chat, message_id: int) -> Message:
    """A message of a chat, deleted or not."""
    message = chat.by_id.get(message_id)
    if message is None:
        raise NotHere(f"no message {message_id} in chat {chat.id}")
    return message


def maybe_message(chat: Chat, message_id: int | None) -> Message | None:
    """The same; None stays None."""
    return None if message_id is None else find_message(chat, message_id)


def maybe_topic(group: Group, topic_id: int | None) -> Topic | None:
    """A topic of a forum; None stays None."""
    if topic_id is None:
        return None
    topic = group.chat.topics.get(topic_id)
    if topic is None:
        raise NotHere(f"no topic {topic_id} in {group.title}")
    return topic


def _answer(value: Any, *, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), status=status, content_type=_JSON)
