"""A low score, told to the team at once; and its words and pictures, when they come."""

from collections.abc import Sequence
from typing import Final

from handlers.customer import reasons
from handlers.customer.question import shown_order
from handlers.replies import Content, Copied, Line, Say
from handlers.shop import Shop
from handlers.texts import languages
from handlers.texts.units import ELLIPSIS, clip, utf16_length
from storage.facts import InvitationFacts, KeptAttachment
from storage.kinds import AttachmentKind, MessageKind
from storage.tables import Room

LONGEST_PART: Final = 3500
"""UTF-16 units of words in one message, which leaves room for whose they are (Bot API: 4096 in all)."""


def low_score(facts: InvitationFacts, score: int, rooms: Sequence[Room], shop: Shop) -> tuple[Say, ...]:
    """One alert in each room: the score, whose it is, and what it is about.

    The key is of the invitation, so that a score which is changed while it can be is told once: what was
    told stands, also when the score rises, and the room sees the change when it asks for the score.
    """
    if facts.is_test or facts.is_staff:
        return ()
    parts = (
        facts.first_name,
        shown_order(facts.order_id) if facts.order_id else None,
        facts.product,
        facts.store,
    )
    line = Line(
        "alert-low",
        {
            "kind": facts.kind.upper(),
            "score": str(score),
            "highest": str(facts.highest),
            "about": " · ".join(clip(part, 200) for part in parts if part) or "—",
        },
    )
    return tuple(_say(facts, room, shop, line) for room in rooms)


def words(
    facts: InvitationFacts, said: str, rooms: Sequence[Room], shop: Shop, *, which: int
) -> tuple[Say, ...]:
    """What the person said, below the alert; `which` tells one message of theirs from another."""
    if facts.is_test or facts.is_staff or not said.strip():
        return ()
    lines = [Line("alert-words", {"who": _who(facts), "words": part}) for part in _parts(said)]
    return tuple(
        _say(facts, room, shop, line, below=f"{which}:{number}")
        for room in rooms
        for number, line in enumerate(lines)
    )


def reason(facts: InvitationFacts, given: str, rooms: Sequence[Room], shop: Shop) -> tuple[Say, ...]:
    """The quick answer that the person chose, below the alert; each that they choose is told once."""
    if facts.is_test or facts.is_staff:
        return ()

    def told(room: Room) -> Line:
        said = reasons.said(given, facts.wording, (_spoken(room, shop), shop.language))
        return Line("alert-reason", {"who": _who(facts), **said})

    return tuple(_say(facts, room, shop, told(room), below=f"reason:{given}") for room in rooms)


def attached(
    facts: InvitationFacts, kept: KeptAttachment, rooms: Sequence[Room], shop: Shop
) -> tuple[Say, ...]:
    """A copy of what the person sent, below the alert; what they wrote under it is told as their words.

    So the copy's caption is ours, and says whose it is.
    """
    if facts.is_test or facts.is_staff:
        return ()
    # A video note can have no caption.
    named = kept.kind is not AttachmentKind.VIDEO_NOTE
    lines = (Line("alert-attached", {"who": _who(facts)}),) if named else ()
    copied = Copied(chat_id=kept.chat_id, message_id=kept.telegram_message_id)
    return tuple(
        _say(facts, room, shop, *lines, below=f"{kept.telegram_message_id}:copy", copied=copied)
        for room in rooms
    )


def _say(
    facts: InvitationFacts,
    room: Room,
    shop: Shop,
    *lines: Line,
    below: str | None = None,
    copied: Copied | None = None,
) -> Say:
    """The alert itself, or what stands below it; `below` tells one such message of a room from another."""
    alert = f"alert:{facts.invitation_id}:{room.id}"
    return Say(
        key=alert if below is None else f"{alert}:{below}",
        kind=MessageKind.ALERT,
        chat_id=room.chat_id,
        thread_id=room.thread_id,
        invitation_id=facts.invitation_id,
        reply_to_key=None if below is None else alert,
        content=Content(lines=lines, language=_spoken(room, shop), copied=copied),
    )


def _spoken(room: Room, shop: Shop) -> str:
    return languages.choose(room.language, shop.language)


def _who(facts: InvitationFacts) -> str:
    return clip(facts.first_name, 100) or "—"


def _parts(said: str) -> list[str]:
    """The words in messages of at most LONGEST_PART units; joined again they are what was said.

    A character as its reader sees it isn't parted, unless it alone is longer than a message.
    """
    parts = []
    while utf16_length(said) > LONGEST_PART:
        # No "…" at the cut, since nothing is left out: what follows stands in the next message.
        part = clip(said, LONGEST_PART).removesuffix(ELLIPSIS) or said[: LONGEST_PART // 2]
        parts.append(part)
        said = said[len(part) :]
    return [*parts, said]
