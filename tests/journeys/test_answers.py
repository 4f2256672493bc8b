"""What follows an answer, whatever it is given by: a tap, a typed word, a photo."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.simulator.group import Group
from bot.simulator.messages import Message
from handlers.marketer import surveys
from handlers.marketer.surveys import Changes
from storage.kinds import SurveyKind, Symbols
from storage.tables import attachment_table as attachment
from storage.tables import response_tap_table as response_tap
from storage.writer import Writer
from tests.journeys.house import House, open_house

REVIEWS = "https://reviews.example.org/greenleaf"


@pytest.fixture
async def reviewed(tmp_path: Path, library: str) -> AsyncIterator[House]:
    """A shop with a review link."""
    async with open_house(tmp_path, library, review_url=REVIEWS) as house:
        yield house


def labels(message: Message) -> list[list[str]]:
    return [[button.text for button in row] for row in message.keyboard]


def links(message: Message) -> list[tuple[str, str | None]]:
    return [(button.text, button.url) for button in message.buttons if button.url]


async def room(house: House) -> Group:
    """A connected group."""
    maria = house.telegram.person(first_name="Maria", username="maria", language_code="en")
    group = house.telegram.group("Team", owner=maria, bot="member")
    await house.own(maria.id)
    await group.send(maria, "/connect@tapscore_bot")
    await group.receives("connected to Greenleaf")
    return group


async def ask_otherwise(house: House, kind: SurveyKind = SurveyKind.CSAT, **wanted: Any) -> None:
    """The shop changes a survey."""
    async with Writer(database=house.agent.database).unit() as session:
        await surveys.change(session, kind, Changes(**wanted), now=house.clock.now())
        await session.commit()


async def kept(house: House) -> list[Any]:
    """What was sent along with answers, the oldest first."""
    async with house.agent.database.reading() as session:
        return list(await session.execute(select(attachment).order_by(attachment.c.id)))


async def test_a_typed_word_is_an_answer(house: House) -> None:
    anna, question = await house.asked()
    await anna.send("Четыре!")
    await anna.receives("What did you like best?")
    await anna.receives("Your answer: 4 of 5", only="edited")
    assert labels(question) == [["Change"]]
    stored = await house.answer()
    assert (stored.score, stored.source, stored.comment) == (4, "typed", None)
    await house.settles(answered=1)
    await anna.send("1", reply_to=question)
    await anna.receives("What went wrong?")
    await anna.receives("Your answer: 1 of 5", only="edited")
    await anna.send("5")
    await anna.receives("Your words are with the team")
    stored = await house.answer()
    assert (stored.score, stored.comment) == (1, "5")
    async with house.agent.database.reading() as session:
        history = (await session.execute(select(response_tap.c.score, response_tap.c.counted))).all()
    assert [tuple(score) for score in history] == [(4, True), (1, True)]


async def test_a_typed_low_score_is_told_in_the_room(house: House) -> None:
    anna, _question = await house.asked()
    group = await room(house)
    await anna.send("one")
    await anna.receives("What went wrong?")
    await group.receives("CSAT 1 of 5")


async def test_the_photos_of_the_unhappy_reach_the_room_below_the_alert(house: House) -> None:
    anna, question = await house.asked()
    group = await room(house)
    await (await anna.tap(question, "1")).answered()
    alert = await group.receives("CSAT 1 of 5")
    await anna.receives("send a photo or a voice message")
    await anna.receives("Your answer: 1 of 5", only="edited")
    await anna.send_photo(caption="The sole came off", album="13")
    await anna.send_photo(album="13")
    await anna.receives("Your words are with the team")
    words = await group.receives("The sole came off")
    copies = [await group.receives("From Anna", timeout=10) for _ in range(2)]
    assert [copy.media for copy in copies] == ["photo", "photo"]
    below = [copy.reply_to for copy in (words, *copies)]
    assert [message and message.id for message in below] == [alert.id] * 3
    await anna.receives("Your answer: 1 of 5", only="edited")
    await anna.stays_silent()
    assert labels(question) == []
    assert (await house.answer()).comment == "The sole came off"
    photos = [message for message in anna.chat.from_people if message.media == "photo"]
    assert [(row.kind, row.telegram_message_id) for row in await kept(house)] == [
        ("photo", photo.id) for photo in photos
    ]


async def test_what_comes_before_the_tap_waits_for_it_and_follows_the_alert(house: House) -> None:
    anna, question = await house.asked()
    group = await room(house)
    await anna.send_voice()
    await anna.receives("we've kept it")
    for kind in ("video", "video_note", "audio"):
        await anna.send_recording(kind)
    await anna.send_document(b"%PDF", name="bill.pdf", mime="application/pdf")
    await anna.stays_silent()
    await group.stays_silent()
    await (await anna.tap(question, "2")).answered()
    await anna.receives("The team has got it")
    alert = await group.receives("CSAT 2 of 5")
    for media in ("voice", "video", "video_note", "audio", "document"):
        copy = await group.receives(timeout=10)
        assert copy.media == media
        assert copy.text == ("" if media == "video_note" else "From Anna")
        assert copy.reply_to is not None
        assert copy.reply_to.id == alert.id
    assert [row.kind for row in await kept(house)] == ["voice", "video", "video_note", "audio", "document"]
    assert await house.messages("prompt") == []


async def test_a_photo_of_the_happy_is_kept_and_nobodys_alarm(house: House) -> None:
    anna, question = await house.asked()
    group = await room(house)
    await (await anna.tap(question, "5")).answered()
    await anna.receives("What did you like best?")
    await anna.send_photo()
    await anna.receives("The team has got it")
    assert len(await kept(house)) == 1
    await group.receives("is over")  # of the wave itself, and of nothing else
    assert not group.inbox.has()


async def test_a_photo_that_answers_nothing_gets_the_help_line(house: House) -> None:
    anna = await house.customer()
    await anna.send_photo()
    await anna.receives("one short question here")
    assert await kept(house) == []


@pytest.mark.parametrize(
    ("score", "asks"), [("1", "What went wrong?"), ("3", "What would have made"), ("5", "What did you like")]
)
async def test_everybody_is_offered_the_review_link_whatever_the_score(
    reviewed: House, score: str, asks: str
) -> None:
    """To show it to the happy alone is review gating, which Google's policy and the FTC forbid."""
    anna, question = await reviewed.asked()
    await (await anna.tap(question, score)).answered()
    prompt = await anna.receives(asks)
    assert links(prompt) == [("Write a review", REVIEWS)]
    await (await anna.tap(prompt, "Quality")).answered()
    await anna.receives("Would you like to add")
    assert links(prompt) == [("Write a review", REVIEWS)]
    await anna.send("So it was.")
    thanks = await anna.receives("Your words are with the team")
    assert links(thanks) == []  # once is enough


async def test_an_answer_changed_into_another_band_is_asked_about_anew(house: House) -> None:
    anna, question = await house.asked()
    await (await anna.tap(question, "1")).answered()
    low = await anna.receives("What went wrong?")
    await anna.receives("Your answer: 1 of 5", only="edited")
    await (await anna.tap(question, "Change")).answered()
    await anna.receives("5 = very")
    await (await anna.tap(question, "5")).answered()
    high = await anna.receives("What did you like best?")
    stale = await anna.tap(low, "Delivery")
    assert await stale.answered() == "This button doesn't work any more."
    await anna.receives("What went wrong?", only="edited")
    assert labels(low) == []
    await (await anna.tap(high, "Quality")).answered()
    await anna.receives("Your answer: Quality")
    await (await anna.tap(high, "Skip")).answered()
    await anna.receives("That's all right")
    assert not any("sorry" in message.text for message in (question, high))
    stored = await house.answer()
    assert (stored.score, stored.reason) == (5, "quality")


async def test_faces_and_own_words_are_shown_and_the_score_stays_a_number(house: House) -> None:
    words = {("en", "question"): "{name}, how do you like *{product}*?", ("en", "high"): "Lovely! Why?"}
    await ask_otherwise(house, scale=(1, 7), symbols=Symbols.FACES, words=words)
    anna = await house.customer()
    await house.plan()
    question = await anna.receives("how do you like")
    assert question.text.splitlines() == [
        "Anna, how do you like *Trail running shoes*?",
        "😠 = not at all, 😄 = very",
    ]
    assert labels(question)[0] == ["😠", "🙁", "😕", "😐", "🙂", "😊", "😄"]
    await ask_otherwise(house, symbols=Symbols.STARS, words={("en", "high"): "Too late"})
    await (await anna.tap(question, "😊")).answered()
    await anna.receives("Lovely! Why?")
    await anna.receives("Your answer: 6 of 7 😊", only="edited")
    assert (await house.answer()).score == 6


async def test_an_nps_of_stars_has_eleven_of_them(house: House) -> None:
    await ask_otherwise(house, SurveyKind.NPS, symbols=Symbols.STARS)
    anna = await house.customer()
    await house.plan("nps")
    question = await anna.receives("recommend")
    assert labels(question)[:2] == [
        [f"{score} ★" for score in range(6)],
        [f"{score} ★" for score in range(6, 11)],
    ]
    await anna.send("0")
    await anna.receives("What went wrong?")
    assert (await house.answer()).score == 0
