"""Right answers, written in many ways: all of them get full points. Sources run after the reference answers."""

HEAD_I = "def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    F1, F2, F3 = filters\n    X_shortcut = X\n"
HEAD_C = "def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):\n    F1, F2, F3 = filters\n    X_shortcut = X\n"

# Small rewritings of the reference: (old, new) everywhere in the function; each is a right answer in both blocks.
REWRITINGS = {
    "the last axis": (("axis=3", "axis=-1"),),
    "default axis": (("axis=3", ""),),
    "shortcut first in the list": (("[X, X_shortcut]", "[X_shortcut, X]"),),
    "an operator": (("Add()([X, X_shortcut])", "X + X_shortcut"),),
    "an operator, turned round": (("Add()([X, X_shortcut])", "X_shortcut + X"),),
    "keras.layers.add": (("Add()([X, X_shortcut])", "keras.layers.add([X, X_shortcut])"),),
    "keras.ops.add": (("Add()([X, X_shortcut])", "keras.ops.add(X, X_shortcut)"),),
    "same on 1×1": (('padding="valid"', 'padding="same"'),),
    "padding left out": ((', padding="valid"', ""),),
    "padding in capitals": (('"same"', '"SAME"'),),
    "sizes as pairs": (("kernel_size=f", "kernel_size=(f, f)"), ("kernel_size=1", "kernel_size=(1, 1)")),
    "sizes as lists": (("kernel_size=f", "kernel_size=[f, f]"), ("strides=1", "strides=[1, 1]")),
    "sizes by position": (("kernel_size=1, strides=", "1, "), ("kernel_size=f, strides=", "f, ")),
    "ReLU layer": (('Activation("relu")', "ReLU()"),),
    "a TensorFlow function in Activation": (('Activation("relu")', "Activation(tf.nn.relu)"),),
    "a Keras function in Activation": (('Activation("relu")', "Activation(keras.activations.relu)"),),
    "keras.ops.relu": (('Activation("relu")(X)', "keras.ops.relu(X)"),),
    "keras.activations.relu": (('Activation("relu")(X)', "keras.activations.relu(X)"),),
    "maximum with zero": (('Activation("relu")(X)', "keras.ops.maximum(X, 0.0)"),),
    "ReLU in a Lambda": (('Activation("relu")', "keras.layers.Lambda(lambda t: tf.nn.relu(t))"),),
    "prefixes": (("Conv2D", "tf.keras.layers.Conv2D"), ("BatchNormalization", "keras.layers.BatchNormalization")),
    "defaults spelled out": (
        (
            "kernel_initializer",
            "use_bias=True, dilation_rate=1, groups=1, activation=None, data_format='channels_last', kernel_initializer",
        ),
    ),
    "epsilon and momentum spelled out": (("axis=3", "axis=3, epsilon=0.001, momentum=0.99, center=True, scale=True"),),
    "layers with names": (
        ("strides=1,", "strides=1, name=None,"),
        ("BatchNormalization(axis=3)", "BatchNormalization(axis=3, name='bn' + str(np.random.rand())[2:])"),
    ),
    "prints and warnings": (
        (
            "F1, F2, F3 = filters",
            "F1, F2, F3 = filters\n    import warnings, sys\n    print('here'); warnings.warn('careful'); print('there', file=sys.stderr)",
        ),
    ),
    "one initializer for all": (
        ("F1, F2, F3 = filters", "F1, F2, F3 = filters\n    start = initializer(seed=0)"),
        ("kernel_initializer=initializer(seed=0)", "kernel_initializer=start"),
    ),
    "other names": (("X_shortcut", "skip"), ("F1", "narrow"), ("F3", "wide")),
    "dead code after the return": (('    return Activation("relu")(X)', '    return Activation("relu")(X)\n    X = None\n    return X'),),
    "times one": (("X_shortcut = X\n", "X_shortcut = X * 1.0\n"),),
    "an identity layer": (("X_shortcut = X\n", "X_shortcut = keras.layers.Identity()(X)\n"),),
    "a linear activation": (("Add()([X, X_shortcut])", 'Activation("linear")(Add()([X, X_shortcut]))'),),
    "another default of training": (("training=None", "training=True"),),
    "annotations": (("(X, f, filters", "(X: tf.Tensor, f: int, filters: list"),),
    "training by a helper": (
        ("F1, F2, F3 = filters", "F1, F2, F3 = filters\n    norm = lambda t: BatchNormalization(axis=3)(t, training=training)"),
        ("BatchNormalization(axis=3)(X, training=training)", "norm(X)"),
    ),
    "indexing filters": (("F1, F2, F3 = filters", "F1 = filters[0]; F2 = filters[1]; F3 = filters[2]"),),
    "walrus": (("X = Add()([X, X_shortcut])", "if (total := Add()([X, X_shortcut])) is not None:\n        X = total"),),
}

IDENTITY = {
    "another name for the input": """
def identity_block(inputs, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    Y = ReLU()(BatchNormalization()(Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(inputs), training=training))
    Y = ReLU()(BatchNormalization()(Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(Y), training=training))
    Y = BatchNormalization()(Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(Y), training=training)
    return ReLU()(inputs + Y)
""",
    "a helper": """
def part(X, n, size, training, initializer, relu=True):
    X = Conv2D(n, size, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization()(X, training=training)
    return ReLU()(X) if relu else X
"""
    + HEAD_I
    + """    X = part(X, F1, 1, training, initializer)
    X = part(X, F2, f, training, initializer)
    X = part(X, F3, 1, training, initializer, relu=False)
    return ReLU()(X + X_shortcut)
""",
    "a loop": HEAD_I
    + """    for i, (n, size) in enumerate(zip(filters, (1, f, 1))):
        X = Conv2D(n, size, padding="same", kernel_initializer=initializer(seed=0))(X)
        X = BatchNormalization()(X, training=training)
        X = Activation("relu")(X) if i < 2 else Add()([X, X_shortcut])
    return Activation("relu")(X)
""",
    "nested functions": HEAD_I
    + """    def conv(n, k):
        return lambda t: Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))(t)

    def bn(t):
        return BatchNormalization(axis=3)(t, training=training)

    def main(t):
        return bn(conv(F3, 1)(ReLU()(bn(conv(F2, f)(ReLU()(bn(conv(F1, 1)(t))))))))

    return ReLU()(Add()([main(X), X_shortcut]))
""",
    "one expression": """
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    c = lambda n, k: Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))
    b = lambda t: BatchNormalization()(t, training=training)
    return ReLU()(X + b(c(filters[2], 1)(ReLU()(b(c(filters[1], f)(ReLU()(b(c(filters[0], 1)(X)))))))))
""",
    "a layer class": """
class Part(keras.layers.Layer):
    def __init__(self, n, size, initializer, relu=True):
        super().__init__()
        self.conv = Conv2D(n, size, padding="same", kernel_initializer=initializer(seed=0))
        self.norm = BatchNormalization()
        self.relu = ReLU() if relu else None

    def call(self, X, training=None):
        X = self.norm(self.conv(X), training=training)
        return self.relu(X) if self.relu else X
"""
    + HEAD_I
    + """    X = Part(F1, 1, initializer)(X, training=training)
    X = Part(F2, f, initializer)(X, training=training)
    X = Part(F3, 1, initializer, relu=False)(X, training=training)
    return ReLU()(Add()([X, X_shortcut]))
""",
    "a Sequential": HEAD_I
    + """    first = keras.Sequential([Conv2D(F1, 1, kernel_initializer=initializer(seed=0)), BatchNormalization(), ReLU()])
    second = keras.Sequential([Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0)), BatchNormalization(), ReLU()])
    third = keras.Sequential([Conv2D(F3, 1, kernel_initializer=initializer(seed=0)), BatchNormalization()])
    X = third(second(first(X, training=training), training=training), training=training)
    return ReLU()(Add()([X, X_shortcut]))
""",
    "layers made beforehand": HEAD_I
    + """    add, last = Add(), Activation("relu")
    convs = [Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0)) for n, k in ((F1, 1), (F2, f), (F3, 1))]
    norms = [BatchNormalization(axis=-1) for _ in range(3)]
    relus = [ReLU(), ReLU(), lambda t: t]
    for conv, norm, relu in zip(convs, norms, relus):
        X = relu(norm(conv(X), training=training))
    return last(add([X, X_shortcut]))
""",
    "a decorator": """
import functools

def spoken(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print("called")
        return function(*args, **kwargs)
    return wrapper

"""
    + "@spoken\n"
    + HEAD_I
    + """    X = ReLU()(BatchNormalization()(Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X), training=training))
    X = ReLU()(BatchNormalization()(Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X), training=training))
    X = BatchNormalization()(Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X), training=training)
    return ReLU()(X + X_shortcut)
""",
    "a second definition": "def identity_block(X, f, filters, training=None, initializer=random_uniform):\n    return X\n\n"
    + HEAD_I
    + """    X = ReLU()(BatchNormalization()(Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X), training=training))
    X = ReLU()(BatchNormalization()(Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X), training=training))
    X = BatchNormalization()(Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X), training=training)
    return ReLU()(X + X_shortcut)
""",
    "more parameters": """
def identity_block(X, f, filters, training=None, initializer=random_uniform, name="block", **more):
    F1, F2, F3 = filters
    Y = ReLU()(BatchNormalization()(Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X), training=training))
    Y = ReLU()(BatchNormalization()(Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(Y), training=training))
    Y = BatchNormalization()(Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(Y), training=training)
    return ReLU()(X + Y)
""",
    "a layer class that leaves training to Keras": """
class Part(keras.layers.Layer):
    def __init__(self, n, size, initializer, relu=True):
        super().__init__()
        self.conv = Conv2D(n, size, padding="same", kernel_initializer=initializer(seed=0))
        self.norm = BatchNormalization()
        self.relu = ReLU() if relu else None

    def call(self, X, training=None):
        X = self.norm(self.conv(X))
        return self.relu(X) if self.relu else X


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    Y = Part(F1, 1, initializer)(X, training=training)
    Y = Part(F2, f, initializer)(Y, training=training)
    Y = Part(F3, 1, initializer, relu=False)(Y, training=training)
    return ReLU()(Add()([Y, X]))
""",
    "convolution and normalisation by hand, with names of their own": """
class Conv(keras.layers.Layer):
    def __init__(self, n, k, init):
        super().__init__()
        self.n, self.k, self.init = n, k, init

    def build(self, shape):
        self.W = self.add_weight(name="W", shape=(self.k, self.k, shape[-1], self.n), initializer=self.init)
        self.b = self.add_weight(name="b", shape=(self.n,), initializer="zeros")

    def call(self, X):
        return tf.nn.bias_add(tf.nn.conv2d(X, self.W, 1, "SAME"), self.b)


class Norm(keras.layers.Layer):
    def build(self, shape):
        n = shape[-1]
        self.scale = self.add_weight(shape=(n,), initializer="ones")
        self.shift = self.add_weight(shape=(n,), initializer=keras.initializers.Zeros())
        self.mean = self.add_weight(name="mean", shape=(n,), initializer="zeros", trainable=False)
        self.variance = self.add_weight(name="var", shape=(n,), initializer="ones", trainable=False)

    def call(self, X, training=None):
        if training:
            m, v = tf.nn.moments(X, axes=[0, 1, 2])
            self.mean.assign(0.99 * self.mean + 0.01 * m)
            self.variance.assign(0.99 * self.variance + 0.01 * v)
        else:
            m, v = self.mean, self.variance
        return (X - m) / tf.sqrt(v + 1e-3) * self.scale + self.shift


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    Y = ReLU()(Norm()(Conv(F1, 1, initializer(seed=0))(X), training=training))
    Y = ReLU()(Norm()(Conv(F2, f, initializer(seed=0))(Y), training=training))
    Y = Norm()(Conv(F3, 1, initializer(seed=0))(Y), training=training)
    return ReLU()(Add()([Y, X]))
""",
    "TensorFlow's functions in a layer class": """
class Whole(keras.layers.Layer):
    def __init__(self, f, filters, initializer):
        super().__init__()
        F1, F2, F3 = filters
        self.c1 = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))
        self.b1 = BatchNormalization()
        self.c2 = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))
        self.b2 = BatchNormalization()
        self.c3 = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))
        self.b3 = BatchNormalization()

    def call(self, X, training=None):
        Y = tf.nn.relu(self.b1(self.c1(X), training=training))
        Y = tf.nn.relu(self.b2(self.c2(Y), training=training))
        Y = self.b3(self.c3(Y), training=training)
        return tf.nn.relu(tf.add(Y, X))


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    return Whole(f, filters, initializer)(X, training=training)
""",
    "variants of Keras's layers": """
class MyConv(Conv2D):
    pass


class MyBN(BatchNormalization):
    def __init__(self):
        super().__init__(axis=-1)


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    Y = ReLU()(MyBN()(MyConv(F1, 1, kernel_initializer=initializer(seed=0))(X), training=training))
    Y = ReLU()(MyBN()(MyConv(F2, f, padding="same", kernel_initializer=initializer(seed=0))(Y), training=training))
    Y = MyBN()(MyConv(F3, 1, kernel_initializer=initializer(seed=0))(Y), training=training)
    return ReLU()(Add()([Y, X]))
""",
}
CONVOLUTIONAL = {
    "seed by position": HEAD_C  # which is Keras's first argument of glorot_uniform, though not of random_uniform
    + """    X_shortcut = BatchNormalization()(Conv2D(F3, 1, s, kernel_initializer=initializer(0))(X), training=training)
    X = ReLU()(BatchNormalization()(Conv2D(F1, 1, s, kernel_initializer=initializer(0))(X), training=training))
    X = ReLU()(BatchNormalization()(Conv2D(F2, f, padding="same", kernel_initializer=initializer(0))(X), training=training))
    X = BatchNormalization()(Conv2D(F3, 1, kernel_initializer=initializer(0))(X), training=training)
    return ReLU()(X_shortcut + X)
""",
    "strides as pairs": HEAD_C
    + """    X_shortcut = Conv2D(F3, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization()(X_shortcut, training=training)
    X = ReLU()(BatchNormalization()(Conv2D(F1, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X), training=training))
    X = ReLU()(BatchNormalization()(Conv2D(F2, (f, f), padding="same", kernel_initializer=initializer(seed=0))(X), training=training))
    X = BatchNormalization()(Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(X), training=training)
    return ReLU()(X_shortcut + X)
""",
    "the shortcut first": HEAD_C
    + """    X_shortcut = Conv2D(F3, 1, s, kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization()(X_shortcut, training=training)
    X = ReLU()(BatchNormalization()(Conv2D(F1, 1, s, kernel_initializer=initializer(seed=0))(X), training=training))
    X = ReLU()(BatchNormalization()(Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X), training=training))
    X = BatchNormalization()(Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X), training=training)
    return ReLU()(X_shortcut + X)
""",
    "one helper for both paths": """
def path(X, steps, training, initializer):
    for i, (n, k, stride) in enumerate(steps):
        if i:
            X = Activation("relu")(X)
        X = Conv2D(n, k, stride, padding="same", kernel_initializer=initializer(seed=0))(X)
        X = BatchNormalization()(X, training=training)
    return X
"""
    + HEAD_C
    + """    main = path(X, [(F1, 1, s), (F2, f, 1), (F3, 1, 1)], training, initializer)
    skip = path(X, [(F3, 1, s)], training, initializer)
    return Activation("relu")(Add()([main, skip]))
""",
    "cropping by slices": HEAD_C
    + """    X_shortcut = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X[:, ::s, ::s, :])
    X_shortcut = BatchNormalization()(X_shortcut, training=training)
    X = ReLU()(BatchNormalization()(Conv2D(F1, 1, s, kernel_initializer=initializer(seed=0))(X), training=training))
    X = ReLU()(BatchNormalization()(Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X), training=training))
    X = BatchNormalization()(Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X), training=training)
    return ReLU()(X_shortcut + X)
""",
}
NORM = """
class Norm(keras.layers.Layer):
    def build(self, shape):
        n = shape[-1]
        self.gamma = self.add_weight(name="gamma", shape=(n,), initializer="ones")
        self.beta = self.add_weight(name="beta", shape=(n,), initializer="zeros")
        self.moving_mean = self.add_weight(name="moving_mean", shape=(n,), initializer="zeros", trainable=False)
        self.moving_variance = self.add_weight(name="moving_variance", shape=(n,), initializer="ones", trainable=False)

    def call(self, X, training=None):
        if training:
            mean, variance = tf.nn.moments(X, axes=[0, 1, 2])
            self.moving_mean.assign(0.99 * self.moving_mean + 0.01 * mean)
            self.moving_variance.assign(0.99 * self.moving_variance + 0.01 * variance)
        else:
            mean, variance = self.moving_mean, self.moving_variance
        return tf.nn.batch_normalization(X, mean, variance, self.beta, self.gamma, 1e-3)

"""
REWRITINGS["a normalisation by hand, in a layer class"] = (
    ("BatchNormalization(axis=3)(", "Norm()("),
    ("def ", f"{NORM}\ndef "),
)
PAD, STEM = "X = ZeroPadding2D(3)(X_input)", "X = Conv2D(64, kernel_size=7, strides=2)(X)"
NETWORK = {  # rewritings of the reference
    "same average pooling": (("AveragePooling2D(2)", 'AveragePooling2D(2, padding="same")'),),
    "pool sizes as pairs": (
        ("AveragePooling2D(2)", "AveragePooling2D(pool_size=(2, 2))"),
        ("MaxPooling2D(3, strides=2)", "MaxPooling2D((3, 3), (2, 2))"),
    ),
    "padding as pairs": (("ZeroPadding2D(3)", "ZeroPadding2D(((3, 3), (3, 3)))"),),
    "padding by an operation": (("ZeroPadding2D(3)(X_input)", "keras.ops.pad(X_input, ((0, 0), (3, 3), (3, 3), (0, 0)))"),),
    "reshaped": (("Flatten()", "keras.layers.Reshape((-1,))"),),
    "softmax layer": (('Dense(classes, activation="softmax")(X)', "keras.layers.Softmax()(Dense(classes)(X))"),),
    "softmax activation": (('Dense(classes, activation="softmax")(X)', 'Activation("softmax")(Dense(classes)(X))'),),
    "softmax operation": (('Dense(classes, activation="softmax")(X)', "keras.ops.softmax(Dense(classes)(X))"),),
    "by position": (("f=3, filters=filters, s=s", "3, filters, s"), ("f=3, filters=filters", "3, filters")),
    "by name": (
        ("convolutional_block(X, ", "convolutional_block(X=X, "),
        ("identity_block(X, ", "identity_block(X=X, "),
        ("filters=filters", "filters=tuple(filters)"),
    ),
    "training=None spelled out": (
        ("filters=filters", "filters=filters, training=None"),
        ("BatchNormalization(axis=3)(X)", "BatchNormalization(axis=3)(X, training=None)"),
    ),
    "ReLU layer": (('Activation("relu")', "ReLU()"),),
    "an initializer": (("kernel_size=7, strides=2", "kernel_size=7, strides=2, kernel_initializer=glorot_uniform(seed=0)"),),
    "layers with names": (
        ("kernel_size=7, strides=2", 'kernel_size=7, strides=2, name="conv1"'),
        ("Dense(classes,", 'Dense(classes, name="fc" + str(classes),'),
    ),
    "partial calls of the blocks": (
        (
            "def ResNet50",
            'import functools\n\nblocks = {"first": functools.partial(convolutional_block, f=3), "more": [functools.partial(identity_block, f=3)]}\n\n\ndef ResNet50',
        ),
        ("convolutional_block(X, f=3, ", 'blocks["first"](X, '),
        ("identity_block(X, f=3, ", 'blocks["more"][0](X, '),
    ),
    "a model with a name": (("outputs=X)", 'outputs=X, name="ResNet50")'),),
    "a model by position": (("inputs=X_input, outputs=X", "X_input, X"),),
    "a Sequential head": (
        (
            'X = AveragePooling2D(2)(X)\n    X = Flatten()(X)\n    X = Dense(classes, activation="softmax")(X)',
            'X = keras.Sequential([AveragePooling2D(2), Flatten(), Dense(classes, activation="softmax")])(X)',
        ),
    ),
    "a helper for stages": (
        (
            "X_input = Input(input_shape)",
            "def stage(X, filters, s, more):\n        X = convolutional_block(X, 3, filters, s=s)\n        for _ in range(more):\n            X = identity_block(X, 3, filters)\n        return X\n\n    X_input = keras.Input(shape=input_shape)",
        ),
        (
            "X = convolutional_block(X, f=3, filters=filters, s=s)\n        for _ in range(more):\n            X = identity_block(X, f=3, filters=filters)",
            "X = stage(X, filters, s, more)",
        ),
    ),
    "prints the summary": (
        ("return Model(inputs=X_input, outputs=X)", "model = Model(inputs=X_input, outputs=X)\n    model.summary()\n    return model"),
    ),
}
