"""Rows of another tool's export, read or refused with a reason that says what to do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.intake import history
from handlers.intake.cells import LONGEST_VALUE, BadRowError
from handlers.intake.history import COLUMNS, LONGEST_COMMENT, Reader
from handlers.intake.orders import Reader as OrderReader
from handlers.survey.scales import Scale, default_scale
from storage import surveys
from storage.kinds import SurveyKind
from storage.tables import invitation_table, survey_table, wave_table
from tests.handlers.samples import NOW, SHOP

SCALES = {kind: default_scale(kind) for kind in SurveyKind}
RIGA = Reader(shop=SHOP, now=NOW, scales=SCALES)


def read(**cells):
    return RIGA.read(
        {"contact": "anna@x.lv", "kind": "nps", "score": "9", "answered_at": "2026-05-03", **cells}
    )


def refusal(**cells):
    with pytest.raises(BadRowError) as refused:
        read(**cells)
    return str(refused.value)


def test_a_full_row_is_an_answer_with_all_that_it_was_about():
    row = {
        "contact": " Anna@X.LV ",
        "kind": "CSAT",
        "score": "4",
        "answered_at": "2026-05-01 10:00",
        "comment": " Good,\nbut late ",
        "product": "Trail  running\nshoes",
        "category": "shoes",
        "store": "Riga",
        "operator": "Maria",
        "channel": "e-mail",
        "language": "LV",
        "order_id": "#1001",
    }
    assert set(row) == set(COLUMNS)
    answer = RIGA.read(row)
    assert (answer.ref, answer.kind, answer.score) == ("anna@x.lv", SurveyKind.CSAT, 4)
    assert (answer.lowest, answer.highest) == (1, 5)
    assert answer.answered_at == datetime(2026, 5, 1, 7, 0, tzinfo=UTC)
    assert answer.comment == "Good,\nbut late"
    assert (answer.product, answer.category, answer.store) == ("Trail running shoes", "shoes", "Riga")
    assert (answer.operator, answer.channel, answer.language) == ("Maria", "e-mail", "lv")
    assert answer.order_id == "#1001"


def test_four_cells_are_all_that_is_needed():
    answer = read()
    assert (answer.comment, answer.product, answer.channel, answer.order_id) == (None, None, None, None)
    assert answer.language == SHOP.language


@pytest.mark.parametrize(
    "written", [" ANNA@x.lv", "'+371 2000", "ÄNNA", "00042", "Straße", "#7", "1.5", "order:1001"]
)
def test_a_person_is_named_as_orders_name_them(written):
    order = OrderReader(zone=ZoneInfo("Europe/Riga"), now=NOW).read(
        {"order_id": "1001", "contact_ref": written}
    )
    assert read(contact=written).ref == order["contact_ref"]


@pytest.mark.parametrize("kind", list(SurveyKind))
def test_every_score_of_the_scale_is_an_answer_and_0_is_one(kind):
    scale = SCALES[kind]
    assert [read(kind=kind, score=str(score)).score for score in scale.scores] == list(scale.scores)
    assert (kind is SurveyKind.NPS) is (0 in scale.scores)


@pytest.mark.parametrize(
    "written",
    [
        "6.5",
        "10 ",
        " 10",
        "-1",
        "11",
        "true",
        "",
        "+4",
        "04",
        "4.0",
        "1e1",
        "٤",
        "4,5",
        "'4",
        "nine",
        "4 of 5",
    ],
)
def test_what_is_not_exactly_a_score_is_refused(written):
    assert refusal(score=written) == (
        f"score is no NPS from 0 to 10: {written!r}; write a whole number and nothing around it"
    )


def test_the_scale_is_the_one_of_the_survey():
    wide = Reader(shop=SHOP, now=NOW, scales=SCALES | {SurveyKind.CSAT: Scale(SurveyKind.CSAT, 1, 10)})
    row = {"contact": "a", "kind": "csat", "score": "8", "answered_at": "2026-05-03"}
    assert (wide.read(row).score, wide.read(row).highest) == (8, 10)
    assert refusal(kind="csat", score="8").startswith("score is no CSAT from 1 to 5")
    assert refusal(kind="ces", score="0").startswith("score is no CES from 1 to 7")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"contact": ""}, "contact names nobody: ''; write a customer's id, e-mail or phone"),
        ({"contact": "N/A"}, "contact names nobody: 'N/A'; write a customer's id, e-mail or phone"),
        (
            {"contact": "7.9E+10"},
            "contact was spoiled by a spreadsheet: '7.9E+10'; make its column text, and export anew",
        ),
        ({"kind": "stars"}, "kind is no survey: 'stars'; write csat, nps, ces"),
        ({"kind": ""}, "kind is no survey: ''; write csat, nps, ces"),
        ({"answered_at": ""}, "answered_at is empty; write 2026-05-03 or 2026-05-03 14:30"),
        (
            {"answered_at": "yesterday"},
            "answered_at is no date: 'yesterday'; write 2026-05-03 or 2026-05-03 14:30",
        ),
        ({"answered_at": "1970-01-01"}, "answered_at is before 2000: '1970-01-01'; check it"),
        ({"language": "русский"}, "language can't be 'русский'; write a code such as ru"),
        (
            {"order_id": "#REF!"},
            "order_id was spoiled by a spreadsheet: '#REF!'; make its column text, and export anew",
        ),
        (
            {"product": "x" * (LONGEST_VALUE + 1)},
            f"product is longer than {LONGEST_VALUE} characters or isn't text",
        ),
        (
            {"comment": "x" * (LONGEST_COMMENT + 1)},
            f"comment is longer than {LONGEST_COMMENT} characters or isn't text",
        ),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(cells, reason):
    assert refusal(**cells) == reason


def test_an_answer_from_further_ahead_than_a_day_was_not_given_yet():
    edge = NOW + timedelta(days=1)
    assert read(answered_at=edge.isoformat()).answered_at == edge
    late = (edge + timedelta(seconds=1)).isoformat()
    assert refusal(answered_at=late) == f"answered_at is too far in the future: {late!r}; check it"


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text()))
@settings(max_examples=100, deadline=None)
def test_whatever_stands_in_the_cells_is_read_or_refused(row):
    try:
        answer = RIGA.read(row)
    except BadRowError:
        return
    assert answer.score in SCALES[answer.kind].scores


@pytest.mark.parametrize(
    ("wanted", "name"), [(" Old \n tool ", "Old tool"), ("x" * 101, "x" * 100), (" ", "")]
)
def test_a_source_has_a_name_of_one_line(wanted, name):
    assert history.source_name(wanted) == name


async def test_the_scales_are_those_asked_now_and_the_usual_ones_before_that(house):
    async with house.writer.unit() as session:
        assert await history.scales(session) == SCALES
        for version, (highest, low_to, high_from) in enumerate([(5, 2, 4), (10, 3, 8)], start=1):
            await surveys.add_version(
                session,
                SurveyKind.CSAT,
                version=version,
                lowest=1,
                highest=highest,
                low_to=low_to,
                high_from=high_from,
                now=NOW,
            )
        assert (await history.scales(session))[SurveyKind.CSAT] == Scale(SurveyKind.CSAT, 1, 10)


async def test_a_survey_is_made_for_the_kinds_that_came_and_for_no_other(house):
    async with house.writer.unit() as session:
        assert await history.keep(session, [read(), read(kind="ces", score="7")], source="old", now=NOW) == 2
        assert await history.keep(session, [], source="old", now=NOW) == 0
        await session.commit()
    kinds = {row["id"]: row["kind"] for row in await house.rows(survey_table)}
    assert sorted(kinds.values()) == [SurveyKind.CES, SurveyKind.NPS]
    for row in await house.rows(invitation_table):
        assert kinds[row["survey_id"]] is row["kind"]
    for row in await house.rows(wave_table):
        assert (row["name"], row["audience"], row["state"]) == ("old", "imported", "done")
