"""Which language a person is spoken to in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts.languages import SPOKEN, choose


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        ((), "en"),
        ((None,), "en"),
        (("",), "en"),
        (("ru",), "ru"),
        (("ru-RU",), "ru"),
        (("ru_RU",), "ru"),
        (("RU",), "ru"),
        (("en-GB",), "en"),
        (("ru-Cyrl-RU",), "ru"),
        ((None, "ru", "en"), "ru"),
        (("xx", "ru"), "ru"),
        (("xx", None, "yy"), "en"),
        (("en", "ru"), "en"),
        (("uk",), "uk"),
        (("pl-PL",), "pl"),
        (("zh-hans",), "zh"),
        (("russian",), "en"),
        (("r",), "en"),
        (("-ru",), "en"),
        ((" ru",), "en"),
    ],
)
def test_the_first_wish_that_we_speak_is_granted(wishes, language):
    assert choose(*wishes) == language


@given(wishes=st.lists(st.none() | st.text(max_size=12) | st.sampled_from(["ru", "ru-RU", "EN"]), max_size=5))
def test_whatever_somebody_wishes_we_speak_what_comes_out(wishes):
    assert choose(*wishes) in SPOKEN


@given(wish=st.text(max_size=12))
def test_a_wish_that_we_cannot_grant_changes_nothing(wish):
    assert choose(wish, "ru") in (choose(wish), "ru")
    assert choose(choose(wish)) == choose(wish)
