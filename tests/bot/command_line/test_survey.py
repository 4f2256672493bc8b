"""How a survey is asked, shown and changed on the command line."""

import json

import pytest

from tests.bot.command_line.commands import database

NO_ROOM = (
    "Low scores up to 4 and high ones from 4 don't fit 1-5: "
    "each needs a score of the scale, and low ends before high begins."
)


QUICK = "Quick answers: delivery, quality, price, service"


def versions():
    with database() as opened:
        found = opened.execute("SELECT kind, version, highest, symbols FROM survey ORDER BY id").fetchall()
    opened.close()
    return found


def test_a_survey_that_nobody_changed_is_shown_and_not_stored(bot):
    done = bot("survey", "CSAT")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "CSAT, as usual: 1-5, digits: 1 2 3 4 5",
        "Low: up to 2; high: from 4",
        QUICK,
    ]
    figures = json.loads(bot("survey", "nps", "--json").out)
    assert figures == {
        "kind": "nps",
        "version": None,
        "lowest": 0,
        "highest": 10,
        "low_to": 6,
        "high_from": 9,
        "symbols": "digits",
        "wording": {},
        "quick_answers": ["delivery", "quality", "price", "service"],
    }
    assert versions() == []


def test_what_is_changed_is_a_new_version_for_the_waves_to_come(bot):
    done = bot(
        *("survey", "csat", "--scale", "1-7", "--symbols", "faces", "--low-to", "3", "--high-from", "6"),
        *("--say", "ru:question={name}, довольны?", "--say", "ru:low=Жаль. Что не так?"),
    )
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "CSAT, version 1: 1-7, faces: 😠 🙁 😕 😐 🙂 😊 😄",
        "Low: up to 3; high: from 6",
        QUICK,
        "ru, question: {name}, довольны?",
        "ru, low: Жаль. Что не так?",
        "New waves are asked so; those that are planned already keep what they were planned with.",
        "Scores count the answers on 1-7 alone from now on.",
    ]
    assert "Scores" not in bot("survey", "csat", "--low-to", "2").out
    bot("survey", "csat", "--low-to", "3")
    changed = bot("survey", "csat", "--say", "ru:low=", "--symbols", "STARS", "--json")
    assert json.loads(changed.out) == {
        "kind": "csat",
        "version": 4,
        "lowest": 1,
        "highest": 7,
        "low_to": 3,
        "high_from": 6,
        "symbols": "stars",
        "wording": {"ru": {"question": "{name}, довольны?"}},
        "quick_answers": ["delivery", "quality", "price", "service"],
    }
    assert versions() == [
        *(("csat", version, 7, "faces") for version in (1, 2, 3)),
        ("csat", 4, 7, "stars"),
    ]


def test_quick_answers_and_the_reminder_are_changed_like_the_rest(bot):
    done = bot(
        *("survey", "csat", "--quick-answers", "delivery,service,own1", "--say", "en:own1=Size"),
        *("--say", "pl:own1=Rozmiar", "--say", "en:reminder={name}, one minute?"),
    )
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[2:6] == [
        "Quick answers: delivery, service, own1",
        "en, own1: Size",
        "en, reminder: {name}, one minute?",
        "pl, own1: Rozmiar",
    ]
    assert (
        "Quick answers: delivery, service, own1, own2\n" in bot("survey", "csat", "--say", "en:own=Fit").out
    )
    figures = json.loads(bot("survey", "csat", "--quick-answers", "none", "--json").out)
    assert (figures["version"], figures["quick_answers"]) == (3, [])
    assert figures["wording"] == {"en": {"reminder": "{name}, one minute?"}}
    assert "\nQuick answers: none\n" in bot("survey", "csat").out
    assert f"\n{QUICK}\n" in bot("survey", "csat", "--quick-answers", "usual").out


def test_what_changes_nothing_makes_no_version_and_promises_nothing(bot):
    bot("survey", "ces", "--symbols", "stars")
    again = bot("survey", "ces", "--symbols", "stars", "--scale", "1-7", "--low-to", "3")
    assert again.out == bot("survey", "ces").out
    assert again.out.splitlines()[0] == "CES, version 1: 1-7, stars: 1 ★ 2 ★ 3 ★ 4 ★ 5 ★ 6 ★ 7 ★"
    assert len(versions()) == 1


def test_the_next_wave_asks_the_new_version(bot):
    assert bot("wave", "csat", "--yes").status == 0
    assert bot("survey", "csat", "--scale", "1-3").status == 0
    assert bot("wave", "csat", "--yes").status == 0
    with database() as opened:
        asked = opened.execute(
            "SELECT survey.version, survey.highest FROM wave JOIN survey ON survey.id = wave.survey_id ORDER BY wave.id"
        ).fetchall()
    opened.close()
    assert asked == [(1, 5), (2, 3)]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--scale", "1-8"], "CSAT is asked on 1-3, 1-4, 1-5, 1-6, 1-7, 1-10, not on 1-8."),
        (["--scale", "seven"], "A scale is written as 1-7, not 'seven'."),
        (
            ["--scale", "1-10", "--symbols", "faces"],
            "Nobody can tell 10 faces apart; choose digits or stars for this scale.",
        ),
        (["--low-to", "4"], NO_ROOM),
        (["--say", "ru:question"], "Own words are written as ru:question=\"...\", not 'ru:question'."),
        (["--say", "de:question=Na?"], "We speak en, ru, uk, pl, zh, not 'de'."),
        (["--quick-answers", "own2"], 'own2 has no words yet; give it some: --say en:own2="...".'),
        (["--say", "en:own=" + "x" * 21], "A quick answer is at most 20 characters long, not 21."),
        (
            ["--say", "en:low=Why, {nmae}?"],
            "Own words can hold {name}, {shop}, {product}, {order}, {date}, not {nmae}.",
        ),
    ],
)
def test_what_is_impossible_is_refused_with_what_is_possible(bot, arguments, sentence):
    done = bot("survey", "csat", *arguments)
    assert (done.status, done.sentence) == (2, sentence)
    assert bot("survey", "csat").out.startswith("CSAT, as usual")


def test_symbols_that_there_are_not_are_refused(bot):
    done = bot("survey", "csat", "--symbols", "hearts")
    assert done.status == 2
    assert "'hearts' is not one of 'digits', 'faces', 'stars'" in done.sentence
