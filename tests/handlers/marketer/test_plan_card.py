"""A plan in the chat: how its card opens, who may stop it, what ends then and what goes on."""

from datetime import timedelta

import pytest

from handlers.press import Act, Press
from handlers.replies import Edit
from handlers.texts.languages import SPOKEN
from handlers.texts.units import utf16_length
from handlers.updates import Group
from storage.kinds import Every, InvitationState, PlanState, SurveyKind, WaveState
from storage.tables import invitation_table, plan_table, progress_message_table, wave_table
from tests.handlers.house import CATALOG, edit_of, toast_of, words_of
from tests.handlers.samples import ANNA, EVE, NOW
from tests.handlers.team_house import ADAM, ELSEWHERE, MARIA, MAX, OLGA, ROOM, VERA, ZOE
from tests.storage.conftest import Rows

NO_SUCH_PLAN = 10**15 - 1
DEAD = "This button doesn't work any more."
CHANGED = "That has changed meanwhile. Here is how it stands."
REFUSAL = "For this you need the role of a marketer."


@pytest.fixture
def rows(team):
    return Rows(team.house.database)


async def after_delivery(rows, **columns):
    """A plan that asks two days after each delivery, unless told otherwise."""
    known = {
        "name": "After delivery",
        "kind": SurveyKind.CSAT,
        "audience": "category:shoes",
        "delay_seconds": 2 * 24 * 3600,
        "open_seconds": 7 * 24 * 3600,
        "state": PlanState.RUNNING,
        "created_at": NOW,
    }
    return await rows.add(plan_table, **known | columns)


async def weekly(rows, **columns):
    """A plan that asks every week, with the wave that it has planned ahead; returns the ids of both."""
    repeats = {"every": Every.WEEK, "first_day": NOW.date(), "at_time": NOW.time(), "delay_seconds": None}
    plan = await after_delivery(rows, **{"name": "Weekly", "audience": "all", **repeats, **columns})
    ahead = NOW + timedelta(days=7)
    wave = await rows.wave(
        name="Weekly 2026-05-12", plan_id=plan, day=ahead.date(), due_at=ahead, state=WaveState.PLANNED
    )
    return plan, wave


async def begun(rows, plan, *, days_ago=0, state=WaveState.RUNNING):
    """A wave of a plan that is under way."""
    day = (NOW - timedelta(days=days_ago)).date()
    return await rows.wave(name=f"Weekly {day}", plan_id=plan, day=day, state=state)


async def press(team, plan, choice, *, by=MAX, message_id=77, group=ROOM, act=Act.PLAN):
    """Somebody presses a button of a plan's card; returns the replies."""
    chat_id = group.chat_id if isinstance(group, Group) else group
    data = Press(act, plan, choice).data()
    return await team.house.handle(team.house.press(by, data, chat_id=chat_id, message_id=message_id))


def lines(replies):
    return words_of(edit_of(replies).content).splitlines()


def labels(replies):
    content = edit_of(replies).content
    return [
        [b.label if isinstance(b.label, str) else CATALOG.plain(b.label, content.language) for b in row]
        for row in content.keyboard
    ]


def leads_to(replies, label):
    """What the button with this label brings back."""
    for row, said in zip(edit_of(replies).content.keyboard, labels(replies), strict=True):
        for button, shown in zip(row, said, strict=True):
            if shown == label:
                return button.data
    raise AssertionError(f"There is no button {label!r}")


async def state_of(rows, plan):
    return (await rows.one(plan_table, plan)).state


# What it shows


async def test_the_list_leads_to_a_plan_and_back(team, rows):
    plan, _ = await weekly(rows)
    (content,) = await team.says(ZOE, "waves")
    assert content.keyboard[-1][0].data == Press(Act.PLAN, plan, "open").data()
    replies = await press(team, plan, "open", by=ZOE)
    assert toast_of(replies) is None
    assert lines(replies) == [
        "Weekly · CSAT · every week",
        "To:",
        "· everybody who bought",
        "Next wave: Tue, 12 May 2026 12:00",
    ]
    assert labels(replies) == [["Stop"], ["Back"]]
    assert leads_to(replies, "Back") == Press(Act.WAVES, 1).data()


async def test_a_plan_after_each_purchase_shows_whom_it_asks_and_how_many_waves_it_has_under_way(team, rows):
    plan = await after_delivery(rows)
    await begun(rows, plan)
    await begun(rows, plan, days_ago=1)
    await begun(rows, plan, days_ago=2, state=WaveState.DONE)
    assert lines(await press(team, plan, "open")) == [
        "After delivery · CSAT · 2 days after the delivery",
        "To:",
        "· category: shoes",
        "Waves under way: 2",
    ]


async def test_a_message_that_shows_a_plan_shows_no_wave_any_more(team, rows):
    plan, wave = await weekly(rows)
    await press(team, wave, "open", act=Act.PROGRESS)
    assert len(await team.house.rows(progress_message_table)) == 1
    await press(team, plan, "open")
    assert await team.house.rows(progress_message_table) == []


@pytest.mark.parametrize("language", SPOKEN)
async def test_it_speaks_the_rooms_language_and_fits_a_message(team, rows, language):
    """Bot API: 4096 UTF-16 units of text, 64 of a button's label."""
    await team.says(ADAM, "language", language)
    name, audience = "👩‍👩‍👧‍👦" * 100, " ".join(f"product:{'ж' * 60}{n}" for n in range(7))
    plan, wave = await weekly(rows, name=name, audience=audience)
    await begun(rows, plan)
    told = [
        await press(team, wave, "stop", act=Act.PROGRESS),
        *[await press(team, plan, choice) for choice in ("open", "stop", "really")],
    ]
    for replies in told:
        content = edit_of(replies).content
        assert content.language == language
        assert utf16_length(words_of(content)) <= 4096
        assert all(1 <= utf16_length(label) <= 64 for row in labels(replies) for label in row)


# Stopping it


async def test_a_plan_that_repeats_is_stopped_after_a_second_question(team, rows):
    plan, wave = await weekly(rows)
    replies = await press(team, plan, "stop")
    assert toast_of(replies) is None
    assert lines(replies)[3:] == [
        "Next wave: Tue, 12 May 2026 12:00",
        "Stop the plan for good? The next wave won't begin, and no other follows.",
    ]
    assert labels(replies) == [["Stop", "Keep"]]
    assert await state_of(rows, plan) is PlanState.RUNNING
    assert labels(await press(team, plan, "keep")) == [["Stop"], ["Back"]]
    assert await state_of(rows, plan) is PlanState.RUNNING

    replies = await press(team, plan, "really")
    assert toast_of(replies) == "The plan is stopped for good."
    assert lines(replies)[3:] == ["Stopped: Tue, 5 May 2026 12:00"]
    assert labels(replies) == [["Back"]]
    assert await state_of(rows, plan) is PlanState.STOPPED
    assert (await rows.one(wave_table, wave)).state is WaveState.STOPPED
    (content,) = await team.says(ZOE, "waves")
    assert words_of(content).splitlines()[:2] == ["Waves", "Weekly 2026-05-12 · CSAT · stopped"]
    assert "Plans that go on asking" not in words_of(content)
    assert content.keyboard == ()


async def test_what_has_begun_goes_on_and_the_card_says_so_before_and_after(team, rows):
    plan = await after_delivery(rows)
    running = await begun(rows, plan)
    asked = await rows.invitation(wave_id=running, state=InvitationState.DUE)
    paused = await rows.wave(
        plan_id=plan,
        day=(NOW - timedelta(days=1)).date(),
        state=WaveState.PAUSED,
        resumes_as=WaveState.RUNNING,
    )
    goes_on = "2 waves have begun and go on; each can be stopped by itself."
    assert lines(await press(team, plan, "stop"))[3:] == [
        "Stop the plan for good? Nobody else is asked after a delivery.",
        goes_on,
    ]
    assert lines(await press(team, plan, "really"))[3:] == ["Stopped: Tue, 5 May 2026 12:00", goes_on]
    waves = {wave.id: wave.state for wave in await rows.all(wave_table)}
    assert waves == {running: WaveState.RUNNING, paused: WaveState.PAUSED}
    (invited,) = await team.house.rows(invitation_table)
    assert (invited["id"], invited["state"]) == (asked, InvitationState.DUE)


async def test_a_wave_that_was_paused_before_it_began_ends_with_its_plan(team, rows):
    plan, wave = await weekly(rows)
    await press(team, wave, "pause", act=Act.PROGRESS)
    replies = await press(team, plan, "stop")
    assert lines(replies)[3:] == ["Stop the plan for good? The next wave won't begin, and no other follows."]
    await press(team, plan, "really")
    assert (await rows.one(wave_table, wave)).state is WaveState.STOPPED


async def test_whoever_comes_second_is_shown_that_it_is_stopped(team, rows):
    plan, _ = await weekly(rows)
    await press(team, plan, "stop", by=MAX)
    await press(team, plan, "really", by=ADAM, message_id=88)
    team.house.later(hours=1)
    replies = await press(team, plan, "really", by=MAX)
    assert toast_of(replies) == CHANGED
    assert lines(replies)[3:] == ["Stopped: Tue, 5 May 2026 12:00"]
    for choice in ("open", "stop", "keep"):
        replies = await press(team, plan, choice)
        assert [toast_of(replies), labels(replies)] == [None, [["Back"]]]
    assert (await rows.one(plan_table, plan)).stopped_at == NOW


async def test_a_press_told_twice_stops_once(team, rows):
    """Invariant 5: an update is handled once."""
    plan, _ = await weekly(rows)
    tap = team.house.press(MAX, Press(Act.PLAN, plan, "really").data(), chat_id=ROOM.chat_id)
    assert len(await team.house.handle(tap)) == 2
    assert len(await team.house.handle(tap)) == 1


# From a wave of it


async def test_stopping_a_wave_says_that_its_plan_goes_on_and_leads_to_that(team, rows):
    plan, wave = await weekly(rows)
    replies = await press(team, wave, "stop", act=Act.PROGRESS)
    assert lines(replies)[-2:] == [
        "Stop for good? Nobody has been asked yet, and nobody would be.",
        "Only this wave ends: its plan Weekly goes on.",
    ]
    assert labels(replies) == [["Stop", "Keep"], ["Stop the whole plan"]]
    assert leads_to(replies, "Stop the whole plan") == Press(Act.PLAN, plan, "stop").data()

    replies = await press(team, wave, "really", act=Act.PROGRESS)
    assert toast_of(replies) == "This wave is stopped for good; its plan goes on."
    assert labels(replies) == [["Back"]]
    assert await state_of(rows, plan) is PlanState.RUNNING


async def test_stopping_the_wave_of_a_day_says_that_the_plan_asks_again_from_the_next_day(team, rows):
    plan = await after_delivery(rows)
    wave = await rows.wave(plan_id=plan, day=NOW.date(), fills_until=NOW + timedelta(hours=12))
    replies = await press(team, wave, "stop", act=Act.PROGRESS)
    assert lines(replies)[-1] == (
        "Whoever would join it later that day isn't asked either;"
        " its plan After delivery goes on from the next day."
    )
    assert labels(replies) == [["Stop", "Keep"], ["Stop the whole plan"]]


async def test_a_wave_whose_plan_was_stopped_speaks_of_itself_alone(team, rows):
    plan, _ = await weekly(rows)
    wave = await begun(rows, plan)
    await press(team, plan, "really")
    replies = await press(team, wave, "stop", act=Act.PROGRESS)
    assert lines(replies)[-1] == "Stop for good? Everybody has been asked already."
    assert labels(replies) == [["Stop", "Keep"]]
    assert toast_of(await press(team, wave, "really", act=Act.PROGRESS)) == "Stopped for good."


# Who may, and where


@pytest.mark.parametrize("choice", ["stop", "really"])
async def test_who_lacks_the_role_is_refused_and_nothing_happens(team, rows, choice):
    plan, wave = await weekly(rows)
    await press(team, wave, "open", act=Act.PROGRESS)
    for person in (VERA, ZOE, EVE, ANNA):
        replies = await press(team, plan, choice, by=person)
        assert [toast_of(replies), len(replies)] == [REFUSAL, 1]
    assert await state_of(rows, plan) is PlanState.RUNNING
    assert len(await team.house.rows(progress_message_table)) == 1


async def test_the_role_is_looked_up_at_each_press(team, rows):
    plan, _ = await weekly(rows)
    assert labels(await press(team, plan, "stop")) == [["Stop", "Keep"]]
    await team.says(ADAM, "revoke", "@max")
    assert toast_of(await press(team, plan, "really")) == REFUSAL
    assert await state_of(rows, plan) is PlanState.RUNNING
    for person in (ADAM, MARIA, OLGA):
        assert labels(await press(team, plan, "stop", by=person)) == [["Stop", "Keep"]]


@pytest.mark.parametrize("choice", ["open", "really"])
@pytest.mark.parametrize("group", [ELSEWHERE, MAX.telegram_id, None], ids=["elsewhere", "private", "nowhere"])
async def test_outside_of_a_room_no_button_of_a_plan_works(team, rows, choice, group):
    """Invariant 6: not for the owner either, who may do it in a room."""
    plan, _ = await weekly(rows)
    for person in (MAX, OLGA):
        replies = await press(team, plan, choice, by=person, group=group)
        assert [toast_of(replies), len(replies)] == [DEAD, 1]
    assert await state_of(rows, plan) is PlanState.RUNNING


@pytest.mark.parametrize("choice", ["", "pause", "openx", "1"])
async def test_a_choice_that_no_button_has_changes_nothing(team, rows, choice):
    plan, _ = await weekly(rows)
    replies = await press(team, plan, choice)
    assert [toast_of(replies), len(replies)] == [DEAD, 1]
    assert await state_of(rows, plan) is PlanState.RUNNING


@pytest.mark.parametrize("choice", ["open", "stop", "really"])
async def test_a_plan_that_there_isnt_is_shown_to_nobody(team, choice):
    """Invariant 6: the number comes from outside."""
    replies = await press(team, NO_SUCH_PLAN, choice)
    assert not [reply for reply in replies if isinstance(reply, Edit)]
    assert toast_of(replies) == DEAD


async def test_a_message_that_is_gone_stops_nothing(team, rows):
    plan, _ = await weekly(rows)
    replies = await press(team, plan, "really", message_id=None)
    assert [toast_of(replies), len(replies)] == [DEAD, 1]
    assert await state_of(rows, plan) is PlanState.RUNNING
