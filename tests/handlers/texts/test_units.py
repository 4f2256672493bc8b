"""Telegram's way to measure, and cuts that leave characters whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts.units import clip, utf16_length

FAMILY = "👨‍👩‍👧"  # three people and two joiners: 8 units
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"  # 14 units
awkward = st.text(st.sampled_from("aé😀👍\U0001f3fd\u0301\ufe0f\u200d\U0001f1f1\U0001f1fb\r\n ")) | st.text()


@pytest.mark.parametrize(
    ("text", "units"), [("", 0), ("abc", 3), ("Анна", 4), ("😀", 2), (FAMILY, 8), ("\ud83d", 1)]
)
def test_length_in_utf_16_units(text, units):
    assert utf16_length(text) == units


@pytest.mark.parametrize(
    ("text", "units", "clipped"),
    [
        ("The sole came off", 17, "The sole came off"),
        ("The sole came off", 16, "The sole came o…"),
        ("The sole came off", 9, "The sole…"),
        ("The sole came off", 10, "The sole…"),
        ("The sole", 1, "…"),
        ("a😀b", 3, "a…"),
        ("a😀bc", 4, "a😀…"),
        ("ae\u0301\u0302x", 3, "a…"),
        ("a👍\U0001f3fd!", 5, "a…"),
        ("a❤\ufe0f!", 3, "a…"),
        (f"a{FAMILY}!", 9, "a…"),
        (f"a{FAMILY}!!", 10, f"a{FAMILY}…"),
        (f"a{SCOTLAND}!", 15, "a…"),
        ("a🇱🇻🇪🇪!", 8, "a🇱🇻…"),
        ("ab\r\nc", 4, "ab…"),
        ("e" + "\u0301" * 9, 5, "…"),
    ],
)
def test_characters_stay_whole(text, units, clipped):
    assert clip(text, units) == clipped
    assert utf16_length(clipped) <= units


@pytest.mark.parametrize("units", [0, -1])
def test_a_clip_needs_room_for_its_ellipsis(units):
    with pytest.raises(ValueError, match="Nothing fits"):
        clip("text", units)


@given(text=awkward, units=st.integers(1, 40))
def test_a_clip_fits_and_is_a_beginning(text, units):
    clipped = clip(text, units)
    assert utf16_length(clipped) <= units
    assert clipped == text or (clipped.endswith("…") and text.startswith(clipped[:-1]))
    assert clip(clipped, units) == clipped
