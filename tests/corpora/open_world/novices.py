"""Answers of people who write it for the first time. Written from the exercise's text alone."""

from . import Stranger

ANSWERS = (
    Stranger(
        "n1-id-spelled-out",
        "identity_block",
        "",
        (),
        '''\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    """A residual block whose output has the shape of its input."""
    F1, F2, F3 = filters

    # save the input, we need it in the end
    X_shortcut = X

    # First component
    X = Conv2D(filters=F1, kernel_size=1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # Second component
    X = Conv2D(filters=F2, kernel_size=f, strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # Third component
    X = Conv2D(filters=F3, kernel_size=1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Add and ReLU
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)

    return X
''',
    ),
    Stranger(
        "n1-id-zip-loop",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    h = X
    kernels = (1, f, 1)
    pads = ("valid", "same", "valid")
    last = len(kernels) - 1
    for i, (n, k, p) in enumerate(zip(filters, kernels, pads)):
        h = Conv2D(n, k, padding=p, kernel_initializer=initializer(seed=0))(h)
        h = BatchNormalization()(h, training=training)
        if i != last:
            h = ReLU()(h)
    return ReLU()(Add()([X, h]))
""",
    ),
    Stranger(
        "n1-id-middle-valid",
        "identity_block",
        'The second convolution has padding "valid" instead of "same", so the result is too small to be added to the shortcut.',
        ("second convolution padding", "second padding same", "middle padding", "f×f padding"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X

    X = Conv2D(F1, (1, 1), strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F2, (f, f), strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, (1, 1), strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([shortcut, X])
    return ReLU()(X)
""",
    ),
    Stranger(
        "n1-id-training-not-passed",
        "identity_block",
        "No batch normalisation is called with training=training, so the caller cannot choose the statistics.",
        ("training batch", "training=training", "training normalisation", "training passed"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_old = X

    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X)

    X = Add()([X, X_old])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "n1-id-relu-before-add",
        "identity_block",
        "The last ReLU comes before the addition, in the third component, and there is none after it.",
        ("relu before add", "relu before addition", "relu after addition", "relu third"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    def component(t, n, k, pad):
        t = Conv2D(n, k, padding=pad, kernel_initializer=initializer(seed=0))(t)
        t = BatchNormalization(axis=3)(t, training=training)
        return ReLU()(t)

    main = component(X, F1, 1, "valid")
    main = component(main, F2, f, "same")
    main = component(main, F3, 1, "valid")
    return Add()([main, X])
""",
    ),
    Stranger(
        "n1-id-no-last-relu",
        "identity_block",
        "The ReLU after the addition is missing.",
        ("relu after addition", "relu addition", "last relu", "final relu", "relu missing"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    init = initializer(seed=0)
    x0 = X
    x1 = ReLU()(BatchNormalization(axis=3)(Conv2D(F1, 1, kernel_initializer=init)(x0), training=training))
    x2 = ReLU()(BatchNormalization(axis=3)(Conv2D(F2, f, padding='same', kernel_initializer=init)(x1), training=training))
    x3 = BatchNormalization(axis=3)(Conv2D(F3, 1, kernel_initializer=init)(x2), training=training)
    y = Add()([x3, x0])
    return y
""",
    ),
    Stranger(
        "n1-id-shortcut-too-late",
        "identity_block",
        "The shortcut is kept after the first component instead of before it, so it is not the block's input.",
        ("shortcut input", "shortcut first component", "shortcut before", "shortcut shape"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    # component 1
    X = Conv2D(F1, kernel_size=1, strides=1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X_shortcut = X

    # component 2
    X = Conv2D(F2, kernel_size=f, strides=1, padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # component 3
    X = Conv2D(F3, kernel_size=1, strides=1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "n1-id-notimplemented-left",
        "identity_block",
        "The line raise NotImplementedError() still stands before the return, so the function never returns.",
        ("notimplementederror", "raise line", "raise remove", "raise delete"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    # YOUR CODE HERE
    X_shortcut = X
    X = Conv2D(F1, 1, 1, 'valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = Conv2D(F2, f, 1, 'same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = Conv2D(F3, 1, 1, 'valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    raise NotImplementedError()
    return X
""",
    ),
    Stranger(
        "n1-id-misspelt-shortcut",
        "identity_block",
        "The name X_shorcut is misspelt: the tensor was kept as X_shortcut.",
        ("x_shorcut", "nameerror", "name x_shortcut"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    X_shortcut = X
    X = Conv2D(F1, (1,1), kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = ReLU()(X)

    X = Conv2D(F2, (f,f), padding = "same", kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = ReLU()(X)

    X = Conv2D(F3, (1,1), kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)

    X = Add()([X, X_shorcut])
    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "n2-id-functional-reduce",
        "identity_block",
        "",
        (),
        """\
from functools import partial, reduce

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    conv = lambda n, k, pad: Conv2D(n, k, strides=1, padding=pad, kernel_initializer=initializer(seed=0))
    norm = lambda: partial(BatchNormalization(axis=3), training=training)
    relu = lambda: Activation("relu")

    pipeline = [
        conv(F1, 1, "valid"), norm(), relu(),
        conv(F2, f, "same"), norm(), relu(),
        conv(F3, 1, "valid"), norm(),
    ]
    F_of_X = reduce(lambda tensor, step: step(tensor), pipeline, X)
    return relu()(Add()([F_of_X, X]))
""",
    ),
    Stranger(
        "n2-id-layer-subclass",
        "identity_block",
        "",
        (),
        '''\
class Bottleneck(keras.layers.Layer):
    """like torchvision's Bottleneck, without downsample"""

    def __init__(self, f, filters, initializer, **kwargs):
        super().__init__(**kwargs)
        F1, F2, F3 = filters
        self.conv1 = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))
        self.bn1 = BatchNormalization()
        self.conv2 = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))
        self.bn2 = BatchNormalization()
        self.conv3 = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))
        self.bn3 = BatchNormalization()
        self.relu = ReLU()

    def call(self, x, training=None):
        identity = x
        out = self.relu(self.bn1(self.conv1(x), training=training))
        out = self.relu(self.bn2(self.conv2(out), training=training))
        out = self.bn3(self.conv3(out), training=training)
        out = out + identity
        return self.relu(out)


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    return Bottleneck(f, filters, initializer)(X, training=training)
''',
    ),
    Stranger(
        "n2-id-filters-off-by-one",
        "identity_block",
        "The indices into filters begin at 1 instead of 0, and filters[3] does not exist.",
        ("index", "indexerror", "indices", "filters[3]", "filters 0"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    skip = X

    y = Conv2D(filters[1], 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    y = BatchNormalization(axis=3)(y, training=training)
    y = ReLU()(y)

    y = Conv2D(filters[2], f, padding="same", kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)
    y = ReLU()(y)

    y = Conv2D(filters[3], 1, padding="valid", kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)

    return ReLU()(Add()([y, skip]))
""",
    ),
    Stranger(
        "n2-id-handmade-padding",
        "identity_block",
        'The second convolution pads by hand with 1 pixel and "valid", which keeps the size only for f=3; it should have padding "same".',
        ("second convolution padding", "padding same", "padding f", "zeropadding2d"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    residual = X

    # conv1 1x1
    out = Conv2D(F1, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization()(out, training=training)
    out = ReLU()(out)

    # conv2 3x3, padding=1 (as in torch)
    out = ZeroPadding2D(padding=1)(out)
    out = Conv2D(F2, kernel_size=f, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization()(out, training=training)
    out = ReLU()(out)

    # conv3 1x1
    out = Conv2D(F3, kernel_size=1, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization()(out, training=training)

    out = Add()([out, residual])
    return ReLU()(out)
""",
    ),
    Stranger(
        "n2-id-training-true",
        "identity_block",
        "Every batch normalisation is called with training=True instead of training=training.",
        ("training=true", "training=training", "training true", "training batch"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # we are training the network, so training is True
    X = Conv2D(F1, 1, 1, "valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=True)
    X = Activation("relu")(X)
    X = Conv2D(F2, f, 1, "same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=True)
    X = Activation("relu")(X)
    X = Conv2D(F3, 1, 1, "valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=True)
    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "n2-id-no-batchnorm",
        "identity_block",
        "There is no batch normalisation at all.",
        ("batch normalisation", "batchnormalization", "batch norm", "batch normalization"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    a = Conv2D(F1, 1, padding="valid", activation="relu", kernel_initializer=initializer(seed=0))(X)
    b = Conv2D(F2, f, padding="same", activation="relu", kernel_initializer=initializer(seed=0))(a)
    c = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(b)
    d = Add()([c, X])
    e = Activation("relu")(d)
    return e
""",
    ),
    Stranger(
        "n2-id-kernel-3-fixed",
        "identity_block",
        "The second convolution's kernel is always 3×3; its size should be f.",
        ("second kernel", "kernel f", "f×f", "size f", "second convolution f"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_in = X

    for n_filters, size, padding in [(F1, 1, 'valid'), (F2, 3, 'same')]:
        X = Conv2D(n_filters, (size, size), padding=padding, kernel_initializer=initializer(seed=0))(X)
        X = BatchNormalization(axis=3)(X, training=training)
        X = Activation('relu')(X)

    X = Conv2D(F3, (1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X_in, X])
    return Activation('relu')(X)
""",
    ),
    Stranger(
        "n2-id-indentation",
        "identity_block",
        "One line, the second batch normalisation, is indented too far, so Python cannot read the cell.",
        ("indent", "indentation", "indented", "indentationerror", "indent line"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F2, f, padding='same', kernel_initializer=initializer(seed=0))(X)
      X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "n2-id-concatenate",
        "identity_block",
        "Main path and shortcut are concatenated along the channels instead of added.",
        ("concatenat", "concatenate", "concatenated", "add shortcut", "added", "channels shape"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    path = Conv2D(F1, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    path = BatchNormalization(axis=3)(path, training=training)
    path = ReLU()(path)

    path = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(path)
    path = BatchNormalization(axis=3)(path, training=training)
    path = ReLU()(path)

    path = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(path)
    path = BatchNormalization(axis=3)(path, training=training)

    # join main path and shortcut
    joined = keras.layers.Concatenate(axis=3)([path, X])
    return ReLU()(joined)
""",
    ),
    Stranger(
        "n3-id-ops-spanish",
        "identity_block",
        "",
        (),
        """\
from keras import ops

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    # filtros de cada convolución
    F1, F2, F3 = filters
    atajo = X  # guardamos la entrada

    # primera parte: 1x1
    salida = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    salida = ops.relu(BatchNormalization(axis=-1)(salida, training=training))

    # segunda parte: f x f, con relleno para no perder tamaño
    salida = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(salida)
    salida = ops.relu(BatchNormalization(axis=-1)(salida, training=training))

    # tercera parte: 1x1, todavía sin ReLU
    salida = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(salida)
    salida = BatchNormalization(axis=-1)(salida, training=training)

    # sumar y después ReLU
    return ops.relu(ops.add(salida, atajo))
""",
    ),
    Stranger(
        "n3-id-sequential-renamed-x",
        "identity_block",
        "",
        (),
        """\
def identity_block(eingabe, f, filters, training=None, initializer=random_uniform):
    # Hauptweg als Sequential; training wird an alle Schichten weitergegeben
    hauptweg = keras.Sequential()
    for nr, (anzahl, groesse) in enumerate(zip(filters, [1, f, 1])):
        hauptweg.add(Conv2D(anzahl, groesse,
                            padding="same" if nr == 1 else "valid",
                            kernel_initializer=initializer(seed=0)))
        hauptweg.add(BatchNormalization(axis=3))
        if nr < 2:
            hauptweg.add(ReLU())

    # Abkürzung addieren, dann erst ReLU
    summe = hauptweg(eingabe, training=training) + eingabe
    return ReLU()(summe)
""",
    ),
    Stranger(
        "n3-id-no-relu-anywhere",
        "identity_block",
        "There is no ReLU anywhere: after the first component, after the second and after the addition.",
        ("relu",),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    def conv_bn(inp, n, k, pad="valid"):
        c = Conv2D(n, k, padding=pad, kernel_initializer=initializer(seed=0))
        b = BatchNormalization(axis=3)
        return b(c(inp), training=training)

    out = conv_bn(X, F1, 1)
    out = conv_bn(out, F2, f, "same")
    out = conv_bn(out, F3, 1)
    return Add()([out, X])
""",
    ),
    Stranger(
        "n3-id-one-shared-bn",
        "identity_block",
        "One single BatchNormalization layer is used three times; each convolution needs its own.",
        ("batch own", "batchnormalization own", "same batch", "one batch", "shared", "share", "new batchnormalization"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    bn = BatchNormalization(axis=3)
    relu = Activation("relu")

    Y = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    Y = relu(bn(Y, training=training))

    Y = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(Y)
    Y = relu(bn(Y, training=training))

    Y = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(Y)
    Y = bn(Y, training=training)

    return relu(Add()([Y, X]))
""",
    ),
    Stranger(
        "n3-id-f1-f2-swapped",
        "identity_block",
        "The first convolution has F2 filters and the second F1: the two are swapped.",
        ("f1 f2", "first convolution filters", "first convolution f1", "swapped", "number filters"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    X_shortcut = X

    # reduce
    X = Conv2D(filters=F2, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    # work
    X = Conv2D(filters=F1, kernel_size=(f, f), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    # restore
    X = Conv2D(filters=F3, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X_shortcut, X])
    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "n3-id-filters-pop",
        "identity_block",
        "filters.pop empties the caller's list, so a second block with the same list gets no filters (and a tuple has no pop).",
        ("filters list", "filters changes", "filters changed", "filters pop", "pop", "filters empty", "filters copy"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    X_shortcut = X
    sizes = [1, f, 1]
    i = 0
    while len(filters) > 0:
        n = filters.pop(0)
        X = Conv2D(n, sizes[i], padding="same" if i == 1 else "valid", kernel_initializer=initializer(seed=0))(X)
        X = BatchNormalization(axis=3)(X, training=training)
        if len(filters) > 0:
            X = ReLU()(X)
        i += 1
    X = Add()([X, X_shortcut])
    return ReLU()(X)
""",
    ),
    Stranger(
        "n3-id-initializer-ignored",
        "identity_block",
        "The kernels always come from random_uniform; the argument initializer is ignored.",
        ("initializer", "kernel_initializer", "initializer(seed=0)"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=(1, 1), padding='valid', kernel_initializer=random_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F2, f, strides=(1, 1), padding='same', kernel_initializer=random_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F3, 1, strides=(1, 1), padding='valid', kernel_initializer=random_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "n3-id-missing-parenthesis",
        "identity_block",
        "A closing parenthesis is missing in the line of the first convolution.",
        ("parenthesis", "bracket", "syntax", "syntaxerror", "never closed", "'('"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X

    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0)(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    return ReLU()(Add()([X, shortcut]))
""",
    ),
    Stranger(
        "n3-id-returns-tuple",
        "identity_block",
        "It returns a pair of two tensors instead of the one output tensor.",
        ("tuple", "returns two", "return one tensor", "return tensor", "returns tensor", "pair"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = Conv2D(F1, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Add()([X, X_shortcut])
    X = ReLU()(X)
    return X, X_shortcut   # the next block needs the shortcut too
""",
    ),
    Stranger(
        "n4-cv-typed-helper",
        "convolutional_block",
        "",
        (),
        '''\
from typing import Optional, Sequence


def _conv_bn(x, n: int, k: int, *, stride: int = 1, pad: str = "valid", training: Optional[bool], init):
    """Convolution, then batch normalisation."""
    x = Conv2D(n, k, strides=stride, padding=pad, kernel_initializer=init(seed=0))(x)
    return BatchNormalization(axis=3)(x, training=training)


def convolutional_block(
    X,
    f: int,
    filters: Sequence[int],
    s: int = 2,
    training: Optional[bool] = None,
    initializer=glorot_uniform,
):
    F1, F2, F3 = filters
    common = {"training": training, "init": initializer}

    main = ReLU()(_conv_bn(X, F1, 1, stride=s, **common))
    main = ReLU()(_conv_bn(main, F2, f, pad="same", **common))
    main = _conv_bn(main, F3, 1, **common)

    projection = _conv_bn(X, F3, 1, stride=s, **common)

    return ReLU()(Add()([main, projection]))
''',
    ),
    Stranger(
        "n4-cv-torch-person",
        "convolutional_block",
        "",
        (),
        """\
class ConvBN:
    # nn.Sequential(nn.Conv2d, nn.BatchNorm2d), sort of
    def __init__(self, out_channels, kernel_size, stride=1, padding=0, init=None):
        self.conv = Conv2D(
            out_channels,
            kernel_size,
            strides=(stride, stride),
            padding="valid" if padding == 0 else padding,
            kernel_initializer=init(seed=0),
        )
        self.bn = BatchNormalization(axis=-1)  # NHWC here, not NCHW!

    def forward(self, x, training):
        return self.bn(self.conv(x), training=training)


def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    width1, width2, out_channels = filters

    downsample = ConvBN(out_channels, 1, stride=s, init=initializer)
    identity = downsample.forward(X, training)

    out = ConvBN(width1, 1, stride=s, init=initializer).forward(X, training)
    out = keras.activations.relu(out)
    out = ConvBN(width2, f, padding="same", init=initializer).forward(out, training)
    out = keras.activations.relu(out)
    out = ConvBN(out_channels, 1, init=initializer).forward(out, training)

    return keras.activations.relu(identity + out)
""",
    ),
    Stranger(
        "n4-cv-stride-in-middle",
        "convolutional_block",
        "The stride s sits on the second convolution instead of on the first.",
        ("stride first convolution", "stride second convolution", "stride first", "stride second"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # 1x1
    X = Conv2D(F1, 1, strides=1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    # fxf downsamples
    X = Conv2D(F2, f, strides=s, padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    # 1x1
    X = Conv2D(F3, 1, strides=1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # projection
    X_shortcut = Conv2D(F3, 1, strides=s, padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    return ReLU()(X)
""",
    ),
    Stranger(
        "n4-cv-shortcut-no-bn",
        "convolutional_block",
        "The shortcut's batch normalisation is missing.",
        ("shortcut batch", "shortcut batchnormalization", "shortcut normalisation"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    kw = lambda: dict(kernel_initializer=initializer(seed=0))

    m = Conv2D(F1, 1, strides=s, **kw())(X)
    m = BatchNormalization(axis=3)(m, training=training)
    m = Activation("relu")(m)
    m = Conv2D(F2, f, padding="same", **kw())(m)
    m = BatchNormalization(axis=3)(m, training=training)
    m = Activation("relu")(m)
    m = Conv2D(F3, 1, **kw())(m)
    m = BatchNormalization(axis=3)(m, training=training)

    sc = Conv2D(F3, 1, strides=s, **kw())(X)

    return Activation("relu")(Add()([m, sc]))
""",
    ),
    Stranger(
        "n4-cv-projection-only-if-needed",
        "convolutional_block",
        "With s=1 and F3 channels in the input the shortcut has no convolution; the projection must always be there.",
        ("shortcut always", "projection always", "shortcut convolution", "shortcut projection", "s=1 shortcut"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    def cb(t, n, k, st=1, pad="valid"):
        t = Conv2D(n, k, strides=st, padding=pad, kernel_initializer=initializer(seed=0))(t)
        return BatchNormalization()(t, training=training)

    out = ReLU()(cb(X, F1, 1, st=s))
    out = ReLU()(cb(out, F2, f, pad="same"))
    out = cb(out, F3, 1)

    # a projection only when shapes differ
    if s != 1 or X.shape[-1] != F3:
        identity = cb(X, F3, 1, st=s)
    else:
        identity = X

    return ReLU()(Add()([out, identity]))
""",
    ),
    Stranger(
        "n4-cv-shortcut-stride-missing",
        "convolutional_block",
        "The shortcut's convolution has stride 1 instead of s, so it is larger than the main path.",
        ("shortcut stride", "shortcut strides", "shortcut s"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    ##### MAIN PATH #####
    X = Conv2D(filters=F1, kernel_size=1, strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(filters=F2, kernel_size=f, strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(filters=F3, kernel_size=1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    ##### SHORTCUT PATH #####
    X_shortcut = Conv2D(filters=F3, kernel_size=1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "n4-cv-shortcut-from-main",
        "convolutional_block",
        "The shortcut's convolution is applied to the main path's result X instead of to the kept input X_shortcut.",
        ("shortcut input", "shortcut main path", "shortcut x_shortcut", "shortcut kept", "shortcut main"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "n4-cv-shortcut-none",
        "convolutional_block",
        "The shortcut is still None: its convolution and batch normalisation are not written yet.",
        ("none", "shortcut none", "shortcut convolution", "shortcut missing"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # first component
    X = Conv2D(F1, 1, strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # second component
    X = Conv2D(F2, f, strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # third component
    X = Conv2D(F3, 1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # shortcut  (TODO)
    X_shortcut = None

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "n4-cv-shortcut-f2-filters",
        "convolutional_block",
        "The shortcut's convolution has F2 filters instead of F3, so it cannot be added to the main path.",
        ("shortcut filters", "shortcut f3", "shortcut channels", "shortcut shape"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    n1, n2, n3 = filters

    left = Conv2D(n1, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    left = BatchNormalization(axis=3)(left, training=training)
    left = ReLU()(left)
    left = Conv2D(n2, (f, f), padding="same", kernel_initializer=initializer(seed=0))(left)
    left = BatchNormalization(axis=3)(left, training=training)
    left = ReLU()(left)
    left = Conv2D(n3, (1, 1), kernel_initializer=initializer(seed=0))(left)
    left = BatchNormalization(axis=3)(left, training=training)

    right = Conv2D(n2, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    right = BatchNormalization(axis=3)(right, training=training)

    return ReLU()(Add()([left, right]))
""",
    ),
    Stranger(
        "n5-cv-compose",
        "convolutional_block",
        "",
        (),
        """\
def compose(*fs):
    def composed(t):
        for g in fs:
            t = g(t)
        return t
    return composed


def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    def conv(n, k, **opts):
        return Conv2D(n, k, kernel_initializer=initializer(seed=0), **opts)

    def bn():
        layer = BatchNormalization()
        return lambda t: layer(t, training=training)

    F = compose(
        conv(F1, 1, strides=s), bn(), ReLU(),
        conv(F2, f, padding="same"), bn(), ReLU(),
        conv(F3, 1), bn(),
    )
    W_s = compose(conv(F3, 1, strides=s), bn())

    return compose(Add(), ReLU())([F(X), W_s(X)])
""",
    ),
    Stranger(
        "n5-cv-operators-french",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    # Chaque étage : (nombre de filtres, taille du noyau, pas, bordure)
    etages = list(zip(filters, (1, f, 1), (s, 1, 1), ("valid", "same", "valid")))

    def etage(entree, description):
        n, taille, pas, bordure = description
        conv = Conv2D(filters=n, kernel_size=(taille, taille), strides=(pas, pas), padding=bordure,
                      kernel_initializer=initializer(seed=0))
        return BatchNormalization(axis=3)(conv(entree), training=training)

    # chemin principal
    Z = X
    for description in etages[:-1]:
        Z = keras.ops.maximum(etage(Z, description), 0.0)
    Z = etage(Z, etages[-1])

    # raccourci : projection 1x1 avec le même pas
    R = etage(X, (filters[-1], 1, s, "valid"))

    # somme, puis ReLU
    return keras.ops.maximum(Z + R, 0.0)
""",
    ),
    Stranger(
        "n5-cv-stride-twice",
        "convolutional_block",
        "The second convolution has stride s too; its stride should be 1.",
        ("second stride", "second strides", "stride 1", "f×f stride"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=(s,s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, strides=(s,s), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, strides=(1,1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, 1, strides=(s,s), padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "n5-cv-relu-before-bn",
        "convolutional_block",
        "In the first two components ReLU comes before batch normalisation, inside the convolution, instead of after it.",
        ("relu before batch", "relu after batch", "relu order", "activation convolution", "relu first component", "relu first"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    skip = X

    X = Conv2D(F1, 1, strides=s, activation='relu', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Conv2D(F2, f, padding='same', activation='relu', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    skip = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(skip)
    skip = BatchNormalization(axis=3)(skip, training=training)

    return ReLU()(Add()([X, skip]))
""",
    ),
    Stranger(
        "n5-cv-relu-on-shortcut",
        "convolutional_block",
        "The shortcut passes through a ReLU before the addition, which it should not.",
        ("relu shortcut", "relu before addition", "activation shortcut"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    def unit(t, n, k, stride, pad, act=True):
        t = Conv2D(n, k, strides=stride, padding=pad, kernel_initializer=initializer(seed=0))(t)
        t = BatchNormalization(axis=3)(t, training=training)
        if act:
            t = Activation("relu")(t)
        return t

    main = unit(X, F1, 1, s, "valid")
    main = unit(main, F2, f, 1, "same")
    main = unit(main, F3, 1, 1, "valid", act=False)
    short = unit(X, F3, 1, s, "valid")
    return Activation("relu")(Add()([main, short]))
""",
    ),
    Stranger(
        "n5-cv-shortcut-no-training",
        "convolutional_block",
        "The shortcut's batch normalisation is not called with training=training.",
        ("shortcut training", "shortcut training=training", "shortcut batch training"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, s, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F2, f, 1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, 1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, 1, s, kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut)

    out = Add()([X, X_shortcut])
    out = ReLU()(out)
    return out
""",
    ),
    Stranger(
        "n5-cv-initializer-not-called",
        "convolutional_block",
        "The initializer is called without seed=0 in every convolution.",
        ("seed", "seed=0", "initializer(seed=0)", "initializer seed"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    Y = X

    Y = Conv2D(F1, 1, strides=s, kernel_initializer=initializer())(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = ReLU()(Y)

    Y = Conv2D(F2, f, padding="same", kernel_initializer=initializer())(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = ReLU()(Y)

    Y = Conv2D(F3, 1, kernel_initializer=initializer())(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)

    P = Conv2D(F3, 1, strides=s, kernel_initializer=initializer())(X)
    P = BatchNormalization(axis=3)(P, training=training)

    return ReLU()(Add()([Y, P]))
""",
    ),
    Stranger(
        "n5-cv-default-s-1",
        "convolutional_block",
        "The default of s was changed from 2 to 1 in the function's head.",
        ("default s", "s=2", "default 2", "default"),
        """\
def convolutional_block(X, f, filters, s=1, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    x = Conv2D(F1, 1, strides=s, padding='valid', kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F2, f, strides=1, padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F3, 1, strides=1, padding='valid', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    y = Conv2D(F3, 1, strides=s, padding='valid', kernel_initializer=initializer(seed=0))(X)
    y = BatchNormalization(axis=3)(y, training=training)

    z = Add()([x, y])
    return Activation('relu')(z)
""",
    ),
    Stranger(
        "n5-cv-shortcut-not-added",
        "convolutional_block",
        "The shortcut is computed but never added to the main path.",
        ("shortcut added", "add shortcut", "addition", "shortcut add"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # the shortcut
    X_shortcut = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "n6-cv-two-sequentials",
        "convolutional_block",
        "",
        (),
        '''\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    """Both roads as little Sequential models."""
    F1, F2, F3 = filters
    k = {"kernel_initializer": initializer(seed=0)}

    main_road = keras.Sequential([
        Conv2D(F1, 1, strides=s, padding="valid", **k),
        BatchNormalization(axis=3),
        Activation("relu"),
        Conv2D(F2, f, strides=1, padding="same", **k),
        BatchNormalization(axis=3),
        Activation("relu"),
        Conv2D(F3, 1, strides=1, padding="valid", **k),
        BatchNormalization(axis=3),
    ])
    side_road = keras.Sequential([
        Conv2D(F3, 1, strides=s, padding="valid", **k),
        BatchNormalization(axis=3),
    ])
    total = keras.layers.add([side_road(X, training=training), main_road(X, training=training)])
    return Activation("relu")(total)
''',
    ),
    Stranger(
        "n6-rn-spelled-out",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    # Stem
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stage 2
    X = convolutional_block(X, f=3, filters=[64, 64, 256], s=1)
    X = identity_block(X, 3, [64, 64, 256])
    X = identity_block(X, 3, [64, 64, 256])

    # Stage 3
    X = convolutional_block(X, f=3, filters=[128, 128, 512], s=2)
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])

    # Stage 4
    X = convolutional_block(X, f=3, filters=[256, 256, 1024], s=2)
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])

    # Stage 5
    X = convolutional_block(X, f=3, filters=[512, 512, 2048], s=2)
    X = identity_block(X, 3, [512, 512, 2048])
    X = identity_block(X, 3, [512, 512, 2048])

    # Head
    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)

    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "n6-cv-bn-axis-1",
        "convolutional_block",
        "Batch normalisation works over axis 1, the height, instead of over the channels, axis 3.",
        ("axis", "axis 3", "axis=3", "batch channels"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    # channels are axis 1 (N, C, H, W)
    bn = lambda: BatchNormalization(axis=1)

    identity = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    identity = bn()(identity, training=training)

    out = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    out = bn()(out, training=training)
    out = ReLU()(out)
    out = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(out)
    out = bn()(out, training=training)
    out = ReLU()(out)
    out = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(out)
    out = bn()(out, training=training)

    return ReLU()(Add()([out, identity]))
""",
    ),
    Stranger(
        "n6-cv-stride-2-fixed",
        "convolutional_block",
        "The strides are always 2: the argument s is ignored.",
        ("stride s", "strides s", "stride 2", "stride"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # halve the size
    X = Conv2D(F1, (1, 1), strides=(2, 2), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # halve the shortcut as well
    X_shortcut = Conv2D(F3, (1, 1), strides=(2, 2), padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    return Activation("relu")(X)
""",
    ),
    Stranger(
        "n6-cv-bn-only-if-training",
        "convolutional_block",
        "Batch normalisation is left out unless training is True; it must always be there and be told training=training.",
        ("batch training", "normalisation training", "batch normalisation", "batchnormalization"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    def norm(t):
        # batch norm is only for training
        if training:
            return BatchNormalization(axis=3)(t, training=training)
        return t

    main = ReLU()(norm(Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)))
    main = ReLU()(norm(Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(main)))
    main = norm(Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(main))
    short = norm(Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(X))
    return ReLU()(Add()([main, short]))
""",
    ),
    Stranger(
        "n6-cv-maxpool-shortcut",
        "convolutional_block",
        "The shortcut is made smaller by max pooling instead of by its convolution's stride s.",
        ("shortcut stride", "shortcut pooling", "maxpooling2d", "max pooling"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # shortcut: make it smaller, then make the channels fit
    short = MaxPooling2D(pool_size=s, strides=s, padding="same")(X)
    short = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(short)
    short = BatchNormalization(axis=3)(short, training=training)

    # main path
    main = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    main = BatchNormalization(axis=3)(main, training=training)
    main = Activation("relu")(main)
    main = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(main)
    main = BatchNormalization(axis=3)(main, training=training)
    main = Activation("relu")(main)
    main = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(main)
    main = BatchNormalization(axis=3)(main, training=training)

    return Activation("relu")(Add()([main, short]))
""",
    ),
    Stranger(
        "n6-cv-two-mistakes",
        "convolutional_block",
        "The first component's ReLU is missing, and the third batch normalisation is not told training=training.",
        ("first relu", "third training", "relu missing", "third batch"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Conv2D(F2, f, padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X)

    X_shortcut = Conv2D(F3, 1, strides=(s, s), kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "n6-rn-stage2-default-stride",
        "ResNet50",
        "Stage 2's convolutional block is called without s=1 and so has stride 2, which makes everything after it too small.",
        ("stage 2 stride", "stage 2 s=1", "stage 2", "s=1", "stage 2"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inp = Input(shape=input_shape)
    x = ZeroPadding2D(3)(inp)
    x = Conv2D(64, 7, strides=2)(x)
    x = BatchNormalization(axis=3)(x)
    x = ReLU()(x)
    x = MaxPooling2D(3, strides=2)(x)

    for filters, n in (([64, 64, 256], 2), ([128, 128, 512], 3), ([256, 256, 1024], 5), ([512, 512, 2048], 2)):
        x = convolutional_block(x, 3, filters)
        for _ in range(n):
            x = identity_block(x, 3, filters)

    # 2x2 would be empty for 1x1 maps, "same" helps
    x = AveragePooling2D(2, padding="same")(x)
    x = Flatten()(x)
    x = Dense(classes, activation="softmax")(x)
    return Model(inp, x)
""",
    ),
    Stranger(
        "n6-rn-half-finished",
        "ResNet50",
        "Stages 4 and 5 are not written yet.",
        ("stage 4", "stages 4", "stage 4", "convolutional blocks"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)

    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stage 2
    X = convolutional_block(X, f=3, filters=[64, 64, 256], s=1)
    X = identity_block(X, 3, [64, 64, 256])
    X = identity_block(X, 3, [64, 64, 256])

    # Stage 3
    X = convolutional_block(X, f=3, filters=[128, 128, 512], s=2)
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])

    # Stage 4
    # TODO

    # Stage 5
    # TODO

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "n7-rn-table",
        "ResNet50",
        "",
        (),
        """\
STAGES = [
    # filters, stride of the first block, identity blocks
    ((64, 64, 256), 1, 2),
    ((128, 128, 512), 2, 3),
    ((256, 256, 1024), 2, 5),
    ((512, 512, 2048), 2, 2),
]


def ResNet50(input_shape=(64, 64, 3), classes=6):
    images = keras.Input(shape=input_shape, name="images")
    h = ZeroPadding2D(padding=3)(images)
    h = Conv2D(filters=64, kernel_size=7, strides=2, padding="valid", kernel_initializer=glorot_uniform(seed=0))(h)
    h = BatchNormalization()(h)
    h = ReLU()(h)
    h = MaxPooling2D(pool_size=3, strides=2)(h)

    for filters, stride, repeats in STAGES:
        h = convolutional_block(h, f=3, filters=filters, s=stride)
        for _ in range(repeats):
            h = identity_block(h, f=3, filters=filters)

    h = AveragePooling2D(pool_size=2)(h)
    h = Flatten()(h)
    probabilities = Dense(classes, activation="softmax", name="probabilities")(h)
    return keras.Model(images, probabilities, name="ResNet50")
""",
    ),
    Stranger(
        "n7-rn-helpers-computed-filters",
        "ResNet50",
        "AveragePooling2D is called without its size, which Keras does not choose by itself.",
        ("averagepooling2d pool_size",),
        """\
def stem(x):
    x = ZeroPadding2D(((3, 3), (3, 3)))(x)
    x = Conv2D(64, 7, 2)(x)
    x = BatchNormalization(axis=-1)(x)
    x = keras.ops.relu(x)
    return MaxPooling2D(3, 2)(x)

def make_layer(x, planes, blocks, stride):
    # torchvision: self._make_layer(block, planes, blocks, stride), expansion = 4
    filters = [planes, planes, planes * 4]
    x = convolutional_block(x, 3, filters, stride)
    for _ in range(1, blocks):
        x = identity_block(x, 3, filters)
    return x

def head(x, classes):
    x = AveragePooling2D()(x)
    x = Flatten()(x)
    x = Dense(classes)(x)
    return keras.layers.Softmax()(x)

def ResNet50(input_shape=(64, 64, 3), classes=6):
    x0 = Input(input_shape)
    x = stem(x0)
    for i, blocks in enumerate([3, 4, 6, 3]):
        x = make_layer(x, 64 * 2 ** i, blocks, stride=1 if i == 0 else 2)
    return Model(x0, head(x, classes))
""",
    ),
    Stranger(
        "n7-rn-reduce-closures",
        "ResNet50",
        "",
        (),
        """\
from functools import reduce
from itertools import chain, repeat

def ResNet50(input_shape=(64, 64, 3), classes=6):
    conv_step = lambda fs, s: (lambda t: convolutional_block(t, f=3, filters=list(fs), s=s))
    id_step = lambda fs: (lambda t: identity_block(t, f=3, filters=list(fs)))
    stage = lambda fs, s, n: chain([conv_step(fs, s)], repeat(id_step(fs), n))

    steps = chain(
        [ZeroPadding2D(3), Conv2D(64, 7, strides=2), BatchNormalization(axis=3), ReLU(), MaxPooling2D(3, strides=2)],
        stage((64, 64, 256), 1, 2),
        stage((128, 128, 512), 2, 3),
        stage((256, 256, 1024), 2, 5),
        stage((512, 512, 2048), 2, 2),
        [AveragePooling2D((2, 2)), Flatten(), Dense(classes, activation="softmax")],
    )
    start = Input(shape=input_shape)
    return Model(inputs=start, outputs=reduce(lambda t, step: step(t), steps, start))
""",
    ),
    Stranger(
        "n7-rn-stage4-four-identity",
        "ResNet50",
        "Stage 4 has 4 identity blocks instead of 5.",
        ("stage 4", "stage 4", "stage 4 identity", "identity 5"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = ReLU()(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    X = convolutional_block(X, 3, [64, 64, 256], s=1)
    X = identity_block(X, 3, [64, 64, 256])
    X = identity_block(X, 3, [64, 64, 256])

    X = convolutional_block(X, 3, [128, 128, 512], s=2)
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])

    X = convolutional_block(X, 3, [256, 256, 1024], s=2)
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])

    X = convolutional_block(X, 3, [512, 512, 2048], s=2)
    X = identity_block(X, 3, [512, 512, 2048])
    X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "n7-rn-padding-bypassed",
        "ResNet50",
        "The first convolution is applied to X_input instead of to the padded tensor, so the zero padding is lost.",
        ("padding", "zero padding", "zeropadding2d", "padded", "x_input"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X_input)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    def stage(X, filters, s, n):
        X = convolutional_block(X, f=3, filters=filters, s=s)
        for i in range(n):
            X = identity_block(X, f=3, filters=filters)
        return X

    X = stage(X, [64, 64, 256], 1, 2)
    X = stage(X, [128, 128, 512], 2, 3)
    X = stage(X, [256, 256, 1024], 2, 5)
    X = stage(X, [512, 512, 2048], 2, 2)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(X_input, X)
""",
    ),
    Stranger(
        "n7-rn-returns-tensor",
        "ResNet50",
        "It returns the last tensor instead of a Model.",
        ("model", "return model", "returns tensor", "keras model"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(shape=input_shape)
    # stem
    X = ZeroPadding2D(3)(X_input)
    X = Conv2D(64, 7, strides=2)(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D(3, strides=2)(X)
    # stages
    config = {2: ([64, 64, 256], 1, 2), 3: ([128, 128, 512], 2, 3), 4: ([256, 256, 1024], 2, 5), 5: ([512, 512, 2048], 2, 2)}
    for stage in config:
        filters, s, n = config[stage]
        X = convolutional_block(X, 3, filters, s)
        for _ in range(n):
            X = identity_block(X, 3, filters)
    # head
    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return X
""",
    ),
    Stranger(
        "n7-rn-maxpool-no-strides",
        "ResNet50",
        "The max pooling has no strides=2; by default its stride is its size, 3.",
        ("max pooling stride", "maxpooling2d strides", "pooling stride", "max pooling", "maxpooling2d"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    i = Input(input_shape)
    x = ZeroPadding2D((3, 3))(i)
    x = Conv2D(64, (7, 7), strides=(2, 2))(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation('relu')(x)
    x = MaxPooling2D((3, 3))(x)

    x = convolutional_block(x, 3, [64, 64, 256], 1)
    for k in range(2): x = identity_block(x, 3, [64, 64, 256])
    x = convolutional_block(x, 3, [128, 128, 512], 2)
    for k in range(3): x = identity_block(x, 3, [128, 128, 512])
    x = convolutional_block(x, 3, [256, 256, 1024], 2)
    for k in range(5): x = identity_block(x, 3, [256, 256, 1024])
    x = convolutional_block(x, 3, [512, 512, 2048], 2)
    for k in range(2): x = identity_block(x, 3, [512, 512, 2048])

    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    x = Dense(classes, activation='softmax')(x)
    return Model(i, x)
""",
    ),
    Stranger(
        "n7-rn-results-discarded",
        "ResNet50",
        "The results of the identity blocks are thrown away (X = is missing), so the model contains none of them.",
        ("identity blocks", "identity block", "identity_block", "identity 0"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    all_filters = [[64, 64, 256], [128, 128, 512], [256, 256, 1024], [512, 512, 2048]]
    strides = [1, 2, 2, 2]
    repeats = [2, 3, 5, 2]

    for filters, s, r in zip(all_filters, strides, repeats):
        X = convolutional_block(X, 3, filters, s)
        for j in range(r):
            identity_block(X, 3, filters)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    model = Model(inputs=X_input, outputs=X)
    return model
""",
    ),
    Stranger(
        "n7-rn-training-undefined",
        "ResNet50",
        "The name training does not exist in ResNet50; training should be left to Keras there.",
        ("training", "nameerror", "name training"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2), kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    X = convolutional_block(X, 3, [64, 64, 256], 1, training)
    for _ in range(2):
        X = identity_block(X, 3, [64, 64, 256], training)
    X = convolutional_block(X, 3, [128, 128, 512], 2, training)
    for _ in range(3):
        X = identity_block(X, 3, [128, 128, 512], training)
    X = convolutional_block(X, 3, [256, 256, 1024], 2, training)
    for _ in range(5):
        X = identity_block(X, 3, [256, 256, 1024], training)
    X = convolutional_block(X, 3, [512, 512, 2048], 2, training)
    for _ in range(2):
        X = identity_block(X, 3, [512, 512, 2048], training)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "n8-rn-generator-stride-expr",
        "ResNet50",
        "The parameters have other names than those that the function was given with.",
        ("parameter input_shape missing",),
        """\
def ResNet50(shape_of_images=(64, 64, 3), n_classes=6):
    # Ingresso
    ingresso = Input(shape=shape_of_images)
    t = ZeroPadding2D(padding=(3, 3))(ingresso)
    t = Conv2D(64, kernel_size=(7, 7), strides=(2, 2), kernel_initializer="he_normal")(t)
    t = BatchNormalization(axis=3)(t)
    t = Activation("relu")(t)
    t = MaxPooling2D(pool_size=(3, 3), strides=(2, 2))(t)

    # quali blocchi, uno per uno: "c" cambia la forma, "i" la mantiene
    piano = {64: "cii", 128: "ciii", 256: "ciiiii", 512: "cii"}
    for base, blocchi in piano.items():
        filtri = [base, base, 4 * base]
        for lettera in blocchi:
            if lettera == "c":
                t = convolutional_block(t, 3, filtri, s=1 + (base > 64))
            else:
                t = identity_block(t, 3, filtri)

    # Uscita
    t = AveragePooling2D(pool_size=(2, 2))(t)
    t = Flatten()(t)
    t = Dense(n_classes, activation="softmax")(t)
    return Model(inputs=ingresso, outputs=t)
""",
    ),
    Stranger(
        "n8-rn-same-for-zeropadding",
        "ResNet50",
        'The stem uses padding "same" in the convolution instead of zero padding of 3 on each side, which pads differently.',
        ("padding 3", "zero padding", "zeropadding2d", "stem padding"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    x_in = Input(input_shape)

    # "same" pads for us
    x = Conv2D(64, 7, strides=2, padding="same")(x_in)
    x = BatchNormalization()(x)
    x = ReLU()(x)
    x = MaxPooling2D(3, strides=2)(x)

    stages = [(64, 1, 2), (128, 2, 3), (256, 2, 5), (512, 2, 2)]
    for n, s, reps in stages:
        x = convolutional_block(x, 3, [n, n, 4 * n], s)
        for _ in range(reps):
            x = identity_block(x, 3, [n, n, 4 * n])

    x = AveragePooling2D(2)(x)
    x = Flatten()(x)
    x = Dense(classes, activation="softmax")(x)
    return Model(x_in, x)
""",
    ),
    Stranger(
        "n8-rn-classes-fixed",
        "ResNet50",
        "Image shape and number of classes are fixed at (64, 64, 3) and 6; the arguments input_shape and classes are ignored.",
        ("classes", "input_shape", "dense classes", "input shape"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input((64, 64, 3))

    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    X = convolutional_block(X, f=3, filters=[64, 64, 256], s=1)
    for _ in range(2):
        X = identity_block(X, 3, [64, 64, 256])
    X = convolutional_block(X, f=3, filters=[128, 128, 512], s=2)
    for _ in range(3):
        X = identity_block(X, 3, [128, 128, 512])
    X = convolutional_block(X, f=3, filters=[256, 256, 1024], s=2)
    for _ in range(5):
        X = identity_block(X, 3, [256, 256, 1024])
    X = convolutional_block(X, f=3, filters=[512, 512, 2048], s=2)
    for _ in range(2):
        X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(6, activation='softmax')(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "n8-rn-stem-no-relu-no-bn",
        "ResNet50",
        "In the stem batch normalisation and ReLU are missing between convolution and max pooling.",
        ("stem batch", "stem relu", "first convolution batch", "batch normalisation", "batchnormalization", "relu pooling"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape)

    x = ZeroPadding2D(3)(inputs)
    x = Conv2D(64, 7, strides=2)(x)
    x = MaxPooling2D(3, strides=2)(x)

    specs = [
        ([64, 64, 256], 1, 2),
        ([128, 128, 512], 2, 3),
        ([256, 256, 1024], 2, 5),
        ([512, 512, 2048], 2, 2),
    ]
    for filters, s, count in specs:
        x = convolutional_block(x, 3, filters, s=s)
        for _ in range(count):
            x = identity_block(x, 3, filters)

    x = AveragePooling2D(2)(x)
    x = Flatten()(x)
    outputs = Dense(classes, activation="softmax")(x)
    return Model(inputs, outputs)
""",
    ),
    Stranger(
        "n8-rn-no-softmax",
        "ResNet50",
        "The dense layer has no softmax, so the model does not give probabilities.",
        ("softmax", "probabilities", "dense activation"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = ReLU()(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    def stage(t, a, b, c, s, identities):
        t = convolutional_block(t, 3, (a, b, c), s)
        while identities:
            t = identity_block(t, 3, (a, b, c))
            identities -= 1
        return t

    X = stage(X, 64, 64, 256, 1, 2)
    X = stage(X, 128, 128, 512, 2, 3)
    X = stage(X, 256, 256, 1024, 2, 5)
    X = stage(X, 512, 512, 2048, 2, 2)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    # logits, CrossEntropyLoss does the softmax
    X = Dense(classes)(X)
    return Model(X_input, X)
""",
    ),
    Stranger(
        "n8-rn-conv-blocks-everywhere",
        "ResNet50",
        "Every block is a convolutional block; after the first of each stage there should be identity blocks.",
        ("identity blocks", "identity block", "identity_block", "convolutional blocks", "shortcut convolution"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    for filters, blocks in [([64, 64, 256], 3), ([128, 128, 512], 4), ([256, 256, 1024], 6), ([512, 512, 2048], 3)]:
        for b in range(blocks):
            first_and_not_stage2 = b == 0 and filters[0] != 64
            X = convolutional_block(X, 3, filters, s=2 if first_and_not_stage2 else 1)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "n8-rn-one-identity-too-many",
        "ResNet50",
        "Every stage has one identity block too many, for the loop runs while j <= N[i].",
        ("identity blocks", "stage 2", "identity many", "identity_block", "stage identity"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D(3)(X_input)
    X = Conv2D(64, 7, strides=2)(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D(3, strides=2)(X)

    F = [[64, 64, 256], [128, 128, 512], [256, 256, 1024], [512, 512, 2048]]
    S = [1, 2, 2, 2]
    N = [2, 3, 5, 2]

    for i in range(4):
        X = convolutional_block(X, 3, F[i], S[i])
        j = 0
        while j <= N[i]:
            X = identity_block(X, 3, F[i])
            j = j + 1

    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(X_input, X)
""",
    ),
    Stranger(
        "n8-rn-training-true-passed",
        "ResNet50",
        "training=True is fixed in the network, so it uses the batch's statistics when predicting too; training should be left to Keras.",
        ("training", "training=true", "training keras", "moving statistics"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X, training=True)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # the model is going to be trained, so training=True
    def run_stage(X, filters, s, n):
        X = convolutional_block(X, 3, filters, s=s, training=True)
        for _ in range(n):
            X = identity_block(X, 3, filters, training=True)
        return X

    X = run_stage(X, [64, 64, 256], 1, 2)
    X = run_stage(X, [128, 128, 512], 2, 3)
    X = run_stage(X, [256, 256, 1024], 2, 5)
    X = run_stage(X, [512, 512, 2048], 2, 2)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "n8-rn-stage5-stride-and-filters",
        "ResNet50",
        "In stage 5 the convolutional block has stride 1 instead of 2, and the identity blocks have 256, 256, 2048 filters instead of 512, 512, 2048.",
        ("stage 5", "stage 5", "stage 5 stride", "stage 5 filters"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    entree = Input(input_shape)
    x = ZeroPadding2D((3, 3))(entree)
    x = Conv2D(64, (7, 7), strides=(2, 2))(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation("relu")(x)
    x = MaxPooling2D((3, 3), strides=(2, 2))(x)

    # étape 2
    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    x = identity_block(x, 3, [64, 64, 256])
    x = identity_block(x, 3, [64, 64, 256])
    # étape 3
    x = convolutional_block(x, 3, [128, 128, 512], s=2)
    x = identity_block(x, 3, [128, 128, 512])
    x = identity_block(x, 3, [128, 128, 512])
    x = identity_block(x, 3, [128, 128, 512])
    # étape 4
    x = convolutional_block(x, 3, [256, 256, 1024], s=2)
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    # étape 5
    x = convolutional_block(x, 3, [512, 512, 2048], s=1)
    x = identity_block(x, 3, [256, 256, 2048])
    x = identity_block(x, 3, [256, 256, 2048])

    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    x = Dense(classes, activation="softmax")(x)
    return Model(entree, x)
""",
    ),
)
