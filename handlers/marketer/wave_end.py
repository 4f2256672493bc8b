"""How a wave ends: by itself or by a person's word; and, in the same transaction, that the rooms are told of it."""

from collections.abc import Sequence
from datetime import datetime

from handlers.marketer import result_card, wave_lines
from handlers.shop import Shop
from storage import halting, messages, rooms, waves
from storage.database import Session
from storage.kinds import WaveState
from storage.waves import WaveCounts


async def finish(session: Session, *, now: datetime, shop: Shop) -> None:
    """End the waves whose every question is answered, expired or given up."""
    await _tell(session, await waves.finish_settled(session, now), now=now, shop=shop)


async def stop(session: Session, wave_id: int, *, now: datetime, shop: Shop) -> bool:
    """End a wave for good: nothing more of it leaves. False: it has ended already, or there is none."""
    stopped = await halting.stop(session, wave_id, now=now)
    if stopped:
        await _tell(session, [wave_id], now=now, shop=shop)
    return stopped


async def _tell(session: Session, ended: Sequence[int], *, now: datetime, shop: Shop) -> None:
    """Put the result card of each wave in line, once for each room."""
    if not ended or not (told := await rooms.connected(session)):
        return
    worth_it = [counts for counts in await waves.counts_of(session, ended) if _is_news(counts)]
    for wave in await wave_lines.standings(session, worth_it):
        cards = await result_card.cards(session, wave, told, shop=shop)
        await messages.put_in_line(session, [card.as_message(now) for card in cards], now=now)


def _is_news(counts: WaveCounts) -> bool:
    """Neither a test, nor a day of a plan that asks after each purchase; nor what was stopped before it began."""
    wave = counts.wave
    daily = wave.fills_until is not None
    never_began = wave.state is WaveState.STOPPED and not counts.audience
    return not (wave.is_test or daily or never_began)
