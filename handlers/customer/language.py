"""/language: what a person is spoken to in, or a room; by a button, or by its name in any language of ours."""

from functools import lru_cache
from typing import Final

from babel import Locale

from handlers.customer.start import stranger
from handlers.in_return import in_place, spoken_with
from handlers.press import Act, Press
from handlers.replies import Button, Content, Edit, Keyboard, Line, Reply, Say, Toast
from handlers.rights import NEEDED_IN_ROOM, Rights, suffices
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Command, Tap
from storage import contacts, rooms
from storage.database import Session
from storage.tables import Room

NATIVE: Final = {"en": "English", "ru": "Русский", "uk": "Українська", "pl": "Polski", "zh": "中文"}
"""What each language that we speak calls itself: whoever looks for theirs may read no other."""

_COUNTRIES: Final = {"ua": "uk", "cn": "zh"}
"""What many write for a language is the code of its country."""

_A_ROW: Final = 2
"""So many of these names stand whole beside each other on a phone."""


async def in_private(session: Session, command: Command, *, shop: Shop) -> list[Say]:
    """A contact's own language; whoever has no order has nothing to be told yet."""
    contact = await contacts.find(session, command.person.telegram_id)
    if contact is None or contact.id is None:
        return [stranger(command, shop)]
    spoken = spoken_with(command.person, contact, shop)
    wanted = meant(command.argument)
    if wanted is not None:
        await contacts.choose_language(session, contact.id, wanted)
    return [in_place(command, _answer(command.argument, wanted, spoken, contact.id))]


async def in_room(session: Session, command: Command, room: Room, *, shop: Shop) -> list[Say]:
    """A room's language, for everybody in it."""
    spoken = languages.choose(room.language, shop.language)
    wanted = meant(command.argument)
    if wanted is not None and room.id is not None:
        await rooms.choose_language(session, room.id, wanted)
    return [in_place(command, _answer(command.argument, wanted, spoken, room.id or 0))]


async def press(session: Session, tap: Tap, pressed: Press, *, rights: Rights, shop: Shop) -> list[Reply]:
    """A button with a language: heard from whose it is, where it stands."""
    if tap.chat_id != tap.person.telegram_id:
        return await _press_in_room(session, tap, pressed, rights, shop)
    contact = await contacts.find(session, tap.person.telegram_id)
    if contact is None or contact.id != pressed.invitation_id or pressed.choice not in NATIVE:
        return [Toast(tap.callback_id, Line("toast-unclear"), spoken_with(tap.person, contact, shop))]
    await contacts.choose_language(session, contact.id, pressed.choice)
    return _changed(tap, pressed)


async def _press_in_room(
    session: Session, tap: Tap, pressed: Press, rights: Rights, shop: Shop
) -> list[Reply]:
    room = await rooms.of_chat(session, tap.chat_id) if tap.chat_id is not None else None
    if room is None or room.id != pressed.invitation_id or pressed.choice not in NATIVE:
        language = languages.choose(tap.person.language_code, shop.language)
        return [Toast(tap.callback_id, Line("toast-unclear"), language)]
    role = await rights.role_of(session, tap.person.telegram_id)
    if not suffices(role, NEEDED_IN_ROOM["language"]):
        language = languages.choose(room.language, shop.language)
        return [Toast(tap.callback_id, Line("toast-admin"), language)]
    await rooms.choose_language(session, room.id, pressed.choice)
    return _changed(tap, pressed)


def meant(words: str) -> str | None:
    """The language of ours that somebody names: "Russian", "русский", "rosyjski", "ru", "ru-RU"."""
    wanted = " ".join(words.split()).casefold()
    tag = wanted.replace("_", "-").split("-")[0]
    found = _names().get(wanted) or _COUNTRIES.get(tag, tag)
    return found if found in NATIVE else None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """What each language is called in each (CLDR), and what it calls itself."""
    called = {name.casefold(): language for language, name in NATIVE.items()}
    for speaker in NATIVE:
        for language in NATIVE:
            if name := Locale.parse(language).get_language_name(speaker):
                called[name.casefold()] = language
    return called


def _answer(words: str, wanted: str | None, spoken: str, number: int) -> Content:
    if wanted is not None:
        return _chosen(wanted, number)
    line = Line("language-unspoken", {"languages": ", ".join(NATIVE.values())})
    return Content(
        lines=(line if words else Line("language-which"),),
        language=spoken,
        keyboard=_keyboard(spoken, number),
    )


def _changed(tap: Tap, pressed: Press) -> list[Reply]:
    replies: list[Reply] = [Toast(tap.callback_id, None, pressed.choice)]
    if tap.chat_id is not None and tap.message_id is not None:
        replies.append(Edit(tap.chat_id, tap.message_id, _chosen(pressed.choice, pressed.invitation_id)))
    return replies


def _chosen(language: str, number: int) -> Content:
    """Said in the new language; the buttons stay for whoever pressed the wrong one and now reads nothing."""
    return Content(lines=(Line("language-chosen"),), language=language, keyboard=_keyboard(language, number))


def _keyboard(spoken: str, number: int) -> Keyboard:
    buttons = [
        Button(f"• {name}" if language == spoken else name, data=Press(Act.LANGUAGE, number, language).data())
        for language, name in NATIVE.items()
    ]
    return tuple(tuple(buttons[start : start + _A_ROW]) for start in range(0, len(buttons), _A_ROW))
