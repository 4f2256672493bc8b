"""Counts and marks text as Telegram does: in UTF-16 units, with entities."""

import re
from typing import Any, Final

from msgspec import Struct

from bot.simulator.errors import bad_request

MAX_TEXT: Final = 4096  # Bot API: sendMessage, text
MAX_CAPTION: Final = 1024  # Bot API: sendPhoto, caption
MAX_ENTITIES: Final = 100

_KINDS: Final = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
# What a kind of entity can't do without (Bot API: MessageEntity).
_NEEDS: Final = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}

_FOUND: Final = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)"
    r"|(?<![\w/@.])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?)(?![\w/])"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.]+\w)"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{2,31})"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)",
)


class Entity(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One special part of a text; offset and length in UTF-16 units (Bot API: MessageEntity)."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user: dict[str, Any] | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The entity as a Message carries it."""
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not None}


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers; offset and length in UTF-16 units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def find_entities(text: str) -> list[dict[str, Any]]:
    """The commands, mentions, links and hashtags that Telegram marks in any text by itself."""
    if not any(mark in text for mark in "/@#"):
        return []
    return [
        {"type": match.lastgroup, "offset": units(text[: match.start()]), "length": units(match[0])}
        for match in _FOUND.finditer(text)
    ]


def formatted(
    text: str, entities: list[Entity] | None, *, field: str, limit: int
) -> tuple[str, list[dict[str, Any]]]:
    """A text of the bot as Telegram keeps it: trimmed, checked, its entities in order.

    Raises a 400 that names `field` when the text is longer than `limit` UTF-16 units or an entity
    doesn't fit it (Bot API: sendMessage, "1-4096 characters after entities parsing").
    """
    marked = [_checked(entity, text, f"{field} entity {i}") for i, entity in enumerate(entities or ())]
    if len(marked) > MAX_ENTITIES:
        raise bad_request(f"{field} carries {len(marked)} entities, {MAX_ENTITIES} allowed")
    trimmed, marked = _trimmed(text, marked)
    if (length := units(trimmed)) > limit:
        kind = "message is too long" if limit == MAX_TEXT else "message caption is too long"
        raise bad_request(f"{kind}: {field} holds {length} UTF-16 units, {limit} allowed")
    covered = [(e["offset"], e["offset"] + e["length"]) for e in marked]
    found = [
        e
        for e in find_entities(trimmed)
        if not any(start < e["offset"] + e["length"] and e["offset"] < end for start, end in covered)
    ]
    return trimmed, sorted(marked + found, key=lambda e: (e["offset"], -e["length"]))


def _checked(entity: Entity, text: str, where: str) -> dict[str, Any]:
    if entity.type not in _KINDS:
        raise bad_request(f"{where}: unknown type {entity.type!r}")
    if (need := _NEEDS.get(entity.type)) and not getattr(entity, need):
        raise bad_request(f"{where}: {entity.type} needs {need}")
    size, end = units(text), entity.offset + entity.length
    if entity.offset < 0 or entity.length < 1 or end > size:
        raise bad_request(f"{where}: {entity.offset}+{entity.length} is outside of {size} UTF-16 units")
    if not text.isascii():
        raw = text.encode("utf-16-be", "surrogatepass")
        # A low surrogate at an edge means that the entity begins or ends inside of one character.
        if any(
            raw[2 * edge : 2 * edge + 1] and 0xDC <= raw[2 * edge] <= 0xDF for edge in (entity.offset, end)
        ):
            raise bad_request(f"{where}: {entity.offset}+{entity.length} splits a character")
    return entity.as_json()


def _trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Telegram drops white space at both ends and moves the entities along."""
    left = len(text) - len(text.lstrip())
    trimmed = text.strip()
    if len(trimmed) == len(text):
        return text, entities
    size = units(trimmed)
    kept: list[dict[str, Any]] = []
    for entity in entities:
        start = max(entity["offset"] - left, 0)
        end = min(entity["offset"] + entity["length"] - left, size)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return trimmed, kept
