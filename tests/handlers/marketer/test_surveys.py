"""A survey is asked as the shop wants it, from the next wave on."""

import asyncio

import pytest

from handlers.customer.wording import UnclearWordingError
from handlers.marketer import planning
from handlers.marketer.surveys import (
    Changes,
    Form,
    ImpossibleSurveyError,
    Version,
    change,
    changed,
    newest,
)
from handlers.survey.scales import OFFERED, Bands, Scale, default_scale
from storage.kinds import SurveyKind, Symbols
from storage.tables import survey_table, wave_table
from tests.handlers.house import words_of
from tests.handlers.samples import ANNA, NOW, SHOP

CSAT = Form(Scale(SurveyKind.CSAT, 1, 5), Bands(low_to=2, high_from=4))


def refusal(changes, form=CSAT):
    with pytest.raises((ImpossibleSurveyError, UnclearWordingError)) as refused:
        changed(form, changes)
    return str(refused.value)


async def changes(house, kind=SurveyKind.CSAT, **wanted):
    async with house.writer.unit() as session:
        version = await change(session, kind, Changes(**wanted), now=house.now)
        await session.commit()
    return version


async def shown(house, kind=SurveyKind.CSAT):
    async with house.database.reading() as session:
        return await newest(session, kind)


# What can be


def test_no_changes_change_nothing():
    assert changed(CSAT, Changes()) == CSAT
    same = Changes(scale=(1, 5), symbols=Symbols.DIGITS, low_to=2, high_from=4, words={("ru", "low"): " "})
    assert changed(CSAT, same) == CSAT


@pytest.mark.parametrize("scale", OFFERED)
def test_every_offered_scale_can_be_chosen_and_brings_its_bands(scale):
    usual = default_scale(scale.kind)
    form = changed(Form(usual, usual.bands), Changes(scale=(scale.lowest, scale.highest)))
    assert form == Form(scale, scale.bands)


def test_the_same_scale_keeps_the_bands_that_were_drawn():
    drawn = changed(CSAT, Changes(low_to=3))
    assert drawn.bands == Bands(low_to=3, high_from=4)
    assert changed(drawn, Changes(scale=(1, 5), symbols=Symbols.STARS)).bands == drawn.bands
    assert changed(drawn, Changes(scale=(1, 7))).bands == Scale(SurveyKind.CSAT, 1, 7).bands
    assert changed(drawn, Changes(scale=(1, 7), high_from=7)).bands == Bands(low_to=2, high_from=7)


def test_words_are_added_replaced_and_given_back():
    first = changed(CSAT, Changes(words={("ru", "question"): " Ну как? ", ("ru", "low"): "Жаль"}))
    assert first.wording == {"ru": {"question": "Ну как?", "low": "Жаль"}}
    second = changed(first, Changes(words={("ru", "question"): "", ("en", "high"): "Nice!"}))
    assert second.wording == {"ru": {"low": "Жаль"}, "en": {"high": "Nice!"}}
    third = changed(second, Changes(words={("ru", "low"): "", ("en", "high"): ""}))
    assert third == CSAT


# What can't


@pytest.mark.parametrize(
    ("kind", "bounds", "sentence"),
    [
        (
            SurveyKind.CSAT,
            (1, 8),
            "CSAT is asked on 1-3, 1-4, 1-5, 1-6, 1-7, 1-10, not on 1-8.",
        ),
        (SurveyKind.NPS, (1, 10), "NPS is asked on 0-10, not on 1-10."),
        (SurveyKind.CES, (1, 5), "CES is asked on 1-7, not on 1-5."),
    ],
)
def test_a_scale_that_no_score_is_defined_on_is_refused(kind, bounds, sentence):
    scale = default_scale(kind)
    assert refusal(Changes(scale=bounds), Form(scale, scale.bands)) == sentence


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ({"scale": (1, 10), "symbols": Symbols.FACES}, 10),
        ({"scale": (1, 10)}, 10),  # the faces are from before
    ],
)
def test_faces_that_nobody_can_tell_apart_are_refused(wanted, number):
    faces = changed(CSAT, Changes(symbols=Symbols.FACES))
    assert refusal(Changes(**wanted), faces) == (
        f"Nobody can tell {number} faces apart; choose digits or stars for this scale."
    )
    nps = default_scale(SurveyKind.NPS)
    assert "11 faces" in refusal(Changes(symbols=Symbols.FACES), Form(nps, nps.bands))


@pytest.mark.parametrize(("low_to", "high_from"), [(4, 4), (5, 4), (0, 4), (2, 6), (2, 2), (-1, 4), (5, 6)])
def test_bands_that_the_scale_has_no_room_for_are_refused(low_to, high_from):
    sentence = refusal(Changes(low_to=low_to, high_from=high_from))
    assert sentence == (
        f"Low scores up to {low_to} and high ones from {high_from} don't fit 1-5: "
        "each needs a score of the scale, and low ends before high begins."
    )


def test_words_with_a_place_that_there_is_not_are_refused():
    assert refusal(Changes(words={("en", "low"): "Why, {nmae}?"})) == (
        "Own words can hold {name}, {shop}, {product}, {order}, {date}, not {nmae}."
    )


# As it is stored


async def test_a_survey_that_nobody_changed_is_shown_in_its_usual_form_and_not_stored(house):
    usual = Version(None, Form(default_scale(SurveyKind.NPS), default_scale(SurveyKind.NPS).bands))
    assert await shown(house, SurveyKind.NPS) == usual
    assert await changes(house, SurveyKind.NPS, scale=(0, 10)) == usual
    assert await house.rows(survey_table) == []


async def test_each_change_is_a_version_and_what_changes_nothing_is_none(house):
    words = {("ru", "question"): "Ну как?"}
    first = await changes(house, scale=(1, 7), symbols=Symbols.FACES, words=words)
    assert await changes(house, scale=(1, 7), symbols=Symbols.FACES, words=words) == first
    second = await changes(house, low_to=3)
    assert (first.number, second.number) == (1, 2)
    assert await shown(house) == second
    rows = await house.rows(survey_table)
    assert [(row["version"], row["highest"], row["low_to"], row["high_from"]) for row in rows] == [
        (1, 7, 2, 6),
        (2, 7, 3, 6),
    ]
    assert [(row["symbols"], row["wording"]) for row in rows] == [
        ("faces", {"ru": {"question": "Ну как?"}})
    ] * 2


async def test_kinds_are_changed_apart(house):
    await changes(house, SurveyKind.CES, symbols=Symbols.STARS)
    assert (await shown(house, SurveyKind.CES)).number == 1
    assert (await shown(house)).number is None


async def test_what_is_refused_leaves_nothing(house):
    with pytest.raises(ImpossibleSurveyError):
        await changes(house, scale=(1, 9))
    assert await house.rows(survey_table) == []


async def test_two_who_change_at_once_lose_nothing_of_each_other(house):
    versions = await asyncio.gather(
        changes(house, symbols=Symbols.STARS), changes(house, low_to=1), changes(house, low_to=1)
    )
    assert {version.number for version in versions} == {1, 2}
    form = (await shown(house)).form
    assert (form.symbols, form.bands.low_to) == (Symbols.STARS, 1)


async def test_a_change_reaches_the_next_wave_and_no_earlier_one(house):
    async with house.writer.unit() as session:
        wanted = planning.read(kind="csat", audience="all", at="now", now=NOW, shop=SHOP)
        await planning.plan(session, wanted, now=NOW)
        await session.commit()
    await changes(house, words={("en", "question"): "How was it, {name}?"})
    async with house.writer.unit() as session:
        await planning.plan(session, wanted, now=NOW)
        await session.commit()
    surveys = {row["id"]: row["version"] for row in await house.rows(survey_table)}
    assert [surveys[row["survey_id"]] for row in await house.rows(wave_table)] == [1, 2]


async def test_whoever_was_asked_keeps_the_words_and_the_scale_they_were_asked_with(house):
    question = await house.asked()
    await changes(house, scale=(1, 7), words={("en", "question"): "And?", ("en", "low"): "Why?"})
    replies = await house.write(ANNA, "2")
    assert words_of(replies[0].content).startswith("Anna, your Trail running shoes arrived")
    assert words_of(replies[0].content).endswith("Your answer: 2 of 5")
    (prompt,) = await house.send()
    assert prompt.text.startswith("We're sorry, Anna.")
    assert question.invitation_id == prompt.invitation_id
