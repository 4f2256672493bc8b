"""Every language's whole conversation, from the link to the thanks, the same by both libraries.

What is said is kept in transcripts/<language>.txt, to be read by whoever speaks it. Where it changes on
purpose, `UPDATE_TRANSCRIPTS=yes` writes the files anew, and the change is read in the diff.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.simulator.group import Group
from bot.simulator.person import Person
from handlers.customer.language import NATIVE
from handlers.texts import figures
from handlers.texts.catalog import Catalog
from handlers.texts.languages import SPOKEN
from tests.journeys.house import MORNING, House, open_house
from tests.journeys.scenes import SCENES, Stage
from tests.journeys.script import Script, foreign
from tests.journeys.speakers import SPEAKERS, Speaker

TRANSCRIPTS = Path(__file__).parent / "transcripts"
SHOP = "Greenleaf"

_QUERIES = r"\w+:\w+|\d+d\w*|2026-\w+|\b(?:all|category|store|operator|channel|language|wave)\b"
_ROLES = r"\b(?:owner|admin|marketer|viewer)\b"
_NAMES = rf"\b(?:NPS|CSAT|CES|Telegram|{SHOP})\b|{'|'.join(NATIVE.values())}"
KNOWN = rf"/\w+(?: nps)?|{_NAMES}|{_QUERIES}|{_ROLES}"
"""What is written the same in every language: commands, names, and what one types after a command."""


@pytest.mark.parametrize("language", SPOKEN)
async def test_a_conversation_is_in_the_persons_language_and_the_same_by_both_libraries(
    tmp_path: Path, library: str, language: str
) -> None:
    speaker = SPEAKERS[language]
    script = Script(
        catalog=Catalog.load(),
        language=language,
        values={
            "shop": SHOP,
            "product": speaker.product,
            "date": figures.day((MORNING - timedelta(days=2)).date(), language),
            "lowest": "1",
            "highest": "5",
        },
    )
    review = "https://example.org/greenleaf"
    async with open_house(tmp_path, library, review_url=review) as house:
        stage = await _stage(house, script, speaker)
        for scene in SCENES:
            await scene(stage)
        readers: list[Person | Group] = [*house.telegram.people.values(), stage.group]
        assert [reader for reader in readers if reader.inbox.has()] == []  # nothing was said but the script
    _compare(script)
    assert [word for words in script.shown for word in foreign(words, speaker.alphabet, known=KNOWN)] == []


async def _stage(house: House, script: Script, speaker: Speaker) -> Stage:
    """The team's group is connected; the shop speaks English, so that every other language is somebody's own."""
    maria = house.telegram.person(
        first_name=speaker.names[-1], username="maria", language_code=script.language
    )
    group = house.telegram.group("Team", owner=maria, bot="member")
    await house.own(maria.id)
    await group.send(maria, "/connect@tapscore_bot")
    await group.receives("connected to Greenleaf")
    return Stage(house=house, script=script, speaker=speaker, group=group, maria=maria)


def _compare(script: Script) -> None:
    path = TRANSCRIPTS / f"{script.language}.txt"
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(script), "utf-8")
    assert str(script) == path.read_text("utf-8")
