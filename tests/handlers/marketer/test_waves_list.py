"""/waves: which waves and plans stand in it, in what words, and what its buttons open."""

from datetime import timedelta

import pytest

from bot.wire import message_call
from handlers.marketer.waves_list import PAGE
from handlers.press import Act, Press
from handlers.replies import Edit
from handlers.texts.languages import SPOKEN
from handlers.texts.units import utf16_length
from storage.kinds import Every, InvitationState, PlanState, SkipReason, SurveyKind, WaveState
from storage.tables import plan_table, progress_message_table
from tests.handlers.house import CATALOG, edit_of, toast_of, words_of
from tests.handlers.samples import NOW
from tests.handlers.team_house import MARIA, ROOM, VERA, ZOE
from tests.storage.conftest import Rows


@pytest.fixture
def rows(team):
    return Rows(team.house.database)


async def listed(team, person=ZOE):
    """What /waves says, and its buttons."""
    (content,) = await team.says(person, "waves")
    return words_of(content), labels(content)


def labels(content):
    return [
        [b.label if isinstance(b.label, str) else CATALOG.plain(b.label, content.language) for b in row]
        for row in content.keyboard
    ]


async def people(rows, wave, *, kind=SurveyKind.CSAT, **states):
    """So many people of a wave in each state."""
    for name, number in states.items():
        state = InvitationState(name)
        reached = state in (InvitationState.SENT, InvitationState.ANSWERED, InvitationState.EXPIRED)
        for _ in range(number):
            await rows.invitation(
                wave_id=wave,
                kind=kind,
                state=state,
                sent_at=NOW if reached else None,
                skip_reason=SkipReason.STAFF if state is InvitationState.SKIPPED else None,
            )


async def plan(rows, name, **columns):
    """A plan that asks right after each delivery, unless told otherwise."""
    known = {"kind": SurveyKind.CSAT, "audience": "all", "open_seconds": 3600, "created_at": NOW}
    running = {"state": PlanState.RUNNING, "delay_seconds": 0}
    await rows.add(plan_table, name=name, **known | running | columns)


def press(team, page, *, message_id=77):
    tap = team.house.press(ZOE, Press(Act.WAVES, page).data(), chat_id=ROOM.chat_id, message_id=message_id)
    return team.house.handle(tap)


async def test_where_there_is_no_wave_it_says_what_to_do(team):
    assert await listed(team) == ("No waves yet. /wave plans one.", [])


async def test_waves_stand_with_their_state_and_numbers_the_newest_first(team, rows):
    old = await rows.wave(name="Winter", state=WaveState.DONE)
    await people(rows, old, answered=1, expired=2, skipped=4)
    new = await rows.wave(name="Spring", kind=SurveyKind.NPS)
    await people(rows, new, kind=SurveyKind.NPS, sent=1, due=3)
    await rows.wave(name="Summer", state=WaveState.PLANNED, due_at=NOW + timedelta(days=30))
    text, buttons = await listed(team)
    assert text.splitlines() == [
        "Waves",
        "Summer · CSAT · planned",
        "Begins: Thu, 4 Jun 2026 12:00",
        "Spring · NPS · running",
        "Asked 1 of 4 · 0 answered (0%)",
        "Winter · CSAT · done",
        "Asked 3 of 3 · 1 answered (33%)",
    ]
    assert buttons == [["Summer"], ["Spring"]]


async def test_before_anything_has_arrived_there_is_no_rate(team, rows):
    await people(rows, await rows.wave(), due=2, sending=1)
    text, _ = await listed(team)
    assert text.splitlines()[2:] == ["Asked 1 of 3"]


async def test_a_wave_that_was_paused_before_it_began_says_when_it_was_to_begin(team, rows):
    await rows.wave(state=WaveState.PAUSED, resumes_as=WaveState.PLANNED, due_at=NOW)
    text, _ = await listed(team)
    assert text.splitlines()[1:] == ["Spring · CSAT · paused", "Begins: Tue, 5 May 2026 12:00"]


async def test_a_wave_that_was_missed_says_when_it_was_to_begin(team, rows):
    await rows.wave(state=WaveState.MISSED, due_at=NOW)
    text, _ = await listed(team)
    assert text.splitlines()[1:] == ["Spring · CSAT · missed", "Was to begin: Tue, 5 May 2026 12:00"]


async def test_plans_stand_below_the_waves_while_they_run(team, rows):
    await plan(rows, "Over", state=PlanState.STOPPED)
    await plan(rows, "At once")
    await plan(rows, "Days", delay_seconds=2 * 24 * 3600)
    await plan(rows, "Hours", delay_seconds=36 * 3600)
    await plan(rows, "Minutes", delay_seconds=90 * 60)
    repeating = {"delay_seconds": None, "first_day": NOW.date(), "at_time": NOW.time()}
    for every in Every:
        await plan(rows, every.value.title(), every=every, kind=SurveyKind.NPS, **repeating)
    text, buttons = await listed(team)
    assert text.splitlines() == [
        "Plans that go on asking",
        "Quarter · NPS · every quarter",
        "Month · NPS · every month",
        "Week · NPS · every week",
        "Minutes · CSAT · 90 minutes after the delivery",
        "Hours · CSAT · 36 hours after the delivery",
        "Days · CSAT · 2 days after the delivery",
        "At once · CSAT · right after the delivery",
    ]
    names = ("Quarter", "Month", "Week", "Minutes", "Hours", "Days", "At once")
    assert buttons == [[f"Plan: {name}"] for name in names]


async def test_older_plans_stand_on_the_next_page_so_that_each_can_be_opened(team, rows):
    await rows.wave(name="Spring")
    for number in range(PAGE + 2):
        await plan(rows, f"Rule {number}")
    text, buttons = await listed(team)
    assert "Rule 2 " in text
    assert "Rule 1 " not in text
    assert buttons == [["Spring"], *[[f"Plan: Rule {number}"] for number in range(9, 1, -1)], ["Older ›"]]
    older = edit_of(await press(team, 2)).content
    assert words_of(older).splitlines() == [
        "Plans that go on asking",
        "Rule 1 · CSAT · right after the delivery",
        "Rule 0 · CSAT · right after the delivery",
    ]
    assert labels(older) == [["Plan: Rule 1"], ["Plan: Rule 0"], ["‹ Newer"]]
    assert words_of(edit_of(await press(team, 3)).content) == text


async def test_older_waves_are_a_button_away_and_newer_ones_too(team, rows):
    for number in range(PAGE + 1):
        await rows.wave(name=f"Wave {number}", state=WaveState.DONE)
    _, buttons = await listed(team)
    assert buttons == [["Older ›"]]
    replies = await press(team, 2)
    assert toast_of(replies) is None
    edit = edit_of(replies)
    assert (edit.chat_id, edit.message_id) == (ROOM.chat_id, 77)
    assert words_of(edit.content).splitlines()[:2] == ["Waves", "Wave 0 · CSAT · done"]
    assert labels(edit.content) == [["‹ Newer"]]
    newest = edit_of(await press(team, 1)).content
    assert words_of(newest).count("Wave ") == PAGE
    assert "Wave 0 " not in words_of(newest)


async def test_a_full_page_has_no_older_ones_behind_it(team, rows):
    for _ in range(PAGE):
        await rows.wave(state=WaveState.DONE)
    assert (await listed(team))[1] == []


@pytest.mark.parametrize("page", [2, 10**15 - 1])
async def test_a_page_that_there_isnt_is_the_first(team, rows, page):
    """Invariant 6: the number comes from outside."""
    await rows.wave(name="Winter", state=WaveState.DONE)
    assert "Winter" in words_of(edit_of(await press(team, page)).content)


async def test_a_message_that_shows_the_list_again_shows_no_progress(team, rows):
    wave = await rows.wave()
    opening = Press(Act.PROGRESS, wave, "open").data()
    await team.house.handle(team.house.press(ZOE, opening, chat_id=ROOM.chat_id, message_id=77))
    assert [row["message_id"] for row in await team.house.rows(progress_message_table)] == [77]
    await press(team, 1)
    assert await team.house.rows(progress_message_table) == []


async def test_the_longest_list_in_each_language_is_one_message(team, rows):
    """Bot API: 4096 UTF-16 units of text, 64 bytes of callback data."""
    for _ in range(PAGE + 1):
        wave = await rows.wave(name="👩‍👩‍👧‍👦" * 100, kind=SurveyKind.NPS)
    await people(rows, wave, kind=SurveyKind.NPS, sent=1)
    for number in range(20):
        await plan(rows, f"{number} " + "ж" * 500, kind=SurveyKind.CES, delay_seconds=60)
    for language in SPOKEN:
        await team.says(MARIA, "language", language)
        (content,) = await team.says(VERA, "waves")
        assert content.language == language
        params = message_call(content, CATALOG).params
        assert utf16_length(params["text"]) <= 4096
        assert not params["text"].endswith("…")  # nothing is cut off at the end
        for row in params["reply_markup"]["inline_keyboard"]:
            for button in row:
                assert 1 <= len(button["callback_data"].encode()) <= 64
                assert 1 <= utf16_length(button["text"]) <= 64


async def test_a_press_on_a_message_that_is_gone_is_answered(team):
    tap = team.house.press(ZOE, Press(Act.WAVES, 1).data(), chat_id=ROOM.chat_id, message_id=None)
    replies = await team.house.handle(tap)
    assert toast_of(replies) == "This button doesn't work any more."
    assert not [reply for reply in replies if isinstance(reply, Edit)]
