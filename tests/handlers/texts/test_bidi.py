"""A value never reorders what stands around it, and is left alone where it couldn't."""

import sys
import unicodedata
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts.bidi import FSI, PDI, isolated

TURNING = {"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}
bidi_text = st.text(
    st.sampled_from("aא1 \n\r\u2029\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


@pytest.mark.parametrize("value", ["", "Anna", "Анна", "李雷", "👩‍👧", "naïve*<b>&", "\ufeffx", "a\nb"])
def test_left_to_right_values_stay_as_they_are(value):
    assert isolated(value) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("אנה", f"{FSI}אנה{PDI}"),
        ("Ann\u202e", f"{FSI}Ann\u202e{PDI}"),
        (f"x{PDI}y", f"{FSI}xy{PDI}"),
        (f"{FSI}x", f"{FSI}{FSI}x{PDI}{PDI}"),
        (f"{PDI}\u2067x{PDI}{PDI}\u2066", f"{FSI}\u2067x{PDI}\u2066{PDI}{PDI}"),
        ("Ann\nאנה\r\n\nx", f"Ann\n{FSI}אנה{PDI}\r\n\nx"),
    ],
)
def test_what_could_turn_is_isolated_line_by_line_and_balanced(value, shown):
    assert isolated(value) == shown


def test_every_character_that_can_turn_is_known():
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.bidirectional(character) in TURNING:
            assert isolated(character) != character, hex(code)
        elif unicodedata.bidirectional(character) == "L" and character != "\u200e":
            assert isolated(character) == character, hex(code)


@given(value=bidi_text)
def test_isolates_never_leak_out_of_a_line(value):
    for line in isolated(value).replace("\r", "\n").replace("\u2029", "\n").split("\n"):
        depths = list(accumulate((c in "\u2066\u2067\u2068") - (c == PDI) for c in line))
        if line.startswith(FSI):
            assert min(depths[:-1]) > 0 == depths[-1]
        else:
            assert not any(depths)


@given(value=bidi_text)
def test_nothing_but_isolates_is_added_or_lost(value):
    marks = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
    assert isolated(value).translate(marks) == value.translate(marks)
