"""What hangs on a message, on its way in and on its way out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wire import CAPTION_LIMIT, decode, message_call
from handlers.messenger import Upload
from handlers.replies import Button, Content, Copied, Document, Line
from handlers.texts.catalog import Catalog
from handlers.updates import Attached, Other, Text
from storage.kinds import AttachmentKind

ANNA = {"id": 7, "is_bot": False, "first_name": "Anna"}
GROUP = {"id": -1007, "type": "supergroup", "title": "Team"}
FILE = {"file_id": "AgAC", "file_unique_id": "u", "file_size": 1000}
SIZES = [FILE | {"file_id": f"AgAC{width}", "width": width, "height": width} for width in (90, 320, 1280)]
ON_MESSAGE = {kind: SIZES if kind is AttachmentKind.PHOTO else FILE for kind in AttachmentKind}

every_kind = pytest.mark.parametrize("kind", AttachmentKind)


def message(text=None, **changes):
    private = {"id": 7, "type": "private"}
    said = {"message_id": 5, "date": 1, "chat": private, "from": ANNA, "text": text} | changes
    return {"update_id": 1, "message": {name: value for name, value in said.items() if value is not None}}


# In


@every_kind
def test_what_hangs_on_a_message_is_told_by_its_kind_and_its_file(kind):
    read = decode(message(**{kind.value: ON_MESSAGE[kind]}))
    assert isinstance(read, Text)
    largest = "AgAC1280" if kind is AttachmentKind.PHOTO else "AgAC"
    assert (read.text, read.attached) == ("", Attached(kind, largest, size=1000))


@every_kind
def test_a_caption_is_words(kind):
    read = decode(message(caption="/stop it fell apart", **{kind.value: ON_MESSAGE[kind]}))
    assert isinstance(read, Text)  # and never a command
    assert (read.text, read.attached and read.attached.kind) == ("/stop it fell apart", kind)


def test_a_document_tells_its_name_as_far_as_it_has_one():
    read = decode(message(document=FILE | {"file_name": "vip.csv", "mime_type": "text/csv"}))
    assert isinstance(read, Text)
    assert read.attached == Attached(AttachmentKind.DOCUMENT, "AgAC", "vip.csv", 1000)


def test_a_picture_says_which_message_it_answers():
    answered = {"message_id": 3, "date": 1, "chat": {"id": 7, "type": "private"}}
    read = decode(message(photo=SIZES, reply_to_message=answered, media_group_id="13"))
    assert isinstance(read, Text)
    assert read.reply_to == 3


@every_kind
def test_a_picture_in_a_group_is_nothing_to_us(kind):
    fields = {kind.value: ON_MESSAGE[kind], "caption": "/nps"}
    assert decode(message(chat=GROUP, **fields), username="tapscore_bot") == Other(1, telegram_id=7)


def test_a_text_has_nothing_on_it():
    read = decode(message("hello"))
    assert isinstance(read, Text)
    assert read.attached is None


@pytest.mark.parametrize(
    "fields",
    [
        {"sticker": FILE},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"contact": {"phone_number": "+371", "first_name": "Anna"}},
        {"photo": []},
    ],
)
def test_what_we_dont_keep_is_nothing_to_us(fields):
    assert decode(message(**fields)) == Other(1, telegram_id=7)


@pytest.mark.parametrize(
    "fields",
    [
        {"photo": SIZES[0]},
        {"photo": [{"width": 90}]},
        {"voice": [FILE]},
        {"video": {}},
        {"document": "file"},
        {"document": FILE | {"file_size": -1}},
    ],
)
def test_a_malformed_picture_holds_nobody_up(fields):
    assert decode(message(**fields)) == Other(1)


# Out


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "en.ftl").write_text("plain = { $words }\nbold = *{ $words }* and *more*\n", encoding="utf-8")
    return Catalog.load(folder)


def content(words="", **changes):
    lines = (Line("bold", {"words": words}),) if words else ()
    return Content(lines=lines, language="en", **changes)


FILE_OF_OURS = Document(name="my-data.json", text='{"имя": "Анна"}')
KEYBOARD = ((Button("OK", data="ts:s:1:"),),)
MARKUP = {"inline_keyboard": [[{"text": "OK", "callback_data": "ts:s:1:"}]]}


def test_a_document_is_uploaded_in_utf_8_with_its_name(catalog):
    sending = message_call(content(document=FILE_OF_OURS), catalog)
    assert (sending.method, sending.params) == ("sendDocument", {})
    assert sending.files == {"document": Upload(name="my-data.json", content='{"имя": "Анна"}'.encode())}


def test_a_document_has_the_lines_as_its_caption(catalog):
    sending = message_call(content("Here", document=FILE_OF_OURS, keyboard=KEYBOARD), catalog)
    assert sending.params == {
        "caption": "Here and more",
        "caption_entities": [
            {"type": "bold", "offset": 0, "length": 4},
            {"type": "bold", "offset": 9, "length": 4},
        ],
        "reply_markup": MARKUP,
    }


def test_a_copy_names_the_message_and_where_it_stands(catalog):
    sending = message_call(content(copied=Copied(chat_id=7_000_000_000, message_id=55)), catalog)
    assert (sending.method, sending.files) == ("copyMessage", {})
    # Without a caption of ours it keeps its own (Bot API: copyMessage).
    assert sending.params == {"from_chat_id": 7_000_000_000, "message_id": 55}


def test_a_copy_can_have_a_caption_of_ours(catalog):
    sending = message_call(content("Anna", copied=Copied(7, 55), keyboard=KEYBOARD), catalog)
    assert sending.method == "copyMessage"
    assert (sending.params["caption"], sending.params["reply_markup"]) == ("Anna and more", MARKUP)
    assert "text" not in sending.params
    assert "parse_mode" not in sending.params


@pytest.mark.parametrize("what", [{"document": FILE_OF_OURS}, {"copied": Copied(7, 55)}])
@settings(deadline=None, max_examples=30)
@given(unit=st.text(st.sampled_from("aя😀👨‍👩‍👧🇱🇻 \n"), min_size=1, max_size=5), number=st.integers(1, 1200))
def test_a_caption_is_cut_to_what_telegram_takes(catalog, what, unit, number):
    params = message_call(content(unit * number, **what), catalog).params
    units = len(params["caption"].encode("utf-16-le")) // 2
    assert units <= CAPTION_LIMIT
    for entity in params["caption_entities"]:
        assert entity["length"] > 0
        assert entity["offset"] + entity["length"] <= units


@pytest.mark.parametrize(
    ("length", "cut"), [(CAPTION_LIMIT - len(" and more"), False), (CAPTION_LIMIT, True)]
)
def test_a_caption_of_exactly_the_limit_is_left_alone(catalog, length, cut):
    caption = message_call(content("x" * length, copied=Copied(7, 55)), catalog).params["caption"]
    assert len(caption) == CAPTION_LIMIT
    assert caption.endswith("…") is cut
