"""The progress of a wave: what it shows, what its buttons do, for whom, and that a press is judged when it comes."""

from datetime import timedelta
from typing import Any

import pytest

from handlers.marketer.progress import look
from handlers.press import Act, Press
from handlers.replies import Edit
from handlers.updates import Group
from storage import waves
from storage.kinds import InvitationState, SkipReason, WaveState
from storage.tables import ProgressMessage, message_table, progress_message_table, wave_table
from tests.handlers.house import CATALOG, edit_of, toast_of, words_of
from tests.handlers.samples import ANNA, EVE, NOW
from tests.handlers.team_house import ADAM, ELSEWHERE, MARIA, MAX, OLGA, ROOM, VERA, ZOE
from tests.storage.conftest import Rows

NO_SUCH_WAVE = 10**15 - 1
DEAD = "This button doesn't work any more."
CHANGED = "That has changed meanwhile. Here is how it stands."


@pytest.fixture
def rows(team):
    return Rows(team.house.database)


async def press(team, wave, choice, *, by=MAX, message_id=77, group=ROOM):
    """Somebody presses a button of a progress message; returns the replies."""
    data = Press(Act.PROGRESS, wave, choice).data()
    chat_id = group.chat_id if isinstance(group, Group) else group
    return await team.house.handle(team.house.press(by, data, chat_id=chat_id, message_id=message_id))


async def shown(team, wave, choice="open", **how):
    """What the message says after a press."""
    return words_of(edit_of(await press(team, wave, choice, **how)).content)


def labels(edit):
    content = edit.content
    return [[CATALOG.plain(b.label, content.language) for b in row] for row in content.keyboard]


async def people(rows, wave, **states):
    for name, number in states.items():
        state = InvitationState(name)
        reached = state in (InvitationState.SENT, InvitationState.ANSWERED, InvitationState.EXPIRED)
        for _ in range(number):
            await rows.invitation(
                wave_id=wave,
                state=state,
                sent_at=NOW if reached else None,
                skip_reason=SkipReason.STAFF if state is InvitationState.SKIPPED else None,
            )


async def state_of(rows, wave):
    return (await rows.one(wave_table, wave)).state


# What it shows


async def test_it_shows_how_far_a_wave_is(team, rows):
    wave = await rows.wave(name="Spring", audience="bought:90d category:shoes")
    await people(rows, wave, answered=2, sent=3, unknown=1, due=4, skipped=7, failed=2)
    replies = await press(team, wave, "open", by=ZOE)
    assert toast_of(replies) is None
    edit = edit_of(replies)
    assert words_of(edit.content).splitlines() == [
        "Spring · CSAT · running",
        "To:",
        "· bought in the last 90 days",
        "· category: shoes",
        "███▒▒▒▒▒▒▒▒▒▒░░░░░░░",
        "Asked 6 of 12 · 2 answered (40%)",
        "Left out: 7",
        "Out of reach: 2",
    ]
    assert labels(edit) == [["Pause", "Stop"], ["Back"]]


async def test_without_anybody_to_ask_there_is_no_bar(team, rows):
    wave = await rows.wave()
    assert (await shown(team, wave)).splitlines() == [
        "Spring · CSAT · running",
        "To:",
        "· everybody who bought",
        "Asked 0 of 0",
    ]


async def test_what_has_ended_can_only_be_left(team, rows):
    for state in (WaveState.DONE, WaveState.MISSED):
        edit = edit_of(await press(team, await rows.wave(state=state), "open"))
        assert labels(edit) == [["Back"]]


async def test_a_stopped_wave_says_who_is_spared_and_who_can_still_answer(team, rows):
    wave = await rows.wave(state=WaveState.STOPPED)
    await people(rows, wave, sent=2, unknown=1, cancelled=3, due=1)
    assert (await shown(team, wave)).splitlines()[4:] == [
        "Asked 3 of 7 · 0 answered (0%)",
        "Not asked any more: 4",
        "Can still answer: 3",
    ]


async def test_it_speaks_the_rooms_language(team, rows):
    wave = await rows.wave()
    await team.says(ADAM, "language", "pl")
    assert "Do kogo:\n· wszyscy, którzy kupili" in await shown(team, wave)


# What its buttons do


async def test_a_wave_is_paused_and_goes_on(team, rows):
    wave = await rows.wave()
    replies = await press(team, wave, "pause")
    assert toast_of(replies) == "Paused: nothing more leaves for now."
    assert labels(edit_of(replies)) == [["Resume", "Stop"], ["Back"]]
    assert await state_of(rows, wave) is WaveState.PAUSED
    replies = await press(team, wave, "resume")
    assert toast_of(replies) == "It goes on."
    assert labels(edit_of(replies)) == [["Pause", "Stop"], ["Back"]]
    assert await state_of(rows, wave) is WaveState.RUNNING


async def test_stopping_asks_once_more_and_can_be_left(team, rows):
    wave = await rows.wave()
    await people(rows, wave, sent=1, due=828)
    replies = await press(team, wave, "stop")
    assert words_of(edit_of(replies).content).endswith("Stop for good? 828 people would not be asked.")
    assert labels(edit_of(replies)) == [["Stop", "Keep"]]
    assert await state_of(rows, wave) is WaveState.RUNNING
    assert labels(edit_of(await press(team, wave, "keep"))) == [["Pause", "Stop"], ["Back"]]
    replies = await press(team, wave, "really")
    assert toast_of(replies) == "Stopped for good."
    assert labels(edit_of(replies)) == [["Back"]]
    assert await state_of(rows, wave) is WaveState.STOPPED


async def test_a_wave_whose_audience_cant_be_read_is_shown_and_can_be_stopped(team, rows):
    wave = await rows.wave(audience="weather:rainy", state=WaveState.FILLING)
    assert "not 'weather:rainy'; did you mean" in await shown(team, wave)
    assert toast_of(await press(team, wave, "really")) == "Stopped for good."
    assert await state_of(rows, wave) is WaveState.STOPPED


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "Everybody has been asked already."),
        ({"state": WaveState.PLANNED}, "Nobody has been asked yet, and nobody would be."),
        (
            {"state": WaveState.PAUSED, "resumes_as": WaveState.PLANNED},
            "Nobody has been asked yet, and nobody would be.",
        ),
    ],
)
async def test_stopping_says_whom_it_would_spare(team, rows, columns, said):
    wave = await rows.wave(**columns)
    assert (await shown(team, wave, "stop")).endswith(f"Stop for good? {said}")


@pytest.mark.parametrize(
    ("state", "choice"),
    [
        (WaveState.PAUSED, "pause"),
        (WaveState.DONE, "pause"),
        (WaveState.RUNNING, "resume"),
        (WaveState.STOPPED, "resume"),
        (WaveState.STOPPED, "really"),
        (WaveState.DONE, "really"),
    ],
)
async def test_a_button_that_came_too_late_shows_how_it_stands(team, rows, state, choice):
    wave = await rows.wave(state=state)
    replies = await press(team, wave, choice)
    assert toast_of(replies) == CHANGED
    assert edit_of(replies).message_id == 77
    assert await state_of(rows, wave) is state


async def test_whoever_asks_to_stop_what_has_ended_is_shown_that(team, rows):
    wave = await rows.wave(state=WaveState.DONE)
    assert labels(edit_of(await press(team, wave, "stop"))) == [["Back"]]
    (row,) = await team.house.rows(progress_message_table)
    assert row["asks_to_stop"] is False


async def test_a_press_told_twice_acts_once(team, rows):
    """Invariant 5: an update is handled once."""
    wave = await rows.wave()
    tap = team.house.press(MAX, Press(Act.PROGRESS, wave, "pause").data(), chat_id=ROOM.chat_id)
    assert len(await team.house.handle(tap)) == 2
    await press(team, wave, "resume")
    assert len(await team.house.handle(tap)) == 1
    assert await state_of(rows, wave) is WaveState.RUNNING


# Who may, and where


@pytest.mark.parametrize("choice", ["pause", "resume", "stop", "really"])
async def test_who_lacks_the_role_is_refused_and_nothing_happens(team, rows, choice):
    state = WaveState.PAUSED if choice == "resume" else WaveState.RUNNING
    wave = await rows.wave(state=state)
    for person in (VERA, ZOE, EVE, ANNA):
        replies = await press(team, wave, choice, by=person)
        assert toast_of(replies) == "For this you need the role of a marketer."
        assert len(replies) == 1
    assert await state_of(rows, wave) is state
    assert await team.house.rows(progress_message_table) == []


async def test_who_has_the_role_or_a_higher_one_may_while_they_have_it(team, rows):
    wave = await rows.wave()
    for person in (MAX, ADAM, MARIA, OLGA):
        assert toast_of(await press(team, wave, "pause", by=person)) == "Paused: nothing more leaves for now."
        assert toast_of(await press(team, wave, "resume", by=person)) == "It goes on."
    await team.says(ADAM, "revoke", "@max")
    assert "role of a marketer" in str(toast_of(await press(team, wave, "pause")))
    assert await state_of(rows, wave) is WaveState.RUNNING


@pytest.mark.parametrize("choice", ["open", "keep", "pause", "really"])
@pytest.mark.parametrize("group", [ELSEWHERE, MAX.telegram_id, None], ids=["elsewhere", "private", "nowhere"])
async def test_outside_of_a_room_no_button_of_a_wave_works(team, rows, choice, group):
    """Invariant 6: not for the owner either, who may do it in a room."""
    wave = await rows.wave()
    for person in (MAX, OLGA):
        replies = await press(team, wave, choice, by=person, group=group)
        assert [toast_of(replies), len(replies)] == [DEAD, 1]
    assert await state_of(rows, wave) is WaveState.RUNNING


@pytest.mark.parametrize("choice", ["", "nuke", "openx", "1"])
async def test_a_choice_that_no_button_has_changes_nothing(team, rows, choice):
    replies = await press(team, await rows.wave(), choice)
    assert [toast_of(replies), len(replies)] == [DEAD, 1]


@pytest.mark.parametrize("choice", ["open", "really"])
async def test_a_wave_that_there_isnt_or_that_another_tool_made_is_shown_to_nobody(team, rows, choice):
    """Invariant 6: the number comes from outside."""
    imported = await rows.wave(audience=waves.IMPORTED, state=WaveState.DONE)
    for wave in (imported, NO_SUCH_WAVE):
        replies = await press(team, wave, choice)
        assert [toast_of(replies), len(replies)] == [DEAD, 1]
    assert await team.house.rows(progress_message_table) == []
    assert await team.house.rows(message_table) == []


async def test_a_message_that_is_gone_cant_be_turned(team, rows):
    wave = await rows.wave()
    replies = await press(team, wave, "pause", message_id=None)
    assert [toast_of(replies), len(replies)] == [DEAD, 1]
    assert await state_of(rows, wave) is WaveState.RUNNING


# Which message is kept up to date


async def test_opening_a_wave_anew_ends_the_message_that_showed_it(team, rows):
    wave = await rows.wave()
    await press(team, wave, "open", message_id=77)
    replies = await press(team, wave, "open", message_id=88)
    edits = {reply.message_id: reply for reply in replies if isinstance(reply, Edit)}
    assert words_of(edits[77].content) == "Spring · CSAT · running\nA newer message shows how far it is."
    assert edits[77].content.keyboard == ()
    assert labels(edits[88]) == [["Pause", "Stop"], ["Back"]]
    rows_now = await team.house.rows(progress_message_table)
    assert [(row["message_id"], row["wave_id"]) for row in rows_now] == [(88, wave)]


async def test_two_rooms_show_the_same_wave(team, rows):
    wave = await rows.wave()
    await team.says(MARIA, "connect", group=ELSEWHERE)
    assert len(await press(team, wave, "open")) == 2
    assert len(await press(team, wave, "open", group=ELSEWHERE)) == 2
    assert len(await team.house.rows(progress_message_table)) == 2


async def look_at(team, **columns):
    known: dict[str, Any] = {
        "chat_id": ROOM.chat_id,
        "message_id": 77,
        "asks_to_stop": False,
        "looked_at": NOW,
    }
    async with team.house.database.reading() as session:
        return await look(session, ProgressMessage(**known | columns), shop=team.house.shop)


async def test_another_look_shows_the_same_until_something_changes(team, rows):
    wave = await rows.wave()
    await people(rows, wave, sent=1)
    pressed = edit_of(await press(team, wave, "open")).content
    first, again = await look_at(team, wave_id=wave), await look_at(team, wave_id=wave)
    assert first.content == pressed
    assert first.fingerprint == again.fingerprint
    await people(rows, wave, sent=1)
    assert (await look_at(team, wave_id=wave)).fingerprint != first.fingerprint
    assert (await look_at(team, wave_id=wave, asks_to_stop=True)).content.lines[-1].id == "wave-stop-really"


async def test_a_look_tells_that_the_wave_is_over_and_asks_nothing_any_more(team, rows):
    wave = await rows.wave(state=WaveState.DONE)
    seen = await look_at(team, wave_id=wave, asks_to_stop=True)
    assert seen.is_over
    assert [[b.label.id for b in row] for row in seen.content.keyboard] == [["button-back"]]
    assert not (await look_at(team, wave_id=await rows.wave())).is_over


async def test_what_is_no_room_or_no_wave_has_nothing_to_show(team, rows):
    wave = await rows.wave()
    assert await look_at(team, wave_id=wave, chat_id=ELSEWHERE.chat_id) is None
    assert await look_at(team, wave_id=NO_SUCH_WAVE) is None


async def test_resuming_a_wave_whose_moment_has_passed_lets_it_begin_now(team, rows):
    due_at = NOW - timedelta(days=2)
    wave = await rows.wave(state=WaveState.PAUSED, resumes_as=WaveState.PLANNED, due_at=due_at)
    await press(team, wave, "resume")
    row = await rows.one(wave_table, wave)
    assert (row.state, row.due_at) == (WaveState.PLANNED, NOW)
