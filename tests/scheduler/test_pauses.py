"""Pauses of which Telegram told one process hold for all: those that stand by, and those that start."""

import asyncio

import pytest

from scheduler import pauses as pauses_module
from scheduler.pacing import Pacer
from scheduler.pauses import PauseWatch
from tests.scheduler.stage import away


async def test_a_pause_is_known_at_once_where_it_was_met(stage):
    met = stage.pauses()
    await met.pause(60, chat_id=-7)
    assert (met.left(-7), met.left(-8), met.left()) == (60, 0, 0)
    stage.clock.advance(seconds=59)
    assert met.left(-7) == 1
    stage.clock.advance(seconds=2)
    assert met.left(-7) == 0


async def test_a_shorter_pause_ends_no_longer_one(stage):
    met = stage.pauses()
    await met.pause(60, chat_id=-7)
    await met.pause(5, chat_id=-7)
    assert met.left(-7) == 60
    await stage.pauses().pause(10, chat_id=-7)
    await met.look()
    assert met.left(-7) == 60


async def test_a_process_that_starts_knows_what_was_met_before(stage):
    await stage.pauses().pause(600)
    await stage.pauses().pause(60, chat_id=-7)
    started, pacer = stage.pauses(), Pacer(rate=25)
    await PauseWatch(pauses=started, pacer=pacer).look()
    assert pacer.paused_for() == pytest.approx(600, abs=1)
    assert pacer.rate == 25  # how fast one may go was another's lesson
    assert started.left(-7) == 60


async def test_a_process_that_stands_by_hears_of_it_and_waits_for_the_database(stage, monkeypatch, caplog):
    monkeypatch.setattr(pauses_module, "LOOK_EVERY", 0.01)
    standing_by, pacer = stage.pauses(), Pacer(rate=25)
    looks: list[int] = []
    look = standing_by.look

    async def sometimes_away():
        looks.append(len(looks))
        if len(looks) < 3:
            raise away()
        await look()

    monkeypatch.setattr(standing_by, "look", sometimes_away)
    watch = PauseWatch(pauses=standing_by, pacer=pacer)
    watching = asyncio.create_task(watch.run())
    await stage.pauses().pause(600)
    async with asyncio.timeout(10):
        while not pacer.paused_for():  # noqa: ASYNC110 - nobody is told
            await asyncio.sleep(0.01)
    assert caplog.text.count("The database is away") == 1
    assert caplog.text.count("The database is back") == 1
    watch.stop()
    await watching


async def test_pauses_that_are_over_take_no_room(stage):
    met = stage.pauses()
    for chat_id in range(-100, 0):
        await met.pause(1, chat_id=chat_id)
    stage.clock.advance(seconds=2)
    await met.look()
    assert met._until == {}
