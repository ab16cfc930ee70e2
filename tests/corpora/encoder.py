"""Answers to `encoder_block` as students write them: right ones in many ways, and wrong ones with what they cost and their name. Data only."""

from __future__ import annotations

from typing import NamedTuple

HEAD = "def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):\n"
LINES = {  # the lines of a plain right answer, by their names
    "save": "    X_shortcut = X",
    "norm1": "    X = layers.LayerNormalization()(X)",
    "attention": "    X = layers.MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(X, X)",
    "dropout1": "    X = layers.Dropout(rate)(X, training=training)",
    "add1": "    X = layers.Add()([X, X_shortcut])",
    "save2": "    X_shortcut = X",
    "norm2": "    X = layers.LayerNormalization()(X)",
    "dense1": '    X = layers.Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(X)',
    "dense2": "    X = layers.Dense(X_shortcut.shape[-1], kernel_initializer=initializer(seed=0))(X)",
    "dropout2": "    X = layers.Dropout(rate)(X, training=training)",
    "add2": "    X = layers.Add()([X, X_shortcut])",
    "return": "    return X",
}
IMPORTS = "from keras import layers, ops\n\n\n"


def source(order: str = "", head: str = HEAD, **changed: str) -> str:
    """The plain answer with some lines changed, "" where one is left out. order: names of lines, where it is another one."""
    lines = LINES | {name: f"    {line}" if line else "" for name, line in changed.items()}
    return IMPORTS + head + "\n".join(lines[name] for name in (order.split() or LINES) if lines[name]) + "\n"


def whole(text: str) -> str:
    """A function of its own making; `START` stands for what gives the kernels their start."""
    return IMPORTS + text.replace("START", "kernel_initializer=initializer(seed=0)").replace("HEAD", HEAD.rstrip())


NAMED = "X = layers.MultiHeadAttention(num_heads=heads, key_dim=key_dim, kernel_initializer=initializer(seed=0))"
RIGHT = {
    "a convolution of size 1 for a dense layer": source(
        dense1='X = layers.Conv1D(hidden, 1, activation="gelu", kernel_initializer=initializer(seed=0))(X)'
    ),
    "plain": source(),
    "keywords": source(attention=f"{NAMED}(query=X, value=X)"),
    "keywords with a key": source(attention=f"{NAMED}(key=X, query=X, value=X)"),
    "three times": source(attention=f"{NAMED}(X, X, X)"),
    "training handed to attention": source(attention=f"{NAMED}(X, X, training=training)"),
    "scores asked for": source(attention=f"{NAMED[4:]}(X, X, return_attention_scores=True)".join(("X, scores = ", ""))),
    "operators": source(add1="X = X + X_shortcut", add2="X = X_shortcut + X"),
    "in place": source(add1="X += X_shortcut", add2="X += X_shortcut"),
    "functions that add": source(add1="X = layers.add([X_shortcut, X])", add2="X = ops.add(X, X_shortcut)"),
    "activation as a line": source(
        dense1="X = layers.Dense(hidden, kernel_initializer=initializer(seed=0))(X)\n    X = layers.Activation('gelu')(X)"
    ),
    "activation by a function": source(
        dense1="X = ops.gelu(layers.Dense(hidden, kernel_initializer=initializer(seed=0))(X), approximate=False)"
    ),
    "activation of keras.activations": source(
        dense1="X = keras.activations.gelu(layers.Dense(hidden, kernel_initializer=initializer(seed=0))(X))"
    ),
    "activation as a function": source(
        dense1="X = layers.Dense(hidden, activation=keras.activations.gelu, kernel_initializer=initializer(seed=0))(X)"
    ),
    "axis and epsilon spelled out": source(
        norm1="X = layers.LayerNormalization(axis=-1, epsilon=0.001)(X)", norm2="X = layers.LayerNormalization(axis=2)(X)"
    ),
    "defaults spelled out": source(
        attention="X = layers.MultiHeadAttention(heads, key_dim, value_dim=key_dim, dropout=0.0, use_bias=True, kernel_initializer=initializer(seed=0),"
        " bias_initializer='zeros')(X, X)",
        dropout1="X = layers.Dropout(rate=rate, noise_shape=None, seed=3)(X, training=training)",
    ),
    "output shape": source(
        attention="X = layers.MultiHeadAttention(heads, key_dim, output_shape=X.shape[-1], kernel_initializer=initializer(seed=0))(X, X)"
    ),
    "width from another axis": source(dense2="X = layers.Dense(X_shortcut.shape[2], kernel_initializer=initializer(seed=0))(X)"),
    "identity layers": source(save="X_shortcut = layers.Identity()(X)", save2="X_shortcut = X * 1.0"),
    "helpers": whole("""
def attend(X, heads, key_dim, initializer):
    Y = layers.LayerNormalization()(X)
    return layers.MultiHeadAttention(heads, key_dim, START)(Y, Y)


def feed_forward(X, hidden, initializer):
    Y = layers.LayerNormalization()(X)
    for units, activation in ((hidden, "gelu"), (X.shape[-1], None)):
        Y = layers.Dense(units, activation, START)(Y)
    return Y


HEAD
    X = X + layers.Dropout(rate)(attend(X, heads, key_dim, initializer), training=training)
    return X + layers.Dropout(rate)(feed_forward(X, hidden, initializer), training=training)
"""),
    "nested functions": whole("""
HEAD
    def residual(X, inner):
        Y = inner(layers.LayerNormalization()(X))
        return layers.Add()([X, layers.Dropout(rate)(Y, training=training)])

    def attend(Y):
        return layers.MultiHeadAttention(heads, key_dim, START)(Y, Y)

    def small_network(Y):
        width = Y.shape[-1]
        return layers.Dense(width, START)(layers.Dense(hidden, activation="gelu", START)(Y))

    return residual(residual(X, attend), small_network)
"""),
    "a loop over parts": whole("""
HEAD
    width = X.shape[-1]
    for part in ("attention", "network"):
        Y = layers.LayerNormalization()(X)
        if part == "attention":
            Y = layers.MultiHeadAttention(heads, key_dim, START)(Y, Y)
        else:
            Y = layers.Dense(hidden, "gelu", START)(Y)
            Y = layers.Dense(width, START)(Y)
        Y = layers.Dropout(rate)(Y, training=training)
        X = layers.Add()([X, Y])
    return X
"""),
    "a Sequential": whole("""
HEAD
    normed = layers.LayerNormalization()(X)
    attended = layers.MultiHeadAttention(heads, key_dim, START)(normed, normed)
    middle = X + layers.Dropout(rate)(attended, training=training)
    network = keras.Sequential([
        layers.LayerNormalization(),
        layers.Dense(hidden, activation="gelu", START),
        layers.Dense(X.shape[-1], START),
        layers.Dropout(rate),
    ])
    return middle + network(middle, training=training)
"""),
    "layers first": whole("""
HEAD
    norm1, norm2 = layers.LayerNormalization(), layers.LayerNormalization()
    attention = layers.MultiHeadAttention(heads, key_dim, START)
    wide, narrow = layers.Dense(hidden, START), layers.Dense(X.shape[-1], START)
    drop1, drop2 = layers.Dropout(rate), layers.Dropout(rate)
    Y = norm1(X)
    X = layers.Add()([X, drop1(attention(Y, Y), training=training)])
    Y = layers.Activation("gelu")(wide(norm2(X)))
    return layers.Add()([X, drop2(narrow(Y), training=training)])
"""),
    "one dropout for both": whole("""
HEAD
    drop = layers.Dropout(rate)
    Y = layers.LayerNormalization()(X)
    X = X + drop(layers.MultiHeadAttention(heads, key_dim, START)(Y, Y), training=training)
    Y = layers.Dense(hidden, "gelu", START)(layers.LayerNormalization()(X))
    return X + drop(layers.Dense(X.shape[-1], START)(Y), training=training)
"""),
    "a layer of one's own": whole("""
class Encoder(keras.layers.Layer):
    def __init__(self, heads, key_dim, hidden, rate, initializer):
        super().__init__()
        self.norms = [layers.LayerNormalization(), layers.LayerNormalization()]
        self.attention = layers.MultiHeadAttention(heads, key_dim, START)
        self.wide, self.start = layers.Dense(hidden, "gelu", START), initializer
        self.drops = [layers.Dropout(rate), layers.Dropout(rate)]

    def build(self, shape):
        self.narrow = layers.Dense(shape[-1], kernel_initializer=self.start(seed=0))

    def call(self, X, training=None):
        Y = self.norms[0](X)
        X = X + self.drops[0](self.attention(Y, Y), training=training)
        return X + self.drops[1](self.narrow(self.wide(self.norms[1](X))), training=training)


HEAD
    return Encoder(heads, key_dim, hidden, rate, initializer)(X, training=training)
"""),
    "a variant of attention": whole("""
class Attention(layers.MultiHeadAttention):
    pass


HEAD
    Y = layers.LayerNormalization()(X)
    X = X + layers.Dropout(rate)(Attention(heads, key_dim, START)(Y, Y), training=training)
    Y = layers.Dense(hidden, "gelu", START)(layers.LayerNormalization()(X))
    return X + layers.Dropout(rate)(layers.Dense(X.shape[-1], START)(Y), training=training)
"""),
    "seeded dropout": source(dropout1="X = layers.Dropout(rate, seed=0)(X, training=training)"),
    "a default of training": source(head=HEAD.replace("training=None", "training=False")),
    "GELU by its formula": source(
        dense1="X = layers.Dense(hidden, kernel_initializer=initializer(seed=0))(X)\n    X = X * 0.5 * (1 + ops.erf(X / ops.sqrt(2.0)))"
    ),
    "an addition in a Lambda": source(add1="X = layers.Lambda(lambda pair: pair[0] + pair[1])([X, X_shortcut])"),
    "a model within": whole("""
HEAD
    width = X.shape[-1]
    inner = keras.Input((None, width))
    Z = layers.LayerNormalization()(inner)
    attend = keras.Model(inner, layers.MultiHeadAttention(heads, key_dim, START)(Z, Z))
    X = X + layers.Dropout(rate)(attend(X), training=training)
    Y = layers.Dense(hidden, activation="gelu", START)(layers.LayerNormalization()(X))
    return X + layers.Dropout(rate)(layers.Dense(width, START)(Y), training=training)
"""),
    "attention in a layer of one's own": whole("""
class SelfAttention(layers.Layer):
    def __init__(self, heads, key_dim, initializer):
        super().__init__()
        self.attention = layers.MultiHeadAttention(heads, key_dim, START)

    def call(self, X):
        return self.attention(X, X)


HEAD
    X = X + layers.Dropout(rate)(SelfAttention(heads, key_dim, initializer)(layers.LayerNormalization()(X)), training=training)
    Y = layers.Dense(hidden, activation="gelu", START)(layers.LayerNormalization()(X))
    return X + layers.Dropout(rate)(layers.Dense(X.shape[-1], START)(Y), training=training)
"""),
}


class Wrong(NamedTuple):
    """An answer: criteria that it must cost, and ids of misconceptions of which one must be named first."""

    source: str
    costs: str
    names: str


START = "kernel_initializer=initializer(seed=0)"
SHORT = "save norm1 attention dropout1 add1 save2 norm2 dense1 dense2 dropout2 add2 return"
WRONG = {
    "post-norm": Wrong(
        source("save attention dropout1 add1 norm1 save2 dense1 dense2 dropout2 add2 norm2 return"),
        "layer_norm1",
        "normalised_after_the_sum",
    ),
    "post-norm of the first part": Wrong(
        source("save attention dropout1 add1 norm1 save2 norm2 dense1 dense2 dropout2 add2 return"),
        "layer_norm1",
        "layer_norm1_after_the_sum",
    ),
    "post-norm of the second part": Wrong(
        source("save norm1 attention dropout1 add1 save2 dense1 dense2 dropout2 add2 norm2 return"),
        "layer_norm2",
        "layer_norm2_after_the_sum",
    ),
    "no first norm": Wrong(source(norm1=""), "layer_norm1", "layer_norm1_missing"),
    "no second norm": Wrong(source(norm2=""), "layer_norm2", "layer_norm2_missing"),
    "no norm at all": Wrong(source(norm1="", norm2=""), "layer_norm1 layer_norm2", "no_layer_normalisation"),
    "batch normalisation": Wrong(
        source(norm1="X = layers.BatchNormalization()(X, training=training)"), "layer_norm1", "another_normalisation"
    ),
    "norm over the places": Wrong(source(norm1="X = layers.LayerNormalization(axis=1)(X)"), "layer_norm1", "axis"),
    "shortcut from the normalised tensor": Wrong(
        source("norm1 save attention dropout1 add1 save2 norm2 dense1 dense2 dropout2 add2 return"), "add1", "saved_after_layer_norm1"
    ),
    "second shortcut from the normalised tensor": Wrong(
        source("save norm1 attention dropout1 add1 norm2 save2 dense1 dense2 dropout2 add2 return"), "add2", "saved_after_layer_norm2"
    ),
    "attention over X": Wrong(source(attention=f"{NAMED}(X_shortcut, X_shortcut)"), "output", "attention_takes_shortcut"),
    "values of X": Wrong(source(attention=f"{NAMED}(X, X_shortcut)"), "attention", "attention_takes_two"),
    "queries of X": Wrong(source(attention=f"{NAMED}(X_shortcut, X)"), "attention", "attention_takes_two"),
    "one norm for both": Wrong(
        source(save="norm = layers.LayerNormalization()\n    X_shortcut = X", norm1="X = norm(X)", norm2="X = norm(X)"),
        "gradients",
        "shared_layer",
    ),
    "hidden and width exchanged": Wrong(
        source(dense1=f"X = layers.Dense(X.shape[-1], activation='gelu', {START})(X)", dense2=f"X = layers.Dense(hidden, {START})(X)"),
        "dense1 dense2",
        "units_of_another",
    ),
    "width written down": Wrong(source(dense2=f"X = layers.Dense(10, {START})(X)"), "dense2", "units_hard_coded"),
    "hidden times four": Wrong(source(dense1=f"X = layers.Dense(4 * hidden, activation='gelu', {START})(X)"), "dense1", "units_hard_coded"),
    "heads times size for the width": Wrong(source(dense2=f"X = layers.Dense(heads * key_dim, {START})(X)"), "dense2", "units_hard_coded"),
    "no activation": Wrong(source(dense1=f"X = layers.Dense(hidden, {START})(X)"), "gelu1", "gelu1_missing"),
    "relu for gelu": Wrong(source(dense1=f"X = layers.Dense(hidden, activation='relu', {START})(X)"), "gelu1", "another_activation"),
    "relu as a line": Wrong(
        source(dense1=f"X = layers.Dense(hidden, {START})(X)\n    X = layers.ReLU()(X)"), "gelu1", "another_activation"
    ),
    "activation after the second dense layer": Wrong(
        source(
            dense1=f"X = layers.Dense(hidden, {START})(X)", dense2=f"X = layers.Dense(X_shortcut.shape[-1], activation='gelu', {START})(X)"
        ),
        "gelu1",
        "dense2_before_gelu1",
    ),
    "activation in both": Wrong(
        source(dense2=f"X = layers.Dense(X_shortcut.shape[-1], activation='gelu', {START})(X)"),
        "output",
        "gelu_after_dense2_too extra_relu_before_dropout2",
    ),
    "one dense layer": Wrong(
        source(dense2="", dense1=f"X = layers.Dense(X.shape[-1], activation='gelu', {START})(X)"),
        "dense2",
        "units_of_another dense2_missing dense1_missing",
    ),
    "no first dropout": Wrong(source(dropout1=""), "dropout1", "dropout1_missing"),
    "no second dropout": Wrong(source(dropout2=""), "dropout2", "dropout2_missing"),
    "no dropout at all": Wrong(source(dropout1="", dropout2=""), "dropout1 dropout2", "no_dropout"),
    "rate written down": Wrong(
        source(dropout1="X = layers.Dropout(0.1)(X, training=training)", dropout2="X = layers.Dropout(0.1)(X, training=training)"),
        "dropout1 dropout2",
        "rate_hard_coded",
    ),
    "share that is kept": Wrong(source(dropout1="X = layers.Dropout(1 - rate)(X, training=training)"), "dropout1", "rate"),
    "training not passed on": Wrong(
        source(dropout1="X = layers.Dropout(rate)(X)", dropout2="X = layers.Dropout(rate)(X)"), "training", "dropout_training_left_out"
    ),
    "always dropping": Wrong(
        source(dropout1="X = layers.Dropout(rate)(X, training=True)", dropout2="X = layers.Dropout(rate)(X, training=True)"),
        "training",
        "dropout_always",
    ),
    "never dropping": Wrong(source(dropout1="X = layers.Dropout(rate)(X, training=False)"), "training", "dropout_never"),
    "dropout before the attention": Wrong(
        source("save norm1 dropout1 attention add1 save2 norm2 dense1 dense2 dropout2 add2 return"), "dropout1", "dropout1_before_attention"
    ),
    "dropout after the sum": Wrong(
        source("save norm1 attention add1 dropout1 save2 norm2 dense1 dense2 dropout2 add2 return"), "dropout1", "dropout_after_addition"
    ),
    "dropout inside of the attention": Wrong(
        source(
            attention=f"X = layers.MultiHeadAttention(heads, key_dim, dropout=rate, {START})(X, X, training=training)",
        ),
        "defaults",
        "dropout_in_attention",
    ),
    "a dropout more in the small network": Wrong(
        source(dense1=f"X = layers.Dense(hidden, 'gelu', {START})(X)\n    X = layers.Dropout(rate)(X, training=training)"),
        "output",
        "extra_dropout_before_dense2",
    ),
    "TensorFlow's dropout": Wrong(source(dropout1="X = tf.nn.dropout(X, rate) if training else X"), "call", "tensorflow_function"),
    "Keras's random dropout": Wrong(source(dropout1="X = keras.random.dropout(X, rate) if training else X"), "call", "tensorflow_function"),
    "additions cross-wired": Wrong(
        source(add2="X = layers.Add()([X, X_input])", save="X_input = X\n    X_shortcut = X"), "add2", "add2_takes_block_input"
    ),
    "shortcut not kept anew": Wrong(source(save2=""), "add2", "add2_takes_block_input"),
    "no second shortcut": Wrong(source(add2=""), "add2", "add2_missing"),
    "no first shortcut": Wrong(source(add1=""), "add1", "add1_missing"),
    "no shortcut at all": Wrong(source(add1="", add2=""), "add1 add2", "no_shortcuts"),
    "one shortcut around all": Wrong(source(add1="", save2=""), "add1 add2", "one_shortcut_around_all"),
    "small network on X": Wrong(
        source(norm2="X = layers.LayerNormalization()(X_input)", save="X_input = X\n    X_shortcut = X"),
        "layer_norm2",
        "layer_norm2_takes_block_input",
    ),
    "added to itself": Wrong(source(add1="X = layers.Add()([X, X])"), "add1", "adds_main_twice"),
    "multiplied": Wrong(source(add1="X = layers.Multiply()([X, X_shortcut])"), "add1", "not_an_addition"),
    "concatenated": Wrong(source(add2="X = layers.Concatenate()([X, X_shortcut])"), "add2", "not_an_addition"),
    "heads and size exchanged": Wrong(
        source(attention=f"X = layers.MultiHeadAttention(key_dim, heads, {START})(X, X)"), "attention", "heads_and_size_exchanged"
    ),
    "heads written down": Wrong(
        source(attention=f"X = layers.MultiHeadAttention(8, key_dim, {START})(X, X)"), "attention", "heads_hard_coded"
    ),
    "size from the width": Wrong(
        source(attention=f"X = layers.MultiHeadAttention(heads, X.shape[-1] // heads, {START})(X, X)"),
        "attention",
        "size_of_heads_hard_coded",
    ),
    "whole width for each head": Wrong(
        source(attention=f"X = layers.MultiHeadAttention(heads, X.shape[-1], {START})(X, X)"), "attention", "size_of_heads_of_another"
    ),
    "values of another size": Wrong(
        source(attention=f"X = layers.MultiHeadAttention(heads, key_dim, value_dim=hidden + 9, {START})(X, X)"),
        "attention",
        "size_of_values",
    ),
    "no bias": Wrong(
        source(attention=f"X = layers.MultiHeadAttention(heads, key_dim, use_bias=False, {START})(X, X)"),
        "defaults",
        "no_bias_in_attention",
    ),
    "causal": Wrong(source(attention=f"{NAMED}(X, X, use_causal_mask=True)"), "attention", "causal_mask"),
    "attention without heads": Wrong(source(attention="X = layers.Attention()([X, X])"), "attention", "another_attention"),
    "attention given one tensor": Wrong(source(attention=f"{NAMED}(X)"), "attention", "attention_without_value"),
    "initializer ignored": Wrong(
        source(
            attention="X = layers.MultiHeadAttention(heads, key_dim)(X, X)",
            dense1="X = layers.Dense(hidden, activation='gelu')(X)",
            dense2="X = layers.Dense(X_shortcut.shape[-1])(X)",
        ),
        "initializer",
        "initializer_left_out",
    ),
    "initializer not given to the attention": Wrong(
        source(attention="X = layers.MultiHeadAttention(heads, key_dim)(X, X)"), "initializer", "initializer_left_out"
    ),
    "initializer without a seed": Wrong(
        source(attention="X = layers.MultiHeadAttention(heads, key_dim, kernel_initializer=initializer())(X, X)"),
        "initializer",
        "initializer_without_seed",
    ),
    "softmax at the end": Wrong(
        source(add2="X = layers.Add()([X, X_shortcut])\n    X = layers.Softmax()(X)"), "add2", "relu_after_addition_too"
    ),
    "norm at the end": Wrong(
        source(add2="X = layers.Add()([X, X_shortcut])\n    X = layers.LayerNormalization()(X)"), "add2", "bn_after_addition_too"
    ),
    "no attention": Wrong(source(attention=""), "attention", "attention_missing"),
    "no attention's part": Wrong(source("save2 norm2 dense1 dense2 dropout2 add2 return"), "attention", "part1_missing"),
    "no small network": Wrong(source("save norm1 attention dropout1 add1 return"), "dense1", "part2_missing returns_early"),
    "parts exchanged": Wrong(
        source("save2 norm2 dense1 dense2 dropout2 add2 save norm1 attention dropout1 add1 return"), "output", "parts_exchanged"
    ),
    "frozen attention": Wrong(
        source(attention=f"X = layers.MultiHeadAttention(heads, key_dim, trainable=False, {START})(X, X)"), "gradients", "frozen"
    ),
    "result not kept": Wrong(source(dropout1="layers.Dropout(rate)(X, training=training)"), "output", "dropout1_not_kept"),
    "sum not kept": Wrong(source(add1="layers.Add()([X, X_shortcut])"), "add1", "add1_not_kept"),
    "another default": Wrong(source(head=HEAD.replace("0.1", "0.2")), "defaults", "differs_defaults"),
    "nothing returned": Wrong(source(**{"return": ""}), "call", "no_return"),
    "another epsilon": Wrong(source(norm1="X = layers.LayerNormalization(epsilon=1e-6)(X)"), "defaults", "epsilon differs_defaults"),
    "gradient stopped": Wrong(source(add1="X = layers.Add()([X, ops.stop_gradient(X_shortcut)])"), "gradients", "gradient_stopped"),
    "heads for hidden": Wrong(
        source(attention=f"X = layers.MultiHeadAttention(hidden, key_dim, {START})(X, X)"), "attention", "heads_of_another"
    ),
    "three dense layers": Wrong(
        source(dense1=f"X = layers.Dense(hidden, 'gelu', {START})(X)\n    X = layers.Dense(hidden, {START})(X)"),
        "output",
        "extra_dense_before_dense2",
    ),
    "GELU after the norm": Wrong(
        source(norm2="X = layers.Activation('gelu')(layers.LayerNormalization()(X))", dense1=f"X = layers.Dense(hidden, {START})(X)"),
        "gelu1",
        "gelu1_before_dense1",
    ),
    "tanh for GELU": Wrong(source(dense1=f"X = layers.Dense(hidden, activation='tanh', {START})(X)"), "gelu1", "another_activation"),
    "approximate GELU": Wrong(
        source(dense1=f"X = keras.activations.gelu(layers.Dense(hidden, {START})(X), approximate=True)"), "gelu1", "differs_gelu1"
    ),
    "half the rate": Wrong(source(dropout2="X = layers.Dropout(rate / 2)(X, training=training)"), "dropout2", "rate"),
    "dropout of whole channels": Wrong(
        source(dropout1="X = layers.SpatialDropout1D(rate)(X, training=training)"), "dropout1", "another_dropout"
    ),
    "pooled at the end": Wrong(
        source(add2="X = layers.Add()([X, X_shortcut])\n    X = layers.GlobalAveragePooling1D()(X)"), "output", "foreign_layer"
    ),
    "rate left out of the signature": Wrong(
        source(
            head=HEAD.replace("rate=0.1, ", ""),
            dropout1="X = layers.Dropout(0.1)(X, training=training)",
            dropout2="X = layers.Dropout(0.1)(X, training=training)",
        ),
        "call",
        "signature",
    ),
    "both parts on X": Wrong(
        whole("""
HEAD
    Y = layers.LayerNormalization()(X)
    A = layers.Dropout(rate)(layers.MultiHeadAttention(heads, key_dim, START)(Y, Y), training=training)
    Y = layers.LayerNormalization()(X)
    Z = layers.Dense(X.shape[-1], START)(layers.Dense(hidden, "gelu", START)(Y))
    return X + A + layers.Dropout(rate)(Z, training=training)
"""),
        "layer_norm2",
        "layer_norm2_takes_block_input",
    ),
    "normalised on both shortcuts": Wrong(
        whole("""
HEAD
    X = layers.LayerNormalization()(X)
    Y = layers.MultiHeadAttention(heads, key_dim, START)(X, X)
    X = X + layers.Dropout(rate)(Y, training=training)
    X = layers.LayerNormalization()(X)
    Y = layers.Dense(X.shape[-1], START)(layers.Dense(hidden, "gelu", START)(X))
    return X + layers.Dropout(rate)(Y, training=training)
"""),
        "add1 add2",
        "saved_after_layer_norm1",
    ),
    "no offset in a norm": Wrong(source(norm1="X = layers.LayerNormalization(center=False)(X)"), "defaults", "no_center"),
    "dropout before the small network": Wrong(
        source(norm2="X = layers.LayerNormalization()(X)\n    X = layers.Dropout(rate)(X, training=training)"),
        "output",
        "extra_dropout_before_dense1",
    ),
    "a name mistyped": Wrong(source(dense1=f"X = layers.Dense(hiden, 'gelu', {START})(X)"), "dense1", "name_unknown"),
    "training given to the layer": Wrong(source(dropout1="X = layers.Dropout(rate, training=training)(X)"), "dropout1", "argument_unknown"),
    "dropout on the shortcut": Wrong(
        source(save="X_shortcut = layers.Dropout(rate)(X, training=training)"), "add1", "dropout_on_shortcut differs_add1"
    ),
}
