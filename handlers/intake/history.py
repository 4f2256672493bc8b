"""Answers as another tool exports them: each row read or refused with its reason, and kept as its source's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.current_survey import scale_of, survey_of
from handlers.intake import cells
from handlers.intake.cells import CLOCK_MAY_DIFFER, BadRowError
from handlers.marketer.planning import LONGEST_NAME
from handlers.shop import Shop
from handlers.survey.scales import NotAnAnswerError, Scale
from storage import history
from storage.database import Session
from storage.history import PastAnswer
from storage.kinds import SurveyKind

REQUIRED: Final = ("contact", "kind", "score", "answered_at")

_TEXTS: Final = ("product", "category", "store", "operator", "channel")

COLUMNS: Final = (*REQUIRED, "comment", *_TEXTS, "language", "order_id")

LONGEST_COMMENT: Final = 4096
"""Characters, as many as a message of Telegram's has (Bot API: sendMessage); more is a quote left open."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows of one file; moments without a zone are the shop's, scores are of these scales."""

    shop: Shop
    now: datetime
    scales: Mapping[SurveyKind, Scale]

    def read(self, row: Mapping[str, str]) -> PastAnswer:
        """The answer in a row, by the names of its columns. Raises BadRowError."""
        found = cells.unquoted(row, [name for name in COLUMNS if name != "comment"])
        ref = cells.customer("contact", found["contact"])
        if ref is None:
            raise BadRowError(
                f"contact names nobody: {found['contact']!r}; write a customer's id, e-mail or phone"
            )
        scale = self.scales[_kind(found["kind"])]
        return PastAnswer(
            ref=ref,
            kind=scale.kind,
            score=_score(scale, row.get("score") or ""),
            lowest=scale.lowest,
            highest=scale.highest,
            answered_at=self._answered_at(found["answered_at"]),
            # As it was written, lines and all.
            comment=cells.unquoted(row, ["comment"], longest=LONGEST_COMMENT)["comment"] or None,
            # An answer without one was given in the language that the shop speaks.
            language=cells.language("language", found["language"]) or self.shop.language,
            order_id=cells.reference("order_id", found["order_id"]) or None,
            **{name: cells.one_line(found[name]) for name in _TEXTS},
        )

    def _answered_at(self, value: str) -> datetime:
        moment = cells.moment(
            "answered_at",
            value,
            zone=self.shop.time_zone,
            now=self.now,
            ahead=CLOCK_MAY_DIFFER,
            remedy="check it",
        )
        if moment is None:
            raise BadRowError("answered_at is empty; write 2026-05-03 or 2026-05-03 14:30")
        return moment


def _kind(value: str) -> SurveyKind:
    try:
        return SurveyKind(value.casefold())
    except ValueError:
        raise BadRowError(f"kind is no survey: {value!r}; write {', '.join(SurveyKind)}") from None


def _score(scale: Scale, cell: str) -> int:
    """The score in a cell as it was written: "10 " is refused.

    Other cells may have blanks around them, a spreadsheet's habit. But a score is a number or none, and what
    isn't exactly one is for a person to look at, not for us to guess: so it is with "6.5" and "+4".
    """
    try:
        return scale.parse(cell)
    except NotAnAnswerError:
        raise BadRowError(
            f"score is no {scale.kind.upper()} from {scale.lowest} to {scale.highest}: {cell!r}; "
            "write a whole number and nothing around it"
        ) from None


async def scales(session: Session) -> dict[SurveyKind, Scale]:
    """The scale that each kind is asked on now; the usual one where it wasn't asked yet."""
    return {kind: await scale_of(session, kind) for kind in SurveyKind}


def source_name(wanted: str) -> str:
    """What imported answers are filed under; one line that isn't too long."""
    return " ".join(wanted.split())[:LONGEST_NAME].rstrip()


async def keep(session: Session, answers: Sequence[PastAnswer], *, source: str, now: datetime) -> int:
    """Store a page of answers; returns how many weren't known. Twice is harmless."""
    of_kinds = {kind: await survey_of(session, kind, now=now) for kind in {answer.kind for answer in answers}}
    return await history.add_page(session, answers, source=source, surveys=of_kinds, now=now)
