"""Who comes one by one goes on together."""

import asyncio

from scheduler.gathering import Gathering
from tests.scheduler.virtual_time import instantly, now, settle


class Door:
    """People who join one after the other, and when each went on."""

    def __init__(self, **given):
        self.gathering = Gathering(**given)
        self.since = now()
        self.gone: list[float] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def come(self, number=1):
        for _ in range(number):
            self.tasks.append(asyncio.create_task(self._join()))
        await settle()

    async def _join(self):
        await self.gathering.join()
        self.gone.append(now() - self.since)


@instantly
async def test_where_one_is_enough_nobody_waits():
    door = Door(enough=1, seconds=10)
    await door.come(3)
    assert door.gone == [0, 0, 0]


@instantly
async def test_all_go_on_as_soon_as_they_are_enough():
    door = Door(enough=3, seconds=10)
    await door.come(2)
    assert door.gone == []
    await asyncio.sleep(1)
    await door.come()
    assert door.gone == [1, 1, 1]


@instantly
async def test_the_first_waits_no_longer_than_agreed_and_takes_the_others_along():
    door = Door(enough=3, seconds=10)
    await door.come()
    await asyncio.sleep(9)
    await door.come()
    await asyncio.sleep(5)
    assert door.gone == [10, 10]


@instantly
async def test_who_comes_after_those_waits_for_others_anew():
    door = Door(enough=2, seconds=10)
    await door.come(2)
    await asyncio.sleep(9)
    await door.come()
    await asyncio.sleep(9.5)
    assert door.gone == [0, 0]
    await asyncio.sleep(1)
    assert door.gone == [0, 0, 19]


@instantly
async def test_where_the_first_gives_up_the_others_still_go_on():
    door = Door(enough=3, seconds=10)
    await door.come(2)
    await asyncio.sleep(4)
    door.tasks[0].cancel()
    await asyncio.sleep(7)
    assert door.gone == [10]
