"""What leaves later survives being written down."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies import Button, Content, Line, Say, content_from
from storage.kinds import MessageKind
from tests.handlers.samples import NOW

LINES = st.builds(
    Line,
    id=st.text(min_size=1, max_size=20),
    values=st.dictionaries(
        st.text(min_size=1, max_size=8), st.text(max_size=20) | st.integers(-(2**53), 2**53), max_size=3
    ),
)
BUTTONS = st.builds(
    Button,
    label=LINES | st.text(max_size=8),
    data=st.none() | st.text(max_size=16),
    url=st.none() | st.just("https://example.org"),
)
CONTENTS = st.builds(
    Content,
    lines=st.lists(LINES, max_size=3).map(tuple),
    language=st.sampled_from(["en", "ru"]),
    keyboard=st.lists(st.lists(BUTTONS, max_size=3).map(tuple), max_size=2).map(tuple),
)


@given(content=CONTENTS)
def test_content_is_read_from_a_message_as_it_was_put_in_line(content):
    message = Say(key="k", chat_id=1, content=content).as_message(NOW)
    stored = msgspec.json.decode(msgspec.json.encode(message.content))
    assert content_from(stored) == content


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"lines": []},
        {"lines": "x", "language": "en"},
        {"lines": [{"id": "a", "values": {"name": None}}], "language": "en"},
    ],
)
def test_anything_else_is_no_content(stored):
    with pytest.raises(msgspec.ValidationError):
        content_from(stored)


def test_a_message_leaves_now_unless_it_says_when():
    say = Say(key="k", chat_id=1, content=None)
    assert say.as_message(NOW).not_before == NOW
    assert (say.as_message(NOW).content, say.as_message(NOW).kind) == (None, MessageKind.REPLY)
    tomorrow = NOW + timedelta(days=1)
    assert Say(key="k", chat_id=1, content=None, not_before=tomorrow).as_message(NOW).not_before == tomorrow
