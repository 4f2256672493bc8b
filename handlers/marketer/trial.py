"""/test: a survey as its customers will see it, asked of one of the team; tests never count."""

from datetime import datetime, timedelta
from typing import Final

from handlers.admin.score_view import Showing
from handlers.current_survey import survey_of
from handlers.customer.start import profile
from handlers.in_return import in_place, spoken_with
from handlers.replies import Button, Content, Keyboard, Line, Reply, Say, Toast
from handlers.shop import Shop
from handlers.unclear import UnclearPlanError
from handlers.updates import Command, Person, Tap
from storage import bots, contacts, invitations, waves
from storage.database import Session
from storage.invitations import NewInvitation
from storage.kinds import SurveyKind, WaveState
from storage.tables import Contact, Wave

PREFIX: Final = "test-"
"""Begins what the link carries that leads from a group into the private chat."""

USUAL: Final = SurveyKind.CSAT
"""What /test alone asks."""

OPEN_FOR: Final = timedelta(days=7)


def of_link(payload: str) -> SurveyKind | None:
    """The survey that a link asks as a test; None for any other link."""
    kind = payload.removeprefix(PREFIX)
    return SurveyKind(kind) if payload.startswith(PREFIX) and kind in tuple(SurveyKind) else None


async def ask(showing: Showing, command: Command, *, bot_id: int) -> list[Say]:
    """/test nps: ask whoever wrote it, in their private chat."""
    try:
        kind = _kind(command.argument)
    except UnclearPlanError as error:
        return [in_place(command, Content(lines=(error.line,), language=showing.language))]
    session, now, shop = showing.session, showing.now, showing.shop
    if command.group is None:
        contact: Contact | None = await contacts.meet(session, profile(command), now=now)
    else:
        contact = await contacts.find(session, command.person.telegram_id)
    problem = _problem(contact)
    if contact is None or problem is not None:
        return [in_place(command, await _refusal(showing, problem or "test-no-chat", kind, bot_id))]
    await _begin(session, contact, command.person, kind, now=now, shop=shop)
    said = Line("test-here" if command.group is None else "test-sent")
    return [in_place(command, Content(lines=(said,), language=showing.language))]


async def press(
    showing: Showing, tap: Tap, kind: str, *, bot_id: int, thread_id: int | None
) -> list[Reply | Say]:
    """`Send me a test`: ask whoever pressed it, in their private chat, as often as they like."""
    contact = await contacts.find(showing.session, tap.person.telegram_id)
    problem, survey = _problem(contact), SurveyKind(kind)
    if tap.chat_id == tap.person.telegram_id and contact is None:
        contact, problem = await contacts.meet(showing.session, profile(tap), now=showing.now), None
    if contact is None or problem is not None:
        refused = await _refusal(showing, problem or "test-no-chat", survey, bot_id)
        key, chat_id = f"answer:{tap.chat_id}:{tap.update_id}", tap.chat_id or 0
        said = Say(key=key, chat_id=chat_id, thread_id=thread_id, content=refused)
        return [Toast(tap.callback_id, None, showing.language), said]
    await _begin(showing.session, contact, tap.person, survey, now=showing.now, shop=showing.shop)
    return [Toast(tap.callback_id, Line("test-sent"), showing.language)]


def _kind(said: str) -> SurveyKind:
    """The survey that somebody names. Raises UnclearPlanError."""
    plain = said.strip().casefold()
    if not plain:
        return USUAL
    if plain not in tuple(SurveyKind):
        raise UnclearPlanError("plan-kind-unknown", known=", ".join(SurveyKind), said=said)
    return SurveyKind(plain)


def _problem(contact: Contact | None) -> str | None:
    """Why nothing can be sent to somebody; None: it can."""
    if contact is None or contact.telegram_id is None or contact.blocked_at or contact.erased_at:
        return "test-no-chat"
    return "test-stopped" if contact.opted_out_at else None


async def _refusal(showing: Showing, text: str, kind: SurveyKind, bot_id: int) -> Content:
    """Why there is no test; whoever hasn't opened the private chat finds it by the button."""
    name = await bots.username(showing.session, bot_id=bot_id)
    keyboard: Keyboard = ()
    if name and text == "test-no-chat":
        keyboard = ((Button(Line("button-open-chat"), url=f"https://t.me/{name}?start={PREFIX}{kind}"),),)
    return Content(lines=(Line(text),), language=showing.language, keyboard=keyboard)


async def _begin(
    session: Session, contact: Contact, person: Person, kind: SurveyKind, *, now: datetime, shop: Shop
) -> None:
    """A wave of one, whose question leaves at once; nothing of it is ever counted."""
    survey = await survey_of(session, kind, now=now)
    wave = await waves.plan(
        session,
        Wave(
            name=f"Test {kind.upper()}",
            survey_id=survey.id or 0,
            audience="all",
            due_at=now,
            began_at=now,
            open_seconds=int(OPEN_FOR.total_seconds()),
            is_test=True,
            state=WaveState.RUNNING,
            created_at=now,
        ),
    )
    asked = NewInvitation(
        contact_id=contact.id,
        chat_id=contact.telegram_id,
        purchase_id=None,
        skip_reason=None,
        language=spoken_with(person, contact, shop),
    )
    await invitations.add_page(session, wave=wave, survey_of_wave=survey, people=[asked], now=now)
