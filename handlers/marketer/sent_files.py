"""A file of contacts that answers the planner: kept until it has been fetched and read, then a word of its audience."""

from collections.abc import Sequence
from typing import Final

from handlers.admin.score_view import Showing
from handlers.in_return import in_place
from handlers.intake.contacts import UnusableListError, check_size
from handlers.marketer import draft_turns, foresight
from handlers.marketer.draft_steps import LIST, OVER, narrowed
from handlers.marketer.draft_turns import Desk, Turn
from handlers.marketer.foresight import Foreseen
from handlers.marketer.planner import keep, shown
from handlers.replies import Content, Edit, Line, Reply, Say
from handlers.texts.units import clip
from handlers.unclear import UnclearPlanError
from handlers.updates import GroupText, Text
from storage import drafts, sent_files
from storage.tables import Draft, SentFile

LONGEST_NAME: Final = 60
"""UTF-16 units of a file's name, as it is said back."""

MOST_BUTTONS: Final = 4
"""Lists that have a button in a draft: the newest."""


async def take(desk: Desk, said: Text | GroupText) -> Sequence[Say] | None:
    """A file that answers the planner where it asks for an audience; None for any other.

    It is only noted here: fetching it takes its time, in which nobody else's updates may wait.
    """
    showing, attached = desk.showing, said.attached
    stored = await draft_turns.meant(showing, said, hold=True)
    if stored is None or stored.message_id is None or attached is None:
        return None

    def answer(line: Line) -> list[Say]:
        return [in_place(said, Content(lines=(line,), language=showing.language))]

    if not desk.may_plan:
        return answer(Line("toast-marketer"))
    name = clip(" ".join((attached.name or "").split()) or "CSV", LONGEST_NAME)
    try:
        check_size(name, attached.size)
    except UnusableListError as error:
        return answer(error.line)
    await sent_files.add(
        showing.session,
        SentFile(
            update_id=said.update_id,
            draft_id=stored.id or 0,
            person_id=said.person.telegram_id,
            chat_id=said.chat_id,
            thread_id=said.group.thread_id if isinstance(said, GroupText) else None,
            language=showing.language,
            file_id=attached.file_id,
            file_name=name,
            sent_at=showing.now,
        ),
    )
    return []


async def wanted_by(showing: Showing, sent: SentFile, *, hold: bool) -> Draft | None:
    """The draft that a file was sent to; None where it is over or gone, so that nobody wants the file any more."""
    stored = await drafts.by_id(showing.session, sent.draft_id, chat_id=sent.chat_id, hold=hold)
    return None if stored is None or stored.message_id is None or stored.step in OVER else stored


async def foresee(showing: Showing, sent: SentFile, name: str) -> Foreseen | None:
    """Look up who would be asked with this list, in a session that only reads; None where nobody wants to know."""
    stored = await wanted_by(showing, sent, hold=False)
    try:
        return await foresight.of_turn(showing, _turn(showing, stored, name)) if stored else None
    except UnclearPlanError:  # which is said where the draft is narrowed
        return None


async def use(
    showing: Showing, sent: SentFile, name: str, foreseen: Foreseen | None
) -> Sequence[Reply | Say]:
    """Narrow the draft to the contacts of the list, and show it; where that can't be, say why."""
    stored = await wanted_by(showing, sent, hold=True)
    if stored is None or stored.message_id is None:
        return []
    try:
        turn = _turn(showing, stored, name)
    except UnclearPlanError as error:
        return [refusal(sent, error.line)]
    lists = [offer for offer in stored.offers if offer[0] == LIST]
    others = [offer for offer in stored.offers if offer[0] != LIST]
    stored.offers = [*others, *lists[-(MOST_BUTTONS - 1) :], [LIST, name]]
    keep(stored, turn.draft, by=sent.person_id, now=showing.now)
    await showing.session.flush()
    return [Edit(stored.chat_id, stored.message_id, shown(showing, stored, turn, foreseen))]


def refusal(sent: SentFile, line: Line) -> Say:
    """What is said of a file that can't be used; the draft stays as it is."""
    return Say(
        key=f"answer:{sent.chat_id}:{sent.update_id}",
        chat_id=sent.chat_id,
        thread_id=sent.thread_id,
        content=Content(lines=(line,), language=sent.language),
    )


def _turn(showing: Showing, stored: Draft, name: str) -> Turn:
    return draft_turns.checked(showing, narrowed(draft_turns.drafted(stored), name), stored.created_at)
