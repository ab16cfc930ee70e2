"""Cells that need an exercise which is not done: kind words all the way down, and no exception."""

import resnet_lab as lab
from resnet_lab.waiting import Waiting

from ..support.scope import namespace


def stub(*args, **kwargs):
    raise NotImplementedError()


def test_an_untouched_notebook_says_what_is_needed():
    network = lab.narrow_network(stub, stub)
    assert repr(network) == "This needs your identity_block and your convolutional_block. Come back when you have written them."
    history = lab.train(network, signs=None)
    p = network.predict([0], verbose=0)
    for shown in (history, lab.curves(history), p.argmax(axis=1)[0], lab.confusion([0], p, classes=[0]), lab.full_network(stub)):
        assert isinstance(shown, Waiting) and "<code>identity_block</code>" in shown._repr_html_()
    assert not hasattr(network, "_repr_png_")


def test_a_block_that_fails_is_named_with_its_reason():
    blocks = namespace()
    network = lab.narrow_network(blocks["identity_block"], lambda X, f, filters, s, initializer: X.nothing)
    assert "building a network with yours stops: AttributeError:" in repr(network) and "check says more" in repr(network)
    assert "\n" not in repr(network)
