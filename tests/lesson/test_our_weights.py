"""Our trained weights in a student's blocks: they read hands, a right block gives our numbers however it is written, a wrong one says where it parts."""

import re

import keras
import numpy as np
import pytest

import resnet_lab as lab
from autograder.author.render import BASE, STYLES, Style, source
from autograder.author.scope import namespace
from autograder.value.lines import Lines
from resnet_lab.ours.compare import load, misfit
from resnet_lab.ours.layers import built
from resnet_lab.ours.make import flat
from resnet_lab.ours.network import BLOCKS, FILE, evaluate, stored
from resnet_lab.waiting import Waiting

from ..support.scope import namespace as answers

CONVOLUTIONAL, IDENTITY = (part.lines for part in BLOCKS[:2])


def written(lines: Lines, style: Style = BASE):
    return namespace(lines.name, source(lines, style))[lines.name]


def shown(identity=IDENTITY, convolutional=CONVOLUTIONAL, style=BASE):
    return lab.our_weights(written(identity, style), written(convolutional, style))


def test_the_weights_read_hands_and_are_all_there():
    signs, names = lab.load_signs(), answers()
    network = built(names["identity_block"], names["convolutional_block"])
    ours = evaluate(signs.test_x[0], stored())
    assert not misfit(network, ours)
    load(network, ours)
    assert (network.model.predict(signs.test_x, verbose=0).argmax(axis=1) == signs.test_y).mean() > 0.95
    assert (flat(network, signs.test_x[0]) == np.load(FILE)).all()  # in the order in which they were written


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_right_block_gives_our_numbers_however_it_is_written(style):
    result = shown(style=style)
    assert repr(result).startswith("All 52 steps give the same numbers as ours") and "Both read a 3" in repr(result)


def test_layers_made_in_another_order_and_inside_another_layer():
    def identity_block(X, f, filters, training=None, initializer=None):
        layers = keras.layers
        last, middle, first = (layers.Conv2D(n, k, padding="same") for n, k in zip(filters[::-1], (1, f, 1)))
        norms = [layers.BatchNormalization() for _ in range(3)]
        Y = keras.Sequential([first, norms[2], layers.ReLU(), middle, norms[0], layers.ReLU(), last, norms[1]])(X)
        return keras.ops.relu(X + Y)

    result = lab.our_weights(identity_block, written(CONVOLUTIONAL))
    assert repr(result).startswith("All 34 steps give the same numbers as ours")  # those inside are seen by what leaves the block


@pytest.mark.parametrize(
    ("identity", "convolutional", "says"),
    [
        (
            IDENTITY.moved("relu3", before="add"),
            CONVOLUTIONAL,
            "first 18 .* in block 2 of 6, your identity_block, what leaves it differs by",
        ),
        (IDENTITY, CONVOLUTIONAL.moved("relu3", before="add"), "first 11 .* in block 1 of 6, your convolutional_block, what leaves it"),
        (IDENTITY.without("relu1"), CONVOLUTIONAL, "first 14 .* your identity_block, conv2 differs by"),
        (IDENTITY.set("bn1", epsilon=1e-5), CONVOLUTIONAL, "first 13 .* bn1 differs by 0"),
        (IDENTITY, CONVOLUTIONAL.set("conv1", strides=1).set("conv2", strides="s"), "first 3 .* conv1 differs in shape"),
    ],
)
def test_a_wrong_block_is_told_where_it_parts(identity, convolutional, says):
    result = shown(identity, convolutional)
    assert re.search(says, repr(result)) and "All" not in repr(result)
    assert result.png() != shown().png()


@pytest.mark.parametrize(
    ("identity", "convolutional", "says"),
    [
        (
            IDENTITY.without("bn2"),
            CONVOLUTIONAL,
            "do not fit into your identity_block yet: it has no place for our batch normalisation bn2",
        ),
        (
            IDENTITY,
            CONVOLUTIONAL.without("shortcut_bn"),
            "your convolutional_block yet: it has no place for our batch normalisation shortcut_bn",
        ),
        (IDENTITY.set("conv1", use_bias=False), CONVOLUTIONAL, "no place for our convolution conv1 (bias of 16, kernel of 1×1×64×16)"),
        (IDENTITY.set("conv2", padding="valid"), CONVOLUTIONAL, "building a network with yours stops"),
    ],
)
def test_where_the_weights_do_not_fit_it_says_so(identity, convolutional, says):
    result = shown(identity, convolutional)
    assert isinstance(result, Waiting) and says in repr(result)


def test_statistics_of_the_batch_whatever_is_asked_are_found():
    right = written(IDENTITY)

    def identity_block(X, f, filters, training=None, initializer=None):
        return right(X, f, filters, training=True)

    assert "bn1 differs by" in repr(lab.our_weights(identity_block, written(CONVOLUTIONAL)))


def test_an_exercise_that_waits_and_an_image_that_is_none():
    def stub(X, f, filters, s=2, training=None, initializer=None):
        raise NotImplementedError

    assert "Come back when you have written them" in repr(lab.our_weights(stub, stub))
    with pytest.raises(lab.DataError, match=r"takes \(64, 64, 3\)"):
        lab.our_weights(stub, stub, np.zeros((32, 32, 3), np.uint8))
