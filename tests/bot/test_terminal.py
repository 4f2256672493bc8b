"""What the command line prints: progress, tables, scores."""

import os
import sys
from contextlib import suppress
from datetime import date

import pytest

from bot import terminal
from handlers.admin.scores import Breakdown, Report
from handlers.periods import Period
from handlers.survey.scales import default_scale
from handlers.survey.scoring import Tally
from storage.kinds import SurveyKind
from storage.reports import Delivery

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


def tally(kind, counts):
    return Tally.from_counts(default_scale(SurveyKind(kind)), counts)


def report(kind, counts, *, before=None, delivered=0, answered=0):
    return Report(
        kind=SurveyKind(kind),
        period=APRIL,
        tally=tally(kind, counts),
        delivery=Delivery(delivered, answered),
        previous=tally(kind, before or {}),
    )


def everything_on(master: int) -> str:
    """All that was written to a terminal whose other side is closed: Linux ends it with an error."""
    drawn = b""
    with suppress(OSError):
        while part := os.read(master, 4096):
            drawn += part
    return drawn.decode()


def test_progress_is_a_line_each_tenth_where_there_is_no_terminal(capsys):
    with terminal.progress("Importing") as show:
        for done in range(500, 100_001, 500):
            show(done, 100_000)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [f"Importing: {tenth}0000 of 100000" for tenth in range(1, 10)] + [
        "Importing: 100000 of 100000"
    ]


def test_progress_of_nothing_is_silence(capsys):
    with terminal.progress("Importing") as show:
        show(0, 0)
    assert capsys.readouterr() == ("", "")


def test_progress_is_a_bar_on_a_terminal_and_leaves_nothing_behind(monkeypatch):
    master, slave = os.openpty()
    try:
        with os.fdopen(slave, "w", encoding="utf-8") as screen:
            monkeypatch.setattr(sys, "stderr", screen)
            monkeypatch.setenv("TERM", "xterm")
            with terminal.progress("Importing") as show:
                show(1, 2)
                show(2, 2)
        drawn = everything_on(master)
    finally:
        os.close(master)
    assert "Importing" in drawn
    assert "100%" in drawn
    assert drawn.endswith("\x1b[2K")  # ECMA-48: erase the line


def test_a_table_has_its_numbers_to_the_right_whatever_is_missing(capsys):
    terminal.print_table(
        [
            {"name": "Spring", "sent": None, "share": 2.345},
            {"name": "A", "sent": 1240, "share": None},
            {"name": "", "sent": 7, "share": 10.0},
        ]
    )
    assert capsys.readouterr().out.splitlines() == [
        "name    sent  share",
        "Spring     -   2.35",
        "A       1240      -",
        "           7  10.00",
    ]


def test_a_table_without_rows_is_nothing(capsys):
    terminal.print_table([])
    assert capsys.readouterr().out == ""


def test_an_nps_is_printed_with_what_is_behind_it(capsys):
    """Invariant 8: METRICS' 70, 10, 20 of 100, against 45, 30, 25."""
    terminal.print_report(
        report("nps", {10: 70, 8: 10, 0: 20}, before={9: 45, 7: 30, 6: 25}, delivered=160, answered=99)
    )
    assert capsys.readouterr().out.splitlines() == [
        "NPS +50 from 2026-04-01 to 2026-04-30, one answer per person",
        "+30 points on the days before, from 2026-03-02 to 2026-03-31",
        "70% promoters, 10% passives, 20% detractors",
        "95%: +33 to +64, 100 answers",
        "Mean 7.80; 0: 20, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0, 8: 10, 9: 0, 10: 70",
        "Asked in these days: 160 reached, 99 answered (62%)",
    ]


def test_a_change_that_chance_may_explain_is_called_so(capsys):
    terminal.print_report(report("nps", {10: 55, 8: 25, 0: 20}, before={9: 45, 7: 30, 6: 25}))
    assert "+15 points on the days before, from 2026-03-02 to 2026-03-31: no clear change" in (
        capsys.readouterr().out.splitlines()
    )


@pytest.mark.parametrize(
    ("kind", "counts", "begins"),
    [
        ("nps", {0: 1, 10: 1}, "NPS 0 from"),
        ("nps", {0: 7, 8: 1}, "NPS -88 from"),  # -87.5: half away from zero
        ("csat", {5: 1, 1: 7}, "CSAT 13% from"),  # 12.5
        ("ces", {7: 1, 4: 1}, "CES 50% from"),
    ],
)
def test_a_score_is_rounded_once_half_away_from_zero(capsys, kind, counts, begins):
    terminal.print_report(report(kind, counts))
    assert capsys.readouterr().out.startswith(begins)


def test_few_answers_are_called_a_small_sample_and_one_is_one(capsys):
    terminal.print_report(report("csat", {5: 1}, delivered=1, answered=1))
    assert capsys.readouterr().out.splitlines() == [
        "CSAT 100% from 2026-04-01 to 2026-04-30, every purchase counts",
        "95%: 21% to 100%, 1 answer, a small sample",
        "Mean 5.00; 1: 0, 2: 0, 3: 0, 4: 0, 5: 1",
        "Asked in these days: 1 reached, 1 answered (100%)",
    ]


def test_no_answers_are_no_score(capsys):
    """Invariant 8: an empty set has no score, never 0."""
    terminal.print_report(report("csat", {}, before={5: 1}, delivered=12))
    assert capsys.readouterr().out.splitlines() == [
        "CSAT: no answers yet from 2026-04-01 to 2026-04-30",
        "Asked in these days: 12 reached, 0 answered (0%)",
    ]


def test_a_breakdown_is_a_line_for_each_value(capsys):
    tallies = [("Riga", tally("nps", {9: 2, 0: 1})), (None, tally("nps", {0: 1}))]
    terminal.print_breakdown(Breakdown(kind=SurveyKind.NPS, period=APRIL, by="store", tallies=tallies))
    assert capsys.readouterr().out.splitlines() == [
        "store      answers  score  95%         mean",
        "Riga             3  +33    -51 to +85  6.00",
        "not known        1  -100   -98 to +48  0.00",
    ]


def test_a_breakdown_of_nothing_says_so(capsys):
    terminal.print_breakdown(Breakdown(kind=SurveyKind.NPS, period=APRIL, by="store", tallies=[]))
    assert capsys.readouterr().out == "NPS: no answers yet from 2026-04-01 to 2026-04-30\n"
