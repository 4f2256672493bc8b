"""When the demo's wave counts as over."""

from bot.demo.lull import QUIET_LOOKS, Lull
from bot.simulator.ratings import Rating

MINDED = (5, 1, None)  # the first has no words, the third is silent


def lull() -> Lull:
    return Lull([Rating(order=n, delivery=answer, food=None, speed=None) for n, answer in enumerate(MINDED)])


def crowd(*, pressed: int = 0, comments: int = 0) -> dict[str, int]:
    return {"asked": 3, "pressed": pressed, "comments": comments}


def test_it_is_over_once_everybody_has_done_what_they_are_minded_to() -> None:
    wave = lull()
    assert not wave.look(crowd(pressed=2), at_rest=True)
    assert not wave.look(crowd(pressed=2, comments=1), at_rest=False)
    assert wave.look(crowd(pressed=2, comments=1), at_rest=True)


def test_it_is_over_when_nothing_is_new_for_long_but_not_while_the_agent_is_down() -> None:
    wave = lull()
    assert not any(wave.look(crowd(pressed=1), at_rest=False) for _ in range(3 * QUIET_LOOKS))
    looks = [wave.look(crowd(pressed=1), at_rest=True) for _ in range(QUIET_LOOKS)]
    assert looks == [False] * (QUIET_LOOKS - 1) + [True]


def test_news_begin_the_quiet_anew() -> None:
    wave = lull()
    for pressed in (0, 1):
        assert not any(wave.look(crowd(pressed=pressed), at_rest=True) for _ in range(QUIET_LOOKS - 1))
