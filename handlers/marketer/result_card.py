"""The result of a wave that has ended, told to every room: who was asked, what they said, who was left out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.admin import score_message
from handlers.admin.scores import wave_score
from handlers.marketer import wave_lines
from handlers.marketer.wave_lines import Standing
from handlers.replies import Content, Line, Say
from handlers.shop import Shop
from handlers.survey.scoring import Score
from handlers.texts import languages
from storage import waves
from storage.database import Session
from storage.kinds import MessageKind, SkipReason
from storage.tables import Room


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a wave: where its people are, what they said, and why others were left out."""

    wave: Standing
    score: Score | None  # None where nobody answered
    reasons: Mapping[SkipReason, int]


async def result_of(session: Session, wave: Standing) -> Result:
    """What came of a wave by now, which takes looking at all its people."""
    return Result(
        wave=wave,
        score=await wave_score(session, wave.counts.kind, wave.id),
        reasons=await waves.left_out_by_reason(session, wave.id),
    )


def cards(result: Result, rooms: Sequence[Room], *, shop: Shop) -> list[Say]:
    """One card in each room; the key is of the wave, so that none is told of it twice."""
    says = []
    for room in rooms:
        language = languages.choose(room.language, shop.language)
        says.append(
            Say(
                key=f"result:{result.wave.id}:{room.id}",
                kind=MessageKind.ALERT,
                chat_id=room.chat_id,
                thread_id=room.thread_id,
                content=Content(lines=card(result, shop=shop, language=language), language=language),
            )
        )
    return says


def card(result: Result, *, shop: Shop, language: str) -> tuple[Line, ...]:
    """The card's lines."""
    wave = result.wave
    head = Line("result-head", {"wave": wave_lines.name(wave), "state": wave.state.value})
    if not wave.counts.audience:
        return (head, Line("result-nobody"))
    found = result.score
    score = score_message.result(found, language=language) if found else (Line("result-silent"),)
    return (
        head,
        wave_lines.numbers(wave, shop=shop, language=language),
        *wave_lines.not_reached(wave),
        *(score if wave.counts.asked else ()),
        *wave_lines.left_out(result.reasons),
    )
