"""Sizes that follow from other sizes: how they are written down, what they are in a call, and what is refused."""

import pytest

from autograder.exercises import exercise
from autograder.layers import Add, Conv2D
from autograder.layers.formula import Formula, spoken
from autograder.truth.challenge import generator
from autograder.truth.question import question
from autograder.value.calls import draw_all
from autograder.value.checks import check
from autograder.value.exercise import Exercise
from autograder.value.formula import Size, likely, shape_given
from autograder.value.inputs import Images

n, m, f, s = map(Size, "nmfs")
SIZES = {"n": 7, "m": 5, "f": 3, "s": 2}
WRITTEN = (
    (4 * n, "4 * n", 28),
    (n * 4, "n * 4", 28),
    (n + m, "n + m", 12),
    (2 * (n + m), "2 * (n + m)", 24),
    (n * (m * f), "n * (m * f)", 105),
    (n * m * f, "n * m * f", 105),
    (n + 6 - 7, "n - 1", 6),
    ((n + 1) * (m - 1), "(n + 1) * (m - 1)", 32),
    (n - (m - f), "n - (m - f)", 5),
    (8 - n, "8 - n", 1),
    ((n + m) // 2, "(n + m) // 2", 6),
    (2 * (n // s), "2 * (n // s)", 6),
    ((n - f) // s + 1, "(n - f) // s + 1", 3),
    (-(-n // s), "-(-(n) // s)", 4),
    (-(-n // 1), "n", 7),
)


@pytest.mark.parametrize("formula, text, number", WRITTEN, ids=[text for _, text, _ in WRITTEN])
def test_a_formula_is_what_python_makes_of_its_text(formula, text, number):
    assert formula == text and eval(text, {}, SIZES) == number == formula.of(SIZES)


REFUSED = {
    "a half": lambda n: n / 2,
    "a part of a number": lambda n: 0.5 * n,
    "an element": lambda n: n[0],
    "several names": lambda n: (lambda a, b: a)(*n),
    "a power": lambda n: n**2,
    "a comparison": lambda n: 4 if n > 4 else n,
    "a range": lambda n: len(range(n)),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_is_no_formula_is_refused_in_one_line(wrong):
    def value(X, n):
        return Conv2D(REFUSED[wrong](n), 1)(X)

    asked = Exercise(value, "asked(X, n)")
    with pytest.raises(ValueError, match=r"^test_formula\.py: ") as error:
        asked.lines  # noqa: B018
    assert "\n" not in str(error.value)


def widened(X, width, channels):
    return Add()([Conv2D(channels, 1)(Conv2D(width + channels, 1)(X)), X])


def doubled(X, width, channels):
    return Conv2D(width + channels, 1)(Conv2D(channels + width, 1)(X))


def test_a_formula_never_agrees_with_another_size():
    asked = Exercise(widened, "widened(X, width, channels)", Images(channels="channels"), calls=({"width": 2}, {}, {}))
    assert asked.formulas == ("width + channels",) and asked.lines["conv1"].settings["filters"] == "width + channels"
    check(asked)
    for seed in range(30):
        numbers = []
        for shape, arguments in draw_all(asked, generator(seed, "settings")):
            numbers.append(arguments["width"] + arguments["channels"])
            assert numbers[-1] not in (shape[-1], *arguments.values())
        assert len(set(numbers)) > 1


def test_two_formulas_that_are_always_alike_are_refused():
    asked = Exercise(doubled, "doubled(X, width, channels)", calls=({}, {}))
    with pytest.raises(ValueError, match=r"channels \+ width and width \+ channels cannot be told from other sizes; give other ones"):
        draw_all(asked, generator(7, "settings"))


def test_what_a_layer_is_given_is_a_number_in_a_call():
    for name, sizes, due in (("dense_layer", {"growth": 5}, 20), ("inverted_residual", {"channels": 4, "expansion": 6}, 24)):
        assert exercise(name).lines["conv1"].layer.resolved(sizes).filters == due
    assert shape_given(exercise("dense_layer")) == ["X[1]", "X[2]", "X[3] + growth"]
    assert shape_given(exercise("inverted_residual")) == ["X[1]", "X[2]", "channels"]


@pytest.mark.parametrize("name", ["dense_layer", "inverted_residual"])
def test_no_call_hides_a_formula(name):
    """Nor is what a learner may make of the sizes instead the same in all calls."""
    for seed in range(40):
        calls = question(name, seed)["calls"]
        sizes = [exercise(name).sizes_in(call["setting"]["arguments"], ()) for call in calls]
        for formula in exercise(name).formulas:
            due = [formula.of(each) for each in sizes]
            same = {text for text, _ in likely(sizes[0]) if [text.of(each) for each in sizes] == due}
            assert len(set(due)) > 1 and len(same) == 1, (seed, same)  # itself, though its factors may be exchanged


def test_a_size_that_reads_as_a_word_is_told_as_code():
    assert [spoken(Formula(text)) for text in ("F1", "f", "growth", "4 * growth")] == ["F1", "f", "`growth`", "`4 * growth`"]
    assert spoken(64) == "64"
