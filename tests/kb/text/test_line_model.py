"""A model of lines tells two sides apart by words and pairs of words, the same on every machine."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kb.data.settings import LineFitting
from kb.text.line_model import LineModel, fit_lines, model_as_dict, model_from_dict

FITTING = LineFitting(
    least_seen=1, bits=10, levels=7, least_steps=0.5, epochs=9, rate=0.5, decay=0.001
)
SOUGHT = ("the fen is cold", "cold water", "i hate cold tea", "not warm at all")
OTHERS = ("the fen is warm", "warm water", "i like warm tea", "not cold at all")


@pytest.fixture(scope="module")
def model() -> LineModel:
    """Of lines about cold and warm things."""
    fitted = fit_lines(SOUGHT, OTHERS, FITTING)
    assert fitted is not None
    return fitted


@pytest.mark.parametrize("line", [*SOUGHT, "so cold", "not warm"])
def test_lines_of_the_sought_side_score_above_nought(model: LineModel, line: str) -> None:
    """Those that were learnt, and others that share words or pairs with them."""
    assert model.score(line) > 0


@pytest.mark.parametrize("line", [*OTHERS, "so warm", "not cold"])
def test_lines_of_the_other_side_score_below(model: LineModel, line: str) -> None:
    """A pair of words says more than each of them."""
    assert model.score(line) < 0


def test_a_word_counts_once_and_a_longer_line_is_no_likelier(model: LineModel) -> None:
    """Scores are over the root of the number of words and pairs."""
    assert model.score("cold cold") < 2 * model.score("cold")
    assert 0 < model.score("cold and nothing else of what was learnt") < model.score("cold")


def test_no_words_have_the_offset(model: LineModel) -> None:
    """Nothing speaks for either side."""
    assert model.score("") == model.offset


def test_the_same_lines_give_the_same_model(model: LineModel) -> None:
    """Whatever was fitted in between."""
    fit_lines(OTHERS, SOUGHT, FITTING)
    fit_lines.cache_clear()
    assert fit_lines(SOUGHT, OTHERS, FITTING) == model


def test_weights_have_so_many_levels_and_small_ones_are_left_out(model: LineModel) -> None:
    """Seven steps to either side of nought, at places that are there."""
    assert set(map(abs, model.weights.values())) <= set(range(1, 8))
    assert max(model.weights) < 2**10
    fewer = fit_lines(SOUGHT, OTHERS, replace(FITTING, least_steps=2.5))
    assert fewer is not None
    large = {place: steps for place, steps in model.weights.items() if abs(steps) > 2}
    assert large.items() <= fewer.weights.items()
    assert set(map(abs, fewer.weights.values())) <= set(range(2, 8))


@pytest.mark.parametrize("places", [[], [0], [0, 1, 32, 33, 34, 67, 200, 1023], [1023], [990, 991]])
def test_a_model_comes_back_from_its_letters(places: list[int]) -> None:
    """Whatever lies between two places: nothing, as much as a letter says, or much more."""
    weights = {place: place % 7 - 8 for place in places}
    model = LineModel(bits=10, weights=weights, step=0.25, offset=-1.5)
    raw = json.loads(json.dumps(model_as_dict(model)))
    assert model_from_dict(raw) == model
    assert len(raw["weights"]) == len(places)
    assert set(raw["gaps"]) <= set(map(chr, range(ord("]"), ord("~") + 1)))


def test_a_model_with_a_weight_too_few_is_refused(model: LineModel) -> None:
    """Each place has one."""
    raw = model_as_dict(model)
    with pytest.raises(ValueError, match="shorter"):
        model_from_dict(raw | {"weights": raw["weights"][1:]})


def test_what_too_few_lines_have_counts_for_nothing() -> None:
    """`cold` is in four lines, `hate` in one."""
    fitted = fit_lines(SOUGHT, OTHERS, replace(FITTING, least_seen=2))
    assert fitted is not None
    assert fitted.score("hate") == fitted.offset
    assert fitted.score("cold") != fitted.offset


def test_other_forms_and_slips_of_a_longer_word_count_by_its_beginning() -> None:
    """Four letters of it; of a word that has no more, only the whole."""
    fitted = fit_lines(("frightened now", "gins now"), ("happy now", "rum now"), FITTING)
    assert fitted is not None
    assert fitted.score("frighten") > fitted.score("brighten")
    assert fitted.score("frigtened") > fitted.score("brigtened")
    assert fitted.score("gin") == fitted.score("gim") == fitted.offset


def test_one_side_alone_teaches_nothing() -> None:
    """There is no model then."""
    assert fit_lines(SOUGHT, (), FITTING) is None
    assert fit_lines((), OTHERS, FITTING) is None
