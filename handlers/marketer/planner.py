"""/wave: a wave planned in the chat, in one line or step by step, by one message that edits itself."""

from collections.abc import Sequence
from datetime import datetime

from handlers.admin.score_view import Showing
from handlers.in_return import in_place
from handlers.marketer import draft_turns, planner_view, progress, repeating, trial
from handlers.marketer.draft_steps import OPEN_STEPS, OVER, Drafted, action_of
from handlers.marketer.draft_turns import Desk, Turn
from handlers.marketer.foresight import Foreseen
from handlers.marketer.planner_view import View
from handlers.marketer.preview import as_stored
from handlers.marketer.wave_words import KIND, read_line
from handlers.press import Act, Press
from handlers.replies import Content, Edit, Line, Reply, Say, Toast
from handlers.unclear import UnclearPlanError
from handlers.updates import Command, GroupText, Tap, Text
from storage import drafts, sent_files
from storage.kinds import DraftStep
from storage.tables import Draft, Room, Wave


async def ask(showing: Showing, command: Command, foreseen: Foreseen | None) -> list[Say]:
    """/wave: the first question of the planner; or with words, the card of the wave that they mean."""
    try:
        words = read_line(command.argument) if command.argument else {}
        turn = draft_turns.begun(showing, words)
        if turn.wanted:
            await as_stored(showing.session, turn.wanted.audience)
    except UnclearPlanError as error:
        return [in_place(command, Content(lines=(error.line,), language=showing.language))]
    stored = await drafts.add(
        showing.session,
        Draft(
            chat_id=command.chat_id,
            person_id=command.person.telegram_id,
            step=turn.draft.step,
            words=dict(turn.draft.words),
            offers=[list(offer) for offer in foreseen.offers] if foreseen else [],
            created_at=showing.now,
            edited_at=showing.now,
        ),
    )
    return [in_place(command, shown(showing, stored, turn, foreseen))]


async def press(desk: Desk, tap: Tap, press: Press, foreseen: Foreseen | None) -> list[Reply | Say]:
    """A button of the planner: the next step, the plan itself, or a test of it."""
    showing = desk.showing

    def toast(text: str | None) -> Toast:
        return Toast(tap.callback_id, Line(text) if text else None, showing.language)

    stored = await draft_turns.of_button(showing.session, tap, press, hold=True)
    if stored is None or tap.chat_id is None or tap.message_id is None:
        return [toast("toast-unclear")]
    if not desk.may_plan:
        return [toast("toast-marketer")]
    if stored.step in OVER:
        return [toast("toast-planned-before" if stored.step is DraftStep.PLANNED else "toast-unclear")]
    action = action_of(stored.step, press.choice)
    if action == "test" and stored.step is DraftStep.CARD:
        return await trial.press(
            showing, tap, stored.words[KIND], bot_id=desk.bot_id, thread_id=desk.thread_id
        )
    if action == "plan" and stored.step is DraftStep.CARD:
        return await _plan(desk, tap, stored)
    turn = draft_turns.after_press(showing, stored, press.choice)
    said = None if action is not None and turn else "toast-meanwhile"
    turn = turn or draft_turns.checked(showing, draft_turns.drafted(stored), stored.created_at)
    keep(stored, turn.draft, by=tap.person.telegram_id, now=showing.now, message_id=tap.message_id)
    await showing.session.flush()
    return [toast(said), Edit(tap.chat_id, tap.message_id, shown(showing, stored, turn, foreseen))]


async def words(
    desk: Desk, said: Text | GroupText, foreseen: Foreseen | None
) -> Sequence[Reply | Say] | None:
    """What somebody types where a step asks for it; None where it is about no draft.

    What isn't understood is answered by what would be, and the step stays.
    """
    showing = desk.showing
    stored = await draft_turns.meant(showing, said, hold=True)
    if stored is None or stored.step is DraftStep.SURVEY_WORDS:
        return None
    if not desk.may_plan:
        return [in_place(said, Content(lines=(Line("toast-marketer"),), language=showing.language))]
    try:
        turn = draft_turns.after_words(showing, stored, said.text)
        if turn.wanted:
            await as_stored(showing.session, turn.wanted.audience)
    except UnclearPlanError as error:
        return [in_place(said, Content(lines=(error.line,), language=showing.language))]
    keep(stored, turn.draft, by=said.person.telegram_id, now=showing.now)
    await showing.session.flush()
    content = shown(showing, stored, turn, foreseen)
    if stored.message_id is None:  # its message stayed behind in the group that became this one
        return [in_place(said, content)]
    return [Edit(stored.chat_id, stored.message_id, content)]


async def shown_anew(showing: Showing, room: Room) -> list[Say]:
    """The drafts at which somebody was until a moment ago, in the group that theirs has become; nobody is counted."""
    since = showing.now - draft_turns.WORDS_AWAITED_FOR
    says = []
    for stored in await drafts.touched_in(showing.session, room.chat_id, steps=OPEN_STEPS, since=since):
        turn = draft_turns.checked(showing, draft_turns.drafted(stored), stored.created_at)
        says.append(
            Say(
                key=f"draft:{stored.id}:{room.chat_id}",
                chat_id=room.chat_id,
                thread_id=room.thread_id,
                content=shown(showing, stored, turn, None),
            )
        )
    return says


async def _plan(desk: Desk, tap: Tap, stored: Draft) -> list[Reply | Say]:
    """Plan the wave, once; its message shows its progress from then on, where that is shown."""
    showing = desk.showing
    if tap.chat_id is None or tap.message_id is None:
        return []
    if await sent_files.is_awaited(showing.session, stored.id or 0):
        return [Toast(tap.callback_id, Line("toast-file-awaited"), showing.language)]
    turn = draft_turns.checked(showing, draft_turns.drafted(stored), stored.created_at)
    made = None
    if turn.wanted is not None and turn.problem is None:
        try:
            made = await repeating.store(showing.session, turn.wanted, shop=showing.shop, now=showing.now)
        except UnclearPlanError as error:
            turn = Turn(turn.draft.to(DraftStep.AUDIENCE), turn.wanted, error.line)
        else:
            turn = Turn(turn.draft.to(DraftStep.PLANNED), turn.wanted)
    keep(stored, turn.draft, by=tap.person.telegram_id, now=showing.now, message_id=tap.message_id)
    await showing.session.flush()
    said = Toast(tap.callback_id, Line("toast-planned") if made else None, showing.language)
    if isinstance(made, Wave) and tap.chat_id != tap.person.telegram_id:
        opened = Press(Act.PROGRESS, made.id or 0, "open")
        planned = await progress.foresee(showing.session, opened)
        opening = await progress.press(showing, tap, opened, planned, role=desk.role)
        return [said, *(reply for reply in opening if isinstance(reply, Edit))]
    return [said, Edit(tap.chat_id, tap.message_id, shown(showing, stored, turn, None))]


def keep(stored: Draft, draft: Drafted, *, by: int, now: datetime, message_id: int | None = None) -> None:
    """Keep a draft as it is by now; a press tells, too, which message shows it."""
    stored.step, stored.words = draft.step, dict(draft.words)
    stored.person_id, stored.edited_at = by, now
    stored.message_id = message_id or stored.message_id


def shown(showing: Showing, stored: Draft, turn: Turn, foreseen: Foreseen | None) -> Content:
    """The message of a draft. What was foreseen counts only if nobody changed the draft in between."""
    same = foreseen is not None and foreseen.words == turn.draft.words
    return planner_view.content(
        View(
            number=stored.id or 0,
            draft=turn.draft,
            offers=draft_turns.offers_of(stored),
            wanted=turn.wanted,
            seen=foreseen.seen if foreseen and same else None,
            lists=foreseen.lists if foreseen and same else (),
            problem=turn.problem,
            now=showing.now,
            shop=showing.shop,
            language=showing.language,
        )
    )
