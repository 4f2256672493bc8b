"""What can't be done is said in every language, and in English on the command line."""

import inspect
import re
from datetime import UTC, datetime

import pytest

from handlers.marketer import plan_words
from handlers.marketer.wave_words import read_line, understood
from handlers.replies import Line
from handlers.texts.catalog import Catalog
from handlers.texts.languages import SPOKEN
from handlers.unclear import LONGEST_SAID, UnclearPlanError
from tests.handlers.samples import SHOP

NOW = datetime(2026, 3, 27, 22, 30, tzinfo=UTC)

WRONG = (
    "cast",
    "csat audience=bougth:90d",
    "csat at=soon",
    "csat at=2026-05-05",
    "csat at=2020-05-05 10:00",
    "csat at=2062-05-05 10:00",
    "csat at=2026-03-29 03:30",
    "csat open=soon",
    "csat after=shipped",
    "csat after=delivered+61d",
    "csat every=year",
    "csat open=61d",
    "csat reminder=1h",
    "csat reminder=9d",
    "csat spread=8d",
    "csat sample=0%",
    "csat daily-cap=none",
    "csat daily-answers=none",
    "csat at=now after=delivered",
    "csat every=week after=delivered",
    "csat spread=1h after=delivered",
    "csat remidner=3d",
    'csat name="Spring',
)


def refusal(said):
    with pytest.raises(UnclearPlanError) as refused:
        understood(read_line(said), now=NOW, shop=SHOP)
    return refused.value


@pytest.mark.parametrize("said", WRONG)
def test_whatever_is_wrong_has_its_sentence_in_each_language(said):
    error, catalog = refusal(said), Catalog.load()
    sentences = {catalog.plain(error.line, language) for language in SPOKEN}
    assert len(sentences) == len(SPOKEN)
    assert str(error) == catalog.plain(error.line, "en")


def test_each_way_to_be_wrong_has_a_sentence_of_its_own():
    assert len({str(refusal(said)) for said in WRONG}) == len(WRONG)


def test_every_unclear_word_of_a_plan_is_among_them():
    raised = re.findall(r'UnclearPlanError\(\s*"(plan-[a-z-]+)"', inspect.getsource(plan_words))
    assert raised
    assert set(raised) <= {refusal(said).line.id for said in WRONG}


def test_what_is_said_back_is_no_longer_than_a_sentence_bears():
    error = refusal(f"csat at={'x' * 4000}")
    assert error.line == Line(
        "plan-at-unclear", {"example": "2026-03-29 10:00", "said": "x" * (LONGEST_SAID - 1) + "…"}
    )
