"""/waves: the waves with their states and numbers, and the plans that are running; of both the newest first."""

from collections.abc import Sequence
from typing import Final

from handlers.admin.score_view import Showing
from handlers.marketer import plan_card, wave_lines
from handlers.marketer.wave_lines import Standing
from handlers.press import Act, Press
from handlers.replies import Button, Content, Edit, Keyboard, Line, Reply, Toast
from handlers.texts.units import clip
from handlers.updates import Command, Tap
from storage import plans, progress, waves
from storage.tables import Plan

PAGE: Final = 8
"""Waves shown at a time, and plans below them."""

LONGEST_LABEL: Final = 40
"""UTF-16 units of a name on a button: phones show no more."""


async def newest(showing: Showing, command: Command) -> Content:
    """/waves: the newest waves and plans; each that isn't over has a button that opens it."""
    return await page(showing, 1)


async def turn(showing: Showing, tap: Tap, content: Content) -> list[Reply]:
    """A button that leads to a page: the same message shows that."""
    if tap.chat_id is None or tap.message_id is None:
        return [Toast(tap.callback_id, Line("toast-unclear"), showing.language)]
    await progress.let_go(showing.session, chat_id=tap.chat_id, message_id=tap.message_id)
    return [Toast(tap.callback_id, None, showing.language), Edit(tap.chat_id, tap.message_id, content)]


async def page(showing: Showing, number: int) -> Content:
    """The waves and plans of a page, the first being the newest ones; that one where there is no such page."""
    # One more than is shown tells whether there are older ones.
    beyond = PAGE * (number - 1)
    found = await waves.newest_counts(showing.session, most=PAGE + 1, beyond=beyond)
    running = (await plans.running(showing.session))[::-1][beyond : beyond + PAGE + 1]
    if not found and not running and number > 1:
        return await page(showing, 1)
    shown = await wave_lines.standings(showing.session, found[:PAGE])
    lines = (*_waves(shown, showing), *_plans(running[:PAGE], showing.language))
    return Content(
        lines=lines or (Line("waves-none"),),
        language=showing.language,
        keyboard=_keyboard(shown, running[:PAGE], number, older=len(found) > PAGE or len(running) > PAGE),
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
    return (Line("waves-plans"), *(plan_card.head(plan, language) for plan in running))


def _keyboard(shown: Sequence[Standing], running: Sequence[Plan], page: int, *, older: bool) -> Keyboard:
    def leads(text: str, to: int) -> Button:
        return Button(Line(text), data=Press(Act.WAVES, to).data())

    turning = (
        *([leads("button-newer", page - 1)] if page > 1 else []),
        *([leads("button-older", page + 1)] if older else []),
    )
    opening = (
        *((_opening(wave),) for wave in shown if not wave.counts.is_over),
        *((_opening_plan(plan),) for plan in running),
    )
    return (*opening, *((turning,) if turning else ()))


def _opening(wave: Standing) -> Button:
    label = clip(wave.counts.wave.name, LONGEST_LABEL)
    return Button(label, data=Press(Act.PROGRESS, wave.id, "open").data())


def _opening_plan(plan: Plan) -> Button:
    label = Line("button-plan", {"plan": clip(plan.name, LONGEST_LABEL)})
    return Button(label, data=Press(Act.PLAN, plan.id or 0, "open").data())
