"""Experiments with the reader's settings and the reader's own block, right or wrong."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import resnet_lab as lab
from resnet_lab import networks, own
from resnet_lab.experiments.variation import SettingError

from ..support.scope import namespace

BLOCK = namespace()["identity_block"]


def swallowing(X, f, filters, training=None, initializer=None):
    """A wrong one that can stand in a network: nothing of its input is left."""
    return keras.layers.ReLU()(0 * X)


def test_the_right_block_does_what_ours_does():
    """With the same kernels, on the same numbers."""
    theirs = own.network(BLOCK, 2, seed=0)
    ours = networks.network(networks.RESIDUAL, 2, seed=0)
    for block, same in zip(theirs.blocks, ours.blocks):
        kernels = [layer for layer in block.layers.values() if isinstance(layer, keras.layers.Conv2D)]
        for kernel, name in zip(kernels, ("conv1", "conv2", "conv3")):
            assert kernel.kernel.shape == same.layers[name].kernel.shape
            same.layers[name].kernel.assign(kernel.kernel)
    x = tf.constant(np.random.default_rng(0).uniform(-1, 1, (8, 32, 32, 3)).astype("float32"))
    np.testing.assert_allclose(theirs(x, training=True), ours(x, training=True), atol=1e-4)
    assert len(theirs.trainable) == len(ours.trainable)
    first, second = (next(iter(block.layers.values())).kernel for block in theirs.blocks)
    assert np.abs(first - second).max() > 0.1


def test_degradation_with_other_depths_half_a_shortcut_and_one_s_own_block(capsys):
    result = lab.degradation(depths=(7, 13), shortcut=0.5, block=swallowing, quick=True)
    kinds = ("plain", "residual, shortcut × 0.5", "yours")
    assert list(result.numbers["loss"]) == [f"{kind}, {depth}" for depth in (7, 13) for kind in kinds]
    assert result.numbers["mean"]["yours, 7"][1:] == [0, 0] and repr(result).count("\n") == 5
    assert "data:image/png" in result._repr_html_() and "What to look for" not in result._repr_html_()
    assert capsys.readouterr().err == ""


def test_order_with_one_s_own_block():
    assert list(lab.order(block=BLOCK, quick=True).numbers["loss"]) == ["right order", "yours"]


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (lambda X, f, filters, training=None, initializer=None: X[:, 1:], "no second one fits behind it"),
        (lambda X, f, filters: X, "stops: .*unexpected keyword argument 'initializer'"),
    ],
)
def test_a_block_that_cannot_stand_in_a_network_is_told_at_once(block, says):
    with pytest.raises(own.OwnBlockError, match=says) as error:
        lab.order(block=block)
    assert len(error.value._render_traceback_()) == 1


def test_a_block_that_is_not_written_yet():
    def stub(X, f, filters, training=None, initializer=None):
        raise NotImplementedError

    with pytest.raises(own.OwnBlockError, match="stub is not written yet"):
        lab.degradation(block=stub)


def test_depths_are_those_of_whole_blocks():
    with pytest.raises(SettingError, match="Near yours are 7, 25"):
        lab.degradation(depths=(8, 25))
    with pytest.raises(SettingError, match="12 are the most"):
        lab.degradation(depths=range(4, 41, 3))


def test_tab_offers_what_there_is():
    assert {"guess", "degradation", "no_backup", "load_photo"} <= set(dir(lab)) and not any(name.startswith("_") for name in dir(lab))
