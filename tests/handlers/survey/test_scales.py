"""What counts as an answer, and which answers are good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.survey.scales import (
    OFFERED,
    Band,
    Bands,
    NotAnAnswerError,
    NotOfferedError,
    Scale,
    default_scale,
)
from storage.kinds import SurveyKind

every_scale = pytest.mark.parametrize("scale", OFFERED, ids=lambda scale: f"{scale.kind}-{scale.highest}")
NPS = Scale(SurveyKind.NPS, 0, 10)


def drawn(scale):
    """Spell a scale's bands as one letter a score: l, m or h."""
    return "".join(scale.bands.of(score)[0] for score in scale.scores)


@pytest.mark.parametrize(
    ("kind", "lowest", "highest", "bands"),
    [
        (SurveyKind.NPS, 0, 10, "lllllllmmhh"),
        (SurveyKind.CES, 1, 7, "lllmhhh"),
        (SurveyKind.CSAT, 1, 3, "lmh"),
        (SurveyKind.CSAT, 1, 4, "llhh"),
        (SurveyKind.CSAT, 1, 5, "llmhh"),
        (SurveyKind.CSAT, 1, 6, "llmmhh"),
        (SurveyKind.CSAT, 1, 7, "llmmmhh"),
        (SurveyKind.CSAT, 1, 10, "lllmmmmhhh"),
    ],
)
def test_bands_of_every_offered_scale(kind, lowest, highest, bands):
    assert drawn(Scale(kind, lowest, highest)) == bands


def test_nothing_else_is_offered():
    assert len(OFFERED) == 8
    assert {default_scale(kind) for kind in SurveyKind} <= set(OFFERED)


@pytest.mark.parametrize(
    "bounds",
    [(SurveyKind.CSAT, 1, 8), (SurveyKind.CSAT, 0, 5), (SurveyKind.NPS, 1, 10), (SurveyKind.CES, 1, 5)],
)
def test_a_scale_without_a_defined_score_cannot_be_made(bounds):
    with pytest.raises(NotOfferedError):
        Scale(*bounds)


@every_scale
def test_top_and_bottom_are_the_high_and_the_low_band(scale):
    assert [s for s in scale.scores if scale.bands.of(s) is Band.HIGH] == list(scale.top)
    assert [s for s in scale.scores if scale.bands.of(s) is Band.LOW] == list(scale.bottom)


@every_scale
def test_every_score_validates_and_parses_to_itself(scale):
    assert [scale.validate(score) for score in scale.scores] == list(scale.scores)
    assert [scale.parse(str(score)) for score in scale.scores] == list(scale.scores)


@pytest.mark.parametrize(
    "value", [6.5, 6.0, "10 ", "6", b"6", -1, 11, True, False, None, 3j, [6], float("nan")]
)
def test_what_is_not_a_whole_number_of_the_scale_is_refused(value):
    with pytest.raises(NotAnAnswerError):
        NPS.validate(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "10 ",
        " 6",
        "6\n",
        "+6",
        "-1",
        "11",
        "06",
        "00",
        "6.0",
        "6.5",
        "1_0",
        "6e0",
        "True",
        "9" * 5000,
        "\N{ARABIC-INDIC DIGIT SIX}",
        "\N{FULLWIDTH DIGIT SIX}",
        "\N{SUPERSCRIPT SIX}",
    ],
)
def test_text_that_is_not_exactly_a_score_is_refused(text):
    with pytest.raises(NotAnAnswerError):
        NPS.parse(text)


@given(text=st.text())
def test_text_parses_only_if_it_is_the_score_written_out(text):
    try:
        assert str(NPS.parse(text)) == text
    except NotAnAnswerError:
        assert text not in {str(score) for score in NPS.scores}


def test_zero_is_an_answer_where_the_scale_has_it():
    assert NPS.validate(0) == 0
    with pytest.raises(NotAnAnswerError):
        Scale(SurveyKind.CSAT, 1, 5).validate(0)


def test_a_shop_may_draw_its_own_bands():
    bands = Bands(low_to=3, high_from=5)
    assert [bands.of(score) for score in (1, 3, 4, 5)] == [Band.LOW, Band.LOW, Band.MIDDLE, Band.HIGH]


@pytest.mark.parametrize(("low_to", "high_from"), [(3, 3), (4, 3)])
def test_bands_may_not_overlap(low_to, high_from):
    with pytest.raises(ValueError, match="can't begin"):
        Bands(low_to=low_to, high_from=high_from)
