"""Percentages, decimals and days as each language writes them; whole numbers Fluent writes by itself.

The forms are CLDR's: 58% but 58 % in Russian, 4.25 but 4,25, 3 May but 5月3日.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, get_timezone_location
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

# English as it is written outside of North America: the day comes first, as it does elsewhere in Europe.
_LOCALES: Final = {"en": "en_GB"}

_UNITS: Final = {"day": 24 * 60, "hour": 60, "minute": 1}


@lru_cache(maxsize=1024)
def percent(points: int, language: str) -> str:
    """A share of a hundred with its sign."""
    return format_percent(Decimal(points) / 100, locale=_locale(language))


def decimal(number: Decimal, places: int, language: str) -> str:
    """A number with exactly so many decimal places, one at least; it is rounded already."""
    return format_decimal(number, "0." + "0" * places, locale=_locale(language))


@lru_cache(maxsize=1024)
def day(of: date, language: str) -> str:
    """A day and its month as they stand inside a sentence (CLDR's skeleton MMMMd)."""
    return format_skeleton("MMMMd", of, locale=_locale(language))


@lru_cache(maxsize=1024)
def day_and_year(of: date, language: str) -> str:
    """The same with its year (CLDR's long form of a date)."""
    return format_date(of, "long", locale=_locale(language))


def days(first: date, last: date, language: str) -> str:
    """From a day to another, with their year, and what they share said once (CLDR's interval yMMMMd)."""
    return format_interval(first, last, "yMMMMd", locale=_locale(language))


@lru_cache(maxsize=1024)
def moment(of: datetime, language: str, *, year: bool) -> str:
    """A day with its weekday, and the time that the clocks of its zone show (CLDR's skeleton MMMMEd or yMMMMEd)."""
    return f"{format_skeleton('yMMMMEd' if year else 'MMMMEd', of, locale=_locale(language))} {of:%H:%M}"


@lru_cache(maxsize=1024)
def span(of: timedelta, language: str) -> str:
    """A time in the largest unit that it is whole in: 3 days, 36 hours, 90 minutes."""
    minutes = of // timedelta(minutes=1)
    unit, length = next((unit, length) for unit, length in _UNITS.items() if minutes % length == 0)
    # CLDR's long form of Chinese hides behind an alias that Babel doesn't follow; its short one is the same.
    form: Literal["short", "long"] = "short" if language == "zh" else "long"
    return format_unit(minutes // length, f"duration-{unit}", form, locale=_locale(language))


@lru_cache(maxsize=64)
def city(zone: ZoneInfo, language: str) -> str:
    """The city by which a time zone is known."""
    return get_timezone_location(zone, locale=_locale(language), return_city=True)


@lru_cache(maxsize=64)
def tongue(spoken: str, language: str) -> str:
    """What a language is called in another."""
    return Locale.parse(_locale(spoken)).get_language_name(_locale(language)) or spoken


def _locale(language: str) -> str:
    return _LOCALES.get(language, language.replace("-", "_"))
