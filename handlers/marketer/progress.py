"""The message that shows how far a wave is, and lets the team pause, resume and stop it."""

import hashlib
from dataclasses import dataclass
from typing import Final

import msgspec

from handlers.admin.score_view import Showing
from handlers.marketer import plan_card, wave_end, wave_lines
from handlers.marketer.result_card import Result
from handlers.marketer.wave_lines import Standing
from handlers.press import Act, Press
from handlers.replies import Button, Content, Edit, Keyboard, Line, Reply, Toast
from handlers.rights import suffices
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Tap
from storage import halting, plans, progress, rooms
from storage.database import Session
from storage.kinds import PlanState, Role, WaveState
from storage.tables import Plan, ProgressMessage

NEEDED: Final = Role.MARKETER
"""The role that pausing, resuming and stopping need; to look is everybody's right in a room."""

_LOOKS: Final = frozenset({"open", "keep"})
_ACTS: Final = frozenset({"pause", "resume", "stop", "really"})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a progress message is to show; `is_over`: and that for good."""

    content: Content
    is_over: bool

    @property
    def fingerprint(self) -> str:
        """Tells whether another look would show anything else."""
        return hashlib.blake2b(msgspec.json.encode(self.content), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How a wave stands, and where it is to be stopped, what the rooms are told then."""

    wave: Standing
    result: Result | None = None


async def foresee(session: Session, pressed: Press) -> Foreseen | None:
    """Look up what a press takes; None where there is no such wave."""
    if pressed.choice == "really":
        result = await wave_end.result_of(session, pressed.invitation_id)
        return Foreseen(result.wave, result) if result else None
    wave = await wave_lines.standing(session, pressed.invitation_id)
    return Foreseen(wave) if wave else None


async def press(
    showing: Showing, tap: Tap, pressed: Press, foreseen: Foreseen | None, *, role: Role | None
) -> list[Reply]:
    """A button of a progress message, or the one that opens it: done by who may, whenever it is pressed.

    The wave's people aren't counted anew; where it is on its way is looked up again.
    """

    def toast(text: str | None) -> Toast:
        return Toast(tap.callback_id, Line(text) if text else None, showing.language)

    session, wave_id, choice = showing.session, pressed.invitation_id, pressed.choice
    if tap.chat_id is None or tap.message_id is None or choice not in _LOOKS | _ACTS:
        return [toast("toast-unclear")]
    if choice in _ACTS and not suffices(role, NEEDED):
        return [toast("toast-marketer")]
    if foreseen is None:
        return [toast("toast-unclear")]
    plan = await _going_on(session, foreseen.wave)
    said = await _act(showing, wave_id, choice, foreseen.result)
    if plan is not None and said == "toast-wave-stopped":
        said = "toast-wave-stopped-alone"
    wave = await wave_lines.moved_on(session, foreseen.wave)
    asks_to_stop = choice == "stop" and not wave.counts.is_over
    earlier = await progress.follow(
        session,
        chat_id=tap.chat_id,
        message_id=tap.message_id,
        wave_id=wave_id,
        asks_to_stop=asks_to_stop,
        now=showing.now,
    )
    content = _content(wave, plan, asks_to_stop=asks_to_stop, shop=showing.shop, language=showing.language)
    replies: list[Reply] = [toast(said), Edit(tap.chat_id, tap.message_id, content)]
    if earlier is not None:
        moved = Content(lines=(wave_lines.head(wave), Line("progress-moved")), language=showing.language)
        replies.append(Edit(tap.chat_id, earlier, moved))
    return replies


async def look(session: Session, message: ProgressMessage, *, shop: Shop) -> Shown | None:
    """What a progress message is to show by now; None where its chat is no room, or its wave is none."""
    room = await rooms.of_chat(session, message.chat_id)
    wave = await wave_lines.standing(session, message.wave_id)
    if room is None or wave is None:
        return None
    plan = await _going_on(session, wave)
    language = languages.choose(room.language, shop.language)
    return Shown(
        _content(wave, plan, asks_to_stop=message.asks_to_stop, shop=shop, language=language),
        is_over=wave.counts.is_over,
    )


async def _act(showing: Showing, wave_id: int, choice: str, result: Result | None) -> str | None:
    """Do what a button says; returns the toast for that. What is so already, or can't be, changes nothing."""
    session = showing.session
    match choice:
        case "pause":
            done, said = await halting.pause(session, wave_id), "toast-paused"
        case "resume":
            done, said = await halting.resume(session, wave_id, now=showing.now), "toast-resumed"
        case "really":
            done = await wave_end.stop(session, wave_id, result, now=showing.now, shop=showing.shop)
            said = "toast-wave-stopped"
        case _:
            return None
    return said if done else "toast-meanwhile"


async def _going_on(session: Session, wave: Standing) -> Plan | None:
    """The plan that made a wave and makes others after it; None where there is none, or it was stopped."""
    plan_id = wave.counts.wave.plan_id
    plan = await plans.by_id(session, plan_id) if plan_id is not None else None
    return plan if plan is not None and plan.state is PlanState.RUNNING else None


def _content(wave: Standing, plan: Plan | None, *, asks_to_stop: bool, shop: Shop, language: str) -> Content:
    asks_to_stop = asks_to_stop and not wave.counts.is_over
    left_out = wave.counts.left_out
    lines = (
        wave_lines.head(wave),
        *wave_lines.audience(wave.counts.wave.audience, language=language),
        *wave_lines.bar(wave),
        wave_lines.numbers(wave, shop=shop, language=language),
        *([Line("wave-left-out", {"number": left_out})] if left_out else []),
        *wave_lines.not_reached(wave),
        *(_really(wave, plan) if asks_to_stop else []),
    )
    return Content(lines=lines, language=language, keyboard=_keyboard(wave, plan, asks_to_stop=asks_to_stop))


def _really(wave: Standing, plan: Plan | None) -> list[Line]:
    spared = (
        Line("wave-stop-really", {"waiting": wave.counts.not_asked})
        if wave.has_begun
        else Line("wave-stop-planned")
    )
    if plan is None:
        return [spared]
    # A wave of a day takes in people until that ends; once it is stopped, they are cancelled, not put off.
    alone = "wave-stop-alone" if wave.counts.wave.fills_until is None else "wave-stop-day"
    return [spared, Line(alone, {"plan": plan_card.name(plan)})]


def _keyboard(wave: Standing, plan: Plan | None, *, asks_to_stop: bool) -> Keyboard:
    def button(text: str, choice: str, style: str | None = None) -> Button:
        return Button(Line(text), data=Press(Act.PROGRESS, wave.id, choice).data(), style=style)

    back = (Button(Line("button-back"), data=Press(Act.WAVES, 1).data()),)
    if wave.counts.is_over:
        return (back,)
    if asks_to_stop:
        choice = (button("button-stop-wave", "really", "danger"), button("button-keep-wave", "keep"))
        return (choice, *([(_whole(plan),)] if plan else []))
    paused = wave.state is WaveState.PAUSED
    first = button("button-resume", "resume") if paused else button("button-pause", "pause")
    return ((first, button("button-stop-wave", "stop")), back)


def _whole(plan: Plan) -> Button:
    """Leads to the question whether the plan is to be stopped, of which this is but one wave."""
    return Button(Line("button-stop-plan"), data=Press(Act.PLAN, plan.id or 0, "stop").data())
