"""What taps change, many at a time, and the words that follow them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage import outcomes, responses
from storage.facts import Answer
from storage.kinds import InvitationState, MessageKind, MessageState, ResponseSource
from storage.responses import TapEffects
from storage.tables import (
    early_text_table,
    invitation_table,
    message_table,
    response_table,
    response_tap_table,
)

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _tap(invitation: int, score: int = 4, *, minute: int = 0, **values) -> TapEffects:
    """A tap that counts; the first one, unless its answer is given."""
    at = NOW + minute * MINUTE
    answer = Answer(score=score, first_answered_at=NOW)
    effects = TapEffects(
        invitation_id=invitation,
        score=score,
        at=at,
        telegram_message_id=55,
        lowest=1,
        highest=5,
        answer=answer,
    )
    return replace(effects, **values)


async def _write(writer, *taps: TapEffects) -> None:
    async with writer.unit() as session:
        await responses.write_taps(session, taps)
        await session.commit()


async def _answers(rows) -> list[tuple[int, int]]:
    return [(row.invitation_id, row.score) for row in await rows.all(response_table)]


async def test_a_tap_is_an_answer_and_history(rows, writer):
    invitation = await rows.invitation(state=InvitationState.SENT, sent_at=NOW - MINUTE)
    await _write(writer, _tap(invitation, 4))
    (answer,) = await rows.all(response_table)
    assert (answer.score, answer.lowest, answer.highest) == (4, 1, 5)
    assert (answer.source, answer.first_answered_at, answer.answered_at) == (ResponseSource.TAP, NOW, NOW)
    assert (answer.closed_at, answer.comment, answer.commented_at) == (None, None, None)
    (tap,) = await rows.all(response_tap_table)
    assert (tap.invitation_id, tap.score, tap.tapped_at, tap.counted) == (invitation, 4, NOW, True)
    asked = await rows.one(invitation_table, invitation)
    assert (asked.state, asked.sent_at) == (InvitationState.ANSWERED, NOW - MINUTE)


async def test_no_taps_are_no_effects(rows, writer):
    await _write(writer)
    assert await rows.all(response_tap_table) == []


async def test_the_last_tap_of_a_batch_wins_and_history_keeps_every_one(rows, writer):
    anna, boris = [await rows.invitation(state=InvitationState.SENT) for _ in range(2)]
    await _write(writer, _tap(anna, 1), _tap(boris, 5), _tap(anna, 3, minute=1), _tap(anna, 2, minute=2))
    assert sorted(await _answers(rows)) == sorted([(anna, 2), (boris, 5)])
    answer = next(row for row in await rows.all(response_table) if row.invitation_id == anna)
    assert (answer.first_answered_at, answer.answered_at) == (NOW, NOW + 2 * MINUTE)
    history = [(row.invitation_id, row.score) for row in await rows.all(response_tap_table)]
    assert history == [(anna, 1), (boris, 5), (anna, 3), (anna, 2)]


async def test_a_later_tap_changes_the_score_and_not_when_it_was_first_given(rows, writer):
    invitation = await rows.invitation(state=InvitationState.SENT)
    await _write(writer, _tap(invitation, 1))
    await _write(writer, _tap(invitation, 5, minute=3))
    (answer,) = await rows.all(response_table)
    assert (answer.score, answer.first_answered_at, answer.answered_at) == (5, NOW, NOW + 3 * MINUTE)


async def test_a_tap_that_doesnt_count_is_kept_in_the_history_alone(rows, writer):
    invitation = await rows.invitation(state=InvitationState.ANSWERED)
    await rows.answer(invitation_id=invitation, score=4)
    await _write(writer, _tap(invitation, 1, minute=60, answer=None))
    assert await _answers(rows) == [(invitation, 4)]
    (tap,) = await rows.all(response_tap_table)
    assert (tap.score, tap.counted) == (1, False)


async def test_words_that_came_before_their_tap_close_the_answer(rows, writer):
    invitation = await rows.invitation(state=InvitationState.SENT)
    answer = Answer(score=2, first_answered_at=NOW, closed_at=NOW, comment="The sole came off")
    await _write(writer, _tap(invitation, 2, answer=answer))
    (row,) = await rows.all(response_table)
    assert (row.comment, row.commented_at, row.closed_at) == ("The sole came off", NOW, NOW)


async def test_a_later_tap_keeps_the_words_and_the_close(rows, writer):
    """Decided from facts that were read before the words came."""
    invitation = await rows.invitation(state=InvitationState.ANSWERED)
    await rows.answer(
        invitation_id=invitation, score=2, comment="The sole came off", commented_at=NOW, closed_at=NOW
    )
    await _write(writer, _tap(invitation, 1, minute=1))
    (row,) = await rows.all(response_table)
    assert (row.score, row.comment, row.commented_at, row.closed_at) == (1, "The sole came off", NOW, NOW)


@pytest.mark.parametrize("state", [InvitationState.UNKNOWN, InvitationState.SENDING, InvitationState.FAILED])
async def test_an_answered_question_was_delivered_whatever_was_known_of_it(state, rows, writer):
    """Invariant 3: what was unknown is proven by a later tap."""
    message, invitation = await rows.question(invitation=state, state=MessageState.UNKNOWN, failure="timeout")
    await _write(writer, _tap(invitation, minute=5), _tap(invitation, 5, minute=6))
    asked = await rows.one(invitation_table, invitation)
    assert (asked.state, asked.sent_at, asked.failure) == (InvitationState.ANSWERED, NOW + 5 * MINUTE, None)
    question = await rows.one(message_table, message)
    assert (question.state, question.telegram_message_id) == (MessageState.SENT, 55)
    assert question.sent_at == NOW + 5 * MINUTE


async def test_a_tap_that_is_quicker_than_the_outcome_of_sending_settles_it(rows, writer):
    message, invitation = await rows.question(invitation=InvitationState.SENDING, state=MessageState.SENDING)
    await _write(writer, _tap(invitation))
    late = outcomes.Result(
        message_id=message, owner="owner", attempt=1, state=MessageState.UNKNOWN, at=NOW + MINUTE
    )
    async with writer.unit() as session:
        await outcomes.write_results(session, [late])
        await session.commit()
    question = await rows.one(message_table, message)
    assert (question.state, question.owner) == (MessageState.SENT, None)
    assert (await rows.one(invitation_table, invitation)).state is InvitationState.ANSWERED


async def test_a_tap_that_doesnt_count_proves_nothing(rows, writer):
    message, invitation = await rows.question(invitation=InvitationState.UNKNOWN, state=MessageState.UNKNOWN)
    await _write(writer, _tap(invitation, answer=None))
    assert (await rows.one(invitation_table, invitation)).state is InvitationState.UNKNOWN
    assert (await rows.one(message_table, message)).state is MessageState.UNKNOWN


@pytest.mark.parametrize("kind", [MessageKind.QUESTION, MessageKind.REMINDER])
async def test_whoever_has_answered_isnt_asked_again(kind, rows, writer):
    """Invariant 3: nobody is asked the same thing twice: neither after "not now" nor by a reminder."""
    _, invitation = await rows.question(invitation=InvitationState.SENT, state=MessageState.SENT)
    again = await rows.message(kind=kind, invitation_id=invitation, not_before=NOW + timedelta(days=1))
    other, _ = await rows.question()
    await _write(writer, _tap(invitation))
    assert (await rows.one(message_table, again)).state is MessageState.CANCELLED
    assert (await rows.one(message_table, other)).state is MessageState.DUE


@pytest.mark.parametrize("last", ResponseSource)
async def test_the_source_of_an_answer_is_that_of_its_last_score(last, rows, writer):
    invitation = await rows.invitation(state=InvitationState.SENT)
    await _write(writer, _tap(invitation, 1, source=ResponseSource.TYPED))
    await _write(writer, _tap(invitation, 5, minute=3, source=last))
    (answer,) = await rows.all(response_table)
    assert (answer.score, answer.source) == (5, last)


async def test_a_later_score_keeps_or_drops_the_reason_as_it_was_decided(rows, writer):
    kept, dropped = [await rows.invitation(state=InvitationState.ANSWERED) for _ in range(2)]
    for invitation in (kept, dropped):
        await rows.answer(invitation_id=invitation, score=1, reason="price")
    await _write(
        writer,
        _tap(kept, 2, answer=Answer(score=2, first_answered_at=NOW, reason="price")),
        _tap(dropped, 5),
    )
    assert [(row.score, row.reason) for row in await rows.all(response_table)] == [(2, "price"), (5, None)]


async def test_a_batch_takes_as_many_statements_for_fifty_taps_as_for_one(rows, writer, statements):
    one = await rows.an_invitation(state=InvitationState.SENT)
    ids = await rows.add_all(invitation_table, [one | {"ask_key": f"c{number}"} for number in range(50)])

    async def number_of_statements(taps: list[TapEffects]) -> int:
        statements.clear()
        await _write(writer, *taps)
        return len(statements)

    assert await number_of_statements([_tap(ids[0])]) == await number_of_statements([_tap(i) for i in ids])
    assert len(await rows.all(response_table)) == 50


# Words


async def _say(writer, invitation: int, words: str, now: datetime = NOW) -> None:
    async with writer.unit() as session:
        await responses.add_words(session, invitation, words, now=now)
        await session.commit()


async def test_words_are_added_to_the_answer_and_close_it(rows, writer):
    """People write in several messages; the first moment counts."""
    invitation = await rows.invitation(state=InvitationState.ANSWERED)
    await rows.answer(invitation_id=invitation, score=1)
    await _say(writer, invitation, "Подошва отвалилась")
    await _say(writer, invitation, "в первый день", NOW + MINUTE)
    (row,) = await rows.all(response_table)
    assert row.comment == "Подошва отвалилась\nв первый день"
    assert (row.commented_at, row.closed_at) == (NOW, NOW)


async def test_an_answer_is_closed_once_and_without_words(rows, writer):
    first, second = [await rows.invitation(state=InvitationState.ANSWERED) for _ in range(2)]
    for invitation in (first, second):
        await rows.answer(invitation_id=invitation, score=1)
    for minute in range(2):
        async with writer.unit() as session:
            await responses.close(session, first, now=NOW + minute * MINUTE)
            await session.commit()
    assert [(row.closed_at, row.comment, row.commented_at) for row in await rows.all(response_table)] == [
        (NOW, None, None),
        (None, None, None),
    ]


async def test_words_stay_as_they_were_written(rows, writer):
    invitation = await rows.invitation(state=InvitationState.ANSWERED)
    await rows.answer(invitation_id=invitation, score=1)
    words = '100% :bad\' "quoted" \\n {x} 😡'
    await _say(writer, invitation, words)
    (row,) = await rows.all(response_table)
    assert row.comment == words


async def test_words_to_one_answer_are_none_of_anothers(rows, writer):
    first, second = [await rows.invitation(state=InvitationState.ANSWERED) for _ in range(2)]
    for invitation in (first, second):
        await rows.answer(invitation_id=invitation, score=1)
    await _say(writer, first, "Too late")
    async with writer.unit() as session:
        await responses.choose_reason(session, first, "delivery")
        await session.commit()
    assert [(row.comment, row.reason) for row in await rows.all(response_table)] == [
        ("Too late", "delivery"),
        (None, None),
    ]


async def test_the_answer_is_read_as_it_stands(rows, session):
    invitation = await rows.invitation(state=InvitationState.ANSWERED)
    assert await responses.answer_of(session, invitation) is None
    await session.rollback()
    await rows.answer(invitation_id=invitation, score=3, reason="price", comment="Dear", closed_at=NOW)
    assert await responses.answer_of(session, invitation) == Answer(
        score=3, first_answered_at=NOW, closed_at=NOW, reason="price", comment="Dear"
    )


async def test_early_words_are_kept_until_their_tap_comes(rows, writer):
    invitation = await rows.invitation(state=InvitationState.SENT)
    async with writer.unit() as session:
        await responses.keep_early_text(session, invitation, "The sole came off", now=NOW)
        await responses.keep_early_text(session, invitation, "on day one", now=NOW + MINUTE)
        await session.commit()
    kept = [(row.invitation_id, row.text, row.received_at) for row in await rows.all(early_text_table)]
    assert kept == [(invitation, "The sole came off", NOW), (invitation, "on day one", NOW + MINUTE)]
