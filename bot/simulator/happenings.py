"""Tells whoever listens what has just happened in the simulator: the crowd, a page, a test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from bot.simulator.chats import Chat
    from bot.simulator.messages import Message
    from bot.simulator.presses import Press

Kind = Literal["message", "edited", "deleted", "pressed", "answered", "action", "membership", "migrated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that a person looking at the chat would notice."""

    kind: Kind
    chat: "Chat"
    message: "Message | None" = None
    press: "Press | None" = None

    def as_json(self) -> dict[str, Any]:
        """The happening as the control API tells it."""
        return {
            "kind": self.kind,
            "chat_id": self.chat.id,
            "message": self.message.as_view() if self.message else None,
            "press": self.press.as_view() if self.press else None,
            "action": self.chat.actions[-1][1] if self.kind == "action" else None,
        }


Listener = Callable[[Happening], None]


class Happenings:
    """Hands each happening to every listener at once, in the order in which they came."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` from now on; the returned function ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def announce(
        self, kind: Kind, chat: "Chat", *, message: "Message | None" = None, press: "Press | None" = None
    ) -> None:
        """Wake who waits at the chat, then tell the listeners."""
        chat.wake()
        if self._listeners:
            happening = Happening(kind=kind, chat=chat, message=message, press=press)
            for listener in tuple(self._listeners):
                listener(happening)
