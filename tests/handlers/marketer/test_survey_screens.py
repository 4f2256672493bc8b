"""What the buttons of /survey carry: read again as it was written, and nothing else is."""

import pytest

from handlers.marketer import survey_screens
from handlers.marketer.survey_screens import Screen, Spot
from handlers.marketer.surveys import Changes, Form
from handlers.press import Act, Press, read
from handlers.survey.scales import default_scale
from storage.kinds import SurveyKind, Symbols

USUAL = Form(default_scale(SurveyKind.CSAT), default_scale(SurveyKind.CSAT).bands)

LONGEST = Spot(SurveyKind.CSAT, Screen.WORDS, "enreminder")


@pytest.mark.parametrize(
    "spot",
    [
        Spot(),
        Spot(SurveyKind.NPS),
        Spot(SurveyKind.CSAT, Screen.SCALE),
        Spot(SurveyKind.CSAT, Screen.SCALE, "10"),
        Spot(SurveyKind.CES, Screen.SYMBOLS, "faces"),
        Spot(SurveyKind.NPS, Screen.BANDS, "h10"),
        Spot(SurveyKind.CSAT, Screen.WORDS, "zh"),
        Spot(SurveyKind.CSAT, Screen.USUAL, "ukmiddle"),
        Spot(SurveyKind.CES, Screen.TEST),
        Spot(SurveyKind.NPS, Screen.QUICK),
        Spot(SurveyKind.NPS, Screen.QUICK, "own6"),
        Spot(SurveyKind.NPS, Screen.OFFER, "delivery"),
        Spot(SurveyKind.NPS, Screen.WORDS, "plown"),
        Spot(SurveyKind.NPS, Screen.USUAL, "plown1"),
        LONGEST,
    ],
)
def test_a_button_is_read_as_it_was_written_and_fits(spot):
    data = Press(Act.SURVEY, 10**15 - 1, spot.choice()).data()
    assert len(data) <= 64
    press = read(data)
    assert press is not None
    assert survey_screens.read(press.choice) == spot


@pytest.mark.parametrize(
    "choice",
    [
        "x",
        "s",
        "csatx",
        "csat5",
        "csats8",
        "npss5",
        "csatyhearts",
        "csatb3",
        "csatbl",
        "csatbl100",
        "csatwde",
        "csatwenlast",
        "csatuen",
        "csatu",
        "csatt1",
        "csatqprice",
        "csatqown",
        "csatqown7",
        "csato",
        "csatoown",
        "csatoweather",
        "csatwenown7",
    ],
)
def test_what_no_button_carries_is_nothing(choice):
    """Invariant 6: callback data comes from outside."""
    assert survey_screens.read(choice) is None


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        ("csat", None),
        ("csats", None),
        ("csaty", None),
        ("csatb", None),
        ("csatwen", None),
        ("csatwenlow", None),
        ("csats7", Changes(scale=(1, 7))),
        ("csatyfaces", Changes(symbols=Symbols.FACES)),
        ("csatbl1", Changes(low_to=1)),
        ("csatbh5", Changes(high_from=5)),
        ("csatuenlow", Changes(words={("en", "low"): ""})),
        ("csatuenown1", Changes(words={("en", "own1"): ""})),
        ("csatq", None),
        ("csatwenown", None),
        ("csatoprice", Changes(quick_answers=["delivery", "quality", "service"])),
    ],
)
def test_a_button_changes_what_it_says_and_others_only_show(choice, wanted):
    spot = survey_screens.read(choice)
    assert spot is not None
    assert survey_screens.changes(spot, USUAL) == wanted


def test_a_scale_that_has_no_faces_gets_digits():
    faces = Form(USUAL.scale, USUAL.bands, Symbols.FACES)
    spot = Spot(SurveyKind.CSAT, Screen.SCALE, "10")
    assert survey_screens.changes(spot, faces) == Changes(scale=(1, 10), symbols=Symbols.DIGITS)
