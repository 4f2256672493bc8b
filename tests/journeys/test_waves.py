"""The team watches a wave: opens it, pauses it, lets it go on, stops it, or its plan; and is told what came of it."""

from bot.simulator.group import Group
from bot.simulator.messages import Message
from bot.simulator.person import Person
from storage.tables import progress_message_table as progress_message
from tests.journeys.house import House
from tests.journeys.test_room import labels, team

TO_NIGHT = 12
"""Hours from the morning of the journeys until people sleep: what is due waits."""

TO_MORNING = 12


async def opened(group: Group, person: Person, wave: str) -> Message:
    """The message that shows how far a wave is, opened from /waves."""
    await group.send(person, "/waves@tapscore_bot")
    listed = await group.receives("Waves")
    await (await group.tap(person, listed, wave)).answered()
    return await group.receives("To:\n· everybody who bought")


async def presses(group: Group, person: Person, message: Message, label: str) -> str | None:
    """What the toast says after a press."""
    return await (await group.tap(person, message, label)).answered()


async def test_a_wave_is_paused_goes_on_and_tells_how_it_ended(house: House) -> None:
    anna, ben = await house.customer("Anna"), await house.customer("Ben")
    group, maria = await team(house)
    await group.send(maria, "/waves@tapscore_bot")
    await group.receives("No waves yet.")
    await house.jump(hours=TO_NIGHT)
    await house.plan("nps", name="Spring NPS")
    await house.settles(due=2)

    progress = await opened(group, maria, "Spring NPS")
    assert progress.text.splitlines()[0] == "Spring NPS · NPS · running"
    assert "Asked 0 of 2" in progress.text
    assert labels(progress) == [["Pause", "Stop"], ["Back"]]
    assert await presses(group, maria, progress, "Pause") == "Paused: nothing more leaves for now."
    await group.receives("paused")
    await house.jump(hours=TO_MORNING)
    await anna.stays_silent()
    await ben.stays_silent()

    assert await presses(group, maria, progress, "Resume") == "It goes on."
    questions = [await person.receives("recommend") for person in (anna, ben)]
    await house.settles(sent=2)
    await house.jump(seconds=15)
    await group.receives("Asked 2 of 2 · 0 answered (0%)")
    await (await anna.tap(questions[0], "9")).answered()
    await house.jump(seconds=15)
    await group.receives("Asked 2 of 2 · 1 answered (50%)")
    await (await ben.tap(questions[1], "10")).answered()

    card = await group.receives("Spring NPS is over")
    assert "Asked 2 of 2 · 2 answered (100%)" in card.text
    assert "NPS +100 · one answer per person" in card.text
    assert "2 answers (small sample)" in card.text
    await house.jump(seconds=15)
    await group.receives("Spring NPS · NPS · done")
    assert labels(progress) == [["Back"]]

    await house.close()
    await house.open()
    await house.jump(hours=1)
    await group.stays_silent()
    await (await group.tap(maria, progress, "Back")).answered()
    listed = await group.receives("Spring NPS · NPS · done")
    assert labels(listed) == []


async def test_a_wave_is_stopped_by_who_may_after_a_second_thought(house: House) -> None:
    anna = await house.customer("Anna")
    await house.order(link_token="never-opened")
    group, maria = await team(house)
    vera = house.telegram.person(first_name="Vera", username="vera")
    await group.join(vera)
    said = await group.send(vera, "/help@tapscore_bot")
    await group.receives("A score with its margin")
    await group.send(maria, "/grant@tapscore_bot viewer", reply_to=said)
    await group.receives("Vera is now")
    await house.jump(hours=TO_NIGHT)
    await house.plan(name="Spring")
    await house.settles(due=1, skipped=1)

    progress = await opened(group, vera, "Spring")
    refusal = "For this you need the role of a marketer."
    assert await presses(group, vera, progress, "Stop") == refusal
    assert await presses(group, vera, progress, "Pause") == refusal
    assert await presses(group, maria, progress, "Stop") is None
    await group.receives("Stop for good? 1 person would not be asked.")
    assert labels(progress) == [["Stop", "Keep"]]
    assert await presses(group, maria, progress, "Keep") is None
    await group.receives("Asked 0 of 1")
    await presses(group, maria, progress, "Stop")
    await group.receives("Stop for good?")
    assert await presses(group, maria, progress, "Stop") == "Stopped for good."

    # The edit and the card leave side by side.
    card = await group.receives("Spring was stopped", only="new")
    assert card.text.splitlines() == [
        "Spring was stopped",
        "Asked 0 of 1",
        "Not asked any more: 1",
        "Left out: 1",
        "· 1 without an opened link",
    ]
    await house.settles(cancelled=1, skipped=1)
    await house.jump(hours=TO_MORNING)
    await anna.stays_silent()


async def test_a_plan_goes_on_when_a_wave_of_it_is_stopped_and_ends_when_it_is_stopped_itself(
    house: House,
) -> None:
    anna = await house.customer("Anna")
    group, maria = await team(house)
    vera = house.telegram.person(first_name="Vera", username="vera")
    await group.join(vera)
    await group.send(maria, "/wave@tapscore_bot csat at=2026-05-06 10:00 every=week name=Weekly")
    planner = await group.receives("Wave “Weekly”", only="new")
    assert await presses(group, maria, planner, "Schedule") == "Planned."
    await group.receives("first on Wed 6 May 10:00", only="edited")

    wave = await opened(group, maria, "Weekly 2026-05-06")
    await presses(group, maria, wave, "Stop")
    await group.receives("Only this wave ends: its plan Weekly goes on.")
    assert labels(wave) == [["Stop", "Keep"], ["Stop the whole plan"]]
    said = await presses(group, maria, wave, "Stop")
    assert said == "This wave is stopped for good; its plan goes on."
    await group.receives("Weekly 2026-05-06 · CSAT · stopped")

    async def next_is_planned() -> bool:
        return (await house.counts()).wave.name == "Weekly 2026-05-13"

    await house.jump(minutes=1)
    assert await house.until(next_is_planned)
    await (await group.tap(maria, wave, "Back")).answered()
    await group.receives("Weekly 2026-05-13 · CSAT · planned")
    await presses(group, vera, wave, "Plan: Weekly")
    await group.receives(
        "Weekly · CSAT · every week\nTo:\n· everybody who bought\nNext wave: Wed, 13 May 2026 10:00"
    )
    assert await presses(group, vera, wave, "Stop") == "For this you need the role of a marketer."
    await presses(group, maria, wave, "Stop")
    await group.receives("Stop the plan for good? The next wave won't begin, and no other follows.")
    await house.close()
    await house.open()
    assert await presses(group, maria, wave, "Stop") == "The plan is stopped for good."
    await group.receives("Stopped: Tue, 5 May 2026 10:01")
    await (await group.tap(maria, wave, "Back")).answered()
    await group.receives("Weekly 2026-05-13 · CSAT · stopped")
    assert labels(wave) == []
    for _ in range(3):
        await house.jump(days=7)
        await anna.stays_silent()
    await group.send(maria, "/waves@tapscore_bot")
    listed = await group.receives("Waves", only="new")
    assert [line for line in listed.text.splitlines() if line.startswith("Weekly")] == [
        "Weekly 2026-05-13 · CSAT · stopped",
        "Weekly 2026-05-06 · CSAT · stopped",
    ]


async def test_a_progress_message_that_is_deleted_or_whose_group_is_left_is_no_trouble(house: House) -> None:
    await house.customer("Anna")
    await house.jump(hours=TO_NIGHT)
    await house.plan(name="Spring")
    await house.settles(due=1)
    group, maria = await team(house)
    progress = await opened(group, maria, "Spring")
    again = await opened(group, maria, "Spring")
    await group.receives("A newer message shows how far it is.")
    assert labels(progress) == []

    async def followed() -> int:
        async with house.agent.database.reading() as session:
            return len((await session.execute(progress_message.select())).all())

    async def none_followed() -> bool:
        return await followed() == 0

    assert await followed() == 1
    house.telegram.world.delete(again)
    await house.jump(seconds=15)
    assert await house.until(none_followed)
    await opened(group, maria, "Spring")
    assert await followed() == 1
    group.kick_bot()
    assert await house.until(none_followed)
    await house.settles(due=1)
