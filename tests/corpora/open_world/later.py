"""Answers to the second assignment, half by one author, half by another; to three of theirs a rule was then made, and they stand in `known`.

Seven were given a further text by who read what is said of them, where that is the mistake in other words than the author had thought of.
"""

from . import Stranger

ANSWERS = (
    Stranger(
        "pre-ok-plain",
        "pre_activation_block",
        "",
        (),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    X_shortcut = X

    # First component
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(filters=F1, kernel_size=1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)

    # Second component
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(filters=F2, kernel_size=f, strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)

    # Third component
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(filters=F3, kernel_size=1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)

    X = Add()([X, X_shortcut])
    return X
""",
    ),
    Stranger(
        "pre-ok-zip-loop",
        "pre_activation_block",
        "",
        (),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    out = X
    for n, k, pad in zip(filters, [1, f, 1], ["valid", "same", "valid"]):
        out = BatchNormalization(axis=-1)(out, training=training)
        out = ReLU()(out)
        out = Conv2D(n, (k, k), padding=pad, kernel_initializer=initializer(seed=0))(out)
    return X + out
""",
    ),
    Stranger(
        "pre-ok-helper",
        "pre_activation_block",
        "",
        (),
        '''\
def _bn_relu_conv(t, n_filters, size, training, init, padding="valid"):
    """batch norm, relu, conv"""
    t = BatchNormalization(axis=3)(t, training=training)
    t = ReLU()(t)
    return Conv2D(n_filters, size, padding=padding, kernel_initializer=init)(t)


def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    a = _bn_relu_conv(X, F1, 1, training, initializer(seed=0))
    b = _bn_relu_conv(a, F2, f, training, initializer(seed=0), padding="same")
    c = _bn_relu_conv(b, F3, 1, training, initializer(seed=0))
    return Add()([X, c])
''',
    ),
    Stranger(
        "pre-ok-nonlocal",
        "pre_activation_block",
        "",
        (),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    current = X

    def step(layer, **kw):
        nonlocal current
        current = layer(current, **kw)

    def norm_and_relu():
        step(BatchNormalization(axis=3), training=training)
        step(Activation("relu"))

    norm_and_relu()
    step(Conv2D(F1, 1, kernel_initializer=initializer(seed=0)))
    norm_and_relu()
    step(Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0)))
    norm_and_relu()
    step(Conv2D(F3, 1, kernel_initializer=initializer(seed=0)))

    return Add()([current, X])
""",
    ),
    Stranger(
        "pre-ok-partial",
        "pre_activation_block",
        "",
        (),
        """\
from functools import partial


def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    conv = partial(Conv2D, strides=1, kernel_initializer=initializer(seed=0))
    pw = partial(conv, kernel_size=1)
    bn = partial(BatchNormalization, axis=3)

    z = pw(filters=F1)(ReLU()(bn()(X, training=training)))
    z = conv(filters=F2, kernel_size=f, padding="same")(ReLU()(bn()(z, training=training)))
    z = pw(filters=F3)(ReLU()(bn()(z, training=training)))
    return keras.layers.add([z, X])
""",
    ),
    Stranger(
        "pre-ok-keras-ops",
        "pre_activation_block",
        "",
        (),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    relu = keras.ops.relu

    h = BatchNormalization()(X, training=training)
    h = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(relu(h))
    h = BatchNormalization()(h, training=training)
    h = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(relu(h))
    h = BatchNormalization()(h, training=training)
    h = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(relu(h))
    return keras.ops.add(X, h)
""",
    ),
    Stranger(
        "pre-ok-defaults",
        "pre_activation_block",
        "",
        (),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X

    x = BatchNormalization(axis=3, momentum=0.99, epsilon=0.001, center=True, scale=True)(X, training=training)
    x = ReLU(max_value=None, negative_slope=0.0, threshold=0.0)(x)
    x = Conv2D(filters=F1, kernel_size=(1, 1), strides=(1, 1), padding="valid", dilation_rate=(1, 1), groups=1,
               activation=None, use_bias=True, kernel_initializer=initializer(seed=0), bias_initializer="zeros")(x)

    x = BatchNormalization(axis=3, momentum=0.99, epsilon=0.001, center=True, scale=True)(x, training=training)
    x = ReLU(max_value=None, negative_slope=0.0, threshold=0.0)(x)
    x = Conv2D(filters=F2, kernel_size=(f, f), strides=(1, 1), padding="same", dilation_rate=(1, 1), groups=1,
               activation=None, use_bias=True, kernel_initializer=initializer(seed=0), bias_initializer="zeros")(x)

    x = BatchNormalization(axis=3, momentum=0.99, epsilon=0.001, center=True, scale=True)(x, training=training)
    x = ReLU(max_value=None, negative_slope=0.0, threshold=0.0)(x)
    x = Conv2D(filters=F3, kernel_size=(1, 1), strides=(1, 1), padding="valid", dilation_rate=(1, 1), groups=1,
               activation=None, use_bias=True, kernel_initializer=initializer(seed=0), bias_initializer="zeros")(x)

    return Add()([shortcut, x])
""",
    ),
    Stranger(
        "pre-ok-layer-list",
        "pre_activation_block",
        "",
        (),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    plan = [(F1, 1, "valid"), (F2, f, "same"), (F3, 1, "valid")]
    layers = [
        layer
        for n, k, p in plan
        for layer in (
            BatchNormalization(axis=3),
            Activation("relu"),
            Conv2D(n, k, padding=p, kernel_initializer=initializer(seed=0)),
        )
    ]
    Y = X
    for layer in layers:
        if isinstance(layer, BatchNormalization):
            Y = layer(Y, training=training)
        else:
            Y = layer(Y)
    return Add()([Y, X])
""",
    ),
    Stranger(
        "pre-ok-tf",
        "pre_activation_block",
        "",
        (),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    F_x = BatchNormalization(axis=3)(X, training=training)
    F_x = tf.nn.relu(F_x)
    F_x = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(F_x)
    F_x = BatchNormalization(axis=3)(F_x, training=training)
    F_x = tf.nn.relu(F_x)
    F_x = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(F_x)
    F_x = BatchNormalization(axis=3)(F_x, training=training)
    F_x = tf.nn.relu(F_x)
    F_x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(F_x)
    return tf.add(X, F_x)
""",
    ),
    Stranger(
        "pre-ok-german-names",
        "pre_activation_block",
        "",
        (),
        '''\
def pre_activation_block(X: tf.Tensor, f: int, filters: tuple, training: bool | None = None, initializer=random_uniform) -> tf.Tensor:
    """Ein Residualblock mit Normalisierung und ReLU vor jeder Faltung."""
    abkuerzung = X  # merken, bevor X veraendert wird
    kerne = {1: 1, 2: f, 3: 1}
    for i, anzahl in enumerate(filters, start=1):
        X = BatchNormalization(axis=3, name=f"bn_{i}")(X, training=training)  # zuerst normalisieren
        X = Activation("relu", name=f"relu_{i}")(X)
        X = Conv2D(
            anzahl,
            kerne[i],
            padding="same" if i == 2 else "valid",
            kernel_initializer=initializer(seed=0),
            name=f"faltung_{i}",
        )(X)
    # am Ende nur die Summe, danach kommt nichts mehr
    X += abkuerzung
    return X
''',
    ),
    Stranger(
        "pre-ok-recursion",
        "pre_activation_block",
        "",
        (),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    def go(t, todo):
        if not todo:
            return t
        (n, k), *rest = todo
        t = keras.activations.relu(BatchNormalization(axis=3)(t, training=training))
        t = Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))(t)  # for 1x1 "same" pads nothing
        return go(t, rest)

    return Add()([X, go(X, [(F1, 1), (F2, f), (F3, 1)])])
""",
    ),
    Stranger(
        "pre-ok-local-import",
        "pre_activation_block",
        "",
        (),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    from keras import layers as L
    from operator import add

    banana = X
    apple = L.Conv2D(filters[0], 1, kernel_initializer=initializer(seed=0))(
        L.ReLU()(L.BatchNormalization(axis=3)(banana, training=training)))
    pear = L.Conv2D(filters[1], f, padding='SAME'.lower(), kernel_initializer=initializer(seed=0))(
        L.ReLU()(L.BatchNormalization(axis=3)(apple, training=training)))
    plum = L.Conv2D(filters[2], 1, kernel_initializer=initializer(seed=0))(
        L.ReLU()(L.BatchNormalization(axis=3)(pear, training=training)))
    return add(plum, banana)
""",
    ),
    Stranger(
        "pre-ok-lambdas",
        "pre_activation_block",
        "",
        (),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    pre = lambda t: ReLU()(BatchNormalization(axis=3)(inputs_or_same(t), training=training))
    inputs_or_same = lambda t: t
    conv = lambda n, k, **kw: Conv2D(n, k, kernel_initializer=initializer(seed=0), **kw)
    return X + conv(F3, 1)(pre(conv(F2, f, padding="same")(pre(conv(F1, 1)(pre(X))))))
""",
    ),
    Stranger(
        "pre-ok-shared-relu",
        "pre_activation_block",
        "",
        (),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    # une seule ReLU suffit, elle n'a pas de poids
    relu = ReLU()
    init = initializer(seed=0)

    # les couches d'abord
    bn1 = BatchNormalization(axis=3)
    bn2 = BatchNormalization(axis=3)
    bn3 = BatchNormalization(axis=3)
    conv1 = Conv2D(F1, (1, 1), kernel_initializer=init)
    conv2 = Conv2D(F2, (f, f), padding="same", kernel_initializer=init)
    conv3 = Conv2D(F3, (1, 1), kernel_initializer=init)

    # ensuite le chemin principal
    y = conv1(relu(bn1(X, training=training)))
    y = conv2(relu(bn2(y, training=training)))
    y = conv3(relu(bn3(y, training=training)))

    return sum([y], start=X)
""",
    ),
    Stranger(
        "pre-no-add",
        "pre_activation_block",
        "The shortcut is kept but never added.",
        ("addition missing", "not added", "never added", "shortcut missing", "without shortcut", "add missing"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    # nothing comes after it
    return X
""",
    ),
    Stranger(
        "pre-relu-after-sum",
        "pre_activation_block",
        "A ReLU follows the addition, where nothing may come.",
        ("relu after", "after sum", "after addition", "nothing after", "relu end", "relu behind"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    ##### first
    X = BatchNormalization(axis = 3)(X, training = training)
    X = Activation('relu')(X)
    X = Conv2D(filters = F1, kernel_size = 1, strides = (1,1), padding = 'valid', kernel_initializer = initializer(seed=0))(X)

    ##### second
    X = BatchNormalization(axis = 3)(X, training = training)
    X = Activation('relu')(X)
    X = Conv2D(filters = F2, kernel_size = f, strides = (1,1), padding = 'same', kernel_initializer = initializer(seed=0))(X)

    ##### third
    X = BatchNormalization(axis = 3)(X, training = training)
    X = Activation('relu')(X)
    X = Conv2D(filters = F3, kernel_size = 1, strides = (1,1), padding = 'valid', kernel_initializer = initializer(seed=0))(X)

    # Final step: add shortcut value to main path, and pass it through a RELU activation
    X = Add()([X_shortcut, X])
    X = Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "pre-block-of-2015",
        "pre_activation_block",
        "This is the post-activation block of 2015: convolution first, normalisation and ReLU behind it.",
        ("2015", "post-activation", "order", "before convolution", "convolution first", "after convolution"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(filters=F1, kernel_size=1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(filters=F2, kernel_size=f, strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(filters=F3, kernel_size=1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "pre-conv-first",
        "pre_activation_block",
        "In each component the convolution stands first instead of last.",
        ("order", "convolution first", "conv first", "before convolution", "after convolution", "front"),
        """\
def component(x, n, k, padding, training, initializer):
    x = Conv2D(n, k, padding=padding, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    return ReLU()(x)

def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    x = component(X, F1, 1, "valid", training, initializer)
    x = component(x, F2, f, "same", training, initializer)
    x = component(x, F3, 1, "valid", training, initializer)
    return x + X
""",
    ),
    Stranger(
        "pre-no-padding",
        "pre_activation_block",
        'The middle convolution lacks padding="same", so height and width shrink and the sum fails.',
        ("padding", "shrink", '"same"', "smaller", "height width"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    skip = X
    for n, k in ((F1, 1), (F2, f), (F3, 1)):
        X = BatchNormalization(axis=3)(X, training=training)
        X = ReLU()(X)
        X = Conv2D(n, k, kernel_initializer=initializer(seed=0))(X)
    return Add()([X, skip])
""",
    ),
    Stranger(
        "pre-hard-3x3",
        "pre_activation_block",
        "The middle kernel is always 3x3 instead of f x f.",
        ("f×f", "kernel size", "kernel_size", "f x f", "fixed 3", "always 3"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    init = initializer(seed=0)
    identity = X

    out = BatchNormalization(axis=3)(X, training=training)
    out = ReLU()(out)
    out = Conv2D(F1, (1, 1), kernel_initializer=init)(out)

    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)
    out = Conv2D(F2, (3, 3), padding="same", kernel_initializer=init)(out)

    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)
    out = Conv2D(F3, (1, 1), kernel_initializer=init)(out)

    return out + identity
""",
    ),
    Stranger(
        "pre-training-lost-3rd",
        "pre_activation_block",
        "The third batch normalisation is called without training=training.",
        ("training third", "training 3", "training last", "training=training", "without training", "training not passed"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F1, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F2, kernel_size=(f, f), padding="same", kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = Conv2D(F3, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(X)

    return Add()([X, X_shortcut])
""",
    ),
    Stranger(
        "pre-training-true",
        "pre_activation_block",
        "The batch normalisations always run with training=True.",
        ("training true", "training=true", "training fixed", "training always", "training argument", "training=training"),
        '''\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    """see above"""
    F1, F2, F3 = filters

    def bn(t):
        return BatchNormalization(axis=3)(t, training=True)

    t = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(ReLU()(bn(X)))
    t = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(ReLU()(bn(t)))
    t = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(ReLU()(bn(t)))
    return Add()([X, t])
''',
    ),
    Stranger(
        "pre-init-missing-2nd",
        "pre_activation_block",
        "The second convolution does not get the initializer.",
        ("initializer second", "initializer 2", "kernel_initializer", "initializer middle", "initializer missing", "initialised"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    Y = BatchNormalization(axis=3)(X, training=training)
    Y = ReLU()(Y)
    Y = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = ReLU()(Y)
    Y = Conv2D(F2, f, strides=1, padding="same")(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = ReLU()(Y)
    Y = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(Y)
    return X + Y
""",
    ),
    Stranger(
        "pre-no-seed",
        "pre_activation_block",
        "The initializer is called without a seed.",
        ("seed", "initializer()", "seed=0", "without seed"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    kw = dict(kernel_initializer=initializer())
    s = X
    X = Conv2D(F1, 1, **kw)(ReLU()(BatchNormalization(axis=3)(X, training=training)))
    X = Conv2D(F2, f, padding="same", **kw)(ReLU()(BatchNormalization(axis=3)(X, training=training)))
    X = Conv2D(F3, 1, **kw)(ReLU()(BatchNormalization(axis=3)(X, training=training)))
    return Add()([X, s])
""",
    ),
    Stranger(
        "pre-seed-positional",
        "pre_activation_block",
        "initializer(0) sets minval of random_uniform, not the seed.",
        ("seed", "minval", "seed=0", "initializer(0)"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X
    for i, (n, k) in enumerate([(F1, 1), (F2, f), (F3, 1)]):
        X = BatchNormalization(axis=3)(X, training=training)
        X = Activation("relu")(X)
        X = Conv2D(n, k, padding="same", kernel_initializer=initializer(0))(X)
    X = Add()([shortcut, X])
    return X
""",
    ),
    Stranger(
        "pre-relu-before-bn-2nd",
        "pre_activation_block",
        "In the second component the ReLU comes before the batch normalisation.",
        ("order", "relu before", "swapped", "normalisation after relu", "batchnorm after relu"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    res = X

    x = BatchNormalization(axis=3)(X, training=training)
    x = Activation("relu")(x)
    x = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(x)

    x = Activation("relu")(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(x)

    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)
    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)

    return Add()([x, res])
""",
    ),
    Stranger(
        "pre-no-relu-3rd",
        "pre_activation_block",
        "The third component has no ReLU.",
        ("relu missing", "without relu", "third relu", "lacks relu", "relu last"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    # comp 1
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F1, (1,1), kernel_initializer=initializer(seed=0))(X)
    # comp 2
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F2, (f,f), padding='same', kernel_initializer=initializer(seed=0))(X)
    # comp 3 (no activation after, so the road is clear)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Conv2D(F3, (1,1), kernel_initializer=initializer(seed=0))(X)
    # add
    X = Add()([X, X_shortcut])
    return X
""",
    ),
    Stranger(
        "pre-no-first-bn",
        "pre_activation_block",
        "The batch normalisation of the first component is missing.",
        (
            "normalisation missing",
            "first normalisation",
            "without normalisation",
            "first batch",
            "batchnorm missing",
            "normalisation lacks",
        ),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X
    # X was already normalised by the block before
    y = Activation("relu")(X)
    y = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)
    y = Activation("relu")(y)
    y = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)
    y = Activation("relu")(y)
    y = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(y)
    return keras.layers.Add()([shortcut, y])
""",
    ),
    Stranger(
        "pre-f1-f2-swapped",
        "pre_activation_block",
        "F1 and F2 are swapped.",
        ("f1 f2", "swapped", "filters first", "number of filters"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F2, F1, F3 = filters

    net = BatchNormalization(axis=3)(X, training=training)
    net = Activation("relu")(net)
    net = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(net)
    net = BatchNormalization(axis=3)(net, training=training)
    net = Activation("relu")(net)
    net = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(net)
    net = BatchNormalization(axis=3)(net, training=training)
    net = Activation("relu")(net)
    net = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(net)
    return net + X
""",
    ),
    Stranger(
        "pre-last-has-f1",
        "pre_activation_block",
        "The last convolution has F1 filters instead of F3, so the sum does not fit.",
        ("f3", "f1", "last filters", "third filters", "number of filters", "channels fit"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    def block(x, n, k):
        x = BatchNormalization(axis=3)(x, training=training)
        x = Activation('relu')(x)
        x = Conv2D(n, k, padding='same', kernel_initializer=initializer(seed=0))(x)
        return x
    x1 = block(X, F1, 1)
    x2 = block(x1, F2, f)
    x3 = block(x2, F1, 1)
    return Add()([X, x3])
""",
    ),
    Stranger(
        "pre-shortcut-late",
        "pre_activation_block",
        "The shortcut is taken after the first normalisation and ReLU instead of from X itself.",
        ("shortcut after", "shortcut late", "x itself", "shortcut relu", "shortcut normalis", "kept after"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    preact = BatchNormalization(axis=3)(X, training=training)
    preact = Activation("relu")(preact)

    shortcut = preact

    x = Conv2D(F1, 1, strides=1, kernel_initializer=initializer(seed=0))(preact)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    return Add()([shortcut, x])
""",
    ),
    Stranger(
        "pre-shortcut-projected",
        "pre_activation_block",
        "The shortcut passes through a 1x1 convolution instead of being X itself.",
        ("shortcut convolution", "x itself", "projection", "shortcut conv", "shortcut unchanged", "identity"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    # make sure that the channels match
    X_shortcut = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)

    return Add()([X, X_shortcut])
""",
    ),
    Stranger(
        "pre-concat",
        "pre_activation_block",
        "Both paths are concatenated instead of added.",
        ("concatenat", "joined added", "instead of added", "side by side", "twice channels", "joined sum"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    a = BatchNormalization(axis=3)(X, training=training)
    a = ReLU()(a)
    a = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(a)
    a = BatchNormalization(axis=3)(a, training=training)
    a = ReLU()(a)
    a = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(a)
    a = BatchNormalization(axis=3)(a, training=training)
    a = ReLU()(a)
    a = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(a)
    return Concatenate(axis=3)([X, a])
""",
    ),
    Stranger(
        "pre-axis-1",
        "pre_activation_block",
        "The second batch normalisation runs over axis 1 instead of the channels.",
        ("axis", "over height", "over rows", "not channels", "instead of channels"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    X_shortcut = X

    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=1)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)

    return X + X_shortcut
""",
    ),
    Stranger(
        "pre-no-bias",
        "pre_activation_block",
        "All convolutions have use_bias=False.",
        ("bias", "use_bias", "without bias"),
        """\
# conv helper as in most ResNet-v2 implementations
def conv(filters, kernel_size, init):
    return Conv2D(
        filters=filters,
        kernel_size=kernel_size,
        strides=1,
        padding="same",
        use_bias=False,
        kernel_initializer=init,
    )


def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X
    out = BatchNormalization(axis=3)(X, training=training)
    out = ReLU()(out)
    out = conv(F1, 1, initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)
    out = conv(F2, f, initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)
    out = conv(F3, 1, initializer(seed=0))(out)
    return Add()([out, shortcut])
""",
    ),
    Stranger(
        "pre-epsilon",
        "pre_activation_block",
        "The batch normalisations have epsilon=1.001e-5 instead of the default.",
        ("epsilon", "1.001e-5", "default normalisation", "0.001"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    bn_axis = 3

    x = BatchNormalization(axis=bn_axis, epsilon=1.001e-5)(X, training=training)
    x = Activation("relu")(x)
    x = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(x)

    x = BatchNormalization(axis=bn_axis, epsilon=1.001e-5)(x, training=training)
    x = Activation("relu")(x)
    x = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(x)

    x = BatchNormalization(axis=bn_axis, epsilon=1.001e-5)(x, training=training)
    x = Activation("relu")(x)
    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    return Add()([X, x])
""",
    ),
    Stranger(
        "pre-dilated",
        "pre_activation_block",
        "The middle convolution is dilated.",
        ("dilat", "dilation_rate", "dilation"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    specs = [dict(filters=F1, kernel_size=1),
             dict(filters=F2, kernel_size=f, padding="same", dilation_rate=2),
             dict(filters=F3, kernel_size=1)]
    h = X
    for spec in specs:
        h = BatchNormalization(axis=3)(h, training=training)
        h = ReLU()(h)
        h = Conv2D(**spec, kernel_initializer=initializer(seed=0))(h)
    return X + h
""",
    ),
    Stranger(
        "pre-no-return",
        "pre_activation_block",
        "The function returns nothing.",
        ("return", "gives none", "gives nothing", "result none"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = Add()([X, X_shortcut])
""",
    ),
    Stranger(
        "pre-x-overwritten",
        "pre_activation_block",
        "X was overwritten before it was kept, so the main path is added to itself.",
        ("itself", "overwritten", "not kept", "shortcut late", "twice main", "doubled"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)

    X_shortcut = X
    return Add()([X, X_shortcut])
""",
    ),
    Stranger(
        "pre-nameerror",
        "pre_activation_block",
        "The name x_shortcut is not defined, it was called X_shortcut.",
        ("x_shortcut", "nameerror", "not defined", "unknown name", "spell"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F1, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = Add()([X, x_shortcut])
    return X
""",
    ),
    Stranger(
        "pre-layer-not-called",
        "pre_activation_block",
        "The second ReLU is made but not called with X, so X becomes a layer.",
        ("not called", "layer itself", "(x)", "call layer", "layer tensor", "called with"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)

    return Add()([X, X_shortcut])
""",
    ),
    Stranger(
        "pre-grouped",
        "pre_activation_block",
        "The middle convolution is grouped as in ResNeXt.",
        ("group", "groups", "resnext", "grouped"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    cardinality = 2

    x = BatchNormalization(axis=3)(X, training=training)
    x = ReLU()(x)
    x = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)
    x = Conv2D(F2, f, padding="same", groups=cardinality, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)
    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    return Add()([x, X])
""",
    ),
    Stranger(
        "pre-leaky",
        "pre_activation_block",
        "LeakyReLU stands in place of ReLU.",
        ("leaky", "leakyrelu", "negative slope", "negative_slope", "relu instead"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    y = X
    for c, k in [(F1, 1), (F2, f), (F3, 1)]:
        y = BatchNormalization(axis=3)(y, training=training)
        y = keras.layers.LeakyReLU(negative_slope=0.01)(y)   # avoids dead neurons
        y = Conv2D(c, k, padding="same", kernel_initializer=initializer(seed=0))(y)
    return X + y
""",
    ),
    Stranger(
        "pre-no-third",
        "pre_activation_block",
        "The third component is missing; the middle convolution goes to F3 filters at once.",
        ("third", "component missing", "last convolution missing", "two components", "only two", "third missing"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    s = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    return Add()([X, s])
""",
    ),
    Stranger(
        "pre-dropout",
        "pre_activation_block",
        "A dropout stands before the middle convolution, as in wide residual networks.",
        ("dropout", "drops out", "wide residual"),
        '''\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    """Pre-activation residual block (full pre-activation, He et al. 2016)."""
    F1, F2, F3 = filters
    residual = X

    # --- BN -> ReLU -> 1x1 ---
    x = BatchNormalization(axis=-1)(X, training=training)
    x = ReLU()(x)
    x = Conv2D(F1, kernel_size=1, kernel_initializer=initializer(seed=0))(x)

    # --- BN -> ReLU -> Dropout -> fxf ---
    x = BatchNormalization(axis=-1)(x, training=training)
    x = ReLU()(x)
    x = Dropout(0.3)(x, training=training)
    x = Conv2D(F2, kernel_size=f, padding="same", kernel_initializer=initializer(seed=0))(x)

    # --- BN -> ReLU -> 1x1 ---
    x = BatchNormalization(axis=-1)(x, training=training)
    x = ReLU()(x)
    x = Conv2D(F3, kernel_size=1, kernel_initializer=initializer(seed=0))(x)

    return x + residual
''',
    ),
    Stranger(
        "pre-seeds-differ",
        "pre_activation_block",
        "The seed is another one for each convolution (0, 1, 2) instead of always 0.",
        ("seed", "seed=0", "seed=1", "different seed"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    ks = [1, f, 1]
    t = X
    for i, n in enumerate(filters):
        t = BatchNormalization(axis=3)(t, training=training)
        t = keras.activations.relu(t)
        t = Conv2D(n, ks[i], padding="same", kernel_initializer=initializer(seed=i))(t)
    return keras.ops.add(t, X)
""",
    ),
    Stranger(
        "pre-stop-gradient",
        "pre_activation_block",
        "The shortcut is cut off from the gradient by stop_gradient.",
        ("gradient", "stop_gradient", "stopped gradient", "gradient shortcut"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    # keep X as it is - nothing on the road may change it
    X_shortcut = keras.ops.stop_gradient(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    return Add()([X_shortcut, X])
""",
    ),
    Stranger(
        "pre-conv-relu-builtin",
        "pre_activation_block",
        "The last convolution has a built-in ReLU, so an activation stands before the sum.",
        ("activation last", "relu last", "built-in", "relu after convolution", "activation third", "relu third"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    g = initializer(seed=0)

    u = BatchNormalization(axis=3)(X, training=training)
    u = ReLU()(u)
    u = Conv2D(F1, 1, kernel_initializer=g)(u)
    u = BatchNormalization(axis=3)(u, training=training)
    u = ReLU()(u)
    u = Conv2D(F2, f, padding="same", kernel_initializer=g)(u)
    u = BatchNormalization(axis=3)(u, training=training)
    u = ReLU()(u)
    u = Conv2D(F3, 1, activation="relu", kernel_initializer=g)(u)

    return Add()([u, X])
""",
    ),
    Stranger(
        "pre-numpy-relu",
        "pre_activation_block",
        "The first ReLU is computed with numpy, through which no gradient and no Keras tensor passes.",
        ("numpy", "np.maximum", "gradient", "np."),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    skip = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = np.maximum(X, 0)
    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    return X + skip
""",
    ),
    Stranger(
        "inv-ok-plain",
        "inverted_residual",
        "",
        (),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    X_shortcut = X

    # Expand
    X = Conv2D(expansion * channels, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)

    # Filter
    X = DepthwiseConv2D(kernel_size=3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)

    # Project
    X = Conv2D(channels, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    return Add()([X, X_shortcut])
""",
    ),
    Stranger(
        "inv-ok-helper",
        "inverted_residual",
        "",
        (),
        """\
def conv_bn(x, layer, training, act=True):
    x = layer(x)
    x = BatchNormalization()(x, training=training)
    if act:
        x = ReLU(6)(x)
    return x


def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    y = conv_bn(X, Conv2D(channels * expansion, 1, kernel_initializer=initializer(seed=0)), training)
    y = conv_bn(y, DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0)), training)
    y = conv_bn(y, Conv2D(channels, 1, kernel_initializer=initializer(seed=0)), training, act=False)
    return y + X
""",
    ),
    Stranger(
        "inv-ok-lambdas",
        "inverted_residual",
        "",
        (),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    norm = lambda z: BatchNormalization(axis=3)(z, training=training)
    relu6 = lambda z: ReLU(max_value=6.0)(z)
    point = lambda z, n: Conv2D(n, (1, 1), kernel_initializer=initializer(seed=0))(z)
    depth = lambda z: DepthwiseConv2D((3, 3), padding="same", depthwise_initializer=initializer(seed=0))(z)
    return Add()([X, norm(point(relu6(norm(depth(relu6(norm(point(X, expansion * channels)))))), channels))])
""",
    ),
    Stranger(
        "inv-ok-shape-channels",
        "inverted_residual",
        "",
        (),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    n_in = X.shape[-1]          # equals channels
    wide = n_in * expansion

    h = Conv2D(filters=wide, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(X)
    h = BatchNormalization(axis=-1)(h, training=training)
    h = ReLU(max_value=6)(h)
    h = DepthwiseConv2D(kernel_size=(3, 3), padding="same", depthwise_initializer=initializer(seed=0))(h)
    h = BatchNormalization(axis=-1)(h, training=training)
    h = ReLU(max_value=6)(h)
    h = Conv2D(filters=channels, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(h)
    h = BatchNormalization(axis=-1)(h, training=training)
    if n_in == channels:
        h = Add()([X, h])
    return h
""",
    ),
    Stranger(
        "inv-ok-ops-clip",
        "inverted_residual",
        "",
        (),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    ops = keras.ops

    def relu6(v):
        return ops.clip(v, 0.0, 6.0)

    expanded = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    expanded = relu6(BatchNormalization(axis=3)(expanded, training=training))

    filtered = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(expanded)
    filtered = relu6(BatchNormalization(axis=3)(filtered, training=training))

    projected = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(filtered)
    projected = BatchNormalization(axis=3)(projected, training=training)

    return ops.add(X, projected)
""",
    ),
    Stranger(
        "inv-ok-activation-str",
        "inverted_residual",
        "",
        (),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    x = Conv2D(int(channels * expansion), 1, 1, "same", kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization()(x, training=training)
    x = Activation("relu6")(x)
    x = DepthwiseConv2D(3, (1, 1), "same", depthwise_initializer=initializer(seed=0))(x)
    x = BatchNormalization()(x, training=training)
    x = Activation("relu6")(x)
    x = Conv2D(channels, 1, 1, "same", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization()(x, training=training)
    x = Activation("linear")(x)  # linear bottleneck
    return Add()([x, X])
""",
    ),
    Stranger(
        "inv-ok-tf",
        "inverted_residual",
        "",
        (),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    Z1 = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    A1 = tf.nn.relu6(BatchNormalization(axis=3)(Z1, training=training))
    Z2 = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(A1)
    A2 = tf.nn.relu6(BatchNormalization(axis=3)(Z2, training=training))
    Z3 = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(A2)
    Z3 = BatchNormalization(axis=3)(Z3, training=training)
    return tf.math.add(Z3, X)
""",
    ),
    Stranger(
        "inv-ok-enumerate",
        "inverted_residual",
        "",
        (),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    convs = [
        Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0)),
        DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0)),
        Conv2D(channels, 1, kernel_initializer=initializer(seed=0)),
    ]
    out = X
    for i, conv in enumerate(convs):
        out = BatchNormalization(axis=3)(conv(out), training=training)
        if i < len(convs) - 1:
            out = ReLU(max_value=6)(out)
    return X + out
""",
    ),
    Stranger(
        "inv-ok-defaults",
        "inverted_residual",
        "",
        (),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    shortcut = X
    tc = expansion * channels

    X = Conv2D(filters=tc, kernel_size=(1, 1), strides=(1, 1), padding="valid", use_bias=True,
               kernel_initializer=initializer(seed=0), bias_initializer="zeros")(X)
    X = BatchNormalization(axis=3, momentum=0.99, epsilon=1e-3)(X, training=training)
    X = ReLU(max_value=6, negative_slope=0, threshold=0)(X)

    X = DepthwiseConv2D(kernel_size=(3, 3), strides=(1, 1), padding="same", depth_multiplier=1, use_bias=True,
                        depthwise_initializer=initializer(seed=0), bias_initializer="zeros")(X)
    X = BatchNormalization(axis=3, momentum=0.99, epsilon=1e-3)(X, training=training)
    X = ReLU(max_value=6, negative_slope=0, threshold=0)(X)

    X = Conv2D(filters=channels, kernel_size=(1, 1), strides=(1, 1), padding="valid", use_bias=True,
               kernel_initializer=initializer(seed=0), bias_initializer="zeros")(X)
    X = BatchNormalization(axis=3, momentum=0.99, epsilon=1e-3)(X, training=training)

    X = Add()([shortcut, X])
    return X
""",
    ),
    Stranger(
        "inv-ok-spanish-hints",
        "inverted_residual",
        "",
        (),
        '''\
from typing import Optional


def inverted_residual(X, channels: int, expansion: int, training: Optional[bool] = None, initializer=glorot_uniform):
    """Bloque de MobileNetV2: estrecho, ancho, estrecho."""
    ancho: int = expansion * channels

    # 1) expandir
    rama = Conv2D(ancho, 1, kernel_initializer=initializer(seed=0), name=f"expandir_{ancho}")(X)
    rama = BatchNormalization(axis=3, name="norma_1")(rama, training=training)
    rama = ReLU(max_value=6, name="relu6_1")(rama)
    # 2) filtrar cada canal por separado
    rama = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0), name=f"filtrar_{ancho}")(rama)
    rama = BatchNormalization(axis=3, name="norma_2")(rama, training=training)
    rama = ReLU(max_value=6, name="relu6_2")(rama)
    # 3) proyectar, sin activacion
    rama = Conv2D(channels, 1, kernel_initializer=initializer(seed=0), name=f"proyectar_{channels}")(rama)
    rama = BatchNormalization(axis=3, name="norma_3")(rama, training=training)
    # 4) sumar el atajo
    return Add(name="suma")([X, rama])
''',
    ),
    Stranger(
        "inv-ok-pipe-class",
        "inverted_residual",
        "",
        (),
        '''\
class Pipe:
    """tiny helper, so that the steps can be read from top to bottom"""

    def __init__(self, value, training):
        self.value = value
        self.training = training

    def __or__(self, layer):
        if isinstance(layer, BatchNormalization):
            return Pipe(layer(self.value, training=self.training), self.training)
        return Pipe(layer(self.value), self.training)


def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    result = (
        Pipe(X, training)
        | Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))
        | BatchNormalization(axis=3)
        | ReLU(max_value=6)
        | DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))
        | BatchNormalization(axis=3)
        | ReLU(max_value=6)
        | Conv2D(channels, 1, kernel_initializer=initializer(seed=0))
        | BatchNormalization(axis=3)
    )
    return Add()([result.value, X])
''',
    ),
    Stranger(
        "inv-ok-relu-function",
        "inverted_residual",
        "",
        (),
        """\
import functools

def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    six = functools.partial(keras.activations.relu, max_value=6.0)
    W = initializer(seed=0)
    A = Conv2D(channels*expansion, 1, kernel_initializer=W)(X)
    A = BatchNormalization(3)(A, training=training)
    A = six(A)
    A = DepthwiseConv2D(3, padding='same', depthwise_initializer=W)(A)
    A = BatchNormalization(3)(A, training=training)
    A = six(A)
    A = Conv2D(channels, 1, kernel_initializer=W)(A)
    A = BatchNormalization(3)(A, training=training)
    return keras.layers.add([X, A])
""",
    ),
    Stranger(
        "inv-ok-reduce",
        "inverted_residual",
        "",
        (),
        """\
from functools import reduce


def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    def bn():
        layer = BatchNormalization(axis=3)
        return lambda t: layer(t, training=training)

    pointwise = {"kernel_size": 1, "kernel_initializer": initializer(seed=0)}
    steps = (
        Conv2D(expansion * channels, **pointwise), bn(), keras.ops.relu6,
        DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0)), bn(), keras.ops.relu6,
        Conv2D(channels, **pointwise), bn(),
    )
    return X + reduce(lambda t, step: step(t), steps, X)
""",
    ),
    Stranger(
        "inv-ok-min-max",
        "inverted_residual",
        "",
        (),
        """\
def relu_six(x):
    # min(max(x, 0), 6), as in the text
    return keras.ops.minimum(keras.ops.maximum(x, 0.0), 6.0)


def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    kept = X

    thin_to_wide = Conv2D(filters=expansion * channels, kernel_size=[1, 1], kernel_initializer=initializer(seed=0))
    wide_to_wide = DepthwiseConv2D(kernel_size=[3, 3], padding="same", depthwise_initializer=initializer(seed=0))
    wide_to_thin = Conv2D(filters=channels, kernel_size=[1, 1], kernel_initializer=initializer(seed=0))
    n1, n2, n3 = (BatchNormalization(axis=3) for _ in range(3))

    X = relu_six(n1(thin_to_wide(X), training=training))
    X = relu_six(n2(wide_to_wide(X), training=training))
    X = n3(wide_to_thin(X), training=training)
    return sum([X], start=kept)
""",
    ),
    Stranger(
        "inv-relu6-projection",
        "inverted_residual",
        "A ReLU6 follows the projection, which must be linear.",
        ("relu6 project", "activation project", "linear", "relu6 third", "relu6 last", "without activation", "relu before the addition"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = Add()([X, X_shortcut])
    return X
""",
    ),
    Stranger(
        "inv-relu6-after-sum",
        "inverted_residual",
        "A ReLU6 follows the addition.",
        ("relu6 after", "relu after", "after addition", "after sum", "activation after", "nothing after"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    skip = X
    x = Conv2D(expansion*channels, (1,1), kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU(max_value=6)(x)
    x = DepthwiseConv2D((3,3), padding="same", depthwise_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU(max_value=6)(x)
    x = Conv2D(channels, (1,1), kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    return ReLU(max_value=6)(x + skip)
""",
    ),
    Stranger(
        "inv-plain-relu",
        "inverted_residual",
        "Both activations are ordinary ReLU, not ReLU6.",
        ("relu6", "max_value", "ordinary relu", "limit 6", "cut 6"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    Y = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = Activation("relu")(Y)
    Y = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = Activation("relu")(Y)
    Y = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    return Add()([Y, X])
""",
    ),
    Stranger(
        "inv-plain-relu-2nd",
        "inverted_residual",
        "The activation after the depthwise convolution is an ordinary ReLU.",
        ("relu6 second", "relu6 depthwise", "relu6", "max_value", "second relu"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    shortcut = X

    # expand
    X = Conv2D(expansion * channels, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)

    # filter
    X = DepthwiseConv2D(kernel_size=3, padding='same', depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    # project
    X = Conv2D(channels, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, shortcut])
    return X
""",
    ),
    Stranger(
        "inv-full-conv",
        "inverted_residual",
        "The middle convolution is an ordinary Conv2D instead of a depthwise one.",
        ("depthwise", "ordinary convolution", "conv2d instead", "each channel"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    wide = expansion * channels
    a = Conv2D(wide, 1, kernel_initializer=initializer(seed=0))(X)
    a = BatchNormalization(axis=3)(a, training=training)
    a = ReLU(max_value=6)(a)
    a = Conv2D(wide, 3, padding="same", kernel_initializer=initializer(seed=0))(a)
    a = BatchNormalization(axis=3)(a, training=training)
    a = ReLU(max_value=6)(a)
    a = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(a)
    a = BatchNormalization(axis=3)(a, training=training)
    return a + X
""",
    ),
    Stranger(
        "inv-separable",
        "inverted_residual",
        "SeparableConv2D stands for the depthwise convolution, so its channels are mixed as well.",
        ("separable", "depthwise", "pointwise", "mixes channels"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    hidden_dim = channels * expansion
    out = Conv2D(hidden_dim, 1, kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU(6.)(out)
    out = keras.layers.SeparableConv2D(hidden_dim, 3, padding="same",
                                       depthwise_initializer=initializer(seed=0),
                                       pointwise_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU(6.)(out)
    out = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    return Add()([X, out])
""",
    ),
    Stranger(
        "inv-expansion-only",
        "inverted_residual",
        "The first convolution has `expansion` filters instead of expansion * channels.",
        ("expansion * channels", "expansion filters", "filters first", "number of filters", "times channels", "wide"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = Conv2D(expansion, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    return Add()([X, X_shortcut])
""",
    ),
    Stranger(
        "inv-hard-6",
        "inverted_residual",
        "The expansion is fixed at 6 instead of taken from the argument.",
        ("expansion", "fixed 6", "6 * channels", "always 6", "filters first", "number of filters"),
        """\
# t = 6 in the paper (table 2)
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    init = initializer(seed=0)
    t = 6

    main = Conv2D(t * channels, 1, kernel_initializer=init)(X)
    main = BatchNormalization(axis=3)(main, training=training)
    main = ReLU(max_value=6)(main)

    main = DepthwiseConv2D(3, padding="same", depthwise_initializer=init)(main)
    main = BatchNormalization(axis=3)(main, training=training)
    main = ReLU(max_value=6)(main)

    main = Conv2D(channels, 1, kernel_initializer=init)(main)
    main = BatchNormalization(axis=3)(main, training=training)

    return X + main
""",
    ),
    Stranger(
        "inv-kernel-initializer",
        "inverted_residual",
        "DepthwiseConv2D is given kernel_initializer, which it does not know, instead of depthwise_initializer.",
        ("depthwise_initializer", "kernel_initializer", "unknown argument", "keyword argument", "unrecognized"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    opts = dict(kernel_initializer=initializer(seed=0))
    r = Conv2D(expansion * channels, 1, **opts)(X)
    r = BatchNormalization(axis=3)(r, training=training)
    r = ReLU(max_value=6)(r)
    r = DepthwiseConv2D(3, padding="same", **opts)(r)
    r = BatchNormalization(axis=3)(r, training=training)
    r = ReLU(max_value=6)(r)
    r = Conv2D(channels, 1, **opts)(r)
    r = BatchNormalization(axis=3)(r, training=training)
    return Add()([r, X])
""",
    ),
    Stranger(
        "inv-init-missing-dw",
        "inverted_residual",
        "The depthwise convolution does not get the initializer.",
        (
            "depthwise_initializer",
            "initializer depthwise",
            "initializer missing",
            "without initializer",
            "initializer second",
            "initialised",
        ),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    inputs = X
    x = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(inputs)
    x = BatchNormalization()(x, training=training)
    x = ReLU(max_value=6)(x)
    x = DepthwiseConv2D(3, padding="same")(x)
    x = BatchNormalization()(x, training=training)
    x = ReLU(max_value=6)(x)
    x = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization()(x, training=training)
    return Add()([inputs, x])
""",
    ),
    Stranger(
        "inv-no-padding",
        "inverted_residual",
        'The depthwise convolution lacks padding="same", so the sum does not fit.',
        ("padding", "shrink", '"same"', "smaller", "height width"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = Conv2D(expansion * channels, 1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = DepthwiseConv2D(3, padding="valid", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = Conv2D(channels, 1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Add()([X, X_shortcut])
    return X
""",
    ),
    Stranger(
        "inv-shortcut-if-differs",
        "inverted_residual",
        "The condition is the wrong way round, so the shortcut is never added where the ends fit.",
        ("addition missing", "not added", "never added", "shortcut missing", "without shortcut", "condition"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    in_channels = X.shape[-1]
    x = Conv2D(expansion * in_channels, 1, kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU(max_value=6)(x)
    x = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU(max_value=6)(x)
    x = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    if in_channels != channels:
        x = Add()([X, x])
    return x
""",
    ),
    Stranger(
        "inv-no-last-bn",
        "inverted_residual",
        "The batch normalisation after the projection is missing.",
        (
            "normalisation project",
            "normalisation missing",
            "last normalisation",
            "batchnorm missing",
            "third normalisation",
            "without normalisation",
        ),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    keep = X
    X = Conv2D(filters=expansion * channels, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = DepthwiseConv2D(kernel_size=3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    # the last one is linear, so only the convolution
    X = Conv2D(filters=channels, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    return Add()([keep, X])
""",
    ),
    Stranger(
        "inv-no-dw-bn",
        "inverted_residual",
        "The batch normalisation after the depthwise convolution is missing.",
        ("normalisation depthwise", "normalisation missing", "second normalisation", "batchnorm missing", "without normalisation"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    def bn(x):
        return BatchNormalization(axis=3)(x, training=training)
    relu6 = ReLU(max_value=6)

    x = relu6(bn(Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)))
    x = relu6(DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(x))
    x = bn(Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(x))
    return X + x
""",
    ),
    Stranger(
        "inv-threshold-6",
        "inverted_residual",
        "ReLU(threshold=6) stops everything below 6 instead of limiting at 6.",
        ("threshold", "max_value", "relu6"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    X_shortcut = X

    X = Conv2D(expansion * channels, 1, kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = ReLU(threshold = 6)(X)

    X = DepthwiseConv2D(3, padding = 'same', depthwise_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = ReLU(threshold = 6)(X)

    X = Conv2D(channels, 1, kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)

    return Add()([X, X_shortcut])
""",
    ),
    Stranger(
        "inv-hard-swish",
        "inverted_residual",
        "The activations are hard-swish as in MobileNetV3, not ReLU6.",
        ("swish", "relu6", "mobilenetv3", "activation instead", "no relu in the block"),
        """\
def h_swish(x):
    return x * ReLU(6.0)(x + 3.0) / 6.0


def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    x = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=-1)(x, training=training)
    x = h_swish(x)
    x = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=-1)(x, training=training)
    x = h_swish(x)
    x = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=-1)(x, training=training)
    return Add()([X, x])
""",
    ),
    Stranger(
        "inv-squeeze-excite",
        "inverted_residual",
        "A squeeze-and-excitation gate stands before the projection.",
        ("squeeze", "excitation", "pooling", "gate", "multipli", "scaled channel"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    wide = expansion * channels

    # 1. expand
    x = Conv2D(wide, 1, kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU(max_value=6)(x)

    # 2. depthwise
    x = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU(max_value=6)(x)

    # 2b. SE
    se = keras.layers.GlobalAveragePooling2D(keepdims=True)(x)
    se = Conv2D(max(1, wide // 4), 1, activation="relu", kernel_initializer=initializer(seed=0))(se)
    se = Conv2D(wide, 1, activation="sigmoid", kernel_initializer=initializer(seed=0))(se)
    x = keras.layers.Multiply()([x, se])

    # 3. project
    x = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    return Add()([X, x])
""",
    ),
    Stranger(
        "inv-no-bias-dw",
        "inverted_residual",
        "The depthwise convolution has use_bias=False.",
        ("bias", "use_bias", "without bias"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    y = X
    y = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)
    y = ReLU(max_value=6)(y)
    y = DepthwiseConv2D(3, strides=1, padding="same", use_bias=False, depthwise_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)
    y = ReLU(max_value=6)(y)
    y = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)
    return X + y
""",
    ),
    Stranger(
        "inv-dw-gets-filters",
        "inverted_residual",
        "The number of filters is passed to DepthwiseConv2D as its kernel size.",
        ("kernel size", "kernel_size", "depthwise kernel", "takes filters", "first argument", "strides"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = Conv2D(expansion * channels, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = DepthwiseConv2D(expansion * channels, (3, 3), padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = Conv2D(channels, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Add()([X, X_shortcut])
    return X
""",
    ),
    Stranger(
        "inv-stride-2",
        "inverted_residual",
        "The depthwise convolution has stride 2, so the ends do not fit.",
        ("stride", "strides", "half", "stride 2"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    Z = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    Z = BatchNormalization(axis=3)(Z, training=training)
    Z = ReLU(max_value=6)(Z)
    Z = DepthwiseConv2D(3, 2, padding="same", depthwise_initializer=initializer(seed=0))(Z)
    Z = BatchNormalization(axis=3)(Z, training=training)
    Z = ReLU(max_value=6)(Z)
    Z = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(Z)
    Z = BatchNormalization(axis=3)(Z, training=training)
    return Add()([X, Z])
""",
    ),
    Stranger(
        "inv-training-lost-2nd",
        "inverted_residual",
        "The second batch normalisation is called without training.",
        ("training second", "training 2", "training depthwise", "training=training", "without training", "training not passed"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    x_in = X
    x = Conv2D(channels * expansion, 1, kernel_initializer=initializer(seed=0))(x_in)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU(max_value=6)(x)
    x = ReLU(max_value=6)(BatchNormalization(axis=3)(DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(x)))
    x = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    return Add()([x_in, x])
""",
    ),
    Stranger(
        "inv-training-in-init",
        "inverted_residual",
        "trainable=training is given when the layers are made instead of training=training when they are called.",
        ("trainable", "training=training", "training called", "without training", "training not passed", "training argument"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    shortcut = X
    X = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, trainable=training)(X)
    X = ReLU(max_value=6)(X)
    X = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, trainable=training)(X)
    X = ReLU(max_value=6)(X)
    X = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, trainable=training)(X)
    return X + shortcut
""",
    ),
    Stranger(
        "inv-momentum",
        "inverted_residual",
        "The batch normalisations have momentum=0.999 instead of the default.",
        ("momentum", "0.999", "moving statistics"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    def _bn():
        return BatchNormalization(axis=-1, epsilon=1e-3, momentum=0.999)

    x = Conv2D(expansion * channels, kernel_size=1, padding="same", activation=None,
               kernel_initializer=initializer(seed=0))(X)
    x = _bn()(x, training=training)
    x = ReLU(6.0)(x)

    x = DepthwiseConv2D(kernel_size=3, strides=1, activation=None, padding="same",
                        depthwise_initializer=initializer(seed=0))(x)
    x = _bn()(x, training=training)
    x = ReLU(6.0)(x)

    x = Conv2D(channels, kernel_size=1, padding="same", activation=None,
               kernel_initializer=initializer(seed=0))(x)
    x = _bn()(x, training=training)
    return Add()([X, x])
""",
    ),
    Stranger(
        "inv-bn-reused",
        "inverted_residual",
        "One and the same batch normalisation layer is used after the expansion and after the depthwise convolution.",
        ("same layer", "reused", "shared", "used twice", "one layer", "new layer"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    bn_wide = BatchNormalization(axis=3)
    bn_thin = BatchNormalization(axis=3)
    relu6 = ReLU(max_value=6)

    t = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    t = relu6(bn_wide(t, training=training))
    t = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(t)
    t = relu6(bn_wide(t, training=training))
    t = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(t)
    t = bn_thin(t, training=training)
    return Add()([X, t])
""",
    ),
    Stranger(
        "inv-activation-builtin",
        "inverted_residual",
        "The first ReLU6 is built into the convolution and so stands before the batch normalisation.",
        ("order", "relu6 before", "before normalisation", "before batch", "normalisation after", "swapped"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    X_in = X
    X = Conv2D(expansion * channels, 1, activation="relu6", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu6")(X)
    X = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    return Add()([X_in, X])
""",
    ),
    Stranger(
        "inv-sum-when-wide",
        "inverted_residual",
        "The sum joins the wide ends: it is taken from the expanded tensor and added before the projection.",
        ("before project", "wide ends", "expanded", "shortcut after", "addition before", "x itself"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    # expand
    X = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)

    shortcut = X

    # filter
    X = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)

    X = Add()([X, shortcut])

    # project
    X = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    return X
""",
    ),
    Stranger(
        "inv-squeezed-middle",
        "inverted_residual",
        "The middle is made narrower (channels // expansion) instead of wider.",
        ("expansion * channels", "narrow", "wide", "filters first", "number of filters", "divided"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    middle = max(channels // expansion, 1)
    x = Conv2D(middle, 1, kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU(max_value=6)(x)
    x = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU(max_value=6)(x)
    x = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    return keras.layers.Add()([x, X])
""",
    ),
    Stranger(
        "inv-dw-on-x",
        "inverted_residual",
        "The depthwise convolution is applied to X instead of to the expanded tensor.",
        (
            "expan unused",
            "depthwise x itself",
            "instead of expan",
            "expan not used",
            "wrong variable",
            "expan missing",
            "takes the block's input again",
        ),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    x1 = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    x1 = BatchNormalization(axis=3)(x1, training=training)
    x1 = ReLU(max_value=6)(x1)
    x2 = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    x2 = BatchNormalization(axis=3)(x2, training=training)
    x2 = ReLU(max_value=6)(x2)
    x3 = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(x2)
    x3 = BatchNormalization(axis=3)(x3, training=training)
    return X + x3
""",
    ),
    Stranger(
        "inv-average",
        "inverted_residual",
        "Both paths are averaged instead of added.",
        ("average", "half", "halved", "not added"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    skip = X
    X = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    return keras.layers.Average()([X, skip])
""",
    ),
    Stranger(
        "inv-no-dw-relu",
        "inverted_residual",
        "There is no ReLU6 after the depthwise convolution.",
        ("relu6 missing", "without relu6", "relu6 depthwise", "second relu6", "activation missing", "second relu is missing"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    y = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    y = BatchNormalization(axis=3)(y, training=training)
    y = ReLU(max_value=6)(y)

    for layer in (
        DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0)),
        Conv2D(channels, 1, kernel_initializer=initializer(seed=0)),
    ):
        y = layer(y)
        y = BatchNormalization(axis=3)(y, training=training)

    return Add()([X, y])
""",
    ),
    Stranger(
        "inv-min-max-mixed",
        "inverted_residual",
        "min and max are mixed up in the hand-written ReLU6, which gives 6 everywhere.",
        ("relu6", "min max", "minimum", "swapped", "constant", "always 6"),
        """\
def relu6(x):
    return keras.ops.maximum(keras.ops.minimum(x, 0.0), 6.0)

def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    s = X
    X = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = relu6(BatchNormalization(axis=3)(X, training=training))
    X = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = relu6(BatchNormalization(axis=3)(X, training=training))
    X = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    return X + s
""",
    ),
    Stranger(
        "inv-depth-multiplier",
        "inverted_residual",
        "The depthwise convolution has depth_multiplier=expansion and so widens a second time.",
        ("depth_multiplier", "multiplier", "too many channels", "channels depthwise", "widen"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    out = Conv2D(expansion * channels, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU(max_value=6)(out)
    out = DepthwiseConv2D((3, 3), padding="same", depth_multiplier=expansion,
                          depthwise_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU(max_value=6)(out)
    out = Conv2D(channels, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    return Add()([out, X])
""",
    ),
    Stranger(
        "inv-layernorm-3rd",
        "inverted_residual",
        "The projection is followed by a layer normalisation instead of a batch normalisation.",
        ("layer normalisation", "layernorm", "batch instead", "batch third", "batch project"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    a = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    a = BatchNormalization(axis=3)(a, training=training)
    a = ReLU(max_value=6)(a)
    b = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(a)
    b = BatchNormalization(axis=3)(b, training=training)
    b = ReLU(max_value=6)(b)
    c = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(b)
    c = LayerNormalization()(c)
    return Add()([X, c])
""",
    ),
    Stranger(
        "inv-returns-model",
        "inverted_residual",
        "A keras.Model is returned instead of the tensor.",
        ("model", "not tensor", "returns model", "instead of tensor"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    inp = keras.Input(shape=X.shape[1:])
    x = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(inp)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU(max_value=6)(x)
    x = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU(max_value=6)(x)
    x = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Add()([inp, x])
    model = keras.Model(inputs=inp, outputs=x)
    return model
""",
    ),
    Stranger(
        "inv-5x5",
        "inverted_residual",
        "The depthwise kernel is 5x5 instead of 3x3.",
        ("5×5", "5x5", "kernel size", "kernel_size", "3×3", "kernel depthwise"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    f = 5
    h = X
    h = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(h)
    h = BatchNormalization(axis=3)(h, training=training)
    h = ReLU(max_value=6)(h)
    h = DepthwiseConv2D(f, padding="same", depthwise_initializer=initializer(seed=0))(h)
    h = BatchNormalization(axis=3)(h, training=training)
    h = ReLU(max_value=6)(h)
    h = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(h)
    h = BatchNormalization(axis=3)(h, training=training)
    return Add()([h, X])
""",
    ),
    Stranger(
        "inv-add-two-args",
        "inverted_residual",
        "Add() is called with two tensors instead of a list of two.",
        ("list", "add called", "two arguments", "positional arguments", "brackets"),
        """\
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    X_shortcut = X

    X = Conv2D(expansion * channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)

    X = DepthwiseConv2D(3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)

    X = Conv2D(channels, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()(X, X_shortcut)
    return X
""",
    ),
    Stranger(
        "dl-r01",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    X_shortcut = X

    # First component
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(filters=4 * growth, kernel_size=1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)

    # Second component
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(filters=growth, kernel_size=3, strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)

    return Concatenate(axis=3)([X_shortcut, X])
""",
    ),
    Stranger(
        "dl-r02",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    out = X
    for n, size in ((4 * growth, 1), (growth, 3)):
        out = BatchNormalization()(out, training=training)
        out = ReLU()(out)
        out = Conv2D(n, size, padding="same", kernel_initializer=initializer(seed=0))(out)
    return Concatenate()([X, out])
""",
    ),
    Stranger(
        "dl-r03",
        "dense_layer",
        "",
        (),
        '''\
def bn_relu_conv(x, n_filters, kernel, training, init):
    x = BatchNormalization(axis=-1)(x, training=training)
    x = ReLU()(x)
    return Conv2D(n_filters, kernel, padding="same" if kernel > 1 else "valid",
                  kernel_initializer=init(seed=0))(x)


def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    """DenseNet's layer: new channels beside the old ones."""
    bottleneck = bn_relu_conv(X, 4 * growth, 1, training, initializer)
    new = bn_relu_conv(bottleneck, growth, 3, training, initializer)
    return Concatenate(axis=-1)([X, new])
''',
    ),
    Stranger(
        "dl-r04",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    h = keras.ops.relu(BatchNormalization(axis=3)(X, training=training))
    h = Conv2D(growth * 4, (1, 1), kernel_initializer=initializer(seed=0))(h)
    h = keras.ops.relu(BatchNormalization(axis=3)(h, training=training))
    h = Conv2D(growth, (3, 3), padding='same', kernel_initializer=initializer(seed=0))(h)
    return keras.ops.concatenate([X, h], axis=3)
""",
    ),
    Stranger(
        "dl-r05",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    a = BatchNormalization(axis=3)(X, training=training)
    a = tf.nn.relu(a)
    b = Conv2D(4*growth, 1, kernel_initializer=initializer(seed=0))(a)
    c = BatchNormalization(axis=3)(b, training=training)
    c = tf.nn.relu(c)
    d = Conv2D(growth, 3, padding='same', kernel_initializer=initializer(seed=0))(c)
    return tf.concat([X, d], axis=3)
""",
    ),
    Stranger(
        "dl-r06",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    from functools import partial

    conv = partial(Conv2D, strides=1, kernel_initializer=initializer(seed=0))
    bn = partial(BatchNormalization, axis=3)

    Y = conv(4 * growth, 1)(ReLU()(bn()(X, training=training)))
    Y = conv(growth, 3, padding="same")(ReLU()(bn()(Y, training=training)))
    return Concatenate(axis=3)([X, Y])
""",
    ),
    Stranger(
        "dl-r07",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    path = [
        BatchNormalization(axis=3),
        Activation("relu"),
        Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0)),
        BatchNormalization(axis=3),
        Activation("relu"),
        Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0)),
    ]
    Z = X
    for layer in path:
        if isinstance(layer, BatchNormalization):
            Z = layer(Z, training=training)
        else:
            Z = layer(Z)
    return Concatenate(axis=3)([X, Z])
""",
    ),
    Stranger(
        "dl-r08",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    out = BatchNormalization(axis=3, momentum=0.99, epsilon=0.001, center=True, scale=True)(X, training=training)
    out = ReLU(max_value=None, negative_slope=0.0, threshold=0.0)(out)
    out = Conv2D(filters=4 * growth, kernel_size=(1, 1), strides=(1, 1), padding="valid", dilation_rate=(1, 1), groups=1,
                 activation=None, use_bias=True, kernel_initializer=initializer(seed=0), bias_initializer="zeros")(out)
    out = BatchNormalization(axis=3, momentum=0.99, epsilon=0.001, center=True, scale=True)(out, training=training)
    out = ReLU(max_value=None, negative_slope=0.0, threshold=0.0)(out)
    out = Conv2D(filters=growth, kernel_size=(3, 3), strides=(1, 1), padding="same", dilation_rate=(1, 1), groups=1,
                 activation=None, use_bias=True, kernel_initializer=initializer(seed=0), bias_initializer="zeros")(out)
    return Concatenate(axis=-1)([X, out])
""",
    ),
    Stranger(
        "dl-r09",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    # Eingang merken
    eingang = X

    # 1. Teil: Normierung, ReLU, 1x1-Faltung
    neu = BatchNormalization(axis = 3)(eingang, training = training)
    neu = Activation('relu')(neu)
    neu = Conv2D(4 * growth, (1, 1), kernel_initializer = initializer(seed = 0))(neu)

    # 2. Teil: Normierung, ReLU, 3x3-Faltung
    neu = BatchNormalization(axis = 3)(neu, training = training)
    neu = Activation('relu')(neu)
    neu = Conv2D(growth, (3, 3), padding = 'same', kernel_initializer = initializer(seed = 0))(neu)

    # alles nebeneinander, zuerst das Alte
    return Concatenate(axis = 3)([eingang, neu])
""",
    ),
    Stranger(
        "dl-r10",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X: tf.Tensor, growth: int, training: bool | None = None, initializer=glorot_uniform) -> tf.Tensor:
    widths: dict[int, int] = {1: 4 * growth, 3: growth}
    Y = X
    for step, (size, width) in enumerate(widths.items(), start=1):
        Y = BatchNormalization(axis=3, name=f"bn_{step}")(Y, training=training)
        Y = ReLU(name=f"relu_{step}")(Y)
        Y = Conv2D(
            width,
            size,
            padding="same",
            kernel_initializer=initializer(seed=0),
            name=f"conv_{step}_{size}x{size}",
        )(Y)
    return Concatenate(axis=3, name="join")([X, Y])
""",
    ),
    Stranger(
        "dl-r11",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    def component(k, **how):
        nonlocal Y
        Y = BatchNormalization(axis=3)(Y, training=training)
        Y = relu(Y)
        Y = Conv2D(k, kernel_initializer=initializer(seed=0), **how)(Y)

    relu = ReLU()
    Y = X
    component(4 * growth, kernel_size=1)
    component(growth, kernel_size=3, padding="same")
    return keras.layers.concatenate([X, Y], axis=-1)
""",
    ),
    Stranger(
        "dl-r12",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    norm = lambda t: BatchNormalization(axis=3)(t, training=training)
    act = lambda t: keras.activations.relu(t)
    conv = lambda t, n, s: Conv2D(n, (s, s), padding="same", kernel_initializer=initializer(seed=0))(t)
    return Concatenate(axis=3)([X, conv(act(norm(conv(act(norm(X)), growth << 2, 1))), growth, 3)])
""",
    ),
    Stranger(
        "dl-r13",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    # put the whole main path in a Sequential and hand training on to it
    F = keras.Sequential([
        BatchNormalization(axis=3),
        ReLU(),
        Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0)),
        BatchNormalization(axis=3),
        ReLU(),
        Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0)),
    ])
    return Concatenate(axis=3)([X, F(X, training=training)])
""",
    ),
    Stranger(
        "dl-r14",
        "dense_layer",
        "",
        (),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
  from keras import layers as L
  k = growth
  old = X
  X = L.BatchNormalization(axis=3)(X, training=training); X = L.ReLU()(X)
  X = L.Conv2D(k * 4, 1, 1, kernel_initializer=initializer(seed=0))(X)
  X = L.BatchNormalization(axis=3)(X, training=training); X = L.ReLU()(X)
  X = L.Conv2D(k, 3, 1, 'same', kernel_initializer=initializer(seed=0))(X)
  result = L.Concatenate(axis=3)([old, X])
  return result
""",
    ),
    Stranger(
        "dl-w01",
        "dense_layer",
        "The new channels are returned alone; X is never concatenated to them.",
        (
            "shortcut missing",
            "no shortcut",
            "not concatenated",
            "not joined",
            "without x",
            "concatenat missing",
            "shortcut is never joined",
        ),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    Y = BatchNormalization(axis=3)(X, training=training)
    Y = ReLU()(Y)
    Y = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = ReLU()(Y)
    Y = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(Y)
    return Y
""",
    ),
    Stranger(
        "dl-w02",
        "dense_layer",
        "Adds X and the new channels instead of concatenating them.",
        ("add concat", "add join", "sum concat", "added side"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(4 * growth, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(growth, kernel_size=3, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = Add()([X_shortcut, X])
    return X
""",
    ),
    Stranger(
        "dl-w03",
        "dense_layer",
        "Concatenates in the wrong order: the new channels come first, X second.",
        ("order", "x first", "wrong way round", "new before x", "swapped"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    X_shortcut = X

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(filters=4 * growth, kernel_size=1, kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(filters=growth, kernel_size=3, padding="same", kernel_initializer=initializer(seed=0))(X)

    X = Concatenate(axis=3)([X, X_shortcut])
    return X
""",
    ),
    Stranger(
        "dl-w04",
        "dense_layer",
        "Concatenates along axis 1 (the height) instead of the channels.",
        ("axis", "along channels", "along height"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    new = X
    for n, k in [(4 * growth, 1), (growth, 3)]:
        new = BatchNormalization(axis=3)(new, training=training)
        new = ReLU()(new)
        new = Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))(new)
    return Concatenate(axis=1)([X, new])
""",
    ),
    Stranger(
        "dl-w05",
        "dense_layer",
        "Convolution, normalisation, ReLU as in 2015: the convolution comes before its normalisation and ReLU.",
        ("order", "before convolution", "convolution first", "normali before", "relu before", "after convolution"),
        """\
def conv_bn_relu(x, n, k, training, initializer):
    x = Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    return Activation("relu")(x)

def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    Y = conv_bn_relu(X, 4 * growth, 1, training, initializer)
    Y = conv_bn_relu(Y, growth, 3, training, initializer)
    return Concatenate(axis=3)([X, Y])
""",
    ),
    Stranger(
        "dl-w06",
        "dense_layer",
        "A ReLU is put after the concatenation, where nothing should come.",
        ("relu after", "relu end", "after concat", "after join", "nothing after"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = Conv2D(4*growth, (1,1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = Conv2D(growth, (3,3), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = Concatenate(axis=3)([X_shortcut, X])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "dl-w07",
        "dense_layer",
        "The first convolution has growth filters instead of 4 * growth.",
        ("4 * growth", "4 growth", "filters first", "four times"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    out = BatchNormalization(axis=3)(X, training=training)
    out = ReLU()(out)
    out = Conv2D(growth, 1, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)
    out = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(out)
    return Concatenate(axis=3)([X, out])
""",
    ),
    Stranger(
        "dl-w08",
        "dense_layer",
        "The second convolution has 4 * growth filters as well instead of growth.",
        ("filters second", "4 growth", "growth filters", "too many channels"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    n_filters = 4 * growth
    shortcut = X
    for kernel_size in (1, 3):
        X = BatchNormalization(axis=3)(X, training=training)
        X = ReLU()(X)
        X = Conv2D(n_filters, kernel_size, padding="same", kernel_initializer=initializer(seed=0))(X)
    return Concatenate(axis=3)([shortcut, X])
""",
    ),
    Stranger(
        "dl-w09",
        "dense_layer",
        "The 3x3 convolution has no padding, so its output is smaller than X and cannot be concatenated.",
        ("padding", "shrinks", "same valid", "smaller"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    X0 = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(growth, 3, kernel_initializer=initializer(seed=0))(X)
    return Concatenate(axis=3)([X0, X])
""",
    ),
    Stranger(
        "dl-w10",
        "dense_layer",
        "The second convolution is 1x1 instead of 3x3.",
        ("kernel size", "3×3", "3x3", "1×1", "size 1"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    Y = X
    for filters in (4 * growth, growth):
        Y = BatchNormalization(axis=3)(Y, training=training)
        Y = Activation("relu")(Y)
        Y = Conv2D(filters, (1, 1), padding="same", kernel_initializer=initializer(seed=0))(Y)
    return Concatenate(axis=3)([X, Y])
""",
    ),
    Stranger(
        "dl-w11",
        "dense_layer",
        "The second batch normalisation is called without training=training.",
        ("training",),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(X)
    return Concatenate(axis=3)([X_shortcut, X])
""",
    ),
    Stranger(
        "dl-w12",
        "dense_layer",
        "training is given to the constructor of BatchNormalization rather than to the call.",
        ("training",),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    Y = BatchNormalization(axis=3, training=training)(X)
    Y = ReLU()(Y)
    Y = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(Y)
    Y = BatchNormalization(axis=3, training=training)(Y)
    Y = ReLU()(Y)
    Y = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(Y)
    return Concatenate(axis=3)([X, Y])
""",
    ),
    Stranger(
        "dl-w13",
        "dense_layer",
        "The 3x3 convolution is made without the given kernel initializer.",
        ("initializer", "initialiser"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    z = BatchNormalization(axis=3)(X, training=training)
    z = Activation("relu")(z)
    z = Conv2D(filters=4 * growth, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(z)
    z = BatchNormalization(axis=3)(z, training=training)
    z = Activation("relu")(z)
    z = Conv2D(filters=growth, kernel_size=3, strides=1, padding="same")(z)
    return Concatenate(axis=3)([X, z])
""",
    ),
    Stranger(
        "dl-w14",
        "dense_layer",
        "The initializer is passed as it is, never called with seed=0.",
        ("seed", "initializer called", "not called"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    F = BatchNormalization(axis=3)(X, training=training)
    F = ReLU()(F)
    F = Conv2D(4 * growth, 1, kernel_initializer=initializer)(F)
    F = BatchNormalization(axis=3)(F, training=training)
    F = ReLU()(F)
    F = Conv2D(growth, 3, padding="same", kernel_initializer=initializer)(F)
    Y = Concatenate(axis=3)([X, F])
    return Y
""",
    ),
    Stranger(
        "dl-w15",
        "dense_layer",
        "glorot_uniform is written in place of the argument initializer.",
        ("initializer", "initialiser", "glorot"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    init = glorot_uniform(seed=0)
    Y = BatchNormalization(axis=-1)(X, training=training)
    Y = Activation("relu")(Y)
    Y = Conv2D(4 * growth, 1, kernel_initializer=init)(Y)
    Y = BatchNormalization(axis=-1)(Y, training=training)
    Y = Activation("relu")(Y)
    Y = Conv2D(growth, 3, padding="same", kernel_initializer=init)(Y)
    return Concatenate(axis=-1)([X, Y])
""",
    ),
    Stranger(
        "dl-w16",
        "dense_layer",
        "The convolutions are made without bias, as in the paper's code.",
        ("bias",),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    # composite function H_l as in the DenseNet-B paper
    x = BatchNormalization(axis=3)(X, training=training)
    x = Activation("relu")(x)
    x = Conv2D(4 * growth, 1, use_bias=False, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)
    x = Conv2D(growth, 3, padding="same", use_bias=False, kernel_initializer=initializer(seed=0))(x)
    return Concatenate(axis=3)([X, x])
""",
    ),
    Stranger(
        "dl-w17",
        "dense_layer",
        "Batch normalisation has epsilon 1.001e-5 instead of Keras' default.",
        ("epsilon",),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    bn_axis = 3
    x1 = BatchNormalization(axis=bn_axis, epsilon=1.001e-5)(X, training=training)
    x1 = Activation("relu")(x1)
    x1 = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(x1)
    x1 = BatchNormalization(axis=bn_axis, epsilon=1.001e-5)(x1, training=training)
    x1 = Activation("relu")(x1)
    x1 = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(x1)
    x = Concatenate(axis=bn_axis)([X, x1])
    return x
""",
    ),
    Stranger(
        "dl-w18",
        "dense_layer",
        "Batch normalisation has momentum 0.9 instead of Keras' default.",
        ("momentum",),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    from functools import partial
    BN = partial(BatchNormalization, axis=3, momentum=0.9)
    Conv = partial(Conv2D, padding="same", kernel_initializer=initializer(seed=0))

    y = Conv(4 * growth, 1)(ReLU()(BN()(X, training=training)))
    y = Conv(growth, 3)(ReLU()(BN()(y, training=training)))
    return Concatenate(axis=3)([X, y])
""",
    ),
    Stranger(
        "dl-w19",
        "dense_layer",
        "Batch normalisation is taken over axis 1 instead of the channels (axis 3).",
        ("axis", "over channels"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    X_old = X
    X = BatchNormalization(axis=1)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(4 * growth, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=1)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(growth, (3, 3), padding="same", kernel_initializer=initializer(seed=0))(X)
    return Concatenate(axis=3)([X_old, X])
""",
    ),
    Stranger(
        "dl-w20",
        "dense_layer",
        "The ReLU of the second component is missing.",
        ("relu missing", "no relu", "second relu", "without relu", "activation missing"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    X_shortcut = X

    # 1
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(X)
    # 2
    X = BatchNormalization(axis=3)(X, training=training)
    X = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(X)

    return Concatenate(axis=3)([X_shortcut, X])
""",
    ),
    Stranger(
        "dl-w21",
        "dense_layer",
        "The first batch normalisation is missing: X goes straight into the ReLU.",
        ("normali missing", "no batch", "first normali", "without normali", "batchnorm missing"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    main = ReLU()(X)
    main = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(main)
    main = BatchNormalization(axis=3)(main, training=training)
    main = ReLU()(main)
    main = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(main)
    return Concatenate(axis=3)([X, main])
""",
    ),
    Stranger(
        "dl-w22",
        "dense_layer",
        "The last convolution has an activation relu built in, one ReLU too many.",
        ("relu after", "activation convolution", "activation=", "extra relu", "too many relu", "one relu more"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    t = BatchNormalization(axis=3)(X, training=training)
    t = ReLU()(t)
    t = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(t)
    t = BatchNormalization(axis=3)(t, training=training)
    t = ReLU()(t)
    t = Conv2D(growth, 3, padding="same", activation="relu", kernel_initializer=initializer(seed=0))(t)
    return Concatenate(axis=3)([X, t])
""",
    ),
    Stranger(
        "dl-w23",
        "dense_layer",
        "The return is forgotten, so the function gives None.",
        ("return", "none"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = Concatenate(axis=3)([X_shortcut, X])
""",
    ),
    Stranger(
        "dl-w24",
        "dense_layer",
        "Concatenate gets the tensors in its constructor, so a layer is returned and no tensor.",
        ("layer tensor", "layer called", "not called", "layer itself", "returns layer", "concatenate call"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    Y = BatchNormalization(axis=3)(X, training=training)
    Y = ReLU()(Y)
    Y = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = ReLU()(Y)
    Y = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(Y)
    return Concatenate([X, Y])
""",
    ),
    Stranger(
        "dl-w26",
        "dense_layer",
        "What is concatenated is X after the first batch normalisation, not X itself.",
        ("shortcut normali", "x itself", "kept after", "kept too late", "shortcut after", "shortcut x"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    X = BatchNormalization(axis=3)(X, training=training)
    Y = Activation("relu")(X)
    Y = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = Activation("relu")(Y)
    Y = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(Y)
    return Concatenate(axis=3)([X, Y])
""",
    ),
    Stranger(
        "dl-w28",
        "dense_layer",
        "The growth is set to 32 in the body, whatever was passed.",
        ("32", "128", "growth fixed", "growth filters", "growth ignored", "growth passed"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    growth = 32  # k = 32 in the paper
    Y = BatchNormalization(axis=3)(X, training=training)
    Y = Activation("relu")(Y)
    Y = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = Activation("relu")(Y)
    Y = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(Y)
    return Concatenate(axis=3)([X, Y])
""",
    ),
    Stranger(
        "dl-w29",
        "dense_layer",
        "The first convolution has four times the channels of X as filters instead of 4 * growth.",
        ("4 * growth", "4 growth", "filters first", "filters n_c", "filters input"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    n_C = X.shape[-1]
    main = BatchNormalization(axis=3)(X, training=training)
    main = ReLU()(main)
    main = Conv2D(4 * n_C, 1, kernel_initializer=initializer(seed=0))(main)
    main = BatchNormalization(axis=3)(main, training=training)
    main = ReLU()(main)
    main = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(main)
    return Concatenate(axis=3)([X, main])
""",
    ),
    Stranger(
        "dl-w30",
        "dense_layer",
        "The return stands inside the loop, so the second component never runs.",
        ("return loop", "return inside", "second missing", "only first", "second never", "second component"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    Y = X
    for n, k in [(4 * growth, 1), (growth, 3)]:
        Y = BatchNormalization(axis=3)(Y, training=training)
        Y = ReLU()(Y)
        Y = Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))(Y)
        return Concatenate(axis=3)([X, Y])
""",
    ),
    Stranger(
        "dl-w31",
        "dense_layer",
        "k is used but nowhere defined: the argument is called growth.",
        ("not defined", "nameerror", "name k", "no k", "unknown name", "`k`"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    S = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(4 * k, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(k, 3, padding="same", kernel_initializer=initializer(seed=0))(X)
    return Concatenate(axis=3)([S, X])
""",
    ),
    Stranger(
        "dl-w32",
        "dense_layer",
        "A dropout that no step asks for stands after the last convolution.",
        ("dropout",),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    Y = BatchNormalization(axis=3)(X, training=training)
    Y = ReLU()(Y)
    Y = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = ReLU()(Y)
    Y = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(Y)
    Y = Dropout(0.2)(Y, training=training)  # as in the paper for CIFAR
    return Concatenate(axis=3)([X, Y])
""",
    ),
    Stranger(
        "dl-w33",
        "dense_layer",
        "ReLU6 of the exercise before is used instead of ReLU.",
        ("relu6", "max_value", "relu 6"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    shortcut = X

    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)
    X = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(X)

    return Concatenate(axis=3)([shortcut, X])
""",
    ),
    Stranger(
        "dl-w34",
        "dense_layer",
        "ReLU and batch normalisation are swapped: the ReLU comes before the normalisation.",
        ("order", "relu before", "swapped", "normali before relu", "relu after normali"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    def part(a, n, s):
        a = ReLU()(a)
        a = BatchNormalization(axis=3)(a, training=training)
        a = Conv2D(n, s, padding="same", kernel_initializer=initializer(seed=0))(a)
        return a
    b = part(X, 4 * growth, 1)
    c = part(b, growth, 3)
    return Concatenate(axis=3)([X, c])
""",
    ),
    Stranger(
        "dl-w35",
        "dense_layer",
        "The second component starts again from X; the output of the first is never used.",
        ("second from x", "second input", "first unused", "first not used", "first component never", "first convolution missing"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    # first component
    A = BatchNormalization(axis=3)(X, training=training)
    A = Activation("relu")(A)
    A = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(A)

    # second component
    B = BatchNormalization(axis=3)(X, training=training)
    B = Activation("relu")(B)
    B = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(B)

    # concatenate
    return Concatenate(axis=3)([X, B])
""",
    ),
    Stranger(
        "dl-w36",
        "dense_layer",
        "One batch normalisation layer is made and used twice, on inputs of different widths.",
        ("used twice", "same layer", "one layer", "shared", "own batch", "reuse"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    bn = BatchNormalization(axis=3)
    relu = Activation("relu")

    Y = bn(X, training=training)
    Y = relu(Y)
    Y = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(Y)
    Y = bn(Y, training=training)
    Y = relu(Y)
    Y = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(Y)
    return Concatenate(axis=3)([X, Y])
""",
    ),
    Stranger(
        "eb-r01",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = LayerNormalization()(X)
    X = MultiHeadAttention(num_heads=heads, key_dim=key_dim, kernel_initializer=initializer(seed=0))(X, X)
    X = Dropout(rate)(X, training=training)
    X = Add()([X_shortcut, X])

    X_shortcut = X
    X = LayerNormalization()(X)
    X = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(X)
    X = Dense(X_shortcut.shape[-1], kernel_initializer=initializer(seed=0))(X)
    X = Dropout(rate)(X, training=training)
    X = Add()([X_shortcut, X])
    return X
""",
    ),
    Stranger(
        "eb-r02",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    d = X.shape[-1]
    n1 = LayerNormalization()(X)
    a = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(n1, n1)
    s = X + Dropout(rate)(a, training=training)
    n2 = LayerNormalization()(s)
    m = Dense(hidden, "gelu", kernel_initializer=initializer(seed=0))(n2)
    m = Dense(d, kernel_initializer=initializer(seed=0))(m)
    return s + Dropout(rate)(m, training=training)
""",
    ),
    Stranger(
        "eb-r03",
        "encoder_block",
        "",
        (),
        """\
def attention_path(z, heads, key_dim, rate, training, init):
    z = LayerNormalization()(z)
    z = MultiHeadAttention(heads, key_dim, kernel_initializer=init)(query=z, value=z)
    return Dropout(rate)(z, training=training)


def mlp_path(z, hidden, rate, training, init):
    width = z.shape[-1]
    z = LayerNormalization()(z)
    z = Dense(hidden, activation="gelu", kernel_initializer=init)(z)
    z = Dense(width, kernel_initializer=init)(z)
    return Dropout(rate)(z, training=training)


def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    X = Add()([X, attention_path(X, heads, key_dim, rate, training, initializer(seed=0))])
    X = Add()([X, mlp_path(X, hidden, rate, training, initializer(seed=0))])
    return X
""",
    ),
    Stranger(
        "eb-r04",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    def residual(x, f):
        normed = LayerNormalization()(x)
        return Add()([x, Dropout(rate)(f(normed), training=training)])

    def attend(n):
        return MultiHeadAttention(num_heads=heads, key_dim=key_dim, kernel_initializer=initializer(seed=0))(n, n)

    def feed_forward(n):
        h = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(n)
        return Dense(n.shape[-1], kernel_initializer=initializer(seed=0))(h)

    return residual(residual(X, attend), feed_forward)
""",
    ),
    Stranger(
        "eb-r05",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    norm = LayerNormalization(axis=-1)(X)
    att = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(query=norm, value=norm, key=norm)
    att = Dropout(rate)(att, training=training)
    summe = keras.ops.add(X, att)

    norm2 = LayerNormalization(axis=-1)(summe)
    ff = Dense(units=hidden, activation=keras.activations.gelu, kernel_initializer=initializer(seed=0))(norm2)
    ff = Dense(units=X.shape[-1], kernel_initializer=initializer(seed=0))(ff)
    ff = Dropout(rate)(ff, training=training)
    return keras.ops.add(summe, ff)
""",
    ),
    Stranger(
        "eb-r06",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    skip1 = tf.identity(X)
    y = LayerNormalization()(X)
    y = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(y, y)
    y = Dropout(rate)(y, training=training)
    y = tf.add(skip1, y)
    skip2 = tf.identity(y)
    y = LayerNormalization()(y)
    y = Dense(hidden, kernel_initializer=initializer(seed=0))(y)
    y = tf.nn.gelu(y)
    y = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(y)
    y = Dropout(rate)(y, training=training)
    return tf.add(skip2, y)
""",
    ),
    Stranger(
        "eb-r07",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    import functools

    dense = functools.partial(Dense, kernel_initializer=initializer(seed=0))
    drop = lambda t: Dropout(rate)(t, training=training)
    norm = lambda t: LayerNormalization()(t)

    u = norm(X)
    u = X + drop(MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(u, u))
    v = u + drop(dense(X.shape[-1])(dense(hidden, activation="gelu")(norm(u))))
    return v
""",
    ),
    Stranger(
        "eb-r08",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    # --- self attention ---
    ln_1 = LayerNormalization()
    mha = MultiHeadAttention(num_heads=heads, key_dim=key_dim, kernel_initializer=initializer(seed=0))
    do_1 = Dropout(rate=rate)
    # --- mlp ---
    ln_2 = LayerNormalization()
    fc_1 = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))
    fc_2 = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))
    do_2 = Dropout(rate=rate)

    z = ln_1(X)
    z = mha(query=z, value=z, key=z, training=training)
    Z = Add()([do_1(z, training=training), X])
    z = fc_2(fc_1(ln_2(Z)))
    return Add()([do_2(z, training=training), Z])
""",
    ),
    Stranger(
        "eb-r09",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    d = X.shape[-1]
    init = lambda: initializer(seed=0)
    paths = (
        lambda n: MultiHeadAttention(heads, key_dim, kernel_initializer=init())(n, n),
        lambda n: Dense(d, kernel_initializer=init())(Dense(hidden, "gelu", kernel_initializer=init())(n)),
    )
    road = X
    for path in paths:
        found = path(LayerNormalization()(road))
        road = road + Dropout(rate)(found, training=training)
    return road
""",
    ),
    Stranger(
        "eb-r10",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    shortcut = X
    A = LayerNormalization(axis=-1, epsilon=0.001, center=True, scale=True)(X)
    A = MultiHeadAttention(num_heads=heads, key_dim=key_dim, value_dim=key_dim, dropout=0.0, use_bias=True,
                           kernel_initializer=initializer(seed=0), bias_initializer="zeros")(A, A, use_causal_mask=False)
    A = Dropout(rate, noise_shape=None, seed=None)(A, training=training)
    A = Add()([A, shortcut])
    shortcut = A
    B = LayerNormalization(axis=-1, epsilon=0.001, center=True, scale=True)(A)
    B = Dense(hidden, activation="gelu", use_bias=True, kernel_initializer=initializer(seed=0), bias_initializer="zeros")(B)
    B = Dense(X.shape[-1], activation=None, use_bias=True, kernel_initializer=initializer(seed=0), bias_initializer="zeros")(B)
    B = Dropout(rate, noise_shape=None, seed=None)(B, training=training)
    B = Add()([B, shortcut])
    return B
""",
    ),
    Stranger(
        "eb-r11",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    # on garde la largeur avant de toucher à X
    largeur = X.shape[-1]

    # première partie : attention
    normalisé = LayerNormalization()(X)
    regard, _ = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(
        normalisé, normalisé, return_attention_scores=True
    )
    X = X + Dropout(rate)(regard, training=training)

    # deuxième partie : petit réseau
    petit = LayerNormalization()(X)
    petit = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(petit)
    petit = Dense(largeur, kernel_initializer=initializer(seed=0))(petit)
    X = X + Dropout(rate)(petit, training=training)
    return X
""",
    ),
    Stranger(
        "eb-r12",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    x = LayerNormalization()(X)
    x = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(x, x)
    x = Dropout(rate)(x, training=training)
    y = Add()([X, x])

    mlp = keras.Sequential([
        LayerNormalization(),
        Dense(hidden, kernel_initializer=initializer(seed=0)),
        Activation("gelu"),
        Dense(X.shape[-1], kernel_initializer=initializer(seed=0)),
        Dropout(rate),
    ])
    return Add()([y, mlp(y, training=training)])
""",
    ),
    Stranger(
        "eb-r13",
        "encoder_block",
        "",
        (),
        '''\
def encoder_block(X: tf.Tensor, heads: int, key_dim: int, hidden: int, rate: float = 0.1,
                  training=None, initializer=glorot_uniform) -> tf.Tensor:
    """Pre-norm encoder block."""
    _, _, d = X.shape
    kw = dict(kernel_initializer=initializer(seed=0))

    N = LayerNormalization(name="norm_1")(X)
    X1 = Add(name="sum_1")([X, Dropout(rate)(MultiHeadAttention(heads, key_dim, name=f"attention_{heads}x{key_dim}", **kw)(N, N), training=training)])

    N = LayerNormalization(name="norm_2")(X1)
    for units, act in ((hidden, "gelu"), (d, "linear")):
        N = Dense(units, activation=act, name=f"dense_{act}", **kw)(N)
    return Add(name="sum_2")([X1, Dropout(rate)(N, training=training)])
''',
    ),
    Stranger(
        "eb-r14",
        "encoder_block",
        "",
        (),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
  drop = Dropout(rate)   # has no weights, one is enough
  x0 = X
  x1 = LayerNormalization()(x0)
  x2 = MultiHeadAttention(key_dim=key_dim, num_heads=heads, kernel_initializer=initializer(seed=0))(x1, x1, x1)
  x3 = drop(x2, training=training)
  x4 = keras.layers.add([x0, x3])
  x5 = LayerNormalization()(x4)
  x6 = Dense(hidden, kernel_initializer=initializer(seed=0))(x5)
  x7 = keras.activations.gelu(x6, approximate=False)
  x8 = Dense(x4.shape[-1], kernel_initializer=initializer(seed=0))(x7)
  x9 = drop(x8, training=training)
  return keras.layers.add([x4, x9])
""",
    ),
    Stranger(
        "eb-w01",
        "encoder_block",
        "Post-norm of 2017: the normalisations come after the additions instead of before the main paths.",
        ("after addition", "normali before", "post-norm", "order", "normali after", "layernorm before"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    attn_output = MultiHeadAttention(num_heads=heads, key_dim=key_dim, kernel_initializer=initializer(seed=0))(X, X)
    attn_output = Dropout(rate)(attn_output, training=training)
    out1 = LayerNormalization()(X + attn_output)

    ffn_output = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(out1)
    ffn_output = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(ffn_output)
    ffn_output = Dropout(rate)(ffn_output, training=training)
    return LayerNormalization()(out1 + ffn_output)
""",
    ),
    Stranger(
        "eb-w02",
        "encoder_block",
        "The second shortcut is X and not the first sum.",
        ("second shortcut", "first sum", "shortcut x", "sum kept", "shortcut sum"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = LayerNormalization()(X)
    X = MultiHeadAttention(num_heads=heads, key_dim=key_dim, kernel_initializer=initializer(seed=0))(X, X)
    X = Dropout(rate)(X, training=training)
    X = Add()([X_shortcut, X])

    X = LayerNormalization()(X)
    X = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(X)
    X = Dense(X_shortcut.shape[-1], kernel_initializer=initializer(seed=0))(X)
    X = Dropout(rate)(X, training=training)
    X = Add()([X_shortcut, X])
    return X
""",
    ),
    Stranger(
        "eb-w03",
        "encoder_block",
        "The first shortcut is what the normalisation gives, because X was overwritten before it was kept.",
        ("first shortcut", "shortcut normali", "x itself", "shortcut after", "kept after", "overwritten"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    X = LayerNormalization()(X)
    att = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(X, X)
    att = Dropout(rate)(att, training=training)
    Y = Add()([X, att])
    N = LayerNormalization()(Y)
    ff = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(N)
    ff = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(ff)
    ff = Dropout(rate)(ff, training=training)
    return Add()([Y, ff])
""",
    ),
    Stranger(
        "eb-w04",
        "encoder_block",
        "The second shortcut is taken after the second normalisation instead of from the sum.",
        ("second shortcut", "shortcut normali", "shortcut after", "kept after", "shortcut sum"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    d = X.shape[-1]
    x = LayerNormalization()(X)
    x = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(x, x)
    x = Dropout(rate)(x, training=training)
    x = x + X
    x = LayerNormalization()(x)
    skip = x
    x = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(x)
    x = Dense(d, kernel_initializer=initializer(seed=0))(x)
    x = Dropout(rate)(x, training=training)
    return x + skip
""",
    ),
    Stranger(
        "eb-w05",
        "encoder_block",
        "The attention's value (and so its key) is the raw X, not the normalised one.",
        ("value", "normali both"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    N = LayerNormalization()(X)
    A = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(N, X)
    A = Dropout(rate)(A, training=training)
    S = Add()([X, A])
    N = LayerNormalization()(S)
    M = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(N)
    M = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(M)
    M = Dropout(rate)(M, training=training)
    return Add()([S, M])
""",
    ),
    Stranger(
        "eb-w06",
        "encoder_block",
        "The attention's key is the raw X while query and value are normalised.",
        ("key",),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    q = LayerNormalization()(X)
    mha = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))
    out = mha(query=q, value=q, key=X)
    out = Dropout(rate)(out, training=training)
    first = X + out
    second = LayerNormalization()(first)
    second = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(second)
    second = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(second)
    second = Dropout(rate)(second, training=training)
    return first + second
""",
    ),
    Stranger(
        "eb-w07",
        "encoder_block",
        "The attention is called with one argument only; the value is missing.",
        ("value", "twice", "query and", "called on one tensor"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    shortcut = X
    X = LayerNormalization()(X)
    X = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(X)
    X = Dropout(rate)(X, training=training)
    X = Add()([X, shortcut])
    shortcut = X
    X = LayerNormalization()(X)
    X = Dense(hidden, activation='gelu', kernel_initializer=initializer(seed=0))(X)
    X = Dense(shortcut.shape[-1], kernel_initializer=initializer(seed=0))(X)
    X = Dropout(rate)(X, training=training)
    return Add()([X, shortcut])
""",
    ),
    Stranger(
        "eb-w08",
        "encoder_block",
        "The dropout after the attention is missing.",
        ("dropout missing", "no dropout", "dropout after attention", "without dropout", "first dropout"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    # attention
    x = LayerNormalization()(X)
    x = MultiHeadAttention(num_heads=heads, key_dim=key_dim, kernel_initializer=initializer(seed=0))(x, x)
    res = x + X
    # feed forward
    x = LayerNormalization()(res)
    x = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(x)
    x = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(x)
    x = Dropout(rate)(x, training=training)
    return x + res
""",
    ),
    Stranger(
        "eb-w09",
        "encoder_block",
        "In the second part the dropout stands between the two dense layers instead of after the second one.",
        ("dropout between", "dropout after", "dropout end", "dropout place", "dropout order", "dropout before"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    inputs = X
    x = LayerNormalization()(inputs)
    x = MultiHeadAttention(key_dim=key_dim, num_heads=heads, kernel_initializer=initializer(seed=0))(x, x)
    x = Dropout(rate)(x, training=training)
    res = Add()([x, inputs])

    x = LayerNormalization()(res)
    x = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(x)
    x = Dropout(rate)(x, training=training)
    x = Dense(inputs.shape[-1], kernel_initializer=initializer(seed=0))(x)
    return Add()([x, res])
""",
    ),
    Stranger(
        "eb-w10",
        "encoder_block",
        "Dropout is called without training=training.",
        ("training",),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = LayerNormalization()(X)
    X = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(X, X)
    X = Dropout(rate)(X)
    X = Add()([X, X_shortcut])
    X_shortcut = X
    X = LayerNormalization()(X)
    X = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(X)
    X = Dense(X_shortcut.shape[-1], kernel_initializer=initializer(seed=0))(X)
    X = Dropout(rate)(X)
    X = Add()([X, X_shortcut])
    return X
""",
    ),
    Stranger(
        "eb-w11",
        "encoder_block",
        "Dropout is always called with training=True, so it works when predicting too.",
        ("training", "predict"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    n = LayerNormalization()(X)
    a = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(n, n)
    a = Dropout(rate)(a, training=True)
    s = Add()([X, a])
    n = LayerNormalization()(s)
    f = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(n)
    f = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(f)
    f = Dropout(rate)(f, training=True)
    return Add()([s, f])
""",
    ),
    Stranger(
        "eb-w12",
        "encoder_block",
        "The dropout's rate is fixed at 0.1 instead of rate.",
        ("rate", "0.1"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    s1 = X
    X = LayerNormalization()(X)
    X = MultiHeadAttention(num_heads=heads, key_dim=key_dim, kernel_initializer=initializer(seed=0))(X, X)
    X = Dropout(0.1)(X, training=training)
    X = Add()([s1, X])
    s2 = X
    X = LayerNormalization()(X)
    X = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(X)
    X = Dense(s1.shape[-1], kernel_initializer=initializer(seed=0))(X)
    X = Dropout(0.1)(X, training=training)
    return Add()([s2, X])
""",
    ),
    Stranger(
        "eb-w13",
        "encoder_block",
        "Dropout gets 1 - rate, as if it were the share that is kept.",
        ("rate",),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    keep_prob = 1 - rate

    normed = LayerNormalization()(X)
    attended = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(normed, normed)
    attended = Dropout(keep_prob)(attended, training=training)
    middle = X + attended

    normed = LayerNormalization()(middle)
    mlp = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(normed)
    mlp = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(mlp)
    mlp = Dropout(keep_prob)(mlp, training=training)
    return middle + mlp
""",
    ),
    Stranger(
        "eb-w14",
        "encoder_block",
        "The attention also gets dropout=rate inside, a dropout that no step asks for.",
        ("dropout attention", "dropout inside", "dropout=", "dropout more"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    x = LayerNormalization()(X)
    x = MultiHeadAttention(
        num_heads=heads, key_dim=key_dim, dropout=rate, kernel_initializer=initializer(seed=0)
    )(x, x, training=training)
    x = Dropout(rate)(x, training=training)
    res = x + X

    x = LayerNormalization()(res)
    x = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(x)
    x = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(x)
    x = Dropout(rate)(x, training=training)
    return x + res
""",
    ),
    Stranger(
        "eb-w15",
        "encoder_block",
        "The first dense layer has relu instead of gelu.",
        ("gelu", "relu", "activation"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    X1 = LayerNormalization()(X)
    X1 = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(X1, X1)
    X1 = Dropout(rate)(X1, training=training)
    X1 = Add()([X, X1])

    X2 = LayerNormalization()(X1)
    X2 = Dense(hidden, activation="relu", kernel_initializer=initializer(seed=0))(X2)
    X2 = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(X2)
    X2 = Dropout(rate)(X2, training=training)
    X2 = Add()([X1, X2])
    return X2
""",
    ),
    Stranger(
        "eb-w16",
        "encoder_block",
        'keras.ops.gelu is the tanh approximation by default, not the exact gelu of the activation "gelu".',
        ("gelu", "approxim", "tanh"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    k = lambda: initializer(seed=0)
    n = LayerNormalization()(X)
    h = MultiHeadAttention(heads, key_dim, kernel_initializer=k())(n, n)
    h = keras.ops.add(X, Dropout(rate)(h, training=training))
    n = LayerNormalization()(h)
    m = keras.ops.gelu(Dense(hidden, kernel_initializer=k())(n))
    m = Dense(X.shape[-1], kernel_initializer=k())(m)
    return keras.ops.add(h, Dropout(rate)(m, training=training))
""",
    ),
    Stranger(
        "eb-w17",
        "encoder_block",
        "The second dense layer has the activation gelu too; it should have none.",
        ("gelu second", "activation second", "gelu after", "activation last", "no activation", "gelu twice"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    d = X.shape[-1]
    A = LayerNormalization()(X)
    A = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(A, A)
    A = Dropout(rate)(A, training=training)
    A = Add()([X, A])
    B = LayerNormalization()(A)
    for units in (hidden, d):
        B = Dense(units, activation="gelu", kernel_initializer=initializer(seed=0))(B)
    B = Dropout(rate)(B, training=training)
    return Add()([A, B])
""",
    ),
    Stranger(
        "eb-w18",
        "encoder_block",
        "The first dense layer has no activation; the gelu is missing.",
        ("gelu", "activation"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = LayerNormalization()(X)
    X = MultiHeadAttention(num_heads = heads, key_dim = key_dim, kernel_initializer = initializer(seed = 0))(X, X)
    X = Dropout(rate)(X, training = training)
    X = Add()([X_shortcut, X])
    X_shortcut_2 = X
    X = LayerNormalization()(X)
    X = Dense(hidden, kernel_initializer = initializer(seed = 0))(X)
    X = Dense(X_shortcut.shape[-1], kernel_initializer = initializer(seed = 0))(X)
    X = Dropout(rate)(X, training = training)
    X = Add()([X_shortcut_2, X])
    return X
""",
    ),
    Stranger(
        "eb-w19",
        "encoder_block",
        "Batch normalisation is used instead of layer normalisation.",
        ("batch", "layer normali", "layernorm"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    sc = X
    Y = BatchNormalization()(X, training=training)
    Y = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(Y, Y)
    Y = Dropout(rate)(Y, training=training)
    Y = Add()([sc, Y])
    sc = Y
    Y = BatchNormalization()(Y, training=training)
    Y = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(Y)
    Y = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(Y)
    Y = Dropout(rate)(Y, training=training)
    Y = Add()([sc, Y])
    return Y
""",
    ),
    Stranger(
        "eb-w20",
        "encoder_block",
        "Layer normalisation has epsilon=1e-6 instead of Keras' default.",
        ("epsilon",),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    # Normalization and Attention
    x = LayerNormalization(epsilon=1e-6)(X)
    x = MultiHeadAttention(key_dim=key_dim, num_heads=heads, kernel_initializer=initializer(seed=0))(x, x)
    x = Dropout(rate)(x, training=training)
    res = x + X

    # Feed Forward Part
    x = LayerNormalization(epsilon=1e-6)(res)
    x = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(x)
    x = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(x)
    x = Dropout(rate)(x, training=training)
    return x + res
""",
    ),
    Stranger(
        "eb-w21",
        "encoder_block",
        "A third layer normalisation stands after the second addition, where nothing should come.",
        ("after addition", "after second", "normali end", "nothing after", "after last", "normali after"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    a = LayerNormalization()(X)
    a = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(a, a)
    a = Dropout(rate)(a, training=training)
    a = Add()([X, a])
    b = LayerNormalization()(a)
    b = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(b)
    b = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(b)
    b = Dropout(rate)(b, training=training)
    out = Add()([a, b])
    return LayerNormalization()(out)
""",
    ),
    Stranger(
        "eb-w22",
        "encoder_block",
        "The second layer normalisation is missing: the sum goes straight into the dense layers.",
        ("normali missing", "no normali", "second normali", "without normali", "normali before dense", "layernorm missing"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = LayerNormalization()(X)
    X = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(X, X)
    X = Dropout(rate)(X, training=training)
    X = X + X_shortcut

    X_shortcut = X
    X = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(X)
    X = Dense(X_shortcut.shape[-1], kernel_initializer=initializer(seed=0))(X)
    X = Dropout(rate)(X, training=training)
    X = X + X_shortcut
    return X
""",
    ),
    Stranger(
        "eb-w23",
        "encoder_block",
        "One layer normalisation object is used in both parts, so they share their weights.",
        ("used twice", "same layer", "one layer", "share", "reuse", "own normali"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    norm = LayerNormalization()
    add = Add()

    Z = norm(X)
    Z = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(Z, Z)
    Z = Dropout(rate)(Z, training=training)
    S = add([X, Z])

    Z = norm(S)
    Z = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(Z)
    Z = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(Z)
    Z = Dropout(rate)(Z, training=training)
    return add([S, Z])
""",
    ),
    Stranger(
        "eb-w24",
        "encoder_block",
        "The units of the second dense layer are X.shape[1], the number of places, instead of X.shape[-1].",
        ("units", "shape[-1]", "shape[1]", "second dense", "last dense"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    d = X.shape[1]
    y = LayerNormalization()(X)
    y = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(y, y)
    y = Dropout(rate)(y, training=training)
    X = Add()([X, y])
    y = LayerNormalization()(X)
    y = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(y)
    y = Dense(d, kernel_initializer=initializer(seed=0))(y)
    y = Dropout(rate)(y, training=training)
    X = Add()([X, y])
    return X
""",
    ),
    Stranger(
        "eb-w25",
        "encoder_block",
        "The arguments of the attention are swapped: key_dim heads of size heads.",
        ("heads",),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    N1 = LayerNormalization()(X)
    A1 = MultiHeadAttention(key_dim, heads, kernel_initializer=initializer(seed=0))(N1, N1)
    D1 = Dropout(rate)(A1, training=training)
    S1 = Add()([X, D1])
    N2 = LayerNormalization()(S1)
    H2 = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(N2)
    O2 = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(H2)
    D2 = Dropout(rate)(O2, training=training)
    S2 = Add()([S1, D2])
    return S2
""",
    ),
    Stranger(
        "eb-w26",
        "encoder_block",
        "key_dim is divided by the number of heads, though it already is the size of each head.",
        ("key_dim", "key dim", "each head", "size of head"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    # split the model dimension among the heads
    depth = key_dim // heads
    x = LayerNormalization()(X)
    x = MultiHeadAttention(num_heads=heads, key_dim=depth, kernel_initializer=initializer(seed=0))(x, x)
    x = Dropout(rate)(x, training=training)
    x1 = X + x
    x = LayerNormalization()(x1)
    x = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(x)
    x = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(x)
    x = Dropout(rate)(x, training=training)
    return x1 + x
""",
    ),
    Stranger(
        "eb-w27",
        "encoder_block",
        "keras.layers.Attention, which has no weights and no heads, is used instead of MultiHeadAttention.",
        ("multi-head", "multihead", "attention instead", "no heads"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    skip = X
    X = LayerNormalization()(X)
    X = keras.layers.Attention()([X, X])
    X = Dropout(rate)(X, training=training)
    X = Add()([skip, X])
    skip = X
    X = LayerNormalization()(X)
    X = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(X)
    X = Dense(skip.shape[-1], kernel_initializer=initializer(seed=0))(X)
    X = Dropout(rate)(X, training=training)
    return Add()([skip, X])
""",
    ),
    Stranger(
        "eb-w28",
        "encoder_block",
        "The attention has a causal mask, so a place cannot look at those after it.",
        ("causal", "mask", "look at all", "later places"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    x = LayerNormalization()(X)
    x = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(
        query=x, value=x, key=x, use_causal_mask=True)
    x = X + Dropout(rate)(x, training=training)

    y = LayerNormalization()(x)
    y = Dense(hidden, activation='gelu', kernel_initializer=initializer(seed=0))(y)
    y = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(y)
    y = x + Dropout(rate)(y, training=training)
    return y
""",
    ),
    Stranger(
        "eb-w29",
        "encoder_block",
        "The attention is made without the kernel initializer.",
        ("initializer", "initialiser"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    init = initializer(seed=0)
    n = LayerNormalization()(X)
    n = MultiHeadAttention(heads, key_dim)(n, n)
    n = Dropout(rate)(n, training=training)
    s = Add()([n, X])
    t = LayerNormalization()(s)
    t = Dense(hidden, activation="gelu", kernel_initializer=init)(t)
    t = Dense(X.shape[-1], kernel_initializer=init)(t)
    t = Dropout(rate)(t, training=training)
    return Add()([t, s])
""",
    ),
    Stranger(
        "eb-w30",
        "encoder_block",
        "The initializers are called without the seed.",
        ("seed",),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    shortcut = X
    X = LayerNormalization()(X)
    X = MultiHeadAttention(num_heads=heads, key_dim=key_dim, kernel_initializer=initializer())(X, X)
    X = Dropout(rate)(X, training=training)
    X = Add()([shortcut, X])
    shortcut = X
    X = LayerNormalization()(X)
    X = Dense(hidden, activation="gelu", kernel_initializer=initializer())(X)
    X = Dense(shortcut.shape[-1], kernel_initializer=initializer())(X)
    X = Dropout(rate)(X, training=training)
    X = Add()([shortcut, X])
    return X
""",
    ),
    Stranger(
        "eb-w31",
        "encoder_block",
        "The first addition is missing: the second part builds on the attention alone.",
        ("first shortcut", "no addition", "first addition", "not added", "shortcut missing", "addition missing"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    d = X.shape[-1]
    Y = LayerNormalization()(X)
    Y = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(Y, Y)
    Y = Dropout(rate)(Y, training=training)
    shortcut2 = Y
    Y = LayerNormalization()(Y)
    Y = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(Y)
    Y = Dense(d, kernel_initializer=initializer(seed=0))(Y)
    Y = Dropout(rate)(Y, training=training)
    return Add()([shortcut2, Y])
""",
    ),
    Stranger(
        "eb-w32",
        "encoder_block",
        "The second part (steps 4 and 5) is missing: only the attention part is there.",
        (
            "second part",
            "steps missing",
            "dense missing",
            "second missing",
            "only attention",
            "step 4",
            "ends before the last of the steps",
        ),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    X_shortcut = X
    X = LayerNormalization()(X)
    X = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(X, X)
    X = Dropout(rate)(X, training=training)
    X = Add()([X_shortcut, X])
    X_shortcut2 = X
    # TODO step 4
    return X
""",
    ),
    Stranger(
        "eb-w33",
        "encoder_block",
        "Add is called with two tensors instead of one list of them.",
        ("list", "add call", "brackets", "one argument"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    A = LayerNormalization()(X)
    A = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(A, A)
    A = Dropout(rate)(A, training=training)
    A = Add()(X, A)
    B = LayerNormalization()(A)
    B = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(B)
    B = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(B)
    B = Dropout(rate)(B, training=training)
    B = Add()(A, B)
    return B
""",
    ),
    Stranger(
        "eb-w34",
        "encoder_block",
        "The second path works on X instead of on the first sum, as if both parts were side by side.",
        ("second path", "second part", "first sum", "parallel", "second normali", "from x"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    norm1 = LayerNormalization()(X)
    attention = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(norm1, norm1)
    attention = Dropout(rate)(attention, training=training)
    sum1 = Add()([X, attention])

    norm2 = LayerNormalization()(X)
    mlp = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(norm2)
    mlp = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(mlp)
    mlp = Dropout(rate)(mlp, training=training)
    sum2 = Add()([sum1, mlp])
    return sum2
""",
    ),
    Stranger(
        "eb-w35",
        "encoder_block",
        "Both dropouts stand after the additions, on the road itself, instead of before them.",
        ("dropout after", "dropout before", "dropout order", "dropout place", "dropout sum", "dropout road"),
        """\
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    Y = LayerNormalization()(X)
    Y = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(Y, Y)
    Y = Add()([X, Y])
    Y = Dropout(rate)(Y, training=training)

    Z = LayerNormalization()(Y)
    Z = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(Z)
    Z = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(Z)
    Z = Add()([Y, Z])
    Z = Dropout(rate)(Z, training=training)
    return Z
""",
    ),
    Stranger(
        "eb-w36",
        "encoder_block",
        "RMS normalisation, which does not subtract the mean, is used instead of layer normalisation.",
        ("rms", "layer normali", "layernorm", "mean"),
        """\
def rms_norm(x, eps=1e-3):
    # like in Llama
    return x * keras.ops.rsqrt(keras.ops.mean(keras.ops.square(x), axis=-1, keepdims=True) + eps)


def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    h = rms_norm(X)
    h = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(h, h)
    h = X + Dropout(rate)(h, training=training)

    out = rms_norm(h)
    out = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(out)
    out = Dense(X.shape[-1], kernel_initializer=initializer(seed=0))(out)
    return h + Dropout(rate)(out, training=training)
""",
    ),
)
