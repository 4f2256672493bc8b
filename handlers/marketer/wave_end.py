"""How a wave ends: by itself or by a person's word; and, in the same transaction, that the rooms are told of it.

What they are told takes looking at all its people, so that is done before the transaction.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.marketer import result_card, wave_lines
from handlers.marketer.result_card import Result
from handlers.shop import Shop
from storage import halting, messages, rooms, waves
from storage.database import Session
from storage.kinds import WaveState
from storage.waves import WaveCounts


async def settled(session: Session, *, now: datetime) -> list[Result]:
    """The results of the waves whose every question is answered, expired or given up."""
    return [await _result(session, counts) for counts in await waves.settled(session, now)]


async def finish(session: Session, ending: Sequence[Result], *, now: datetime, shop: Shop) -> None:
    """End those of these waves in which still no question is open."""
    finished = await waves.finish(session, [result.wave.id for result in ending], now=now)
    await _tell(session, [result for result in ending if result.wave.id in finished], now=now, shop=shop)


async def result_of(session: Session, wave_id: int) -> Result | None:
    """The result of a wave, as far as it has come; None for one that there isn't, or that another tool made."""
    found = await waves.counts_of(session, [wave_id])
    return await _result(session, found[0]) if found else None


async def stop(session: Session, wave_id: int, result: Result | None, *, now: datetime, shop: Shop) -> bool:
    """End a wave for good: nothing more of it leaves. False: it has ended already, or there is none."""
    stopped = await halting.stop(session, wave_id, now=now)
    if stopped and result is not None:
        await _tell(session, [result], now=now, shop=shop)
    return stopped


async def _result(session: Session, counts: WaveCounts) -> Result:
    (wave,) = await wave_lines.standings(session, [counts])
    return await result_card.result_of(session, wave)


async def _tell(session: Session, ended: Sequence[Result], *, now: datetime, shop: Shop) -> None:
    """Put the result card of each wave in line, once for each room."""
    if not ended or not (told := await rooms.connected(session)):
        return
    for result in ended:
        wave = await wave_lines.moved_on(session, result.wave)
        if _is_news(wave.counts):
            cards = result_card.cards(replace(result, wave=wave), told, shop=shop)
            await messages.put_in_line(session, [card.as_message(now) for card in cards], now=now)


def _is_news(counts: WaveCounts) -> bool:
    """Neither a test, nor a day of a plan that asks after each purchase; nor what was stopped before it began."""
    wave = counts.wave
    daily = wave.fills_until is not None
    never_began = wave.state is WaveState.STOPPED and not counts.audience
    return not (wave.is_test or daily or never_began)
