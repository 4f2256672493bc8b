"""Holds one message: what the Bot API says of it, and what a person sees."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.simulator.accounts import Account
from bot.simulator.keyboards import Button, Keyboard, read_keyboard
from bot.simulator.text import cut

if TYPE_CHECKING:
    from bot.simulator.chats import Chat


_SERVICES: Final[tuple[str, ...]] = (
    "new_chat_members",
    "left_chat_member",
    "forum_topic_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a message said before an edit, and until when (seconds since the epoch)."""

    text: str
    entities: list[dict[str, Any]]
    keyboard: Keyboard
    until: float


class Message:
    """A message in a chat. It changes when it is edited: `text` and `keyboard` are what stands there now.

    `json` is the Bot API's Message without `reply_to_message`; it is replaced on an edit and never
    changed in place, so that an update which carries it stays as it was.
    """

    __slots__ = (
        "chat",
        "deleted",
        "edits",
        "from_bot",
        "id",
        "json",
        "markup",
        "reply_to",
        "revision",
        "sender",
    )

    def __init__(
        self,
        *,
        chat: "Chat",
        sender: Account,
        from_bot: bool,
        json: dict[str, Any],
        reply_to: "Message | None" = None,
        markup: dict[str, Any] | None = None,
    ) -> None:
        self.chat = chat
        self.id: int = json["message_id"]
        self.sender = sender
        self.from_bot = from_bot
        self.json = json
        self.reply_to = reply_to
        self.markup = markup
        self.edits: list[Version] = []
        self.revision = 0
        self.deleted = False

    def as_json(self) -> dict[str, Any]:
        """The Bot API's Message; one level of `reply_to_message`, as Telegram nests it."""
        if self.reply_to is None:
            return self.json
        return self.json | {"reply_to_message": self.reply_to.json}

    def as_inaccessible(self) -> dict[str, Any]:
        """The Bot API's InaccessibleMessage: all that is left of a message too old to show."""
        return {"chat": self.chat.as_json(), "message_id": self.id, "date": 0}

    def as_view(self) -> dict[str, Any]:
        """The message as the control API shows it."""
        return {
            "message_id": self.id,
            "chat_id": self.chat.id,
            "chat": self.chat.name,
            "date": self.json["date"],
            "from_bot": self.from_bot,
            "from": self.json.get("from"),
            "text": self.text,
            "entities": self.entities,
            "media": self.media,
            "file": self.file,
            "service": self.service,
            "keyboard": [
                [{"text": b.text, "data": b.data, "url": b.url, "style": b.style} for b in row]
                for row in self.keyboard
            ],
            "reply_to": self.reply_to.id if self.reply_to else None,
            "thread": self.thread,
            "edits": len(self.edits),
            "deleted": self.deleted,
        }

    @property
    def text(self) -> str:
        """The text, or the caption of a picture or file; empty when there is neither."""
        found: str = self.json.get("text") or self.json.get("caption") or ""
        return found

    @property
    def entities(self) -> list[dict[str, Any]]:
        """The entities of `text`."""
        found: list[dict[str, Any]] = self.json.get("entities") or self.json.get("caption_entities") or []
        return found

    @property
    def keyboard(self) -> Keyboard:
        """The rows of buttons, whether they hang on the message or stand under the text field."""
        return read_keyboard(self.markup)

    @property
    def buttons(self) -> list[Button]:
        """All buttons, row after row."""
        return [button for row in self.keyboard for button in row]

    @property
    def media(self) -> str | None:
        """The kind of what is attached: photo, document, voice ..., or None."""
        kinds = (
            "photo",
            "document",
            "voice",
            "audio",
            "video",
            "video_note",
            "sticker",
            "contact",
            "location",
        )
        return next((kind for kind in kinds if kind in self.json), None)

    @property
    def file(self) -> dict[str, Any] | None:
        """What is attached, as the Bot API describes it; of a picture the largest size."""
        attached = self.json.get(self.media or "")
        if isinstance(attached, list):
            attached = attached[-1]
        return attached if isinstance(attached, dict) and "file_id" in attached else None

    @property
    def service(self) -> dict[str, Any] | None:
        """What a line about the chat itself tells: who came, who went, where it moved."""
        return next(({kind: self.json[kind]} for kind in _SERVICES if kind in self.json), None)

    @property
    def thread(self) -> int | None:
        """The forum topic that the message is in."""
        thread: int | None = self.json.get("message_thread_id")
        return thread

    def marked(self, kind: str) -> list[str]:
        """The parts of the text that carry an entity of this kind."""
        return [cut(self.text, e["offset"], e["length"]) for e in self.entities if e["type"] == kind]

    def bold(self) -> list[str]:
        """The bold parts of the text."""
        return self.marked("bold")

    def replace(self, json: dict[str, Any], *, markup: dict[str, Any] | None, at: float) -> None:
        """Put new content in place and remember the old."""
        self.edits.append(Version(text=self.text, entities=self.entities, keyboard=self.keyboard, until=at))
        self.json = json
        self.markup = markup
        self.revision += 1

    def __repr__(self) -> str:
        who = "bot" if self.from_bot else self.sender.first_name
        labels = " ".join(f"[{button.text}]" for button in self.buttons)
        what = self.text or f"<{self.media or 'service message'}>"
        return f"<Message {self.id} {who}: {what!r}{' ' + labels if labels else ''}>"
