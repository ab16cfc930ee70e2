"""Answers that one could argue about, with the verdict that the course has chosen: right, or wrong by these criteria and names."""

from __future__ import annotations

from typing import NamedTuple

from .wrong import ADD, AVERAGE, END, KERNEL, C, I, R


class Boundary(NamedTuple):
    """costs and name are empty where the answer is right. Edits as in `wrong`."""

    id: str
    exercise: str
    edits: tuple[tuple, ...]
    costs: str = ""
    name: str = ""


def both(id: str, *edits: tuple, costs: str = "", name: str = "") -> tuple[Boundary, Boundary]:
    return Boundary(id, I, edits, costs, name), Boundary(id, C, edits, costs, name)


BOUNDARIES = (
    *both("axis=-1", ("axis=3", "axis=-1", "all")),
    *both("default axis", ("axis=3", "", "all")),
    *both("shortcut first in the list", ("[X, X_shortcut]", "[X_shortcut, X]")),
    *both("an operator", (ADD, "X = X + X_shortcut")),
    *both("keras.layers.add", (ADD, "X = keras.layers.add([X, X_shortcut])")),
    *both("same on 1×1", ('"valid"', '"same"', "all")),
    *both("(f, f)", ("kernel_size=f", "kernel_size=(f, f)")),
    Boundary("(s, s)", C, (("strides=s", "strides=(s, s)", "all"),)),
    Boundary("initializer(0)", I, (("initializer(seed=0)", "initializer(0)", "all"),), "initializer", "initializer_without_seed"),  # a bound
    Boundary("initializer(0)", C, (("initializer(seed=0)", "initializer(0)", "all"),)),
    *both("ReLU()", ('Activation("relu")', "ReLU()", "all")),
    *both("Activation(tf.nn.relu)", ('Activation("relu")', "Activation(tf.nn.relu)", "all")),
    *both("keras.ops.relu", ('Activation("relu")(X)', "keras.ops.relu(X)", "all")),
    *both("prints", ("    F1, F2, F3", "    print(X.shape)\n    F1, F2, F3")),
    *both("dead code after return", (END, f"{END}\n    X = None\n    return X")),
    *both("extra keyword parameters", ("):\n", ", verbose=0):\n")),
    *both("another default of training", ("training=None", "training=True")),
    *both("names for the layers", ("axis=3)", 'axis=3, name="bn" + str(np.random.rand())[2:])', "all")),
    Boundary("same average pooling", R, ((AVERAGE, 'X = AveragePooling2D(2, padding="same")(X)'),)),
    *both("tf.add", (ADD, "X = tf.add(X, X_shortcut)"), costs="call", name="tensorflow_function"),
    *both("tf.nn.relu", ('Activation("relu")(X)', "tf.nn.relu(X)", "all"), costs="call", name="tensorflow_function"),
    *both("initializer hard-coded", (KERNEL, "kernel_initializer=glorot_uniform(seed=0))", "all"), costs="initializer", name="initializer_hard_coded"),
    *both("seed missing", ("seed=0", "", "all"), costs="initializer", name="initializer_without_seed"),
    *both("another seed", ("seed=0", "seed=3", "all"), costs="initializer", name="initializer_other_seed"),
    *both("no bias", (KERNEL, "use_bias=False, " + KERNEL, "all"), costs="defaults output", name="no_bias"),
    *both("another epsilon", ("axis=3", "axis=3, epsilon=1e-5", "all"), costs="defaults output", name="epsilon"),
    *both("another momentum", ("axis=3", "axis=3, momentum=0.9", "all"), costs="defaults", name="momentum"),
    *both("no scale", ("axis=3", "axis=3, scale=False", "all"), costs="defaults output", name="no_scale"),
    Boundary(
        "ResNet v1.5",
        C,
        (("strides=s", "strides=1"), ("kernel_size=f, strides=1", "kernel_size=f, strides=s")),
        "conv1 conv2 output",
        "resnet_v1_5",
    ),
    *both("a parameter missing", (", training=None", ""), (", training=training", "", "all"), costs="call training output", name="signature"),
    Boundary("s without its default", C, (("s=2, training=None, initializer=glorot_uniform", "s, training=None, initializer=glorot_uniform"),), "call", "signature"),
)  # fmt: skip
