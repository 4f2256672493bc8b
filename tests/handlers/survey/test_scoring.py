"""Every published vector, every named trap, and the properties that hold for any pile of answers."""

import math
import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.survey.scales import OFFERED, NotAnAnswerError, Scale
from handlers.survey.scoring import (
    MixedScalesError,
    Tally,
    answers_needed,
    change,
    expected_margin,
    percentages,
    score,
    shown,
    shown_to,
    two_sided_p,
)
from storage.kinds import SurveyKind

NPS = Scale(SurveyKind.NPS, 0, 10)
CSAT = Scale(SurveyKind.CSAT, 1, 5)
CES = Scale(SurveyKind.CES, 1, 7)

counts = st.integers(0, 3000) | st.integers(0, 5)
tallies = st.sampled_from(OFFERED).flatmap(
    lambda scale: st.tuples(*[counts] * len(scale.scores)).map(lambda c: Tally(scale, c))
)
some_tallies = tallies.filter(lambda tally: tally.n > 0)
nps_tallies = st.tuples(counts, counts, counts).map(lambda pnd: nps(*pnd)).filter(lambda tally: tally.n > 0)


def nps(promoters, passives, detractors):
    return Tally.from_counts(NPS, {10: promoters, 7: passives, 0: detractors})


def csat(top, n):
    return Tally.from_counts(CSAT, {5: top, 1: n - top})


def scored(tally):
    result = score(tally)
    assert result is not None
    return result


def changed(now, before):
    result = change(now, before)
    assert result is not None
    return result


def fixed(number, places=2):
    return f"{number:.{places}f}"


@pytest.mark.parametrize(
    ("pnd", "value", "centre", "margin", "low", "high"),
    [
        ((70, 10, 20), 50, "48.54", "15.60", "32.94", "64.15"),
        ((6, 2, 2), 40, "30.77", "43.35", "-12.59", "74.12"),
        ((3, 0, 0), 100, "50.00", "56.58", "-6.58", "100.00"),
        ((0, 1, 0), 0, "0.00", "60.01", "-60.01", "60.01"),
        ((1, 0, 7), -75, "-54.55", "44.46", "-99.01", "-10.08"),
        ((250, 675, 75), Fraction(35, 2), "17.45", "3.36", "14.09", "20.81"),
    ],
)
def test_nps_vectors(pnd, value, centre, margin, low, high):
    result = scored(nps(*pnd))
    assert result.value == value
    assert (fixed(result.margin), fixed(result.low), fixed(result.high)) == (margin, low, high)
    if high != "100.00":
        assert fixed((result.low + result.high) / 2) == centre


@pytest.mark.parametrize("scale", [CSAT, CES])
@pytest.mark.parametrize(
    ("top", "n", "low", "high"),
    [(8, 10, "49.0", "94.3"), (45, 50, "78.6", "95.7"), (3, 3, "43.9", "100.0"), (0, 5, "0.0", "43.4")],
)
def test_share_vectors(scale, top, n, low, high):
    result = scored(Tally.from_counts(scale, {scale.highest: top, scale.lowest: n - top}))
    assert (fixed(result.low, 1), fixed(result.high, 1)) == (low, high)
    assert result.margin == pytest.approx((result.high - result.low) / 2)


def test_a_share_of_all_or_none_reaches_its_end_exactly():
    assert all(scored(csat(n, n)).high == 100 and scored(csat(0, n)).low == 0 for n in range(1, 500))


def test_fifteen_points_on_a_hundred_answers_are_no_clear_change():
    step = changed(nps(55, 25, 20), nps(45, 30, 25))
    assert step.difference == 15
    assert (fixed(step.z, 3), fixed(step.p, 3), step.clear) == ("1.304", "0.192", False)


def test_fifteen_points_on_a_thousand_answers_are_a_clear_change():
    step = changed(nps(550, 250, 200), nps(450, 300, 250))
    assert (fixed(step.z), step.clear) == ("4.17", True)


def test_a_share_changes_by_agresti_and_caffo():
    step = changed(csat(7, 10), csat(3, 12))
    new, old = Fraction(8, 12), Fraction(4, 14)
    assert step.z == pytest.approx(float(new - old) / math.sqrt(new * (1 - new) / 12 + old * (1 - old) / 14))
    assert step.difference == Fraction(700, 10) - Fraction(300, 12)


def test_a_test_that_points_against_the_shown_difference_shows_no_arrow():
    step = changed(nps(1, 0, 0), nps(999_999, 1, 0))
    assert step.difference > 0
    assert step.z < 0
    assert step.p < 0.05
    assert not step.clear


@pytest.mark.parametrize(
    ("z", "p"),
    [(0, 1), (1, 0.317310507863), (1.959963984540, 0.05), (2.575829303549, 0.01), (-3.290526731492, 0.001)],
)
def test_two_sided_p_of_the_normal_table(z, p):
    assert two_sided_p(z) == pytest.approx(p, abs=1e-12)


def test_no_answers_have_no_score_and_no_change():
    nobody = Tally.of(NPS, [])
    assert score(nobody) is None
    assert change(nobody, nps(1, 1, 1)) is None
    assert change(nps(1, 1, 1), nobody) is None


def test_zero_is_an_answer():
    result = scored(Tally.of(NPS, [0]))
    assert (result.n, result.value, result.mean) == (1, -100, 0)


def test_subtracting_rounded_percentages_would_be_wrong():
    result = scored(nps(7, 1, 3))
    assert shown(result.value) == 36
    assert result.shares == (64, 9, 27)  # 64 - 27 = 37


@pytest.mark.parametrize("answer", [6.5, "10 ", -1, 11, True])
def test_a_tally_takes_nothing_but_answers(answer):
    with pytest.raises(NotAnAnswerError):
        Tally.of(NPS, [9, answer])
    with pytest.raises(NotAnAnswerError):
        Tally.from_counts(NPS, {answer: 0})


@pytest.mark.parametrize("counts", [(1, 2, 3), (0, 0, 0, 0, -1), (0, 0, 0, 0, 1.5), (0, 0, 0, 0, True)])
def test_a_tally_needs_one_whole_count_for_each_score(counts):
    with pytest.raises(ValueError, match="no counts of the scores 1-5"):
        Tally(CSAT, counts)


def test_tallies_of_different_scales_neither_add_nor_compare():
    with pytest.raises(MixedScalesError):
        Tally.of(CSAT, [5]) + Tally.of(Scale(SurveyKind.CSAT, 1, 3), [3])
    with pytest.raises(MixedScalesError):
        change(Tally.of(CSAT, []), Tally.of(CES, []))


def test_the_mean_has_an_interval_from_two_answers_on():
    assert (scored(Tally.of(CSAT, [4])).mean_low, scored(Tally.of(CSAT, [4])).mean_high) == (None, None)
    two = scored(Tally.of(CSAT, [3, 4]))
    assert two.mean == Fraction(7, 2)
    assert (two.mean_low, two.mean_high) == pytest.approx((3.5 - 0.98, 3.5 + 0.98))


def test_a_lone_promoter_is_small_and_its_interval_does_not_reach_the_score():
    result = scored(nps(1, 0, 0))
    assert result.small
    assert result.high < result.value == 100


@pytest.mark.parametrize(("n", "small"), [(29, True), (30, False)])
def test_fewer_than_thirty_answers_are_a_small_sample(n, small):
    assert scored(nps(n, 0, 0)).small is small


@pytest.mark.parametrize(
    ("number", "whole"),
    [
        (0.5, 1),
        (-0.5, -1),
        (2.5, 3),
        (-2.5, -3),
        (0.49999999999999994, 0),
        (Fraction(-5, 2), -3),
        (-0.0, 0),
        (7, 7),
    ],
)
def test_halves_are_rounded_away_from_zero(number, whole):
    assert shown(number) == whole


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        (Fraction(87, 20), 1, "4.4"),
        (Fraction(-87, 20), 1, "-4.4"),
        (Fraction(1, 3), 2, "0.33"),
        (-0.04, 1, "0.0"),
        (4, 1, "4.0"),
        (4, 0, "4"),
    ],
)
def test_rounding_to_places(number, places, text):
    assert str(shown_to(number, places)) == text
    assert isinstance(shown_to(number, places), Decimal)


@pytest.mark.parametrize(
    ("counts", "percents"),
    [
        ((1, 1, 1), (34, 33, 33)),  # the first of equals
        ((1, 7), (12, 88)),  # 12.5 and 87.5: the larger of equal remainders
        ((7, 1), (88, 12)),
        ((1, 1, 1, 1, 1, 1), (17, 17, 17, 17, 16, 16)),
        ((0, 0, 5), (0, 0, 100)),
        ((1, 1, 398), (0, 0, 100)),  # a quarter of a percent each: they lose to 99.5
    ],
)
def test_percentages_by_largest_remainder(counts, percents):
    assert percentages(counts) == percents


@pytest.mark.parametrize("counts", [(), (0, 0, 0)])
def test_there_are_no_percentages_of_no_answers(counts):
    with pytest.raises(ValueError, match="no answers"):
        percentages(counts)


def test_an_nps_within_five_points_takes_about_a_thousand_answers():
    assert answers_needed(SurveyKind.NPS, 5) == 981
    assert answers_needed(SurveyKind.CSAT, 5) == answers_needed(SurveyKind.CES, 5) == 366
    assert shown(expected_margin(SurveyKind.NPS, 270)) == 9


def test_the_expected_margin_is_that_of_the_assumed_mix():
    assert expected_margin(SurveyKind.NPS, 50) == scored(nps(30, 10, 10)).margin
    assert expected_margin(SurveyKind.CSAT, 50) == scored(csat(30, 50)).margin


@pytest.mark.parametrize("margin", [0, -1, float("nan")])
def test_no_number_of_answers_removes_the_margin(margin):
    with pytest.raises(ValueError, match="above 0"):
        answers_needed(SurveyKind.NPS, margin)
    with pytest.raises(ValueError, match="No answers"):
        expected_margin(SurveyKind.NPS, 0)


@given(kind=st.sampled_from(SurveyKind), margin=st.floats(0.2, 120))
def test_the_answers_needed_are_enough_and_one_fewer_is_not(kind, margin):
    n = answers_needed(kind, margin)
    assert expected_margin(kind, n) <= margin
    assert n == 1 or expected_margin(kind, n - 1) > margin


@given(n=st.integers(1, 10_000), kind=st.sampled_from(SurveyKind))
def test_more_answers_are_expected_to_narrow_the_margin(n, kind):
    assert expected_margin(kind, n + 1) < expected_margin(kind, n)


@given(tally=nps_tallies, factor=st.integers(2, 10))
def test_the_same_mix_of_more_answers_has_a_smaller_margin(tally, factor):
    more = nps(factor * tally.top, factor * tally.middle, factor * tally.bottom)
    assert scored(more).margin < scored(tally).margin


@given(pnd=st.tuples(counts, counts, counts))
def test_the_nps_of_the_mirror_image_is_the_mirror_image(pnd):
    assume(sum(pnd) > 0)
    result, mirrored = scored(nps(*pnd)), scored(nps(*reversed(pnd)))
    assert (mirrored.value, mirrored.margin) == (-result.value, result.margin)
    assert (mirrored.low, mirrored.high) == (-result.high, -result.low)
    assert shown(mirrored.value) == -shown(result.value)


@given(tally=tallies)
def test_everyone_is_top_middle_or_bottom(tally):
    assert tally.top + tally.middle + tally.bottom == tally.n == sum(tally.distribution.values())


@given(tally=some_tallies)
def test_the_interval_lies_within_the_possible_and_holds_the_adjusted_centre(tally):
    result = scored(tally)
    if result.kind is SurveyKind.NPS:
        floor, centre = -100, Fraction(100 * (tally.top - tally.bottom), tally.n + 3)
    else:
        floor, centre = 0, (tally.top + 1.95996**2 / 2) / (tally.n + 1.95996**2) * 100
        assert result.low <= result.value <= result.high
    assert floor <= result.low < centre < result.high <= 100
    assert result.high - result.low <= 2 * result.margin + 1e-9


@given(first=tallies, second=st.data())
def test_adding_tallies_is_tallying_the_union(first, second):
    other = second.draw(st.lists(st.sampled_from(first.scale.scores)))
    answers = [answer for answer, count in first.distribution.items() for _ in range(count)]
    assert first + Tally.of(first.scale, other) == Tally.of(first.scale, answers + other)


@given(
    answers=st.sampled_from(OFFERED).flatmap(
        lambda s: st.tuples(st.just(s), st.lists(st.sampled_from(s.scores)))
    )
)
def test_a_slow_and_simple_implementation_agrees(answers):
    scale, given_scores = answers
    assume(given_scores)
    n, result = len(given_scores), scored(Tally.of(scale, given_scores))
    if scale.kind is SurveyKind.NPS:
        votes = [1 if s >= 9 else 0 if s >= 7 else -1 for s in given_scores]
        assert result.value == 100 * Fraction(sum(votes), n)
        padded = [(votes.count(vote) + 0.75 * (2 if vote == 0 else 1), vote) for vote in (1, 0, -1)]
        centre = sum(weight * vote for weight, vote in padded) / (n + 3)
        variance = sum(weight * (vote - centre) ** 2 for weight, vote in padded) / (n + 3)
        assert result.margin == pytest.approx(195.996 * math.sqrt(variance / (n + 3)))
    else:
        edge = {3: 3, 4: 3, 5: 4, 6: 5, 7: 6, 10: 8}[scale.highest] if scale.kind is SurveyKind.CSAT else 5
        share = Fraction(sum(s >= edge for s in given_scores), n)
        assert result.value == 100 * share
        # Wilson's ends are the shares that the sample is exactly 1.95996 standard errors away from.
        for end in (result.low / 100, result.high / 100):
            assert (float(share) - end) ** 2 == pytest.approx(1.95996**2 * end * (1 - end) / n, abs=1e-9)
    assert result.mean == statistics.mean(map(Fraction, given_scores))
    if n > 1:
        half = 1.96 * statistics.stdev(given_scores) / math.sqrt(n)
        assert result.mean_high - result.mean_low == pytest.approx(2 * half)


@given(now=nps_tallies, before=nps_tallies)
def test_a_change_read_backwards_is_its_opposite(now, before):
    there, back = changed(now, before), changed(before, now)
    assert (back.difference, back.z, back.p) == (-there.difference, -there.z, there.p)
    assert there.clear == back.clear
    assert 0 <= there.p <= 1


@given(counts=st.lists(st.integers(0, 10**9), min_size=1))
def test_percentages_sum_to_100_and_are_each_within_1(counts):
    assume(sum(counts) > 0)
    percents = percentages(counts)
    assert sum(percents) == 100
    assert all(abs(p - Fraction(100 * c, sum(counts))) < 1 for p, c in zip(percents, counts, strict=True))


@given(number=st.fractions() | st.floats(-1e9, 1e9))
def test_rounding_is_odd_and_never_more_than_a_half_off(number):
    assert shown(-number) == -shown(number)
    assert abs(shown(number) - Fraction(number)) <= Fraction(1, 2)
