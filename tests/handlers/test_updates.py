"""Whose update it is."""

import pytest

from handlers.updates import Blocked, Command, Other, Text, Unblocked, person_id
from tests.handlers.samples import ANNA, NOW, tap


@pytest.mark.parametrize(
    ("update", "person"),
    [
        (Command(1, ANNA, 1, "start", "", NOW), ANNA.telegram_id),
        (Text(1, ANNA, 1, "Hi", NOW), ANNA.telegram_id),
        (tap(), ANNA.telegram_id),
        (Blocked(1, ANNA), ANNA.telegram_id),
        (Unblocked(1, ANNA), ANNA.telegram_id),
        (Other(1, 5), 5),
        (Other(1), None),
    ],
)
def test_every_update_says_whose_it_is_where_there_is_somebody(update, person):
    assert person_id(update) == person
