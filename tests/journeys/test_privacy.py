"""What is kept of a person: explained, handed out as a file, and erased so that no byte of it is left."""

import json
import logging

import pytest

from storage import residue
from tests.journeys.house import House
from tests.journeys.test_room import team

REF = "anna.maria.k@example.org"
WORDS = "The sole came off on day one"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that is logged, but for what bot/logs.py silences."""
    caplog.set_level(logging.DEBUG)
    for library in ("aiosqlite", "aiogram", "aiohttp", "httpx", "httpcore", "telegram", "asyncio"):
        logging.getLogger(library).setLevel(logging.WARNING)
    return caplog


def secrets_of(telegram_id: int, **words: str) -> dict[str, bytes]:
    """What is searched for; SQLite stores a number of this size in six bytes, the highest first."""
    return {
        "Telegram id as text": str(telegram_id).encode(),
        "Telegram id as SQLite stores it": telegram_id.to_bytes(6, "big"),
        **{name: word.encode() for name, word in words.items()},
    }


def found(house: House, secrets: dict[str, bytes]) -> dict[str, set[str]]:
    """In which files of the database each secret lies."""
    path = house.agent.database.path
    assert path is not None
    files = [file for file in path.parent.iterdir() if file.name.startswith(path.name)]
    whole = {file.name: file.read_bytes() for file in files}
    return {
        name: {file for file, content in whole.items() if secret in content}
        for name, secret in secrets.items()
    }


async def scrubbed(house: House) -> None:
    async def nothing_noted() -> bool:
        return await residue.noted(house.agent.database) == 0

    assert await house.until(nothing_noted)


async def test_whoever_says_forget_leaves_no_byte_behind(house: House, log: pytest.LogCaptureFixture) -> None:
    """Invariant 10: personal data is erasable, from the file, its log beside it, and ours."""
    anna, question = await house.asked(
        "Annabella", order_id="ZX-99417", contact_ref=REF, first_name="Annabella", link_token="anna-s-token"
    )
    group, _maria = await team(house)
    secrets = secrets_of(
        anna.id, name="Annabella", order="ZX-99417", email=REF, words=WORDS, link="anna-s-token"
    )
    await (await anna.tap(question, "1")).answered()
    await anna.receives("What went wrong?")
    photo = await anna.send_photo()
    await anna.send(WORDS)
    await group.receives(WORDS)
    await anna.send("/language en")
    await anna.receives("English")
    await anna.send("/mydata")
    await anna.receives("Here is everything")
    secrets["photo"] = str(photo.json["photo"][-1]["file_id"]).encode()

    before = found(house, secrets)
    assert [name for name, files in before.items() if not files] == []

    await anna.send("/forget")
    really = await anna.receives("Erase everything we keep about you")
    press = await anna.tap(really, "Erase everything")
    assert await press.answered() == "Erased."
    done = await anna.receives("1 score without a name")
    assert done.id == really.id
    assert done.buttons == []
    await scrubbed(house)
    assert {name: files for name, files in found(house, secrets).items() if files} == {}
    said = log.text.encode()
    assert b"Filling wave" in said, "it is our log"
    assert [name for name, secret in secrets.items() if secret in said] == []

    # What is counted is counted.
    await house.settles(answered=1)
    stored = await house.answer()
    assert (stored.score, stored.comment, stored.commented_at is not None) == (1, None, True)
    await anna.open_link("anna-s-token")
    await anna.receives("We don't know this link")


async def test_somebody_who_keeps_it_after_all_keeps_it(house: House) -> None:
    anna, _question = await house.asked()
    await anna.send("/forget")
    really = await anna.receives("Erase everything we keep about you")
    await (await anna.tap(really, "Don't erase")).answered()
    await anna.receives("nothing was erased")
    await anna.send("/mydata")
    await anna.receives("Here is everything")


async def test_the_file_holds_what_is_kept_and_can_be_read(house: House) -> None:
    anna = await house.customer("Анна", language="ru", contact_ref=REF)
    await house.plan()
    question = await anna.receives("Насколько вы довольны?")
    await (await anna.tap(question, "1")).answered()
    await anna.send("Подошва отклеилась 👟")
    await anna.send("/mydata")
    message = await anna.receives("Здесь всё, что мы о вас храним")
    document = message.json["document"]
    assert (message.media, document["file_name"]) == ("document", "my-data.json")
    files = house.telegram.world.files
    text = files.at(files.get(document["file_id"])["file_path"]).decode()
    data = json.loads(text)
    assert data["telegram_id"] == anna.id
    assert data["profile"]["first_name"] == "Анна"
    assert [name["ref"] for name in data["names_at_the_shop"]] == [REF]
    assert data["questions"][0]["answer"]["comment"] == "Подошва отклеилась 👟"
    assert "Подошва отклеилась 👟" in text


async def test_a_stranger_is_told_that_there_is_nothing(house: House) -> None:
    eve = house.telegram.person(first_name="Eve", language_code="en")
    await eve.send("/mydata")
    await eve.receives("We keep nothing about you")
    await eve.send("/language ru")
    await eve.receives("Please open the link that came with your order")


async def test_a_person_and_a_room_choose_their_language(house: House) -> None:
    anna = await house.customer()
    await anna.send("/language")
    menu = await anna.receives("Which language shall we speak?")
    await (await anna.tap(menu, "Polski")).answered()
    changed = await anna.receives("Gotowe: od teraz rozmawiamy tu po polsku.")
    assert changed.id == menu.id
    assert [button.text for button in changed.buttons] == [
        "English",
        "Русский",
        "Українська",
        "• Polski",
        "中文",
    ]
    await house.plan()
    await anna.receives("Trail running shoes")
    await anna.send("/privacy")
    await anna.receives("Co Greenleaf przechowuje o Tobie")

    group, maria = await team(house)
    ben = house.telegram.person(first_name="Ben")
    await group.join(ben)
    await group.send(ben, "/language@tapscore_bot ru")
    await group.receives("you need the role")
    await group.send(maria, "/language@tapscore_bot")
    menu = await group.receives("Which language shall we speak?")
    assert await (await group.tap(ben, menu, "Русский")).answered() == "Only an admin can change that here."
    await (await group.tap(maria, menu, "Русский")).answered()
    await group.receives("Готово: теперь говорим здесь по-русски.")
    await group.send(maria, "/csat@tapscore_bot")
    await group.receives("ответов пока нет")
