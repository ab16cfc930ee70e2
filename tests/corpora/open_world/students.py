"""Answers of students: novices, the hurried, the clever, and those who paste. Written from the exercise's text alone."""

from . import Stranger

ANSWERS = (
    Stranger(
        "fa1-no-final-relu",
        "identity_block",
        "The ReLU after the addition is missing.",
        ("relu after addition", "final relu missing", "no relu after add", "last relu"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, kernel_size=1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, kernel_size=(f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, kernel_size=1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X_shortcut, X])
    return X
""",
    ),
    Stranger(
        "fa1-late-shortcut",
        "identity_block",
        "The shortcut is saved only after the main path, so the main path is added to itself.",
        ("shortcut too late", "main path added itself", "shortcut input", "shortcut saved before", "takes main path twice"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    # main path
    for i, (n, k) in enumerate([(F1, 1), (F2, f), (F3, 1)]):
        X = Conv2D(n, k, padding="same" if i == 1 else "valid", kernel_initializer=initializer(seed=0))(X)
        X = BatchNormalization(axis=3)(X, training=training)
        if i < 2:
            X = ReLU()(X)

    # shortcut
    X_shortcut = X
    X = Add()([X, X_shortcut])
    return ReLU()(X)
""",
    ),
    Stranger(
        "fa1-pytorch-axis",
        "identity_block",
        "All batch normalisations work over axis 1, as with channels first, instead of over the channels in axis 3.",
        ("axis 3", "batch normalisation axis", "channels axis", "wrong axis"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    identity = X

    # conv1
    out = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=1)(out, training=training)
    out = Activation("relu")(out)
    # conv2
    out = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=1)(out, training=training)
    out = Activation("relu")(out)
    # conv3
    out = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=1)(out, training=training)

    out = out + identity
    return Activation("relu")(out)
""",
    ),
    Stranger(
        "fa1-ok-inner-helper",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    def conv_bn(t, n, k, pad):
        c = Conv2D(filters=n, kernel_size=(k, k), padding=pad, kernel_initializer=initializer(seed=0))
        b = BatchNormalization(axis=-1)
        return b(c(t), training=training)

    F1, F2, F3 = filters
    return keras.ops.relu(
        conv_bn(keras.ops.relu(conv_bn(keras.ops.relu(conv_bn(X, F1, 1, "valid")), F2, f, "same")), F3, 1, "valid") + X
    )
""",
    ),
    Stranger(
        "fa1-stride-in-middle",
        "convolutional_block",
        "The stride s sits in the middle f x f convolution instead of in the first 1x1 convolution.",
        ("stride first convolution", "stride middle", "stride second convolution", "stride s"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # First component
    X = Conv2D(F1, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # Second component: the 3x3 does the downsampling
    X = Conv2D(F2, f, strides=s, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # Third component
    X = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Shortcut
    X_shortcut = Conv2D(F3, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fa1-no-shortcut-bn",
        "convolutional_block",
        "The shortcut's convolution is not followed by a batch normalisation.",
        ("shortcut batch normalisation", "batch normalisation missing", "normalise shortcut", "shortcut not normalised"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    init = lambda: initializer(seed=0)

    a = Conv2D(F1, (1, 1), strides=(s, s), kernel_initializer=init())(X)
    a = BatchNormalization(axis=3)(a, training=training)
    a = ReLU()(a)
    a = Conv2D(F2, (f, f), padding="same", kernel_initializer=init())(a)
    a = BatchNormalization(axis=3)(a, training=training)
    a = ReLU()(a)
    a = Conv2D(F3, (1, 1), kernel_initializer=init())(a)
    a = BatchNormalization(axis=3)(a, training=training)

    b = Conv2D(F3, (1, 1), strides=(s, s), kernel_initializer=init())(X)

    return ReLU()(Add()([a, b]))
""",
    ),
    Stranger(
        "fa1-hardcoded-two",
        "convolutional_block",
        "The stride 2 is written into the code, and the argument s is ignored.",
        ("stride s", "argument s ignored", "stride fixed 2", "stride always 2"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(filters=F1, kernel_size=1, strides=(2, 2), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(filters=F2, kernel_size=f, strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(filters=F3, kernel_size=1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(filters=F3, kernel_size=1, strides=(2, 2), padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "fa1-ok-slicing",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    # a 1x1 convolution with stride s only ever looks at every s-th pixel, so throw the others away first
    small = X[:, ::s, ::s, :]

    def component(t, n, k):
        t = Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))(t)
        return BatchNormalization()(t, training=training)

    main = Activation("relu")(component(small, F1, 1))
    main = Activation("relu")(component(main, F2, f))
    main = component(main, F3, 1)
    shortcut = component(small, F3, 1)
    return Activation("relu")(shortcut + main)
""",
    ),
    Stranger(
        "fa1-counts-3463",
        "ResNet50",
        "3, 4, 6 and 3 are taken as the numbers of identity blocks, though the convolutional block counts too, so each stage has one block too many.",
        ("too many identity blocks", "number of identity blocks", "one block too many", "stage identity blocks"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    widths = [64, 128, 256, 512]
    depths = [3, 4, 6, 3]  # the famous numbers
    for i in range(4):
        fs = [widths[i], widths[i], 4 * widths[i]]
        X = convolutional_block(X, f=3, filters=fs, s=1 if i == 0 else 2)
        for _ in range(depths[i]):
            X = identity_block(X, 3, fs)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fa1-identity-not-kept",
        "ResNet50",
        "The identity blocks of the stages are called, but their results are not assigned to X and so are lost.",
        ("identity blocks result", "no identity blocks", "identity blocks missing", "result not assigned", "number of identity blocks"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(shape=input_shape)

    # stem
    X = ZeroPadding2D(3)(X_input)
    X = Conv2D(64, 7, strides=2, kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D(3, strides=2)(X)

    # stage 2
    X = convolutional_block(X, 3, [64, 64, 256], s=1)
    for i in range(2):
        identity_block(X, 3, [64, 64, 256])
    # stage 3
    X = convolutional_block(X, 3, [128, 128, 512], s=2)
    for i in range(3):
        identity_block(X, 3, [128, 128, 512])
    # stage 4
    X = convolutional_block(X, 3, [256, 256, 1024], s=2)
    for i in range(5):
        identity_block(X, 3, [256, 256, 1024])
    # stage 5
    X = convolutional_block(X, 3, [512, 512, 2048], s=2)
    for i in range(2):
        identity_block(X, 3, [512, 512, 2048])

    # head
    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(X_input, X)
""",
    ),
    Stranger(
        "fa2-bn-after-add",
        "identity_block",
        "The third batch normalisation comes after the addition instead of before it.",
        ("batch normalisation after addition", "normalise before addition", "batch normalisation before add", "third batch normalisation"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    x = X
    x = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)
    x = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)
    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    x = Add()([x, X])
    x = BatchNormalization(axis=3)(x, training=training)
    return ReLU()(x)
""",
    ),
    Stranger(
        "fa2-training-once-forgotten",
        "identity_block",
        "The second batch normalisation is called without training=training.",
        ("training batch normalisation", "training not passed", "training second", "training missing"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    X_shortcut = X

    ## 1
    X = Conv2D(filters = F1, kernel_size = 1, strides = (1,1), padding = 'valid', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = Activation('relu')(X)

    ## 2
    X = Conv2D(filters = F2, kernel_size = f, strides = (1,1), padding = 'same', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X)
    X = Activation('relu')(X)

    ## 3
    X = Conv2D(filters = F3, kernel_size = 1, strides = (1,1), padding = 'valid', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)

    ## 4
    X = Add()([X_shortcut, X])
    X = Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "fa2-ok-reduce",
        "identity_block",
        "",
        (),
        """\
from functools import reduce

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    convs = [
        Conv2D(n, k, strides=1, padding=p, kernel_initializer=initializer(seed=0))
        for n, k, p in zip(filters, (1, f, 1), ("valid", "same", "valid"))
    ]
    norms = [BatchNormalization(axis=3) for _ in convs]
    # ReLU goes *in front of* the 2nd and the 3rd convolution, so none is left behind the 3rd
    steps = [
        convs[0],
        lambda t: norms[0](t, training=training),
        keras.ops.relu,
        convs[1],
        lambda t: norms[1](t, training=training),
        keras.ops.relu,
        convs[2],
        lambda t: norms[2](t, training=training),
        lambda t: t + X,
        keras.ops.relu,
    ]
    return reduce(lambda t, step: step(t), steps, X)
""",
    ),
    Stranger(
        "fa2-shortcut-f1",
        "convolutional_block",
        "The shortcut's convolution has F1 filters instead of F3.",
        ("shortcut f3 filters", "shortcut f1", "shortcut number of filters", "shortcut channels", "shapes do not fit"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F2, f, strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, 1, strides=(1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F1, 1, strides=(s, s), kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    return Activation("relu")(X)
""",
    ),
    Stranger(
        "fa2-resnet-d",
        "convolutional_block",
        "The shortcut shrinks by average pooling and a convolution with stride 1, as in ResNet-D, instead of a convolution with stride s.",
        ("shortcut pooling", "shortcut stride s", "average pooling shortcut", "stride shortcut convolution"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # Shortcut branch: pool first so that no pixel is thrown away
    shortcut = AveragePooling2D(pool_size=s, strides=s, padding="same")(X)
    shortcut = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(shortcut)
    shortcut = BatchNormalization(axis=3)(shortcut, training=training)

    # Main branch
    y = Conv2D(F1, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    y = BatchNormalization(axis=3)(y, training=training)
    y = ReLU()(y)
    y = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)
    y = ReLU()(y)
    y = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)

    return ReLU()(y + shortcut)
""",
    ),
    Stranger(
        "fa2-relu-on-shortcut",
        "convolutional_block",
        "The shortcut gets a ReLU of its own before the addition.",
        ("relu on shortcut", "relu shortcut", "no relu shortcut", "relu before addition"),
        """\
def cbr(X, n, k, s, p, training, initializer):
    X = Conv2D(n, k, strides=s, padding=p, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    return X

def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    skip = cbr(X, F3, 1, s, "valid", training, initializer)
    skip = ReLU()(skip)
    X = ReLU()(cbr(X, F1, 1, s, "valid", training, initializer))
    X = ReLU()(cbr(X, F2, f, 1, "same", training, initializer))
    X = cbr(X, F3, 1, 1, "valid", training, initializer)
    return ReLU()(Add()([X, skip]))
""",
    ),
    Stranger(
        "fa2-no-zero-padding",
        "ResNet50",
        "The zero padding of 3 before the first convolution is missing.",
        ("zero padding missing", "padding of 3", "zero padding stem", "no zero padding"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inp = Input(input_shape)
    X = Conv2D(64, 7, strides=2)(inp)
    X = BatchNormalization(axis=3)(X)
    X = ReLU()(X)
    X = MaxPooling2D(3, strides=2)(X)
    for k, (n, c) in enumerate(zip((2, 3, 5, 2), (64, 128, 256, 512))):
        X = convolutional_block(X, 3, [c, c, 4 * c], s=2 if k else 1)
        for _ in range(n):
            X = identity_block(X, 3, [c, c, 4 * c])
    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inp, X)
""",
    ),
    Stranger(
        "fa2-classes-fixed",
        "ResNet50",
        "The dense layer always has 6 units; the argument classes is ignored.",
        ("classes ignored", "units classes", "6 units", "dense classes", "number of classes"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    X = ZeroPadding2D((3, 3))(X_input)

    # Stage 1
    X = Conv2D(64, (7, 7), strides=(2, 2), kernel_initializer=glorot_uniform(seed=0))(X)
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

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(6, activation='softmax', kernel_initializer=glorot_uniform(seed=0))(X)

    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fa2-ok-recipe-string",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    # one letter per block: C = convolutional block (a new stage begins), i = identity block
    recipe = "Cii" + "Ciii" + "Ciiiii" + "Cii"
    width = 32
    stage = 1

    inputs = Input(shape=input_shape)
    X = keras.ops.pad(inputs, [[0, 0], [3, 3], [3, 3], [0, 0]])
    X = Conv2D(64, 7, strides=2)(X)
    X = BatchNormalization()(X)
    X = ReLU()(X)
    X = MaxPooling2D(pool_size=3, strides=2)(X)
    for letter in recipe:
        if letter == "C":
            stage += 1
            width *= 2
            X = convolutional_block(X, 3, (width, width, width * 4), s=min(stage - 1, 2))
        else:
            X = identity_block(X, 3, (width, width, width * 4))
    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes)(X)
    X = keras.layers.Softmax()(X)
    return Model(inputs, X)
""",
    ),
    Stranger(
        "fa3-raise-left",
        "identity_block",
        "The line raise NotImplementedError() from the template still stands before the return.",
        ("notimplementederror", "raise still there", "remove raise", "raise line"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    # YOUR CODE HERE
    X_shortcut = X
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
    raise NotImplementedError()
    return X
""",
    ),
    Stranger(
        "fa3-same-bn-layer",
        "identity_block",
        "One single batch normalisation layer is made and used three times, where each component needs its own.",
        (
            "own batch normalisation",
            "same batch normalisation layer",
            "layer used three times",
            "one batch normalisation shared",
            "new batch normalisation",
            "one batchnormalization used several",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    bn = BatchNormalization(axis=3)
    relu = ReLU()

    y = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    y = relu(bn(y, training=training))
    y = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(y)
    y = relu(bn(y, training=training))
    y = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(y)
    y = bn(y, training=training)
    return relu(y + X)
""",
    ),
    Stranger(
        "fa3-three-by-three",
        "identity_block",
        "The middle kernel is always 3x3; the argument f is ignored.",
        ("kernel size f", "argument f ignored", "middle kernel f", "kernel always 3", "second convolution f"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    residual = X

    # 1x1 reduce
    X = Conv2D(F1, 1, use_bias=True, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=-1)(X, training=training)
    X = keras.activations.relu(X)

    # 3x3
    X = Conv2D(F2, 3, padding='same', use_bias=True, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=-1)(X, training=training)
    X = keras.activations.relu(X)

    # 1x1 expand
    X = Conv2D(F3, 1, use_bias=True, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=-1)(X, training=training)

    X += residual
    return keras.activations.relu(X)
""",
    ),
    Stranger(
        "fa3-ok-hand-padding",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    before, after = (f - 1) // 2, f // 2  # what padding "same" puts on at stride 1

    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = ZeroPadding2D(((before, after), (before, after)))(X)
    X = Conv2D(F2, f, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    return Activation("relu")(Add()([X_shortcut, X]))
""",
    ),
    Stranger(
        "fa3-shortcut-no-training",
        "convolutional_block",
        "The batch normalisation of the shortcut is called without training=training.",
        ("training shortcut", "training not passed", "training batch normalisation", "shortcut batch normalisation training"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    x0 = X
    for i, (n, k, st) in enumerate(((F1, 1, s), (F2, f, 1), (F3, 1, 1))):
        pad = ("valid", "same", "valid")[i]
        X = Conv2D(n, k, strides=st, padding=pad, kernel_initializer=initializer(seed=0))(X)
        X = BatchNormalization(axis=3)(X, training=training)
        X = Activation("relu" if i < 2 else "linear")(X)
    x0 = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(x0)
    x0 = BatchNormalization(axis=3)(x0)
    return Activation("relu")(Add()([X, x0]))
""",
    ),
    Stranger(
        "fa3-ok-closure-keywords",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    conv_1 = dict(zip(("filters", "kernel_size", "strides", "padding"), (filters[0], 1, s, "valid")))
    conv_2 = dict(filters=filters[1], kernel_size=[f, f], padding="same")
    conv_3 = dict(filters=filters[-1], kernel_size=1)
    projection = {**conv_3, "strides": [s, s]}

    def run(tensor, *specs):
        *firsts, last = specs
        for spec in firsts:
            tensor = run(tensor, spec)
            tensor = keras.activations.relu(tensor)
        tensor = Conv2D(**last, kernel_initializer=initializer(seed=0))(tensor)
        return BatchNormalization(axis=3)(tensor, training=training)

    both = run(X, conv_1, conv_2, conv_3), run(X, projection)
    return keras.activations.relu(keras.layers.add(list(both)))
""",
    ),
    Stranger(
        "fa3-stage2-stride",
        "ResNet50",
        "The convolutional block of stage 2 is called without s=1 and so takes the default stride 2.",
        ("stage 2 stride", "s=1 stage 2", "stage 2 default stride", "first convolutional block stride 1", "stride 1", "stage 2 s = 2"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D(3)(X_input)
    X = Conv2D(64, 7, strides=2)(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D(3, strides=2)(X)

    stages = {2: ([64, 64, 256], 2), 3: ([128, 128, 512], 3), 4: ([256, 256, 1024], 5), 5: ([512, 512, 2048], 2)}
    for stage, (filters, n) in stages.items():
        X = convolutional_block(X, 3, filters)
        for _ in range(n):
            X = identity_block(X, 3, filters)

    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fa3-sigmoid",
        "ResNet50",
        "The dense layer has a sigmoid instead of a softmax.",
        ("softmax sigmoid", "softmax", "sigmoid", "probabilities sum 1"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2), name='conv1')(X)
    X = BatchNormalization(axis=3, name='bn_conv1')(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    X = convolutional_block(X, 3, [64, 64, 256], s=1)
    X = identity_block(X, 3, [64, 64, 256])
    X = identity_block(X, 3, [64, 64, 256])

    X = convolutional_block(X, 3, [128, 128, 512], s=2)
    for _ in 'abc': X = identity_block(X, 3, [128, 128, 512])

    X = convolutional_block(X, 3, [256, 256, 1024], s=2)
    for _ in 'abcde': X = identity_block(X, 3, [256, 256, 1024])

    X = convolutional_block(X, 3, [512, 512, 2048], s=2)
    for _ in 'ab': X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2), name='avg_pool')(X)
    X = Flatten()(X)
    X = Dense(classes, activation='sigmoid', name='fc' + str(classes))(X)
    return Model(inputs=X_input, outputs=X, name='ResNet50')
""",
    ),
    Stranger(
        "fa4-preactivation",
        "identity_block",
        "It is the pre-activation order: batch normalisation and ReLU come before each convolution and nothing after the addition.",
        ("normalisation before convolution", "pre-activation", "convolution first", "order of layers", "relu after addition"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X

    x = BatchNormalization(axis=3)(X, training=training)
    x = Activation("relu")(x)
    x = Conv2D(F1, (1, 1), padding="valid", kernel_initializer=initializer(seed=0))(x)

    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)
    x = Conv2D(F2, (f, f), padding="same", kernel_initializer=initializer(seed=0))(x)

    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)
    x = Conv2D(F3, (1, 1), padding="valid", kernel_initializer=initializer(seed=0))(x)

    return Add()([x, shortcut])
""",
    ),
    Stranger(
        "fa4-seed-forgotten",
        "identity_block",
        "The initializer class is passed without being called with seed=0.",
        ("initializer seed 0", "initializer not called", "call initializer", "seed missing"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=1, padding='valid', kernel_initializer=initializer)(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F2, f, strides=1, padding='same', kernel_initializer=initializer)(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, 1, strides=1, padding='valid', kernel_initializer=initializer)(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = ReLU()(X + X_shortcut)
    return X
""",
    ),
    Stranger(
        "fa4-no-return",
        "identity_block",
        "The function returns nothing; the return is missing.",
        ("return missing", "returns none", "nothing returned", "forgot return"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    y = X
    for n, k, pad, act in [(F1, 1, "valid", "relu"), (F2, f, "same", "relu"), (F3, 1, "valid", None)]:
        y = Conv2D(n, k, padding=pad, kernel_initializer=initializer(seed=0))(y)
        y = BatchNormalization(axis=3)(y, training=training)
        if act:
            y = Activation(act)(y)
    y = Add()([y, X])
    y = Activation("relu")(y)
""",
    ),
    Stranger(
        "fa4-ok-maximum",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    relu = lambda t: keras.ops.maximum(t, 0.0)
    norm = lambda t: BatchNormalization(axis=3)(t, training=training)
    conv = lambda n, k: Conv2D(n, (k, k), padding="same", kernel_initializer=initializer(seed=0))

    # for 1x1 and stride 1 "same" and "valid" are one and the same, nothing is padded
    component1 = relu(norm(conv(F1, 1)(X)))
    component2 = relu(norm(conv(F2, f)(component1)))
    component3 = norm(conv(F3, 1)(component2))
    return relu(component3 + X)
""",
    ),
    Stranger(
        "fa4-shortcut-f-kernel",
        "convolutional_block",
        "The shortcut's convolution has size f x f and padding same instead of 1x1.",
        ("shortcut kernel 1x1", "shortcut 1x1", "kernel size shortcut", "shortcut convolution size"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, (1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, (f, f), strides=(s, s), padding="same", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fa4-forgot-add",
        "convolutional_block",
        "The shortcut is computed but never added to the main path.",
        ("shortcut not added", "addition missing", "never added", "add the shortcut"),
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

    X_shortcut = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "fa4-stride-everywhere",
        "convolutional_block",
        "The stride s is also given to the second convolution, so the main path shrinks twice.",
        ("stride second convolution", "stride twice", "stride 1 second", "shrinks twice", "shapes do not fit"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    def block(x, n, k, stride, padding):
        x = Conv2D(n, k, strides=(stride, stride), padding=padding, kernel_initializer=initializer(seed=0))(x)
        return BatchNormalization(axis=3)(x, training=training)

    main = Activation("relu")(block(X, F1, 1, s, "valid"))
    main = Activation("relu")(block(main, F2, f, s, "same"))
    main = block(main, F3, 1, 1, "valid")
    short = block(X, F3, 1, s, "valid")
    return Activation("relu")(Add()([main, short]))
""",
    ),
    Stranger(
        "fa4-no-flatten",
        "ResNet50",
        "Flatten is missing before the dense layer.",
        ("flatten missing", "flatten", "output shape", "no flatten"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    i = Input(input_shape)
    x = ZeroPadding2D(3)(i)
    x = Conv2D(64, 7, 2)(x)
    x = BatchNormalization()(x)
    x = ReLU()(x)
    x = MaxPooling2D(3, 2)(x)

    for f1, n in (64, 2), (128, 3), (256, 5), (512, 2):
        x = convolutional_block(x, 3, (f1, f1, f1 * 4), 1 if f1 == 64 else 2)
        for _ in range(n):
            x = identity_block(x, 3, (f1, f1, f1 * 4))

    x = AveragePooling2D(2)(x)
    x = Dense(classes, activation="softmax")(x)
    return Model(i, x)
""",
    ),
    Stranger(
        "fa4-returns-tensor",
        "ResNet50",
        "The function returns the output tensor instead of a Model.",
        ("return model", "model missing", "tensor instead model", "not a model"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)

    # Stage 1
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stages 2 to 5
    for stage, (c, n) in enumerate([(64, 2), (128, 3), (256, 5), (512, 2)], start=2):
        filters = [c, c, c * 4]
        X = convolutional_block(X, f=3, filters=filters, s=1 if stage == 2 else 2)
        for _ in range(n):
            X = identity_block(X, 3, filters)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return X
""",
    ),
    Stranger(
        "fa4-ok-sequential-stem",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    def through(x, *layers):
        for layer in layers:
            x = layer(x)
        return x

    def stage(F, n, s):
        def build(x):
            x = convolutional_block(x, 3, F, s)
            while_left = n
            while while_left:
                x = identity_block(x, 3, F)
                while_left -= 1
            return x
        return build

    images = Input(shape=input_shape)
    answer = through(
        images,
        ZeroPadding2D(padding=((3, 3), (3, 3))),
        Conv2D(64, 7, strides=2, padding="valid", kernel_initializer="he_normal"),
        BatchNormalization(axis=-1),
        keras.ops.relu,
        MaxPooling2D(3, strides=2),
        stage([64, 64, 256], 2, 1),
        stage([128, 128, 512], 3, 2),
        stage([256, 256, 1024], 5, 2),
        stage([512, 512, 2048], 2, 2),
        AveragePooling2D(2),
        Flatten(),
        Dense(classes, activation=keras.activations.softmax),
    )
    return Model(inputs=[images], outputs=[answer])
""",
    ),
    Stranger(
        "fa5-concatenate",
        "identity_block",
        "The shortcut is concatenated to the main path instead of added.",
        ("concatenate add", "add instead concatenate", "added not concatenated", "output channels", "twice channels"),
        """\
from keras.layers import Concatenate

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    skip = X

    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # skip connection
    X = Concatenate(axis=3)([X, skip])
    return ReLU()(X)
""",
    ),
    Stranger(
        "fa5-relu-in-loop",
        "identity_block",
        "The loop puts a ReLU after every component, also after the third, before the addition.",
        ("relu before addition", "relu third component", "no relu third", "relu too many"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    X_shortcut = X
    sizes = [1, f, 1]
    pads = ["valid", "same", "valid"]
    for i in range(3):
        X = Conv2D(filters[i], sizes[i], padding=pads[i], kernel_initializer=initializer(seed=0))(X)
        X = BatchNormalization(axis=3)(X, training=training)
        X = Activation("relu")(X)
    X = Add()([X_shortcut, X])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fa5-ok-sum-list",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    branches = {"shortcut": X}

    def bottleneck():
        t = X
        for position, (channels, kernel) in enumerate(zip([F1, F2, F3], [1, f, 1])):
            if position > 0:            # between two components, never behind the last
                t = Activation(keras.activations.relu)(t)
            same = position == 1
            t = Conv2D(channels, kernel, 1, "same" if same else "valid", kernel_initializer=initializer(seed=0))(t)
            t = BatchNormalization(axis=3)(t, training=training)
        return t

    branches["main"] = bottleneck()
    return Activation("relu")(sum(branches.values()))
""",
    ),
    Stranger(
        "fa5-maxpool-shortcut",
        "convolutional_block",
        "The shortcut is max-pooled with stride s before a stride-1 projection, instead of a convolution with stride s.",
        ("shortcut pooling", "max pooling shortcut", "shortcut stride s", "convolution stride shortcut"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    shortcut = MaxPooling2D(pool_size=(s, s), padding="same")(X)
    shortcut = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(shortcut)
    shortcut = BatchNormalization(axis=3)(shortcut, training=training)

    x = Conv2D(F1, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)
    x = Conv2D(F2, (f, f), padding="same", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)
    x = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    return ReLU()(Add()([x, shortcut]))
""",
    ),
    Stranger(
        "fa5-no-bias",
        "convolutional_block",
        "All convolutions are made with use_bias=False, which is not Keras's default.",
        ("use_bias", "bias missing", "convolutions without bias", "default bias", "no bias"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    # bias is redundant because BN follows every conv
    conv = lambda n, k, st=1, p="valid": Conv2D(n, k, strides=st, padding=p, use_bias=False,
                                                kernel_initializer=initializer(seed=0))
    bn = lambda t: BatchNormalization(axis=3)(t, training=training)
    X_shortcut = bn(conv(F3, 1, s)(X))
    X = ReLU()(bn(conv(F1, 1, s)(X)))
    X = ReLU()(bn(conv(F2, f, 1, "same")(X)))
    X = bn(conv(F3, 1)(X))
    return ReLU()(Add()([X, X_shortcut]))
""",
    ),
    Stranger(
        "fa5-other-seed",
        "convolutional_block",
        "The shortcut's convolution takes seed=1 instead of seed=0.",
        ("seed 0", "shortcut seed", "initializer shortcut", "seed=0", "wrong seed"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(filters=F1, kernel_size=1, strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(filters=F2, kernel_size=f, strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(filters=F3, kernel_size=1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # a different seed so that the two paths don't start alike
    X_shortcut = Conv2D(filters=F3, kernel_size=1, strides=(s, s), padding='valid', kernel_initializer=initializer(seed=1))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "fa5-ok-callable-class",
        "convolutional_block",
        "",
        (),
        '''\
class _ConvNorm:
    """Convolution and batch normalisation in one, made anew for each use."""

    def __init__(self, initializer, training):
        self.initializer, self.training = initializer, training

    def __call__(self, X, number, size=1, step=1):
        if size != 1:
            lead = (size - 1) // 2
            X = ZeroPadding2D(((lead, size - 1 - lead), (lead, size - 1 - lead)))(X)
        X = Conv2D(number, size, step, kernel_initializer=self.initializer(seed=0))(X)
        return BatchNormalization(3)(X, training=self.training)


def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    cn = _ConvNorm(initializer, training)
    shortcut = cn(X, filters[2], step=s)
    X = cn(X, filters[0], step=s)
    X = cn(ReLU()(X), filters[1], f)
    X = cn(ReLU()(X), filters[2])
    return ReLU()(keras.ops.add(X, shortcut))
''',
    ),
    Stranger(
        "fa5-no-maxpool",
        "ResNet50",
        "The max pooling in the stem is missing.",
        ("max pooling missing", "max pooling stem", "no max pooling", "pooling 3x3"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)

    for filters, blocks, s in [([64, 64, 256], 2, 1), ([128, 128, 512], 3, 2),
                               ([256, 256, 1024], 5, 2), ([512, 512, 2048], 2, 2)]:
        X = convolutional_block(X, 3, filters, s)
        for b in range(blocks):
            X = identity_block(X, 3, filters)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    model = Model(inputs=X_input, outputs=X)
    return model
""",
    ),
    Stranger(
        "fa5-resnet34-counts",
        "ResNet50",
        "All stages have two identity blocks; stage 3 needs three and stage 4 five.",
        ("number of identity blocks", "too few identity blocks", "stage 3 three", "stage 4 five", "identity blocks stage"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D(3)(X_input)
    X = Conv2D(64, 7, strides=2)(X)
    X = BatchNormalization(axis=3)(X)
    X = ReLU()(X)
    X = MaxPooling2D(3, strides=2)(X)

    def make_stage(X, filters, s):
        X = convolutional_block(X, 3, filters, s=s)
        X = identity_block(X, 3, filters)
        X = identity_block(X, 3, filters)
        return X

    X = make_stage(X, [64, 64, 256], 1)
    X = make_stage(X, [128, 128, 512], 2)
    X = make_stage(X, [256, 256, 1024], 2)
    X = make_stage(X, [512, 512, 2048], 2)

    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(X_input, X)
""",
    ),
    Stranger(
        "fa6-keras1",
        "identity_block",
        "It uses the names of Keras 1 (Convolution2D with two sizes, border_mode, init), which do not exist any more.",
        ("border_mode padding", "keras 1", "old keras", "border_mode", "unknown argument"),
        """\
from keras.layers import Convolution2D

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    k = initializer(seed=0)

    out = Convolution2D(F1, 1, 1, border_mode='valid', init=k)(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = Activation('relu')(out)

    out = Convolution2D(F2, f, f, border_mode='same', init=k)(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = Activation('relu')(out)

    out = Convolution2D(F3, 1, 1, border_mode='valid', init=k)(out)
    out = BatchNormalization(axis=3)(out, training=training)

    out = Add()([out, X])
    return Activation('relu')(out)
""",
    ),
    Stranger(
        "fa6-valid-middle",
        "identity_block",
        "The f x f convolution has padding valid, so the tensor shrinks and does not fit the shortcut.",
        ("padding same", "second convolution padding", "middle padding same", "padding valid", "shapes do not fit"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    def comp(t, n, k):
        t = Conv2D(n, k, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(t)
        return BatchNormalization(axis=3)(t, training=training)

    F1, F2, F3 = filters
    t = ReLU()(comp(X, F1, 1))
    t = ReLU()(comp(t, F2, f))
    t = comp(t, F3, 1)
    return ReLU()(Add()([t, X]))
""",
    ),
    Stranger(
        "fa6-pad-one",
        "identity_block",
        "The tensor is padded by one pixel by hand, which fits f=3 only.",
        ("padding fits 3", "padding same", "padding 1 only", "padding of 1", "other f", "zeropadding2d not belong"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    identity = X

    x = Conv2D(F1, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=-1)(x, training=training)
    x = ReLU()(x)

    x = ZeroPadding2D(padding=1)(x)  # nn.Conv2d(..., padding=1)
    x = Conv2D(F2, kernel_size=f, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=-1)(x, training=training)
    x = ReLU()(x)

    x = Conv2D(F3, kernel_size=1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=-1)(x, training=training)

    x = x + identity
    return ReLU()(x)
""",
    ),
    Stranger(
        "fa6-training-true",
        "identity_block",
        "Every batch normalisation gets training=True, whatever the caller asked for.",
        ("training true", "training ignored", "training=training", "argument training", "training always"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=True)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=True)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=True)

    X = Add()([X_shortcut, X])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fa6-stride-one-shortcut",
        "convolutional_block",
        "The shortcut's convolution lacks the stride s, so the two paths do not fit.",
        ("shortcut stride s", "stride shortcut", "shapes do not fit", "shortcut not shrunk"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # make the channels fit
    X_shortcut = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    return Activation("relu")(X)
""",
    ),
    Stranger(
        "fa6-shared-bn",
        "convolutional_block",
        "The third component and the shortcut share one batch normalisation layer, where each needs its own.",
        (
            "own batch normalisation",
            "batch normalisation shared",
            "same batch normalisation",
            "shortcut batch normalisation layer",
            "one batchnormalization used two steps",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    bn1, bn2, bn3 = (BatchNormalization(axis=3) for _ in range(3))
    c1 = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))
    c2 = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))
    c3 = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))
    c4 = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))
    relu = ReLU()

    main = relu(bn1(c1(X), training=training))
    main = relu(bn2(c2(main), training=training))
    main = bn3(c3(main), training=training)
    # same number of channels, so bn3 fits here too
    side = bn3(c4(X), training=training)
    return relu(main + side)
""",
    ),
    Stranger(
        "fa6-ok-table-of-paths",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    paths = {
        "main": [(F1, 1, s, True), (F2, f, 1, True), (F3, 1, 1, False)],
        "shortcut": [(F3, 1, s, False)],
    }
    ends = []
    for layers in paths.values():
        here = X
        for n, k, stride, relu_after in layers:
            here = Conv2D(filters=n, kernel_size=k, strides=stride, padding="same",
                          kernel_initializer=initializer(seed=0))(here)
            here = BatchNormalization(axis=3)(here, training=training)
            # ReLU or nothing
            here = (ReLU() if relu_after else Activation(None))(here)
        ends.append(here)
    total = Add()(ends[::-1])
    return ReLU()(total)
""",
    ),
    Stranger(
        "fa6-stem-no-bn",
        "ResNet50",
        "The stem's convolution is not followed by a batch normalisation.",
        (
            "batch normalisation stem",
            "batch normalisation missing",
            "stem batch normalisation missing",
            "first convolution batch normalisation",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2), activation="relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    X = convolutional_block(X, 3, [64, 64, 256], s=1)
    for _ in range(2):
        X = identity_block(X, 3, [64, 64, 256])
    X = convolutional_block(X, 3, [128, 128, 512])
    for _ in range(3):
        X = identity_block(X, 3, [128, 128, 512])
    X = convolutional_block(X, 3, [256, 256, 1024])
    for _ in range(5):
        X = identity_block(X, 3, [256, 256, 1024])
    X = convolutional_block(X, 3, [512, 512, 2048])
    for _ in range(2):
        X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fa6-ok-flat-list",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    # 16 blocks; the first of each stage is the one whose number is 0, 3, 7 or 13
    starts = (0, 3, 7, 13)
    h, w, c = input_shape
    x0 = Input((h, w, c))
    x = Conv2D(64, (7, 7), (2, 2))(ZeroPadding2D((3, 3))(x0))
    x = MaxPooling2D((3, 3), (2, 2))(Activation("relu")(BatchNormalization(axis=3)(x)))
    F = 32
    for number in range(16):
        if number in starts:
            F = F + F
            x = convolutional_block(x, f=3, filters=[F, F, 4 * F], s=1 if number == 0 else 2)
            continue
        x = identity_block(x, f=3, filters=[F, F, 4 * F])
    x = AveragePooling2D(pool_size=(2, 2))(x)
    probabilities = Dense(units=classes, activation="softmax")(Flatten()(x))
    return keras.Model(x0, probabilities)
""",
    ),
    Stranger(
        "fa7-relu-before-bn",
        "identity_block",
        "In the first two components the ReLU comes before the batch normalisation.",
        (
            "relu before batch normalisation",
            "order relu batch normalisation",
            "relu after batch normalisation",
            "batch normalisation before relu",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    t = Conv2D(F1, 1, activation="relu", kernel_initializer=initializer(seed=0))(X)
    t = BatchNormalization(axis=3)(t, training=training)
    t = Conv2D(F2, f, padding="same", activation="relu", kernel_initializer=initializer(seed=0))(t)
    t = BatchNormalization(axis=3)(t, training=training)
    t = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(t)
    t = BatchNormalization(axis=3)(t, training=training)
    t = Add()([t, X])
    return Activation("relu")(t)
""",
    ),
    Stranger(
        "fa7-torch-momentum",
        "identity_block",
        "The batch normalisations take PyTorch's momentum 0.1 and epsilon 1e-5 instead of Keras's defaults.",
        ("momentum epsilon", "batch normalisation default", "momentum", "epsilon", "keras defaults"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    BN = lambda: BatchNormalization(axis=3, momentum=0.1, epsilon=1e-5)
    conv1 = Conv2D(F1, kernel_size=1, kernel_initializer=initializer(seed=0))
    bn1 = BN()
    conv2 = Conv2D(F2, kernel_size=f, padding="same", kernel_initializer=initializer(seed=0))
    bn2 = BN()
    conv3 = Conv2D(F3, kernel_size=1, kernel_initializer=initializer(seed=0))
    bn3 = BN()
    relu = ReLU()

    # forward
    out = relu(bn1(conv1(X), training=training))
    out = relu(bn2(conv2(out), training=training))
    out = bn3(conv3(out), training=training)
    out += X
    return relu(out)
""",
    ),
    Stranger(
        "fa7-ok-recursion",
        "identity_block",
        "",
        (),
        '''\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    def main_path(depth):
        """The output of the first `depth` components, without the ReLU at the end."""
        if depth == 0:
            return X
        below = main_path(depth - 1)
        if depth > 1:
            below = ReLU()(below)
        conv = Conv2D(
            filters[depth - 1],
            f if depth == 2 else 1,
            padding="same" if depth == 2 else "valid",
            kernel_initializer=initializer(seed=0),
        )
        return BatchNormalization(axis=3)(conv(below), training=training)

    Y = Add()([main_path(3), main_path(0)])
    return ReLU()(Y)
''',
    ),
    Stranger(
        "fa7-middle-f3",
        "convolutional_block",
        "The second convolution has F3 filters instead of F2.",
        ("second convolution f2", "f2 filters", "filters second", "number of filters", "f3 instead of f2"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    return ReLU()(X)
""",
    ),
    Stranger(
        "fa7-bn-training-kwarg",
        "convolutional_block",
        "training is given to the constructor of BatchNormalization, which does not know it, instead of to the call.",
        ("training call", "training constructor", "unknown argument training", "training to the call", "training unexpected"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, training=training)(X)
    X = Activation('relu')(X)

    X = Conv2D(F2, f, strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, training=training)(X)
    X = Activation('relu')(X)

    X = Conv2D(F3, 1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, training=training)(X)

    X_shortcut = Conv2D(F3, 1, strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3, training=training)(X_shortcut)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "fa7-helper-relu",
        "convolutional_block",
        "A ReLU stands after the third component, because the helper always appends one.",
        ("relu third component", "relu before addition", "no relu third", "relu too many"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    def conv_bn_relu(t, n, k, strides=1, padding="valid"):
        t = Conv2D(n, k, strides=strides, padding=padding, kernel_initializer=initializer(seed=0))(t)
        t = BatchNormalization(axis=3)(t, training=training)
        return Activation("relu")(t)

    main = conv_bn_relu(X, F1, 1, strides=s)
    main = conv_bn_relu(main, F2, f, padding="same")
    main = conv_bn_relu(main, F3, 1)

    proj = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    proj = BatchNormalization(axis=3)(proj, training=training)

    return Activation("relu")(Add()([main, proj]))
""",
    ),
    Stranger(
        "fa7-ok-plan",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    X_main, X_side = X, X

    # every layer of both paths, top to bottom: (which path, layer)
    plan = [
        ("side", Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))),
        ("side", BatchNormalization(axis=3)),
        ("main", Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))),
        ("main", BatchNormalization(axis=3)),
        ("main", ReLU()),
        ("main", Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))),
        ("main", BatchNormalization(axis=3)),
        ("main", ReLU()),
        ("main", Conv2D(F3, 1, kernel_initializer=initializer(seed=0))),
        ("main", BatchNormalization(axis=3)),
    ]
    for path, layer in plan:
        options = {"training": training} if isinstance(layer, BatchNormalization) else {}
        if path == "main":
            X_main = layer(X_main, **options)
        else:
            X_side = layer(X_side, **options)
    return keras.ops.relu(X_main + X_side)
""",
    ),
    Stranger(
        "fa7-f5-stages",
        "ResNet50",
        "In stages 4 and 5 the blocks are called with f=5 instead of f=3.",
        ("f=3", "kernel size 3", "f 5", "stage f=3", "middle kernel"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D(3)(X_input)
    X = Conv2D(64, 7, strides=2)(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D(3, strides=2)(X)

    # (f, filters, stride, identity blocks)
    config = [
        (3, [64, 64, 256], 1, 2),
        (3, [128, 128, 512], 2, 3),
        (5, [256, 256, 1024], 2, 5),
        (5, [512, 512, 2048], 2, 2),
    ]
    for f, filters, s, n in config:
        X = convolutional_block(X, f, filters, s)
        for _ in range(n):
            X = identity_block(X, f, filters)

    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(X_input, X)
""",
    ),
    Stranger(
        "fa7-global-pool",
        "ResNet50",
        "The head has a global average pooling instead of average pooling 2x2 and flatten, which differs for larger images.",
        ("average pooling 2x2", "global average pooling", "pooling larger images", "average pooling flatten"),
        """\
from keras.layers import GlobalAveragePooling2D

def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape)
    x = ZeroPadding2D(padding=(3, 3))(inputs)
    x = Conv2D(64, (7, 7), strides=2)(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation("relu")(x)
    x = MaxPooling2D((3, 3), strides=2)(x)

    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    for _ in range(2): x = identity_block(x, 3, [64, 64, 256])
    x = convolutional_block(x, 3, [128, 128, 512], s=2)
    for _ in range(3): x = identity_block(x, 3, [128, 128, 512])
    x = convolutional_block(x, 3, [256, 256, 1024], s=2)
    for _ in range(5): x = identity_block(x, 3, [256, 256, 1024])
    x = convolutional_block(x, 3, [512, 512, 2048], s=2)
    for _ in range(2): x = identity_block(x, 3, [512, 512, 2048])

    x = GlobalAveragePooling2D()(x)
    outputs = Dense(classes, activation="softmax")(x)
    return Model(inputs, outputs)
""",
    ),
    Stranger(
        "fa8-projection-anyway",
        "identity_block",
        "The shortcut goes through a convolution and a batch normalisation, as in the convolutional block, instead of being X itself.",
        ("shortcut x itself", "projection shortcut", "convolution on shortcut", "shortcut unchanged", "shortcut convolution"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    return ReLU()(X)
""",
    ),
    Stranger(
        "fa8-typo-batchnorm",
        "identity_block",
        "In the second component the layer's name is misspelt: BatchNormalisation does not exist.",
        ("batchnormalisation not defined", "name misspelt", "nameerror", "not defined", "spelling", "`batchnormalisation` has no value"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, (f, f), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalisation(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fa8-activation-lost",
        "identity_block",
        "The last ReLU is applied, but its result is not assigned, so the sum is returned without it.",
        ("relu after addition", "relu result not assigned", "last relu", "final relu missing", "result not kept"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # First component of main path
    X = Conv2D(filters = F1, kernel_size = 1, strides = (1,1), padding = 'valid', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training) # Default axis
    X = Activation('relu')(X)

    # Second component of main path
    X = Conv2D(filters = F2, kernel_size = f, strides = (1,1), padding = 'same', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = Activation('relu')(X)

    # Third component of main path
    X = Conv2D(filters = F3, kernel_size = 1, strides = (1,1), padding = 'valid', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)

    # Final step
    X = Add()([X_shortcut, X])
    Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "fa8-ok-generator",
        "identity_block",
        "",
        (),
        '''\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    """Y = ReLU(F(X) + X)"""
    kernels = iter([1, f, 1])

    def weights(n):
        return Conv2D(filters=n, kernel_size=next(kernels), padding="same", data_format="channels_last",
                      kernel_initializer=initializer(seed=0))

    Y = X
    *inner, outer = filters
    for n in inner:
        Y = weights(n)(Y)
        Y = BatchNormalization(axis=3)(Y, training=training)
        Y = keras.layers.Activation(keras.ops.relu)(Y)
    Y = BatchNormalization(axis=3)(weights(outer)(Y), training=training)
    return keras.layers.Activation(keras.ops.relu)(keras.layers.Add()((Y, X)))
''',
    ),
    Stranger(
        "fa8-relu-then-add",
        "convolutional_block",
        "The ReLU is applied to the main path before the addition, and none after it.",
        ("relu after addition", "relu before addition", "addition then relu", "add then relu", "order of addition relu"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    Y = X
    for n, k, st in [(F1, 1, s), (F2, f, 1), (F3, 1, 1)]:
        Y = Conv2D(n, k, strides=st, padding="same", kernel_initializer=initializer(seed=0))(Y)
        Y = BatchNormalization(axis=3)(Y, training=training)
        Y = ReLU()(Y)

    Z = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    Z = BatchNormalization(axis=3)(Z, training=training)

    return Add()([Y, Z])
""",
    ),
    Stranger(
        "fa8-add-not-list",
        "convolutional_block",
        "Add() gets the two tensors as two arguments instead of as one list.",
        ("add list", "add takes list", "two arguments add", "list of tensors"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, 1, strides=(s, s), kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()(X, X_shortcut)
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fa8-normalised-sum",
        "convolutional_block",
        "The sum goes through one more batch normalisation before the last ReLU.",
        ("batch normalisation after addition", "extra batch normalisation", "normalisation of the sum", "batch normalisation too many"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    def conv(t, n, k, **kw):
        return Conv2D(n, k, kernel_initializer=initializer(seed=0), **kw)(t)

    def bn(t):
        return BatchNormalization(axis=3)(t, training=training)

    def act(t):
        return Activation("relu")(t)

    F1, F2, F3 = filters
    main = act(bn(conv(X, F1, 1, strides=s)))
    main = act(bn(conv(main, F2, f, padding="same")))
    main = bn(conv(main, F3, 1))
    cut = bn(conv(X, F3, 1, strides=s))
    return act(bn(Add()([main, cut])))
""",
    ),
    Stranger(
        "fa8-same-filters",
        "ResNet50",
        "The identity blocks of stage 5 get the filters of stage 4, so their output does not fit.",
        ("stage 5 filters", "filters identity blocks", "filters of stage", "wrong filters", "shapes do not fit"),
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
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fa8-stem-stride-one",
        "ResNet50",
        "The stem's convolution has stride 1 instead of 2.",
        ("stride stem", "first convolution stride 2", "stem convolution stride", "7x7 stride 2"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    x_in = Input(input_shape)
    x = ZeroPadding2D(3)(x_in)
    x = Conv2D(64, 7)(x)
    x = BatchNormalization(axis=3)(x)
    x = ReLU()(x)
    x = MaxPooling2D(3, strides=2)(x)

    def stage(x, F1, F2, F3, n, s=2):
        x = convolutional_block(x, 3, [F1, F2, F3], s=s)
        for _ in range(n - 1):
            x = identity_block(x, 3, [F1, F2, F3])
        return x

    x = stage(x, 64, 64, 256, 3, s=1)
    x = stage(x, 128, 128, 512, 4)
    x = stage(x, 256, 256, 1024, 6)
    x = stage(x, 512, 512, 2048, 3)
    x = AveragePooling2D(2)(x)
    x = Flatten()(x)
    x = Dense(classes, activation="softmax")(x)
    return Model(x_in, x)
""",
    ),
    Stranger(
        "fa8-ok-lambda-fold",
        "ResNet50",
        "",
        (),
        """\
from functools import partial, reduce

def ResNet50(input_shape=(64, 64, 3), classes=6):
    chain = [
        ZeroPadding2D(3),
        Conv2D(64, 7, strides=2),
        BatchNormalization(axis=3),
        Activation("relu"),
        MaxPooling2D((3, 3), strides=(2, 2)),
    ]
    for k, repeats in zip(range(6, 10), (2, 3, 5, 2)):
        F = (2 ** k, 2 ** k, 2 ** (k + 2))
        chain.append(partial(convolutional_block, f=3, filters=F, s=2 - (k == 6)))
        chain += [partial(identity_block, f=3, filters=F)] * repeats
    chain += [AveragePooling2D(2), Flatten(), Dense(classes, activation="softmax")]

    start = Input(input_shape)
    return Model(start, reduce(lambda value, step: step(value), chain, start), name="residual_50")
""",
    ),
    Stranger(
        "fa9-bn-only-if-training",
        "identity_block",
        "Batch normalisation is done only if training is true; otherwise it is left out altogether.",
        (
            "batch normalisation only training",
            "batch normalisation left out",
            "batch normalisation always",
            "training false batch normalisation",
            "batch normalisation missing",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    def maybe_bn(t):
        # batch norm is a training trick, at test time it isn't needed
        if training:
            t = BatchNormalization(axis=3)(t, training=True)
        return t

    X_shortcut = X
    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = ReLU()(maybe_bn(X))
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = ReLU()(maybe_bn(X))
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = maybe_bn(X)
    return ReLU()(Add()([X, X_shortcut]))
""",
    ),
    Stranger(
        "fa9-average",
        "identity_block",
        "Main path and shortcut are averaged instead of added, so the sum is halved.",
        ("average instead add", "averaged not added", "sum halved", "added not averaged", "half", "not added averaging"),
        """\
from keras.layers import Average

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = Conv2D(F1, (1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = Activation("relu")(BatchNormalization(axis=3)(X, training=training))
    X = Conv2D(F2, (f, f), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = Activation("relu")(BatchNormalization(axis=3)(X, training=training))
    X = Conv2D(F3, (1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Average()([X, X_shortcut])
    return Activation("relu")(X)
""",
    ),
    Stranger(
        "fa9-swapped-kernel-order",
        "identity_block",
        "The f x f kernel sits in the first convolution and a 1x1 kernel in the second.",
        ("first convolution 1x1", "kernel first convolution", "f x f second", "second convolution f", "kernel sizes"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(filters=F1, kernel_size=(f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(filters=F2, kernel_size=(1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(filters=F3, kernel_size=(1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fa9-ok-pipes",
        "identity_block",
        "",
        (),
        '''\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    class Flow:
        """Lets one write the main path from left to right: flow | layer | layer."""

        def __init__(self, value):
            self.value = value

        def __or__(self, layer):
            if isinstance(layer, BatchNormalization):
                return Flow(layer(self.value, training=training))
            return Flow(layer(self.value))

    def conv(n, k, padding="valid"):
        return Conv2D(n, k, padding=padding, kernel_initializer=initializer(seed=0))

    main = (
        Flow(X)
        | conv(F1, 1) | BatchNormalization(axis=3) | ReLU()
        | conv(F2, f, "same") | BatchNormalization(axis=3) | ReLU()
        | conv(F3, 1) | BatchNormalization(axis=3)
    )
    return (Flow(main.value + X) | ReLU()).value
''',
    ),
    Stranger(
        "fa9-initializer-ignored",
        "convolutional_block",
        "The initializer given by the caller is ignored; glorot_uniform is always used.",
        ("initializer ignored", "argument initializer", "initializer(seed=0)", "glorot always"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=(s, s), kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, strides=(1, 1), padding="same", kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, strides=(1, 1), kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, 1, strides=(s, s), kernel_initializer=glorot_uniform(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fa9-expansion",
        "convolutional_block",
        "The output has 4 * F1 channels (PyTorch's expansion) instead of F3.",
        ("f3 filters", "number of filters", "4 times f1", "third convolution f3", "output channels", "f3 ignored"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    expansion = 4
    planes = filters[0]
    mid = filters[1]

    def layer(x, out, k, stride=1, pad="valid"):
        x = Conv2D(out, k, strides=stride, padding=pad, kernel_initializer=initializer(seed=0))(x)
        return BatchNormalization(axis=3)(x, training=training)

    out = ReLU()(layer(X, planes, 1, s))
    out = ReLU()(layer(out, mid, f, 1, "same"))
    out = layer(out, planes * expansion, 1)
    downsample = layer(X, planes * expansion, 1, s)
    return ReLU()(out + downsample)
""",
    ),
    Stranger(
        "fa9-first-bn-missing",
        "convolutional_block",
        "The first component has no batch normalisation.",
        ("batch normalisation missing", "first batch normalisation", "first component batch normalisation", "batch normalisation first"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0), activation='relu')(X)

    X = Conv2D(F2, f, strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F3, 1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, 1, strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    return Activation('relu')(Add()([X, X_shortcut]))
""",
    ),
    Stranger(
        "fa9-ok-compose",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    def W(n, k, stride=1):
        kernel = initializer(seed=0)
        return lambda t: Conv2D(n, (k, k), strides=(stride,) * 2, padding="same", kernel_initializer=kernel)(t)

    def N(t):
        return BatchNormalization(axis=3)(t, training=training)

    def compose(*functions):
        def composed(t):
            for function in reversed(functions):
                t = function(t)
            return t
        return composed

    R = keras.activations.relu
    a, b, c = filters
    F = compose(N, W(c, 1), R, N, W(b, f), R, N, W(a, 1, s))  # read from right to left
    Ws = compose(N, W(c, 1, s))
    return R(F(X) + Ws(X))
""",
    ),
    Stranger(
        "fa9-logits",
        "ResNet50",
        "The Dense layer has no activation, so the model returns logits instead of probabilities.",
        ("softmax missing", "softmax", "logits probabilities", "no softmax", "activation dense"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    first = True
    for filters, n in (([64, 64, 256], 2), ([128, 128, 512], 3), ([256, 256, 1024], 5), ([512, 512, 2048], 2)):
        X = convolutional_block(X, 3, filters, s=1 if first else 2)
        first = False
        for _ in range(n):
            X = identity_block(X, 3, filters)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes)(X)  # logits, the loss takes from_logits=True
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fa9-training-true",
        "ResNet50",
        "All blocks are called with training=True, so the model uses batch statistics when predicting too.",
        ("training keras choose", "training true", "training left to keras", "batch statistics predicting", "training=true"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D(3)(X_input)
    X = Conv2D(64, 7, strides=2)(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D(3, strides=2)(X)

    filters = [64, 64, 256]
    X = convolutional_block(X, 3, filters, 1, training=True)
    for i in range(2):
        X = identity_block(X, 3, filters, training=True)

    for n in (3, 5, 2):
        filters = [2 * F for F in filters]
        X = convolutional_block(X, 3, filters, 2, training=True)
        for i in range(n):
            X = identity_block(X, 3, filters, training=True)

    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(X_input, X)
""",
    ),
    Stranger(
        "fa10-gamma-zero",
        "identity_block",
        "The last batch normalisation starts with gamma 0, which is not the default, so the block does nothing at first.",
        ("gamma 0", "gamma default", "last batch normalisation gamma", "main path does nothing", "main path zero"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    # doing nothing is easy (Goyal et al. 2017)
    X = BatchNormalization(axis=3, gamma_initializer="zeros")(X, training=training)

    X = Add()([X, X_shortcut])
    return Activation("relu")(X)
""",
    ),
    Stranger(
        "fa10-third-initializer",
        "identity_block",
        "The third convolution has no kernel_initializer.",
        (
            "kernel_initializer missing",
            "initializer third",
            "third convolution initializer",
            "kernel_initializer third",
            "initializer missing",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    x = Conv2D(F1, 1, 1, "valid", kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)
    x = Conv2D(F2, f, 1, "same", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)
    x = Conv2D(F3, 1, 1, "valid")(x)
    x = BatchNormalization(axis=3)(x, training=training)
    return ReLU()(x + X)
""",
    ),
    Stranger(
        "fa10-shortcut-after-first",
        "identity_block",
        "The shortcut is kept after the first component instead of at the start, so it has F1 channels and misses X.",
        ("shortcut input", "shortcut too late", "shortcut after first component", "shortcut x itself", "shortcut kept first"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    # First component of main path
    X = Conv2D(F1, kernel_size=(1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # remember for later
    shortcut = X

    # Second component of main path
    X = Conv2D(F2, kernel_size=(f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # Third component of main path
    X = Conv2D(F3, kernel_size=(1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = keras.layers.add([X, shortcut])
    return Activation("relu")(X)
""",
    ),
    Stranger(
        "fa10-relu6",
        "identity_block",
        "The activations are ReLU6, as in MobileNet, which caps at 6, instead of plain ReLU.",
        ("relu6", "plain relu", "relu capped 6", "relu max_value", "activation relu"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    act = lambda t: ReLU(max_value=6)(t)
    bn = lambda t: BatchNormalization(axis=3)(t, training=training)
    ki = lambda: initializer(seed=0)

    h = act(bn(Conv2D(F1, 1, kernel_initializer=ki())(X)))
    h = act(bn(Conv2D(F2, f, padding="same", kernel_initializer=ki())(h)))
    h = bn(Conv2D(F3, 1, kernel_initializer=ki())(h))
    return act(Add()([h, X]))
""",
    ),
    Stranger(
        "fa10-half-padding",
        "convolutional_block",
        "f // 2 pixels are padded by hand on every side, which is one too many in sum when f is even.",
        ("padding even f", "padding same", "hand padding", "f even", "second convolution padding"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    identity = X

    X = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = ZeroPadding2D(f // 2)(X)
    X = Conv2D(F2, f, strides=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, 1, strides=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    identity = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(identity)
    identity = BatchNormalization(axis=3)(identity, training=training)

    return ReLU()(X + identity)
""",
    ),
    Stranger(
        "fa10-shortcut-s-kernel",
        "convolutional_block",
        "The shortcut's convolution has a kernel of size s x s instead of 1x1.",
        ("shortcut kernel 1x1", "shortcut 1x1", "kernel size shortcut", "shortcut convolution size"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    conv = lambda n, k, st, p: Conv2D(n, kernel_size=k, strides=st, padding=p, kernel_initializer=initializer(seed=0))
    norm = lambda t: BatchNormalization(axis=3)(t, training=training)

    main = X
    main = ReLU()(norm(conv(F1, 1, s, "valid")(main)))
    main = ReLU()(norm(conv(F2, f, 1, "same")(main)))
    main = norm(conv(F3, 1, 1, "valid")(main))

    # kernel as big as the stride, so that every pixel is seen once
    shortcut = norm(conv(F3, s, s, "same")(X))

    return ReLU()(Add()([main, shortcut]))
""",
    ),
    Stranger(
        "fa10-ok-paths-loop",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    total = 0
    # the shortcut, then the main path
    for path in (((F3, 1),), ((F1, 1), (F2, f), (F3, 1))):
        T = X
        for number, (n, k) in enumerate(path, start=1):
            stride = s if number == 1 else 1
            # the stride is s in the first convolution of either path
            T = Conv2D(n, k, stride, "valid" if number != 2 else "same", kernel_initializer=initializer(seed=0))(T)
            T = BatchNormalization(axis=3)(T, training=training)
            if number < len(path):
                T = Activation("relu")(T)
        total = T + total
    return Activation("relu")(total)
""",
    ),
    Stranger(
        "fa10-input-fixed",
        "ResNet50",
        "The input shape (64, 64, 3) is written into the code; the argument input_shape is ignored.",
        ("input_shape ignored", "argument input_shape", "input shape fixed", "input 64 64 3"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(shape=(64, 64, 3))
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    X = convolutional_block(X, 3, [64, 64, 256], s=1)
    for _ in range(2):
        X = identity_block(X, 3, [64, 64, 256])
    X = convolutional_block(X, 3, [128, 128, 512], s=2)
    for _ in range(3):
        X = identity_block(X, 3, [128, 128, 512])
    X = convolutional_block(X, 3, [256, 256, 1024], s=2)
    for _ in range(5):
        X = identity_block(X, 3, [256, 256, 1024])
    X = convolutional_block(X, 3, [512, 512, 2048], s=2)
    for _ in range(2):
        X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fa10-maxpool-same",
        "ResNet50",
        "The max pooling has padding same, so stage 2 gets 16x16 instead of 15x15.",
        ("max pooling padding", "padding same max pooling", "max pooling valid", "15x15 16x16", "stem output shape"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape)

    # conv1
    x = ZeroPadding2D(padding=3)(inputs)
    x = Conv2D(64, kernel_size=7, strides=2)(x)
    x = BatchNormalization(axis=3)(x)
    x = ReLU()(x)
    x = MaxPooling2D(pool_size=3, strides=2, padding="same")(x)

    # conv2_x ... conv5_x
    for filters, num_blocks, stride in zip(
        ([64, 64, 256], [128, 128, 512], [256, 256, 1024], [512, 512, 2048]),
        (3, 4, 6, 3),
        (1, 2, 2, 2),
    ):
        x = convolutional_block(x, 3, filters, s=stride)
        for _ in range(1, num_blocks):
            x = identity_block(x, 3, filters)

    # head
    x = AveragePooling2D(2)(x)
    x = Flatten()(x)
    outputs = Dense(classes, activation="softmax")(x)
    return Model(inputs, outputs)
""",
    ),
    Stranger(
        "fa10-ok-builder",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    class Builder:
        def __init__(self):
            self.begin = self.X = Input(shape=tuple(input_shape))

        def put(self, layer):
            self.X = layer(self.X)
            return self

        def stage(self, width, length, **stride):
            F = [width] * 2 + [width * 4]
            self.X = convolutional_block(self.X, 3, F, **stride)  # s stays at its default 2 if not given
            for _ in range(1, length):
                self.X = identity_block(self.X, 3, F)
            return self

        def finish(self):
            return Model(inputs=self.begin, outputs=self.X)

    return (
        Builder()
        .put(ZeroPadding2D(3)).put(Conv2D(64, 7, strides=2)).put(BatchNormalization(axis=3)).put(ReLU())
        .put(MaxPooling2D(3, strides=2))
        .stage(64, 3, s=1).stage(128, 4).stage(256, 6).stage(512, 3)
        .put(AveragePooling2D(2)).put(Flatten()).put(Dense(classes, "softmax"))
        .finish()
    )
""",
    ),
    Stranger(
        "fb1-kernel-f-squared",
        "identity_block",
        "The middle convolution has a kernel of f*f by f*f, because f×f was read as a product.",
        ("kernel f×f", "kernel size f second", "kernel size middle", "kernel_size f", "kernel f*f"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    X_shortcut = X

    # First component, size 1x1
    X = Conv2D(filters=F1, kernel_size=1 * 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # Second component, size fxf
    X = Conv2D(filters=F2, kernel_size=f * f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # Third component, size 1x1
    X = Conv2D(filters=F3, kernel_size=1 * 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fb1-zip-stops-short",
        "identity_block",
        "zip stops at the shortest list, which has two entries, so the third component is never built.",
        ("third component missing", "third convolution missing", "zip shortest", "two convolutions three", "zip third"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    out = X
    sizes = [1, f, 1]
    pads = ["valid", "same"]
    for i, (n, k, p) in enumerate(zip([F1, F2, F3], sizes, pads)):
        out = Conv2D(n, k, strides=1, padding=p, kernel_initializer=initializer(seed=0))(out)
        out = BatchNormalization(axis=3)(out, training=training)
        if i < 2:
            out = ReLU()(out)
    return ReLU()(Add()([out, X]))
""",
    ),
    Stranger(
        "fb1-trainable-for-training",
        "identity_block",
        "training is given to the layer as trainable instead of to the call as training.",
        ("trainable training", "training=training call", "batch normalisation called training", "training passed call"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X

    X = Conv2D(F1, (1, 1), strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, trainable=training)(X)
    X = Activation('relu')(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, trainable=training)(X)
    X = Activation('relu')(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, trainable=training)(X)

    X = Add()([shortcut, X])
    return Activation('relu')(X)
""",
    ),
    Stranger(
        "fb1-right-loop-ops",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    relu = keras.ops.relu
    Y = X
    for i, (n, k) in enumerate(zip(filters, (1, f, 1))):
        if i:
            Y = relu(Y)
        Y = Conv2D(n, k, padding=("valid", "same", "valid")[i], kernel_initializer=initializer(seed=0))(Y)
        Y = BatchNormalization(axis=-1)(Y, training=training)
    return relu(Y + X)
""",
    ),
    Stranger(
        "fb1-resnet-d-shortcut",
        "convolutional_block",
        "The shortcut is made smaller by average pooling and a convolution of stride 1, not by a convolution of stride s.",
        ("shortcut stride s", "shortcut pooling", "average pooling shortcut", "shortcut stride 1"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    def conv_bn(t, n, k, stride=1, pad="valid"):
        t = Conv2D(n, k, strides=stride, padding=pad, kernel_initializer=initializer(seed=0))(t)
        return BatchNormalization(axis=3)(t, training=training)

    # Downsample with average pooling in the skip connection so no information is thrown away
    shortcut = AveragePooling2D(pool_size=s, strides=s, padding="same")(X)
    shortcut = conv_bn(shortcut, F3, 1)

    out = ReLU()(conv_bn(X, F1, 1, stride=s))
    out = ReLU()(conv_bn(out, F2, f, pad="same"))
    out = conv_bn(out, F3, 1)

    return ReLU()(Add()([out, shortcut]))
""",
    ),
    Stranger(
        "fb1-stride-one-direction",
        "convolutional_block",
        "The stride s is used for the height only, the width keeps stride 1.",
        ("stride width", "strides height width", "stride both directions", "strides (s, s)", "stride s not 1", "width"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, (1, 1), strides=(s, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, (1, 1), strides=(s, 1), padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    return Activation("relu")(X)
""",
    ),
    Stranger(
        "fb1-right-helper",
        "convolutional_block",
        "",
        (),
        """\
def conv_bn(filters, kernel, stride, pad, training, init):
    def apply(t):
        t = Conv2D(filters, kernel, stride, pad, kernel_initializer=init(seed=0))(t)
        return BatchNormalization(3)(t, training=training)
    return apply


def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    a, b, c = filters
    rest = training, initializer
    main = conv_bn(a, 1, s, "valid", *rest)(X)
    main = keras.activations.relu(main)
    main = conv_bn(b, f, 1, "same", *rest)(main)
    main = keras.activations.relu(main)
    main = conv_bn(c, 1, 1, "valid", *rest)(main)
    side = conv_bn(c, 1, s, "valid", *rest)(X)
    return keras.activations.relu(main + side)
""",
    ),
    Stranger(
        "fb1-strides-turned-round",
        "ResNet50",
        "The condition for the stride is turned round: stage 2 gets s=2 and the later stages s=1.",
        ("stage 2 s=1", "stage 2 stride", "stride s stage", "s=1 stage", "stage 2 s = 2, not 1"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape)
    x = ZeroPadding2D(3)(inputs)
    x = Conv2D(64, 7, strides=2)(x)
    x = BatchNormalization(axis=3)(x)
    x = ReLU()(x)
    x = MaxPooling2D(3, strides=2)(x)

    stages = [([64, 64, 256], 2), ([128, 128, 512], 3), ([256, 256, 1024], 5), ([512, 512, 2048], 2)]
    for i, (filters, repeats) in enumerate(stages):
        s = 1 if i > 0 else 2
        x = convolutional_block(x, 3, filters, s=s)
        for _ in range(repeats):
            x = identity_block(x, 3, filters)

    x = AveragePooling2D(2)(x)
    x = Flatten()(x)
    outputs = Dense(classes, activation="softmax")(x)
    return Model(inputs, outputs)
""",
    ),
    Stranger(
        "fb1-softmax-twice",
        "ResNet50",
        "Softmax is applied twice, once in the dense layer and once after it.",
        ("softmax twice", "softmax once", "two softmax", "second softmax", "too many softmax"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    img = Input(input_shape)
    X = ZeroPadding2D((3, 3))(img)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    X = convolutional_block(X, 3, [64, 64, 256], s=1)
    for _ in range(2):
        X = identity_block(X, 3, [64, 64, 256])
    X = convolutional_block(X, 3, [128, 128, 512], s=2)
    for _ in range(3):
        X = identity_block(X, 3, [128, 128, 512])
    X = convolutional_block(X, 3, [256, 256, 1024], s=2)
    for _ in range(5):
        X = identity_block(X, 3, [256, 256, 1024])
    X = convolutional_block(X, 3, [512, 512, 2048], s=2)
    for _ in range(2):
        X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    logits = Dense(classes, activation="softmax")(X)
    probs = keras.layers.Softmax()(logits)
    return Model(inputs=img, outputs=probs)
""",
    ),
    Stranger(
        "fb1-old-stage-and-block",
        "ResNet50",
        "The blocks are called with stage and block, which the functions of this notebook do not take.",
        ("stage argument", "block argument", "unexpected keyword stage", "stage does not take", "stage not take"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    # Define the input as a tensor with shape input_shape
    X_input = Input(input_shape)

    # Zero-Padding
    X = ZeroPadding2D((3, 3))(X_input)

    # Stage 1
    X = Conv2D(64, (7, 7), strides=(2, 2), name='conv1', kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3, name='bn_conv1')(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stage 2
    X = convolutional_block(X, f=3, filters=[64, 64, 256], stage=2, block='a', s=1)
    X = identity_block(X, 3, [64, 64, 256], stage=2, block='b')
    X = identity_block(X, 3, [64, 64, 256], stage=2, block='c')

    # Stage 3
    X = convolutional_block(X, f=3, filters=[128, 128, 512], stage=3, block='a', s=2)
    X = identity_block(X, 3, [128, 128, 512], stage=3, block='b')
    X = identity_block(X, 3, [128, 128, 512], stage=3, block='c')
    X = identity_block(X, 3, [128, 128, 512], stage=3, block='d')

    # Stage 4
    X = convolutional_block(X, f=3, filters=[256, 256, 1024], stage=4, block='a', s=2)
    X = identity_block(X, 3, [256, 256, 1024], stage=4, block='b')
    X = identity_block(X, 3, [256, 256, 1024], stage=4, block='c')
    X = identity_block(X, 3, [256, 256, 1024], stage=4, block='d')
    X = identity_block(X, 3, [256, 256, 1024], stage=4, block='e')
    X = identity_block(X, 3, [256, 256, 1024], stage=4, block='f')

    # Stage 5
    X = convolutional_block(X, f=3, filters=[512, 512, 2048], stage=5, block='a', s=2)
    X = identity_block(X, 3, [512, 512, 2048], stage=5, block='b')
    X = identity_block(X, 3, [512, 512, 2048], stage=5, block='c')

    # AVGPOOL
    X = AveragePooling2D((2, 2), name='avg_pool')(X)

    # output layer
    X = Flatten()(X)
    X = Dense(classes, activation='softmax', name='fc' + str(classes), kernel_initializer=glorot_uniform(seed=0))(X)

    # Create model
    model = Model(inputs=X_input, outputs=X, name='ResNet50')
    return model
""",
    ),
    Stranger(
        "fb2-separable-middle",
        "identity_block",
        "The middle convolution is a separable one instead of an ordinary Conv2D.",
        ("separable conv2d", "separableconv2d", "separable convolution", "second convolution conv2d", "middle convolution conv2d"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    residual = X

    # squeeze
    x = Conv2D(F1, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)

    # spatial (separable = same thing with fewer parameters)
    x = keras.layers.SeparableConv2D(
        F2, f, padding="same",
        depthwise_initializer=initializer(seed=0),
        pointwise_initializer=initializer(seed=0),
    )(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)

    # expand
    x = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    x = Add()([x, residual])
    return ReLU()(x)
""",
    ),
    Stranger(
        "fb2-seed-by-position",
        "identity_block",
        "initializer(0) sets the first argument of random_uniform, the smallest value, and not the seed.",
        ("seed=0", "initializer seed", "seed position", "seed name", "minval seed"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = Conv2D(F1, 1, kernel_initializer=initializer(0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Add()([X_shortcut, X])
    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "fb2-right-sequential",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    main = keras.Sequential([
        Conv2D(F1, 1, kernel_initializer=initializer(seed=0)),
        BatchNormalization(axis=3),
        ReLU(),
        Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0)),
        BatchNormalization(axis=3),
        ReLU(),
        Conv2D(F3, 1, kernel_initializer=initializer(seed=0)),
        BatchNormalization(axis=3),
    ])
    return ReLU()(Add()([main(X, training=training), X]))
""",
    ),
    Stranger(
        "fb2-shared-last-norm",
        "convolutional_block",
        "The third component and the shortcut share one batch normalisation layer.",
        (
            "share batch normalisation",
            "shared batch normalisation",
            "same batch normalisation",
            "own batch normalisation",
            "batch normalisation twice",
            "one batchnormalization used two steps",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    bn1 = BatchNormalization(axis=3)
    bn2 = BatchNormalization(axis=3)
    bn3 = BatchNormalization(axis=3)   # for F3 channels

    X = Conv2D(F1, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = bn1(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = bn2(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = bn3(X, training=training)

    X_shortcut = Conv2D(F3, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = bn3(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fb2-expansion-four",
        "convolutional_block",
        "The third convolution and the shortcut have 4 * F1 filters instead of F3.",
        ("f3 filters", "filters third", "number filters f3", "filters shortcut", "4 * f1"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    expansion = 4  # bottleneck
    identity = X

    out = Conv2D(F1, kernel_size=1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    out = Conv2D(F2, kernel_size=f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    out = Conv2D(F1 * expansion, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)

    identity = Conv2D(F1 * expansion, kernel_size=1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(identity)
    identity = BatchNormalization(axis=3)(identity, training=training)

    out = out + identity
    out = ReLU()(out)
    return out
""",
    ),
    Stranger(
        "fb2-stem-padded-twice",
        "ResNet50",
        "The first convolution has padding same on top of the zero padding of 3.",
        (
            "padding same stem",
            "padding valid stem",
            "first convolution padding",
            "padding twice",
            "7×7 convolution padding",
            "stem convolution padding",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(shape=input_shape)

    X = ZeroPadding2D(padding=3)(X_input)
    X = Conv2D(filters=64, kernel_size=7, strides=2, padding="same")(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D(pool_size=3, strides=2)(X)

    config = {2: (64, 2, 1), 3: (128, 3, 2), 4: (256, 5, 2), 5: (512, 2, 2)}
    for stage, (n, repeat, stride) in config.items():
        X = convolutional_block(X, f=3, filters=[n, n, 4 * n], s=stride)
        for r in range(repeat):
            X = identity_block(X, f=3, filters=[n, n, 4 * n])

    X = AveragePooling2D(pool_size=2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)

    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fb2-right-shifted",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    x = inp = Input(input_shape)
    for layer in (ZeroPadding2D(3), Conv2D(64, 7, 2), BatchNormalization(), ReLU(), MaxPooling2D(3, 2)):
        x = layer(x)
    for i, more in enumerate((2, 3, 5, 2)):
        width = 64 << i
        fs = width, width, width << 2
        x = convolutional_block(x, 3, fs, s=min(i + 1, 2))
        while more:
            x = identity_block(x, 3, fs)
            more -= 1
    x = Flatten()(AveragePooling2D(2)(x))
    return Model(inp, Dense(classes, "softmax")(x), name="ResNet50")
""",
    ),
    Stranger(
        "fb3-one-norm-for-all",
        "identity_block",
        "One single batch normalisation layer is made and used after all three convolutions, which have different numbers of channels.",
        (
            "same batch normalisation",
            "one batch normalisation",
            "shared batch normalisation",
            "own batch normalisation",
            "batch normalisation layer each",
            "batch normalisation reused",
            "one batchnormalization used several",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    bn = BatchNormalization(axis=3)
    relu = Activation("relu")

    X_shortcut = X

    X = Conv2D(F1, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = relu(bn(X, training=training))

    X = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = relu(bn(X, training=training))

    X = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = bn(X, training=training)

    return relu(Add()([X, X_shortcut]))
""",
    ),
    Stranger(
        "fb3-stop-gradient",
        "identity_block",
        "stop_gradient on the shortcut keeps the gradient from flowing through it.",
        ("stop_gradient", "gradient shortcut", "stop gradient"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    # keep a copy of X, it has no weights so nothing to train here
    X_shortcut = keras.ops.stop_gradient(X)

    X = Conv2D(F1, (1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F2, (f, f), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, (1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "fb3-right-reduce",
        "identity_block",
        "",
        (),
        """\
from functools import partial, reduce


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    conv = lambda n, k, p="valid": Conv2D(n, k, padding=p, kernel_initializer=initializer(seed=0))
    norm = lambda: partial(BatchNormalization(axis=3), training=training)
    steps = [
        conv(F1, 1), norm(), ReLU(),
        conv(F2, f, "same"), norm(), ReLU(),
        conv(F3, 1), norm(),
        lambda y: keras.layers.add([y, X]), ReLU(),
    ]
    return reduce(lambda y, step: step(y), steps, X)
""",
    ),
    Stranger(
        "fb3-projects-main-path",
        "convolutional_block",
        "The projection is applied to the output of the main path instead of to the block's input.",
        ("projection input", "shortcut input", "projection main path", "shortcut main path", "shortcut block's input", "shortcut from x"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    X_shortcut = X

    # main path
    X = Conv2D(F1, kernel_size=1, strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, kernel_size=f, strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, kernel_size=1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # shortcut path
    X_shortcut = Conv2D(F3, kernel_size=1, strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)

    return X
""",
    ),
    Stranger(
        "fb3-project-then-identity",
        "convolutional_block",
        "X is projected first and an identity block put after it, so the main path starts from the projection and not from X.",
        (
            "main path input",
            "main path x",
            "main path projection",
            "main path projected",
            "first convolution input",
            "first convolution stride s",
            "identity_block",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # bring X to the right shape...
    X = Conv2D(F3, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # ...then everything fits and it is just an identity block!
    return identity_block(X, f, filters, training=training, initializer=initializer)
""",
    ),
    Stranger(
        "fb3-right-two-branches",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    plan = {
        "main": [(F1, 1, s, "valid"), (F2, f, 1, "same"), (F3, 1, 1, "valid")],
        "shortcut": [(F3, 1, s, "valid")],
    }
    ends = {}
    for path, components in plan.items():
        t = X
        for number, (n, k, stride, pad) in enumerate(components, start=1):
            t = Conv2D(
                filters=n, kernel_size=(k, k), strides=(stride, stride), padding=pad,
                kernel_initializer=initializer(seed=0),
            )(t)
            t = BatchNormalization(axis=3)(t, training=training)
            if number != len(components):
                t = Activation("relu")(t)
        ends[path] = t
    return Activation("relu")(Add()(list(ends.values())))
""",
    ),
    Stranger(
        "fb3-padding-before-pool",
        "ResNet50",
        "There is a second zero padding, before the max pooling.",
        (
            "zero padding before max pooling",
            "second zero padding",
            "padding before pooling",
            "extra zero padding",
            "zeropadding2d two",
            "padding max pooling",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    img_input = Input(shape=input_shape)

    x = ZeroPadding2D(padding=((3, 3), (3, 3)), name="conv1_pad")(img_input)
    x = Conv2D(64, 7, strides=2, name="conv1_conv")(x)
    x = BatchNormalization(axis=3, name="conv1_bn")(x)
    x = Activation("relu", name="conv1_relu")(x)

    x = ZeroPadding2D(padding=((1, 1), (1, 1)), name="pool1_pad")(x)
    x = MaxPooling2D(3, strides=2, name="pool1_pool")(x)

    def stack(x, filters, blocks, s=2):
        x = convolutional_block(x, 3, filters, s=s)
        for _ in range(blocks):
            x = identity_block(x, 3, filters)
        return x

    x = stack(x, [64, 64, 256], 2, s=1)
    x = stack(x, [128, 128, 512], 3)
    x = stack(x, [256, 256, 1024], 5)
    x = stack(x, [512, 512, 2048], 2)

    x = AveragePooling2D(2, name="avg_pool")(x)
    x = Flatten()(x)
    x = Dense(classes, activation="softmax", name="predictions")(x)
    return Model(img_input, x, name="resnet50")
""",
    ),
    Stranger(
        "fb3-filters-linear",
        "ResNet50",
        "The filters grow by 64 from stage to stage instead of doubling.",
        ("filters stage 4", "filters double", "filters stage", "number filters"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inp = Input(input_shape)
    X = ZeroPadding2D(3)(inp)
    X = Conv2D(64, 7, strides=2)(X)
    X = BatchNormalization(axis=3)(X)
    X = ReLU()(X)
    X = MaxPooling2D(3, strides=2)(X)

    n_identity = [2, 3, 5, 2]
    for i in range(1, 5):
        F = 64 * i
        filters = [F, F, 4 * F]
        X = convolutional_block(X, 3, filters, s=1 if i == 1 else 2)
        for _ in range(n_identity[i - 1]):
            X = identity_block(X, 3, filters)

    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inp, X)
""",
    ),
    Stranger(
        "fb4-padding-one",
        "identity_block",
        "One pixel of zero padding and a valid convolution keep the size only for f=3, where padding same is asked for.",
        ("padding same", "padding f", "padding second", "zero padding", "padding middle"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    identity = X

    # conv1
    out = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    # conv2, padding=1
    out = ZeroPadding2D(1)(out)
    out = Conv2D(F2, f, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    # conv3
    out = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)

    out = out + identity
    return ReLU()(out)
""",
    ),
    Stranger(
        "fb4-keras1-kernel",
        "identity_block",
        "The kernel is given as two numbers, as in Keras 1, and so the second one, f, becomes the stride of the middle convolution.",
        ("stride 1", "stride f", "strides second convolution", "stride middle"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X

    x = Conv2D(F1, 1, 1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)

    x = Conv2D(F2, f, f, padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)

    x = Conv2D(F3, 1, 1, padding='valid', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    x = Add()([x, shortcut])
    x = Activation('relu')(x)
    return x
""",
    ),
    Stranger(
        "fb4-shortcut-in-training-only",
        "identity_block",
        "The shortcut is added only when training is true.",
        ("shortcut training", "shortcut only", "shortcut always", "add whatever training", "shortcut missing", "shortcut not added"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    skip = X

    def conv(t, n, k, pad):
        t = Conv2D(n, k, strides=1, padding=pad, kernel_initializer=initializer(seed=0))(t)
        t = BatchNormalization(axis=3)(t, training=training)
        return t

    X = ReLU()(conv(X, F1, 1, "valid"))
    X = ReLU()(conv(X, F2, f, "same"))
    X = conv(X, F3, 1, "valid")

    # the skip connection helps the gradients, so we need it while training
    X = X + skip if training else X
    return ReLU()(X)
""",
    ),
    Stranger(
        "fb4-shortcut-kernel-f",
        "convolutional_block",
        "The shortcut's convolution has an f×f kernel with padding same instead of 1×1.",
        ("shortcut kernel", "shortcut 1×1", "shortcut kernel size", "projection kernel"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, (1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # with 1x1 and stride 2 most pixels would be ignored
    X_shortcut = Conv2D(F3, (f, f), strides=(s, s), padding="same", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fb4-none-becomes-true",
        "convolutional_block",
        "training=None is turned into True, so that Keras can no longer choose.",
        ("none true", "training none", "training=training", "training true", "training keras choose"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    training = True if training is None else training  # default: we train
    init = lambda: initializer(seed=0)

    Y = Conv2D(F1, 1, strides=s, kernel_initializer=init())(X)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = ReLU()(Y)
    Y = Conv2D(F2, f, padding="same", kernel_initializer=init())(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = ReLU()(Y)
    Y = Conv2D(F3, 1, kernel_initializer=init())(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)

    S = Conv2D(F3, 1, strides=s, kernel_initializer=init())(X)
    S = BatchNormalization(axis=3)(S, training=training)

    return ReLU()(Add()([Y, S]))
""",
    ),
    Stranger(
        "fb4-right-shared-objects",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    init = initializer(seed=0)
    relu = ReLU()

    def unit(t, **kwargs):
        kwargs.setdefault("kernel_size", 1)
        return BatchNormalization()(Conv2D(kernel_initializer=init, **kwargs)(t), training=training)

    shortcut = unit(X, filters=F3, strides=s)
    X = relu(unit(X, filters=F1, strides=s))
    X = relu(unit(X, filters=F2, kernel_size=f, padding="same"))
    X = unit(X, filters=F3)
    X += shortcut
    return relu(X)
""",
    ),
    Stranger(
        "fb4-range-from-one",
        "ResNet50",
        "range(1, n) makes one identity block too few in each stage.",
        (
            "identity blocks few",
            "one identity block missing",
            "number identity blocks",
            "identity blocks missing",
            "identity blocks stage 2",
            "one identity block too few",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    stages = [
        # filters, stride, identity blocks
        ([64, 64, 256], 1, 2),
        ([128, 128, 512], 2, 3),
        ([256, 256, 1024], 2, 5),
        ([512, 512, 2048], 2, 2),
    ]
    for filters, s, n in stages:
        X = convolutional_block(X, 3, filters, s)
        for i in range(1, n):
            X = identity_block(X, 3, filters)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(X_input, X)
""",
    ),
    Stranger(
        "fb4-average-pool-same",
        "ResNet50",
        "The average pooling has padding same, where the default, valid, was asked for.",
        ("average pooling padding", "average pooling same", "averagepooling2d padding"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2), kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    X = convolutional_block(X, f=3, filters=[64, 64, 256], s=1)
    for i in range(2):
        X = identity_block(X, 3, [64, 64, 256])

    X = convolutional_block(X, f=3, filters=[128, 128, 512], s=2)
    for i in range(3):
        X = identity_block(X, 3, [128, 128, 512])

    X = convolutional_block(X, f=3, filters=[256, 256, 1024], s=2)
    for i in range(5):
        X = identity_block(X, 3, [256, 256, 1024])

    X = convolutional_block(X, f=3, filters=[512, 512, 2048], s=2)
    for i in range(2):
        X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D(pool_size=(2, 2), padding='same')(X)

    X = Flatten()(X)
    X = Dense(classes, activation='softmax', kernel_initializer=glorot_uniform(seed=0))(X)
    model = Model(inputs=X_input, outputs=X)
    return model
""",
    ),
    Stranger(
        "fb4-right-closures",
        "ResNet50",
        "",
        (),
        """\
import functools
import itertools


def ResNet50(input_shape=(64, 64, 3), classes=6):
    def stage(width, stride, extra):
        filters = [width, width, width * 4]
        yield lambda t: convolutional_block(t, f=3, filters=filters, s=stride)
        yield from itertools.repeat(lambda t: identity_block(t, f=3, filters=filters), extra)

    pipeline = itertools.chain(
        [ZeroPadding2D(3), Conv2D(64, 7, strides=2), BatchNormalization(axis=3), ReLU(), MaxPooling2D(3, strides=2)],
        stage(64, 1, 2),
        stage(128, 2, 3),
        stage(256, 2, 5),
        stage(512, 2, 2),
        [AveragePooling2D(2), Flatten(), Dense(classes), Activation("softmax")],
    )
    images = Input(shape=input_shape)
    return Model(images, functools.reduce(lambda t, step: step(t), pipeline, images))
""",
    ),
    Stranger(
        "fb5-returns-model",
        "identity_block",
        "A Model is returned instead of the output tensor.",
        ("return tensor", "model tensor", "returns model"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_input = X

    X = Conv2D(F1, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_input])
    X = Activation("relu")(X)

    model = Model(inputs=X_input, outputs=X, name="identity_block")
    return model
""",
    ),
    Stranger(
        "fb5-relu-on-even",
        "identity_block",
        "The condition puts ReLU after the first and third components instead of after the first and second.",
        ("relu second", "relu third", "relu after second missing", "relu before addition"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    specs = [(F1, 1, "valid"), (F2, f, "same"), (F3, 1, "valid")]

    for i, (n, k, pad) in enumerate(specs):
        X = Conv2D(n, k, strides=1, padding=pad, kernel_initializer=initializer(seed=0))(X)
        X = BatchNormalization(axis=3)(X, training=training)
        if i % 2 == 0:  # two of the three have relu
            X = ReLU()(X)

    X = Add()([X, X_shortcut])
    return ReLU()(X)
""",
    ),
    Stranger(
        "fb5-late-lambdas",
        "identity_block",
        "The lambdas made in the loop all see its last values, so all three convolutions have F3 filters of size 1×1.",
        ("filters f1", "first convolution filters", "number filters", "lambda last", "loop last values", "f3 filters first"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    components = []
    for n, k, pad in [(F1, 1, "valid"), (F2, f, "same"), (F3, 1, "valid")]:
        components.append(
            lambda t: BatchNormalization(axis=3)(
                Conv2D(n, k, strides=1, padding=pad, kernel_initializer=initializer(seed=0))(t),
                training=training,
            )
        )

    first, second, third = components
    Y = ReLU()(first(X))
    Y = ReLU()(second(Y))
    Y = third(Y)
    return ReLU()(Add()([X, Y]))
""",
    ),
    Stranger(
        "fb5-right-subclasses",
        "identity_block",
        "",
        (),
        '''\
class _Norm(BatchNormalization):
    """Batch normalisation over the channels."""

    def __init__(self):
        super().__init__(axis=3)


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    (F1, F2, F3), start = filters, X

    def conv(count, size=1, **options):
        return Conv2D(count, size, kernel_initializer=initializer(seed=0), **options)

    for convolution in conv(F1), conv(F2, f, padding="same"):
        X = keras.ops.maximum(_Norm()(convolution(X), training=training), 0)
    X = _Norm()(conv(F3)(X), training=training)
    return keras.ops.maximum(keras.ops.add(X, start), 0)
''',
    ),
    Stranger(
        "fb5-shortcut-stride-literal",
        "convolutional_block",
        "The shortcut's stride is always 2 instead of s.",
        ("shortcut stride", "stride s shortcut", "stride 2 shortcut", "projection stride"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, 1, strides=2, padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    return Activation("relu")(Add()([X, X_shortcut]))
""",
    ),
    Stranger(
        "fb5-dilation-for-stride",
        "convolutional_block",
        "s is given as dilation_rate instead of as strides.",
        ("dilation_rate strides", "dilation stride", "stride s", "strides s"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, dilation_rate=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F2, f, dilation_rate=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, 1, dilation_rate=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, 1, dilation_rate=s, padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "fb5-right-layer-class",
        "convolutional_block",
        "",
        (),
        """\
class ConvNorm(keras.layers.Layer):
    def __init__(self, count, size, stride, padding, initializer):
        super().__init__()
        self.conv = Conv2D(count, size, strides=stride, padding=padding, kernel_initializer=initializer(seed=0))
        self.norm = BatchNormalization(axis=3)

    def build(self, shape):
        self.conv.build(shape)
        self.norm.build(self.conv.compute_output_shape(shape))
        self.built = True

    def compute_output_shape(self, shape):
        return self.conv.compute_output_shape(shape)

    def call(self, inputs, training=None):
        return self.norm(self.conv(inputs), training=training)


def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    Y = ConvNorm(F1, 1, s, "valid", initializer)(X, training=training)
    Y = ReLU()(Y)
    Y = ConvNorm(F2, f, 1, "same", initializer)(Y, training=training)
    Y = ReLU()(Y)
    Y = ConvNorm(F3, 1, 1, "valid", initializer)(Y, training=training)
    W = ConvNorm(F3, 1, s, "valid", initializer)(X, training=training)
    return ReLU()(Add()([Y, W]))
""",
    ),
    Stranger(
        "fb5-blocks-always-training",
        "ResNet50",
        "All blocks are called with training=True, where training should be left to Keras.",
        ("training keras", "training=true", "training true", "training left", "moving statistics"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    for filters, s, n in [
        ([64, 64, 256], 1, 2),
        ([128, 128, 512], 2, 3),
        ([256, 256, 1024], 2, 5),
        ([512, 512, 2048], 2, 2),
    ]:
        X = convolutional_block(X, 3, filters, s=s, training=True)
        for _ in range(n):
            X = identity_block(X, 3, filters, training=True)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fb5-batch-in-input-shape",
        "ResNet50",
        "The batch dimension is put into the input's shape, which Keras adds by itself.",
        ("batch dimension", "input shape", "input batch", "none shape"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    n_H, n_W, n_C = input_shape
    # placeholder for the images, None = batch size
    X_in = Input(shape=(None, n_H, n_W, n_C))

    X = ZeroPadding2D(3)(X_in)
    X = Conv2D(64, 7, strides=2)(X)
    X = BatchNormalization(axis=3)(X)
    X = ReLU()(X)
    X = MaxPooling2D(3, strides=2)(X)

    def stage(X, filters, s, n):
        X = convolutional_block(X, 3, filters, s=s)
        for _ in range(n):
            X = identity_block(X, 3, filters)
        return X

    X = stage(X, [64, 64, 256], 1, 2)
    X = stage(X, [128, 128, 512], 2, 3)
    X = stage(X, [256, 256, 1024], 2, 5)
    X = stage(X, [512, 512, 2048], 2, 2)

    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(X_in, X)
""",
    ),
    Stranger(
        "fb6-own-initializer",
        "identity_block",
        "random_uniform is written into the convolutions instead of the initializer that was passed in.",
        (
            "initializer argument",
            "initializer passed",
            "initializer ignored",
            "initializer(seed=0)",
            "initializer random_uniform",
            "kernel_initializer",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=random_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=random_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=random_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fb6-squeeze-excite",
        "identity_block",
        "A squeeze-and-excitation part scales the channels before the addition, which the block does not have.",
        ("squeeze", "extra layers", "dense block", "extra dense", "too many layers", "multiply", "not asked", "more layers"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X

    # Bottleneck
    x = Conv2D(F1, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    # Squeeze and excite for better accuracy
    se = keras.layers.GlobalAveragePooling2D(keepdims=True)(x)
    se = Dense(max(F3 // 16, 1), activation="relu")(se)
    se = Dense(F3, activation="sigmoid")(se)
    x = keras.layers.Multiply()([x, se])

    # Residual connection
    x = Add()([x, shortcut])
    x = Activation("relu")(x)
    return x
""",
    ),
    Stranger(
        "fb6-right-recursive",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    def component(inputs, index):
        if index < 0:
            return inputs
        before = component(inputs, index - 1)
        if index > 0:
            before = Activation(keras.activations.relu)(before)
        middle = index == 1
        convolved = Conv2D(
            filters[index],
            f if middle else 1,
            padding="same" if middle else "valid",
            kernel_initializer=initializer(seed=0),
        )(before)
        return BatchNormalization(axis=3)(convolved, training=training)

    return Activation("relu")(X + component(X, len(filters) - 1))
""",
    ),
    Stranger(
        "fb6-helper-without-return",
        "convolutional_block",
        "The helper function has no return, so it gives None.",
        ("none", "helper return", "no return", "missing return"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    def conv_bn(x, n, k, stride, pad):
        x = Conv2D(n, k, strides=stride, padding=pad, kernel_initializer=initializer(seed=0))(x)
        x = BatchNormalization(axis=3)(x, training=training)

    X_shortcut = conv_bn(X, F3, 1, s, "valid")

    X = conv_bn(X, F1, 1, s, "valid")
    X = Activation("relu")(X)
    X = conv_bn(X, F2, f, 1, "same")
    X = Activation("relu")(X)
    X = conv_bn(X, F3, 1, 1, "valid")

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fb6-relu-in-place",
        "convolutional_block",
        "The results of the ReLU layers are thrown away, as if ReLU worked in place.",
        ("relu result", "relu missing", "relu not used", "relu assigned", "relu output", "relu thrown away", "relu unused"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    relu = ReLU()
    identity = X

    X = Conv2D(F1, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    relu(X)

    X = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    relu(X)

    X = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    identity = Conv2D(F3, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(identity)
    identity = BatchNormalization(axis=3)(identity, training=training)

    X = Add()([X, identity])
    relu(X)
    return X
""",
    ),
    Stranger(
        "fb6-third-component-todo",
        "convolutional_block",
        "The third component is not written yet.",
        (
            "third component missing",
            "third convolution missing",
            "third component not",
            "f3 convolution main path",
            "main path third",
            "third component",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # Save the input value
    X_shortcut = X

    # First component of main path
    X = Conv2D(F1, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # Second component of main path
    X = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # Third component of main path
    # TODO
    ...

    # Shortcut path
    X_shortcut = Conv2D(F3, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    # Final step
    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)

    return X
""",
    ),
    Stranger(
        "fb6-layer-norm",
        "convolutional_block",
        "Layer normalisation is used in place of batch normalisation.",
        (
            "batch normalisation layer normalisation",
            "layernormalization",
            "batchnormalization",
            "batch normalisation missing",
            "layer normalisation",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    Norm = keras.layers.LayerNormalization  # does not depend on the batch, safer for small batches

    shortcut = X

    X = Conv2D(F1, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = Norm(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = Norm(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = Norm(axis=3)(X, training=training)

    shortcut = Conv2D(F3, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(shortcut)
    shortcut = Norm(axis=3)(shortcut, training=training)

    X = Add()([X, shortcut])
    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "fb6-keras-applications",
        "ResNet50",
        "The ready-made network of keras.applications is returned instead of one built from the two blocks.",
        (
            "own blocks",
            "identity_block convolutional_block",
            "keras.applications",
            "ready-made",
            "your blocks",
            "two blocks",
            "built blocks",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    from keras.applications import resnet

    model = resnet.ResNet50(
        include_top=True,
        weights=None,
        input_shape=input_shape,
        classes=classes,
        classifier_activation="softmax",
    )
    return model
""",
    ),
    Stranger(
        "fb6-right-strings",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    stem = keras.Sequential([
        ZeroPadding2D(3),
        Conv2D(64, 7, strides=2, padding="valid"),
        BatchNormalization(axis=3),
        Activation("relu"),
        MaxPooling2D(pool_size=3, strides=2),
    ], name="stem")
    x = stem(inputs := Input(shape=input_shape))

    n, blocks = 64, {"c": convolutional_block, "i": identity_block}
    for stage, word in enumerate("cii ciii ciiiii cii".split(), start=2):
        for letter in word:
            stride = {"s": 1 if stage == 2 else 2} if letter == "c" else {}
            x = blocks[letter](x, 3, [n, n, 4 * n], **stride)
        n *= 2

    x = Flatten()(AveragePooling2D(pool_size=(2, 2))(x))
    return Model(inputs=inputs, outputs=Dense(units=classes, activation="softmax")(x))
""",
    ),
    Stranger(
        "fc1-lambdas-bind-late",
        "identity_block",
        "The lambdas look up n, k and p only when they are called, so all three convolutions get F3 filters of size 1×1.",
        ("filters f1", "first convolution f3", "first convolution filters", "lambda last", "loop variable", "first component filters"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    # one little function per convolution, to be called further down
    convs = [
        lambda t: Conv2D(n, k, strides=1, padding=p, kernel_initializer=initializer(seed=0))(t)
        for n, k, p in [(F1, 1, "valid"), (F2, f, "same"), (F3, 1, "valid")]
    ]

    path = X
    for number, conv in enumerate(convs, start=1):
        path = conv(path)
        path = BatchNormalization(axis=3)(path, training=training)
        if number < 3:
            path = Activation("relu")(path)

    path = Add()([path, X])
    return Activation("relu")(path)
""",
    ),
    Stranger(
        "fc1-pre-activation",
        "identity_block",
        "Normalisation and ReLU come before each convolution, as in the later pre-activation paper, not after it.",
        ("order", "before convolution", "convolution first", "pre-activation", "after convolution", "convolution then normalisation"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # BN -> ReLU -> Conv  (identity mappings, He et al. 2016)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F1, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)

    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fc1-initializer-positional-zero",
        "identity_block",
        "initializer(0) sets the first parameter of random_uniform, which is minval, and no seed.",
        ("seed=0", "seed 0", "initializer seed", "minval", "initializer positional", "kernels start"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    skip = X

    x = Conv2D(F1, 1, padding="valid", kernel_initializer=initializer(0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)

    x = Conv2D(F2, f, padding="same", kernel_initializer=initializer(0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = ReLU()(x)

    x = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    return ReLU()(Add()([x, skip]))
""",
    ),
    Stranger(
        "fc1-right-sequential",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    start = dict(kernel_initializer=initializer(seed=0))
    main_path = keras.Sequential([
        Conv2D(F1, 1, **start),
        BatchNormalization(),
        ReLU(),
        Conv2D(F2, f, padding="same", **start),
        BatchNormalization(),
        ReLU(),
        Conv2D(F3, 1, **start),
        BatchNormalization(),
    ])
    return ReLU()(main_path(X, training=training) + X)
""",
    ),
    Stranger(
        "fc1-projection-only-if-needed",
        "convolutional_block",
        "The shortcut is projected only if the shapes differ, as torchvision does; otherwise X itself is added.",
        (
            "shortcut always",
            "projection always",
            "shortcut s=1",
            "shortcut convolution",
            "projection s=1",
            "shortcut every case",
            "f3 channels already s = 1",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    identity = X
    # downsample only when the shapes do not match
    if s != 1 or X.shape[-1] != F3:
        identity = Conv2D(F3, kernel_size=1, strides=s, kernel_initializer=initializer(seed=0))(X)
        identity = BatchNormalization(axis=3)(identity, training=training)

    out = Conv2D(F1, kernel_size=1, strides=s, kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    out = Conv2D(F2, kernel_size=f, padding="same", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    out = Conv2D(F3, kernel_size=1, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)

    out = Add()([out, identity])
    out = ReLU()(out)
    return out
""",
    ),
    Stranger(
        "fc1-project-then-identity-block",
        "convolutional_block",
        "X is projected first and the result goes through an identity block, so the main path gets the projected X.",
        (
            "main path x",
            "main path input",
            "first component x",
            "first convolution x",
            "stride first convolution",
            "main path projected",
            "identity block",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # Bring X to the right shape. After that it is just an identity block, which I have already.
    X = Conv2D(F3, (1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    return identity_block(X, f, [F1, F2, F3], training=training, initializer=initializer)
""",
    ),
    Stranger(
        "fc1-right-subsample-by-slice",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    relu = keras.ops.relu

    # A 1x1 kernel with stride s only ever sees every s-th pixel, so both paths can start from these.
    seen = X[:, ::s, ::s, :]

    def conv_bn(t, n, k=1):
        t = Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))(t)
        return BatchNormalization(axis=3)(t, training=training)

    main = relu(conv_bn(seen, F1))
    main = relu(conv_bn(main, F2, f))
    main = conv_bn(main, F3)
    return relu(main + conv_bn(seen, F3))
""",
    ),
    Stranger(
        "fc1-identity-result-dropped",
        "ResNet50",
        "The results of the identity blocks are not assigned, so no identity block is in the network.",
        ("identity result", "identity assigned", "identity missing", "identity lost", "identity blocks", "no identity", "x ="),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stage 2
    X = convolutional_block(X, f=3, filters=[64, 64, 256], s=1)
    for i in range(2):
        identity_block(X, 3, [64, 64, 256])

    # Stage 3
    X = convolutional_block(X, f=3, filters=[128, 128, 512], s=2)
    for i in range(3):
        identity_block(X, 3, [128, 128, 512])

    # Stage 4
    X = convolutional_block(X, f=3, filters=[256, 256, 1024], s=2)
    for i in range(5):
        identity_block(X, 3, [256, 256, 1024])

    # Stage 5
    X = convolutional_block(X, f=3, filters=[512, 512, 2048], s=2)
    for i in range(2):
        identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fc1-keras-applications",
        "ResNet50",
        "It returns Keras's ready-made ResNet50 and does not build the network from the notebook's blocks.",
        (
            "own blocks",
            "your blocks",
            "applications",
            "identity_block convolutional_block",
            "ready-made",
            "build yourself",
            "max pooling",
            "two blocks",
        ),
        '''\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    """The residual network with 50 layers of weights."""
    return keras.applications.ResNet50(
        include_top=True,
        weights=None,          # train from scratch
        input_shape=input_shape,
        classes=classes,
        classifier_activation="softmax",
    )
''',
    ),
    Stranger(
        "fc1-identity-count-one-short",
        "ResNet50",
        "The number of identity blocks is taken to include the convolutional block, so each stage has one identity block too few.",
        (
            "identity fewer",
            "identity too few",
            "identity one more",
            "identity blocks stage",
            "2 identity",
            "missing identity",
            "number identity",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inp = Input(shape=input_shape)

    h = ZeroPadding2D(padding=3)(inp)
    h = Conv2D(filters=64, kernel_size=7, strides=2)(h)
    h = BatchNormalization(axis=3)(h)
    h = ReLU()(h)
    h = MaxPooling2D(pool_size=3, strides=2)(h)

    table = {
        2: ([64, 64, 256], 1, 2),
        3: ([128, 128, 512], 2, 3),
        4: ([256, 256, 1024], 2, 5),
        5: ([512, 512, 2048], 2, 2),
    }
    for stage, (filters, s, blocks) in table.items():
        for b in range(blocks):
            if b == 0:
                h = convolutional_block(h, 3, filters, s=s)
            else:
                h = identity_block(h, 3, filters)

    h = AveragePooling2D(pool_size=2)(h)
    h = Flatten()(h)
    h = Dense(classes, activation="softmax")(h)
    return Model(inputs=inp, outputs=h)
""",
    ),
    Stranger(
        "fc2-keras1-rows-and-columns",
        "identity_block",
        "Conv2D(F2, f, f) is meant as rows and columns, as in Keras 1, but the third argument is the stride.",
        ("stride 1", "strides 1", "stride f", "strides f", "third argument", "stride second"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    nb_filter1, nb_filter2, nb_filter3 = filters

    out = Conv2D(nb_filter1, 1, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = Activation("relu")(out)

    out = Conv2D(nb_filter2, f, f, padding="same", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = Activation("relu")(out)

    out = Conv2D(nb_filter3, 1, 1, padding="valid", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)

    out = Add()([out, X])
    out = Activation("relu")(out)
    return out
""",
    ),
    Stranger(
        "fc2-activation-not-assigned",
        "identity_block",
        "The activation layers are called but their results are not assigned, so no ReLU is in the block.",
        ("relu missing", "no relu", "relu result", "relu assigned", "relu first", "relu after", "activation result"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    X_shortcut = X

    X = Conv2D(F1, (1, 1), strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    Activation('relu')(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    Activation('relu')(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "fc2-normalise-only-if-training",
        "identity_block",
        "Batch normalisation is left out unless training is true, though it belongs there always and training only chooses its statistics.",
        (
            "normalisation missing",
            "normalisation always",
            "normalisation left out",
            "normalisation training",
            "no batch normalisation",
            "batchnormalization",
            "training statistics",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    def maybe_normalise(t):
        # batch norm is only for training
        if training:
            return BatchNormalization(axis=3)(t, training=training)
        return t

    Y = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    Y = ReLU()(maybe_normalise(Y))
    Y = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(Y)
    Y = ReLU()(maybe_normalise(Y))
    Y = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(Y)
    Y = maybe_normalise(Y)
    return ReLU()(Add()([Y, X]))
""",
    ),
    Stranger(
        "fc2-right-reduce-shared-relu",
        "identity_block",
        "",
        (),
        """\
from functools import partial, reduce


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    conv = partial(Conv2D, kernel_initializer=initializer(seed=0))
    relu = ReLU()  # has no weights, so one will do for all
    norm = lambda t: BatchNormalization(axis=-1)(t, training=training)
    F1, F2, F3 = filters
    steps = (
        conv(F1, 1), norm, relu,
        conv(F2, f, padding="same"), norm, relu,
        conv(F3, 1), norm,
        lambda t: t + X, relu,
    )
    return reduce(lambda t, step: step(t), steps, X)
""",
    ),
    Stranger(
        "fc2-zero-padded-shortcut",
        "convolutional_block",
        "The shortcut has no weights: X is subsampled and padded with zero channels (option A of the paper), not projected.",
        ("shortcut convolution", "projection", "shortcut missing", "shortcut weights", "shortcut zero", "shortcut conv2d"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # Option A in He et al.: no extra parameters, fill up the missing channels with zeros
    missing = F3 - X.shape[-1]
    shortcut = keras.ops.pad(X[:, ::s, ::s, :], [[0, 0], [0, 0], [0, 0], [0, missing]])

    X = Conv2D(F1, (1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fc2-shortcut-normalises-main",
        "convolutional_block",
        "The shortcut's batch normalisation is called on X, the main path, so the projection is thrown away.",
        (
            "shortcut normalisation",
            "shortcut batch",
            "shortcut main path",
            "shortcut lost",
            "shortcut unused",
            "shortcut convolution",
            "x_shortcut",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # Save the input value
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
    X_shortcut = Conv2D(filters=F3, kernel_size=1, strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "fc2-parameter-renamed",
        "convolutional_block",
        "The parameter s was renamed to stride, so calls with s=... fail.",
        ("argument s", "parameter s", "unexpected keyword", "signature", "called s", "name s", "keyword s"),
        """\
def convolutional_block(X, f, filters, stride=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    init = initializer(seed=0)

    def conv_norm(tensor, n, size, stride=1, padding="valid"):
        tensor = Conv2D(n, size, strides=stride, padding=padding, kernel_initializer=init)(tensor)
        return BatchNormalization(axis=3)(tensor, training=training)

    main = Activation("relu")(conv_norm(X, F1, 1, stride=stride))
    main = Activation("relu")(conv_norm(main, F2, f, padding="same"))
    main = conv_norm(main, F3, 1)

    side = conv_norm(X, F3, 1, stride=stride)

    return Activation("relu")(Add()([main, side]))
""",
    ),
    Stranger(
        "fc2-same-for-zero-padding",
        "ResNet50",
        'The zero padding of 3 is left out and the first convolution has padding "same" instead, which pads 2 and 3 rows.',
        ("zero padding", "zeropadding2d", "padding 3", "padding same", "padding valid"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    # padding="same" gives 32x32 too, so no extra padding layer is needed
    X = Conv2D(64, (7, 7), strides=(2, 2), padding="same", kernel_initializer=glorot_uniform(seed=0))(X_input)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    for filters, s, n in (
        ([64, 64, 256], 1, 2),
        ([128, 128, 512], 2, 3),
        ([256, 256, 1024], 2, 5),
        ([512, 512, 2048], 2, 2),
    ):
        X = convolutional_block(X, f=3, filters=filters, s=s)
        for _ in range(n):
            X = identity_block(X, f=3, filters=filters)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax", kernel_initializer=glorot_uniform(seed=0))(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fc2-doubling-inside-inner-loop",
        "ResNet50",
        "The line that doubles the filters is indented too far, so they double after every identity block, not after every stage.",
        ("filters stage", "doubled", "double", "indentation", "identity filters", "filters every block", "identity channels"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, 7, strides=2)(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D(3, strides=2)(X)

    filters = [64, 64, 256]
    s = 1
    for n_identity in [2, 3, 5, 2]:
        X = convolutional_block(X, 3, filters, s=s)
        for _ in range(n_identity):
            X = identity_block(X, 3, filters)
            filters = [2 * k for k in filters]
        s = 2

    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(X_input, X)
""",
    ),
    Stranger(
        "fc2-right-plan-as-text",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    plan = "1ii 2iii 2iiiii 2ii"  # a digit: convolutional block of this stride, i: identity block

    image = Input(shape=input_shape)
    z = keras.ops.pad(image, [(0, 0), (3, 3), (3, 3), (0, 0)])
    z = Conv2D(64, 7, 2)(z)
    z = BatchNormalization()(z)
    z = keras.ops.relu(z)
    z = MaxPooling2D(3, 2)(z)

    for power, stage in enumerate(plan.split()):
        n = 64 << power
        for letter in stage:
            if letter == "i":
                z = identity_block(z, 3, (n, n, 4 * n))
            else:
                z = convolutional_block(z, 3, (n, n, 4 * n), s=int(letter))

    z = Flatten()(AveragePooling2D(2)(z))
    return Model(image, keras.ops.softmax(Dense(classes)(z)))
""",
    ),
    Stranger(
        "fc3-equals-plus",
        "identity_block",
        "X =+ X_shortcut was written for X += X_shortcut: it assigns plus X_shortcut to X and adds nothing.",
        ("add shortcut", "added shortcut", "unary", "+=", "=+", "main path lost", "addition"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X =+ X_shortcut
    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "fc3-relu-in-the-convolution",
        "identity_block",
        "ReLU is put into the convolutions as their activation, so it comes before the batch normalisation and not after it.",
        (
            "relu after normalisation",
            "relu before normalisation",
            "order",
            "relu after batch",
            "relu before batch",
            "activation convolution",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    residual = X

    # component 1
    x = Conv2D(F1, (1, 1), padding="valid", activation="relu", kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)

    # component 2
    x = Conv2D(F2, (f, f), padding="same", activation="relu", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    # component 3 (no relu)
    x = Conv2D(F3, (1, 1), padding="valid", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    # add and relu
    x = Add()([x, residual])
    return Activation("relu")(x)
""",
    ),
    Stranger(
        "fc3-components-all-from-x",
        "identity_block",
        "Every component reads X instead of the output of the one before, so only the third one counts.",
        (
            "output first",
            "second component x",
            "second convolution x",
            "third component x",
            "previous",
            "one after another",
            "component before",
            "main path only",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    def component(n, size, padding):
        Z = Conv2D(n, size, strides=1, padding=padding, kernel_initializer=initializer(seed=0))(X)
        return BatchNormalization(axis=3)(Z, training=training)

    A = Activation("relu")(component(F1, 1, "valid"))
    A = Activation("relu")(component(F2, f, "same"))
    A = component(F3, 1, "valid")

    return Activation("relu")(Add()([A, X]))
""",
    ),
    Stranger(
        "fc3-no-bias-before-norm",
        "identity_block",
        "The convolutions have no bias, as PyTorch code has it before batch normalisation, though all else was to stay at Keras's default.",
        ("bias", "use_bias", "biases", "default"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    def conv(n, k):
        # bias is useless in front of a batch norm
        return Conv2D(n, k, strides=1, padding="same" if k == f else "valid", use_bias=False,
                      kernel_initializer=initializer(seed=0))

    out = conv(F1, 1)(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)
    out = conv(F2, f)(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)
    out = conv(F3, 1)(out)
    out = BatchNormalization(axis=3)(out, training=training)

    out = out + X
    return ReLU()(out)
""",
    ),
    Stranger(
        "fc3-shortcut-keeps-channels",
        "convolutional_block",
        "The shortcut's convolution has as many filters as X has channels, not F3.",
        ("shortcut f3", "shortcut filters", "shortcut channels", "projection f3", "projection filters"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    n_C = X.shape[-1]

    conv1 = Conv2D(F1, (1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))
    conv2 = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))
    conv3 = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))
    conv_shortcut = Conv2D(n_C, (1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))

    bn1, bn2, bn3, bn_shortcut = [BatchNormalization(axis=3) for _ in range(4)]

    Y = Activation("relu")(bn1(conv1(X), training=training))
    Y = Activation("relu")(bn2(conv2(Y), training=training))
    Y = bn3(conv3(Y), training=training)
    shortcut = bn_shortcut(conv_shortcut(X), training=training)

    return Activation("relu")(Add()([Y, shortcut]))
""",
    ),
    Stranger(
        "fc3-shortcut-kernel-s",
        "convolutional_block",
        "The shortcut's convolution has a kernel of s×s instead of 1×1.",
        ("shortcut kernel", "shortcut 1×1", "shortcut 1x1", "shortcut size", "projection kernel", "projection 1×1"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # Shortcut: every patch of s x s pixels becomes one pixel, so that nothing is skipped
    X_shortcut = Conv2D(F3, (s, s), strides=(s, s), padding="same", kernel_initializer=initializer(seed=0))(X)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    # Main path
    X = Conv2D(F1, (1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Add and ReLU
    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fc3-right-class-with-call",
        "convolutional_block",
        "",
        (),
        '''\
class ConvNorm:
    """One convolution with its normalisation, to be called on a tensor."""

    def __init__(self, channels, window, step, start):
        self.conv = Conv2D(channels, window, strides=step, padding="same", kernel_initializer=start(seed=0))
        self.norm = BatchNormalization(axis=-1)

    def __call__(self, tensor, training):
        return self.norm(self.conv(tensor), training=training)


def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    side, *main = (
        ConvNorm(channels, window, step, initializer)
        for channels, window, step in zip((filters[2], *filters), (1, 1, f, 1), (s, s, 1, 1))
    )
    total = side(X, training)
    for i, unit in enumerate(main):
        X = unit(keras.ops.maximum(X, 0) if i else X, training)
    return keras.ops.maximum(keras.ops.add(X, total), 0)
''',
    ),
    Stranger(
        "fc3-batch-size-in-input",
        "ResNet50",
        "The batch dimension is put into Input's shape, which must not have it, so the tensors get five dimensions.",
        ("batch dimension", "batch axis", "input shape", "input_shape", "ndim", "five dimensions", "without batch"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    # (m, n_H, n_W, n_C), where m is not known yet
    X_input = Input(shape=(None,) + tuple(input_shape))

    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
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
    X = identity_block(X, 3, [256, 256, 1024])

    X = convolutional_block(X, 3, [512, 512, 2048], s=2)
    X = identity_block(X, 3, [512, 512, 2048])
    X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)

    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fc3-returns-summary",
        "ResNet50",
        "It returns what model.summary() returns, which is None, and not the model.",
        ("none", "return model", "returns model", "summary", "model returned"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    def stage(t, filters, s, n):
        t = convolutional_block(t, f=3, filters=filters, s=s)
        for _ in range(n):
            t = identity_block(t, f=3, filters=filters)
        return t

    start = Input(shape=input_shape)
    t = ZeroPadding2D(3)(start)
    t = Conv2D(64, 7, strides=2)(t)
    t = BatchNormalization(axis=3)(t)
    t = ReLU()(t)
    t = MaxPooling2D(3, strides=2)(t)
    t = stage(t, [64, 64, 256], 1, 2)
    t = stage(t, [128, 128, 512], 2, 3)
    t = stage(t, [256, 256, 1024], 2, 5)
    t = stage(t, [512, 512, 2048], 2, 2)
    t = AveragePooling2D(2)(t)
    t = Flatten()(t)
    t = Dense(classes, activation="softmax")(t)
    return Model(inputs=start, outputs=t).summary()
""",
    ),
    Stranger(
        "fc3-right-chain-of-steps",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    from itertools import chain, repeat

    stem = [ZeroPadding2D(3), Conv2D(64, 7, strides=2), BatchNormalization(), ReLU(), MaxPooling2D(3, strides=2)]
    head = [AveragePooling2D(2), Flatten(), Dense(classes), keras.layers.Softmax()]

    def blocks(width, stride, more):
        filters = [width, width, 4 * width]
        first = lambda X: convolutional_block(X, 3, filters, s=stride)
        other = lambda X: identity_block(X, 3, filters)
        return [first, *repeat(other, more)]

    tensors = [Input(input_shape)]
    for step in chain(stem, blocks(64, 1, 2), blocks(128, 2, 3), blocks(256, 2, 5), blocks(512, 2, 2), head):
        tensors.append(step(tensors[-1]))
    return Model(tensors[0], tensors[-1])
""",
    ),
    Stranger(
        "fc4-padding-one-as-in-pytorch",
        "identity_block",
        "The middle convolution is padded by 1 on each side, as PyTorch code has it, which is right only for f=3.",
        ("padding same", "second padding", "padding f", "middle padding", "zeropadding2d", "f=3", "padding 1"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X

    X = Conv2D(F1, kernel_size=1, strides=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    # nn.Conv2d(F1, F2, f, padding=1)
    X = ZeroPadding2D(1)(X)
    X = Conv2D(F2, kernel_size=f, strides=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    # nn.Conv2d(F2, F3, 1)
    X = Conv2D(F3, kernel_size=1, strides=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, shortcut])
    return ReLU()(X)
""",
    ),
    Stranger(
        "fc4-average-for-add",
        "identity_block",
        "The main path and the shortcut are averaged, not added.",
        ("average", "averaged", "add shortcut", "added", "sum", "half"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    def conv_bn(t, n, k, pad):
        t = Conv2D(n, k, strides=1, padding=pad, kernel_initializer=initializer(seed=0))(t)
        return BatchNormalization(axis=3)(t, training=training)

    y = Activation("relu")(conv_bn(X, F1, 1, "valid"))
    y = Activation("relu")(conv_bn(y, F2, f, "same"))
    y = conv_bn(y, F3, 1, "valid")

    # merge both paths (the mean keeps the numbers from growing with depth)
    merged = keras.layers.Average()([y, X])
    return Activation("relu")(merged)
""",
    ),
    Stranger(
        "fc4-pytorch-norm-constants",
        "identity_block",
        "Batch normalisation gets PyTorch's momentum and epsilon, though all else was to stay at Keras's default.",
        ("momentum", "epsilon", "default", "normalisation settings"),
        """\
BN_MOMENTUM = 0.1
BN_EPS = 1e-5


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    def bn(t):
        layer = BatchNormalization(axis=3, momentum=1 - BN_MOMENTUM, epsilon=BN_EPS)
        return layer(t, training=training)

    out = Conv2D(F1, 1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    out = ReLU()(bn(out))
    out = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(out)
    out = ReLU()(bn(out))
    out = Conv2D(F3, 1, padding="valid", kernel_initializer=initializer(seed=0))(out)
    out = bn(out)
    out += X
    return ReLU()(out)
""",
    ),
    Stranger(
        "fc4-right-same-by-hand",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    before, after = (f - 1) // 2, f // 2  # f - 1 rows in all, the odd one at the end: this is what "same" means

    h = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    h = BatchNormalization(axis=3)(h, training=training)
    h = Activation(keras.activations.relu)(h)

    h = ZeroPadding2D(((before, after), (before, after)))(h)
    h = Conv2D(F2, f, kernel_initializer=initializer(seed=0))(h)
    h = BatchNormalization(axis=3)(h, training=training)
    h = Activation(keras.activations.relu)(h)

    h = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(h)
    h = BatchNormalization(axis=3)(h, training=training)
    return Activation(keras.activations.relu)(keras.layers.add([X, h]))
""",
    ),
    Stranger(
        "fc4-one-norm-after-addition",
        "convolutional_block",
        "The third component and the shortcut have no batch normalisation of their own; their sum is normalised instead.",
        (
            "normalisation before addition",
            "third normalisation",
            "shortcut normalisation",
            "normalisation after addition",
            "normalisation each",
            "normalised before",
            "normalisation sum",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, (1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X_shortcut = Conv2D(F3, (1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)

    # one batch norm for both is enough
    X = Add()([X, X_shortcut])
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fc4-shortcut-without-initializer",
        "convolutional_block",
        "The shortcut's convolution is not given the initializer.",
        ("shortcut initializer", "shortcut kernel_initializer", "shortcut seed", "projection initializer", "initializer every convolution"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    main = X
    for n, k, stride, pad, last in (
        (F1, 1, s, "valid", False),
        (F2, f, 1, "same", False),
        (F3, 1, 1, "valid", True),
    ):
        main = Conv2D(n, k, strides=stride, padding=pad, kernel_initializer=initializer(seed=0))(main)
        main = BatchNormalization(axis=3)(main, training=training)
        if not last:
            main = ReLU()(main)

    shortcut = Conv2D(F3, 1, strides=s, padding="valid")(X)
    shortcut = BatchNormalization(axis=3)(shortcut, training=training)

    return ReLU()(Add()([main, shortcut]))
""",
    ),
    Stranger(
        "fc4-right-recursion",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    def path(t, todo):
        (n, k, stride), *rest = todo
        t = Conv2D(n, k, stride, "same" if k == f else "valid", kernel_initializer=initializer(seed=0))(t)
        t = BatchNormalization(axis=3)(t, training=training)
        return path(Activation("relu")(t), rest) if rest else t

    F1, F2, F3 = filters
    both = path(X, [(F1, 1, s), (F2, f, 1), (F3, 1, 1)]), path(X, [(F3, 1, s)])
    return Activation("relu")(sum(both[1:], both[0]))
""",
    ),
    Stranger(
        "fc4-projections-everywhere",
        "ResNet50",
        "Convolutional blocks with s=1 stand where the identity blocks should be.",
        ("identity block", "identity blocks", "identity_block", "too many parameters", "projection", "convolutional blocks"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)

    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    filters = [[64, 64, 256], [128, 128, 512], [256, 256, 1024], [512, 512, 2048]]
    blocks = [3, 4, 6, 3]
    for stage in range(4):
        for b in range(blocks[stage]):
            # only the first block of a stage makes the image smaller, and not in the first stage
            s = 2 if b == 0 and stage > 0 else 1
            X = convolutional_block(X, 3, filters[stage], s=s)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fc4-training-fixed-true",
        "ResNet50",
        "training=True is fixed in every batch normalisation, though training was to be left to Keras: model(x) then uses the batch's statistics.",
        (
            "training keras",
            "training=true",
            "training true",
            "training leave",
            "leave training",
            "moving statistics",
            "training none",
            "batch statistics",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    training = True  # we are going to train it

    X_input = Input(input_shape)
    X = ZeroPadding2D(3)(X_input)
    X = Conv2D(64, 7, strides=2, kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = MaxPooling2D(3, strides=2)(X)

    X = convolutional_block(X, 3, [64, 64, 256], s=1, training=training)
    for _ in range(2):
        X = identity_block(X, 3, [64, 64, 256], training=training)

    X = convolutional_block(X, 3, [128, 128, 512], s=2, training=training)
    for _ in range(3):
        X = identity_block(X, 3, [128, 128, 512], training=training)

    X = convolutional_block(X, 3, [256, 256, 1024], s=2, training=training)
    for _ in range(5):
        X = identity_block(X, 3, [256, 256, 1024], training=training)

    X = convolutional_block(X, 3, [512, 512, 2048], s=2, training=training)
    for _ in range(2):
        X = identity_block(X, 3, [512, 512, 2048], training=training)

    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fc4-logits-for-the-loss",
        "ResNet50",
        "The dense layer has no softmax, because in PyTorch the loss applies it, so the model gives logits and no probabilities.",
        ("softmax", "probabilities", "logits", "dense activation"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    def make_layer(x, planes, blocks, stride):
        x = convolutional_block(x, 3, [planes, planes, planes * 4], s=stride)
        for _ in range(1, blocks):
            x = identity_block(x, 3, [planes, planes, planes * 4])
        return x

    inputs = Input(shape=input_shape)

    x = ZeroPadding2D(3)(inputs)
    x = Conv2D(64, kernel_size=7, strides=2)(x)
    x = BatchNormalization(axis=3)(x)
    x = ReLU()(x)
    x = MaxPooling2D(pool_size=3, strides=2)(x)

    x = make_layer(x, 64, 3, stride=1)
    x = make_layer(x, 128, 4, stride=2)
    x = make_layer(x, 256, 6, stride=2)
    x = make_layer(x, 512, 3, stride=2)

    x = AveragePooling2D(2)(x)
    x = Flatten()(x)
    x = Dense(classes)(x)  # cross entropy does the rest
    return Model(inputs=inputs, outputs=x)
""",
    ),
    Stranger(
        "fd1-middle-padding-left-out",
        "identity_block",
        'The middle convolution has no padding argument, so Keras takes "valid" instead of "same" and the tensor shrinks.',
        ("padding same", "second padding", "middle padding", "f×f padding", "valid instead same", "padding shrinks"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    X_shortcut = X  # save for later

    # first component
    X = Conv2D(F1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # second component
    X = Conv2D(F2, (f, f), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # third component
    X = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # add
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "fd1-shortcut-after-first",
        "identity_block",
        "The shortcut is saved only after the first component, so it is not the input of the block.",
        (
            "shortcut too late",
            "shortcut first component",
            "shortcut input block",
            "shortcut before first",
            "shortcut not input",
            "shortcut saved after",
            "keep x before",
        ),
        '''\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    """A residual block whose output has the shape of its input."""
    F1, F2, F3 = filters

    # First component of main path
    X = Conv2D(filters=F1, kernel_size=1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # now we need the shortcut around the f x f convolution
    X_shortcut = X

    # Second component of main path
    X = Conv2D(filters=F2, kernel_size=f, strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # Third component of main path
    X = Conv2D(filters=F3, kernel_size=1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Add shortcut, relu
    X = Add()([X_shortcut, X])
    X = Activation("relu")(X)
    return X
''',
    ),
    Stranger(
        "fd1-relu-then-add",
        "identity_block",
        "The last ReLU and the addition are exchanged: ReLU comes before the addition and none after it.",
        (
            "relu before addition",
            "relu after addition",
            "add first relu",
            "relu before add",
            "relu after add",
            "addition then relu",
            "order relu",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    x_in = X

    X = Conv2D(F1, 1, strides=1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F2, f, strides=1, padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, 1, strides=1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)
    X = Add()([X, x_in])

    return X
""",
    ),
    Stranger(
        "fd1-right-plain",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    # unpack number of filters
    F1, F2, F3 = filters

    # keep the input, we add it back at the end
    skip = X

    # 1x1 conv (reduce)
    out = Conv2D(filters=F1, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = Activation("relu")(out)

    # fxf conv, same padding so that H and W stay
    out = Conv2D(filters=F2, kernel_size=(f, f), padding="same", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = Activation("relu")(out)

    # 1x1 conv (restore), no relu yet!
    out = Conv2D(filters=F3, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)

    out = Add()([out, skip])
    out = Activation("relu")(out)
    return out
""",
    ),
    Stranger(
        "fd1-shortcut-stride-missing",
        "convolutional_block",
        "The convolution on the shortcut has stride 1 instead of s, so the shortcut stays larger than the main path.",
        ("shortcut stride", "shortcut strides", "shortcut strides=s", "shortcut larger", "projection stride"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    X_shortcut = X

    ##### MAIN PATH #####
    X = Conv2D(F1, (1, 1), strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    ##### SHORTCUT PATH #####
    X_shortcut = Conv2D(F3, (1, 1), strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "fd1-shortcut-made-from-main",
        "convolutional_block",
        "The shortcut's convolution is given X, the end of the main path, instead of the saved input.",
        (
            "shortcut main path",
            "shortcut block's input",
            "shortcut input",
            "shortcut starts from",
            "projection main path",
            "x_shortcut instead x",
            "shortcut wrong tensor",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # First component
    X = Conv2D(filters=F1, kernel_size=1, strides=s, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    # Second component
    X = Conv2D(filters=F2, kernel_size=f, strides=1, padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    # Third component
    X = Conv2D(filters=F3, kernel_size=1, strides=1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Shortcut
    X_shortcut = Conv2D(filters=F3, kernel_size=1, strides=s, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    # Final step
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "fd1-stride-on-second",
        "convolutional_block",
        "The stride s is on the f×f convolution of the second component instead of the first convolution.",
        ("stride first", "stride second", "strides first", "strides second", "stride middle", "stride f×f", "stride wrong convolution"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    identity = X

    # conv1
    out = Conv2D(F1, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    # conv2, downsampling happens here
    out = Conv2D(F2, kernel_size=f, strides=s, padding="same", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    # conv3
    out = Conv2D(F3, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)

    # downsample
    identity = Conv2D(F3, kernel_size=1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(identity)
    identity = BatchNormalization(axis=3)(identity, training=training)

    out = Add()([out, identity])
    return ReLU()(out)
""",
    ),
    Stranger(
        "fd1-no-flatten",
        "ResNet50",
        "Flatten is missing between the pooling and the dense layer, so the output has four axes.",
        ("flatten", "output four axes", "before dense layer", "shape (m, classes)"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    X = ZeroPadding2D((3, 3))(X_input)

    # Stage 1
    X = Conv2D(64, (7, 7), strides=(2, 2), kernel_initializer=glorot_uniform(seed=0))(X)
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

    # AVGPOOL
    X = AveragePooling2D((2, 2))(X)

    # output layer
    X = Dense(classes, activation='softmax', kernel_initializer=glorot_uniform(seed=0))(X)

    model = Model(inputs=X_input, outputs=X)
    return model
""",
    ),
    Stranger(
        "fd1-counts-with-conv-block",
        "ResNet50",
        "The loops run 3, 4, 6 and 3 times although the convolutional block already counts as one, so each stage has one identity block too many.",
        (
            "identity blocks too many",
            "2 identity blocks",
            "number identity blocks",
            "one block too many",
            "3 identity blocks",
            "identity blocks more",
            "too many blocks",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inp = Input(shape=input_shape)

    # stem
    x = ZeroPadding2D(padding=3)(inp)
    x = Conv2D(64, 7, strides=2)(x)
    x = BatchNormalization(axis=3)(x)
    x = ReLU()(x)
    x = MaxPooling2D(pool_size=3, strides=2)(x)

    # ResNet-50 = [3, 4, 6, 3]
    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    for i in range(3):
        x = identity_block(x, 3, [64, 64, 256])

    x = convolutional_block(x, 3, [128, 128, 512], s=2)
    for i in range(4):
        x = identity_block(x, 3, [128, 128, 512])

    x = convolutional_block(x, 3, [256, 256, 1024], s=2)
    for i in range(6):
        x = identity_block(x, 3, [256, 256, 1024])

    x = convolutional_block(x, 3, [512, 512, 2048], s=2)
    for i in range(3):
        x = identity_block(x, 3, [512, 512, 2048])

    # head
    x = AveragePooling2D(pool_size=2)(x)
    x = Flatten()(x)
    x = Dense(classes, activation="softmax")(x)
    return Model(inputs=inp, outputs=x)
""",
    ),
    Stranger(
        "fd1-stage2-s-forgotten",
        "ResNet50",
        "Stage 2's convolutional block is called without s, so it takes the default 2 instead of 1.",
        ("stage 2 s=1", "stage 2 stride", "stage 2 s = 1", "default s", "stage 2 default", "15×15 stage 2"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)

    # Stage 1
    X = Conv2D(64, (7, 7), strides=(2, 2), name="conv1")(X)
    X = BatchNormalization(axis=3, name="bn_conv1")(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stage 2
    X = convolutional_block(X, f=3, filters=[64, 64, 256])
    X = identity_block(X, f=3, filters=[64, 64, 256])
    X = identity_block(X, f=3, filters=[64, 64, 256])

    # Stage 3
    X = convolutional_block(X, f=3, filters=[128, 128, 512])
    for _ in range(3):
        X = identity_block(X, f=3, filters=[128, 128, 512])

    # Stage 4
    X = convolutional_block(X, f=3, filters=[256, 256, 1024])
    for _ in range(5):
        X = identity_block(X, f=3, filters=[256, 256, 1024])

    # Stage 5
    X = convolutional_block(X, f=3, filters=[512, 512, 2048])
    for _ in range(2):
        X = identity_block(X, f=3, filters=[512, 512, 2048])

    X = AveragePooling2D((2, 2), name="avg_pool")(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax", name="fc")(X)
    return Model(inputs=X_input, outputs=X, name="ResNet50")
""",
    ),
    Stranger(
        "fd2-shortcut-never-added",
        "identity_block",
        "The shortcut is saved but never added to the main path.",
        (
            "shortcut missing",
            "shortcut never",
            "shortcut not added",
            "addition missing",
            "add shortcut",
            "no shortcut",
            "shortcut forgotten",
            "without shortcut",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    # Retrieve Filters
    F1, F2, F3 = filters

    # Save the input value. You'll need this later to add back to the main path.
    X_shortcut = X

    # First component of main path
    X = Conv2D(filters=F1, kernel_size=1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)  # Default axis
    X = Activation('relu')(X)

    ## Second component of main path (≈3 lines)
    X = Conv2D(filters=F2, kernel_size=f, strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    ## Third component of main path (≈2 lines)
    X = Conv2D(filters=F3, kernel_size=1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    ## Final step
    X = Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "fd2-training-missing-second",
        "identity_block",
        "The second batch normalisation is called without training=training.",
        (
            "training second",
            "training middle",
            "second without training",
            "training one normalisation",
            "training every normalisation",
            "training all three",
            "training 2nd",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # First component
    X = Conv2D(F1, (1, 1), strides = (1, 1), padding = "valid", kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = Activation("relu")(X)

    # Second component
    X = Conv2D(F2, (f, f), strides = (1, 1), padding = "same", kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X)
    X = Activation("relu")(X)

    # Third component
    X = Conv2D(F3, (1, 1), strides = (1, 1), padding = "valid", kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)

    X = Add()([X_shortcut, X])
    X = Activation("relu")(X)

    return X
""",
    ),
    Stranger(
        "fd2-relu-layer-not-called",
        "identity_block",
        "In the second component the ReLU layer is made but not called on X, so X becomes a layer instead of a tensor.",
        (
            "layer not called",
            "call layer x",
            "relu called",
            "activation called",
            "layer instead tensor",
            "layer, tensor",
            "relu() (x)",
            "missing (x)",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    init = initializer(seed=0)
    shortcut = X

    X = Conv2D(F1, 1, kernel_initializer=init)(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F2, f, padding="same", kernel_initializer=init)(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()

    X = Conv2D(F3, 1, kernel_initializer=init)(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, shortcut])
    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "fd2-third-with-f2",
        "identity_block",
        "The third convolution has F2 filters instead of F3, left over from copying the second.",
        ("third f3", "third filters", "f3 filters", "f2 instead f3", "last convolution filters", "f2 third"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    # 1. keep X
    X0 = X

    # 2. first component
    Z1 = Conv2D(filters=F1, kernel_size=(1, 1), strides=(1, 1), padding='valid',
                kernel_initializer=initializer(seed=0))(X)
    B1 = BatchNormalization(axis=3)(Z1, training=training)
    A1 = Activation('relu')(B1)

    # 3. second component
    Z2 = Conv2D(filters=F2, kernel_size=(f, f), strides=(1, 1), padding='same',
                kernel_initializer=initializer(seed=0))(A1)
    B2 = BatchNormalization(axis=3)(Z2, training=training)
    A2 = Activation('relu')(B2)

    # 4. third component
    Z3 = Conv2D(filters=F2, kernel_size=(1, 1), strides=(1, 1), padding='valid',
                kernel_initializer=initializer(seed=0))(A2)
    B3 = BatchNormalization(axis=3)(Z3, training=training)

    # 5. add and relu
    S = Add()([B3, X0])
    return Activation('relu')(S)
""",
    ),
    Stranger(
        "fd2-right-shortcut-first",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # shortcut path first so I don't forget it
    X_short = Conv2D(F3, kernel_size=1, strides=s, kernel_initializer=initializer(seed=0))(X)
    X_short = BatchNormalization(axis=3)(X_short, training=training)

    # main path
    X = Conv2D(F1, kernel_size=1, strides=s, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F2, kernel_size=f, padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(F3, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # together
    X = Add()([X, X_short])
    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "fd2-shortcut-f1-filters",
        "convolutional_block",
        "The shortcut's convolution has F1 filters instead of F3, so it cannot be added to the main path.",
        ("shortcut f3", "shortcut filters", "shortcut f1", "shortcut channels", "projection f3", "projection filters"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # First component of main path (glorot_uniform seed 0)
    X = Conv2D(F1, kernel_size=1, strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # Second component
    X = Conv2D(F2, kernel_size=f, strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # Third component
    X = Conv2D(F3, kernel_size=1, strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Shortcut path, same as the first conv
    X_shortcut = Conv2D(F1, kernel_size=1, strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    # Final step
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "fd2-shortcut-bn-into-x",
        "convolutional_block",
        "The shortcut's batch normalisation is assigned to X, which overwrites the main path, so the shortcut is added to its own normalised copy.",
        (
            "main path overwritten",
            "main path lost",
            "overwrites x",
            "x overwritten",
            "main path missing",
            "shortcut batch normalisation x",
            "shortcut itself",
            "main path thrown away",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # Save the input value
    X_shortcut = X

    X = Conv2D(filters=F1, kernel_size=(1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(filters=F2, kernel_size=(f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(filters=F3, kernel_size=(1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Shortcut
    X_shortcut = Conv2D(filters=F3, kernel_size=(1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)

    return X
""",
    ),
    Stranger(
        "fd2-dense-without-softmax",
        "ResNet50",
        "The dense layer has no softmax, so the model gives raw scores and not probabilities.",
        ("softmax", "probabilities sum", "not probabilities", "dense activation"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides = (2, 2))(X)
    X = BatchNormalization(axis = 3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides = (2, 2))(X)

    X = convolutional_block(X, f = 3, filters = [64, 64, 256], s = 1)
    X = identity_block(X, 3, [64, 64, 256])
    X = identity_block(X, 3, [64, 64, 256])

    X = convolutional_block(X, f = 3, filters = [128, 128, 512], s = 2)
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])

    X = convolutional_block(X, f = 3, filters = [256, 256, 1024], s = 2)
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])

    X = convolutional_block(X, f = 3, filters = [512, 512, 2048], s = 2)
    X = identity_block(X, 3, [512, 512, 2048])
    X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D(pool_size = (2, 2))(X)

    X = Flatten()(X)
    X = Dense(classes, name = 'fc' + str(classes))(X)

    model = Model(inputs = X_input, outputs = X)
    return model
""",
    ),
    Stranger(
        "fd2-max-pooling-no-strides",
        "ResNet50",
        "The max pooling has no strides, so Keras takes the pool size 3 as stride instead of 2.",
        (
            "max pooling stride",
            "max pooling strides",
            "maxpooling2d strides",
            "pooling strides=2",
            "pooling stride 2",
            "max-pooling stride",
            "pooling stride 3",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape)

    # Stage 1 (stem)
    X = ZeroPadding2D(3)(inputs)
    X = Conv2D(filters=64, kernel_size=7, strides=2, kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3))(X)

    # Stage 2
    filters = [64, 64, 256]
    X = convolutional_block(X, f=3, filters=filters, s=1)
    for _ in range(2):
        X = identity_block(X, f=3, filters=filters)

    # Stage 3
    filters = [128, 128, 512]
    X = convolutional_block(X, f=3, filters=filters, s=2)
    for _ in range(3):
        X = identity_block(X, f=3, filters=filters)

    # Stage 4
    filters = [256, 256, 1024]
    X = convolutional_block(X, f=3, filters=filters, s=2)
    for _ in range(5):
        X = identity_block(X, f=3, filters=filters)

    # Stage 5
    filters = [512, 512, 2048]
    X = convolutional_block(X, f=3, filters=filters, s=2)
    for _ in range(2):
        X = identity_block(X, f=3, filters=filters)

    # head
    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax", kernel_initializer=glorot_uniform(seed=0))(X)

    return Model(inputs=inputs, outputs=X)
""",
    ),
    Stranger(
        "fd2-padded-tensor-unused",
        "ResNet50",
        "The first convolution is given the input instead of the padded tensor, so the zero padding is without effect.",
        (
            "zero padding",
            "padding not used",
            "padding input",
            "zeropadding2d",
            "padded tensor",
            "padding stem",
            "padding effect",
            "convolution takes network's input",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    # Zero-Padding
    X = ZeroPadding2D((3, 3))(X_input)

    # Stage 1
    X = Conv2D(64, (7, 7), strides=(2, 2), name='conv1')(X_input)
    X = BatchNormalization(axis=3, name='bn_conv1')(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stage 2
    X = convolutional_block(X, 3, [64, 64, 256], s=1)
    X = identity_block(X, 3, [64, 64, 256])
    X = identity_block(X, 3, [64, 64, 256])

    # Stage 3
    X = convolutional_block(X, 3, [128, 128, 512], s=2)
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])

    # Stage 4
    X = convolutional_block(X, 3, [256, 256, 1024], s=2)
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])
    X = identity_block(X, 3, [256, 256, 1024])

    # Stage 5
    X = convolutional_block(X, 3, [512, 512, 2048], s=2)
    X = identity_block(X, 3, [512, 512, 2048])
    X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2), name='avg_pool')(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax', name='fc')(X)

    model = Model(inputs=X_input, outputs=X, name='ResNet50')
    return model
""",
    ),
    Stranger(
        "fd3-raise-left-in",
        "identity_block",
        "The stub's raise NotImplementedError still stands before the return.",
        ("notimplementederror", "raise", "not implemented", "stub", "line left"),
        '''\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    """A residual block whose output has the shape of its input.

    X: tensor of shape (m, n_H, n_W, n_C)
    f: size of the middle convolution's kernel
    filters: three numbers F1, F2, F3 of filters; F3 equals n_C
    training: True for the statistics of the batch, False for the moving ones, None to let Keras choose
    initializer: makes the kernels; call it with a seed
    Returns a tensor of shape (m, n_H, n_W, F3).
    """
    F1, F2, F3 = filters

    # YOUR CODE HERE
    X_shortcut = X

    X = Conv2D(F1, (1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, (f, f), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, (1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    raise NotImplementedError()

    return X
''',
    ),
    Stranger(
        "fd3-axis-1-everywhere",
        "identity_block",
        "All three batch normalisations run over axis 1, the height, instead of axis 3, the channels.",
        ("axis 3", "axis=3", "axis 1", "axis=1", "over channels", "axis channels", "wrong axis"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    residual = X

    # channels are axis 1
    x = Conv2D(F1, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=1)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F2, kernel_size=f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=1)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F3, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=1)(x, training=training)

    x = Add()([x, residual])
    x = Activation("relu")(x)
    return x
""",
    ),
    Stranger(
        "fd3-add-without-list",
        "identity_block",
        "Add() is called with two arguments instead of one list of two tensors.",
        ("add list", "add brackets", "list tensors", "list two", "square brackets", "add() one argument", "positional arguments"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(filters = F1, kernel_size = 1, strides = 1, padding = 'valid', kernel_initializer = initializer(seed = 0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = Activation('relu')(X)

    X = Conv2D(filters = F2, kernel_size = f, strides = 1, padding = 'same', kernel_initializer = initializer(seed = 0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = Activation('relu')(X)

    X = Conv2D(filters = F3, kernel_size = 1, strides = 1, padding = 'valid', kernel_initializer = initializer(seed = 0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)

    X = Add()(X, X_shortcut)
    X = Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "fd3-relu-on-shortcut",
        "convolutional_block",
        "A ReLU follows the batch normalisation of the shortcut, where there should be none.",
        ("shortcut relu", "shortcut activation", "relu projection", "no relu shortcut"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # Main path
    X = Conv2D(F1, (1, 1), strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Shortcut: conv -> bn -> relu
    X_shortcut = Conv2D(F3, (1, 1), strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)
    X_shortcut = Activation('relu')(X_shortcut)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "fd3-filters-from-one",
        "convolutional_block",
        "The filters are indexed 1, 2, 3 instead of 0, 1, 2, so filters[3] does not exist.",
        ("filters[3]", "filters[0]", "index out of range", "indices 0", "index 0", "counts from 0", "start 0", "indexerror"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    X_shortcut = X

    X = Conv2D(filters[1], kernel_size=1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(filters[2], kernel_size=f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU()(X)

    X = Conv2D(filters[3], kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(filters[3], kernel_size=1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = ReLU()(X)
    return X
""",
    ),
    Stranger(
        "fd3-second-relu-not-kept",
        "convolutional_block",
        "The result of the ReLU in the second component is not assigned, so the third convolution gets a tensor without ReLU.",
        (
            "relu second",
            "relu not assigned",
            "relu missing second",
            "relu middle",
            "activation second",
            "result activation",
            "relu result",
            "relu third convolution",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # 1
    X = Conv2D(F1, 1, strides=s, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # 2
    X = Conv2D(F2, f, strides=1, padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    Activation('relu')(X)

    # 3
    X = Conv2D(F3, 1, strides=1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # shortcut
    X_shortcut = Conv2D(F3, 1, strides=s, padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    # add + relu
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "fd3-shortcut-todo",
        "convolutional_block",
        "Unfinished: the shortcut has no convolution and no batch normalisation yet, the raw input is added.",
        (
            "shortcut convolution",
            "shortcut projection",
            "shortcut own convolution",
            "projection missing",
            "shortcut unchanged",
            "shortcut input itself",
            "shortcut shape",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    X_shortcut = X

    # main path, copied from my identity_block, only strides of the first conv changed to s
    X = Conv2D(F1, (1, 1), strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # TODO shortcut path?

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)

    return X
""",
    ),
    Stranger(
        "fd3-right-written-out",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    # input
    X_input = Input(shape=input_shape, name="input")

    # stem
    X = ZeroPadding2D(padding=(3, 3), name="pad")(X_input)
    X = Conv2D(64, kernel_size=(7, 7), strides=(2, 2), name="conv1", kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3, name="bn1")(X)
    X = Activation("relu", name="relu1")(X)
    X = MaxPooling2D(pool_size=(3, 3), strides=(2, 2), name="maxpool")(X)  # 15x15x64

    # stage 2, s=1 because the pooling did the work already
    X = convolutional_block(X, f=3, filters=[64, 64, 256], s=1)
    X = identity_block(X, f=3, filters=[64, 64, 256])
    X = identity_block(X, f=3, filters=[64, 64, 256])

    # stage 3
    X = convolutional_block(X, f=3, filters=[128, 128, 512])
    X = identity_block(X, f=3, filters=[128, 128, 512])
    X = identity_block(X, f=3, filters=[128, 128, 512])
    X = identity_block(X, f=3, filters=[128, 128, 512])

    # stage 4
    X = convolutional_block(X, f=3, filters=[256, 256, 1024])
    X = identity_block(X, f=3, filters=[256, 256, 1024])
    X = identity_block(X, f=3, filters=[256, 256, 1024])
    X = identity_block(X, f=3, filters=[256, 256, 1024])
    X = identity_block(X, f=3, filters=[256, 256, 1024])
    X = identity_block(X, f=3, filters=[256, 256, 1024])

    # stage 5
    X = convolutional_block(X, f=3, filters=[512, 512, 2048])
    X = identity_block(X, f=3, filters=[512, 512, 2048])
    X = identity_block(X, f=3, filters=[512, 512, 2048])

    # head
    X = AveragePooling2D(pool_size=(2, 2), name="avgpool")(X)
    X = Flatten(name="flatten")(X)
    X = Dense(units=classes, activation="softmax", name="fc")(X)

    model = Model(inputs=X_input, outputs=X, name="ResNet50")
    # model.summary()
    return model
""",
    ),
    Stranger(
        "fd3-identity-result-unused",
        "ResNet50",
        "The results of the identity blocks are never assigned to X, so no identity block is part of the network.",
        (
            "identity blocks missing",
            "identity block result",
            "identity_block assigned",
            "no identity blocks",
            "identity blocks 0",
            "result identity_block",
            "x = identity_block",
        ),
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
    for i in range(2):
        identity_block(X, 3, [64, 64, 256])

    # Stage 3
    X = convolutional_block(X, f=3, filters=[128, 128, 512], s=2)
    for i in range(3):
        identity_block(X, 3, [128, 128, 512])

    # Stage 4
    X = convolutional_block(X, f=3, filters=[256, 256, 1024], s=2)
    for i in range(5):
        identity_block(X, 3, [256, 256, 1024])

    # Stage 5
    X = convolutional_block(X, f=3, filters=[512, 512, 2048], s=2)
    for i in range(2):
        identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)

    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fd3-stage5-filters-copied",
        "ResNet50",
        "Stage 5 still has the filters of stage 4, 256, 256, 1024 instead of 512, 512, 2048.",
        ("stage 5 filters", "stage 5 512", "stage 5 2048", "2048", "filters 512", "stage 5 1024"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    # Stage 1
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2), kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X)
    X = ReLU()(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stage 2
    X = convolutional_block(X, f=3, filters=[64, 64, 256], s=1)
    X = identity_block(X, f=3, filters=[64, 64, 256])
    X = identity_block(X, f=3, filters=[64, 64, 256])

    # Stage 3
    X = convolutional_block(X, f=3, filters=[128, 128, 512], s=2)
    X = identity_block(X, f=3, filters=[128, 128, 512])
    X = identity_block(X, f=3, filters=[128, 128, 512])
    X = identity_block(X, f=3, filters=[128, 128, 512])

    # Stage 4
    X = convolutional_block(X, f=3, filters=[256, 256, 1024], s=2)
    X = identity_block(X, f=3, filters=[256, 256, 1024])
    X = identity_block(X, f=3, filters=[256, 256, 1024])
    X = identity_block(X, f=3, filters=[256, 256, 1024])
    X = identity_block(X, f=3, filters=[256, 256, 1024])
    X = identity_block(X, f=3, filters=[256, 256, 1024])

    # Stage 5
    X = convolutional_block(X, f=3, filters=[256, 256, 1024], s=2)
    X = identity_block(X, f=3, filters=[256, 256, 1024])
    X = identity_block(X, f=3, filters=[256, 256, 1024])

    # Head
    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)

    return Model(inputs=X_input, outputs=X, name='resnet50')
""",
    ),
    Stranger(
        "fd4-right-small-helper",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    # little helper because the three parts look the same
    def conv_bn(x, n_filters, size, padding):
        x = Conv2D(n_filters, (size, size), strides=(1, 1), padding=padding,
                   kernel_initializer=initializer(seed=0))(x)
        return BatchNormalization(axis=3)(x, training=training)

    Y = conv_bn(X, F1, 1, 'valid')
    Y = Activation('relu')(Y)

    Y = conv_bn(Y, F2, f, 'same')
    Y = Activation('relu')(Y)

    Y = conv_bn(Y, F3, 1, 'valid')

    Y = Add()([Y, X])
    Y = Activation('relu')(Y)
    return Y
""",
    ),
    Stranger(
        "fd4-helper-default-training",
        "identity_block",
        "The helper has training=None as a default and the block never passes its own training on.",
        (
            "training not passed",
            "training never",
            "training helper",
            "training=training",
            "training default",
            "without training",
            "training ignored",
            "pass training",
        ),
        """\
def conv_bn_relu(x, n, k, init, padding='valid', relu=True, training=None):
    x = Conv2D(n, k, strides=1, padding=padding, kernel_initializer=init(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    if relu:
        x = Activation('relu')(x)
    return x


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    main = conv_bn_relu(X, F1, 1, initializer)
    main = conv_bn_relu(main, F2, f, initializer, padding='same')
    main = conv_bn_relu(main, F3, 1, initializer, relu=False)

    return Activation('relu')(Add()([main, X]))
""",
    ),
    Stranger(
        "fd4-relu-inside-conv",
        "identity_block",
        "In the first two components ReLU is the convolution's activation, so it comes before the batch normalisation instead of after it.",
        (
            "relu before batch",
            "relu before normalisation",
            "normalisation before relu",
            "relu after normalisation",
            "relu after batch",
            "normalisation then relu",
            "activation convolution",
            "relu order",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # First component (relu directly in the layer, saves a line)
    X = Conv2D(F1, 1, strides=1, padding="valid", activation="relu", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Second component
    X = Conv2D(F2, f, strides=1, padding="same", activation="relu", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Third component, no relu
    X = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fd4-right-many-names",
        "convolutional_block",
        "",
        (),
        '''\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    """Convolutional block: main path + projection shortcut"""
    (F1, F2, F3) = filters

    # --- main path ---
    a = Conv2D(F1, (1, 1), (s, s), 'valid', kernel_initializer=initializer(seed=0))(X)
    a = BatchNormalization(axis=3)(a, training=training)
    a = Activation('relu')(a)

    b = Conv2D(F2, (f, f), (1, 1), 'same', kernel_initializer=initializer(seed=0))(a)
    b = BatchNormalization(axis=3)(b, training=training)
    b = Activation('relu')(b)

    c = Conv2D(F3, (1, 1), (1, 1), 'valid', kernel_initializer=initializer(seed=0))(b)
    c = BatchNormalization(axis=3)(c, training=training)

    # --- shortcut ---
    d = Conv2D(F3, (1, 1), (s, s), 'valid', kernel_initializer=initializer(seed=0))(X)
    d = BatchNormalization(axis=3)(d, training=training)

    # --- sum ---
    out = Add()([c, d])
    out = Activation('relu')(out)
    return out
''',
    ),
    Stranger(
        "fd4-glorot-hard-coded",
        "convolutional_block",
        "Every convolution takes glorot_uniform(seed=0) whatever initializer the caller gives.",
        (
            "initializer ignored",
            "initializer argument",
            "initializer(seed=0)",
            "glorot_uniform",
            "initializer caller",
            "initializer given",
            "initializer passed",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # First component of main path
    X = Conv2D(F1, (1, 1), strides=(s, s), padding='valid', kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # Second component of main path
    X = Conv2D(F2, (f, f), strides=(1, 1), padding='same', kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    # Third component of main path
    X = Conv2D(F3, (1, 1), strides=(1, 1), padding='valid', kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Shortcut path
    X_shortcut = Conv2D(F3, (1, 1), strides=(s, s), padding='valid', kernel_initializer=glorot_uniform(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    # Add and relu
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "fd4-typo-shorcut",
        "convolutional_block",
        "A typing error, X_shorcut for X_shortcut, so the normalised shortcut is lost and the one without batch normalisation is added.",
        (
            "shortcut batch normalisation",
            "shortcut normalisation",
            "shortcut normalised",
            "shortcut batchnormalization",
            "x_shorcut",
            "projection normalisation",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(filters=F1, kernel_size=1, strides=s, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(filters=F2, kernel_size=f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(filters=F3, kernel_size=1, strides=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # shortcut path
    X_shortcut = Conv2D(filters=F3, kernel_size=1, strides=s, kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shorcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "fd4-shared-bn-layer",
        "convolutional_block",
        "The shortcut uses the same batch normalisation layer as the third component, so both share one set of weights.",
        (
            "normalisation shared",
            "share normalisation",
            "same normalisation layer",
            "shortcut own normalisation",
            "same layer twice",
            "normalisation twice",
            "shares weights",
            "four normalisations",
            "one batchnormalization used two steps",
        ),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # define all the layers
    conv1 = Conv2D(F1, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))
    conv2 = Conv2D(F2, f, strides=1, padding="same", kernel_initializer=initializer(seed=0))
    conv3 = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))
    conv_short = Conv2D(F3, 1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))
    bn1 = BatchNormalization(axis=3)
    bn2 = BatchNormalization(axis=3)
    bn3 = BatchNormalization(axis=3)
    relu = Activation("relu")
    add = Add()

    # main path
    out = relu(bn1(conv1(X), training=training))
    out = relu(bn2(conv2(out), training=training))
    out = bn3(conv3(out), training=training)

    # shortcut (also F3 channels)
    shortcut = bn3(conv_short(X), training=training)

    return relu(add([out, shortcut]))
""",
    ),
    Stranger(
        "fd4-right-filters-dict",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = keras.Input(shape=input_shape)

    # stem
    x = ZeroPadding2D(3)(inputs)
    x = Conv2D(64, 7, strides=2)(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation('relu')(x)
    x = MaxPooling2D(3, strides=2)(x)

    # stage number: (filters, stride, how many identity blocks)
    stages = {
        2: ([64, 64, 256], 1, 2),
        3: ([128, 128, 512], 2, 3),
        4: ([256, 256, 1024], 2, 5),
        5: ([512, 512, 2048], 2, 2),
    }
    for stage in [2, 3, 4, 5]:
        filters, stride, n_blocks = stages[stage]
        x = convolutional_block(x, 3, filters, s=stride)
        for _ in range(n_blocks):
            x = identity_block(x, 3, filters)

    # head
    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    outputs = Dense(classes, activation='softmax')(x)
    return keras.Model(inputs, outputs)
""",
    ),
    Stranger(
        "fd4-range-from-one",
        "ResNet50",
        "The loop over the identity blocks is range(1, n) with n the number of identity blocks, so each stage has one too few.",
        (
            "identity blocks too few",
            "one block too few",
            "number identity blocks",
            "2 identity blocks",
            "3 identity blocks",
            "identity blocks missing",
            "one identity block",
            "range",
        ),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    all_filters = [[64, 64, 256], [128, 128, 512], [256, 256, 1024], [512, 512, 2048]]
    identity_counts = [2, 3, 5, 2]
    strides = [1, 2, 2, 2]

    for filters, n, s in zip(all_filters, identity_counts, strides):
        # first block of the stage
        X = convolutional_block(X, 3, filters, s=s)
        # and the rest
        for block in range(1, n):
            X = identity_block(X, 3, filters)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)

    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "fd4-returns-output-tensor",
        "ResNet50",
        "The function returns the output tensor X instead of the Keras Model.",
        ("return model", "returns tensor", "keras model", "not model", "tensor instead", "model(inputs"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    # stem
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # stage 2
    X = convolutional_block(X, 3, [64, 64, 256], s=1)
    for i in range(2): X = identity_block(X, 3, [64, 64, 256])
    # stage 3
    X = convolutional_block(X, 3, [128, 128, 512], s=2)
    for i in range(3): X = identity_block(X, 3, [128, 128, 512])
    # stage 4
    X = convolutional_block(X, 3, [256, 256, 1024], s=2)
    for i in range(5): X = identity_block(X, 3, [256, 256, 1024])
    # stage 5
    X = convolutional_block(X, 3, [512, 512, 2048], s=2)
    for i in range(2): X = identity_block(X, 3, [512, 512, 2048])

    # head
    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)

    return X
""",
    ),
)
