"""The control routes of groups and chats: who is there, what is said, and where the bot stands."""

from typing import TYPE_CHECKING, Any, Literal

from aiohttp import web

from bot.simulator.chats import Topic
from bot.simulator.control.media import Media
from bot.simulator.control.plumbing import (
    Body,
    add,
    body,
    find_chat,
    find_message,
    find_person,
    group_at,
    maybe_message,
    maybe_topic,
    number,
)
from bot.simulator.group import Group

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator


class NewGroup(Body, kw_only=True):
    """A new group; people by their ids."""

    owner: int
    title: str = "Team"
    members: tuple[int, ...] = ()
    bot: Literal["member", "admin"] | None = "member"
    supergroup: bool = False
    forum: bool = False
    username: str | None = None


class Text(Body, kw_only=True):
    """Something said in a group."""

    person: int
    text: str
    topic: int | None = None
    reply_to: int | None = None
    anonymous: bool = False


class Attached(Media, kw_only=True):
    """Something attached to what one says in a group."""

    person: int
    topic: int | None = None


class Tap(Body, kw_only=True):
    """A press on a button in a group."""

    person: int
    message_id: int
    label: str | None = None
    data: str | None = None
    inaccessible: bool = False


class NewTopic(Body, kw_only=True):
    """A new topic of a forum."""

    name: str


class Standing(Body, kw_only=True):
    """What somebody is to be in the group."""

    person: int
    status: Literal["member", "admin", "anonymous_admin", "left"]


class BotStanding(Body, kw_only=True):
    """What the bot is to be in the group; `payload` as by a startgroup link."""

    status: Literal["member", "admin", "kicked"]
    payload: str | None = None


def view(group: Group) -> dict[str, Any]:
    """A group as the control API shows it."""
    chat = group.chat
    return chat.as_json() | {
        "bot": chat.bot.status if chat.bot else None,
        "owner": group.owner.id,
        "members": {member.account.id: member.status for member in chat.members.values()},
        "topics": [_view_topic(topic) for topic in chat.topics.values()],
        "messages": len(chat.messages),
    }


def _view_topic(topic: Topic) -> dict[str, Any]:
    return {"id": topic.root.id, "name": topic.name}


async def _create(sim: "Simulator", request: web.Request) -> Any:
    new = await body(request, NewGroup)
    group = sim.group(
        new.title,
        owner=find_person(sim, new.owner),
        members=[find_person(sim, person_id) for person_id in new.members],
        bot=new.bot,
        supergroup=new.supergroup,
        forum=new.forum,
        username=new.username,
    )
    return view(group)


async def _list(sim: "Simulator", request: web.Request) -> Any:
    return [view(group) for group in sim.groups.values()]


async def _show(sim: "Simulator", request: web.Request) -> Any:
    return view(group_at(sim, request))


async def _send(sim: "Simulator", request: web.Request) -> Any:
    group, said = group_at(sim, request), await body(request, Text)
    message = await group.send(
        find_person(sim, said.person),
        said.text,
        topic=maybe_topic(group, said.topic),
        reply_to=maybe_message(group.chat, said.reply_to),
        anonymous=said.anonymous,
    )
    return message.as_view()


async def _send_media(sim: "Simulator", request: web.Request) -> Any:
    group, sent = group_at(sim, request), await body(request, Attached)
    person, data = find_person(sim, sent.person), sent.content
    topic, reply_to = maybe_topic(group, sent.topic), maybe_message(group.chat, sent.reply_to)
    match request.match_info["kind"]:
        case "photo":
            message = await group.send_photo(
                person, data or None, caption=sent.caption, topic=topic, reply_to=reply_to
            )
        case "voice":
            message = await group.send_voice(
                person, data or None, duration=sent.duration, topic=topic, reply_to=reply_to
            )
        case _:
            message = await group.send_document(
                person,
                data or b"sample",
                name=sent.name,
                mime=sent.mime,
                caption=sent.caption,
                topic=topic,
                reply_to=reply_to,
            )
    return message.as_view()


async def _tap(sim: "Simulator", request: web.Request) -> Any:
    group, tap = group_at(sim, request), await body(request, Tap)
    press = await group.tap(
        find_person(sim, tap.person),
        find_message(group.chat, tap.message_id),
        tap.label,
        data=tap.data,
        inaccessible=tap.inaccessible,
    )
    return press.as_view()


async def _new_topic(sim: "Simulator", request: web.Request) -> Any:
    group = group_at(sim, request)
    return _view_topic(await group.new_topic((await body(request, NewTopic)).name))


async def _set_member(sim: "Simulator", request: web.Request) -> Any:
    group, wanted = group_at(sim, request), await body(request, Standing)
    person = find_person(sim, wanted.person)
    if wanted.status == "left":
        await group.leave(person)
        return view(group)
    member = group.chat.members.get(person.id)
    if member is None or not member.present:
        await group.join(person, by=group.owner)
    if wanted.status == "member":
        group.demote(person)
    else:
        group.promote(person, anonymous=wanted.status == "anonymous_admin")
    return view(group)


async def _set_bot(sim: "Simulator", request: web.Request) -> Any:
    group, wanted = group_at(sim, request), await body(request, BotStanding)
    present = group.chat.bot is not None and group.chat.bot.present
    if wanted.status == "kicked":
        group.kick_bot()
    elif not present:
        group.add_bot(wanted.status, payload=wanted.payload)
    elif wanted.status == "admin":
        group.promote_bot()
    else:
        group.demote_bot()
    return view(group)


async def _migrate(sim: "Simulator", request: web.Request) -> Any:
    group = group_at(sim, request)
    group.migrate()
    return view(group)


async def _messages(sim: "Simulator", request: web.Request) -> Any:
    chat = find_chat(sim, int(request.match_info["id"]))
    after = number(request, "after", 0)
    found = [message for message in chat.messages if message.id > after]
    last = number(request, "last", len(found))
    return [message.as_view() for message in found[max(len(found) - last, 0) :]]


def add_routes(app: web.Application, sim: "Simulator") -> None:
    """Serve the routes of groups and chats."""
    add(app, sim, "GET", "/groups", _list)
    add(app, sim, "POST", "/groups", _create)
    add(app, sim, "GET", "/groups/{id:-\\d+}", _show)
    add(app, sim, "POST", "/groups/{id:-\\d+}/send", _send)
    add(app, sim, "POST", "/groups/{id:-\\d+}/{kind:photo|voice|document}", _send_media)
    add(app, sim, "POST", "/groups/{id:-\\d+}/tap", _tap)
    add(app, sim, "POST", "/groups/{id:-\\d+}/topics", _new_topic)
    add(app, sim, "POST", "/groups/{id:-\\d+}/members", _set_member)
    add(app, sim, "POST", "/groups/{id:-\\d+}/bot", _set_bot)
    add(app, sim, "POST", "/groups/{id:-\\d+}/migrate", _migrate)
    add(app, sim, "GET", "/chats/{id:-?\\d+}/messages", _messages)
