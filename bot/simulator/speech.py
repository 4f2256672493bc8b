"""Puts what people send into the fields of a message: texts, pictures, recordings, files, contacts, forwards."""

import base64
from typing import Any, Final, Literal, get_args

from bot.simulator.accounts import Account
from bot.simulator.chats import Channel
from bot.simulator.files import FileStore
from bot.simulator.text import MAX_TEXT, find_entities, units

# One transparent pixel, for those who send "some picture".
PIXEL: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
# The head of an Ogg stream: enough for who looks at the type of a voice message.
SILENCE: Final = b"OggS\x00\x02" + bytes(52)

Recording = Literal["video", "video_note", "audio"]
RECORDINGS: Final[tuple[Recording, ...]] = get_args(Recording)
# Bot API: Video, VideoNote, Audio.
_RECORDED: Final[dict[Recording, tuple[str, dict[str, Any]]]] = {
    "video": (".mp4", {"width": 640, "height": 480, "mime_type": "video/mp4"}),
    "video_note": (".mp4", {"length": 384}),
    "audio": (".mp3", {"mime_type": "audio/mpeg"}),
}


def text_fields(text: str, *, entities: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A text as a client sends it: trimmed, with the entities that Telegram finds or those given."""
    kept = text.strip()
    if not 1 <= units(kept) <= MAX_TEXT:
        raise ValueError(f"a client sends texts of 1-{MAX_TEXT} UTF-16 units, this has {units(kept)}")
    found = entities if entities is not None else find_entities(kept)
    return {"text": kept, "entities": found} if found else {"text": kept}


def photo_fields(
    files: FileStore, *, data: bytes | None, caption: str, album: str | None = None
) -> dict[str, Any]:
    """A picture in its sizes, perhaps one of an album."""
    sizes = files.add_photo(data) if data else files.add_photo(PIXEL, size=(1280, 960))
    return {"photo": sizes} | _caption(caption) | ({"media_group_id": album} if album else {})


def voice_fields(files: FileStore, *, data: bytes | None, duration: int) -> dict[str, Any]:
    """A voice message of so many seconds."""
    stored = files.add(
        "voice", data or SILENCE, suffix=".oga", fields={"duration": duration, "mime_type": "audio/ogg"}
    )
    return {"voice": stored.as_json()}


def recording_fields(files: FileStore, kind: Recording, *, duration: int, caption: str) -> dict[str, Any]:
    """A video, a round one, or music, of so many seconds."""
    if caption and kind == "video_note":
        raise ValueError("a client can't write anything under a video note")
    suffix, fields = _RECORDED[kind]
    stored = files.add(kind, bytes(64), suffix=suffix, fields=fields | {"duration": duration})
    return {kind: stored.as_json()} | _caption(caption)


def document_fields(files: FileStore, *, data: bytes, name: str, mime: str, caption: str) -> dict[str, Any]:
    """A file."""
    return {"document": files.add_document(data, name=name, mime=mime)} | _caption(caption)


def contact_fields(account: Account, *, phone_number: str) -> dict[str, Any]:
    """A person's own contact card, as the button "share my number" sends it."""
    contact: dict[str, Any] = {
        "phone_number": phone_number,
        "first_name": account.first_name,
        "user_id": account.id,
    }
    if account.last_name is not None:
        contact["last_name"] = account.last_name
    return {"contact": contact}


def forward_fields(origin: Account | Channel | str, *, date: int) -> dict[str, Any]:
    """Where a forward is from (Bot API: MessageOrigin); a bare name is of somebody who hides the account."""
    if isinstance(origin, str):
        return {"forward_origin": {"type": "hidden_user", "sender_user_name": origin, "date": date}}
    if isinstance(origin, Channel):
        source = {"type": "channel", "chat": origin.as_json(), "message_id": 1, "date": date}
        return {"forward_origin": source}
    return {"forward_origin": {"type": "user", "sender_user": origin.as_json(), "date": date}}


def _caption(caption: str) -> dict[str, Any]:
    if not caption:
        return {}
    fields = text_fields(caption)
    return {"caption": fields["text"]} | (
        {"caption_entities": fields["entities"]} if "entities" in fields else {}
    )
