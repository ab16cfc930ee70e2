"""Training: the small network of the student's blocks, the batches, what `train` returns and what it leaves in the model."""

import keras
import numpy as np
import pytest

from resnet_lab import load_signs, narrow_network, train
from resnet_lab.data import Signs
from resnet_lab.training import Batches

from ..support.scope import namespace


def few(m: int) -> Signs:
    """The first images, to train on and to test with."""
    signs = load_signs()
    return Signs(signs.train_x[:m], signs.train_y[:m], signs.train_x[:m], signs.train_y[:m], signs.classes)


def network(seed: int = 0) -> keras.Model:
    names = namespace()
    return narrow_network(names["identity_block"], names["convolutional_block"], seed=seed)


def kernels(model):
    return [layer.kernel.numpy() for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]


def test_the_kernels_differ_between_layers_and_seeds_and_come_again():
    first, again, other = kernels(network()), kernels(network()), kernels(network(1))
    assert all((a == b).all() for a, b in zip(first, again))
    assert not any((a == b).all() for a, b in zip(first, other))
    alike = [(a == b).all() for i, a in enumerate(first) for b in first[:i] if a.shape == b.shape]
    assert alike and not any(alike)


def test_batches_cover_the_set_and_move_it():
    signs = few(10)
    batches = Batches(signs.train_x, signs.train_y, 4, seed=0)
    sizes = [len(batches[i][0]) for i in range(len(batches))]
    assert sizes == [4, 4, 2]
    order = batches.order.copy()
    x, y = batches[0]
    assert x.dtype == np.uint8 and x.shape[1:] == (64, 64, 3)
    assert sorted(np.concatenate([batches[i][1] for i in range(3)])) == sorted(signs.train_y)
    assert (y == signs.train_y[order[:4]]).all() and (x != signs.train_x[order[:4]]).any()
    batches.on_epoch_end()
    assert (batches.order != order).any() and sorted(batches.order) == list(range(10))


@pytest.fixture(scope="module")
def trained():
    """A short training: the model, its data, its history, and what `on_epoch` was told."""
    model, signs, told = network(), few(96), []
    history = train(model, signs, epochs=10, batch=16, on_epoch=lambda epoch, history: told.append((epoch, len(history["loss"]))))
    return model, signs, history, told


def test_the_history_is_by_epoch_and_the_test_in_inference_mode(trained):
    model, signs, history, told = trained
    assert set(history) == {"loss", "accuracy", "test_loss", "test_accuracy"}
    assert all(len(values) == 10 and all(type(v) is float for v in values) for values in history.values())
    assert told == [(epoch, epoch) for epoch in range(1, 11)]
    p = np.asarray(model(signs.test_x.astype("float32"), training=False))
    assert history["test_accuracy"][-1] == pytest.approx((p.argmax(axis=1) == signs.test_y).mean())
    assert history["test_loss"][-1] == pytest.approx(-np.log(p[np.arange(96), signs.test_y]).mean(), rel=1e-3)


def test_the_moving_statistics_are_those_of_the_trained_network(trained):
    """After few batches, predictions are as good as with the statistics of the batch: with Keras's own momentum they are not."""
    model, signs, history, _ = trained
    p = np.asarray(model(signs.test_x.astype("float32"), training=True))
    batch_mode = (p.argmax(axis=1) == signs.test_y).mean()
    assert batch_mode > 0.4 and history["test_accuracy"][-1] > batch_mode - 0.1


def test_the_same_seed_gives_the_same_training():
    def run(seed):
        X = keras.Input((64, 64, 3))
        model = keras.Model(X, keras.layers.Dense(6, "softmax", kernel_initializer="zeros")(keras.layers.GlobalAveragePooling2D()(X)))
        return train(model, few(24), epochs=2, batch=8, seed=seed)

    assert run(0) == run(0) != run(1)


@pytest.mark.slow
def test_a_step_of_the_whole_ResNet50():
    history = train(namespace()["ResNet50"](), few(4), epochs=1, batch=4)
    assert np.isfinite(history["loss"] + history["test_loss"]).all()
