"""The bar of a wave: who has answered, who is silent, who waits to be asked."""

import pytest

from handlers.marketer.wave_lines import Standing
from handlers.marketer.wave_lines import bar as bar_of
from storage.kinds import InvitationState, SurveyKind, WaveState
from storage.reports import Delivery
from storage.tables import Wave
from storage.waves import WaveCounts
from tests.handlers.samples import NOW


@pytest.mark.parametrize(
    ("states", "bar"),
    [
        ({"due": 1}, "░" * 20),
        ({"sent": 1}, "▒" * 20),
        ({"answered": 1}, "█" * 20),
        ({"sent": 999, "due": 1}, "▒" * 19 + "░"),
        ({"answered": 999, "sent": 1}, "█" * 19 + "▒"),
        ({"answered": 1, "due": 2}, "█" * 6 + "░" * 14),
        ({"answered": 30, "sent": 1, "due": 1}, "█" * 18 + "▒" + "░"),
    ],
)
def test_the_bar_is_full_when_everybody_is_asked_and_not_before(states, bar):
    by_state = dict.fromkeys(InvitationState, 0) | {InvitationState(k): n for k, n in states.items()}
    wave = Wave(
        id=1, name="w", survey_id=1, audience="all", due_at=NOW, state=WaveState.RUNNING, created_at=NOW
    )
    delivery = Delivery(sum(states.values()), states.get("answered", 0))
    (line,) = bar_of(Standing(WaveCounts(wave, SurveyKind.CSAT, by_state), delivery))
    assert line.values["bar"] == bar
