"""The questions, their scales and their words, by version."""

from datetime import UTC, datetime

from storage import surveys
from storage.kinds import SurveyKind, Symbols
from storage.tables import survey_table

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)


async def _add(writer, version: int, *, kind: SurveyKind = SurveyKind.CSAT, highest: int = 5, **columns):
    async with writer.unit() as session:
        added = await surveys.add_version(
            session,
            kind,
            version=version,
            lowest=1,
            highest=highest,
            low_to=2,
            high_from=highest,
            now=NOW,
            **columns,
        )
        await session.commit()
    return added


async def test_there_is_no_survey_before_the_first(session):
    assert await surveys.newest(session, SurveyKind.CSAT) is None


async def test_new_waves_use_the_newest_version_of_their_kind(writer, database):
    await _add(writer, 2)
    await _add(writer, 10, highest=7)
    await _add(writer, 9)
    await _add(writer, 11, kind=SurveyKind.CES)
    async with database.reading() as session:
        newest = await surveys.newest(session, SurveyKind.CSAT)
    assert newest is not None
    assert (newest.version, newest.lowest, newest.highest, newest.high_from) == (10, 1, 7, 7)


async def test_a_version_twice_is_the_same_survey_with_the_scale_of_the_first(writer, rows):
    first = await _add(writer, 1)
    second = await _add(writer, 1, highest=7)
    assert (second.id, second.highest) == (first.id, 5)
    assert len(await rows.all(survey_table)) == 1


async def test_a_version_has_digits_and_the_usual_words_unless_it_is_told_others(writer, database):
    wording = {"ru": {"question": "Ну как?", "low": "Что не так?"}, "zh": {"high": "好"}}
    usual = await _add(writer, 1)
    own = await _add(writer, 2, symbols=Symbols.STARS, wording=wording, quick_answers=["price", "own1"])
    assert (usual.symbols, usual.wording, usual.quick_answers) == (Symbols.DIGITS, None, None)
    assert (own.symbols, own.wording, own.quick_answers) == (Symbols.STARS, wording, ["price", "own1"])
    async with database.reading() as session:
        newest = await surveys.newest(session, SurveyKind.CSAT)
    assert newest is not None
    assert (newest.symbols, newest.wording) == (Symbols.STARS, wording)
