"""How a wave ends, and the card that tells every room of it: once, with the same figures as everywhere."""

from datetime import timedelta

import pytest

from bot.wire import message_call
from handlers.admin.scores import wave_score
from handlers.current_survey import scale_of
from handlers.marketer import result_card, wave_end, wave_lines
from handlers.replies import content_from
from handlers.survey.scoring import Tally, score
from handlers.texts.languages import SPOKEN
from handlers.texts.units import utf16_length
from handlers.updates import Group
from storage import rooms, waves
from storage.kinds import InvitationState, MessageKind, SkipReason, SurveyKind, WaveState
from storage.tables import message_table, wave_table
from tests.handlers.house import CATALOG, words_of
from tests.handlers.samples import NOW, SHOP
from tests.handlers.team_house import ADAM, ELSEWHERE, MARIA, ROOM
from tests.storage.conftest import Rows

DAY = timedelta(days=1)


@pytest.fixture
def rows(team):
    return Rows(team.house.database)


async def answered(rows, wave, *scores, kind=SurveyKind.CSAT, **columns):
    """An answer of each score."""
    for given in scores:
        invitation = await rows.invitation(
            wave_id=wave, kind=kind, state=InvitationState.ANSWERED, sent_at=NOW, **columns
        )
        await rows.answer(invitation_id=invitation, score=given)


async def left_out(rows, wave, **numbers):
    for reason, number in numbers.items():
        for _ in range(number):
            await rows.invitation(wave_id=wave, state=InvitationState.SKIPPED, skip_reason=SkipReason(reason))


async def finish(team):
    async with team.house.writer.reading() as session:
        ending = [await wave_end.result_of(session, wave_id) for wave_id in await waves.settled(session, NOW)]
    async with team.house.writer.unit() as session:
        for result in ending:
            assert result is not None
            await wave_end.finish(session, result, now=NOW, shop=SHOP)
        await session.commit()


async def stop(team, wave):
    async with team.house.writer.unit() as session:
        result = await wave_end.result_of(session, wave)
        stopped = await wave_end.stop(session, wave, result, now=NOW, shop=SHOP)
        await session.commit()
    return stopped


async def cards(team):
    """The cards that stand in line."""
    rows = await team.house.rows(message_table)
    return [row for row in rows if row["key"].startswith("result:")]


async def told(team):
    (card,) = await cards(team)
    return words_of(content_from(card["content"])).splitlines()


async def test_a_wave_that_is_done_tells_what_came_of_it(team, rows):
    wave = await rows.wave(name="Spring", kind=SurveyKind.NPS)
    await answered(rows, wave, 10, 9, 7, 3, kind=SurveyKind.NPS)
    nps = {"wave_id": wave, "kind": SurveyKind.NPS}
    await rows.invitation(**nps, state=InvitationState.EXPIRED, sent_at=NOW)
    await rows.invitation(**nps, state=InvitationState.FAILED)
    await left_out(rows, wave, blocked=1, asked_recently=3, opted_out=1)
    await finish(team)
    assert await told(team) == [
        "Spring is over",
        "Asked 5 of 6 · 4 answered (80%)",
        "Out of reach: 1",
        "NPS +25 · one answer per person",
        "██████████░░░░░▒▒▒▒▒",
        "50% promoters · 25% passive · 25% detractors",
        "95%: −44 … +73 · 4 answers (small sample)",
        "Left out: 5",
        "· 3 asked recently",
        "· 1 blocked the bot",
        "· 1 stopped",
    ]
    assert (await rows.one(wave_table, wave)).state is WaveState.DONE


async def test_a_stopped_wave_tells_who_is_spared_and_who_can_still_answer(team, rows):
    wave = await rows.wave(name="Spring")
    await answered(rows, wave, 5)
    for state in (InvitationState.SENT, InvitationState.DUE, InvitationState.DUE):
        reached = NOW if state is InvitationState.SENT else None
        await rows.invitation(wave_id=wave, state=state, sent_at=reached)
    assert await stop(team, wave)
    assert (await told(team))[:4] == [
        "Spring was stopped",
        "Asked 2 of 4 · 1 answered (50%)",
        "Not asked any more: 2",
        "Can still answer: 1",
    ]


async def test_the_score_is_that_of_the_one_definition_and_of_this_wave_alone(team, rows):
    """Invariant 8: staff, tests, late answers and other waves count no more here than elsewhere."""
    wave, namesake = await rows.wave(), await rows.wave()
    await answered(rows, wave, 5, 5, 4, 1)
    await answered(rows, namesake, 1, 1, 1)
    staff = await rows.contact(is_staff=True)
    await answered(rows, wave, 1, contact_id=staff)
    await answered(rows, wave, 1, is_test=True)
    await answered(rows, wave, 1, expires_at=NOW - DAY)
    async with team.house.database.reading() as session:
        found = await wave_score(session, SurveyKind.CSAT, wave)
        assert found == score(Tally.of(await scale_of(session, SurveyKind.CSAT), [5, 5, 4, 1]))
        assert await wave_score(session, SurveyKind.CSAT, await rows.wave()) is None
    await stop(team, wave)
    assert "CSAT 75% · every purchase counts" in await told(team)


async def test_thirty_answers_are_no_small_sample(team, rows):
    wave = await rows.wave()
    await answered(rows, wave, *[5] * 30)
    await finish(team)
    text = "\n".join(await told(team))
    assert "30 answers" in text
    assert "small sample" not in text


async def test_without_answers_it_says_so_and_without_people_too(team, rows):
    silent, _empty, barred = [await rows.wave(name=name) for name in ("Silent", "Empty", "Barred")]
    await rows.invitation(wave_id=silent, state=InvitationState.EXPIRED, sent_at=NOW)
    await left_out(rows, barred, staff=2)
    await finish(team)
    texts = [words_of(content_from(card["content"])).splitlines() for card in await cards(team)]
    assert texts == [
        ["Silent is over", "Asked 1 of 1 · 0 answered (0%)", "Nobody has answered."],
        ["Empty is over", "There was nobody to ask."],
        ["Barred is over", "Asked 0 of 0", "Left out: 2", "· 2 of the staff"],
    ]


async def test_each_room_is_told_once_in_its_topic_and_language(team, rows):
    """Invariant 2: the card is a message, in the transaction that ended the wave."""
    await team.says(MARIA, "connect", group=Group(ELSEWHERE.chat_id, "Topics", 5))
    await team.says(ADAM, "language", "ru")
    wave = await rows.wave(name="Spring")
    await answered(rows, wave, 5)
    for _ in range(2):
        await finish(team)
    assert not await stop(team, wave)
    found = await cards(team)
    assert [(card["chat_id"], card["thread_id"]) for card in found] == [
        (ROOM.chat_id, None),
        (ELSEWHERE.chat_id, 5),
    ]
    assert [content_from(card["content"]).language for card in found] == ["ru", "en"]
    assert {card["kind"] for card in found} == {MessageKind.ALERT}
    assert words_of(content_from(found[0]["content"])).splitlines()[0] == "Волна Spring завершена"


async def test_a_wave_in_which_a_question_opened_meanwhile_doesn_t_end(team, rows):
    """Its result is looked up before the transaction; whether it ends is decided there."""
    wave = await rows.wave()
    async with team.house.writer.reading() as session:
        result = await wave_end.result_of(session, wave)
        assert await waves.settled(session, NOW) == [wave]
    assert result is not None
    await rows.invitation(wave_id=wave, state=InvitationState.SENT)
    async with team.house.writer.unit() as session:
        await wave_end.finish(session, result, now=NOW, shop=SHOP)
        await session.commit()
    assert await cards(team) == []
    assert (await rows.one(wave_table, wave)).state is WaveState.RUNNING


async def test_what_isnt_committed_is_told_to_nobody(team, rows):
    """Invariant 2: neither can the card come without the end, nor the end without the card."""
    wave = await rows.wave()
    async with team.house.writer.unit() as session:
        result = await wave_end.result_of(session, wave)
        await wave_end.stop(session, wave, result, now=NOW, shop=SHOP)
    assert await cards(team) == []
    assert (await rows.one(wave_table, wave)).state is WaveState.RUNNING


QUIET = {
    "a test": {"is_test": True},
    "a day of a plan that asks after each purchase": {"fills_until": NOW},
}


@pytest.mark.parametrize("columns", QUIET.values(), ids=QUIET)
async def test_what_is_no_news_is_told_to_nobody(team, rows, columns):
    done, stopped = await rows.wave(**columns), await rows.wave(**columns)
    for wave in (done, stopped):
        await answered(rows, wave, 5)
    assert await stop(team, stopped)
    await finish(team)
    assert (await rows.one(wave_table, done)).state is WaveState.DONE
    assert await cards(team) == []


async def test_a_wave_that_was_stopped_before_it_began_is_no_news(team, rows):
    assert await stop(team, await rows.wave(state=WaveState.PLANNED))
    assert await cards(team) == []


async def test_without_a_room_there_is_nobody_to_tell(team, rows):
    await team.says(MARIA, "disconnect")
    await answered(rows, await rows.wave(), 5)
    await finish(team)
    assert await cards(team) == []


async def test_a_button_stops_a_wave_and_tells_it(team, rows):
    wave = await rows.wave()
    await answered(rows, wave, 5)
    await team.house.handle(team.house.press(MARIA, f"ts:p:{wave}:really", chat_id=ROOM.chat_id))
    assert (await told(team))[0] == "Spring was stopped"


async def test_the_longest_card_in_each_language_is_one_message(team, rows):
    """Bot API: 4096 UTF-16 units; rare reasons are summed up."""
    wave = await rows.wave(name="👩‍👩‍👧‍👦" * 100)
    await answered(rows, wave, 5)
    await left_out(rows, wave, **{reason.value: 1 for reason in SkipReason})
    await left_out(rows, wave, blocked=1)
    async with team.house.database.reading() as session:
        standing = await wave_lines.standing(session, wave)
        assert standing is not None
        for language in SPOKEN:
            shop = type(SHOP)(name=SHOP.name, time_zone=SHOP.time_zone, language=language)
            result = await result_card.result_of(session, standing)
            (say,) = result_card.cards(result, await rooms.connected(session), shop=shop)
            assert say.content is not None
            text = message_call(say.content, CATALOG).params["text"]
            assert utf16_length(text) < 2000
            reasons = [line for line in say.content.lines if line.id == "left-out"]
            assert len(reasons) == wave_lines.REASONS
            assert reasons[0].values == {"reason": "blocked", "number": 2}
            (others,) = [line for line in say.content.lines if line.id == "left-out-others"]
            assert others.values["number"] == len(SkipReason) + 1 - (wave_lines.REASONS + 1)


@pytest.mark.parametrize("language", SPOKEN)
def test_each_reason_has_words_of_its_own(language):
    said = {CATALOG.plain(wave_lines.reason(reason, 7), language) for reason in SkipReason}
    assert len(said) == len(SkipReason)
    assert all(text.startswith("· ") and "7" in text for text in said)
