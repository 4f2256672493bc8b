"""What this chat is for, said when it is asked for and otherwise once a day."""

from datetime import UTC, datetime

from tests.handlers.samples import ANNA, EVE


async def test_anything_else_gets_one_line_a_day(house):
    for _ in range(3):
        await house.write(ANNA, "Hello?")
        await house.command(ANNA, "unknown")
    (words,) = await house.says()
    assert "one short question here" in words
    await house.write(EVE, "Привет")
    assert len(await house.says(EVE)) == 1


async def test_a_day_is_a_day_of_the_shop_s(house):
    house.now = datetime(2026, 5, 5, 20, 59, tzinfo=UTC)  # 23:59 in Riga
    await house.write(ANNA, "Hello?")
    assert len(await house.says()) == 1
    house.later(seconds=59)
    await house.write(ANNA, "Hello?")
    assert await house.says() == []
    house.later(seconds=1)
    await house.write(ANNA, "Hello?")
    assert len(await house.says()) == 1


async def test_a_clock_that_goes_back_an_hour_makes_no_second_day(house):
    house.now = datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )  # 03:30 summer time; an hour later it is 03:30 again
    await house.write(ANNA, "Hello?")
    house.later(hours=1)
    await house.write(ANNA, "Hello?")
    assert len(await house.says()) == 1


async def test_help_is_given_each_time_it_is_asked_for(house):
    for _ in range(2):
        await house.command(ANNA, "help")
        assert len(await house.says()) == 1
