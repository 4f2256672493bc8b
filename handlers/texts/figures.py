"""Percentages, decimals and days as each language writes them; whole numbers Fluent writes by itself.

The forms are CLDR's: 58% but 58 % in Russian, 4.25 but 4,25, 3 May but 5月3日.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel.dates import format_interval, format_skeleton
from babel.numbers import format_decimal, format_percent

# English as it is written outside of North America: the day comes first, as it does elsewhere in Europe.
_LOCALES: Final = {"en": "en_GB"}


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


def days(first: date, last: date, language: str) -> str:
    """From a day to another, with their year, and what they share said once (CLDR's interval yMMMMd)."""
    return format_interval(first, last, "yMMMMd", locale=_locale(language))


def _locale(language: str) -> str:
    return _LOCALES.get(language, language.replace("-", "_"))
