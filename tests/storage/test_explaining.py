"""Whom the team asks about, and what became of them: orders, names, messages, places in waves."""

from datetime import timedelta

import pytest

from storage import explaining
from storage.kinds import InvitationState, MessageKind, SkipReason, SurveyKind, WaveState
from tests.storage.conftest import NOW

DAY = timedelta(days=1)


# By an order's number


@pytest.mark.parametrize("number", ["1001", "#1001"])
@pytest.mark.parametrize("stored", ["1001", "#1001"])
async def test_an_order_is_found_with_its_hash_or_without(rows, session, number, stored):
    await rows.purchase(order_id="1002")
    await rows.purchase(order_id=stored)
    assert [order.order_id for order in await explaining.orders_called(session, number)] == [stored]


@pytest.mark.parametrize(("number", "found"), [("1001", ["1001"]), ("#1001", ["#1001"])])
async def test_of_two_orders_the_one_that_is_written_so_is_meant(rows, session, number, found):
    for stored in ("1001", "#1001"):
        await rows.purchase(order_id=stored)
    assert [order.order_id for order in await explaining.orders_called(session, number)] == found


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("rg-7", ["RG-7", "rG-7"]),
        ("#RG-7", ["RG-7"]),
        ("rG-7", ["rG-7"]),
        ("web-1", ["#Web-1"]),
        ("RG", []),
        ("%", []),
        ("rg_7", []),
        ("#", []),
    ],
)
async def test_capitals_count_only_where_they_tell_two_orders_apart(rows, session, number, found):
    for stored in ("RG-7", "rG-7", "#Web-1"):
        await rows.purchase(order_id=stored)
    orders = await explaining.orders_called(session, number)
    assert sorted(order.order_id for order in orders) == sorted(found)


async def test_a_number_without_letters_is_looked_up_and_not_searched_for(session, statements):
    assert await explaining.orders_called(session, "#1001") == []
    assert [statement for statement in statements if "lower(" in statement] == []
    assert await explaining.orders_called(session, "#RG-7") == []
    assert [statement for statement in statements if "lower(" in statement] != []


# By a name


@pytest.mark.parametrize("said", ["anna_k", "ANNA_K", "Anna_K"])
async def test_a_customer_is_found_by_their_name_in_capitals_or_not(rows, session, said):
    anna = await rows.contact(username="Anna_K")
    await rows.contact(username="anna_kk")
    await rows.contact(username=None)
    found = await explaining.contact_called(session, said)
    assert found is not None
    assert found.id == anna


async def test_a_name_that_two_had_means_who_came_last(rows, session):
    await rows.contact(username="anna")
    later = await rows.contact(username="anna")
    found = await explaining.contact_called(session, "anna")
    assert found is not None
    assert found.id == later


async def test_a_name_is_nobodys_that_only_looks_like_it(rows, session):
    await rows.contact(username="annaXk")
    assert await explaining.contact_called(session, "anna_k") is None


# By a message


async def test_a_message_tells_of_its_invitations_person_and_order(rows, session):
    anna, order = await rows.contact(), await rows.purchase(order_id="1001")
    asked = await rows.invitation(contact_id=anna, order_id="1001", state=InvitationState.SENT)
    for chat_id in (-1, -2):
        await rows.message(
            kind=MessageKind.ALERT, chat_id=chat_id, telegram_message_id=7, invitation_id=asked
        )
    found = await explaining.behind(session, chat_id=-2, telegram_message_id=7)
    assert found is not None
    assert (found[0].id, found[1] and found[1].id) == (anna, order)


async def test_a_message_about_no_order_tells_of_its_person(rows, session):
    asked = await rows.invitation(state=InvitationState.SENT)
    await rows.message(chat_id=-1, telegram_message_id=7, invitation_id=asked)
    found = await explaining.behind(session, chat_id=-1, telegram_message_id=7)
    assert found is not None
    assert found[1] is None


@pytest.mark.parametrize(("chat_id", "number"), [(-1, 8), (-2, 7), (-1, 9)])
async def test_another_message_tells_of_nobody(rows, session, chat_id, number):
    asked = await rows.invitation(state=InvitationState.SENT)
    await rows.message(chat_id=-1, telegram_message_id=7, invitation_id=asked)
    await rows.message(chat_id=-1, telegram_message_id=9)
    assert await explaining.behind(session, chat_id=chat_id, telegram_message_id=number) is None


# What became of them


async def _told(session, *, contact_id=None, contact_ref=None, most=100):
    return await explaining.places(session, contact_id=contact_id, contact_ref=contact_ref, most=most)


async def test_a_place_tells_its_wave_its_state_and_the_answer(rows, session):
    wave = await rows.wave(kind=SurveyKind.NPS, name="Spring", state=WaveState.PAUSED)
    anna = await rows.contact()
    moments = {"asked_at": NOW - 3 * DAY, "expires_at": NOW + DAY, "snoozed_at": NOW - 2 * DAY}
    asked = await rows.invitation(
        wave_id=wave,
        kind=SurveyKind.NPS,
        contact_id=anna,
        order_id="1001",
        state=InvitationState.ANSWERED,
        declined_at=NOW,
        **moments,
    )
    await rows.answer(invitation_id=asked, score=9, answered_at=NOW - DAY)
    assert await _told(session, contact_id=anna) == [
        explaining.Place(
            kind=SurveyKind.NPS,
            wave="Spring",
            wave_state=WaveState.PAUSED,
            state=InvitationState.ANSWERED,
            skip_reason=None,
            order_id="1001",
            created_at=NOW,
            declined_at=NOW,
            score=9,
            highest=10,
            answered_at=NOW - DAY,
            **moments,
        )
    ]


async def test_the_newest_come_first_by_when_they_were_asked_or_left_out(rows, session):
    anna = await rows.contact()
    for name, created, asked in (("a", 9, 2), ("b", 3, None), ("c", 1, None), ("d", 8, 3)):
        await rows.invitation(
            wave_id=await rows.wave(name=name),
            contact_id=anna,
            state=InvitationState.SENT if asked else InvitationState.SKIPPED,
            skip_reason=None if asked else SkipReason.RESERVED,
            created_at=NOW - created * DAY,
            asked_at=NOW - asked * DAY if asked else None,
        )
    told = await _told(session, contact_id=anna)
    assert [place.wave for place in told] == ["c", "a", "d", "b"]
    assert [place.at for place in told] == [NOW - days * DAY for days in (1, 2, 3, 3)]
    assert [place.wave for place in await _told(session, contact_id=anna, most=2)] == ["c", "a"]


async def test_what_was_before_they_opened_a_link_is_theirs_too(rows, session):
    """A wave that finds nobody behind an order looks at the order, and goes on doing so under its number."""
    anna = await rows.contact()
    for number in ("1001", "1002"):
        await rows.purchase(order_id=number, contact_id=anna, contact_ref="anna")
    await rows.invitation(order_id="1001", state=InvitationState.SKIPPED, skip_reason=SkipReason.NO_CHAT)
    await rows.invitation(order_id="1002", contact_id=anna, state=InvitationState.SENT)
    told = await _told(session, contact_id=anna)
    assert [(place.order_id, place.skip_reason) for place in told] == [
        ("1002", None),
        ("1001", SkipReason.NO_CHAT),
    ]


async def test_of_somebody_without_a_link_all_orders_under_the_same_name_are_told(rows, session):
    for number, ref in (("1001", "anna"), ("1002", "anna"), ("1003", "ben")):
        await rows.purchase(order_id=number, contact_ref=ref)
        await rows.invitation(order_id=number, state=InvitationState.SKIPPED, skip_reason=SkipReason.NO_CHAT)
    told = await _told(session, contact_ref="anna")
    assert {place.order_id for place in told} == {"1001", "1002"}


async def test_what_is_somebody_elses_isnt_told_though_it_names_the_same_order(rows, session):
    """An order's number in the history of another tool may have been another customer's."""
    anna, ben = await rows.contact(), await rows.contact()
    await rows.purchase(order_id="1001", contact_id=anna)
    await rows.purchase(order_id="1002", contact_ref="nobody")
    for number in ("1001", "1002"):
        await rows.invitation(order_id=number, contact_id=ben, state=InvitationState.SENT)
    assert await _told(session, contact_id=anna) == []
    assert await _told(session, contact_ref="nobody") == []


async def test_what_is_nobodys_isnt_everybodys(rows, session):
    anna = await rows.contact()
    await rows.invitation(state=InvitationState.SKIPPED, skip_reason=SkipReason.NO_CHAT, order_id="7")
    await rows.invitation(state=InvitationState.SKIPPED, skip_reason=SkipReason.NO_CHAT)
    assert await _told(session, contact_id=anna) == []
    assert await _told(session, contact_ref="anna") == []


async def test_tests_arent_told(rows, session):
    anna = await rows.contact()
    await rows.invitation(contact_id=anna, state=InvitationState.SENT, is_test=True)
    assert await _told(session, contact_id=anna) == []


async def test_sqlite_never_walks_through_what_is_nobodys(statements, session, dialect):
    """Most places of a large shop are: of customers who never opened a link."""
    if dialect != "sqlite":
        pytest.skip("PostgreSQL plans by its statistics")
    await _told(session, contact_id=1)
    await _told(session, contact_ref="anna")
    connection = await session.connection()
    by_contact = []
    for statement in [told for told in statements if "FROM invitation" in told]:
        plan = await connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement}", (1,) * statement.count("?")
        )
        steps = [row[3] for row in plan]
        assert [step for step in steps if step.startswith("SCAN")] == []
        by_contact.append(sum("invitation" in step and "contact_id=?" in step for step in steps))
    assert by_contact == [1, 0]
