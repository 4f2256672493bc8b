"""People of each language that we speak: what they are called, buy and write."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Speaker:
    """What differs from language to language in a conversation, but for our own words."""

    alphabet: str
    """All that a word is made of, as a pattern's class."""
    names: tuple[str, ...]
    """Eight customers, a stranger, and the owner of the shop."""
    product: str
    store: str
    complaint: str
    praise: str
    five: str
    """The number as it is written in words."""


SPEAKERS: Final = {
    "en": Speaker(
        alphabet="a-z",
        names=("Anna", "Ben", "Eva", "Dan", "Gus", "Julia", "Vera", "Simon", "Tom", "Maria"),
        product="Trail running shoes",
        store="Riga",
        complaint="The sole came off on day one.",
        praise="They fit like a glove.",
        five="five",
    ),
    "ru": Speaker(
        alphabet="а-яё",
        names=("Анна", "Борис", "Ева", "Денис", "Глеб", "Юлия", "Вера", "Семён", "Тимур", "Мария"),
        product="Кроссовки для бега",
        store="Рига",
        complaint="Подошва отклеилась в первый же день.",
        praise="Сидят как влитые.",
        five="Пять",
    ),
    "uk": Speaker(
        alphabet="а-щьюяґєії",
        names=("Ганна", "Богдан", "Єва", "Денис", "Гліб", "Юлія", "Віра", "Семен", "Тарас", "Марія"),
        product="Бігові кросівки",
        store="Рига",
        complaint="Підошва відклеїлася першого ж дня.",
        praise="Сидять ідеально.",
        five="П’ять",
    ),
    "pl": Speaker(
        alphabet="a-pr-uwyząćęłńóśźż",
        names=("Anna", "Bartek", "Ewa", "Damian", "Grzegorz", "Julia", "Zofia", "Szymon", "Tomasz", "Maria"),
        product="Buty do biegania",
        store="Ryga",
        complaint="Podeszwa odpadła pierwszego dnia.",
        praise="Leżą idealnie.",
        five="Pięć",
    ),
    "zh": Speaker(
        alphabet="\u4e00-\u9fff",
        names=("安娜", "王伟", "李娜", "张强", "陈静", "赵磊", "刘洋", "孙悦", "周涛", "马丽"),
        product="越野跑鞋",
        store="里加",
        complaint="第一天鞋底就掉了。",
        praise="穿着非常合脚。",
        five="五",
    ),
}
