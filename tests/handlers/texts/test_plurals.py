"""Whatever is counted is counted as each language counts it: the words, written out by hand."""

import re

import pytest

from handlers.replies import Line, Value
from handlers.texts.catalog import Catalog
from handlers.texts.languages import SPOKEN

_LIKE_RUSSIAN = {0: 2, 1: 0, 2: 1, 5: 2, 11: 2, 12: 2, 21: 0, 22: 1, 25: 2, 101: 0, 111: 2, 122: 1}

FORM: dict[str, dict[int, int]] = {
    "en": {number: 0 if number == 1 else 1 for number in _LIKE_RUSSIAN},
    "ru": _LIKE_RUSSIAN,
    "uk": _LIKE_RUSSIAN,
    "pl": {0: 2, 1: 0, 2: 1, 5: 2, 11: 2, 12: 2, 21: 2, 22: 1, 25: 2, 101: 2, 111: 2, 122: 1},
    "zh": dict.fromkeys(_LIKE_RUSSIAN, 0),
}
"""Which of the words a number takes, as grammars have it and without CLDR's help."""

ANSWERS = {
    "en": ["# answer", "# answers"],
    "ru": ["# ответ", "# ответа", "# ответов"],
    "uk": ["# відповідь", "# відповіді", "# відповідей"],
    "pl": ["# odpowiedź", "# odpowiedzi", "# odpowiedzi"],
    "zh": ["# 个回答"],
}
DAYS_BEFORE = {
    "en": ["on the day before", "on the # days before"],
    "ru": ["(# день)", "(# дня)", "(# дней)"],
    "uk": ["(# день)", "(# дні)", "(# днів)"],
    "pl": ["(# dzień)", "(# dni)", "(# dni)"],
    "zh": ["较前 # 天"],
}

WORDS: dict[tuple[str, str], dict[str, list[str]]] = {
    ("score-sure", "n"): ANSWERS,
    ("score-row", "n"): ANSWERS,
    ("score-steady", "days"): DAYS_BEFORE,
    ("score-up", "days"): DAYS_BEFORE,
    ("score-down", "days"): DAYS_BEFORE,
    ("span-days", "days"): {
        "en": ["Today", "Last # days"],
        "ru": ["За последний # день", "За последние # дня", "За последние # дней"],
        "uk": ["За останній # день", "За останні # дні", "За останні # днів"],
        "pl": ["Dzisiaj", "Ostatnie # dni", "Ostatnie # dni"],
        "zh": ["最近 # 天"],
    },
    ("card-to-people", "people"): {
        "en": ["To # person:", "To # people:"],
        "ru": ["Спросим # человека:", "Спросим # человека:", "Спросим # человек:"],
        "uk": ["Запитаємо # людину:", "Запитаємо # людини:", "Запитаємо # людей:"],
        "pl": ["Zapytamy # osobę:", "Zapytamy # osoby:", "Zapytamy # osób:"],
        "zh": ["将询问 # 人："],
    },
    ("card-to-at-most", "people"): {
        "en": ["To at most # person:", "To at most # people:"],
        "ru": [
            "Спросим не больше # человека:",
            "Спросим не больше # человек:",
            "Спросим не больше # человек:",
        ],
        "uk": [
            "Запитаємо щонайбільше # людину:",
            "Запитаємо щонайбільше # людини:",
            "Запитаємо щонайбільше # людей:",
        ],
        "pl": ["Zapytamy najwyżej # osobę:", "Zapytamy najwyżej # osoby:", "Zapytamy najwyżej # osób:"],
        "zh": ["最多询问 # 人："],
    },
    ("audience-bought", "days"): {
        "en": ["in the last # day", "in the last # days"],
        "ru": ["за последний # день", "за последние # дня", "за последние # дней"],
        "uk": ["за останній # день", "за останні # дні", "за останні # днів"],
        "pl": ["ostatniego # dnia", "ostatnich # dni", "ostatnich # dni"],
        "zh": ["最近 # 天内购买"],
    },
    ("score-waiting", "waiting"): {
        "en": ["# question is out.", "# questions are out."],
        "ru": ["ответа на # вопрос.", "ответа на # вопроса.", "ответа на # вопросов."],
        "uk": ["відповіді на # запитання.", "відповіді на # запитання.", "відповіді на # запитань."],
        "pl": ["# pytanie czeka na", "# pytania czekają na", "# pytań czeka na"],
        "zh": ["有 # 个问题待回答。"],
    },
    ("score-asked", "delivered"): {
        "en": ["# reached", "# reached"],
        "ru": ["доставлен # вопрос,", "доставлено # вопроса,", "доставлено # вопросов,"],
        "uk": ["доставлено # запитання,", "доставлено # запитання,", "доставлено # запитань,"],
        "pl": ["dotarło # pytanie,", "dotarły # pytania,", "dotarło # pytań,"],
        "zh": ["送达 # 个问题"],
    },
    ("why-skipped-after", "days"): {
        "en": ["was asked # day before (", "was asked # days before ("],
        "ru": ["за # день до этого (", "за # дня до этого (", "за # дней до этого ("],
        "uk": ["за # день до цього (", "за # дні до цього (", "за # днів до цього ("],
        "pl": ["było # dzień wcześniej (", "było # dni wcześniej (", "było # dni wcześniej ("],
        "zh": ["# 天前刚问过（"],
    },
    ("forgotten", "answers"): {
        "en": ["kept is # score without", "kept is # scores without"],
        "ru": ["Осталась # оценка без", "Остались # оценки без", "Осталось # оценок без"],
        "uk": ["Залишилася # оцінка без", "Залишилися # оцінки без", "Залишилося # оцінок без"],
        "pl": ["Pozostała # ocena bez", "Pozostały # oceny bez", "Pozostało # ocen bez"],
        "zh": ["只留下 # 个不记名的评分。"],
    },
    ("wave-stop-really", "waiting"): {
        "en": ["# person would not be asked.", "# people would not be asked."],
        "ru": ["не получит # человек.", "не получат # человека.", "не получат # человек."],
        "uk": ["не отримає # людина.", "не отримають # людини.", "не отримають # людей."],
        "pl": ["nie dostanie # osoba.", "nie dostaną # osoby.", "nie dostanie # osób."],
        "zh": ["还有 # 人将不会收到问题。"],
    },
    ("plan-waves-go-on", "waves"): {
        "en": ["# wave has begun and goes on;", "# waves have begun and go on;"],
        "ru": ["# волна уже идёт и", "# волны уже идут и", "# волн уже идут и"],
        "uk": ["# хвиля вже триває і", "# хвилі вже тривають і", "# хвиль уже тривають і"],
        "pl": ["# fala już trwa i", "# fale już trwają i", "# fal już trwa i"],
        "zh": ["已开始的 # 个批次会继续进行"],
    },
}
"""For each text that counts and each variable it counts by: the words for one, for few and for many."""

INSTEAD = {
    ("card-to-people", 0): {
        "en": "To nobody, as it stands",
        "ru": "Пока некого спросить",
        "uk": "Поки нема кого запитати",
        "pl": "Na razie nie ma kogo zapytać",
        "zh": "目前没有可询问的人",
    },
    ("span-days", 1): {"en": "Today", "ru": "Сегодня", "uk": "Сьогодні", "pl": "Dzisiaj", "zh": "今天"},
    ("score-waiting", 0): {
        "en": "No questions are out.",
        "ru": "Открытых вопросов нет.",
        "uk": "Відкритих запитань немає.",
        "pl": "Nie ma otwartych pytań.",
        "zh": "没有待回答的问题。",
    },
    ("why-skipped-after", 0): {
        "en": "was asked the same day (",
        "ru": "предыдущий был в тот же день (",
        "uk": "було того самого дня (",
        "pl": "było tego samego dnia (",
        "zh": "当天已经问过（",
    },
    ("forgotten", 0): {
        "en": "nothing about you is kept any more.",
        "ru": "о вас больше ничего не хранится.",
        "uk": "про вас більше нічого не зберігається.",
        "pl": "nie przechowujemy już nic o Tobie.",
        "zh": "我们不再保存关于您的任何信息。",
    },
    ("wave-stop-really", 0): {
        "en": "Everybody has been asked already.",
        "ru": "Все уже получили вопрос.",
        "uk": "Усі вже отримали запитання.",
        "pl": "Wszyscy dostali już pytanie.",
        "zh": "所有人都已收到问题。",
    },
}
"""Numbers that are said in words of their own."""


@pytest.fixture(scope="module")
def catalog():
    return Catalog.load()


def _expected(text_id: str, variable: str, number: int, language: str) -> str:
    special = INSTEAD.get((text_id, number), {}).get(language)
    return special or WORDS[text_id, variable][language][FORM[language][number]].replace("#", str(number))


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize(("text_id", "variable"), WORDS)
def test_a_number_takes_the_words_that_belong_to_it(catalog, text_id, variable, language):
    text = catalog.texts(language)[text_id]
    values: dict[str, Value] = {name: 7 if name in text.counted else "—" for name in text.variables}
    for number in FORM[language]:
        shown = catalog.plain(Line(text_id, {**values, variable: number}), language)
        words = _expected(text_id, variable, number, language)
        assert re.search(rf"(?<!\w){re.escape(words)}(?!\w)", shown), (number, shown)


def test_every_text_that_counts_is_in_the_table(catalog):
    counts = {
        (text_id, variable)
        for language in SPOKEN
        for text_id, text in catalog.texts(language).items()
        for variable in text.counted
    }
    assert counts == WORDS.keys()
