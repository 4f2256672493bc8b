"""What is to be changed of a survey, as it is written on the command line."""

import re
from collections.abc import Sequence

from handlers.customer import reasons
from handlers.customer.wording import PARTS
from handlers.marketer.surveys import ImpossibleSurveyError
from handlers.texts.languages import SPOKEN


def read_scale(said: str) -> tuple[int, int]:
    """The bounds in "1-7". Raises ImpossibleSurveyError for anything else."""
    bounds = re.fullmatch(r"\s*([0-9]{1,3})\s*[-–]\s*([0-9]{1,3})\s*", said, re.ASCII)
    if bounds is None:
        raise ImpossibleSurveyError(f"A scale is written as 1-7, not {said!r}.")
    return int(bounds[1]), int(bounds[2])


def read_words(said: Sequence[str]) -> dict[tuple[str, str], str]:
    """Own words, each as in "ru:question=Ну как?". Raises ImpossibleSurveyError."""
    words = {}
    for one in said:
        where, equals, what = one.partition("=")
        language, colon, part = (piece.strip().casefold() for piece in where.partition(":"))
        if not (equals and colon):
            raise ImpossibleSurveyError(f'Own words are written as ru:question="...", not {one!r}.')
        if language not in SPOKEN:
            raise ImpossibleSurveyError(f"We speak {', '.join(SPOKEN)}, not {language!r}.")
        if part not in (*PARTS, reasons.NEW, *reasons.OWN):
            raise ImpossibleSurveyError(
                f"The parts of a survey are {', '.join(PARTS)}, and for quick answers "
                f"{reasons.OWN[0]} to {reasons.OWN[-1]}, not {part!r}."
            )
        if (language, part) in words:
            raise ImpossibleSurveyError(f"{language}:{part} is given twice; give it once.")
        words[language, part] = what
    return words


def read_quick_answers(said: str) -> Sequence[str]:
    """Those in "delivery,price,own1"; also "usual" and "none". Raises ImpossibleSurveyError."""
    named = [word.strip().casefold() for word in said.split(",")]
    if named == ["usual"]:
        return tuple(reasons.USUAL)
    if named == ["none"]:
        return ()
    for word in named:
        if word not in reasons.ALL:
            raise ImpossibleSurveyError(
                f"The quick answers are {', '.join(reasons.USUAL)} and {reasons.OWN[0]} to {reasons.OWN[-1]}, "
                f'or by itself "usual" or "none", not {word!r}.'
            )
    return named
