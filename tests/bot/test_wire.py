"""Bot API JSON becomes our updates whatever it is, and our content becomes what the Bot API accepts."""

import copy
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wire import MESSAGE_LIMIT, UnreadableUpdateError, decode, edit_params, number_of
from handlers.replies import Button, Content, Line
from handlers.texts.catalog import Catalog
from handlers.updates import (
    Blocked,
    Command,
    Migrated,
    Other,
    Person,
    Removed,
    Tap,
    Text,
    Unblocked,
    person_id,
)

ANNA = {"id": 7, "is_bot": False, "first_name": "Anna", "username": "anna", "language_code": "lv"}
PERSON = Person(telegram_id=7, first_name="Anna", username="anna", language_code="lv")
PRIVATE = {"id": 7, "type": "private", "first_name": "Anna"}
TEAM = -1007
GROUP = {"id": TEAM, "type": "supergroup", "title": "Team"}
SENT_AT = datetime(2026, 5, 5, 10, tzinfo=UTC)
DATE = int(SENT_AT.timestamp())


def message(text="hello", **changes):
    said = {"message_id": 5, "date": DATE, "chat": PRIVATE, "from": ANNA, "text": text}
    return {"update_id": 1, "message": {k: v for k, v in (said | changes).items() if v is not None}}


def tap(**changes):
    pressed = {
        "id": "c1",
        "from": ANNA,
        "chat_instance": "x",
        "message": {"message_id": 5, "date": DATE, "chat": PRIVATE, "text": "How satisfied?"},
        "data": "ts:a:1:5",
    }
    return {"update_id": 1, "callback_query": {k: v for k, v in (pressed | changes).items() if v is not None}}


def membership(status, chat=PRIVATE):
    return {
        "update_id": 1,
        "my_chat_member": {
            "chat": chat,
            "from": ANNA,
            "date": DATE,
            "old_chat_member": {"user": {"id": 42}, "status": "member"},
            "new_chat_member": {"user": {"id": 42}, "status": status, "until_date": 0},
        },
    }


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/start", "start", ""),
        ("/start abc_DEF-123", "start", "abc_DEF-123"),
        ("/START  abc ", "start", "abc"),
        ("/start@tapscore_bot", "start", ""),
        ("/start@tapscore_bot abc", "start", "abc"),
        ("/help\nwith a second line", "help", "with a second line"),
        ("/by_store 2", "by_store", "2"),
    ],
)
def test_a_command_is_its_name_and_what_follows(text, name, argument):
    assert decode(message(text)) == Command(
        update_id=1, person=PERSON, message_id=5, name=name, argument=argument, sent_at=SENT_AT
    )


@pytest.mark.parametrize("text", ["hello", "/", "/ start", "not /start", "//start", "/стоп", "/start!", "4"])
def test_what_is_no_command_is_words(text):
    assert decode(message(text)) == Text(update_id=1, person=PERSON, message_id=5, text=text, sent_at=SENT_AT)


def test_a_forwarded_command_is_somebody_else_s_and_read_as_words():
    forwarded = message(
        "/stop", forward_origin={"type": "user", "date": DATE, "sender_user": ANNA}, forward_date=DATE
    )
    read = decode(forwarded)
    assert isinstance(read, Text)
    assert read.text == "/stop"


def test_what_no_database_keeps_is_left_out_of_every_text():
    """PostgreSQL refuses U+0000, SQLite's JSON ends there; what surrounds it is kept whole."""
    anna = ANNA | {"first_name": "An\0na", "username": "anna\0"}
    text = Text(update_id=1, person=PERSON, message_id=5, text="not in", sent_at=SENT_AT)
    assert decode(message("not\0 in\0", **{"from": anna})) == text
    assert decode(message("\0")) == Other(1, 7)
    command = decode(message("/start abc\0def"))
    assert isinstance(command, Command)
    assert command.argument == "abcdef"
    file = decode(message(None, caption="he\0re", document={"file_id": "f\0", "file_name": "\0a.csv"}))
    assert isinstance(file, Text)
    assert file.attached is not None
    assert (file.text, file.attached.file_id, file.attached.name) == ("here", "f", "a.csv")


def test_forwarded_words_are_words():
    forwarded = message("so cheap!", forward_origin={"type": "hidden_user", "date": DATE})
    assert isinstance(decode(forwarded), Text)


def test_a_reply_names_the_message_that_it_answers():
    read = decode(message(reply_to_message={"message_id": 3, "date": DATE, "chat": PRIVATE, "text": "?"}))
    assert isinstance(read, Text)
    assert read.reply_to == 3


def test_an_edited_message_means_nothing():
    assert decode({"update_id": 1, "edited_message": message()["message"]}) == Other(1)


def test_a_group_that_becomes_a_supergroup_says_its_new_id():
    moved = message(None, chat=GROUP, migrate_to_chat_id=-1002)
    assert decode(moved) == Migrated(1, TEAM, -1002)


def test_what_no_person_said_is_nobody_s():
    assert decode(message(**{"from": None})) == Other(1)


def test_a_press_is_read_with_where_it_stood():
    assert decode(tap()) == Tap(
        update_id=1, person=PERSON, callback_id="c1", chat_id=7, message_id=5, data="ts:a:1:5"
    )


def test_a_press_on_a_message_too_old_to_be_shown_still_says_where_it_stands():
    """Bot API: InaccessibleMessage, whose date is always 0."""
    read = decode(tap(message={"message_id": 5, "date": 0, "chat": PRIVATE}))
    assert isinstance(read, Tap)
    assert (read.chat_id, read.message_id) == (7, 5)


def test_a_press_without_a_message_or_data_is_still_a_press():
    read = decode(tap(message=None, data=None, inline_message_id="x", game_short_name="y"))
    assert read == Tap(update_id=1, person=PERSON, callback_id="c1", chat_id=None, message_id=None, data="")


def test_blocking_and_letting_back_in_are_read_in_a_private_chat():
    assert decode(membership("kicked")) == Blocked(1, PERSON)
    assert decode(membership("member")) == Unblocked(1, PERSON)
    assert decode(membership("kicked", GROUP)) == Removed(1, TEAM)
    assert decode(membership("member", GROUP)) == Other(1, telegram_id=7)


@pytest.mark.parametrize("kind", ["channel_post", "poll", "message_reaction", "something_of_tomorrow"])
def test_an_update_of_an_unknown_kind_is_nothing_to_us(kind):
    assert decode({"update_id": 1, kind: {"anything": [1, 2, 3]}}) == Other(1)
    assert decode({"update_id": 1}) == Other(1)


@pytest.mark.parametrize(
    "raw",
    [
        message(**{"from": {"id": "seven"}}),
        message(**{"from": {"first_name": "Anna"}}),
        message(**{"from": ANNA | {"id": 2**63}}),
        message(chat={"id": -(2**70), "type": "private"}),
        message(message_id=2**64),
        message(date=10**15),
        message(date=-1),
        message(date="yesterday"),
        message(text=["not", "text"]),
        message(reply_to_message=5),
        tap(id=5),
        tap(data={"no": "string"}),
        tap(message={"message_id": 5}),
        tap(**{"from": None}),
        membership(None),
        {"update_id": 1, "message": "a string"},
        {"update_id": 1, "callback_query": []},
    ],
)
def test_a_malformed_update_holds_nobody_up(raw):
    assert decode(raw) == Other(1)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"message": message()["message"]},
        {"update_id": None},
        {"update_id": "1"},
        {"update_id": 1.5},
        {"update_id": True},
        {"update_id": 2**63},
        {"update_id": -(2**63) - 1},
        [],
        "update",
        5,
        None,
    ],
)
def test_what_has_no_number_is_no_update(raw):
    assert number_of(raw) is None
    with pytest.raises(UnreadableUpdateError, match="without update_id"):
        decode(raw)


def test_the_number_of_an_update_is_read_whatever_else_it_holds():
    assert number_of({"update_id": 5, "message": "nonsense"}) == 5


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NUMBERS = st.integers(-(2**63), 2**63 - 1)


def check(raw):
    read = decode(raw)
    assert read.update_id == raw["update_id"]
    person = person_id(read)
    assert person is None or -(2**63) <= person < 2**63


@settings(deadline=None, max_examples=150)
@given(number=NUMBERS, kind=st.sampled_from(["message", "callback_query", "my_chat_member", "x"]), what=JSON)
def test_no_json_with_a_number_can_make_the_decoder_raise(number, kind, what):
    check({"update_id": number, kind: what})


def places(value, path=()):
    """Every place in some JSON: the keys that lead there."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places(item, (*path, key))


SAMPLES = [
    message("/start abc", reply_to_message={"message_id": 3, "date": DATE, "chat": PRIVATE}),
    message("hello", forward_origin={"type": "hidden_user", "date": DATE}),
    tap(),
    membership("kicked"),
]


@settings(deadline=None, max_examples=300)
@given(sample=st.sampled_from(SAMPLES), what=JSON | st.integers(2**62, 2**80), data=st.data())
def test_no_update_with_one_thing_wrong_can_make_the_decoder_raise(sample, what, data):
    raw = copy.deepcopy(sample)
    *path, last = data.draw(st.sampled_from([place for place in places(raw) if len(place) > 1]))
    inner = raw
    for key in path:
        inner = inner[key]
    inner[last] = what
    check(raw)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder = tmp_path_factory.mktemp("texts")
    words = ["plain = { $words }", "bold = *{ $words }* and *more*", "yes = Yes", ""]
    (folder / "en.ftl").write_text("\n".join(words), encoding="utf-8")
    return Catalog.load(folder)


def content(text, line="plain", keyboard=()):
    return Content(lines=(Line(line, {"words": text}),), language="en", keyboard=keyboard)


def slices(params):
    """What each entity covers, counted as the Bot API counts."""
    units = params["text"].encode("utf-16-le")
    return [
        units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in params["entities"]
    ]


def test_a_message_has_its_words_its_entities_and_no_parse_mode(catalog):
    params = edit_params(content("<b>Anna & Bob</b>", "bold"), catalog)
    assert params == {
        "text": "<b>Anna & Bob</b> and more",
        "entities": [
            {"type": "bold", "offset": 0, "length": 17},
            {"type": "bold", "offset": 22, "length": 4},
        ],
        "reply_markup": {"inline_keyboard": []},
        "link_preview_options": {"is_disabled": True},
    }


def test_a_button_says_only_what_it_has(catalog):
    keyboard = (
        (Button(Line("yes"), data="ts:a:1:5"), Button("5", data="ts:a:1:5", style="primary")),
        (Button("Review", url="https://example.org/"),),
    )
    params = edit_params(content("?", keyboard=keyboard), catalog)
    assert params["reply_markup"] == {
        "inline_keyboard": [
            [
                {"text": "Yes", "callback_data": "ts:a:1:5"},
                {"text": "5", "callback_data": "ts:a:1:5", "style": "primary"},
            ],
            [{"text": "Review", "url": "https://example.org/"}],
        ]
    }
    assert "null" not in json.dumps(params)


def test_a_long_message_is_cut_and_keeps_the_entities_that_are_left(catalog):
    params = edit_params(content("x" * 5000, "bold"), catalog)
    assert params["text"] == "x" * (MESSAGE_LIMIT - 1) + "…"
    assert slices(params) == ["x" * (MESSAGE_LIMIT - 1)]


def test_a_message_of_exactly_the_limit_is_left_alone(catalog):
    text = "x" * (MESSAGE_LIMIT - len(" and more"))
    params = edit_params(content(text, "bold"), catalog)
    assert params["text"] == text + " and more"
    assert slices(params) == [text, "more"]


def test_an_entity_behind_the_cut_is_left_out(catalog):
    params = edit_params(content("x" * (MESSAGE_LIMIT - 3), "bold"), catalog)
    assert params["text"].endswith("x a…")
    assert slices(params) == ["x" * (MESSAGE_LIMIT - 3)]


@settings(deadline=None, max_examples=60)
@given(unit=st.text(st.sampled_from("aя😀👨‍👩‍👧🇱🇻 \n"), min_size=1, max_size=5), number=st.integers(1, 5000))
def test_whatever_is_cut_fits_and_its_entities_lie_within_it(catalog, unit, number):
    whole = catalog.render_all(content(unit * number, "bold").lines, "en")
    params = edit_params(content(unit * number, "bold"), catalog)
    units = len(params["text"].encode("utf-16-le")) // 2
    assert units <= MESSAGE_LIMIT
    for entity, full in zip(params["entities"], whole.entities, strict=False):
        assert entity["offset"] == full.offset
        assert 0 < entity["length"] <= full.length
        assert entity["offset"] + entity["length"] <= units
    if params["text"] == whole.text:
        assert len(params["entities"]) == len(whole.entities)
