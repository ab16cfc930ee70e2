"""What a stranger wrote is shown as it is written: in a line of a log, and in a picture."""

import warnings
from xml.etree import ElementTree

import pytest

from autograder.explain.picture import Drawn, Picture
from autograder.show.diagram import beside
from autograder.show.report import flat, indented, inert

STEERS = ["\x1b[2J", "\r", "\x07", "\x9b31m", "\u202e", "\u2066", "\u200f", "\u2028", "\udcff", "\x00"]
NAMES = ["$x^2$", "$\\frac{1}{$", "a_b^c", "<b>&amp;", "\x1b[31mred", "one\ntwo", "名前", "\ud800", "long" * 500]


def svg(name: str) -> str:
    step = Drawn("other", name, name, (-1,), name)
    return beside(Picture("identity_block", (step,), (step,))).svg()


@pytest.mark.parametrize("sign", STEERS, ids=ascii)
def test_a_sign_that_steers_is_not_passed_on(sign):
    said = inert(f"a{sign}b")
    assert said == indented(f"a{sign}b") == f"a�{sign[1:]}b"


def test_a_second_line_cannot_be_taken_for_one_of_ours():
    assert indented("said\n[App | WARNING] nothing is due") == "said\n    [App | WARNING] nothing is due"


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:20])
def test_a_picture_shows_the_words_themselves(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = svg(name)
    words = {"".join(text.itertext()) for text in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")}
    due = flat(name)
    assert due in words or any(due.startswith(text.rstrip("…")) and len(text) > 20 for text in words)


def test_a_long_name_makes_no_large_picture():
    assert len(svg("x" * 100_000)) < 2 * len(svg("x"))
