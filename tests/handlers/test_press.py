"""What buttons carry, and what comes back instead of it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.press import Act, Press, read

LARGEST_ID = 10**15 - 1

PRESSES = st.builds(
    Press,
    act=st.sampled_from(Act),
    invitation_id=st.integers(1, LARGEST_ID),
    choice=st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=16),
)


@given(press=PRESSES)
@example(press=Press(Act.REASON, LARGEST_ID, "x" * 16))
def test_a_press_is_read_as_it_was_written_and_fits_a_button(press):
    data = press.data()
    assert read(data) == press
    assert 1 <= len(data.encode()) <= 64


@given(data=st.text() | st.from_regex(r"\w?:?\d*:?\w*") | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_whatever_comes_is_read_as_a_button_of_ours_or_as_nothing(data):
    press = read(data)
    assert press is None or press.data() == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        "a",
        "a:",
        "ts:a:1",
        "ts:a:1:4:",
        " a:1:4",
        "ts:a:1:4\n",
        "A:1:4",
        "ts:z:1:4",
        "aa:1:4",
        "ts:a:0:4",
        "ts:a:01:4",
        "a:-1:4",
        "a:+1:4",
        "ts:a:1.0:4",
        "ts:a:1e3:4",
        "ts:a:1:-1",
        "ts:a:1:4.0",
        "ts:a:1: 4",
        "ts:a:1:Q",
        "ts:a:1:четыре",
        "а:1:4",  # the first letter is Cyrillic
        "a:١:4",
        "ts:a:1:٤",
        "ts:a:1:④",
        "a:²:4",
        "ts:a:1:" + "x" * 17,
        f"ts:a:{LARGEST_ID + 1}:4",
        f"ts:a:{2**63}:4",
        "a:" + "9" * 5000 + ":4",
        "ts:a:1:\x00",
        "a:\ud800:4",
    ],
)
def test_damaged_data_is_nothing(data):
    assert read(data) is None


def test_the_largest_id_is_read():
    assert read(f"ts:a:{LARGEST_ID}:4") == Press(Act.ANSWER, LARGEST_ID, "4")


def test_letters_of_buttons_that_are_out_keep_their_meaning():
    assert {act.value: act.name for act in Act} == {
        "a": "ANSWER",
        "c": "CHANGE",
        "r": "REASON",
        "s": "SKIP",
        "l": "LATER",
        "n": "NEVER",
        "v": "VIEW",
        "g": "LANGUAGE",
        "f": "FORGET",
        "w": "WAVES",
        "p": "PROGRESS",
        "e": "PLAN",
        "d": "DRAFT",
        "q": "SURVEY",
    }
