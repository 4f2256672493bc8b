"""What stands on the buttons of a scale."""

import pytest

from handlers.survey.scales import OFFERED
from handlers.survey.symbols import label, offered
from storage.kinds import Symbols

every_scale = pytest.mark.parametrize("scale", OFFERED, ids=lambda s: f"{s.kind}-{s.lowest}-{s.highest}")


def labels(symbols, scale):
    return [label(symbols, score, lowest=scale.lowest, highest=scale.highest) for score in scale.scores]


@pytest.mark.parametrize("symbols", Symbols)
@every_scale
def test_every_score_has_a_label_of_its_own_wherever_the_symbols_are_offered(symbols, scale):
    if offered(symbols, scale.lowest, scale.highest):
        shown = labels(symbols, scale)
        assert len(set(shown)) == len(scale.scores)
        assert all(0 < len(one) <= 4 for one in shown)


@every_scale
def test_faces_are_offered_for_up_to_seven_scores(scale):
    assert offered(Symbols.FACES, scale.lowest, scale.highest) is (len(scale.scores) <= 7)
    assert all(offered(symbols, scale.lowest, scale.highest) for symbols in (Symbols.DIGITS, Symbols.STARS))


@pytest.mark.parametrize(
    ("symbols", "highest", "shown"),
    [
        (Symbols.DIGITS, 5, ["1", "2", "3", "4", "5"]),
        (Symbols.STARS, 3, ["1 ★", "2 ★", "3 ★"]),
        (Symbols.FACES, 3, list("🙁😐🙂")),
        (Symbols.FACES, 4, list("😠🙁🙂😄")),
        (Symbols.FACES, 5, list("😠🙁😐🙂😄")),
        (Symbols.FACES, 6, list("😠🙁😕🙂😊😄")),
        (Symbols.FACES, 7, list("😠🙁😕😐🙂😊😄")),
    ],
)
def test_the_labels_rise_with_the_score(symbols, highest, shown):
    assert [label(symbols, score, lowest=1, highest=highest) for score in range(1, highest + 1)] == shown
