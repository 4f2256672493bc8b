"""The planner as it is spoken with in the team's group: presses, words, and customers to be asked."""

from datetime import timedelta

from handlers.replies import Edit, Toast, content_from
from handlers.updates import GroupText, Person, Tap
from storage.tables import (
    draft_table,
    message_table,
)
from tests.handlers.house import CATALOG, words_of
from tests.handlers.samples import NOW
from tests.handlers.team_house import MAX, ROOM

MESSAGE = 77


async def press(team, draft, choice, *, by=MAX, chat_id=ROOM.chat_id, message_id=MESSAGE):
    """A press on a button of a draft: the toast, and the message afterwards; None where there is none."""
    number = next(team.house.numbers)
    tap = Tap(number, by, f"c{number}", chat_id, message_id, f"ts:d:{draft}:{choice}")
    toast = shown = None
    for reply in await team.house.handle(tap):
        match reply:
            case Toast(line=line):
                toast = CATALOG.plain(line, reply.language) if line else None
            case Edit(content=content):
                assert (reply.chat_id, reply.message_id) == (chat_id, message_id)
                shown = words_of(content)
    return toast, shown


async def types(team, words, *, by=MAX, reply_to=MESSAGE, group=ROOM, anonymous=False):
    """Somebody answers the planner's message: what is said in return, and the message afterwards."""
    number, before = next(team.house.numbers), len(await team.house.rows(message_table))
    replies = await team.house.handle(GroupText(number, by, group, number, words, reply_to, anonymous))
    rows = (await team.house.rows(message_table))[before:]
    said = [words_of(content_from(row["content"])) for row in rows]
    shown = [words_of(reply.content) for reply in replies if isinstance(reply, Edit)]
    return next(iter(said), None), next(iter(shown), None)


async def buyers(team, number=3, **columns):
    """So many customers who bought three days ago."""
    for each in range(number):
        bought = NOW - timedelta(days=3)
        token = await team.house.order(str(3000 + each), **{"purchased_at": bought, **columns})
        await team.house.command(Person(5000 + each, f"Buyer {each}", None, "en"), "start", token)


async def begin(team, words="", *, by=MAX, group=ROOM):
    """/wave: the answer, and the number of the draft."""
    text = await team.reads(by, "wave", words, group=group)
    rows = await team.house.rows(draft_table)
    return text, rows[-1]["id"] if rows else None


async def draft(team):
    (row,) = await team.house.rows(draft_table)
    return row
