"""The real ratings, and what is true of them."""

from pathlib import Path

import pytest

from bot.simulator.ratings import answered, count, read_ratings, satisfied


def test_the_ratings_are_all_there() -> None:
    ratings = read_ratings()
    assert len(ratings) == 10_616
    assert [rating.order for rating in ratings] == sorted({rating.order for rating in ratings})
    assert {rating.delivery for rating in ratings} == {None, 1, 2, 3, 4, 5}


def test_the_truth_about_the_delivery() -> None:
    ratings = read_ratings()
    assert satisfied(ratings, "delivery") == 4595
    assert answered(ratings, "delivery") == 10_198
    counted = count(ratings, "delivery")
    total = sum(score * times for score, times in counted.items() if score is not None)
    assert total / 10_198 == pytest.approx(3.325, abs=0.0005)
    assert counted.total() == 10_616


def test_an_empty_cell_is_no_answer(tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text("order_no,delivery,food,speed,order_accurate\n1,5,,4,yes\n2,,,1,no\n", encoding="utf-8")
    ratings = read_ratings(file)
    assert (answered(ratings, "delivery"), answered(ratings, "food"), satisfied(ratings, "speed")) == (
        1,
        0,
        1,
    )
