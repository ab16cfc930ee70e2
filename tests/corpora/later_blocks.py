"""Answers to the blocks after ResNet, right ones and wrong ones as students would write them: exercise, source, and the names that fit a mistake."""

from __future__ import annotations

import re
from typing import NamedTuple

P, M, D = "pre_activation_block", "inverted_residual", "dense_layer"
IMPORTS = "from keras.layers import Concatenate, DepthwiseConv2D\n\n\n"  # beside those of the first notebook
SEED = "kernel_initializer=initializer(seed=0)"
HEADS = {
    P: "def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):\n    F1, F2, F3 = filters\n",
    M: "def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):\n",
    D: "def dense_layer(X, growth, training=None, initializer=glorot_uniform):\n",
}
BN, RELU, RELU6 = "X = BatchNormalization(axis=3)(X, training=training)", 'X = Activation("relu")(X)', "X = ReLU(6.0)(X)"
LINES = {  # the answer from which the others differ, by the names of its lines
    P: {
        "save": "X_shortcut = X",
        "bn1": BN,
        "relu1": RELU,
        "conv1": f'X = Conv2D(F1, kernel_size=1, strides=1, padding="valid", {SEED})(X)',
        "bn2": BN,
        "relu2": RELU,
        "conv2": f'X = Conv2D(F2, kernel_size=f, strides=1, padding="same", {SEED})(X)',
        "bn3": BN,
        "relu3": RELU,
        "conv3": f'X = Conv2D(F3, kernel_size=1, strides=1, padding="valid", {SEED})(X)',
        "join": "X = Add()([X, X_shortcut])",
        "end": "return X",
    },
    M: {
        "save": "X_shortcut = X",
        "conv1": f"X = Conv2D(expansion * channels, kernel_size=1, {SEED})(X)",
        "bn1": BN,
        "relu1": RELU6,
        "depthwise": 'X = DepthwiseConv2D(kernel_size=3, padding="same", depthwise_initializer=initializer(seed=0))(X)',
        "bn2": BN,
        "relu2": RELU6,
        "conv2": f"X = Conv2D(channels, kernel_size=1, {SEED})(X)",
        "bn3": BN,
        "join": "X = Add()([X, X_shortcut])",
        "end": "return X",
    },
    D: {
        "save": "X_input = X",
        "bn1": BN,
        "relu1": RELU,
        "conv1": f"X = Conv2D(4 * growth, kernel_size=1, {SEED})(X)",
        "bn2": BN,
        "relu2": RELU,
        "conv2": f'X = Conv2D(growth, kernel_size=3, padding="same", {SEED})(X)',
        "join": "X = Concatenate()([X_input, X])",
        "end": "return X",
    },
}  # fmt: skip


class Answer(NamedTuple):
    """names: the ids of misconceptions that say what is wrong, any of them; none where the answer is right."""

    exercise: str
    id: str
    source: str
    names: frozenset[str] = frozenset()


def source(exercise: str, **lines: str) -> str:
    """The answer with other lines; "" for one that is left out."""
    body = [line for line in (LINES[exercise] | lines).values() if line]
    return IMPORTS + HEADS[exercise] + "".join(f"    {line}\n" for text in body for line in text.split("\n"))


def replaced(exercise: str, *edits: tuple[str, str]) -> str:
    text = source(exercise)
    for old, new in edits:
        assert old in text, (exercise, old)
        text = text.replace(old, new)
    return text


def whole(exercise: str, body: str, before: str = "") -> str:
    return IMPORTS + before + HEADS[exercise] + body.strip("\n") + "\n"


def order(exercise: str, *names: str) -> str:
    """The lines of these names, in this order."""
    lines = LINES[exercise]
    return IMPORTS + HEADS[exercise] + "".join(f"    {lines[name]}\n" for name in names)


# -- right ----------------------------------------------------------------------------------------------------------------------

EVERYWHERE = {  # rewritings of any of the three
    "as in the steps": (),
    "the last axis": (("axis=3", "axis=-1"),),
    "default axis": (("axis=3", ""),),
    "tf.keras": ((" Conv2D(", " tf.keras.layers.Conv2D("), (" DepthwiseConv2D(", " tf.keras.layers.DepthwiseConv2D(")),
    "prefixed normalisation": (("BatchNormalization(", "tf.keras.layers.BatchNormalization("),),
    "other names": (("X_shortcut", "skip"), ("X_input", "skip")),
    "times one": (("_shortcut = X\n", "_shortcut = X * 1.0\n"), ("_input = X\n", "_input = X * 1.0\n")),
    "annotations": (("(X, f,", "(X: tf.Tensor, f: int,"), ("(X, growth,", "(X: tf.Tensor, growth: int,"), ("training=None", "training: bool = None")),
    "prints": (("    return X", "    print(X.shape)\n    return X"),),
    "one initializer for all": (("initializer(seed=0)", "start"), (":\n", ":\n    start = initializer(seed=0)\n")),
    "a helper for the norm": (("BatchNormalization(axis=3)(X, training=training)", "norm(X)"), (":\n", ":\n    norm = lambda t: BatchNormalization(axis=3)(t, training=training)\n")),
    "pairs": (("kernel_size=1", "kernel_size=(1, 1)"), ("kernel_size=f", "kernel_size=(f, f)"), ("kernel_size=3", "kernel_size=(3, 3)")),
    "same everywhere": (("kernel_size=1, ", 'kernel_size=1, padding="same", '), ('strides=1, padding="valid"', "strides=1")),
    "dead code": (("    return X", "    return X\n    X = None\n    return X"),),
    "another default of training": (("training=None", "training=True"),),
}  # fmt: skip
RELUS = {
    "ReLU layer": "X = ReLU()(X)",
    "keras.ops.relu": "X = keras.ops.relu(X)",
    "keras.activations.relu": "X = keras.activations.relu(X)",
    "a function in Activation": "X = Activation(tf.nn.relu)(X)",
    "maximum with zero": "X = keras.ops.maximum(X, 0.0)",
}
RELU6S = {
    "max_value": "X = ReLU(max_value=6)(X)",
    "Activation": 'X = Activation("relu6")(X)',
    "keras.activations.relu6": "X = keras.activations.relu6(X)",
    "a function in Activation": "X = Activation(keras.activations.relu6)(X)",
    "a TensorFlow function in Activation": "X = Activation(tf.nn.relu6)(X)",
    "keras.ops.relu6": "X = keras.ops.relu6(X)",
    "clip": "X = keras.ops.clip(X, 0.0, 6.0)",
    "minimum": "X = keras.ops.minimum(keras.ops.relu(X), 6.0)",
    "prefixed layer": "X = tf.keras.layers.ReLU(6.)(X)",
}
JOINS = {
    P: ("X = X + X_shortcut", "X = X_shortcut + X", "X = keras.layers.add([X, X_shortcut])", "X = keras.ops.add(X_shortcut, X)", "X += X_shortcut"),
    M: ("X = X + X_shortcut", "X = Add()([X_shortcut, X])", "X = keras.layers.add([X, X_shortcut])", "X = keras.ops.add(X, X_shortcut)"),
    D: ("X = Concatenate(axis=-1)([X_input, X])", "X = Concatenate(axis=3)([X_input, X])", "X = keras.layers.concatenate([X_input, X])",
        "X = keras.ops.concatenate([X_input, X], axis=-1)", "X = keras.layers.concatenate([X_input, X], axis=3)", "X = keras.ops.concatenate((X_input, X), 3)"),
}  # fmt: skip
CLASS = """class Step(keras.layers.Layer):
    def __init__(self, n, size, initializer):
        super().__init__()
        self.norm = BatchNormalization()
        self.conv = Conv2D(n, size, padding="same", kernel_initializer=initializer(seed=0))

    def call(self, X, training=None):
        return self.conv(keras.ops.relu(self.norm(X, training=training)))


"""
EXPAND = "keras.Sequential([Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0)), BatchNormalization(), ReLU(6.0)])"
SPREAD = (
    'keras.Sequential([DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0)), BatchNormalization(), ReLU(6.0)])'
)
NARROW = "keras.Sequential([Conv2D(channels, 1, kernel_initializer=initializer(seed=0)), BatchNormalization()])"
WHOLE = (
    (P, "a loop", """
    Y = X
    for n, size in zip(filters, (1, f, 1)):
        Y = ReLU()(BatchNormalization()(Y, training=training))
        Y = Conv2D(n, size, padding="same", kernel_initializer=initializer(seed=0))(Y)
    return Add()([Y, X])
""", ""),
    (P, "nested functions", """
    def step(t, n, size):
        t = BatchNormalization()(t, training=training)
        t = keras.activations.relu(t)
        return Conv2D(n, size, padding="same", kernel_initializer=initializer(seed=0))(t)

    return X + step(step(step(X, F1, 1), F2, f), F3, 1)
""", ""),
    (P, "a layer class", """
    Y = Step(F1, 1, initializer)(X, training=training)
    Y = Step(F2, f, initializer)(Y, training=training)
    return Step(F3, 1, initializer)(Y, training=training) + X
""", CLASS),
    (P, "a Sequential", """
    def part(n, k):
        return keras.Sequential([BatchNormalization(), ReLU(), Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))])

    Y = part(F1, 1)(X, training=training)
    Y = part(F2, f)(Y, training=training)
    return keras.layers.add([part(F3, 1)(Y, training=training), X])
""", ""),
    (M, "Sequentials", f"""
    Y = {EXPAND}(X, training=training)
    Y = {SPREAD}(Y, training=training)
    Y = {NARROW}(Y, training=training)
    return X + Y
""", ""),
    (M, "nested functions", """
    def bn(t, cap=True):
        t = BatchNormalization()(t, training=training)
        return keras.activations.relu6(t) if cap else t

    Y = bn(Conv2D(channels * expansion, 1, kernel_initializer=initializer(seed=0))(X))
    Y = bn(DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(Y))
    return X + bn(Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(Y), cap=False)
""", ""),
    (M, "a loop over layers", """
    start = initializer(seed=0)
    layers = (
        Conv2D(expansion * channels, 1, kernel_initializer=start),
        DepthwiseConv2D(3, padding="same", depthwise_initializer=start),
        Conv2D(channels, 1, kernel_initializer=start),
    )
    Y = X
    for i, layer in enumerate(layers):
        Y = BatchNormalization()(layer(Y), training=training)
        if i < 2:
            Y = ReLU(max_value=6.0)(Y)
    return Add()([X, Y])
""", ""),
    (M, "channels of the input", """
    inside = X.shape[-1] * expansion
    Y = ReLU(6.0)(BatchNormalization()(Conv2D(inside, 1, kernel_initializer=initializer(seed=0))(X), training=training))
    Y = DepthwiseConv2D((3, 3), strides=(1, 1), padding="same", depthwise_initializer=initializer(seed=0))(Y)
    Y = ReLU(6.0)(BatchNormalization()(Y, training=training))
    Y = BatchNormalization()(Conv2D(X.shape[-1], 1, kernel_initializer=initializer(seed=0))(Y), training=training)
    return Add()([Y, X])
""", ""),
    (M, "as many groups as channels", """
    inside = expansion * channels
    Y = ReLU(6.0)(BatchNormalization()(Conv2D(inside, 1, kernel_initializer=initializer(seed=0))(X), training=training))
    Y = keras.layers.Activation("linear")(DepthwiseConv2D(3, padding="SAME", depth_multiplier=1, depthwise_initializer=initializer(seed=0))(Y))
    Y = ReLU(6.0)(BatchNormalization()(Y, training=training))
    return X + BatchNormalization()(Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(Y), training=training)
""", ""),
    (D, "a loop", """
    Y = X
    for n, size in ((4 * growth, 1), (growth, 3)):
        Y = ReLU()(BatchNormalization()(Y, training=training))
        Y = Conv2D(n, size, padding="same", kernel_initializer=initializer(seed=0))(Y)
    return Concatenate()([X, Y])
""", ""),
    (D, "nested functions", """
    def step(t, n, size):
        t = keras.ops.relu(BatchNormalization()(t, training=training))
        return Conv2D(n, size, padding="same", kernel_initializer=initializer(seed=0))(t)

    return keras.ops.concatenate([X, step(step(X, growth * 4, 1), growth, 3)], axis=-1)
""", ""),
    (D, "a layer class", """
    Y = Step(growth + growth + growth + growth, 1, initializer)(X, training=training)
    return Concatenate()([X, Step(growth, 3, initializer)(Y, training=training)])
""", CLASS),
    (D, "a Sequential", """
    def part(n, k):
        return keras.Sequential([BatchNormalization(), ReLU(), Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))])

    Y = part(growth, 3)(part(4 * growth, 1)(X, training=training), training=training)
    return keras.layers.concatenate([X, Y])
""", ""),
    (D, "a size by name", """
    bottleneck = 4 * growth
    Y = Activation("relu")(BatchNormalization()(X, training=training))
    Y = Conv2D(filters=bottleneck, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(Y)
    Y = Activation("relu")(BatchNormalization()(Y, training=training))
    Y = Conv2D(filters=bottleneck // 4, kernel_size=(3, 3), padding="same", kernel_initializer=initializer(seed=0))(Y)
    return keras.layers.Concatenate(axis=-1)([X, Y])
""", ""),
)  # fmt: skip


def right() -> list[Answer]:
    found = []
    for exercise in (P, M, D):
        for id, edits in EVERYWHERE.items():
            text = source(exercise)
            for old, new in edits:
                text = text.replace(old, new)
            found.append(Answer(exercise, id, text))
        found += [Answer(exercise, f"joined {i}", source(exercise, join=join)) for i, join in enumerate(JOINS[exercise], 1)]
        for id, relu in (RELU6S if exercise == M else RELUS).items():
            found.append(Answer(exercise, f"activation: {id}", source(exercise).replace(RELU6 if exercise == M else RELU, relu)))
    return found + [Answer(exercise, id, whole(exercise, body, before)) for exercise, id, body, before in WHOLE]


# -- wrong ----------------------------------------------------------------------------------------------------------------------

CONV_P, CONV_D = LINES[P]["conv2"], LINES[D]["conv2"]
COMMON = {  # of any of the three: names, and edits
    "training ignored": ("training_left_out", ((", training=training", ""),)),
    "always training": ("training_always", (("training=training", "training=True"),)),
    "never training": ("training_never", (("training=training", "training=False"),)),
    "training given to the layer": ("training_given_to_the_layer", (("axis=3)(X, training=training)", "axis=3, training=training)(X)"),)),
    "trainable": ("trainable_for_training", (("axis=3)(X, training=training)", "axis=3, trainable=training)(X)"),)),
    "axis 1": ("axis", (("axis=3", "axis=1"),)),
    "epsilon": ("epsilon", (("axis=3", "axis=3, epsilon=1e-5"),)),
    "momentum": ("momentum", (("axis=3", "axis=3, momentum=0.9"),)),
    "initializer ignored": ("initializer_left_out", ((f", {SEED}", ""), (", depthwise_initializer=initializer(seed=0)", ""))),
    "initializer without seed": ("initializer_without_seed", (("seed=0", ""),)),
    "initializer not called": ("initializer_without_seed", (("initializer(seed=0)", "initializer"),)),
    "another seed": ("initializer_other_seed", (("seed=0", "seed=1"),)),
    "an initializer of one's own": ("initializer_hard_coded", (("=initializer(seed=0)", "=keras.initializers.HeNormal(seed=0)"),)),
    "no bias": ("no_bias", ((SEED, f"use_bias=False, {SEED}"),)),
    "no return": ("no_return", (("    return X", "    X = X"),)),
    "returns None": ("no_return returns_early", (("    return X", "    return"),)),
    "lower case": ("name_unknown", (("    return X", "    return x"),)),
    "BN not called": ("layer_not_called", (("BatchNormalization(axis=3)(X, training=training)\n", "BatchNormalization(axis=3)\n"),)),
}  # fmt: skip
OF_PRE_ACTIVATION = {
    "post-activation": ("postactivation conv1_before_bn1 bn1_after_conv1", order(P, "save", "conv1", "bn1", "relu1", "conv2", "bn2", "relu2", "conv3", "bn3", "relu3", "join", "end")),
    "the block of ResNet": ("postactivation", order(P, "save", "conv1", "bn1", "relu1", "conv2", "bn2", "relu2", "conv3", "bn3", "join", "relu3", "end")),
    "ReLU after the addition": ("relu_after_addition_too", source(P, join=LINES[P]["join"] + "\n" + RELU)),
    "the first BN missing": ("bn1_missing", source(P, bn1="")),
    "the second BN missing": ("bn2_missing", source(P, bn2="")),
    "the first ReLU missing": ("relu1_missing", source(P, relu1="")),
    "the second ReLU missing": ("relu2_missing", source(P, relu2="")),
    "no BN": ("no_batch_normalisation", source(P, bn1="", bn2="", bn3="")),
    "no ReLU": ("no_relu", source(P, relu1="", relu2="", relu3="")),
    "ReLU before BN": ("relu1_before_bn1 relu_before_bn", source(P, bn1=RELU, relu1=BN, bn2=RELU, relu2=BN, bn3=RELU, relu3=BN)),
    "ReLU before BN once": ("relu2_before_bn2", source(P, bn2=RELU, relu2=BN)),
    "BN after the convolutions": ("bn_after_conv conv1_before_bn1 bn1_after_conv1", order(P, "save", "relu1", "conv1", "bn1", "relu2", "conv2", "bn2", "relu3", "conv3", "bn3", "join", "end")),
    "shortcut after the first BN": ("saved_after_bn1", order(P, "bn1", "save", *list(LINES[P])[2:])),
    "shortcut after the first ReLU": ("saved_after_relu1", order(P, "bn1", "relu1", "save", *list(LINES[P])[3:])),
    "shortcut after the first convolution": ("saved_after_conv1", order(P, "bn1", "relu1", "conv1", "save", *list(LINES[P])[4:])),
    "no shortcut": ("add_missing no_shortcut", source(P, join="")),
    "shortcut added twice": ("adds_shortcut_twice", source(P, join="X = Add()([X_shortcut, X_shortcut])")),
    "main path added twice": ("adds_main_twice", source(P, join="X = Add()([X, X])")),
    "projected shortcut": ("conv_on_shortcut", source(P, join=f"X_shortcut = Conv2D(F3, 1, {SEED})(X_shortcut)\n" + LINES[P]["join"])),
    "shortcut normalised": ("bn_on_shortcut", source(P, join=BN.replace("X", "X_shortcut") + "\n" + LINES[P]["join"])),
    "multiplied": ("not_an_addition", source(P, join="X = keras.layers.Multiply()([X, X_shortcut])")),
    "concatenated": ("not_an_addition", source(P, join="X = Concatenate()([X, X_shortcut])")),
    "sum not kept": ("add_not_kept", source(P, join="Add()([X, X_shortcut])")),
    "convolution not kept": ("conv2_not_kept", source(P, conv2=CONV_P.removeprefix("X = "))),
    "no padding": ("no_padding", source(P, conv2=CONV_P.replace("same", "valid"))),
    "kernel 3": ("kernel_hard_coded", source(P, conv2=CONV_P.replace("kernel_size=f", "kernel_size=3"))),
    "kernel f at the end": ("kernel_f_at_the_ends", source(P, conv3=LINES[P]["conv3"].replace("kernel_size=1", "kernel_size=f").replace("valid", "same"))),
    "F2 for F1": ("filters_of_another_component", source(P, conv1=LINES[P]["conv1"].replace("F1", "F2"))),
    "filters unpacked wrongly": ("unpacked_F2_F1_F3", replaced(P, ("F1, F2, F3 =", "F2, F1, F3 ="))),
    "64 filters": ("filters_hard_coded", source(P, conv1=LINES[P]["conv1"].replace("F1", "64"))),
    "third part missing": ("component3_missing", source(P, bn3="", relu3="", conv3="")),
    "a BN at the end too": ("bn_before_addition", source(P, conv3=LINES[P]["conv3"] + "\n" + BN)),
    "a BN after the addition": ("bn_after_addition bn_after_addition_too", source(P, join=LINES[P]["join"] + "\n" + BN)),
    "sigmoid": ("another_activation", replaced(P, ('"relu"', '"sigmoid"'))),
    "ReLU in the convolution": ("relu_in_conv1 relu_in_conv1_too relu2_missing", source(P, conv1=LINES[P]["conv1"].replace(SEED, f'activation="relu", {SEED}'))),
    "tf.nn.relu": ("tensorflow_function", replaced(P, ('Activation("relu")', "tf.nn.relu"))),
    "add without a list": ("add_without_list", source(P, join="X = Add()(X, X_shortcut)")),
    "the first layers on X, the rest on nothing of it": ("conv1_takes_shortcut", source(P, conv1=LINES[P]["conv1"].replace("(X)", "(X_shortcut)"))),
}  # fmt: skip
CONV_M, DEPTH = LINES[M]["conv1"], LINES[M]["depthwise"]
OF_INVERTED = {
    "ReLU for ReLU6": ("no_cap", replaced(M, ("ReLU(6.0)", "ReLU()"))),
    "Activation relu": ("no_cap", replaced(M, ("ReLU(6.0)", 'Activation("relu")'))),
    "ReLU for ReLU6 once": ("no_cap", source(M, relu2="X = ReLU()(X)")),
    "another cap": ("another_cap", replaced(M, ("ReLU(6.0)", "ReLU(max_value=1.0)"))),
    "ReLU6 after the last convolution": ("relu_before_addition", source(M, bn3=BN + "\n" + RELU6)),
    "ReLU after the last convolution": ("relu_before_addition", source(M, bn3=BN + "\nX = ReLU()(X)")),
    "ReLU6 after the addition": ("relu_after_addition_too", source(M, join=LINES[M]["join"] + "\n" + RELU6)),
    "ReLU after the addition": ("relu_after_addition_too", source(M, join=LINES[M]["join"] + "\n" + RELU)),
    "an ordinary convolution": ("not_depthwise", source(M, depthwise=f'X = Conv2D(expansion * channels, 3, padding="same", {SEED})(X)')),
    "a separable convolution": ("not_depthwise", source(M, depthwise='X = keras.layers.SeparableConv2D(expansion * channels, 3, padding="same")(X)')),
    "an ordinary convolution of few filters": ("not_depthwise", source(M, depthwise=f'X = Conv2D(channels, 3, padding="same", {SEED})(X)')),
    "depthwise left out": ("depthwise_missing component2_missing", source(M, depthwise="", bn2="", relu2="")),
    "expansion 6": ("filters_fixed_factor", source(M, conv1=CONV_M.replace("expansion", "6"))),
    "expansion only": ("filters_computed_otherwise", source(M, conv1=CONV_M.replace("expansion * channels", "expansion"))),
    "channels only": ("filters_computed_otherwise", source(M, conv1=CONV_M.replace("expansion * channels", "channels"))),
    "expansion plus channels": ("filters_computed_otherwise", source(M, conv1=CONV_M.replace("*", "+"))),
    "expanded at the end": ("filters_of_another_component", source(M, conv2=LINES[M]["conv2"].replace("channels", "expansion * channels"), join="")),
    "96 filters": ("filters_hard_coded", source(M, conv1=CONV_M.replace("expansion * channels", "96"))),
    "16 channels": ("filters_hard_coded", source(M, conv2=LINES[M]["conv2"].replace("channels", "16"))),
    "narrow and wide exchanged": ("filters_computed_otherwise", source(M, conv1=CONV_M.replace("expansion * channels", "channels"), conv2=LINES[M]["conv2"].replace("channels", "expansion * channels"), join="")),
    "expansion missing": ("component1_missing", source(M, conv1="", bn1="", relu1="")),
    "projection missing": ("component3_missing", source(M, conv2="", bn3="")),
    "no padding": ("no_padding", source(M, depthwise=DEPTH.replace("same", "valid"))),
    "stride 2": ("stride_too_many", source(M, depthwise=DEPTH.replace("kernel_size=3,", "kernel_size=3, strides=2,"))),
    "kernel 1": ("kernel", source(M, depthwise=DEPTH.replace("kernel_size=3", "kernel_size=1"))),
    "kernel 5": ("kernel", source(M, depthwise=DEPTH.replace("kernel_size=3", "kernel_size=5"))),
    "kernel 3 in the expansion": ("kernel_f_at_the_ends", source(M, conv1=CONV_M.replace("kernel_size=1", 'kernel_size=3, padding="same"'))),
    "depth multiplier": ("depth_multiplier", source(M, depthwise=DEPTH.replace("kernel_size=3,", "kernel_size=3, depth_multiplier=2,"))),
    "the first BN missing": ("bn1_missing", source(M, bn1="")),
    "the second BN missing": ("bn2_missing", source(M, bn2="")),
    "the last BN missing": ("bn3_missing", source(M, bn3="")),
    "no BN": ("no_batch_normalisation", source(M, bn1="", bn2="", bn3="")),
    "the first ReLU6 missing": ("relu1_missing", source(M, relu1="")),
    "the second ReLU6 missing": ("relu2_missing", source(M, relu2="")),
    "no activation": ("no_relu", source(M, relu1="", relu2="")),
    "ReLU6 before BN": ("relu1_before_bn1", source(M, bn1=RELU6, relu1=BN)),
    "no shortcut": ("add_missing no_shortcut", source(M, join="")),
    "shortcut kept late": ("saved_after_relu1 saved_after_bn1 saved_after_conv1", order(M, "conv1", "bn1", "relu1", "save", "depthwise", "bn2", "relu2", "conv2", "bn3", "join", "end").replace("Conv2D(channels", "Conv2D(expansion * channels")),
    "concatenated": ("not_an_addition", source(M, join="X = Concatenate()([X_shortcut, X])")),
    "multiplied": ("not_an_addition", source(M, join="X = X * X_shortcut")),
    "pre-activation": ("preactivation bn1_before_conv1", order(M, "save", "bn1", "relu1", "conv1", "bn2", "relu2", "depthwise", "bn3", "conv2", "join", "end")),
    "sigmoid": ("another_activation", replaced(M, ("ReLU(6.0)", 'Activation("sigmoid")'))),
    "swish": ("another_activation", replaced(M, ("ReLU(6.0)", 'Activation("silu")'))),
    "the depthwise start left out": ("initializer_left_out", source(M, depthwise=DEPTH.replace(", depthwise_initializer=initializer(seed=0)", ""))),
    "kernel_initializer of the depthwise one": ("argument_unknown", source(M, depthwise=DEPTH.replace("depthwise_initializer", "kernel_initializer"))),
    "filters given to the depthwise one": ("depthwise_filters", source(M, depthwise=DEPTH.replace("kernel_size=3", "expansion * channels, kernel_size=3"))),
    "filters by position": ("kernel kernel_hard_coded", source(M, depthwise=DEPTH.replace("kernel_size=3", "expansion * channels, 3"))),
    "filters by name": ("depthwise_filters", source(M, depthwise=DEPTH.replace("kernel_size=3", "filters=expansion * channels, kernel_size=3"))),
    "tf.nn.relu6": ("tensorflow_function", replaced(M, ("ReLU(6.0)", "tf.nn.relu6"))),
    "a squeeze instead": ("filters_fixed_factor filters_computed_otherwise", source(M, conv1=CONV_M.replace("expansion * channels", "channels // 2"))),
}  # fmt: skip
CONV1_D = LINES[D]["conv1"]
OF_DENSE = {
    "the factor 4 forgotten": ("filters_computed_otherwise", source(D, conv1=CONV1_D.replace("4 * growth", "growth"))),
    "2 * growth": ("filters_computed_otherwise", source(D, conv1=CONV1_D.replace("4 *", "2 *"))),
    "growth + 4": ("filters_computed_otherwise", source(D, conv1=CONV1_D.replace("4 * growth", "growth + 4"))),
    "4": ("filters_hard_coded", source(D, conv1=CONV1_D.replace("4 * growth", "4"))),
    "128": ("filters_hard_coded", source(D, conv1=CONV1_D.replace("4 * growth", "128"))),
    "growth 32": ("filters_hard_coded", source(D, conv2=CONV_D.replace("growth", "32"))),
    "4 * growth twice": ("filters_of_another_component", source(D, conv2=CONV_D.replace("growth", "4 * growth"))),
    "exchanged": ("filters_computed_otherwise", source(D, conv1=CONV1_D.replace("4 * growth", "growth"), conv2=CONV_D.replace("growth", "4 * growth"))),
    "as many as came in": ("filters_of_another_component filters_hard_coded", source(D, conv2=CONV_D.replace("growth", "X_input.shape[-1]"))),
    "four times what came in": ("filters_computed_otherwise", source(D, conv1=CONV1_D.replace("growth", "X_input.shape[-1]"))),
    "added, channels fitted": ("not_a_concatenation filters_of_another_component", source(D, conv2=CONV_D.replace("growth", "X_input.shape[-1]"), join="X = Add()([X_input, X])")),
    "added": ("not_a_concatenation", source(D, join="X = Add()([X_input, X])")),
    "plus": ("not_a_concatenation exception", source(D, join="X = X + X_input")),
    "the other order": ("joined_in_another_order", source(D, join="X = Concatenate()([X, X_input])")),
    "the other order, a function": ("joined_in_another_order", source(D, join="X = keras.ops.concatenate([X, X_input], axis=-1)")),
    "joined along the width": ("differs_concatenate", source(D, join="X = Concatenate(axis=1)([X_input, X])")),
    "the new one twice": ("adds_main_twice", source(D, join="X = Concatenate()([X, X])")),
    "only the new": ("concatenate_missing", source(D, join="")),
    "not kept": ("concatenate_not_kept", source(D, join="Concatenate()([X_input, X])")),
    "post-activation": ("postactivation conv1_before_bn1 bn1_after_conv1", order(D, "save", "conv1", "bn1", "relu1", "conv2", "bn2", "relu2", "join", "end")),
    "BN after the convolutions": ("conv1_before_bn1 bn1_after_conv1 bn_after_conv", order(D, "save", "relu1", "conv1", "bn1", "relu2", "conv2", "bn2", "join", "end")),
    "ReLU before BN": ("relu1_before_bn1", source(D, bn1=RELU, relu1=BN)),
    "the first BN missing": ("bn1_missing", source(D, bn1="")),
    "the second BN missing": ("bn2_missing", source(D, bn2="")),
    "no BN": ("no_batch_normalisation", source(D, bn1="", bn2="")),
    "the first ReLU missing": ("relu1_missing", source(D, relu1="")),
    "the second ReLU missing": ("relu2_missing", source(D, relu2="")),
    "no ReLU": ("no_relu", source(D, relu1="", relu2="")),
    "no bottleneck": ("component1_missing", source(D, bn1="", relu1="", conv1="")),
    "only the bottleneck": ("component2_missing", source(D, bn2="", relu2="", conv2="")),
    "no padding": ("no_padding", source(D, conv2=CONV_D.replace(' padding="same",', ""))),
    "kernel 3 first": ("kernel_f_at_the_ends", source(D, conv1=CONV1_D.replace("kernel_size=1", 'kernel_size=3, padding="same"'))),
    "kernel 1 twice": ("kernel", source(D, conv2=CONV_D.replace("kernel_size=3", "kernel_size=1"))),
    "kernels exchanged": ("kernel_f_at_the_ends kernels_exchanged kernel", source(D, conv1=CONV1_D.replace("kernel_size=1", 'kernel_size=3, padding="same"'), conv2=CONV_D.replace("kernel_size=3", "kernel_size=1"))),
    "kept after the first BN": ("saved_after_bn1", order(D, "bn1", "save", *list(LINES[D])[2:])),
    "kept after the first ReLU": ("saved_after_relu1", order(D, "bn1", "relu1", "save", *list(LINES[D])[3:])),
    "kept after the bottleneck": ("saved_after_conv1", order(D, "bn1", "relu1", "conv1", "save", *list(LINES[D])[4:])),
    "a dropout": ("foreign_layer", source(D, conv2=CONV_D + "\nX = keras.layers.Dropout(0.2)(X)")),
    "ReLU after it": ("relu_after_addition_too", source(D, join=LINES[D]["join"] + "\n" + RELU)),
    "stride 2": ("stride_too_many", source(D, conv2=CONV_D.replace("kernel_size=3", "kernel_size=3, strides=2"))),
    "a pooling": ("foreign_layer", source(D, join=LINES[D]["join"] + "\nX = keras.layers.AveragePooling2D(2)(X)")),
    "ReLU6": ("another_activation differs_relu1", replaced(D, ('Activation("relu")', "ReLU(6.0)"))),
    "tensors given to the layer": ("tensors_given_to_add layer_not_called", source(D, join="X = Concatenate([X_input, X])")),
    "without a list": ("add_without_list", source(D, join="X = Concatenate()(X_input, X)")),
    "tf.concat": ("tensorflow_function", source(D, join="X = tf.concat([X_input, X], axis=-1)")),
    "the second convolution on the input": ("conv2_takes_shortcut", source(D, conv2=CONV_D.replace("(X)", "(X_input)"))),
}  # fmt: skip


def wrong() -> list[Answer]:
    found = []
    for exercise, own in ((P, OF_PRE_ACTIVATION), (M, OF_INVERTED), (D, OF_DENSE)):
        for id, (names, edits) in COMMON.items():
            text = source(exercise)
            for old, new in edits:
                text = re.sub(re.escape(old), lambda _, new=new: new, text)
            assert text != source(exercise), (exercise, id)
            found.append(Answer(exercise, id, text, frozenset(names.split())))
        found += [Answer(exercise, id, text, frozenset(names.split())) for id, (names, text) in own.items()]
    return found
