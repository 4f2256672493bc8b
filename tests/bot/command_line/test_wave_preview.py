"""What the command line says of a wave before it is planned: the same as the card in the chat."""

from dataclasses import replace

import pytest

from bot.wave_preview import lines_of
from handlers.marketer.preview import Preview
from storage.kinds import SkipReason, SurveyKind

SEEN = Preview(
    SurveyKind.NPS, 60, {SkipReason.BLOCKED: 3, SkipReason.DAILY_CAP: 40}, 0.3, rate_is_measured=False
)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (
            SEEN,
            [
                "Asked: 60 of 103 people",
                "Left out: blocked 3, daily cap 40",
                (
                    "Expected: some 18 answers, ±34 points (30% answer, assumed until 100 have closed); "
                    "±5 takes some 3270 people"
                ),
            ],
        ),
        (
            replace(SEEN, left_out={}, at_least=20, rate_is_measured=True),
            [
                "Asked: at most 60 of 60 people",
                "At least some 20, if people answer at once; the later they do, the more",
                (
                    "Expected: some 6 to 18 answers, ±34 to 52 points (30% answer, as in the past year); "
                    "±5 takes some 3270 people"
                ),
            ],
        ),
        (
            replace(SEEN, left_out={}, rate=0.0, rate_is_measured=True),
            ["Asked: 60 of 60 people", "Expected: hardly any answers (0% answer, as in the past year)"],
        ),
        (replace(SEEN, asked=0, left_out={}), ["Asked: 0 of 0 people"]),
    ],
)
def test_it_says_how_many_are_asked_and_what_to_expect_of_them(seen, said):
    assert lines_of(seen).splitlines() == said
