"""Answers of strangers for which a rule was made since: they count in no rate, and each is told first what is wrong."""

from . import Stranger

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
            "not belong multiplication",
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
    Stranger(
        "fb2-trailing-comma",
        "identity_block",
        "A comma at the end of the line makes the shortcut a tuple.",
        ("comma tuple", "shortcut tuple", "comma end", "stray comma", "comma tuple"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    X_shortcut = X,

    X = Conv2D(F1, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)

    return X
""",
    ),
    Stranger(
        "fb2-project-only-if-needed",
        "convolutional_block",
        "The projection is left out when the stride is 1 and the channels fit already.",
        (
            "projection always",
            "projection condition",
            "shortcut always",
            "shortcut condition",
            "projection missing",
            "shortcut convolution missing",
            "shortcut if",
            "f3 channels already s = 1",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    shortcut = X

    out = Conv2D(F1, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    out = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    out = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)

    # downsample
    if s != 1 or X.shape[-1] != F3:
        shortcut = Conv2D(F3, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
        shortcut = BatchNormalization(axis=3)(shortcut, training=training)

    out = Add()([out, shortcut])
    return ReLU()(out)
""",
    ),
    Stranger(
        "fb2-blocks-side-by-side",
        "ResNet50",
        "In the loops every identity block takes the output of the convolutional block, so only the last one of each stage is in the network.",
        (
            "identity blocks missing",
            "identity blocks few",
            "identity blocks chain",
            "identity blocks previous",
            "identity block output",
            "number identity blocks",
            "identity blocks one",
            "all identity blocks take convolutional only last",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # stage 2
    C2 = convolutional_block(X, 3, [64, 64, 256], s=1)
    for _ in range(2):
        I2 = identity_block(C2, 3, [64, 64, 256])

    # stage 3
    C3 = convolutional_block(I2, 3, [128, 128, 512], s=2)
    for _ in range(3):
        I3 = identity_block(C3, 3, [128, 128, 512])

    # stage 4
    C4 = convolutional_block(I3, 3, [256, 256, 1024], s=2)
    for _ in range(5):
        I4 = identity_block(C4, 3, [256, 256, 1024])

    # stage 5
    C5 = convolutional_block(I4, 3, [512, 512, 2048], s=2)
    for _ in range(2):
        I5 = identity_block(C5, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(I5)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fb3-returns-compile",
        "ResNet50",
        "What compile gives back, None, is returned instead of the model.",
        ("returns none", "return model", "compile none", "none model", "returns none"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)

    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    X = convolutional_block(X, f=3, filters=[64, 64, 256], s=1)
    X = identity_block(X, 3, [64, 64, 256])
    X = identity_block(X, 3, [64, 64, 256])

    X = convolutional_block(X, f=3, filters=[128, 128, 512], s=2)
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])

    X = convolutional_block(X, f=3, filters=[256, 256, 1024], s=2)
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])

    X = convolutional_block(X, f=3, filters=[512, 512, 2048], s=2)
    X = identity_block(X, 3, [512, 512, 2048])
    X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)

    model = Model(inputs=X_input, outputs=X)
    return model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
""",
    ),
    Stranger(
        "fb4-average-not-sum",
        "identity_block",
        "The main path and the shortcut are averaged instead of added.",
        ("average add", "averaged added", "average sum", "half sum", "divided 2", "added not averaged", "not belong division"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # divide so that the activations do not grow from block to block
    X = (X + X_shortcut) / 2
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fb5-shortcut-option-a",
        "convolutional_block",
        "The shortcut is subsampled and filled up with channels of zeros instead of being projected by a convolution.",
        ("shortcut convolution", "shortcut projection", "projection missing", "shortcut conv2d", "not belong slice"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    out = Conv2D(F1, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)
    out = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)
    out = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)

    # option A of the paper: no extra parameters
    shortcut = X[:, ::s, ::s, :F3]
    missing = F3 - shortcut.shape[-1]
    if missing > 0:
        shortcut = keras.ops.pad(shortcut, [[0, 0], [0, 0], [0, 0], [0, missing]])

    return ReLU()(Add()([out, shortcut]))
""",
    ),
    Stranger(
        "fb6-second-component-unused",
        "identity_block",
        "The third convolution takes the first component's output, so the second component is not used.",
        (
            "third convolution input",
            "third component second",
            "second component unused",
            "second component output",
            "second component not",
            "second convolution missing",
            "third first component",
            "second component not used",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    z1 = Conv2D(F1, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    n1 = BatchNormalization(axis=3)(z1, training=training)
    a1 = ReLU()(n1)

    z2 = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(a1)
    n2 = BatchNormalization(axis=3)(z2, training=training)
    a2 = ReLU()(n2)

    z3 = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(a1)
    n3 = BatchNormalization(axis=3)(z3, training=training)

    a3 = ReLU()(Add()([n3, X]))
    return a3
""",
    ),
    Stranger(
        "pre-return-in-loop",
        "pre_activation_block",
        "The return stands inside the loop, so only the first component is computed.",
        ("first component", "return loop", "inside loop", "too early", "components missing", "one component"),
        """\
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X
    for n, k in zip(filters, (1, f, 1)):
        X = BatchNormalization(axis=3)(X, training=training)
        X = Activation("relu")(X)
        X = Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))(X)
        if n == F3:
            X = Add()([X, shortcut])
        return X
""",
    ),
    Stranger(
        "dl-w25",
        "dense_layer",
        "The tensor is given to the constructor ReLU(X) instead of to the layer, ReLU()(X).",
        ("relu constructor", "relu call", "relu()(", "relu made", "relu brackets", "relu parenthes"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    old = X
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(X)
    X = Conv2D(4 * growth, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(X)
    X = Conv2D(growth, 3, padding="same", kernel_initializer=initializer(seed=0))(X)
    return Concatenate(axis=3)([old, X])
""",
    ),
    Stranger(
        "dl-w27",
        "dense_layer",
        "The output of the 1x1 convolution is concatenated too; only X and the last convolution's output belong there.",
        ("three", "only x", "first convolution joined", "bottleneck", "first component concat", "too many channels"),
        """\
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    \"\"\"Each layer takes all that the layers before it have found.\"\"\"
    features = [X]
    for n, size in [(4 * growth, 1), (growth, 3)]:
        Y = BatchNormalization(axis=3)(features[-1], training=training)
        Y = ReLU()(Y)
        Y = Conv2D(n, size, padding="same", kernel_initializer=initializer(seed=0))(Y)
        features.append(Y)
    return Concatenate(axis=3)(features)
""",
    ),
    Stranger(
        "fb3-return-in-loop",
        "identity_block",
        "The return stands inside the loop, so the function ends after the first component.",
        ("return loop", "return inside", "return indented", "first component only", "returns after first relu"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    kernels = [1, f, 1]
    paddings = ["valid", "same", "valid"]

    for i in range(3):
        X = Conv2D(filters[i], kernels[i], strides=1, padding=paddings[i], kernel_initializer=initializer(seed=0))(X)
        X = BatchNormalization(axis=3)(X, training=training)
        if i == 2:
            X = Add()([X, X_shortcut])
        X = Activation("relu")(X)

        return X
""",
    ),
)
