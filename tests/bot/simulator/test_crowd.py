"""How a crowd answers by itself, and how it is counted."""

import asyncio
from typing import Any

import pytest

from bot.simulator import Simulator
from bot.simulator.crowd import Member, translated


async def answer_everything(sim: Simulator, bot: Any, row: Any, *, labels: str = "12345") -> None:
    """An agent in a nutshell: asks on /start, answers a tap with a toast and a prompt, until all is quiet."""
    offset = 0
    while updates := await bot.updates(offset=offset):
        offset = updates[-1]["update_id"] + 1
        for update in updates:
            if query := update.get("callback_query"):
                await bot("answerCallbackQuery", callback_query_id=query["id"], text="Thank you!")
                await bot("sendMessage", chat_id=query["from"]["id"], text="What went wrong?")
            elif update["message"]["text"].startswith("/start"):
                person = update["message"]["from"]["id"]
                await bot("sendMessage", chat_id=person, text="Hi!")
                await bot("sendMessage", chat_id=person, text="How satisfied?", reply_markup=row(*labels))
        await asyncio.sleep(0.01)


async def test_each_answers_as_they_are_minded_to(sim: Simulator, bot: Any, row: Any) -> None:
    sim.limits.turn_off()
    await sim.crowd.join(
        [
            Member(first_name="Happy", link="a", answer="5"),
            Member(first_name="Cross", link="b", answer="1", comment="It came late"),
            Member(first_name="Quiet", link="c"),
            Member(first_name="Elsewhere", link="d", answer="11"),
        ]
    )
    assert [person.chat.messages[0].text for person in sim.crowd.people] == [f"/start {x}" for x in "abcd"]
    await answer_everything(sim, bot, row)
    happy, cross, quiet, _ = sim.crowd.people
    assert [press.data for press in sim.world.presses.values()] == ["5", "1"]
    assert cross.chat.from_people[-1].text == "It came late"
    assert len(happy.chat.from_people) == len(quiet.chat.from_people) == 1
    counters = sim.crowd.counters()
    assert (counters.people, counters.linked, counters.asked, counters.asked_twice) == (4, 4, 4, 0)
    assert (counters.pressed, counters.answered, counters.toasts, counters.comments) == (2, 2, 2, 1)
    assert (counters.silent, counters.no_button) == (1, 1)


async def test_a_second_question_is_counted_and_not_answered(sim: Simulator, bot: Any, row: Any) -> None:
    await sim.crowd.join([Member(first_name="Anna", link="a", answer="4")])
    [anna] = sim.crowd.people
    for _ in range(2):
        await bot("sendMessage", chat_id=anna.id, text="How satisfied?", reply_markup=row("3", "4", "5"))
    await asyncio.sleep(0.01)
    assert sim.crowd.counters().asked_twice == 1
    assert len(sim.world.presses) == 1


async def test_each_new_question_is_answered_once_on_its_own_scale(sim: Simulator, bot: Any) -> None:
    def keyboard(wave: str, labels: range) -> dict[str, Any]:
        return {"inline_keyboard": [[{"text": str(n), "callback_data": f"{wave}:{n}"}] for n in labels]}

    await sim.crowd.join(
        [Member(first_name="Anna", link="a", answer="4"), Member(first_name="Ben", link="b")]
    )
    sim.limits.turn_off()
    csat, nps = range(1, 6), range(11)
    for wave, scale in (("first", csat), ("first", csat), ("second", nps), ("second", nps), ("third", csat)):
        for person in sim.crowd.people:
            await bot("sendMessage", chat_id=person.id, text="?", reply_markup=keyboard(wave, scale))
        await asyncio.sleep(0.01)
        sim.clock.advance(86400)
    assert [press.data for press in sim.world.presses.values()] == ["first:4", "second:8", "third:4"]
    counters = sim.crowd.counters()
    assert (counters.asked, counters.pressed, counters.asked_twice, counters.silent) == (2, 1, 0, 1)
    assert [(one["answer"], one["of"]) for one in sim.crowd.latest(2, find="anna")] == [("4", 5)]


@pytest.mark.parametrize(
    ("label", "wanted"), [("1", "0"), ("2", "2"), ("3", "5"), ("4", "8"), ("5", "10"), ("11", "11")]
)
def test_an_answer_stands_as_far_along_another_scale(label: str, wanted: str) -> None:
    assert translated(label, of="12345", onto=[str(number) for number in range(11)]) == wanted


async def test_a_press_counts_though_the_bot_comes_too_late_to_acknowledge_it(
    sim: Simulator, bot: Any, row: Any
) -> None:
    await sim.crowd.join([Member(first_name="Anna", link="a", answer="4")])
    [anna] = sim.crowd.people
    await bot("sendMessage", chat_id=anna.id, text="How satisfied?", reply_markup=row(*"12345"))
    await asyncio.sleep(0.01)
    sim.clock.advance(20)
    [press] = sim.world.presses
    assert (await bot("answerCallbackQuery", callback_query_id=press, text="Thank you!")).status == 400
    counters = sim.crowd.counters()
    assert (counters.pressed, counters.answered) == (1, 0)
    assert sim.crowd.latest(1)[0]["answer"] == "4"


async def test_two_numbers_are_no_question(sim: Simulator, bot: Any, row: Any) -> None:
    await sim.crowd.join([Member(first_name="Anna", link="a", answer="1")])
    [anna] = sim.crowd.people
    await bot("sendMessage", chat_id=anna.id, text="?", reply_markup=row("1", "2", "Not now", "Stop"))
    await asyncio.sleep(0.01)
    assert (sim.crowd.counters().linked, sim.crowd.counters().asked) == (1, 0)


async def test_they_think_before_they_act(sim: Simulator, bot: Any, row: Any) -> None:
    await sim.crowd.join([Member(first_name="Anna", link="a", answer="4", think=(0.3, 0.32))])
    [anna] = sim.crowd.people
    await bot("sendMessage", chat_id=anna.id, text="?", reply_markup=row("3", "4", "5"))
    await asyncio.sleep(0.05)
    assert not sim.world.presses
    await asyncio.sleep(0.5)
    assert sim.world.presses


async def test_links_are_opened_at_the_given_pace(sim: Simulator) -> None:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    members = [Member(first_name=f"P{i}", link=f"l{i}") for i in range(10)]
    await sim.crowd.join(members, links_per_second=100)
    assert 0.09 < loop.time() - begun < 3
    with pytest.raises(ValueError, match="links_per_second"):
        await sim.crowd.join([], links_per_second=0)


async def test_ten_thousand_people_need_no_tasks(sim: Simulator, row: Any) -> None:
    members = [Member(first_name=f"P{i}", link=f"l{i}", answer="4", think=(60, 90)) for i in range(10_616)]
    before = len(asyncio.all_tasks())
    await sim.crowd.join(members)
    for person in sim.crowd.people:
        sim.world.post(person.chat, sender=sim.bot, fields={"text": "?"}, markup=row("3", "4", "5"))
    assert len(asyncio.all_tasks()) == before
    assert sim.crowd.counters().asked == 10_616
    assert sim.queues.pending == 10_616


async def test_a_question_that_comes_a_day_later_is_a_reminder(sim: Simulator, bot: Any, row: Any) -> None:
    await sim.crowd.join([Member(first_name=name, link=name) for name in ("Twice", "Reminded")])
    twice, reminded = sim.crowd.people
    for person in (twice, reminded, twice):
        await bot("sendMessage", chat_id=person.id, text="How satisfied?", reply_markup=row(*"12345"))
    counters = sim.crowd.counters()
    assert (counters.asked_twice, counters.reminded) == (1, 0)
    sim.clock.advance(86400)
    await bot("sendMessage", chat_id=reminded.id, text="How satisfied?", reply_markup=row(*"12345"))
    counters = sim.crowd.counters()
    assert (counters.asked, counters.asked_twice, counters.reminded) == (2, 1, 1)


async def test_somebody_is_found_by_their_name_or_by_what_was_said(sim: Simulator, bot: Any) -> None:
    names = ("Anna", "Ben", "Chloe")
    await sim.crowd.join([Member(first_name=name, link=name) for name in names])
    for person, order in zip(sim.crowd.people, ("#10", "#103", "#A10"), strict=True):
        await bot("sendMessage", chat_id=person.id, text=f"When order {order} has reached you, we'll ask.")

    def found(find: str) -> list[str]:
        return sorted(one["name"] for one in sim.crowd.latest(9, find=find))

    looked_for = {
        "": [*names],
        " chl": ["Chloe"],
        "#10": ["Anna"],
        "103": ["Ben"],
        "#a1": ["Chloe"],
        "Order": [*names],
    }
    assert {find: found(find) for find in (*looked_for, "1", "(")} == looked_for | {"1": [], "(": []}
    assert len(sim.crowd.latest(2)) == 2
