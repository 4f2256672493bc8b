"""The card of a wave: whom it asks, when and how, and what to expect of it."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.marketer import audience_lines, wave_card
from handlers.marketer.audience_words import read_audience
from handlers.marketer.preview import Preview
from handlers.marketer.wave_words import read_line, understood
from handlers.shop import Shop
from handlers.survey.quiet_hours import QuietHours
from handlers.texts.catalog import Catalog
from handlers.texts.languages import SPOKEN
from storage.kinds import SkipReason, SurveyKind
from tests.handlers.samples import NOW, SHOP

CATALOG = Catalog.load()
SEEN = Preview(
    kind=SurveyKind.NPS,
    asked=1240,
    left_out={SkipReason.OPTED_OUT: 18, SkipReason.ASKED_RECENTLY: 210},
    rate=0.22,
    rate_is_measured=True,
    last=NOW + timedelta(hours=2, seconds=50),
)


def card(said, seen=None, *, shop=SHOP, language="en"):
    wanted = understood(read_line(said), now=NOW, shop=shop, seed=1)
    lines = wave_card.lines(wanted, seen, shop=shop, now=NOW, language=language)
    return CATALOG.render_all(lines, language).text


def audience(words, language="en"):
    return CATALOG.render_all(audience_lines.lines(read_audience(words), language), language).text


def test_the_card_says_whom_when_how_and_how_precisely():
    said = 'nps audience=bought:90d,category:shoes at="2026-05-05 14:00" name="Spring NPS"'
    assert card(said, SEEN).splitlines() == [
        "Wave “Spring NPS” · NPS",
        "To 1,240 people:",
        "· bought in the last 90 days",
        "· category: shoes",
        "Left out: 228",
        "· 210 asked recently",
        "· 18 stopped",
        "When: Tue 5 May 14:00 (Riga)",
        "Everybody is asked by 14:01",
        "Nobody is asked from 21:00 to 9:00",
        "Open for 7 days, reminder after 3 days",
        "Answers to expect: some 270, ±9 points",
        "(22% answer, as in the past year)",
        "For ±5 points: about 980 answers, 4,500 people",
    ]


def test_a_card_that_nobody_counted_says_the_rest():
    assert card("csat after=delivered+2d reminder=none").splitlines() == [
        "Wave “CSAT after purchase” · CSAT",
        "To:",
        "· everybody who bought",
        "When: 2 days after each delivery",
        "Nobody is asked from 21:00 to 9:00",
        "Open for 7 days, no reminder",
    ]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("csat", "When: at once"),
        ("csat after=delivered", "When: right after each delivery"),
        ("csat after=delivered+36h", "When: 36 hours after each delivery"),
        ("csat at=2027-05-05 10:00", "When: Wed, 5 May 2027 10:00 (Riga)"),
        ("csat at=2026-06-05 10:00 every=week", "When: every week, first on Fri 5 Jun 10:00 (Riga)"),
        ("csat every=month", "When: every month, first on Tue 5 May 12:00 (Riga)"),
        ("csat spread=3h", "Spread over 3 hours"),
        ("csat sample=20%", "A random 20% of them"),
        ("csat daily-cap=500", "Questions a day: 500 at most"),
        ("csat daily-answers=50", "No more questions on a day with 50 answers"),
    ],
)
def test_what_is_said_of_a_wave_stands_on_its_card(said, line):
    assert line in card(said).splitlines()


@pytest.mark.parametrize(
    ("said", "last", "line"),
    [
        ("nps", NOW + timedelta(seconds=50), "Everybody is asked by 12:01"),
        ("nps", NOW + timedelta(minutes=20, seconds=40), "Everybody is asked by 12:21"),
        ("nps", NOW + timedelta(hours=21), "Everybody is asked by Wed 6 May 09:01"),
        ("nps at=2026-12-31 20:55", NOW + timedelta(days=241), "Everybody is asked by Fri, 1 Jan 2027 11:01"),
        ("csat after=delivered", NOW, None),
        ("nps", None, None),
    ],
)
def test_the_card_says_by_when_everybody_is_asked_where_that_is_known(said, last, line):
    found = [each for each in card(said, replace(SEEN, last=last)).splitlines() if "is asked by" in each]
    assert found == ([line] if line else [])


def test_whom_no_day_has_room_for_is_left_out_for_that_and_not_among_everybody():
    seen = replace(SEEN, asked=20, left_out={SkipReason.DAILY_CAP: 40}, last=NOW + timedelta(days=3))
    lines = card("nps daily-cap=5 open=3d reminder=none", seen).splitlines()
    assert lines[1:6] == [
        "To 20 people:",
        "· everybody who bought",
        "Left out: 40",
        "· 40 over the daily limit",
        "When: at once",
    ]
    assert "The last of them is asked by Fri 8 May 12:01" in lines
    assert "Answers to expect: some 4, ±58 points" in lines, "of twenty"


def test_a_daily_number_of_answers_tells_the_most_and_what_may_be_counted_on():
    seen = replace(SEEN, asked=60, left_out={}, at_least=27)
    lines = card("nps daily-answers=2 open=3d reminder=none", seen).splitlines()
    assert lines[1] == "To at most 60 people:"
    assert lines[-4:-1] == [
        "At least some 27 of them, if people answer at once; the later they do, the more",
        "Answers to expect: some 6 to 13, ±39 to 52 points",
        "(22% answer, as in the past year)",
    ]
    enough = card("nps daily-answers=50", replace(SEEN, at_least=SEEN.asked))
    assert "To at most 1,240 people" in enough
    assert "At least" not in enough
    assert "Answers to expect: some 270, ±9 points" in enough


@pytest.mark.parametrize("limit", ["daily-cap=5", "daily-answers=5"])
def test_what_asks_after_each_purchase_says_that_no_other_day_follows(limit):
    rest = "Whom a day has no room for isn't asked"
    assert rest in card(f"csat after=delivered {limit}").splitlines()
    assert rest not in card(f"csat {limit}").splitlines()
    assert rest not in card("csat after=delivered").splitlines()


@pytest.mark.parametrize(
    ("said", "warned"),
    [
        ("nps every=week", True),
        ("nps every=month", True),
        ("nps every=quarter", False),
        ("csat every=week", False),
        ("nps", False),
    ],
)
def test_an_nps_that_keeps_its_people_for_ever_says_what_is_not_asked_meanwhile(said, warned):
    warning = "Meanwhile no CSAT or CES is asked: people are kept free for 30 days before an NPS"
    assert (warning in card(said, SEEN).splitlines()) is warned


def test_nothing_is_expected_of_nobody():
    nobody = Preview(kind=SurveyKind.NPS, asked=0, left_out={}, rate=0.3, rate_is_measured=False)
    assert card("nps", nobody).splitlines()[1:] == [
        "To nobody, as it stands:",
        "· everybody who bought",
        "When: at once",
        "Nobody is asked from 21:00 to 9:00",
        "Open for 7 days, reminder after 3 days",
    ]


@pytest.mark.parametrize(
    ("asked", "rate", "lines"),
    [
        (240, 0.0, ["Answers to expect: hardly any", "(0% answer, as in the past year)"]),
        (
            1,
            0.3,
            [
                "Answers to expect: hardly any",
                "(30% answer, as in the past year)",
                "For ±5 points: about 980 answers, 3,300 people",
            ],
        ),
    ],
)
def test_where_next_to_no_answer_is_expected_the_card_says_so(asked, rate, lines):
    seen = Preview(kind=SurveyKind.NPS, asked=asked, left_out={}, rate=rate, rate_is_measured=True)
    assert card("nps", seen).splitlines()[-len(lines) :] == lines


def test_who_is_precise_enough_is_not_told_what_would_be():
    many = Preview(kind=SurveyKind.NPS, asked=50_000, left_out={}, rate=0.3, rate_is_measured=False)
    text = card("nps", many)
    assert "Answers to expect: some 15,000, ±1 points" in text
    assert "(if 30% answer; your own share counts once 100 questions have closed)" in text
    assert "For ±5" not in text


def test_the_reasons_that_are_too_many_are_told_together():
    reasons = dict.fromkeys(list(SkipReason)[:10], 3)
    text = card("nps", Preview(SurveyKind.NPS, 1, reasons, 0.3, rate_is_measured=False))
    assert "Left out: 30" in text
    assert "· 6 for other reasons" in text


def test_a_shop_without_quiet_hours_says_nothing_of_them():
    shop = Shop(name="G", time_zone=ZoneInfo("Asia/Kathmandu"), language="en", quiet_hours=QuietHours(0, 0))
    assert "Nobody is asked" not in card("nps", shop=shop)
    assert "(Kathmandu)" in card("nps at=2026-06-05 10:00", shop=shop)


def test_each_thing_that_must_hold_has_its_line():
    words = (
        'bought:1d not category:"Winter coats" store:Riga store:Vilnius amount:>=50.50 amount:<100 '
        "language:ru not first-time repeat never-asked last-score:<=6"
    )
    assert audience(words).splitlines() == [
        "· bought in the last 1 day",
        "· not: category: Winter coats",
        "· store: Riga, Vilnius",
        "· amount ≥ 50.50",
        "· amount < 100",
        "· language: Russian",
        "· not: bought once",
        "· bought more than once",
        "· never asked before",
        "· last score ≤ 6",
    ]


def test_an_audience_of_too_many_words_is_cut():
    shown = audience(" ".join(f"amount:>{number}" for number in range(20))).splitlines()
    assert len(shown) == audience_lines.MOST
    assert shown[-1] == "· … and 9 more"


@pytest.mark.parametrize("language", SPOKEN)
def test_a_card_fits_a_message_whatever_it_says(language):
    values = " ".join(f"product:{'x' * 18}{number}" for number in range(15))
    text = card(
        f"nps {values} name={'n' * 200} sample=20% spread=3h daily-cap=500 daily-answers=50",
        Preview(SurveyKind.NPS, 10**6, dict.fromkeys(SkipReason, 10**6), 0.3, rate_is_measured=False),
        language=language,
    )
    assert len(text) < 2000


def test_a_wave_that_begins_this_very_moment_begins_at_once():
    wanted = understood(read_line("csat at=now"), now=NOW - timedelta(seconds=5), shop=SHOP)
    line = wave_card.when(wanted, shop=SHOP, now=NOW, language="en")
    assert CATALOG.plain(line, "en") == "When: at once"
