"""Trains the small network of the reference's blocks and writes its weights: `python -m resnet_lab.ours.make`. A minute on two cores."""

from __future__ import annotations

import numpy as np

from autograder.author.render import BASE, source
from autograder.author.scope import namespace

from ..data import load_signs
from ..training import train
from .layers import Function, Network, built
from .network import BLOCKS, FILE, Place, Weights, evaluate


def reference() -> tuple[Function, Function]:
    """Both blocks as functions of Keras, written from the exercises' lines."""
    convolutional, identity = (namespace(lines.name, source(lines, BASE))[lines.name] for lines, _ in BLOCKS[:2])
    return identity, convolutional


def flat(network: Network, image: np.ndarray) -> np.ndarray:
    """All weights one after another, as `evaluate` asks for them: float16 of shape (parameters,)."""
    rows: list[np.ndarray] = []

    def weights_of(where: Place) -> Weights:
        found = {weight.name: np.asarray(weight) for weight in network.found[where][0].layer.weights}
        rows.extend(found[name].ravel() for name, _ in where.shapes)
        return found

    evaluate(image, weights_of)
    return np.concatenate(rows).astype(np.float16)


def main() -> None:
    signs, network = load_signs(), built(*reference())
    assert isinstance(network, Network)
    history = train(network.model, signs)
    np.save(FILE, flat(network, signs.test_x[0]))
    print(f"{FILE.name}: {FILE.stat().st_size:,} bytes, {history['test_accuracy'][-1]:.1%} of the test images")


if __name__ == "__main__":
    main()
