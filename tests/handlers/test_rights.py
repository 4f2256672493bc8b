"""Who may do what, and where: by command, by button, and at each use anew."""

import pytest

from bot.wire import decode
from handlers.press import Act, Press
from handlers.replies import Edit
from handlers.rights import SERVICE_ACCOUNTS, Rights, can_hold_a_role, suffices
from handlers.updates import Person, Removed
from storage.kinds import Role
from storage.tables import member_table, message_table, score_view_table
from tests.handlers.house import toast_of, words_of
from tests.handlers.samples import ANNA, EVE
from tests.handlers.team_house import (
    ADAM,
    ANONYMOUS,
    BEN,
    ELSEWHERE,
    MARIA,
    MAX,
    OLGA,
    ROLES,
    ROOM,
    VERA,
    ZOE,
)

# D does it   R is told which role it needs   U is told that this group is unknown
# H is told what this chat is for   W is told to write it in the group   . nothing   - can't happen
#
# owner by settings, owner by grant, admin, marketer, viewer, in the room without a role,
# anonymous administrator of the group, customer, stranger
WHO = (OLGA, MARIA, ADAM, MAX, VERA, ZOE, ANONYMOUS, ANNA, EVE)

MAY = """
in private  start       D D D D D D - D D
in private  stop        D D D D D D - D D
in private  help        H H H H H H - H H
in private  language    D D D D D D - D D
in private  privacy     D D D D D D - D D
in private  mydata      D D D D D D - D D
in private  forget      D D D D D D - D D
in private  nps         D D D D D H - H H
in private  csat        D D D D D H - H H
in private  ces         D D D D D H - H H
in private  scores      D D D D D H - H H
in private  waves       H H H H H H - H H
in private  why         D D D D H H - H H
in private  wave        D D D D H H - H H
in private  test        D D D D H H - H H
in private  survey      D D D D H H - H H
in private  connect     W W H H H H - H H
in private  disconnect  W W H H H H - H H
in private  grant       H H H H H H - H H
in private  revoke      H H H H H H - H H
in private  weather     H H H H H H - H H

in a room   start       . . . . . . . . .
in a room   stop        . . . . . . . . .
in a room   help        D D D D D D D D D
in a room   nps         D D D D D D D D D
in a room   csat        D D D D D D D D D
in a room   ces         D D D D D D D D D
in a room   scores      D D D D D D D D D
in a room   waves       D D D D D D D D D
in a room   why         D D D D R R D R R
in a room   wave        D D D D R R D R R
in a room   test        D D D D R R D R R
in a room   survey      D D D D R R D R R
in a room   language    D D D R R R D R R
in a room   privacy     . . . . . . . . .
in a room   mydata      . . . . . . . . .
in a room   forget      . . . . . . . . .
in a room   connect     D D R R R R R R R
in a room   disconnect  D D R R R R R R R
in a room   grant       D D D R R R D R R
in a room   revoke      D D D R R R D R R
in a room   weather     . . . . . . . . .

elsewhere   start       . . . . . . . . .
elsewhere   stop        . . . . . . . . .
elsewhere   help        U U U U U U U U U
elsewhere   nps         U U U U U U U U U
elsewhere   csat        U U U U U U U U U
elsewhere   ces         U U U U U U U U U
elsewhere   scores      U U U U U U U U U
elsewhere   waves       U U U U U U U U U
elsewhere   why         U U U U U U U U U
elsewhere   wave        U U U U U U U U U
elsewhere   test        U U U U U U U U U
elsewhere   survey      U U U U U U U U U
elsewhere   language    U U U U U U U U U
elsewhere   privacy     . . . . . . . . .
elsewhere   mydata      . . . . . . . . .
elsewhere   forget      . . . . . . . . .
elsewhere   connect     D D U U U U U U U
elsewhere   disconnect  U U U U U U U U U
elsewhere   grant       U U U U U U U U U
elsewhere   revoke      U U U U U U U U U
elsewhere   weather     . . . . . . . . .
"""

CASES = [(line[:10], line[10:22].strip(), line[22:].split()) for line in MAY.splitlines() if line]

TOLD = {"refused": "R", "unknown-group": "U", "help-customer": "H", "connect-where": "W"}

SECRETS = ("Anna", "1001", "1 of 5", "shoes", "apart", "NPS +", "CSAT 0", "Maria", "Adam")
"""What stands in the database and is nobody's business who may not ask."""


async def complain(team):
    """Anna's one answer, and what she said to it."""
    question = await team.house.asked(ANNA)
    await team.house.press_on(question, "1")
    await team.house.write(ANNA, "They fell apart")
    await team.house.send()


def outcome(told):
    if not told:
        return "."
    (content,) = told
    return TOLD.get(content.lines[0].id, "D")


@pytest.mark.parametrize(("place", "name", "may"), CASES, ids=[" ".join(case[:2]) for case in CASES])
async def test_who_may_do_what(team, place, name, may):
    """Every cell of the table, by what is put in line and by what is changed."""
    await complain(team)
    group = {"in private": None, "in a room ": ROOM, "elsewhere ": ELSEWHERE}[place]
    role_before = "viewer" if name == "revoke" else None
    role_after = {"grant": "viewer"}.get(name)
    found = []
    for person in WHO:
        if person is ANONYMOUS and group is None:
            found.append("-")
            continue
        await team.connect()
        await team.give(BEN, Role(role_before) if role_before else None)
        argument = {"grant": "viewer", "why": "1001"}.get(name, "")
        told = await team.says(person, name, argument, group=group, to=BEN if group else None)
        did = outcome(told)
        found.append(did)
        if did in "RUHW":
            assert not [secret for secret in SECRETS if secret in words_of(told[0])], person
        # What isn't done changes nothing.
        expected = {ROOM.chat_id}
        if did == "D" and name == "connect" and group:
            expected = {ROOM.chat_id, group.chat_id}
        if did == "D" and name == "disconnect":
            expected = set()
        assert await team.rooms() == expected, person
        assert await team.role(BEN) == (role_after if did == "D" else role_before), person
    assert found == may
    stored = {row["telegram_id"]: row["role"] for row in await team.house.rows(member_table)}
    for person, role in ROLES.items():
        if person is not BEN:
            assert stored[person.telegram_id] == role
    assert ANONYMOUS.telegram_id not in stored


async def test_a_group_that_is_no_room_leaves_no_trace_of_its_people(team):
    """Invariant 10: whoever tries the bot in a group of their own isn't written down."""
    before = await team.house.rows(member_table)
    for name in ("nps", "help", "connect", "grant"):
        await team.says(EVE, name, group=ELSEWHERE, to=ANNA)
    assert await team.house.rows(member_table) == before


async def test_the_link_of_an_owner_does_nothing_in_a_group(team):
    assert await team.says(EVE, "start", "own-token") == []


async def test_a_right_that_was_taken_is_refused_at_the_next_use(team):
    assert "Ben is now" in await team.reads(ADAM, "grant", "viewer", to=BEN)
    assert "NPS" in await team.reads(BEN, "nps", group=None)
    await team.reads(ADAM, "revoke", to=BEN)
    assert "customer care" in await team.reads(BEN, "nps", group=None)
    await team.reads(MARIA, "revoke", to=ADAM)
    assert "you need the role" in await team.reads(ADAM, "grant", "viewer", to=BEN)


async def test_who_owns_by_the_settings_does_so_whatever_is_stored(team):
    await team.give(OLGA, Role.VIEWER)
    assert "isn't connected any more" in await team.reads(OLGA, "disconnect")


# Buttons


async def shown(team, group=ROOM, person=ZOE):
    """A score message stands in a chat; returns what its "7 d" brings back."""
    (content,) = await team.says(person, "nps", group=group)
    return content.keyboard[0][0].data


def press(team, person, data, chat_id):
    return team.house.handle(team.house.press(person, data, chat_id=chat_id))


async def test_everybody_in_the_room_may_turn_a_score_message(team):
    data = await shown(team)
    for person in (ZOE, EVE, ANNA, MARIA):
        replies = await press(team, person, data, ROOM.chat_id)
        assert toast_of(replies) is None
        assert [type(reply) for reply in replies[1:]] == [Edit]


@pytest.mark.parametrize("chat_id", [ELSEWHERE.chat_id, ZOE.telegram_id, VERA.telegram_id, None])
async def test_a_score_message_can_be_turned_in_its_own_chat_only(team, chat_id):
    """Invariant 6: in private Vera may see scores, though not turn what stands in the room."""
    data = await shown(team)
    before = await team.house.rows(score_view_table)
    (toast,) = await press(team, VERA, data, chat_id)
    assert toast_of([toast]) == "This button doesn't work any more."
    assert await team.house.rows(score_view_table) == before


async def test_a_button_of_another_room_shows_nothing_of_it(team):
    """Invariant 6: the number of a view comes from outside."""
    await team.says(MARIA, "connect", group=ELSEWHERE)
    data = await shown(team)
    (toast,) = await press(team, MARIA, data, ELSEWHERE.chat_id)
    assert toast_of([toast]) == "This button doesn't work any more."


async def test_in_private_a_score_message_turns_for_who_has_a_role_and_while_they_have_it(team):
    """Invariant 6: the customer has no role, whatever number their button names."""
    data = await shown(team, None, VERA)
    assert len(await press(team, VERA, data, VERA.telegram_id)) == 2
    for person in (ANNA, ZOE, MARIA):
        (toast,) = await press(team, person, data, VERA.telegram_id)
        assert toast_of([toast]) == "This button doesn't work any more."
        (toast,) = await press(team, person, data, person.telegram_id)
        assert toast_of([toast]) == "This button doesn't work any more."
    await team.says(ADAM, "revoke", "@vera")
    (toast,) = await press(team, VERA, data, VERA.telegram_id)
    assert toast_of([toast]) == "This button doesn't work any more."


async def test_a_group_that_is_a_room_no_longer_has_dead_buttons(team):
    data = await shown(team)
    await team.says(MARIA, "disconnect")
    (toast,) = await press(team, MARIA, data, ROOM.chat_id)
    assert toast_of([toast]) == "This button doesn't work any more."
    await team.says(MARIA, "connect")
    assert len(await press(team, MARIA, data, ROOM.chat_id)) == 2
    await team.house.handle(Removed(next(team.house.numbers), ROOM.chat_id))
    assert len(await press(team, MARIA, data, ROOM.chat_id)) == 1


@pytest.mark.parametrize("choice", ["", "1d", "category", "show", "7d0"])
async def test_a_choice_that_no_button_has_changes_nothing(team, choice):
    data = await shown(team)
    view = int(data.split(":")[2])
    (toast,) = await press(team, ZOE, Press(Act.VIEW, view, choice).data(), ROOM.chat_id)
    assert toast_of([toast]) == "This button doesn't work any more."


# As Telegram sends it

_MARIA = {"id": MARIA.telegram_id, "first_name": "Maria", "username": "maria", "is_bot": False}
_CHANNEL = {"id": -100777, "type": "channel", "title": "News"}
_GROUP = {"id": ROOM.chat_id, "type": "supergroup", "title": "Team"}
_BEN = {"message_id": 8, "chat": _GROUP, "from": {"id": BEN.telegram_id, "first_name": "Ben"}}


def raw(text="/grant@tapscore_bot viewer", **changes):
    known = {
        "message_id": 9,
        "date": 1777971600,
        "chat": _GROUP,
        "from": _MARIA,
        "text": text,
        "reply_to_message": _BEN,
    }
    return {"update_id": 90001, "message": {**known, **changes}}


def read(update):
    return decode(update, username="tapscore_bot")


async def test_a_command_as_telegram_sends_it_is_done(team):
    await team.house.handle(read(raw()))
    assert await team.role(BEN) == "viewer"


async def test_an_anonymous_administrator_as_telegram_sends_them_acts_as_admin(team):
    sender = {"id": ANONYMOUS.telegram_id, "first_name": "Group", "username": "GroupAnonymousBot"}
    await team.house.handle(read(raw(**{"from": sender, "sender_chat": _GROUP})))
    assert await team.role(BEN) == "viewer"


NOT_DONE = {
    "edited": {"update_id": 90001, "edited_message": raw()["message"]},
    "forwarded": raw(forward_origin={"type": "user", "sender_user": _MARIA, "date": 1}),
    "by the linked channel": raw(sender_chat=_CHANNEL),
    "by the linked channel through Telegram": raw(
        **{"from": {"id": 777000, "first_name": "Telegram"}, "sender_chat": _CHANNEL}
    ),
    "by a channel in the group": raw(
        **{"from": {"id": 136817688, "first_name": "Channel", "username": "Channel_Bot"}},
        sender_chat=_CHANNEL,
    ),
    "by an anonymous administrator of another group": raw(
        **{"from": {"id": ANONYMOUS.telegram_id, "first_name": "Group"}},
        sender_chat={"id": -3003, "type": "supergroup", "title": "Other"},
    ),
    "to another bot": raw("/nps@other_bot"),
    "below a picture": raw(None, caption="/grant@tapscore_bot viewer"),
    "after other words": raw("please /grant@tapscore_bot viewer"),
    "in a channel": {"update_id": 90001, "channel_post": {**raw()["message"], "chat": _CHANNEL}},
}


@pytest.mark.parametrize("update", NOT_DONE.values(), ids=NOT_DONE)
async def test_a_command_that_nobody_of_the_team_gave_does_nothing(team, update):
    await team.house.handle(read(update))
    assert await team.house.rows(message_table) == []
    assert await team.role(BEN) is None


async def test_a_sender_who_only_looks_anonymous_has_no_role(team):
    """The name of the group is what makes an administrator, not GroupAnonymousBot's account."""
    sender = {"id": ANONYMOUS.telegram_id, "first_name": "Group"}
    await team.house.handle(read(raw(**{"from": sender})))
    assert await team.role(BEN) is None


async def test_a_forwarded_command_shows_no_scores_in_private(team):
    chat = {"id": VERA.telegram_id, "type": "private"}
    sender = {"id": VERA.telegram_id, "first_name": "Vera"}
    forwarded = raw("/nps", **{"from": sender, "chat": chat, "forward_origin": {"type": "user"}})
    await team.house.handle(read(forwarded))
    (row,) = await team.house.rows(message_table)
    assert [line["id"] for line in row["content"]["lines"]] == ["help-customer"]


# The rules themselves


def test_each_role_may_what_those_below_may():
    roles = [None, Role.VIEWER, Role.MARKETER, Role.ADMIN, Role.OWNER]
    for rank, role in enumerate(roles):
        assert [suffices(role, needed) for needed in roles] == [at <= rank for at in range(5)]


def test_settings_that_name_an_account_of_many_people_make_no_owner():
    assert Rights.of([*SERVICE_ACCOUNTS, 10]).owner_ids == {10}


@pytest.mark.parametrize("username", ["tapscore_bot", "OtherBot", "GroupAnonymousBot"])
def test_a_bot_can_hold_no_role(username):
    assert not can_hold_a_role(Person(99, "Bot", username))


@pytest.mark.parametrize("telegram_id", sorted(SERVICE_ACCOUNTS))
def test_an_account_that_speaks_for_many_can_hold_no_role(telegram_id):
    assert not can_hold_a_role(Person(telegram_id, "Telegram"))


@pytest.mark.parametrize("username", [None, "maria", "bottle", "robots"])
def test_a_person_can_hold_a_role(username):
    assert can_hold_a_role(Person(99, "Maria", username))
