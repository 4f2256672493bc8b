"""A low score, told to the team at once; and its words, when they come."""

from collections.abc import Sequence
from typing import Final

from handlers.question import shown_order
from handlers.replies import Content, Line, Say
from handlers.shop import Shop
from handlers.texts import languages
from handlers.texts.units import clip
from storage.facts import InvitationFacts
from storage.kinds import MessageKind
from storage.tables import Room

LONGEST_PART: Final = 3500
"""UTF-16 units of words in one message, which leaves room for whose they are (Bot API: 4096 in all)."""


def low_score(facts: InvitationFacts, score: int, rooms: Sequence[Room], shop: Shop) -> tuple[Say, ...]:
    """One alert in each room: the score, whose it is, and what it is about."""
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
    parts = [said[start : start + LONGEST_PART] for start in range(0, len(said), LONGEST_PART)]
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


def _key(facts: InvitationFacts, room: Room) -> str:
    return f"alert:{facts.invitation_id}:{room.id}"
