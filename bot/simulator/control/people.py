"""The control routes of people: who there is, and what they do."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.simulator.control.media import Media
from bot.simulator.control.plumbing import (
    Body,
    NotHere,
    add,
    body,
    find_chat,
    find_message,
    maybe_message,
    person_at,
)
from bot.simulator.person import Person
from bot.simulator.speech import RECORDINGS

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator


class NewPerson(Body, kw_only=True):
    """Somebody new."""

    first_name: str = "Anna"
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    started: bool = False


class Link(Body, kw_only=True):
    """A payload, or a whole link."""

    link: str = ""


class Text(Body, kw_only=True):
    """A text, perhaps as a reply."""

    text: str
    reply_to: int | None = None
    forwarded_from: str | None = None


class Phone(Body, kw_only=True):
    """One's own phone number."""

    phone_number: str


class Tap(Body, kw_only=True):
    """A press on a button by label, or of any data; in another chat with `stranger`."""

    message_id: int
    label: str | None = None
    data: str | None = None
    chat_id: int | None = None
    inaccessible: bool = False
    stranger: bool = False


class Language(Body, kw_only=True):
    """The language that the person's client is set to; null for one that tells none."""

    language_code: str | None


class EditText(Body, kw_only=True):
    """New words for one's own message."""

    message_id: int
    text: str
    chat_id: int | None = None


def view(person: Person) -> dict[str, Any]:
    """A person as the control API shows them."""
    chat = person.chat
    return person.account.as_json() | {
        "started": chat.started,
        "blocked": chat.blocked,
        "deactivated": chat.deactivated,
        "messages": len(chat.messages),
    }


async def _create(sim: "Simulator", request: web.Request) -> Any:
    new = await body(request, NewPerson)
    person = sim.person(
        first_name=new.first_name,
        last_name=new.last_name,
        username=new.username,
        language_code=new.language_code,
        started=new.started,
    )
    return view(person)


async def _list(sim: "Simulator", request: web.Request) -> Any:
    return [view(person) for person in sim.people.values()]


async def _show(sim: "Simulator", request: web.Request) -> Any:
    return view(person_at(sim, request))


async def _open(sim: "Simulator", request: web.Request) -> Any:
    link = (await body(request, Link)).link
    return (await person_at(sim, request).open_link(link)).as_view()


async def _send(sim: "Simulator", request: web.Request) -> Any:
    person, said = person_at(sim, request), await body(request, Text)
    message = await person.send(
        said.text,
        reply_to=maybe_message(person.chat, said.reply_to),
        forwarded_from=said.forwarded_from,
    )
    return message.as_view()


async def _send_media(sim: "Simulator", request: web.Request) -> Any:
    person, sent = person_at(sim, request), await body(request, Media)
    kind = request.match_info["kind"]
    reply_to, data = maybe_message(person.chat, sent.reply_to), sent.content
    if kind == "photo":
        message = await person.send_photo(data or None, caption=sent.caption, reply_to=reply_to)
    elif kind == "voice":
        message = await person.send_voice(data or None, duration=sent.duration, reply_to=reply_to)
    elif recording := next((one for one in RECORDINGS if one == kind), None):
        message = await person.send_recording(
            recording, duration=sent.duration, caption=sent.caption, reply_to=reply_to
        )
    else:
        message = await person.send_document(
            data or b"sample", name=sent.name, mime=sent.mime, caption=sent.caption, reply_to=reply_to
        )
    return message.as_view()


async def _send_contact(sim: "Simulator", request: web.Request) -> Any:
    phone = (await body(request, Phone)).phone_number
    return (await person_at(sim, request).send_contact(phone)).as_view()


async def _edit(sim: "Simulator", request: web.Request) -> Any:
    person, edit = person_at(sim, request), await body(request, EditText)
    chat = find_chat(sim, edit.chat_id or person.id)
    return (await person.edit(find_message(chat, edit.message_id), edit.text)).as_view()


async def _tap(sim: "Simulator", request: web.Request) -> Any:
    person, tap = person_at(sim, request), await body(request, Tap)
    message = find_message(find_chat(sim, tap.chat_id or person.id), tap.message_id)
    press = await person.tap(
        message, tap.label, data=tap.data, inaccessible=tap.inaccessible, stranger=tap.stranger
    )
    return press.as_view()


async def _show_press(sim: "Simulator", request: web.Request) -> Any:
    press = sim.world.presses.get(request.match_info["id"])
    if press is None:
        raise NotHere(f"no press {request.match_info['id']}")
    return press.as_view()


async def _set_language(sim: "Simulator", request: web.Request) -> Any:
    person = person_at(sim, request)
    person.account.language_code = (await body(request, Language)).language_code
    return view(person)


async def _block(sim: "Simulator", request: web.Request) -> Any:
    person = person_at(sim, request)
    person.block()
    return view(person)


async def _unblock(sim: "Simulator", request: web.Request) -> Any:
    person = person_at(sim, request)
    person.unblock()
    return view(person)


async def _deactivate(sim: "Simulator", request: web.Request) -> Any:
    person = person_at(sim, request)
    person.deactivate()
    return view(person)


def add_routes(app: web.Application, sim: "Simulator") -> None:
    """Serve the routes of people."""
    add(app, sim, "GET", "/people", _list)
    add(app, sim, "POST", "/people", _create)
    add(app, sim, "GET", "/people/{id:\\d+}", _show)
    add(app, sim, "POST", "/people/{id:\\d+}/open", _open)
    add(app, sim, "POST", "/people/{id:\\d+}/send", _send)
    kinds = "|".join(("photo", "voice", "document", *RECORDINGS))
    add(app, sim, "POST", f"/people/{{id:\\d+}}/{{kind:{kinds}}}", _send_media)
    add(app, sim, "POST", "/people/{id:\\d+}/contact", _send_contact)
    add(app, sim, "POST", "/people/{id:\\d+}/language", _set_language)
    add(app, sim, "POST", "/people/{id:\\d+}/edit", _edit)
    add(app, sim, "POST", "/people/{id:\\d+}/tap", _tap)
    add(app, sim, "POST", "/people/{id:\\d+}/block", _block)
    add(app, sim, "POST", "/people/{id:\\d+}/unblock", _unblock)
    add(app, sim, "POST", "/people/{id:\\d+}/deactivate", _deactivate)
    add(app, sim, "GET", "/presses/{id:\\d+}", _show_press)
