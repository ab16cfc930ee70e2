"""The playground: its runs are those of plain Keras, every setting has some, and the page shows them in a real browser."""

import os
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

import resnet_lab as lab
from resnet_lab.play import measure, words
from resnet_lab.play.dials import DIALS, State, states
from resnet_lab.play.page import FILE, page
from resnet_lab.play.record import HIGHEST, LOWEST, TOP, WINDOW, digest, kept, packed, read, unpacked

from ..support import browser

HEAD, RUNS = read()


def loss(state: State) -> np.ndarray:
    """The last mean loss of each of the three runs."""
    return np.array([unpacked(text)[-1] * TOP["loss"] for text in RUNS[state.key]["loss"]])


# -- the runs ------------------------------------------------------------------------------------------------------------------


def plain(state: State) -> tuple[keras.Model, list[keras.layers.Layer]]:
    """The same network in Keras's own layers and words, and its layers with weights in order."""
    made: list[keras.layers.Layer] = []

    def weighed(layer, X):
        made.append(layer)
        return layer(X)

    def conv(X, kernel, strides=1):
        return weighed(keras.layers.Conv2D(16, kernel, strides=strides, padding="same"), X)

    def norm(X):
        return weighed(keras.layers.BatchNormalization(), X) if state.norm == "with" else X

    relu = keras.ops.relu
    X_input = keras.Input((16, 16, 3))
    X = relu(norm(conv(X_input, 5, strides=4)))
    for _ in range(state.blocks):
        if state.order == "pre":
            Y = conv(relu(norm(conv(relu(norm(conv(relu(norm(X)), 1))), 3))), 1)
        else:
            Y = norm(conv(relu(norm(conv(relu(norm(conv(X, 1))), 3))), 1))
        Y = relu(Y) if state.order == "before" else Y
        match state.shortcut:
            case "identity":
                Y = Y + X
            case "half":
                Y = Y + 0.5 * X
            case "projection":
                Y = Y + norm(conv(X, 1))
        X = relu(Y) if state.order == "here" else Y
    scores = weighed(keras.layers.Dense(6), keras.layers.GlobalAveragePooling2D()(X))
    return keras.Model(X_input, scores), made


@pytest.mark.parametrize(
    "state",
    [
        State(13, "identity", "with", "here", "he", 0.002),
        State(7, "none", "without", "here", "he", 0.008),
        State(7, "half", "without", "before", "he", 0.002),
        State(7, "projection", "with", "pre", "zero", 0.008),
        State(4, "projection", "without", "here", "zero", 0.002),
    ],
    ids=lambda state: state.key,
)
def test_a_run_is_what_plain_keras_does(state, monkeypatch):
    monkeypatch.setattr(measure, "STEPS", 12)
    monkeypatch.setattr(measure, "WATCHED", (1, 5, 12))
    other = state._replace(rate=0.1, start="he")  # a graph that was made for another start and rate
    ours = measure.Trainer(other).run(state, seed=1)
    model, made = plain(state)
    for layer, first in zip(made, measure.untrained(state, 1).layers, strict=True):
        layer.set_weights(first.get_weights())
    adam = keras.optimizers.Adam(state.rate)
    x, y = measure.small_images()
    rng = np.random.default_rng([1, 1])
    kernels = [layer.kernel for layer in made if isinstance(layer, keras.layers.Conv2D)]
    if state.shortcut == "projection":  # after the three of each block's main path
        kernels = [kernel for i, kernel in enumerate(kernels) if i == 0 or i % 4]
    for step in range(12):
        chosen = rng.choice(len(x), measure.BATCH, replace=False)
        with tf.GradientTape() as tape:
            scores = model(x[chosen], training=True)
            mean = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y[chosen], scores, from_logits=True))
        gradients = tape.gradient(mean, [v.value for v in model.trainable_variables], unconnected_gradients="zero")
        assert ours.loss[step] == pytest.approx(float(mean), rel=2e-3)
        assert ours.accuracy[step] == pytest.approx(float(np.mean(scores.numpy().argmax(axis=1) == y[chosen])), abs=0.04)
        if step == 0:
            norms = {id(v): float(tf.norm(g)) for v, g in zip(model.trainable_variables, gradients)}
            np.testing.assert_allclose(ours.gradients[0], [norms[id(kernel)] for kernel in kernels], rtol=5e-3, atol=1e-7)
        adam.apply(gradients, model.trainable_variables)


def test_every_setting_has_runs_of_this_code_as_long_as_they_should_be():
    assert HEAD["code"] == digest(), "make playground records the runs anew"
    assert {state.key for state in states()} <= {*RUNS}
    points = measure.STEPS // WINDOW
    for state in states():
        lengths = {name: [len(text) // 2 for text in texts] for name, texts in RUNS[state.key].items()}
        assert lengths == {"loss": [points] * 3, "accuracy": [points] * 3, "gradients": [len(measure.WATCHED) * state.depth] * 3}


def test_a_recorded_run_is_made_again():
    """The first points of it: later ones depend on the processor's own rounding."""
    state = State(4, "identity", "with", "here", "he", 0.002)
    again, there = kept([measure.Trainer(state).run(state, 2)]), RUNS[state.key]
    for name in ("loss", "accuracy"):
        np.testing.assert_allclose(unpacked(again[name][0])[:6], unpacked(there[name][2])[:6], atol=0.02)


def test_numbers_are_kept_to_a_part_in_four_thousand_and_what_is_none_as_none():
    values = np.array([0, 1e-4, 0.25, 1 / 3, 1, -1, 7, np.inf, np.nan])
    due = np.clip(np.nan_to_num(values, posinf=1, nan=0), 0, 1)
    found = unpacked(packed(values))
    np.testing.assert_allclose(found[:-1], due[:-1], atol=1.3e-4)
    assert np.isnan(found[-1])


# -- the words ------------------------------------------------------------------------------------------------------------------


def test_the_words_fit_the_dials_and_what_was_run():
    assert all({*values} <= {*words.DIALS[name][1]} for name, values in DIALS.items()) and [*DIALS] == [*words.DIALS]
    assert words.STEPS == measure.WATCHED
    about = " ".join(words.ABOUT)
    assert f"{measure.STEPS} steps" in about and f"{measure.BATCH} images a step" in about and f"{measure.SIDE}×{measure.SIDE}" in about
    assert f"{len(measure.small_images()[0])} of the hand signs" in about


def test_the_questions_set_the_dials_to_states_that_answer_them():
    """What the lesson says of depth, shortcuts and gradients shows in these runs, in all three of each."""
    asked = {q.asks: q for q in words.QUESTIONS}

    def both(question):
        return loss(asked[question].state), loss(asked[question].other)

    deep, shallow = both("When does depth begin to hurt?")
    assert deep.min() > 1.6 > shallow.max()
    residual, plain = both("What does a shortcut change?")
    assert residual.max() < plain.min() - 0.5
    zero, he = both("Is adding nothing of use?")
    assert np.median(zero) < np.median(he)
    if "projection" in DIALS["shortcut"]:
        projection, identity = both("Is a projection as good as the identity?")
        assert projection.min() > identity.max()
    for question, first in (("Is it the gradient?", (100, np.inf)), ("And where the gradient does vanish?", (0, 1e-4))):
        of_first = [10 ** (LOWEST + unpacked(text[:2])[0] * (HIGHEST - LOWEST)) for text in RUNS[asked[question].state.key]["gradients"]]
        assert all(first[0] < norm < first[1] for norm in of_first)


# -- the page -------------------------------------------------------------------------------------------------------------------


def test_the_page_is_the_one_that_is_made_and_asks_nobody():
    assert FILE.read_text(encoding="utf-8") == page(), "python -m resnet_lab.play.page writes it"
    assert len(page().encode()) < 2_000_000
    assert not [word for word in ("http:", "https:", "src=", "@import", "url(", "fetch(", "<!--") if word in page()]


def test_in_a_notebook_the_page_stands_in_a_frame_and_in_a_file_where_it_is_saved(tmp_path):
    shown = lab.playground()
    assert shown._repr_html_().startswith('<iframe title="A playground') and "save(" in repr(shown)
    shown.save(tmp_path / "playground.html")
    assert (tmp_path / "playground.html").read_text(encoding="utf-8") == page()


AXE = Path(os.environ.get("AXE", "node_modules/axe-core/axe.min.js"))  # of npm's axe-core


@pytest.fixture(scope="module")
def opened():
    if browser.PROGRAM is None:
        pytest.skip("there is no Chromium")
    with browser.browser() as page:
        page.look(1200)
        page.open(FILE.as_uri())
        yield page


PICTURE = "[...document.querySelectorAll('#charts svg')].map(svg => svg.innerHTML).join()"


def test_every_dial_moves_a_picture_at_once(opened):
    """Every button of every dial, from a state in which all can be reached; the median of the times, as a busy machine stops now and then."""
    opened.look(1200)
    moved = opened.js(f"""(() => {{
        const found = [];
        for (const input of document.querySelectorAll("#dials input, #when input")) {{
            if (input.checked) continue;
            const before = {PICTURE}, began = performance.now();
            input.click();
            document.body.getBoundingClientRect();
            found.push([input.name + " " + input.value, performance.now() - began, {PICTURE} !== before]);
            document.querySelectorAll("#questions button")[1].click();
        }}
        return found;
    }})()""")
    assert len(moved) == sum(map(len, DIALS.values())) + len(words.STEPS) - len(DIALS) - 1
    assert [name for name, _, other in moved if not other] == []
    assert float(np.median([milliseconds for _, milliseconds, _ in moved])) < 100


def test_every_state_has_words(opened):
    said = opened.js("""[...lines.keys()].map(key => { const values = key.split(" ");
        return told(Object.fromEntries(names.map((name, i) => [name, values[i]]))); })""")
    assert len(set(said)) == len(said) == len([*states()])
    assert not [text for text in said if "undefined" in text or "NaN" in text or "Infinity" in text]


def test_the_keyboard_turns_dials_and_keeps_a_state(opened):
    opened.open(FILE.as_uri())
    opened.js("document.querySelector('#dials input:checked').focus()")
    opened.press("ArrowLeft")
    assert opened.js("[state.depth, document.activeElement.value]") == [25, "25"]
    opened.js("document.getElementById('keep').focus()")
    opened.press("Enter")
    opened.js("document.querySelector('[name=shortcut]:checked').focus()")
    opened.press("ArrowLeft")
    assert opened.js("[state.shortcut, other.shortcut]") == ["none", "identity"]
    assert opened.js("document.querySelectorAll('#loss path').length") == 4
    assert "Comparison: 25 convolutions, identity" in opened.js("document.getElementById('said').innerText")
    assert opened.js("document.querySelectorAll('[name=order]:disabled').length") == len(DIALS["order"]) - 1


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width, zoom", [(1200, 1), (400, 1), (1280, 2)])
def test_it_fits_and_axe_finds_nothing(opened, width, zoom, dark):
    opened.look(width, zoom=zoom, dark=dark)
    opened.open(FILE.as_uri())
    opened.js("document.querySelectorAll('#questions button')[0].click()")
    assert opened.js("document.documentElement.scrollWidth <= innerWidth")
    assert opened.errors == [] and set(opened.asked) == {FILE.as_uri()}
    if AXE.exists():
        opened.js(AXE.read_text(encoding="utf-8") + ";0")
        opened.js("new Promise(done => setTimeout(done, 200))")  # colours that change slowly have done so
        assert opened.js("axe.run().then(found => found.violations.map(v => v.id))") == []
