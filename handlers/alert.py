"""A low score, told to the team at once; and its words, when they come."""

from collections.abc import Sequence
from typing import Final

from handlers.question import shown_order
from handlers.replies import Content, Line, Say
from handlers.shop import Shop
from handlers.texts import languages
from handlers.texts.units import ELLIPSIS, clip, utf16_length
from storage.facts import InvitationFacts
from storage.kinds import MessageKind
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
    return tuple(
        Say(
            key=_key(facts, room),
            kind=MessageKind.ALERT,
            chat_id=room.chat_id,
            thread_id=room.thread_id,
            invitation_id=facts.invitation_id,
            content=Content(lines=(line,), language=languages.choose(room.language, shop.language)),
        )
        for room in rooms
    )


def words(
    facts: InvitationFacts, said: str, rooms: Sequence[Room], shop: Shop, *, which: int
) -> tuple[Say, ...]:
    """What the person said, below the alert; `which` tells one message of theirs from another."""
    if facts.is_test or facts.is_staff or not said.strip():
        return ()
    parts = _parts(said)
    return tuple(
        Say(
            key=f"{_key(facts, room)}:{which}:{number}",
            kind=MessageKind.ALERT,
            chat_id=room.chat_id,
            thread_id=room.thread_id,
            invitation_id=facts.invitation_id,
            reply_to_key=_key(facts, room),
            content=Content(
                lines=(Line("alert-words", {"who": clip(facts.first_name, 100) or "—", "words": part}),),
                language=languages.choose(room.language, shop.language),
            ),
        )
        for room in rooms
        for number, part in enumerate(parts)
    )


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


def _key(facts: InvitationFacts, room: Room) -> str:
    return f"alert:{facts.invitation_id}:{room.id}"
