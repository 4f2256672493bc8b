"""A plan as the team reads it: its rule, what it does next; and the buttons that stop it for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.admin.score_message import LONGEST_NAME
from handlers.admin.score_view import Showing
from handlers.marketer import wave_lines
from handlers.press import Act, Press
from handlers.replies import Button, Content, Edit, Keyboard, Line, Reply, Toast, Value
from handlers.rights import suffices
from handlers.texts import figures
from handlers.texts.units import clip
from handlers.updates import Tap
from storage import plans, progress, repeats
from storage.database import Session
from storage.kinds import PlanState, Role
from storage.tables import Plan

NEEDED: Final = Role.MARKETER
"""The role that stopping a plan needs; to look is everybody's right in a room."""

_LOOKS: Final = frozenset({"open", "keep"})
_ACTS: Final = frozenset({"stop", "really"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan, when its next wave begins where that is planned, and how many waves of it are under way."""

    plan: Plan
    next_at: datetime | None
    under_way: int

    @property
    def is_over(self) -> bool:
        """Whether somebody has stopped it."""
        return self.plan.state is PlanState.STOPPED


def name(plan: Plan) -> str:
    """The plan's name, as long as there is room for it."""
    return clip(plan.name, LONGEST_NAME)


def head(plan: Plan, language: str) -> Line:
    """What the plan is called, what it asks, and by which rule."""
    named: dict[str, Value] = {"wave": name(plan), "kind": plan.kind.upper()}
    if plan.every is not None:
        return Line("plan-every", {**named, "every": plan.every.value})
    if not plan.delay_seconds:
        return Line("plan-at-once", named)
    delay = timedelta(seconds=plan.delay_seconds)
    return Line("plan-after", {**named, "span": figures.span(delay, language)})


async def press(showing: Showing, tap: Tap, pressed: Press, *, role: Role | None) -> list[Reply]:
    """A button of a plan's card, or one that leads to it: done by who may, whenever it is pressed."""

    def toast(text: str | None) -> Toast:
        return Toast(tap.callback_id, Line(text) if text else None, showing.language)

    session, plan_id, choice = showing.session, pressed.invitation_id, pressed.choice
    if tap.chat_id is None or tap.message_id is None or choice not in _LOOKS | _ACTS:
        return [toast("toast-unclear")]
    if choice in _ACTS and not suffices(role, NEEDED):
        return [toast("toast-marketer")]
    said = await _stop(session, plan_id, now=showing.now) if choice == "really" else None
    standing = await _standing(session, plan_id)
    if standing is None:
        return [toast("toast-unclear")]
    # The message may have shown how far a wave is until now.
    await progress.let_go(session, chat_id=tap.chat_id, message_id=tap.message_id)
    content = _content(standing, showing, asks_to_stop=choice == "stop" and not standing.is_over)
    return [toast(said), Edit(tap.chat_id, tap.message_id, content)]


async def _stop(session: Session, plan_id: int, *, now: datetime) -> str:
    """Stop a plan; returns the toast for that."""
    running = await plans.still_running(session, plan_id)
    stopped = running and await plans.stop(session, plan_id, now=now)
    return "toast-plan-stopped" if stopped else "toast-meanwhile"


async def _standing(session: Session, plan_id: int) -> Standing | None:
    plan = await plans.by_id(session, plan_id)
    if plan is None:
        return None
    moments = await repeats.next_moments(session)
    return Standing(plan, moments.get(plan_id), await plans.waves_under_way(session, plan_id))


def _content(standing: Standing, showing: Showing, *, asks_to_stop: bool) -> Content:
    plan, language = standing.plan, showing.language
    lines = (
        head(plan, language),
        *wave_lines.audience(plan.audience, language=language),
        *_moments(standing, showing),
        *([_really(plan)] if asks_to_stop else []),
        *_goes_on(standing, asks_to_stop=asks_to_stop),
    )
    return Content(lines=lines, language=language, keyboard=_keyboard(standing, asks_to_stop=asks_to_stop))


def _moments(standing: Standing, showing: Showing) -> list[Line]:
    """When the plan was stopped; or when its next wave begins."""

    def local(moment: datetime) -> str:
        return figures.moment(moment.astimezone(showing.shop.time_zone), showing.language, year=True)

    if standing.plan.stopped_at is not None:
        return [Line("plan-stopped", {"moment": local(standing.plan.stopped_at)})]
    if standing.next_at is not None:
        return [Line("plan-next", {"moment": local(standing.next_at)})]
    return []


def _really(plan: Plan) -> Line:
    return Line("plan-stop-purchases" if plan.every is None else "plan-stop-waves")


def _goes_on(standing: Standing, *, asks_to_stop: bool) -> list[Line]:
    """The waves under way; and where the plan ends, that they don't."""
    if not standing.under_way:
        return []
    ends = asks_to_stop or standing.is_over
    return [Line("plan-waves-go-on" if ends else "plan-waves", {"waves": standing.under_way})]


def _keyboard(standing: Standing, *, asks_to_stop: bool) -> Keyboard:
    def button(text: str, choice: str, style: str | None = None) -> Button:
        return Button(Line(text), data=Press(Act.PLAN, standing.plan.id or 0, choice).data(), style=style)

    back = (Button(Line("button-back"), data=Press(Act.WAVES, 1).data()),)
    if standing.is_over:
        return (back,)
    if asks_to_stop:
        return ((button("button-stop-wave", "really", "danger"), button("button-keep-wave", "keep")),)
    return ((button("button-stop-wave", "stop"),), back)
