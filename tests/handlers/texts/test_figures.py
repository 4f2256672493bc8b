"""Numbers and days as each language writes them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from handlers.texts import figures
from handlers.texts.languages import SPOKEN


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "58%"), ("ru", "58\u00a0%"), ("uk", "58%"), ("pl", "58%"), ("zh", "58%"), ("pt-br", "58%")],
)
def test_a_percentage_has_its_sign_where_the_language_puts_it(language, shown):
    assert figures.percent(58, language) == shown


@pytest.mark.parametrize("language", SPOKEN)
def test_no_percentage_is_rounded_again(language):
    shown = [figures.percent(points, language) for points in range(101)]
    assert [int(share.rstrip("%\u00a0")) for share in shown] == list(range(101))


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "4.20"), ("ru", "4,20"), ("uk", "4,20"), ("pl", "4,20"), ("zh", "4.20")]
)
def test_a_decimal_has_the_languages_mark_and_all_its_places(language, shown):
    assert figures.decimal(Decimal("4.2"), 2, language) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "3 May"),
        ("ru", "3 мая"),
        ("uk", "3 травня"),
        ("pl", "3 maja"),
        ("zh", "5月3日"),
        ("pt-br", "3 de maio"),
    ],
)
def test_a_day_stands_in_a_sentence_as_its_language_writes_it(language, shown):
    assert figures.day(date(2026, 5, 3), language) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "3 November 2025"),
        ("ru", "3 ноября 2025\u202fг."),
        ("uk", "3 листопада 2025\u202fр."),
        ("pl", "3 listopada 2025"),
        ("zh", "2025年11月3日"),
    ],
)
def test_a_day_of_another_year_has_that_after_it(language, shown):
    assert figures.day_and_year(date(2025, 11, 3), language) == shown


@pytest.mark.parametrize("language", SPOKEN)
def test_every_day_of_the_year_can_be_said_in_every_language_we_speak(language):
    days = {figures.day(date(2028, 1, 1) + timedelta(days=n), language) for n in range(366)}
    assert len(days) == 366


@pytest.mark.parametrize(
    ("language", "within_a_month", "one_day"),
    [
        ("en", "1–14 May 2026", "14 May 2026"),
        ("ru", "1–14 мая 2026\u202fг.", "14 мая 2026\u202fг."),
        ("uk", "1–14 трав. 2026\u202fр.", "14 трав. 2026\u202fр."),
        ("pl", "1–14 maja 2026", "14 maja 2026"),
        ("zh", "2026年5月1日至14日", "2026年5月14日"),
    ],
)
def test_what_two_days_share_is_said_once(language, within_a_month, one_day):
    assert figures.days(date(2026, 5, 1), date(2026, 5, 14), language) == within_a_month
    assert figures.days(date(2026, 5, 14), date(2026, 5, 14), language) == one_day


@pytest.mark.parametrize("language", SPOKEN)
def test_days_of_two_years_name_both(language):
    shown = figures.days(date(2025, 12, 30), date(2026, 1, 2), language)
    assert "2025" in shown
    assert "2026" in shown


@pytest.mark.parametrize(
    ("language", "this_year", "another"),
    [
        ("en", "Mon 11 May 10:00", "Mon, 11 May 2026 10:00"),
        ("ru", "пн, 11 мая 10:00", "пн, 11 мая 2026\u202fг. 10:00"),
        ("uk", "пн, 11 травня 10:00", "пн, 11 трав. 2026\u202fр. 10:00"),
        ("pl", "pon., 11 maja 10:00", "pon., 11 maja 2026 10:00"),
        ("zh", "5月11日周一 10:00", "2026年5月11日周一 10:00"),
    ],
)
def test_a_moment_is_a_day_with_its_weekday_and_the_time_there(language, this_year, another):
    moment = datetime(2026, 5, 11, 10, 0, tzinfo=ZoneInfo("Europe/Riga"))
    assert figures.moment(moment, language, year=False) == this_year
    assert figures.moment(moment, language, year=True) == another


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(days=7), ["7 days", "7 дней", "7 днів", "7 dni", "7天"]),
        (timedelta(days=14), ["14 days", "14 дней", "14 днів", "14 dni", "14天"]),
        (timedelta(hours=36), ["36 hours", "36 часов", "36 годин", "36 godzin", "36小时"]),
        (timedelta(minutes=90), ["90 minutes", "90 минут", "90 хвилин", "90 minut", "90分钟"]),
    ],
)
def test_a_span_is_said_in_the_largest_unit_that_it_is_whole_in(span, shown):
    assert [figures.span(span, language) for language in ("en", "ru", "uk", "pl", "zh")] == shown


def test_cities_and_languages_have_their_names_in_each_language():
    riga = ZoneInfo("Europe/Riga")
    assert [figures.city(riga, language) for language in ("en", "ru", "pl", "zh")] == [
        "Riga",
        "Рига",
        "Ryga",
        "里加",
    ]
    assert [figures.tongue("uk", language) for language in ("en", "ru", "pl")] == [
        "Ukrainian",
        "украинский",
        "ukraiński",
    ]
