"""Answers of strangers for which a rule was made since: they count in no rate, and each is told first what is wrong."""

from tests.strangers import Stranger

ANSWERS = (
    Stranger(
        "fa2-basic-block",
        "identity_block",
        "It is the basic block of ResNet-18: the third component is missing, there are only two convolutions.",
        (
            "third component missing",
            "two convolutions",
            "three convolutions",
            "third convolution",
            "f2 f3 channels",
            "bottleneck",
            "two convolutions",
        ),
        '''\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    """Basic residual block: two convolutions and a skip connection."""
    F1, F2, F3 = filters
    shortcut = X

    X = Conv2D(F1, kernel_size=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, kernel_size=f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([shortcut, X])
    X = ReLU()(X)
    return X
''',
    ),
    Stranger(
        "fa3-overwritten-input",
        "convolutional_block",
        "The shortcut's convolution works on the main path's output instead of the block's input.",
        ("shortcut input", "shortcut from main path", "shortcut starts from x", "shortcut must use x", "shortcut begins first relu"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X_main = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X_main = BatchNormalization(axis=3)(X_main, training=training)
    X_main = Activation("relu")(X_main)
    X_main = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X_main)
    X_main = BatchNormalization(axis=3)(X_main, training=training)

    # X has already been shrunk, so no stride is needed here any more
    X_shortcut = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    return Activation("relu")(Add()([X_main, X_shortcut]))
""",
    ),
    Stranger(
        "fa3-project-if-needed",
        "convolutional_block",
        "With s=1 the projection is left out, as in the PyTorch habit of downsampling only where needed, so the shortcut is X itself.",
        (
            "projection always",
            "shortcut when s 1",
            "stride 1 shortcut",
            "shortcut convolution missing",
            "projection for s",
            "s = 1 no projection",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    out = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    out = ReLU()(BatchNormalization(axis=3)(out, training=training))
    out = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(out)
    out = ReLU()(BatchNormalization(axis=3)(out, training=training))
    out = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)

    downsample = None
    if s != 1:
        def downsample(t):
            t = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(t)
            return BatchNormalization(axis=3)(t, training=training)

    identity = X if downsample is None else downsample(X)
    out = out + identity
    return ReLU()(out)
""",
    ),
    Stranger(
        "fa5-se-block",
        "identity_block",
        "A squeeze-and-excitation gate multiplies the main path before the addition.",
        (
            "squeeze excitation",
            "main path multiplied",
            "extra layers main path",
            "squeeze and excitation",
            "dense layers block",
            "not belong multiply",
        ),
        """\
from keras.layers import GlobalAveragePooling2D, Multiply, Reshape

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # channel attention
    se = GlobalAveragePooling2D()(X)
    se = Dense(max(F3 // 16, 1), activation="relu")(se)
    se = Dense(F3, activation="sigmoid")(se)
    se = Reshape((1, 1, F3))(se)
    X = Multiply()([X, se])

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fa6-resnet101",
        "ResNet50",
        "Stage 4 has 22 identity blocks, as in ResNet-101, instead of 5.",
        ("stage 4 identity blocks", "too many identity blocks", "number of identity blocks", "stage 4 five", "22", "22 identity blocks"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    blocks = (3, 4, 23, 3)
    for j, b in enumerate(blocks):
        F = 64 * 2 ** j
        for k in range(b):
            if k == 0:
                X = convolutional_block(X, 3, [F, F, 4 * F], s=2 if j > 0 else 1)
            else:
                X = identity_block(X, 3, [F, F, 4 * F])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fa7-filters-index",
        "identity_block",
        "The indices into filters start at 1, so the third one is out of range and the first two are one too high.",
        ("index out of range", "filters index", "indices start 0", "filters[3]", "index 3", "three numbers"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    X_shortcut = X

    X = Conv2D(filters[1], 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(filters[2], f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(filters[3], 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X_shortcut, X])
    return Activation("relu")(X)
""",
    ),
)
