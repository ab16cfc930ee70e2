"""The lesson's experiments: each in its quick form, the networks they are made of, their claims, their figures."""

import copy
import itertools
import json
import math
import random
import shutil
import subprocess
import sys
from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf

import resnet_lab as lab
from autograder.value.graph import follow
from resnet_lab import networks
from resnet_lab.experiments import EXPERIMENTS, RECORDED, module, recorded, recorded_figures, recorded_words, save, sources, sweep
from resnet_lab.experiments.images import images
from resnet_lab.experiments.lines import number, percent, smooth, spread, times
from resnet_lab.networks import NORM_AFTER_ADDITION, PLAIN, RELU_BEFORE_ADDITION, RESIDUAL, Block, network, stack, without_norm

VARIANTS = (RESIDUAL, PLAIN, RELU_BEFORE_ADDITION, NORM_AFTER_ADDITION)


def all_numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    return list(itertools.chain.from_iterable(map(all_numbers, value))) if isinstance(value, list) else [value]


def batch(m: int = 4, side: int = 6, width: int = 16) -> np.ndarray:
    """What might come into a block: not negative, as after ReLU."""
    return np.random.default_rng(0).uniform(0, 2, (m, side, side, width)).astype("float32")


# -- each experiment -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def quick():
    """Each experiment once, in its quick form."""
    return {name: getattr(lab, name)(quick=True) for name in EXPERIMENTS}


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_quick_form_measures_and_shows_itself(name, quick):
    result = quick[name]
    found = all_numbers(result.numbers)
    assert found and all(type(v) in (int, float) and math.isfinite(v) for v in found)
    alt, words = module(name).describe(result.numbers), repr(result)
    assert any(c.isdigit() for c in alt) and any(c.isdigit() for c in words) and "nan" not in alt + words
    html = result._repr_html_()
    assert "data:image/png;base64," in html and "alt=" in html
    assert set(map(type, module(name).claims(result.numbers).values())) <= {bool, np.bool_}
    assert getattr(lab, name).__doc__


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_same_seed_measures_the_same_and_nothing_is_said_on_stderr(name, quick, capfd):
    """Not even by TensorFlow, of functions that it has traced again and again: nbgrader would take it for an error."""
    assert getattr(lab, name)(quick=True).numbers == quick[name].numbers
    assert capfd.readouterr().err == ""


def test_another_seed_measures_something_else(quick):
    assert lab.degradation(seed=1, quick=True).numbers != quick["degradation"].numbers


def test_the_notebook_s_own_state_stays_as_it_was():
    """Seeds, the names that Keras gives next, and the precision it works in."""
    np.random.seed(3), random.seed(3), tf.random.set_seed(3)
    expected = np.random.rand(), random.random(), float(tf.random.uniform(()))
    np.random.seed(3), random.seed(3), tf.random.set_seed(3)
    first = keras.layers.Flatten().name
    keras.config.set_dtype_policy("mixed_float16")
    try:
        loss = lab.degradation(quick=True).numbers["loss"]
        assert keras.config.dtype_policy().name == "mixed_float16"
    finally:
        keras.config.set_dtype_policy("float32")
    assert loss == lab.degradation(quick=True).numbers["loss"]
    second = keras.layers.Flatten().name
    assert (np.random.rand(), random.random(), float(tf.random.uniform(()))) == expected
    assert [int(name.rpartition("_")[2]) if name[-1].isdigit() else 0 for name in (first, second)] in ([k, k + 1] for k in range(10_000))


def test_images_are_balanced_small_and_in_range():
    x, y = images(24)
    assert x.shape == (24, 32, 32, 3) and x.dtype == np.float32 and -1 <= x.min() < 0 < x.max() <= 1
    assert np.bincount(y).tolist() == [4] * 6
    signs = lab.load_signs()
    first = np.flatnonzero(signs.train_y == y[0])[0]
    np.testing.assert_allclose((x[0, 0, 0] + 1) * 127.5, signs.train_x[first, :2, :2].mean(axis=(0, 1)), rtol=1e-5)


# -- networks ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines, adds", [(RESIDUAL, True), (PLAIN, False), (RELU_BEFORE_ADDITION, True), (NORM_AFTER_ADDITION, True)])
def test_variants_have_the_same_steps_in_another_order(lines, adds):
    kinds = lines.kinds()
    assert (kinds["conv"], kinds["bn"], kinds["relu"], kinds["merge"]) == (3, 3, 3, int(adds))
    assert not without_norm(lines).kinds()["bn"]
    assert not follow(lines).loose
    net = network(lines, 2, seed=0)
    shapes = [tuple(v.shape) for v in net.trainable if len(v.shape) == 4]
    assert shapes == [(5, 5, 3, 16), *[(1, 1, 16, 16), (3, 3, 16, 16), (1, 1, 16, 16)] * 2]
    assert net(images(24)[0]).shape == (24, 6)
    assert [tuple(a.shape) for a in net.activations(images(24)[0])] == [(24, 8, 8, 16)] * 3


def test_a_block_does_what_its_lines_say():
    """Laid beside the same formula in Keras's own words, with the same kernels: main path, sum, ReLU."""
    X = batch()
    block = stack(RESIDUAL, 1, np.random.default_rng(1))[0]
    conv = [lambda T, k=k: keras.ops.conv(T, block.layers[f"conv{k}"].kernel, padding="same") for k in "123"]

    def norm(T):
        mean, variance = keras.ops.moments(T, axes=(0, 1, 2))
        return (T - mean) / keras.ops.sqrt(variance + 1e-3)

    relu = keras.ops.relu
    main = norm(conv[2](relu(norm(conv[1](relu(norm(conv[0](X))))))))
    np.testing.assert_allclose(block(tf.constant(X), training=True), relu(main + X), atol=1e-5)

    def same(lines):
        other = stack(lines, 1, np.random.default_rng(1))[0]
        return other(tf.constant(X), training=True)

    np.testing.assert_allclose(same(PLAIN), relu(main), atol=1e-5)
    np.testing.assert_allclose(same(RELU_BEFORE_ADDITION), relu(main) + X, atol=1e-5)
    np.testing.assert_allclose(same(NORM_AFTER_ADDITION), relu(norm(conv[2](relu(norm(conv[1](relu(norm(conv[0](X))))))) + X)), atol=1e-5)


def test_a_block_whose_last_gamma_is_zero_is_the_identity_on_what_is_not_negative():
    X = batch()
    blocks = stack(RESIDUAL, 3, np.random.default_rng(0), special={"bn3": networks.zeros})
    for training in (True, False):
        Y = tf.constant(X)
        for block in blocks:
            Y = block(Y, training)
        assert (Y.numpy() == X).all()
    assert (blocks[0](tf.constant(X - 1), training=True).numpy() == np.maximum(X - 1, 0)).all()  # and ReLU on what is


def test_a_plain_block_can_start_as_the_identity_and_a_halved_shortcut_halves():
    X, rng = batch(), np.random.default_rng(0)
    dirac = stack(without_norm(PLAIN), 1, rng, start=networks.dirac)[0]
    assert (dirac(tf.constant(X)).numpy() == X).all()
    halved = stack(without_norm(networks.HALVED_SHORTCUT), 1, rng, special={"conv3": networks.zeros})[0]
    assert (halved(tf.constant(X)).numpy() == X / 2).all()


def test_nothing_ever_goes_down_with_relu_before_the_addition():
    X = batch()
    block = stack(RELU_BEFORE_ADDITION, 1, np.random.default_rng(0))[0]
    assert (block(tf.constant(X), training=True).numpy() >= X).all()


def test_kernels_differ_by_layer_and_seed_and_agree_between_variants():
    def kernels(lines, seed):
        return [v.numpy() for v in network(lines, 3, seed).trainable if len(v.shape) == 4]

    first = kernels(RESIDUAL, 0)
    assert all((a == b).all() for lines in VARIANTS for a, b in zip(first, kernels(lines, 0)))
    assert not any((a == b).all() for a, b in zip(first, kernels(RESIDUAL, 1)))
    assert not any((a == b).all() for a, b in itertools.combinations(first, 2) if a.shape == b.shape)


@pytest.mark.parametrize("start, variance", [(networks.he, 2 / 144), (networks.glorot, 2 / 288)])
def test_first_kernels_have_the_variance_of_their_source(start, variance):
    kernel = start(np.random.default_rng(0), (3, 3, 16, 16))
    assert kernel.var() == pytest.approx(variance, rel=0.1) and abs(kernel.mean()) < 0.01


def test_the_normalisation_is_that_of_keras():
    X = tf.constant(np.random.default_rng(0).normal(2, 3, (8, 5, 6, 4)).astype("float32"))
    ours, theirs = networks.BatchNormalization(name="ours"), keras.layers.BatchNormalization(momentum=0, name="theirs")
    for made in (ours, theirs):
        made.build(X.shape)
        made.gamma.assign([1, 2, 0, -1])
        made.beta.assign([0, 1, 0, 0.5])
    ours.settling = True
    np.testing.assert_allclose(ours(X, training=True), theirs(X, training=True), atol=1e-5)
    np.testing.assert_allclose(ours.moving_variance, theirs.moving_variance, rtol=0.005)  # TensorFlow's divides by m - 1
    theirs.moving_variance.assign(ours.moving_variance)
    np.testing.assert_allclose(ours(X, training=False), theirs(X, training=False), atol=1e-5)


def test_adam_is_that_of_keras():
    start, slopes = np.array([1.0, -2.0, 3.0], "float32"), np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    ours, theirs = tf.Variable(start), keras.Variable(start, name="theirs")
    adam, other = networks.Adam([ours], 0.1), keras.optimizers.Adam(0.1)
    for slope in slopes:
        adam.apply([tf.constant(slope)])
        other.apply([tf.constant(slope)], [theirs])
    np.testing.assert_allclose(ours, theirs, rtol=1e-4)


def test_settled_statistics_predict_as_the_batch_does():
    x, y = images(24)
    net = network(RESIDUAL, 2, seed=0)
    loss, norms = networks.fit(net, x, y, 12, seed=0, rate=1e-2, watched=net.trainable[:2])
    assert len(loss) == 12 and np.mean(loss[-3:]) < np.mean(loss[:3]) and np.shape(norms) == (12, 2)
    before = net(x).numpy()
    networks.settle(net, x)
    settled, in_batch = net(x).numpy(), net(x, training=True).numpy()
    np.testing.assert_allclose(settled, in_batch, atol=0.02)
    assert np.abs(before - in_batch).max() > 0.1
    assert networks.accuracy(net, x, y) == (in_batch.argmax(axis=1) == y).mean()
    fewer = replace(net, blocks=net.blocks[1:])
    assert not np.allclose(fewer(x), settled, atol=0.1)


def test_gradient_norms_are_those_of_differences():
    """In the direction of the gradient itself, which is as steep as its norm says."""
    x, y = images(24)
    net = network(without_norm(RESIDUAL), 2, seed=0)
    norms = networks.gradient_norms(net, x, y)
    last = net.activations(tf.constant(x), training=True)[-1]
    with tf.GradientTape() as tape:
        tape.watch(last)
        loss = networks.mean_loss(net.scores(last), tf.constant(y, tf.int32))
    way = tape.gradient(loss, last)
    way /= tf.norm(way)
    ends = [networks.mean_loss(net.scores(last + e * way), tf.constant(y, tf.int32)) for e in (-1.0, 1.0)]
    assert len(norms) == 3 and norms[-1] == pytest.approx(float(ends[1] - ends[0]) / 2, rel=0.02)


def test_a_block_of_the_lab_is_no_answer():
    """Its convolutions have one width, so it cannot be handed in for a block with filters F1, F2, F3."""
    from autograder.explain.verdict import judge
    from autograder.probe.calls import probe
    from autograder.truth.question import question

    from ..support.scope import namespace

    def identity_block(X, f, filters, training=None, initializer=None):
        def start(rng, shape):
            return np.asarray(initializer(seed=0)(shape))

        return Block(RESIDUAL, filters[2], X.shape[-1], np.random.default_rng(0), start, {})(X, training)

    assert judge(probe(question("identity_block"), namespace() | {"identity_block": identity_block}), "identity_block").points < 6


# -- claims, records, figures --------------------------------------------------------------------------------------------------


def swapped(numbers: dict, *pairs: tuple[str, str]) -> dict:
    """What was measured for one name told for another, at every depth of the numbers."""
    new = {a: b for pair in pairs for a, b in (pair, pair[::-1])}
    return {new.get(k, k): swapped(v, *pairs) if isinstance(v, dict) else v for k, v in numbers.items()}


def contrary(name: str, numbers: dict) -> dict:
    """Numbers that say the opposite of every claim."""
    n = copy.deepcopy(numbers)
    match name:
        case "gradients":
            n = swapped(n, ("plain", "residual"))
            n["depth"]["plain, He start"] = [1e-9, 1.0]
        case "degradation":
            n = swapped(n, ("deep plain", "deep residual"))
            n["loss"]["shallow residual"] = [0.0]
        case "free_depth":
            n["difference"][-1], n["residual"][-1] = 0.5, 0.2
            n["plain"] = [0.3] + [0.6] * len(n["difference"])
        case "identity_or_gradient":
            n = swapped(n, ("plain", "plain, starts as identity"), ("residual", "residual, shortcut halved"))
            n["ratio"] |= {"plain": 1e-9, "residual, shortcut halved": 1.0}
        case "lesion":
            n = swapped(n, ("plain", "residual"))
            n["residual"]["without"] = [0.5, 0.5, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1]
        case "order":
            n = swapped(n, ("right order", "ReLU before addition"))
            n["loss"]["batch norm after addition"] = [0.0]
        case "clear_road":
            n = swapped(n, ("ReLU after addition", "pre-activation"))
            n["accuracy"]["pre-activation"] = 0.5
        case "adding_nothing":
            n["share"] = [0.1, 0.0]
            n["loss"] = swapped(n["loss"], ("small", "grown"))
        case "far_from_identity":
            n = swapped(n, ("plain", "residual"))
            n["zero"]["plain"] = [1.0] * 200 + [0.0] * 200
        case "no_backup":
            n["without"] = [n["whole"] - 0.2] * (len(n["added"]) - 1) + [0.0]
        case "negative_changes":
            n = swapped(n, ("pre-activation, lowered", "as here, lowered"))
            n["as here, raised"][-1] = 0.9
    return n


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_claim_holds_in_the_record_and_can_fail(name):
    own, numbers = module(name), recorded()[name]
    assert all(own.claims(numbers).values())
    against = own.claims(contrary(name, numbers))
    assert against.keys() == own.claims(numbers).keys() and not any(against.values()), against


def test_the_record_is_small_and_in_order():
    assert RECORDED.stat().st_size < 60_000
    assert tuple(recorded()) == EXPERIMENTS
    assert all(math.isfinite(v) for v in all_numbers(recorded()))


def test_the_table_in_the_readme_is_of_these_claims():
    text = sweep.README.read_text(encoding="utf-8")
    inside = text.split(sweep.BEGIN)[1].split(sweep.END)[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in inside.strip().splitlines()[2:-1]]
    assert [row[1] for row in rows] == [claim for name in EXPERIMENTS for claim in module(name).claims(recorded()[name])]
    for row in rows:
        held, of = map(int, row[2].split(" of "))
        assert of >= 10 and held >= 0.9 * of, row


def test_figures_are_drawn_from_the_record_alone_and_always_the_same(tmp_path):
    words = recorded_words()
    for name, figure in recorded_figures().items():
        assert any(c.isdigit() for c in words[name]) and len(words[name]) > 100
        for suffix in (".svg", ".png"):
            first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
            save(figure, first)
            save(module(name).draw(recorded()[name]), second)
            assert first.read_bytes() == second.read_bytes()
        assert b"<dc:date>" not in (tmp_path / "a.svg").read_bytes()


def test_drawing_needs_no_tensorflow_and_leaves_the_notebook_s_style():
    source = (
        "import sys, matplotlib, io\n"
        "style = lambda: {k: matplotlib.rcParams[k] for k in matplotlib.rcParams if k != 'backend'}\n"  # asking for that one loads pyplot
        "before = style()\n"
        "from resnet_lab.experiments import recorded_figures\n"
        "recorded_figures()\n"
        "assert 'tensorflow' not in sys.modules and 'matplotlib.pyplot' not in sys.modules\n"
        "assert before == style()\n"
    )
    subprocess.run([sys.executable, "-c", source], check=True)


def test_labels_do_not_overlap():
    places = spread([0.1, 0.12, 0.5, 0.52, 0.9], [0.1, 0.2, 0.1, 0.1, 0.1])
    tops = [p + h / 2 for p, h in zip(places, (0.1, 0.2, 0.1, 0.1, 0.1))]
    bottoms = [p - h / 2 for p, h in zip(places, (0.1, 0.2, 0.1, 0.1, 0.1))]
    assert all(top <= bottom + 1e-9 for top, bottom in itertools.pairwise([*itertools.chain(*zip(bottoms, tops))]))
    assert places[4] == pytest.approx(0.9)


def test_numbers_in_words():
    assert [number(v) for v in (345.2, 2.16, 0.0466, 5.1e-8, 0, 12345)] == ["345", "2.2", "0.047", "5.1·10⁻⁸", "0", "1.2·10⁴"]
    assert [times(v) for v in (1.34, 48.2, 263, 2_610, 25e6)] == ["1.3", "48", "260", "2,600", "25 million"]
    assert percent(0.986) == "99 %"
    np.testing.assert_allclose(smooth([1, 2, 3, 4], 2), [1, 1.5, 2.5, 3.5])


def test_a_sweep_goes_on_where_it_was_and_counts(monkeypatch, tmp_path):
    monkeypatch.setattr(sweep, "KEPT", tmp_path)
    run = {"seconds": 1.0, "processor": 2.0, "numbers": recorded()["free_depth"]}
    sweep.kept("free_depth", 0).write_text(json.dumps(run))
    assert sweep.measured("free_depth", 0) == run
    broken = run | {"numbers": contrary("free_depth", run["numbers"])}
    rows = sweep.table({"free_depth": [run, broken, run]}).splitlines()
    assert "| 2 of 3 |" in rows[2] and "`free_depth`" in rows[2] and rows[-1] == "| all | | | 2 s |"
    page = sweep.written(f"a\n{sweep.BEGIN}\nold\n{sweep.END}\nb\n", "new")
    assert page == f"a\n{sweep.BEGIN}\nnew\n{sweep.END}\nb\n"
    assert sweep.rounded({"a": [0.123456, 3, "x"]}) == {"a": [0.1235, 3, "x"]}


LOOKED_AT = ("lesion", "identity_or_gradient")
CHANGES = {  # file, what stands there, what instead; whose numbers are old then
    "the lines of a block": ("autograder/value/lines.py", "INPUTS = (", "INPUTS = OTHER = (", LOOKED_AT),
    "a layer": ("autograder/layers/normalising.py", "EPSILON, MOMENTUM = 1e-3", "EPSILON, MOMENTUM = 1e-2", LOOKED_AT),
    "the block": ("autograder/exercises/identity_block.py", "Conv2D(F1, 1)", "Conv2D(F1, 3)", LOOKED_AT),
    "the networks": ("resnet_lab/networks.py", "rate: float = 2e-3", "rate: float = 3e-3", LOOKED_AT),
    "the images": ("resnet_lab/experiments/images.py", "SIDE = 32", "SIDE = 16", LOOKED_AT),
    "how it is measured": ("resnet_lab/experiments/lesion.py", "def measure(seed: int", "def measure(seed: float", ("lesion",)),
    "what it takes from another": ("resnet_lab/experiments/gradients.py", "def ratio(norms", "def ratio(other", ("identity_or_gradient",)),
    "a comment": ("resnet_lab/networks.py", "\nimport keras\n", "\nimport keras  # which draws nothing\n", ()),
    "how it is drawn": ("resnet_lab/experiments/lesion.py", "def draw(numbers", "def draw(other", ()),
    "what it claims": ("resnet_lab/experiments/lesion.py", "def claims(numbers", "def claims(other", ()),
}


@pytest.mark.parametrize(("file", "old", "new", "whose"), CHANGES.values(), ids=CHANGES)
def test_numbers_are_kept_for_the_code_that_gave_them(file, old, new, whose, monkeypatch, tmp_path):
    before = {name: sources.digest(name) for name in LOOKED_AT}
    for folder in ("autograder", "resnet_lab"):
        shutil.copytree(sources.ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert {name for name in LOOKED_AT if sources.digest(name) != before[name]} == set(whose)


def test_numbers_are_kept_for_the_images_that_gave_them(monkeypatch):
    before, (x, y) = sources.digest("order"), images()
    monkeypatch.setattr(sources, "images", lambda: (x + 1e-3, y))
    assert sources.digest("order") != before


def test_all_that_the_networks_are_made_of_counts():
    """What they load is what is found by reading; in a new process too the digest is the same."""
    source = (
        "import sys, resnet_lab.networks, pathlib\n"
        "ours = [m for name, m in sys.modules.items() if name.startswith(('autograder.', 'resnet_lab.'))]\n"
        "print(*(pathlib.Path(m.__file__).relative_to(sys.argv[1]).as_posix() for m in ours))\n"
        "from resnet_lab.experiments.sources import digest\n"
        "print(digest('order'))\n"
    )
    done = subprocess.run([sys.executable, "-c", source, str(sources.ROOT)], check=True, capture_output=True, text=True)
    files, digest = done.stdout.splitlines()
    assert set(files.split()) == sources.imported(sources.NETWORKS, {sources.NETWORKS}) and digest == sources.digest("order")
