"""What became of a person, in words: each state, each reason, each outlook, in every language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.admin.outlook import Outlook
from handlers.admin.why_message import MOST_SHOWN, Reading, Whom, coming, flaw, heading, places, prospects
from handlers.replies import Line
from handlers.survey.eligibility import USUAL
from handlers.texts.catalog import Catalog
from handlers.texts.languages import SPOKEN
from handlers.texts.units import utf16_length
from storage.explaining import Place
from storage.kinds import InvitationState, PlanState, SkipReason, SurveyKind, WaveState
from storage.tables import Contact, Plan, Purchase
from tests.handlers.samples import NOW, SHOP

CATALOG = Catalog.load()
READING = Reading(SHOP, "en", NOW)
CSAT, NPS, CES = SurveyKind.CSAT, SurveyKind.NPS, SurveyKind.CES
DAY = timedelta(days=1)


def place(**changes):
    """Anna was asked about her order yesterday, and hasn't answered yet."""
    known = {
        "kind": CSAT,
        "wave": "Spring",
        "wave_state": WaveState.RUNNING,
        "state": InvitationState.SENT,
        "skip_reason": None,
        "order_id": "1001",
        "created_at": NOW - DAY,
        "asked_at": NOW - DAY,
        "expires_at": NOW + 6 * DAY,
        "snoozed_at": None,
        "declined_at": None,
        "score": None,
        "highest": None,
        "answered_at": None,
    }
    return Place(**{**known, **changes})


def skipped(reason, **changes):
    """She was left out now."""
    out = {"state": InvitationState.SKIPPED, "skip_reason": reason, "created_at": NOW, "asked_at": None}
    return place(**{**out, "expires_at": None, **changes})


def order(**columns):
    known = {"id": 7, "order_id": "1001", "product": "Shoes", "received_at": NOW - 2 * DAY, "is_test": False}
    return Purchase(**{**known, **columns})


def contact(first_name):
    return Contact(id=3, telegram_id=1, first_name=first_name, created_at=NOW)


ANNA = contact("Anna")
WHOM = Whom(ANNA, order())


def read(lines, language="en"):
    """The lines as they are read."""
    return CATALOG.render_all(lines, language).text.splitlines()


def told(*known, reading=READING):
    return read(places(known, reading), reading.language)


# Whose story it is


def test_the_heading_names_the_person_and_the_order():
    assert read([heading(WHOM)]) == ["Anna · #1001 · Shoes"]


def test_an_order_without_a_person_has_the_name_that_the_shop_gave():
    assert read([heading(Whom(None, order(first_name="Ben", product=None)))]) == ["Ben · #1001"]


def test_a_person_found_by_name_has_it_in_the_heading():
    assert read([heading(Whom(ANNA, None, username="anna_k"))]) == ["Anna · @anna_k"]


def test_somebody_of_whom_nothing_is_known_has_a_heading_too():
    assert read([heading(Whom(contact(""), None))]) == ["—"]


# What became of them


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": InvitationState.DUE, "asked_at": None, "expires_at": None}, "waits to be sent"),
        (
            {"state": InvitationState.DUE, "asked_at": None, "wave_state": WaveState.PAUSED},
            "waits: the wave is paused",
        ),
        ({"state": InvitationState.SENDING}, "being sent"),
        ({"wave_state": WaveState.PAUSED}, "asked; no answer yet, open until 11 May"),
        ({"snoozed_at": NOW}, "asked; “Not now”, open until 11 May"),
        ({"declined_at": NOW, "snoozed_at": NOW}, "asked; “Don't ask me”"),
        ({"state": InvitationState.EXPIRED, "declined_at": NOW}, "asked; “Don't ask me”"),
        ({"state": InvitationState.EXPIRED, "snoozed_at": NOW}, "asked; no answer, closed on 11 May"),
        ({"state": InvitationState.UNKNOWN}, "sent; whether it arrived isn't known"),
        ({"state": InvitationState.FAILED}, "couldn't be delivered"),
        ({"state": InvitationState.CANCELLED}, "cancelled, nothing was sent"),
        (
            {"state": InvitationState.ANSWERED, "score": 4, "highest": 5, "answered_at": NOW},
            "asked; answered 4 of 5 on 5 May",
        ),
        (
            {
                "state": InvitationState.ANSWERED,
                "score": 4,
                "highest": 5,
                "answered_at": NOW,
                "declined_at": NOW,
            },
            "asked; answered 4 of 5 on 5 May",
        ),
    ],
)
def test_each_state_is_told_in_plain_words(changes, words):
    assert told(place(**changes)) == [f"4 May · CSAT · Spring · #1001 — {words}"]


@pytest.mark.parametrize("language", SPOKEN)
def test_every_state_and_every_reason_has_words_of_its_own(language):
    reading = replace(READING, language=language)
    outcomes = [place(state=state) for state in InvitationState if state is not InvitationState.SKIPPED]
    outcomes += [skipped(reason) for reason in SkipReason]
    lines = [told(outcome, reading=reading)[0] for outcome in outcomes]
    assert len(set(lines)) == len(InvitationState) - 1 + len(SkipReason)
    for reason in SkipReason:  # "other" would be said of what nobody found words for
        assert reason in CATALOG.texts(language)["why-reason"].chosen["reason"]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (SkipReason.NO_CHAT, "nobody has opened the order's link yet"),
        (SkipReason.CANCELLED_ORDER, "the order was cancelled or refunded"),
        (SkipReason.ASKED_RECENTLY, "was asked something not long before"),
        (SkipReason.DAILY_CAP, "the day's number of questions was used up"),
    ],
)
def test_whoever_was_left_out_has_the_reason_told(reason, words):
    assert told(skipped(reason)) == [f"5 May · CSAT · Spring · #1001 — not asked: {words}"]


def test_nps_is_about_no_order():
    assert told(place(kind=NPS))[0].startswith("4 May · NPS · Spring — asked")


def test_somebody_in_no_wave_has_that_told():
    assert told() == ["In no wave so far."]


def test_the_newest_places_are_told_and_no_more():
    known = [place(wave=f"Wave {number}") for number in range(MOST_SHOWN + 3)]
    lines = told(*known)
    assert [line.split(" · ")[2] for line in lines] == [f"Wave {number}" for number in range(MOST_SHOWN)]


def test_a_day_is_the_shops_and_of_another_year_it_has_its_year():
    midnight_in_riga = datetime(2025, 12, 31, 22, tzinfo=UTC)
    assert told(place(asked_at=midnight_in_riga))[0].startswith("1 January · ")
    before = midnight_in_riga - timedelta(seconds=1)
    assert told(place(asked_at=before))[0].startswith("31 December 2025 · ")


# For the sake of which earlier ask


def left_alone(reason, *earlier, **changes):
    return told(skipped(reason, **changes), *earlier)[0].partition("not asked: ")[2]


@pytest.mark.parametrize("reason", [SkipReason.ASKED_RECENTLY, SkipReason.SAME_KIND_RECENTLY])
@pytest.mark.parametrize(
    ("ago", "words"),
    [(0, "the same day"), (1, "1 day before"), (12, "12 days before"), (29, "29 days before")],
)
def test_whoever_was_left_alone_is_told_since_when(reason, ago, words):
    ask = place(asked_at=NOW - ago * DAY, wave="Easter", order_id="1000")
    assert left_alone(reason, ask) == f"was asked {words} (CSAT · Easter)"


def test_the_days_between_are_those_of_the_shop():
    late = datetime(2026, 5, 4, 20, 59, tzinfo=UTC)  # 23:59 in Riga
    ask = place(asked_at=late)
    assert left_alone(SkipReason.ASKED_TODAY, ask, created_at=late + timedelta(minutes=2)).startswith(
        "was asked 1 day before"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"asked_at": NOW - 31 * DAY},  # so long ago that nobody is left alone for it
        {"asked_at": NOW + DAY},  # since then
        {"state": InvitationState.FAILED},
        {"state": InvitationState.CANCELLED},
        {"state": InvitationState.DUE, "asked_at": None},
    ],
)
def test_what_wasnt_the_cause_isnt_named_as_one(changes):
    assert left_alone(SkipReason.ASKED_RECENTLY, place(**changes)) == "was asked something not long before"


def test_a_reason_that_no_ask_gives_names_none():
    assert left_alone(SkipReason.RESERVED, place()) == "kept for the NPS wave that is planned"


def test_a_question_of_another_kind_is_not_why_the_same_isnt_asked_again():
    nps = place(kind=NPS, wave="Easter", asked_at=NOW - 20 * DAY)
    csat = place(wave="March", asked_at=NOW - 29 * DAY)
    assert left_alone(SkipReason.SAME_KIND_RECENTLY, nps, csat) == "was asked 29 days before (CSAT · March)"
    assert left_alone(SkipReason.ASKED_RECENTLY, nps, csat) == "was asked 20 days before (NPS · Easter)"


@pytest.mark.parametrize(("ago", "is_cause"), [(89, True), (91, False)])
def test_an_answer_counts_longer_than_silence(ago, is_cause):
    answered = NOW - ago * DAY
    ask = place(state=InvitationState.ANSWERED, asked_at=answered - DAY, answered_at=answered)
    assert ("days before" in left_alone(SkipReason.SAME_KIND_RECENTLY, ask)) is is_cause
    assert "days before" not in left_alone(SkipReason.ASKED_RECENTLY, ask)
    assert USUAL.after_answer == 90 * DAY


# The order itself


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, []),
        ({"cancelled_at": NOW}, ["This order: the order was cancelled or refunded."]),
        ({"is_test": True}, ["This order: the order was only a test."]),
        ({"received_at": NOW + DAY}, ["This order: the order hasn't arrived yet."]),
    ],
)
def test_what_is_wrong_with_the_order_is_told(columns, words):
    assert read(flaw(order(**columns), READING)) == words


def plan(**columns):
    known = {"name": "After purchase", "kind": CSAT, "audience": "all", "delay_seconds": 5 * 24 * 3600}
    return Plan(**{**known, "open_seconds": 60, "state": PlanState.RUNNING, "created_at": NOW, **columns})


def test_a_plan_that_comes_to_the_order_is_told_with_its_day():
    assert read(coming([plan()], order(), READING)) == [
        "CSAT · After purchase · #1001 — its turn comes on 8 May"
    ]


@pytest.mark.parametrize(
    ("of_plan", "of_order"),
    [
        ({"delay_seconds": 24 * 3600}, {}),  # its turn came
        ({"delay_seconds": None}, {}),  # it asks by another rule
        ({"audience": "category:shoes"}, {}),  # perhaps this order isn't meant
        ({"sample_percent": 50, "sample_seed": 1}, {}),  # perhaps this person isn't drawn
        ({}, {"cancelled_at": NOW}),
        ({}, {"is_test": True}),
    ],
)
def test_a_plan_that_may_not_come_to_the_order_isnt_told(of_plan, of_order):
    assert read(coming([plan(**of_plan)], order(**of_order), READING)) == []


# From when on


def outlook(kind, since, *, kept_until=None, **columns):
    return Outlook(kind, since, order(**columns), kept_until)


def foretold(*found, whom=WHOM):
    return read(prospects(found, whom, READING))


def test_kinds_of_which_the_same_is_true_share_a_line():
    assert foretold(*(outlook(kind, SkipReason.BLOCKED) for kind in SurveyKind)) == [
        "CSAT, NPS, CES: may not be asked: has blocked the bot. Only when they let the bot back in."
    ]
    assert foretold(outlook(CSAT, NOW), outlook(NPS, NOW + 9 * DAY), outlook(CES, NOW)) == [
        "CSAT, CES: may be asked now",
        "NPS: may be asked from 14 May",
    ]


def test_another_order_than_the_one_that_was_meant_is_named():
    later = {"id": 8, "order_id": "#1002"}
    assert foretold(
        outlook(CSAT, NOW, **later), outlook(NPS, NOW, **later), outlook(CES, NOW + DAY, **later)
    ) == [
        "CSAT: may be asked now, about order #1002",
        "NPS: may be asked now",
        "CES: may be asked from 6 May, about order #1002",
    ]
    assert foretold(outlook(CSAT, NOW), whom=Whom(ANNA, None)) == [
        "CSAT: may be asked now, about order #1001"
    ]


def test_people_are_kept_for_a_wave_until_a_day_where_it_is_known():
    kept = outlook(CSAT, SkipReason.RESERVED, kept_until=NOW + 9 * DAY)
    assert foretold(kept, outlook(CES, SkipReason.RESERVED)) == [
        "CSAT: may not be asked: kept for the NPS wave of 14 May. Only after that wave.",
        "CES: may not be asked: kept for the NPS wave that is planned. Only after that wave.",
    ]


def test_somebody_without_orders_is_asked_by_no_wave():
    assert foretold() == ["No order of theirs is known, so no wave asks them."]


LASTING = (
    SkipReason.ERASED,
    SkipReason.NO_CHAT,
    SkipReason.STAFF,
    SkipReason.OPTED_OUT,
    SkipReason.BLOCKED,
    SkipReason.DEACTIVATED,
    SkipReason.CANCELLED_ORDER,
    SkipReason.TEST_ORDER,
    SkipReason.ALREADY_ASKED,
    SkipReason.RESERVED,
)


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("reason", LASTING)
def test_what_would_end_a_lasting_reason_is_told(language, reason):
    """But for what nothing ends: who is on the staff stays so, and an account that is gone is gone."""
    until = CATALOG.plain(Line("why-until", {"reason": reason}), language)
    nothing = CATALOG.plain(Line("why-until", {"reason": "other"}), language)
    assert (until == nothing) is (reason in (SkipReason.STAFF, SkipReason.DEACTIVATED))


# Whatever is in it

_LOUD = "\u202e\u2068שלום\u2067 👩\u200d👩\u200d👧 *_`" * 40


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("name", [_LOUD, "\u2068" * 999, "ש" * 999, "👩\u200d👩\u200d👧" * 300], ids=range(4))
def test_the_longest_names_fit_into_a_message_and_turn_nothing_around(language, name):
    """Bot API: sendMessage takes 4096 UTF-16 units."""
    reading = Reading(SHOP, language, NOW)
    long = order(id=8, order_id=name, product=name, first_name=name)
    skip = skipped(SkipReason.ASKED_RECENTLY, wave=name, order_id=name)
    ask = place(wave=name, order_id=name, asked_at=NOW - 400 * DAY, answered_at=NOW - 300 * DAY)
    lines = [
        heading(Whom(contact(name), long, username="a" * 32)),
        *flaw(order(is_test=True), reading),
        *places([skip] * 4 + [ask] * 4 + [place(wave=name)], reading),
        *coming([plan(name=name)] * 9, order(order_id=name), reading),
        *(line for kind in SurveyKind for line in prospects([Outlook(kind, NOW + DAY, long)], WHOM, reading)),
    ]
    shown = CATALOG.render_all(lines, language)
    assert utf16_length(shown.text) <= 4096
    for line in shown.text.split("\n"):
        opened = sum(line.count(mark) for mark in "\u2066\u2067\u2068")
        assert opened == line.count("\u2069")
