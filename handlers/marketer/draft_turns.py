"""What a press, or words, make of a stored draft; and which draft they are about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from handlers.admin.score_view import Showing
from handlers.marketer.draft_steps import (
    TAKES_FILES,
    TAKES_WORDS,
    WAITS_FOR_WORDS,
    WHEN,
    Drafted,
    Offer,
    action_of,
    pressed,
    typed,
)
from handlers.marketer.planning import Wanted
from handlers.marketer.wave_words import KIND, understood
from handlers.press import Press
from handlers.replies import Line
from handlers.rights import suffices
from handlers.unclear import UnclearPlanError
from handlers.updates import GroupText, Tap, Text
from storage import drafts
from storage.database import Session
from storage.kinds import AttachmentKind, DraftStep, Role
from storage.tables import Draft

NEEDED: Final = Role.MARKETER
"""The role that planning needs, at each press."""

WORDS_AWAITED_FOR: Final = timedelta(hours=1)
"""So long after a step asked for words, those that answer no message are its own."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody plans: what drawing takes, the bot, the role that they have there, and the topic it is in."""

    showing: Showing
    bot_id: int
    role: Role | None
    thread_id: int | None = None

    @property
    def may_plan(self) -> bool:
        """Whether the role is enough."""
        return suffices(self.role, NEEDED)


@dataclass(frozen=True, slots=True)
class Turn:
    """A draft after a press or words, what it means, and what was wrong."""

    draft: Drafted
    wanted: Wanted | None = None
    problem: Line | None = None


def begun(showing: Showing, words: Mapping[str, str]) -> Turn:
    """A new draft: at its first step, or with all that is said of it at once. Raises UnclearPlanError."""
    if not words:
        return Turn(Drafted(DraftStep.KIND, {}))
    wanted = understood(words, now=showing.now, shop=showing.shop, seed=_seed(showing.now))
    when = {} if "at" in words or "after" in words else {"at": "now"}
    return Turn(Drafted(DraftStep.CARD, {**words, KIND: wanted.kind.value, **when}), wanted)


def after_press(showing: Showing, stored: Draft, choice: str) -> Turn | None:
    """What a button makes of a draft; None for one that doesn't stand at its step.

    One that doesn't fit any more changes nothing, and it is said why.
    """
    action = action_of(stored.step, choice)
    if action is None:
        return None
    before = drafted(stored)
    try:
        after = pressed(before, action, offers=offers_of(stored), now=showing.now, shop=showing.shop)
    except UnclearPlanError as error:
        return replace(checked(showing, before, stored.created_at), problem=error.line)
    return checked(showing, after, stored.created_at) if after else None


def after_words(showing: Showing, stored: Draft, said: str) -> Turn:
    """What words make of a draft. Raises UnclearPlanError."""
    after = typed(drafted(stored), said, now=showing.now, shop=showing.shop)
    return checked(showing, after, stored.created_at)


def checked(showing: Showing, draft: Drafted, created_at: datetime) -> Turn:
    """What a draft means by now; one whose moment has passed needs another.

    Words that this version doesn't understand mean nothing, and it is said why: they can still be changed.
    """
    if KIND not in draft.words:
        return Turn(draft)
    seed = _seed(created_at)
    try:
        return Turn(draft, understood(draft.words, now=showing.now, shop=showing.shop, seed=seed))
    except UnclearPlanError as error:
        problem = error.line
    step = DraftStep.TIME if draft.step is DraftStep.CARD else draft.step
    timeless = draft.to(step, **dict.fromkeys(WHEN))
    try:
        wanted = understood(timeless.words, now=showing.now, shop=showing.shop, seed=seed)
    except UnclearPlanError:
        return Turn(draft, None, problem)
    return Turn(timeless, wanted, problem)


async def of_button(session: Session, tap: Tap, press: Press, *, hold: bool) -> Draft | None:
    """The draft of a button, in the chat where it stands; the words of a survey have no such button."""
    if tap.chat_id is None:
        return None
    stored = await drafts.by_id(session, press.invitation_id, chat_id=tap.chat_id, hold=hold)
    return None if stored is None or stored.step is DraftStep.SURVEY_WORDS else stored


async def is_meant(session: Session, said: Text | GroupText, *, now: datetime) -> bool:
    """Whether words are about a wave that is being planned in their chat, or for a survey."""
    return await _find(session, said, now=now, hold=False) is not None


async def meant(showing: Showing, said: Text | GroupText, *, hold: bool) -> Draft | None:
    """The draft that words are about, if they are about one."""
    return await _find(showing.session, said, now=showing.now, hold=hold)


async def _find(session: Session, said: Text | GroupText, *, now: datetime, hold: bool) -> Draft | None:
    """The draft that words, or a file, are about; a picture is about none."""
    takes: Collection[DraftStep] = TAKES_WORDS
    waits: Collection[DraftStep] = WAITS_FOR_WORDS
    if said.attached is not None:
        if said.attached.kind is not AttachmentKind.DOCUMENT:
            return None
        takes, waits = TAKES_FILES, (DraftStep.AUDIENCE_WORDS,)
    return await drafts.said_to(
        session,
        chat_id=said.chat_id,
        person_id=said.person.telegram_id,
        reply_to=said.reply_to,
        takes_words=takes,
        waits_for_words=waits,
        since=now - WORDS_AWAITED_FOR,
        hold=hold,
    )


def drafted(stored: Draft) -> Drafted:
    """A draft as it is stored."""
    return Drafted(stored.step, stored.words)


def offers_of(stored: Draft) -> Sequence[Offer]:
    """What the buttons of its audience name."""
    return [(field, value) for field, value in stored.offers]


def _seed(created_at: datetime) -> int:
    """Draws a draft's sample: the same people each time that it is looked at, and when it is planned."""
    return int(created_at.timestamp())
