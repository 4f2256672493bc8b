"""How a wave ends: by itself or by a person's word; and, in the same transaction, that the rooms are told of it.

What they are told takes looking at all its people, so that is done before the transaction.
"""

from dataclasses import replace
from datetime import datetime

from handlers.marketer import result_card, wave_lines
from handlers.marketer.result_card import Result
from handlers.shop import Shop
from storage import halting, messages, rooms, waves
from storage.database import Session
from storage.kinds import WaveState
from storage.waves import WaveCounts


async def finish(session: Session, result: Result, *, now: datetime, shop: Shop) -> None:
    """End a wave whose every question is answered, expired or given up; not if one is open by now."""
    if await waves.finish(session, result.wave.id, now=now):
        await _tell(session, result, now=now, shop=shop)


async def result_of(session: Session, wave_id: int) -> Result | None:
    """The result of a wave, as far as it has come; None for one that there isn't, or that another tool made."""
    wave = await wave_lines.standing(session, wave_id)
    return await result_card.result_of(session, wave) if wave else None


async def stop(session: Session, wave_id: int, result: Result | None, *, now: datetime, shop: Shop) -> bool:
    """End a wave for good: nothing more of it leaves. False: it has ended already, or there is none."""
    stopped = await halting.stop(session, wave_id, now=now)
    if stopped and result is not None:
        await _tell(session, result, now=now, shop=shop)
    return stopped


async def _tell(session: Session, ended: Result, *, now: datetime, shop: Shop) -> None:
    """Put the result card of a wave in line, once for each room."""
    if not (told := await rooms.connected(session)):
        return
    wave = await wave_lines.moved_on(session, ended.wave)
    if _is_news(wave.counts):
        cards = result_card.cards(replace(ended, wave=wave), told, shop=shop)
        await messages.put_in_line(session, [card.as_message(now) for card in cards], now=now)


def _is_news(counts: WaveCounts) -> bool:
    """Neither a test, nor a day of a plan that asks after each purchase; nor what was stopped before it began."""
    wave = counts.wave
    daily = wave.fills_until is not None
    never_began = wave.state is WaveState.STOPPED and not counts.audience
    return not (wave.is_test or daily or never_began)
