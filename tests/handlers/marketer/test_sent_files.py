"""A file that answers the planner: from whom, at which step and how large; it is noted, and fetched later."""

import pytest

from handlers.intake.contacts import MOST_BYTES
from handlers.marketer import draft_turns, list_intake
from handlers.replies import Edit, content_from
from handlers.updates import Attached, GroupText, Text
from storage import contact_lists
from storage.kinds import AttachmentKind
from storage.tables import draft_table, message_table, sent_file_table, wave_table
from tests.handlers.house import words_of
from tests.handlers.marketer.planner_talk import MESSAGE, begin, buyers, press
from tests.handlers.team_house import ADAM, ANONYMOUS, ELSEWHERE, MAX, ROOM, VERA


async def sends(
    team,
    *,
    by=MAX,
    group=ROOM,
    reply_to=MESSAGE,
    kind=AttachmentKind.DOCUMENT,
    name="vip.csv",
    size=100,
):
    """Somebody sends a file: what is said of it, and the files that wait to be fetched."""
    number, before = next(team.house.numbers), len(await team.house.rows(message_table))
    file = Attached(kind, f"F{number}", name, size)
    update: Text | GroupText
    if group is None:
        update = Text(number, by, number, "", team.house.now, reply_to, file)
    else:
        update = GroupText(number, by, group, number, "", reply_to, by is ANONYMOUS, file)
    assert await team.house.handle(update) == []
    rows = (await team.house.rows(message_table))[before:]
    waiting = await team.house.rows(sent_file_table)
    return [words_of(content_from(row["content"])) for row in rows], [row["file_name"] for row in waiting]


async def at_audience(team, *, by=MAX, group=ROOM):
    _, number = await begin(team, by=by, group=group)
    await press(team, number, "knps", by=by, chat_id=group.chat_id if group else by.telegram_id)
    return number


@pytest.mark.parametrize("by", [MAX, ADAM, ANONYMOUS])
async def test_a_file_is_noted_with_where_its_sender_is_answered(team, by):
    number = await at_audience(team)
    assert await sends(team, by=by) == ([], ["vip.csv"])
    (row,) = await team.house.rows(sent_file_table)
    assert (row["draft_id"], row["person_id"], row["chat_id"]) == (number, by.telegram_id, ROOM.chat_id)
    assert (row["language"], row["list_id"]) == ("en", None)


async def test_who_may_not_plan_sends_no_list(team):
    await at_audience(team)
    assert await sends(team, by=VERA) == (["For this you need the role of a marketer."], [])


async def test_what_telegram_says_is_too_large_is_never_fetched(team):
    await at_audience(team)
    said, waiting = await sends(team, size=MOST_BYTES + 1)
    assert said == ["vip.csv is too large: 5 MB and 100,000 rows are the most; send it in parts."]
    assert waiting == []


@pytest.mark.parametrize(
    "odd", [{"kind": AttachmentKind.PHOTO}, {"reply_to": MESSAGE + 1}, {"group": ELSEWHERE}]
)
async def test_what_answers_something_else_or_is_no_file_is_nobody_s_business(team, odd):
    await at_audience(team)
    assert await sends(team, **odd) == ([], [])


async def test_a_step_that_asks_for_something_else_takes_no_file(team):
    number = await at_audience(team)
    await press(team, number, "anext")
    assert await sends(team) == ([], [])


async def test_in_private_a_file_that_answers_nothing_is_taken_where_words_are_awaited(team):
    number = await at_audience(team, group=None)
    assert (await sends(team, group=None, reply_to=None))[1] == []  # a customer's picture or the like
    await press(team, number, "awords", chat_id=MAX.telegram_id)
    assert await sends(team, group=None, reply_to=None) == ([], ["vip.csv"])
    team.house.later(seconds=draft_turns.WORDS_AWAITED_FOR.total_seconds() + 1)
    assert (await sends(team, group=None, reply_to=None))[1] == ["vip.csv"]
    assert await sends(team, group=None, reply_to=MESSAGE) == ([], ["vip.csv", "vip.csv"])


@pytest.mark.parametrize(
    ("name", "kept"), [(None, "CSV"), (" a\n b.csv ", "a b.csv"), ("x" * 99, "x" * 59 + "…")]
)
async def test_a_file_s_name_comes_from_outside(team, name, kept):
    await at_audience(team)
    assert await sends(team, name=name) == ([], [kept])


async def test_a_wave_is_not_planned_before_its_file_is_read(team):
    """Whoever presses quickly would ask everybody else."""
    number = await at_audience(team)
    await sends(team)
    for choice in ("anext", "tnow", "dnext"):
        await press(team, number, choice)
    toast, shown = await press(team, number, "cplan")
    assert (toast, shown) == ("A file is still being read. Try again in a moment.", None)
    assert await team.house.rows(wave_table) == []


async def test_a_list_is_a_word_like_any_other_and_its_size_is_shown(team):
    await buyers(team)
    list_id = await list_intake.store(team.house.writer, ["customer-3000", "x@mail"], now=team.house.now)
    async with team.house.writer.unit() as session:
        await contact_lists.name(session, list_id, "vip")
        await session.commit()
    text, number = await begin(team, "nps audience=list:VIP name=Best")
    assert text.splitlines()[1:3] == ["To 1 person:", "· list: vip"]
    await press(team, number, "cchange")
    _, shown = await press(team, number, "xaudience")
    assert shown is not None
    assert "vip: 1 of 2 contacts known" in shown
    (edit,) = await team.house.handle(
        GroupText(next(team.house.numbers), MAX, ROOM, 1, "not list:vip", MESSAGE)
    )
    assert isinstance(edit, Edit)
    assert "To 2 people:\n· not: list: vip" in words_of(edit.content)
    text, _ = await begin(team, "nps list:vpi")
    assert text.endswith("not 'list:vpi'; did you mean list:vip?")
    assert len(await team.house.rows(draft_table)) == 1
