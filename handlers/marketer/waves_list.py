"""/waves: the waves with their states and numbers, the newest first, and the plans that are running."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from handlers.admin.score_message import LONGEST_NAME
from handlers.admin.score_view import Showing
from handlers.marketer import wave_lines
from handlers.marketer.wave_lines import Standing
from handlers.press import Act, Press
from handlers.replies import Button, Content, Edit, Keyboard, Line, Reply, Toast, Value
from handlers.texts import figures
from handlers.texts.units import clip
from handlers.updates import Command, Tap
from storage import plans, progress, waves
from storage.tables import Plan

PAGE: Final = 8
"""Waves shown at a time."""

MOST_PLANS: Final = 8
"""Plans shown below them; the message says how many are left out."""

LONGEST_LABEL: Final = 40
"""UTF-16 units of a wave's name on a button: phones show no more."""


async def newest(showing: Showing, command: Command) -> Content:
    """/waves: the newest waves, each that isn't over with a button that opens its progress."""
    return await page(showing, 1)


async def turn(showing: Showing, tap: Tap, content: Content) -> list[Reply]:
    """A button that leads to a page: the same message shows that."""
    if tap.chat_id is None or tap.message_id is None:
        return [Toast(tap.callback_id, Line("toast-unclear"), showing.language)]
    await progress.let_go(showing.session, chat_id=tap.chat_id, message_id=tap.message_id)
    return [Toast(tap.callback_id, None, showing.language), Edit(tap.chat_id, tap.message_id, content)]


async def page(showing: Showing, number: int) -> Content:
    """The waves of a page, the first being the newest ones; that one where there is no such page."""
    # One more than is shown tells whether there are older ones.
    found = await waves.newest_counts(showing.session, most=PAGE + 1, beyond=PAGE * (number - 1))
    if not found and number > 1:
        return await page(showing, 1)
    shown = await wave_lines.standings(showing.session, found[:PAGE])
    running = await plans.running(showing.session)
    lines = (*_waves(shown, showing), *_plans(running, showing.language))
    return Content(
        lines=lines or (Line("waves-none"),),
        language=showing.language,
        keyboard=_keyboard(shown, number, older=len(found) > PAGE),
    )


def _waves(shown: Sequence[Standing], showing: Showing) -> Sequence[Line]:
    if not shown:
        return ()
    return (
        Line("waves-head"),
        *(
            line
            for wave in shown
            for line in (
                wave_lines.head(wave),
                wave_lines.numbers(wave, shop=showing.shop, language=showing.language),
            )
        ),
    )


def _plans(running: Sequence[Plan], language: str) -> Sequence[Line]:
    if not running:
        return ()
    left = len(running) - MOST_PLANS
    return (
        Line("waves-plans"),
        *(_plan(plan, language) for plan in running[:MOST_PLANS]),
        *([Line("score-more", {"left": left})] if left > 0 else []),
    )


def _plan(plan: Plan, language: str) -> Line:
    named: dict[str, Value] = {"wave": clip(plan.name, LONGEST_NAME), "kind": plan.kind.upper()}
    if plan.every is not None:
        return Line("plan-every", {**named, "every": plan.every.value})
    if not plan.delay_seconds:
        return Line("plan-at-once", named)
    delay = timedelta(seconds=plan.delay_seconds)
    return Line("plan-after", {**named, "span": figures.span(delay, language)})


def _keyboard(shown: Sequence[Standing], page: int, *, older: bool) -> Keyboard:
    def leads(text: str, to: int) -> Button:
        return Button(Line(text), data=Press(Act.WAVES, to).data())

    turning = (
        *([leads("button-newer", page - 1)] if page > 1 else []),
        *([leads("button-older", page + 1)] if older else []),
    )
    opening = tuple(
        (
            Button(
                clip(wave.counts.wave.name, LONGEST_LABEL), data=Press(Act.PROGRESS, wave.id, "open").data()
            ),
        )
        for wave in shown
        if not wave.counts.is_over
    )
    return (*opening, *((turning,) if turning else ()))
