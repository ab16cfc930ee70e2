"""Guesses: every question has its answer in a run, a guess is told beside it, and it stays in the notebook's text."""

import pytest
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.submission import is_lab, mend
from resnet_lab import guesses
from resnet_lab.experiments import EXPERIMENTS, Result, look, module, recorded
from resnet_lab.guesses import Amount, Choice, GuessError, with_guess


@pytest.fixture(autouse=True)
def nobody_has_guessed(monkeypatch):
    for name in ("GIVEN", "FORMS"):
        monkeypatch.setattr(guesses, name, {})
    for name in ("BY_FORM", "ASKED"):
        monkeypatch.setattr(guesses, name, set())


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_run_answers_its_question_and_the_figure_shows_the_guess(name):
    own, numbers = module(name), recorded()[name]
    found = own.outcome(numbers)
    assert own.GUESS.fits(found)
    other = next(key for key in own.GUESS.options if key != found) if isinstance(own.GUESS, Choice) else 55
    right, wrong, without = (Result(name, numbers, value) for value in (found, other, None))
    assert right.compared.endswith(("So it was in this run.", "just that.")) and own.GUESS.words(other) in wrong.compared
    assert wrong.compared in repr(wrong) and "uess:" not in repr(without)
    assert len({result.shown.png() for result in (right, wrong, without)}) == 3
    assert "What to look for" in wrong._repr_html_()


def test_the_sentence_says_how_far_it_was():
    share, count = Amount("?"), Amount("?", "images", most=120)
    assert share.compared(40, 75.4) == "Your guess: 40 %. In this run it was 75 %, 35 points more."
    assert count.compared(119, 118.0) == "Your guess: 119 images. In this run it was 118 images, 1 fewer."
    assert [share.fits(value) for value in (0, 100, 100.5, -1, True, "40")] == [True, True, False, False, False, False]


def test_a_guess_that_is_none_of_the_answers_stops_before_anything_runs():
    with pytest.raises(GuessError, match='"better": better; "same": about as well; "worse": worse'):
        guesses.before("degradation", "much worse")
    with pytest.raises(GuessError, match="nothing to guess about 'degradatoin'"):
        guesses.guess("degradatoin")
    assert not guesses.GIVEN


def test_without_widgets_words_say_how_to_write_it_and_an_experiment_asks_once(capsys):
    guesses.guess("degradation")
    assert 'lab.guess("degradation", …)' in capsys.readouterr().out
    assert guesses.before("degradation", None) is None and guesses.before("degradation", None) is None
    assert capsys.readouterr().out.count("You have not guessed yet") == 1
    guesses.guess("degradation", "worse")
    assert guesses.before("degradation", None) == "worse"
    assert capsys.readouterr().out == "Your guess: worse. Run the next cell and compare.\n"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("lab.order()", 'lab.order(guess="relu")'),
        ("lab.order(seed=1)  # again\n", 'lab.order(seed=1, guess="relu")  # again\n'),
        ("é = 'é'; r = lab.order(1)\nr", "é = 'é'; r = lab.order(1, guess=\"relu\")\nr"),
        ("lab.order(); lab.order()", None),
        ("lab.order(\n)", None),
        ("lab.lesion()", None),
        ("lab.order(", None),
    ],
)
def test_the_call_in_a_cell_takes_the_guess(source, found):
    assert with_guess(source, "order", "relu") == found


KERNEL = {
    "asked": "import resnet_lab as lab; from resnet_lab import experiments, guesses; lab.guess('degradation')",
    "clicked": "guesses.FORMS['degradation'].__self__.shown.children[3].click()",
    "known": "experiments.module('degradation').measure = lambda *a, **k: experiments.recorded()['degradation']",
    "run": "lab.degradation(seed=0)",
}


def test_a_click_in_a_notebook_is_written_into_the_experiment_s_own_cell():
    """And a line that can be saved takes the place of the form."""
    manager, client = start_new_kernel()
    try:
        messages, replies = [], {}
        for name, code in KERNEL.items():
            replies[name] = client.execute_interactive(code, timeout=120, output_hook=messages.append)["content"]
        assert {reply["status"] for reply in replies.values()} == {"ok"}
        shown = [(m["msg_type"], m["content"].get("data", {})) for m in messages]
        form = next(data for kind, data in shown if kind == "display_data" and guesses.HERE in data)
        assert "with &quot;better&quot;" in form["text/html"] or 'with "better"' in form["text/html"]
        assert any(kind == "update_display_data" and data["text/plain"].startswith("Your guess: worse") for kind, data in shown)
        assert "So it was in this run" in next(data for kind, data in shown if kind == "execute_result")["text/plain"]
        payload = [(p["source"], p["text"], p["replace"]) for p in replies["run"]["payload"]]
        assert payload == [("set_next_input", 'lab.degradation(seed=0, guess="worse")', True)]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_guesses_survive_grading_which_does_not_run_them():
    def lab(source):
        return new_code_cell(source, metadata={"tags": ["lab"]})

    texts = ['lab.guess("degradation", "worse")', 'lab.degradation(guess="worse")']
    block = new_code_cell("def identity_block(X, f, filters, training=None, initializer=None):\n    return X")
    mended = mend(new_notebook(cells=[*map(lab, texts), block])).notebook
    assert [cell.source for cell in mended.cells if is_lab(cell)] == texts


def test_what_to_look_for_keeps_links_and_nothing_else_of_a_page():
    html = look("One *word* < two.\n\nSee [He](https://arxiv.org/abs/1).")
    assert (
        html.count("<p ") == 2
        and "<em>word</em> &lt; two" in html
        and "<a href='https://arxiv.org/abs/1' target='_blank' style='text-decoration:underline'>He</a>" in html
    )
