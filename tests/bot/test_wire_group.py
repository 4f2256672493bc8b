"""What is said in a group becomes our updates only where it is for us."""

import pytest

from bot.wire import decode
from handlers.updates import Attached, Command, Group, GroupText, Other, lines_of
from storage.kinds import AttachmentKind
from tests.bot.test_wire import ANNA, GROUP, TEAM, message


def group_command(text="/nps 7d", **fields):
    return decode(message(text, chat=GROUP, **fields), username="tapscore_bot")


def test_words_in_a_group_aren_t_for_us():
    assert group_command("good morning") == Other(1, telegram_id=7)


OURS = {"message_id": 3, "chat": GROUP, "from": {"id": 42, "is_bot": True, "username": "TapScore_bot"}}


def test_words_in_a_group_that_answer_us_are_for_us():
    read = group_command("bought:90d", reply_to_message=OURS, message_thread_id=44, is_topic_message=True)
    assert isinstance(read, GroupText)
    assert (read.text, read.reply_to, read.anonymous) == ("bought:90d", 3, False)
    assert (read.chat_id, read.group) == (TEAM, Group(TEAM, "Team", 44))
    assert lines_of(read) == (7, TEAM)


@pytest.mark.parametrize(
    "fields",
    [
        {"reply_to_message": OURS | {"from": {"id": 9, "username": "somebody"}}},
        {"reply_to_message": OURS | {"from": {"id": 9}}},
        {"reply_to_message": OURS, "forward_origin": {"type": "hidden_user"}},
        {"reply_to_message": OURS, "sender_chat": {"id": -999, "type": "channel"}},
    ],
)
def test_words_in_a_group_that_answer_somebody_else_or_are_nobody_s_aren_t_for_us(fields):
    assert group_command("bought:90d", **fields) == Other(1, telegram_id=7)


def test_a_picture_that_answers_us_in_a_group_says_nothing():
    fields = {"text": None, "photo": [{"file_id": "F"}], "caption": "bought:90d", "reply_to_message": OURS}
    assert group_command(**fields) == Other(1, telegram_id=7)


FILE = {"file_id": "F", "file_name": "vip.csv", "file_size": 10}


def test_a_file_that_answers_us_in_a_group_is_for_us_with_what_stands_under_it():
    read = group_command(text=None, document=FILE, caption="the best", reply_to_message=OURS)
    assert isinstance(read, GroupText)
    assert (read.text, read.reply_to) == ("the best", 3)
    assert read.attached == Attached(AttachmentKind.DOCUMENT, "F", "vip.csv", 10)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"reply_to_message": OURS | {"from": {"id": 9}}},
        {"reply_to_message": OURS, "forward_origin": {"type": "hidden_user"}},
    ],
)
def test_any_other_file_in_a_group_is_nothing_to_us(fields):
    assert group_command(text=None, document=FILE, **fields) == Other(1, telegram_id=7)


def test_whoever_answers_us_as_the_group_is_anonymous():
    read = group_command("bought:90d", reply_to_message=OURS, sender_chat=GROUP)
    assert isinstance(read, GroupText)
    assert read.anonymous


@pytest.mark.parametrize("text", ["/nps 7d", "/nps@tapscore_bot 7d", "/NPS@TapScore_Bot  7d"])
def test_a_command_in_a_group_says_where_it_was_given(text):
    read = group_command(text)
    assert isinstance(read, Command)
    assert (read.name, read.argument) == ("nps", "7d")
    assert read.group == Group(TEAM, "Team")
    assert (read.chat_id, read.anonymous, read.target, read.reply_to) == (TEAM, False, None, None)


def test_a_command_for_another_bot_isn_t_ours():
    assert group_command("/nps@other_bot") == Other(1, telegram_id=7)


def test_a_forwarded_command_in_a_group_is_nobody_s():
    assert group_command(forward_origin={"type": "hidden_user"}) == Other(1, telegram_id=7)


def test_an_administrator_who_writes_as_the_group_is_anonymous():
    """Bot API: Message.sender_chat; whoever GroupAnonymousBot stands for can't be told."""
    read = group_command(sender_chat=GROUP, **{"from": ANNA | {"id": 1087968824}})
    assert isinstance(read, Command)
    assert read.anonymous


def test_a_command_in_the_name_of_another_chat_is_nobody_s():
    assert group_command(sender_chat={"id": -999, "type": "channel"}) == Other(1, telegram_id=7)


def test_a_topic_is_told_and_its_first_message_answers_nobody():
    root = {"message_id": 44, "chat": GROUP, "from": ANNA | {"id": 9}}
    read = group_command(message_thread_id=44, is_topic_message=True, reply_to_message=root)
    assert isinstance(read, Command)
    assert read.group == Group(TEAM, "Team", 44)
    assert (read.target, read.reply_to) == (None, None)


def test_whoever_is_answered_is_the_target():
    said = {"message_id": 3, "chat": GROUP, "from": ANNA | {"id": 9}}
    read = group_command("/grant viewer", reply_to_message=said)
    assert isinstance(read, Command)
    assert read.target is not None
    assert (read.target.telegram_id, read.reply_to) == (9, 3)
