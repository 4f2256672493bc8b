"""/forget: asks once, then erases a person."""

from datetime import datetime
from typing import Final

from handlers.in_return import in_return, spoken_with
from handlers.press import Act, Press
from handlers.replies import Button, Content, Edit, Keyboard, Line, Reply, Say, Toast
from handlers.shop import Shop
from handlers.updates import Command, Tap
from storage import contacts, erasure
from storage.database import Session

_ERASE: Final = "erase"
_KEEP: Final = "keep"


async def ask(session: Session, command: Command, *, shop: Shop) -> list[Say]:
    """/forget: is it really meant? Also from somebody without an order: we may have written to them."""
    person = command.person.telegram_id
    contact = await contacts.find(session, person)
    key = f"forget:{person}:{command.update_id}"
    line = Line("forget-really")
    return [in_return(command, contact, shop, line, key=key, keyboard=_keyboard(person))]


async def press(session: Session, tap: Tap, pressed: Press, *, now: datetime, shop: Shop) -> list[Reply]:
    """Erase, or don't: the person themself, in their own chat.

    What is said of it is an edit of the question, which is stored nowhere: a message in line would hold
    the chat again.
    """
    person = tap.person.telegram_id
    contact = await contacts.find(session, person)
    language = spoken_with(tap.person, contact, shop)
    own = tap.chat_id == person == pressed.invitation_id
    if not own or pressed.choice not in (_ERASE, _KEEP):
        return [Toast(tap.callback_id, Line("toast-unclear"), language)]
    if pressed.choice == _KEEP:
        return _answered(tap, None, Content(lines=(Line("forget-kept"),), language=language))
    erased = await erasure.erase(session, person, now=now)
    lines = [Line("forgotten", {"answers": erased.answers})]
    if erased.role is not None:
        lines.append(Line("forgotten-role"))
    return _answered(tap, Line("toast-erased"), Content(lines=tuple(lines), language=language))


def _answered(tap: Tap, toast: Line | None, content: Content) -> list[Reply]:
    replies: list[Reply] = [Toast(tap.callback_id, toast, content.language)]
    if tap.message_id is not None:
        replies.append(Edit(tap.person.telegram_id, tap.message_id, content))
    return replies


def _keyboard(number: int) -> Keyboard:
    def button(text: str, choice: str, style: str | None = None) -> Button:
        return Button(Line(text), data=Press(Act.FORGET, number, choice).data(), style=style)

    return ((button("button-erase", _ERASE, "danger"),), (button("button-keep", _KEEP),))
