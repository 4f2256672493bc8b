"""The reference vectors: known answers through a real file, and the figures that must come out to 0.01.

The vectors are worked out by hand from the definitions: NPS with the adjusted Wald interval (Rocks 2016), CSAT and
CES with Wilson's, the step from the days before by a two-sided z on the adjusted estimates.
"""

import json
from statistics import NormalDist
from typing import Any

import pytest

from tests.bot.command_line.commands import written

MAY, APRIL = "2024-05", "2024-04"  # May's days before begin on 31 March
NEAR = 0.01


def history(bot, kind: str, counts: dict[int, int], *, month: str = MAY) -> None:
    """Import a file in which each score was given so many times, each by a person of its own."""
    people = iter(range(10**6))
    rows = [
        f"{month}-{next(people)},{kind},{score},{month}-15 12:00"
        for score, number in counts.items()
        for _ in range(number)
    ]
    name = f"{kind}-{month}.csv"
    written(name, "\n".join(["contact,kind,score,answered_at", *rows]) + "\n")
    done = bot("import-answers", name)
    assert (done.status, "not taken" in done.err) == (0, False)


def figures(bot, kind: str, period: str = MAY) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bot("scores", kind, "--json", "--period", period).out)
    return found


def nps(promoters: int, passives: int, detractors: int) -> dict[int, int]:
    """Scores at both edges of each group."""
    return {
        10: promoters // 2,
        9: promoters - promoters // 2,
        8: passives // 2,
        7: passives - passives // 2,
        6: detractors - detractors // 2,
        0: detractors // 2,
    }


@pytest.mark.parametrize(
    ("groups", "score", "centre", "margin", "low", "high"),
    [
        ((70, 10, 20), 50, 48.54, 15.60, 32.94, 64.15),
        ((6, 2, 2), 40, 30.77, 43.35, -12.59, 74.12),
        ((3, 0, 0), 100, 50.00, 56.58, -6.58, 100),
        ((0, 1, 0), 0, 0, 60.01, -60.01, 60.01),
        ((1, 0, 7), -75, -54.55, 44.46, -99.01, -10.08),
        ((250, 675, 75), 17.5, 17.45, 3.36, 14.09, 20.81),
    ],
)
def test_an_nps_and_its_interval(bot, groups, score, centre, margin, low, high):
    """Invariant 8: the figures of a file are those of the definition."""
    history(bot, "nps", nps(*groups))
    found = figures(bot, "nps")
    assert (found["promoters"], found["passives"], found["detractors"]) == groups
    assert (found["n"], found["unit"]) == (sum(groups), "person")
    assert found["score"] == pytest.approx(score, abs=NEAR)
    assert (found["low"], found["high"], found["margin"]) == pytest.approx((low, high, margin), abs=NEAR)
    assert found["low"] + found["margin"] == pytest.approx(centre, abs=NEAR)
    assert (found["delivered"], found["answered"], found["response_rate"]) == (0, 0, None)


@pytest.mark.parametrize(
    ("good", "n", "low", "high"),
    [(8, 10, 49.0, 94.3), (45, 50, 78.6, 95.7), (3, 3, 43.9, 100), (0, 5, 0, 43.4)],
)
@pytest.mark.parametrize(
    ("kind", "top", "rest"),
    [("csat", (4, 5), (1, 2, 3)), ("ces", (5, 6, 7), (1, 2, 3, 4))],
    ids=["csat", "ces"],
)
def test_a_share_and_its_interval(bot, kind, top, rest, good, n, low, high):
    """Invariant 8: the figures of a file are those of the definition. The vectors have one decimal."""
    given = dict.fromkeys((*top, *rest), 0)
    for number in range(n):
        given[top[number % len(top)] if number < good else rest[number % len(rest)]] += 1
    history(bot, kind, given)
    found = figures(bot, kind)
    assert (found["n"], found["unit"]) == (n, "purchase")
    assert found["score"] == pytest.approx(100 * good / n, abs=NEAR)
    assert (round(found["low"], 1), round(found["high"], 1)) == (low, high)
    assert found["mean"] == pytest.approx(sum(score * number for score, number in given.items()) / n)
    assert {int(score): number for score, number in found["distribution"].items()} == given


@pytest.mark.parametrize(
    ("times", "z", "p", "said"),
    [(1, 1.304, 0.192, "+15 points on the days before"), (10, 4.17, 0, "+15 points")],
)
def test_a_step_from_the_days_before_is_clear_or_not(bot, times, z, p, said):
    history(bot, "nps", nps(45 * times, 30 * times, 25 * times), month=APRIL)
    history(bot, "nps", nps(55 * times, 25 * times, 20 * times), month=MAY)
    found = figures(bot, "nps")
    assert (found["n"], found["score"]) == (100 * times, pytest.approx(35, abs=NEAR))
    assert found["previous"] == {"n": 100 * times, "score": pytest.approx(20, abs=NEAR)}
    assert NormalDist().inv_cdf(1 - found["change_p"] / 2) == pytest.approx(z, abs=0.005)
    assert found["change_p"] == pytest.approx(p, abs=0.0005)
    shown = bot("scores", "nps", "--period", MAY).out
    assert said in shown
    assert ("no clear change" in shown) is (times == 1)


def test_zero_is_an_answer(bot):
    history(bot, "nps", {0: 1})
    found = figures(bot, "nps")
    assert (found["n"], found["score"], found["mean"], found["detractors"]) == (1, -100, 0, 1)
    assert found["distribution"]["0"] == 1


def test_rounded_percentages_are_never_subtracted(bot):
    history(bot, "nps", nps(7, 1, 3))
    assert figures(bot, "nps")["score"] == pytest.approx(36.36, abs=NEAR)
    shown = bot("scores", "nps", "--period", MAY).out
    assert shown.startswith("NPS +36 ")
    assert "64% promoters, 9% passives, 27% detractors" in shown


@pytest.mark.parametrize("kind", ["nps", "csat", "ces"])
def test_without_answers_there_is_no_score(bot, kind):
    history(bot, kind, {})
    found = figures(bot, kind)
    assert found["n"] == 0
    assert [found[name] for name in ("score", "low", "high", "margin", "mean", "change_p")] == [None] * 6
    assert found["previous"] == {"n": 0, "score": None}
    assert f"{kind.upper()}: no answers yet" in bot("scores", kind, "--period", MAY).out


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "1 answer, a small sample"), (29, "29 answers, a small sample"), (30, "30 answers\n")],
)
def test_fewer_than_thirty_answers_are_called_a_small_sample(bot, n, said):
    history(bot, "csat", {5: n})
    assert figures(bot, "csat")["n"] == n
    assert said in bot("scores", "csat", "--period", MAY).out


def test_a_person_counts_once_and_a_purchase_each_time(bot):
    moments = [f"anna,KIND,{score},{MAY}-{day:02} 12:00" for day, score in enumerate([1, 2, 5], start=1)]
    text = "\n".join(["contact,kind,score,answered_at", *moments]) + "\n"
    for kind in ("nps", "csat", "ces"):
        written(f"{kind}.csv", text.replace("KIND", kind))
        assert bot("import-answers", f"{kind}.csv").status == 0
    assert figures(bot, "nps")["distribution"]["5"] == figures(bot, "nps")["n"] == 1
    assert (figures(bot, "csat")["n"], figures(bot, "ces")["n"]) == (3, 3)
