"""A score that somebody types instead of tapping it: "4", "4!", "４", "4️⃣", "four", "четыре", "九"."""

import unicodedata
from typing import Final

LONGEST: Final = 32
"""Characters in which a bare number is looked for; the longest word for one has ten."""

_AFTER: Final = " .!)。"
"""What may follow a number: a full stop, joy, and the smile of whoever writes in Cyrillic."""

# What people write, whatever language they are spoken to in: numerals in every gender, and school marks.
# Accents are left out on both sides, so that "pięć", "piec" and "пятёрка", "пятерка" are the same.
_WORDS: Final = {
    0: "zero ноль нуль 零 〇",
    1: "one один одна одно единица одне одиниця jeden jedna jedno jedynka 一",
    2: "two два две двойка дві двійка dwa dwie dwójka 二 两 兩",
    3: "three три тройка трійка trzy trójka 三",
    4: "four четыре четвёрка чотири четвірка cztery czwórka 四",
    5: "five пять пятёрка п'ять п'ятірка pięć piątka 五",
    6: "six шесть шестёрка шість шістка sześć szóstka 六",
    7: "seven семь семёрка сім сімка siedem siódemka 七",
    8: "eight восемь восьмёрка вісім вісімка osiem ósemka 八",
    9: "nine девять девятка дев'ять дев'ятка dziewięć dziewiątka 九",
    10: "ten десять десятка dziesięć dziesiątka 十 🔟",
}

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’ʼ‘`´′", "'"))


def _plain(text: str) -> str:
    """Small letters without accents, digits of any width as ASCII, and nothing that can't be seen."""
    parted = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    return "".join(sign for sign in parted if unicodedata.category(sign) not in ("Mn", "Me", "Cf"))


_NUMBERS: Final = {
    _plain(word): number for number, words in _WORDS.items() for word in (str(number), *words.split())
}


def bare_number(text: str) -> int | None:
    """The number from 0 to 10 that a text consists of; None for one that says anything more.

    "4/5", "4 stars" and "10 out of 10" are words: what somebody means by them is for a person to read.
    """
    said = text.strip()
    return _NUMBERS.get(_plain(said).rstrip(_AFTER)) if len(said) <= LONGEST else None
