"""Ways to break each constraint of the tables, and no other; those of plans and waves stand in `wave_breaks`."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Table

from storage.kinds import InvitationState, MessageState, SkipReason, SurveyKind
from storage.tables import (
    attachment_table,
    bot_identity_table,
    contact_list_table,
    contact_ref_table,
    draft_table,
    handled_update_table,
    lease_table,
    list_entry_table,
    member_table,
    owner_link_table,
    progress_message_table,
    room_table,
    score_view_table,
    sending_pause_table,
    set_aside_update_table,
    survey_table,
)

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
TUESDAY, TEN = date(2026, 5, 5), time(10)

Break = Callable[[Any], Awaitable[object]]

BREAKS: dict[str, list[Break]] = {}
"""For each constraint, ways to break it and no other."""


def breaks(constraint: str) -> Callable[[Break], Break]:
    def register(way: Break) -> Break:
        BREAKS.setdefault(constraint, []).append(way)
        return way

    return register


async def _twice(rows, table: Table, **values: Any) -> None:
    await rows.add(table, **values)
    await rows.add(table, **values)


async def answer(rows, score: int, kind: SurveyKind = SurveyKind.CSAT) -> int:
    invitation = await rows.invitation(kind=kind)
    return int(await rows.answer(invitation_id=invitation, score=score))


async def ask_again(rows, **values: Any) -> int:
    """A second invitation about a purchase that was asked about, which differs in `values`."""
    purchase = await rows.purchase()
    await rows.invitation(purchase_id=purchase, state=InvitationState.SENT)
    return int(await rows.invitation(**{"purchase_id": purchase, **values}))


async def attachment(rows, **values: Any) -> int:
    usual = {"kind": "photo", "file_id": "f", "chat_id": 7, "telegram_message_id": 1, "received_at": NOW}
    if "invitation_id" not in values:
        values["invitation_id"] = await rows.invitation()
    return int(await rows.add(attachment_table, **usual | values))


@breaks("contact(telegram_id)")
async def two_contacts_with_one_telegram_id(rows):
    await rows.contact(telegram_id=77)
    await rows.contact(telegram_id=77)


@breaks("contact_ref(ref)")
async def a_ref_of_two_contacts(rows):
    for _ in range(2):
        await rows.add(contact_ref_table, ref="anna@shop", contact_id=await rows.contact(), linked_at=NOW)


@breaks("purchase(order_id)")
async def two_purchases_with_one_order_id(rows):
    await rows.purchase(order_id="1001")
    await rows.purchase(order_id="1001")


@breaks("purchase(link_token)")
async def two_purchases_with_one_link(rows):
    await rows.purchase(link_token="q")
    await rows.purchase(link_token="q")


@breaks("amount_not_negative")
async def an_amount_below_zero(rows):
    await rows.purchase(amount_cents=-1)


@breaks("survey(kind,version)")
async def a_version_twice(rows):
    await rows.survey(version=1)
    await rows.survey(version=1)


@breaks("scale_bands")
async def a_scale_of_one_score(rows):
    await rows.survey(lowest=1, highest=1, low_to=1, high_from=1)


@breaks("scale_bands")
async def low_scores_below_the_scale(rows):
    await rows.survey(lowest=1, low_to=0)


@breaks("scale_bands")
async def low_scores_that_are_high_too(rows):
    await rows.survey(low_to=4, high_from=4)


@breaks("scale_bands")
async def high_scores_above_the_scale(rows):
    await rows.survey(highest=5, high_from=6)


@breaks("survey_kind")
async def an_unknown_survey(rows):
    await rows.add(
        survey_table, kind="stars", version=1, lowest=1, highest=5, low_to=2, high_from=4, created_at=NOW
    )


@breaks("survey_symbols")
async def a_scale_in_unknown_symbols(rows):
    await rows.survey(symbols="hearts")


@breaks("attachment_kind")
async def an_attachment_of_an_unknown_kind(rows):
    await attachment(rows, kind="smell")


@breaks("attachment(chat_id,telegram_message_id)")
async def one_message_kept_twice(rows):
    await attachment(rows)
    await attachment(rows)


@breaks("open_some_time")
async def a_wave_that_is_never_open(rows):
    await rows.wave(open_seconds=0)


@breaks("paused_resumes")
async def a_paused_wave_that_doesnt_know_how_to_go_on(rows):
    await rows.wave(state="paused", resumes_as=None)


@breaks("resumes_as")
async def a_wave_that_resumes_in_no_state(rows):
    await rows.wave(state="paused", resumes_as="asleep")


@breaks("wave_state")
async def a_wave_in_no_state(rows):
    await rows.wave(state="asleep")


@breaks("invitation(ask_key)")
async def one_ask_twice(rows):
    await rows.invitation(ask_key="w1:c1")
    await rows.invitation(ask_key="w1:c1")


@breaks("invitation_once_per_purchase")
async def a_second_question_about_a_purchase(rows):
    await ask_again(rows, state=InvitationState.DUE)


@breaks("invitation_once_per_purchase")
async def a_question_about_a_purchase_that_was_answered(rows):
    purchase = await rows.purchase()
    await rows.invitation(purchase_id=purchase, state=InvitationState.ANSWERED)
    await rows.invitation(purchase_id=purchase, state=InvitationState.UNKNOWN)


@breaks("skipped_with_one_reason")
async def skipped_for_no_reason(rows):
    await rows.invitation(state=InvitationState.SKIPPED)


@breaks("skipped_with_one_reason")
async def a_reason_without_being_skipped(rows):
    await rows.invitation(state=InvitationState.DUE, skip_reason=SkipReason.BLOCKED)


@breaks("asked_is_a_contact")
async def a_question_to_nobody(rows):
    await rows.invitation(state=InvitationState.DUE, contact_id=None)


@breaks("invitation_state")
async def an_invitation_in_no_state(rows):
    await rows.invitation(state="lost")


@breaks("invitation_kind")
async def an_invitation_to_an_unknown_survey(rows):
    await rows.invitation(**await rows.an_invitation() | {"kind": "stars"})


@breaks("skip_reason")
async def skipped_for_an_unknown_reason(rows):
    await rows.invitation(state=InvitationState.SKIPPED, skip_reason="bored")


@breaks("message(key)")
async def one_message_twice(rows):
    await rows.message(key="question:w1:c1")
    await rows.message(key="question:w1:c1")


@breaks("sending_has_an_owner")
async def sending_without_an_owner(rows):
    await rows.message(state=MessageState.SENDING, owner=None)


@breaks("sending_has_an_owner")
async def an_owner_of_what_has_left(rows):
    await rows.message(state=MessageState.SENT, owner="somebody")


@breaks("attempt_counted")
async def fewer_attempts_than_none(rows):
    await rows.message(attempt=-1)


@breaks("message_kind")
async def a_message_for_nothing(rows):
    await rows.message(kind="advertisement")


@breaks("message_state")
async def a_message_in_no_state(rows):
    await rows.message(state="lost")


@breaks("response(invitation_id)")
async def two_answers_to_one_question(rows):
    invitation = await rows.invitation()
    await rows.answer(invitation_id=invitation, score=4)
    await rows.answer(invitation_id=invitation, score=5)


@breaks("score_in_scale")
async def a_score_above_its_scale(rows):
    await answer(rows, 6)


@breaks("score_in_scale")
async def a_score_below_its_scale(rows):
    await answer(rows, 0)


@breaks("score_in_scale")
async def an_nps_of_eleven(rows):
    await answer(rows, 11, SurveyKind.NPS)


@breaks("score_in_scale")
async def an_nps_below_zero(rows):
    await answer(rows, -1, SurveyKind.NPS)


@breaks("response_source")
async def an_answer_from_nowhere(rows):
    await rows.answer(invitation_id=await rows.invitation(), score=4, source="guessed")


@breaks("handled_update(bot_id,update_id)")
async def an_update_handled_twice(rows):
    await _twice(rows, handled_update_table, bot_id=7, update_id=1, handled_at=NOW)


@breaks("set_aside_update(bot_id,update_id)")
async def an_update_set_aside_twice(rows):
    await _twice(
        rows, set_aside_update_table, bot_id=7, update_id=1, body={}, error="KeyError", set_aside_at=NOW
    )


@breaks("sending_pause(bot_id,chat_id)")
async def two_pauses_of_one_chat(rows):
    await _twice(rows, sending_pause_table, bot_id=7, chat_id=1, until=NOW)


@breaks("bot_identity(bot_id)")
async def two_names_of_one_bot(rows):
    await _twice(rows, bot_identity_table, bot_id=7, username="shop_bot", seen_at=NOW)


@breaks("lease(bot_id)")
async def two_leases_of_one_bot(rows):
    await _twice(rows, lease_table, bot_id=7, owner="one", epoch=1, expires_at=NOW)


@breaks("room(chat_id)")
async def a_group_that_is_two_rooms(rows):
    await _twice(rows, room_table, chat_id=-100, title="Team", connected_at=NOW)


@breaks("member(telegram_id)")
async def a_person_who_is_two_members(rows):
    await _twice(rows, member_table, telegram_id=7, first_name="Maria", seen_at=NOW)


@breaks("member_role")
async def a_role_that_nobody_knows(rows):
    await rows.add(member_table, telegram_id=7, first_name="Maria", role="boss", seen_at=NOW)


@breaks("owner_link(token_hash)")
async def an_owners_link_twice(rows):
    await _twice(rows, owner_link_table, token_hash="0" * 64, valid_until=NOW)


@breaks("view_kind")
async def a_view_of_an_unknown_score(rows):
    await rows.add(score_view_table, chat_id=-100, kind="happiness", query={}, created_at=NOW)


@breaks("draft_step")
async def a_draft_at_no_step(rows):
    known = {"chat_id": -100, "person_id": 7, "words": {}, "offers": [], "created_at": NOW, "edited_at": NOW}
    await rows.add(draft_table, **known, step="lost")


async def progress(rows, **values: Any) -> None:
    wave = await rows.wave()
    known = {"chat_id": -100, "message_id": 5, "wave_id": wave, "asks_to_stop": False, "looked_at": NOW}
    await rows.add(progress_message_table, **known)
    await rows.add(progress_message_table, **{**known, **values})


@breaks("progress_message(chat_id,message_id)")
async def a_message_that_shows_two_waves(rows):
    await progress(rows, wave_id=await rows.wave())


@breaks("progress_message(wave_id,chat_id)")
async def a_wave_shown_by_two_messages_of_a_room(rows):
    await progress(rows, message_id=6)


@breaks("contact_list(name)")
async def two_lists_of_one_name(rows):
    await _twice(rows, contact_list_table, name="vip", created_at=NOW, used_at=NOW)


@breaks("list_entry(list_id,ref)")
async def somebody_twice_in_a_list(rows):
    listed = await rows.add(contact_list_table, name=None, created_at=NOW, used_at=NOW)
    await _twice(rows, list_entry_table, list_id=listed, ref="anna@mail")
