"""What the benchmarks conclude from what they measure: the bounds, and the arrival log."""

import pytest

from tests.benchmarks.arrivals import Arrival, lost, peak, refused, seconds_over, share_used, speed, twice
from tests.benchmarks.lines import Bounds, Line, table
from tests.benchmarks.report import updated

MORE = Bounds(floor=12, goal=30, unit="x")
LESS = Bounds(floor=1, goal=0.5, unit="x", at_most=True)


def arrivals(*moments: float) -> list[Arrival]:
    """Messages to one person after the other, all of them taken."""
    return [Arrival(at, chat_id, taken=True, in_ban=False) for chat_id, at in enumerate(moments, start=1)]


@pytest.mark.parametrize(
    ("bounds", "figure", "verdict"),
    [
        (MORE, 11.9, "MISSED"),
        (MORE, 12, "floor"),
        (MORE, 30, "goal"),
        (LESS, 1.01, "MISSED"),
        (LESS, 1, "floor"),
        (LESS, 0.5, "goal"),
        (MORE, None, "not measured"),
    ],
)
def test_a_figure_is_held_against_its_bounds(bounds: Bounds, figure: float | None, verdict: str) -> None:
    line = Line(name="a line", ours="12/s", figure=figure, bounds=bounds)
    assert line.verdict == verdict
    assert line.failed is (verdict == "MISSED")


def test_the_results_keep_what_was_not_measured_anew() -> None:
    order = ("taps", "pace", "start")
    first = {group: [Line(name=f"{group} then", ours="7")] for group in ("start", "taps")}
    before = updated("", first, order=order, about="- today")
    after = updated(
        before, {"pace": [], "taps": [Line(name="taps now", ours="9")]}, order=order, about="- today"
    )
    assert [line for line in after.splitlines() if line.startswith("## ")] == [
        "## taps",
        "## pace",
        "## start",
    ]
    assert "taps now" in after
    assert "taps then" not in after
    assert before[before.index("## start") :] == after[after.index("## start") :]
    assert updated(after, {}, order=order, about="- today") == after


def test_the_table_shows_every_line_with_its_figure_and_its_bounds() -> None:
    shown = table([Line(name="taps", ours="1,200/s", figure=12.34, bounds=MORE), Line(name="else", ours="7")])
    taps = next(row for row in shown.splitlines() if row.startswith("| taps"))
    assert [cell.strip() for cell in taps.split("|")[1:-1]] == [
        *("taps", "1,200/s", "-", "12.3x", "≥ 12x", "≥ 30x", "floor")
    ]
    assert len({len(row) for row in shown.splitlines()}) == 1


def test_a_second_too_full_is_found_wherever_it_begins() -> None:
    even = arrivals(*(number * 0.25 for number in range(12)))
    assert (peak(even), seconds_over(even, 4)) == (4, 0)
    crowded = arrivals(0.0, 0.6, 0.7, 0.8, 0.99, 1.5)
    assert (peak(crowded), seconds_over(crowded, 4)) == (5, 2)


def test_the_share_that_is_used_ends_with_the_time() -> None:
    assert share_used(arrivals(5.0, 5.5, 6.0, 6.9, 7.0), rate=2, seconds=2) == 100
    assert share_used(arrivals(5.0, 6.5), rate=2, seconds=2) == 50


def test_speed_leaves_out_the_edges() -> None:
    slow_start = [0.0, *(9.0 + number / 10 for number in range(10))]
    assert speed(arrivals(*slow_start)) == pytest.approx(10)


def test_who_got_nothing_is_lost_and_who_was_refused_is_too() -> None:
    log = [Arrival(0.0, 1, True, False), Arrival(0.1, 2, False, True), Arrival(0.2, 1, True, False)]
    assert lost(log, [1, 2, 3]) == 2
    assert refused(log) == 1
    assert twice(log) == 1
