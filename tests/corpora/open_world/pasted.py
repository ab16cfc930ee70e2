"""Answers of people who paste from elsewhere and adapt: old tutorials, other libraries, ready-made networks, chatbots. Written from the exercise's text alone."""

from . import Stranger

ANSWERS = (
    Stranger(
        "id-r-partial",
        "identity_block",
        "",
        (),
        """\
from functools import partial

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    DefaultConv2D = partial(Conv2D, kernel_size=1, strides=1, padding="valid",
                            kernel_initializer=initializer(seed=0))

    Z = DefaultConv2D(F1)(X)
    Z = BatchNormalization()(Z, training=training)
    Z = Activation("relu")(Z)
    Z = DefaultConv2D(F2, kernel_size=f, padding="same")(Z)
    Z = BatchNormalization()(Z, training=training)
    Z = Activation("relu")(Z)
    Z = DefaultConv2D(F3)(Z)
    Z = BatchNormalization()(Z, training=training)
    return Activation("relu")(Z + X)
""",
    ),
    Stranger(
        "id-r-convolution2d-alias",
        "identity_block",
        "",
        (),
        """\
from keras.layers import Convolution2D, add

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    nb_filter1, nb_filter2, nb_filter3 = filters
    bn_axis = 3

    # was: x = Convolution2D(nb_filter1, 1, 1, name=conv_name_base + '2a')(input_tensor)
    x = Convolution2D(nb_filter1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=bn_axis)(x, training=training)
    x = Activation('relu')(x)

    x = Convolution2D(nb_filter2, (f, f), padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=bn_axis)(x, training=training)
    x = Activation('relu')(x)

    x = Convolution2D(nb_filter3, (1, 1), kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=bn_axis)(x, training=training)

    # merge([x, input_tensor], mode='sum') doesn't exist any more
    x = add([x, X])
    x = Activation('relu')(x)
    return x
""",
    ),
    Stranger(
        "id-r-sequential-main",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    k = dict(kernel_initializer=initializer(seed=0))
    main_path = keras.Sequential([
        Conv2D(F1, 1, **k),
        BatchNormalization(),
        ReLU(),
        Conv2D(F2, f, padding="same", **k),
        BatchNormalization(),
        ReLU(),
        Conv2D(F3, 1, **k),
        BatchNormalization(),
    ])
    return ReLU()(main_path(X, training=training) + X)
""",
    ),
    Stranger(
        "id-r-layer-class",
        "identity_block",
        "",
        (),
        '''\
class Bottleneck(keras.layers.Layer):
    """Bottleneck residual unit (1x1 -> fxf -> 1x1)."""

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
        y = self.relu(self.bn1(self.conv1(x), training=training))
        y = self.relu(self.bn2(self.conv2(y), training=training))
        y = self.bn3(self.conv3(y), training=training)
        return self.relu(x + y)


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    return Bottleneck(f, filters, initializer)(X, training=training)
''',
    ),
    Stranger(
        "id-r-keras-ops",
        "identity_block",
        "",
        (),
        """\
from keras import ops

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X

    X = Conv2D(F1, 1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = ops.relu(BatchNormalization(axis=3)(X, training=training))

    X = Conv2D(F2, f, padding='same', kernel_initializer=initializer(seed=0))(X)
    X = ops.relu(BatchNormalization(axis=3)(X, training=training))

    X = Conv2D(F3, 1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    return ops.relu(ops.add(X, shortcut))
""",
    ),
    Stranger(
        "id-r-generic-never-projects",
        "identity_block",
        "",
        (),
        '''\
from typing import Callable, Optional, Sequence


def _conv_bn(x, n_filters: int, kernel_size: int, padding: str, training: Optional[bool],
             initializer: Callable, activate: bool = True):
    """Conv -> BN (-> ReLU)."""
    x = Conv2D(
        filters=n_filters,
        kernel_size=kernel_size,
        strides=1,
        padding=padding,
        kernel_initializer=initializer(seed=0),
    )(x)
    x = BatchNormalization(axis=-1)(x, training=training)
    return ReLU()(x) if activate else x


def identity_block(
    X,
    f: int,
    filters: Sequence[int],
    training: Optional[bool] = None,
    initializer: Callable = random_uniform,
):
    """Identity residual block (bottleneck variant).

    The input and the output must have the same number of channels. As a safety net, a
    projection is inserted in case they do not.
    """
    F1, F2, F3 = filters
    shortcut = X
    if X.shape[-1] != F3:
        # Should never happen in an identity block, but makes the function robust
        shortcut = _conv_bn(X, F3, 1, "valid", training, initializer, activate=False)

    out = _conv_bn(X, F1, 1, "valid", training, initializer)
    out = _conv_bn(out, F2, f, "same", training, initializer)
    out = _conv_bn(out, F3, 1, "valid", training, initializer, activate=False)

    out = Add()([out, shortcut])
    return ReLU()(out)
''',
    ),
    Stranger(
        "id-r-tf-keras-prefix",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_skip = X
    # Layer 1
    X = tf.keras.layers.Conv2D(F1, (1,1), kernel_initializer=initializer(seed=0))(X)
    X = tf.keras.layers.BatchNormalization(axis=3)(X, training=training)
    X = tf.keras.layers.Activation('relu')(X)
    # Layer 2
    X = tf.keras.layers.Conv2D(F2, (f,f), padding = 'same', kernel_initializer=initializer(seed=0))(X)
    X = tf.keras.layers.BatchNormalization(axis=3)(X, training=training)
    X = tf.keras.layers.Activation('relu')(X)
    # Layer 3
    X = tf.keras.layers.Conv2D(F3, (1,1), kernel_initializer=initializer(seed=0))(X)
    X = tf.keras.layers.BatchNormalization(axis=3)(X, training=training)
    # Add Residue
    X = tf.keras.layers.Add()([X, X_skip])
    X = tf.keras.layers.Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "id-r-image-data-format",
        "identity_block",
        "",
        (),
        '''\
from keras import backend

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    """The identity block is the block that has no conv layer at shortcut."""
    filters1, filters2, filters3 = filters
    if backend.image_data_format() == 'channels_last':
        bn_axis = 3
    else:
        bn_axis = 1

    x = Conv2D(filters1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=bn_axis)(x, training=training)
    x = Activation('relu')(x)

    x = Conv2D(filters2, f, padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=bn_axis)(x, training=training)
    x = Activation('relu')(x)

    x = Conv2D(filters3, (1, 1), kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=bn_axis)(x, training=training)

    x = keras.layers.add([x, X])
    x = Activation('relu')(x)
    return x
''',
    ),
    Stranger(
        "id-r-loop-specs",
        "identity_block",
        "",
        (),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    y = X
    for i, (n, k) in enumerate(zip(filters, (1, f, 1))):
        if i > 0:
            y = Activation("relu")(y)
        y = Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))(y)  # same == valid for 1x1
        y = BatchNormalization(axis=3)(y, training=training)
        print("conv", i + 1, y.shape)
    return Activation("relu")(Add()([X, y]))
""",
    ),
    Stranger(
        "id-r-lambda-add-explicit-defaults",
        "identity_block",
        "",
        (),
        """\
from keras.layers import Lambda

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    init = initializer(seed=0)

    def conv(n, k, pad):
        return Conv2D(n, kernel_size=(k, k), strides=(1, 1), padding=pad, dilation_rate=(1, 1), groups=1,
                      activation=None, use_bias=True, kernel_initializer=init, bias_initializer="zeros")

    def norm(t):
        layer = BatchNormalization(axis=3, momentum=0.99, epsilon=0.001, center=True, scale=True)
        return layer(t) if training is None else layer(t, training=training)

    h = keras.activations.relu(norm(conv(F1, 1, "valid")(X)))
    h = keras.activations.relu(norm(conv(F2, f, "same")(h)))
    h = norm(conv(F3, 1, "valid")(h))
    h = Lambda(lambda ab: ab[0] + ab[1])([h, X])
    return keras.activations.relu(h)
""",
    ),
    Stranger(
        "id-w-keras1-border-mode",
        "identity_block",
        "border_mode and subsample are names from Keras 1; Conv2D does not know them and raises an error.",
        ("border_mode", "subsample", "padding keras", "unknown argument", "unrecognized", "old keras"),
        """\
from keras.layers import Convolution2D

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Convolution2D(F1, (1, 1), subsample=(1, 1), border_mode='valid', init=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Convolution2D(F2, (f, f), subsample=(1, 1), border_mode='same', init=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Convolution2D(F3, (1, 1), subsample=(1, 1), border_mode='valid', init=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "id-w-glorot-hardwired",
        "identity_block",
        "The kernels come from glorot_uniform(seed=0) and not from the initializer that the caller passes.",
        ("initializer", "initialiser", "glorot", "glorot_uniform"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # First component of main path
    X = Conv2D(filters = F1, kernel_size = (1, 1), strides = (1,1), padding = 'valid', kernel_initializer = glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training=training)
    X = Activation('relu')(X)

    # Second component of main path (≈3 lines)
    X = Conv2D(filters = F2, kernel_size = (f, f), strides = (1,1), padding = 'same', kernel_initializer = glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training=training)
    X = Activation('relu')(X)

    # Third component of main path (≈2 lines)
    X = Conv2D(filters = F3, kernel_size = (1, 1), strides = (1,1), padding = 'valid', kernel_initializer = glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training=training)

    # Final step: Add shortcut value to main path, and pass it through a RELU activation (≈2 lines)
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "id-w-stage-undefined",
        "identity_block",
        "The layer names use stage and block, which are not defined in this function.",
        ("stage", "not defined", "nameerror", "undefined"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    # defining name basis
    conv_name_base = 'res' + str(stage) + block + '_branch'
    bn_name_base = 'bn' + str(stage) + block + '_branch'

    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(filters=F1, kernel_size=(1, 1), strides=(1, 1), padding='valid', name=conv_name_base + '2a',
               kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, name=bn_name_base + '2a')(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(filters=F2, kernel_size=(f, f), strides=(1, 1), padding='same', name=conv_name_base + '2b',
               kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, name=bn_name_base + '2b')(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(filters=F3, kernel_size=(1, 1), strides=(1, 1), padding='valid', name=conv_name_base + '2c',
               kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, name=bn_name_base + '2c')(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "id-w-fixed-names",
        "identity_block",
        "The layers have fixed names, so the block cannot be used twice in one model.",
        ("name", "names", "twice"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X
    x = Conv2D(F1, (1, 1), name='conv2a_branch', kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3, name='bn2a_branch')(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F2, (f, f), padding='same', name='conv2b_branch', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3, name='bn2b_branch')(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F3, (1, 1), name='conv2c_branch', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3, name='bn2c_branch')(x, training=training)
    x = Add(name='add2')([x, shortcut])
    x = Activation('relu', name='out2')(x)
    return x
""",
    ),
    Stranger(
        "id-w-use-bias-false",
        "identity_block",
        "The convolutions have no bias (use_bias=False); Keras's default has one.",
        ("bias", "use_bias", "biases", "default", "parameters"),
        """\
def conv2d_bn(x, filters, kernel, training, init, padding='valid'):
    # bias is redundant before BN (beta takes over), see Ioffe & Szegedy
    x = Conv2D(filters, kernel, padding=padding, use_bias=False, kernel_initializer=init(seed=0))(x)
    return BatchNormalization(axis=3)(x, training=training)


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    out = Activation('relu')(conv2d_bn(X, F1, 1, training, initializer))
    out = Activation('relu')(conv2d_bn(out, F2, f, training, initializer, padding='same'))
    out = conv2d_bn(out, F3, 1, training, initializer)
    return Activation('relu')(Add()([X, out]))
""",
    ),
    Stranger(
        "id-w-applications-epsilon",
        "identity_block",
        "The batch normalisations have epsilon 1.001e-5 and not Keras's default of 0.001.",
        ("epsilon", "batch default", "normalisation default", "normalization default"),
        '''\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    """A residual block, after keras.applications.resnet.residual_block_v1."""
    F1, F2, F3 = filters
    bn_axis = 3
    shortcut = X

    x = Conv2D(F1, 1, strides=1, kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=bn_axis, epsilon=1.001e-5)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F2, f, padding="SAME", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=bn_axis, epsilon=1.001e-5)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=bn_axis, epsilon=1.001e-5)(x, training=training)

    x = Add()([shortcut, x])
    x = Activation("relu")(x)
    return x
''',
    ),
    Stranger(
        "id-w-bn-momentum",
        "identity_block",
        "The batch normalisations have momentum 0.9 and not Keras's default of 0.99.",
        ("momentum", "moving", "batch default", "normalisation default", "normalization default"),
        """\
BATCH_NORM_DECAY = 0.9

def identity_block(X, f, filters, training=None, initializer=random_uniform):
  filters1, filters2, filters3 = filters

  x = Conv2D(filters1, (1, 1), kernel_initializer=initializer(seed=0))(X)
  x = BatchNormalization(axis=3, momentum=BATCH_NORM_DECAY)(x, training=training)
  x = Activation('relu')(x)

  x = Conv2D(filters2, f, padding='same', kernel_initializer=initializer(seed=0))(x)
  x = BatchNormalization(axis=3, momentum=BATCH_NORM_DECAY)(x, training=training)
  x = Activation('relu')(x)

  x = Conv2D(filters3, (1, 1), kernel_initializer=initializer(seed=0))(x)
  x = BatchNormalization(axis=3, momentum=BATCH_NORM_DECAY)(x, training=training)

  x = Add()([x, X])
  x = Activation('relu')(x)
  return x
""",
    ),
    Stranger(
        "id-w-resnet18-block",
        "identity_block",
        "It has only two convolutions, as a block of ResNet-18 has; the bottleneck's 1x1 convolutions are missing.",
        ("third", "three convolutions", "two convolutions", "bottleneck", "first convolution", "convolution missing", "1×1"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    # copy tensor to variable called x_skip
    F1, F2, F3 = filters
    x_skip = X
    # Layer 1
    x = Conv2D(F1, (f,f), padding = 'same', kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)
    # Layer 2
    x = Conv2D(F3, (f,f), padding = 'same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    # Add Residue
    x = Add()([x, x_skip])
    x = Activation('relu')(x)
    return x
""",
    ),
    Stranger(
        "id-w-preactivation",
        "identity_block",
        "Batch normalisation and ReLU come before each convolution (pre-activation, v2), and there is no ReLU after the addition.",
        ("order", "before", "pre-activation", "first convolution", "after convolution", "relu addition"),
        '''\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    """Full pre-activation residual unit, He et al. 2016 (Identity mappings in deep residual networks)."""
    F1, F2, F3 = filters

    def bn_relu_conv(t, n, k, pad):
        t = BatchNormalization(axis=3)(t, training=training)
        t = Activation("relu")(t)
        return Conv2D(n, k, padding=pad, kernel_initializer=initializer(seed=0))(t)

    r = bn_relu_conv(X, F1, 1, "valid")
    r = bn_relu_conv(r, F2, f, "same")
    r = bn_relu_conv(r, F3, 1, "valid")
    return Add()([X, r])
''',
    ),
    Stranger(
        "id-w-se",
        "identity_block",
        "A squeeze-and-excitation branch scales the main path before the addition; it does not belong there.",
        ("extra", "squeeze", "dense", "excitation", "scales", "multiply", "multiplied", "more layers", "third normalisation"),
        """\
from keras.layers import GlobalAveragePooling2D, Reshape, Multiply

def squeeze_excite(t, ratio=16):
    c = t.shape[-1]
    s = GlobalAveragePooling2D()(t)
    s = Reshape((1, 1, c))(s)
    s = Dense(max(c // ratio, 1), activation='relu', kernel_initializer='he_normal', use_bias=False)(s)
    s = Dense(c, activation='sigmoid', kernel_initializer='he_normal', use_bias=False)(s)
    return Multiply()([t, s])

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    init = X
    x = Conv2D(F1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F2, (f, f), padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    # squeeze and excite block
    x = squeeze_excite(x)
    m = Add()([x, init])
    return Activation('relu')(m)
""",
    ),
    Stranger(
        "id-w-resnext-groups",
        "identity_block",
        "The second convolution is grouped, as in ResNeXt.",
        ("groups", "grouped", "group", "second convolution", "second component"),
        """\
import math

def identity_block(X, f, filters, training=None, initializer=random_uniform, cardinality=32):
    F1, F2, F3 = filters
    # the number of groups must divide both channel counts
    g = math.gcd(cardinality, math.gcd(F1, F2))

    y = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    y = BatchNormalization(axis=3)(y, training=training)
    y = ReLU()(y)

    y = Conv2D(F2, f, padding='same', groups=g, kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)
    y = ReLU()(y)

    y = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)

    return ReLU()(Add()([y, X]))
""",
    ),
    Stranger(
        "id-w-torch-padding-1",
        "identity_block",
        'padding=1 is PyTorch\'s way; Keras wants "same" or "valid" and raises an error.',
        ("padding", "same"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    width, width2, planes = filters
    identity = X

    out = Conv2D(width, kernel_size=1, strides=1, kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization()(out, training=training)
    out = ReLU()(out)

    out = Conv2D(width2, kernel_size=f, strides=1, padding=1, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization()(out, training=training)
    out = ReLU()(out)

    out = Conv2D(planes, kernel_size=1, strides=1, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization()(out, training=training)

    out += identity
    out = ReLU()(out)

    return out
""",
    ),
    Stranger(
        "id-w-concat",
        "identity_block",
        "The shortcut is concatenated with the main path instead of added, so the output has twice the channels.",
        ("add", "added", "addition", "concatenate", "concatenated", "shape", "channels"),
        """\
from keras.layers import Concatenate

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    residual = X
    # conv1x1
    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization()(X, training=training)
    X = Activation('relu')(X)
    # convfxf
    X = Conv2D(F2, f, padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization()(X, training=training)
    X = Activation('relu')(X)
    # conv1x1
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization()(X, training=training)
    # torch.cat([X, residual], dim=1) -> channels are the last axis in keras
    X = Concatenate(axis=-1)([X, residual])
    return Activation('relu')(X)
""",
    ),
    Stranger(
        "id-w-f-relu",
        "identity_block",
        "F.relu comes from PyTorch; F is not defined here.",
        ("not defined", "nameerror", "f.relu", "undefined", "pytorch", "relu"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    conv1 = Conv2D(F1, kernel_size=1, kernel_initializer=initializer(seed=0))
    bn1 = BatchNormalization()
    conv2 = Conv2D(F2, kernel_size=f, padding="same", kernel_initializer=initializer(seed=0))
    bn2 = BatchNormalization()
    conv3 = Conv2D(F3, kernel_size=1, kernel_initializer=initializer(seed=0))
    bn3 = BatchNormalization()

    out = F.relu(bn1(conv1(X), training=training))
    out = F.relu(bn2(conv2(out), training=training))
    out = bn3(conv3(out), training=training)
    out += X
    out = F.relu(out)
    return out
""",
    ),
    Stranger(
        "id-w-leaky",
        "identity_block",
        "The activations are LeakyReLU and not ReLU.",
        ("leaky", "leakyrelu", "relu", "negative"),
        """\
from keras.layers import LeakyReLU

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    shortcut = X
    # LeakyReLU avoids the dying-ReLU problem
    X = Conv2D(F1, (1, 1), strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = LeakyReLU()(X)
    X = Conv2D(F2, (f, f), strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = LeakyReLU()(X)
    X = Conv2D(F3, (1, 1), strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Add()([X, shortcut])
    X = LeakyReLU()(X)
    return X
""",
    ),
    Stranger(
        "id-w-gelu-config",
        "identity_block",
        "The default activation in the configuration is GELU and not ReLU.",
        ("gelu", "relu", "activation"),
        '''\
from dataclasses import dataclass


@dataclass(frozen=True)
class BlockConfig:
    """Hyper-parameters shared by every residual block."""
    activation: str = "gelu"
    bn_axis: int = -1
    main_padding: str = "same"


CFG = BlockConfig()


def identity_block(X, f, filters, training=None, initializer=random_uniform, config: BlockConfig = CFG):
    """Bottleneck identity block.

    Args:
        X: Input tensor.
        f: Kernel size of the middle convolution.
        filters: ``(F1, F2, F3)``.
        training: Passed to all the BatchNormalization layers.
        initializer: Kernel initializer factory.
        config: Additional block settings.

    Returns:
        Tensor with the same shape as ``X``.
    """
    kernel_sizes = (1, f, 1)
    y = X
    for index, (n_filters, kernel_size) in enumerate(zip(filters, kernel_sizes)):
        y = Conv2D(n_filters, kernel_size, padding=config.main_padding, kernel_initializer=initializer(seed=0))(y)
        y = BatchNormalization(axis=config.bn_axis)(y, training=training)
        if index < len(kernel_sizes) - 1:
            y = Activation(config.activation)(y)

    y = Add()([y, X])
    return Activation(config.activation)(y)
''',
    ),
    Stranger(
        "id-w-layernorm",
        "identity_block",
        "It normalises with LayerNormalization and not with batch normalisation, and training has no effect.",
        ("batch normalisation", "batch normalization", "batchnormalization", "layernormalization", "layer normalisation", "normalisation"),
        """\
from keras.layers import LayerNormalization

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    x = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    x = LayerNormalization(axis=-1)(x)
    x = ReLU()(x)
    x = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(x)
    x = LayerNormalization(axis=-1)(x)
    x = ReLU()(x)
    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    x = LayerNormalization(axis=-1)(x)
    return ReLU()(x + X)
""",
    ),
    Stranger(
        "id-w-separable",
        "identity_block",
        "The second convolution is a separable one and not a Conv2D.",
        ("separable", "separableconv2d", "second convolution", "conv2d", "second component"),
        """\
from keras.layers import SeparableConv2D

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # 1x1 reduce
    X = Conv2D(F1, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # fxf (depthwise separable, far fewer parameters than a normal convolution)
    X = SeparableConv2D(F2, f, strides=1, padding="same",
                        depthwise_initializer=initializer(seed=0),
                        pointwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # 1x1 expand
    X = Conv2D(F3, 1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
""",
    ),
    Stranger(
        "id-w-dropout",
        "identity_block",
        "There is a dropout in the main path, which the task does not have.",
        ("dropout", "random", "training", "extra"),
        """\
from keras.layers import Dropout

def identity_block(X, f, filters, training=None, initializer=random_uniform, dropout_rate=0.1):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F2, (f, f), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = Dropout(dropout_rate)(X, training=training)   # regularisation (only 1080 images!)

    X = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    return Activation('relu')(X)
""",
    ),
    Stranger(
        "id-w-l2",
        "identity_block",
        "The convolutions have an L2 penalty (kernel_regularizer); all else should stay as Keras has it by default.",
        ("regularizer", "kernel_regularizer", "regulariser", "l2", "penalty", "default"),
        """\
from keras.regularizers import l2

def identity_block(X, f, filters, training=None, initializer=random_uniform, weight_decay=1e-4):
    F1, F2, F3 = filters
    conv_args = {"kernel_initializer": initializer(seed=0), "kernel_regularizer": l2(weight_decay)}

    out = Conv2D(F1, (1, 1), **conv_args)(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = Activation("relu")(out)
    out = Conv2D(F2, (f, f), padding="same", **conv_args)(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = Activation("relu")(out)
    out = Conv2D(F3, (1, 1), **conv_args)(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = Add()([out, X])
    out = Activation("relu")(out)
    return out
""",
    ),
    Stranger(
        "id-w-markdown-fence",
        "identity_block",
        "The markdown fences around the code were pasted too and are a syntax error.",
        ("syntax", "fence", "fences", "```", "markdown", "backticks", "python read", "line 1"),
        """\
```python
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

    X = Add()([X, X_shortcut])
    X = Activation("relu")(X)
    return X
```
""",
    ),
    Stranger(
        "id-w-print-statement",
        "identity_block",
        "A print statement of Python 2 is a syntax error.",
        ("syntax", "print", "parentheses", "line"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = Conv2D(F1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    print "after 1st component", X.shape
    X = Conv2D(F2, (f, f), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    print "after 2nd component", X.shape
    X = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "id-w-no-last-relu",
        "identity_block",
        "After the addition there is no ReLU.",
        ("relu addition", "relu add", "relu last", "relu end", "relu after", "relu missing", "negative"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    # main
    main = Conv2D(F1, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    main = BatchNormalization(axis=3)(main, training=training)
    main = Activation("relu")(main)
    main = Conv2D(F2, kernel_size=f, padding="same", kernel_initializer=initializer(seed=0))(main)
    main = BatchNormalization(axis=3)(main, training=training)
    main = Activation("relu")(main)
    main = Conv2D(F3, kernel_size=1, kernel_initializer=initializer(seed=0))(main)
    main = BatchNormalization(axis=3)(main, training=training)
    # main + skip
    return keras.layers.add([main, X])
""",
    ),
    Stranger(
        "id-w-relu-before-add-loop",
        "identity_block",
        "The third component has a ReLU before the addition.",
        ("third relu", "relu before", "relu addition"),
        """\
def conv_block(x, n, k, training, initializer):
    x = Conv2D(n, k, padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization()(x, training=training)
    x = Activation('relu')(x)
    return x

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    x = conv_block(X,  F1, 1, training, initializer)
    x = conv_block(x,  F2, f, training, initializer)
    x = conv_block(x,  F3, 1, training, initializer)
    x = Add()([x, X])
    x = Activation('relu')(x)
    return x
""",
    ),
    Stranger(
        "id-w-training-in-constructor",
        "identity_block",
        "training is passed to BatchNormalization's constructor, which does not know it; it belongs in the layer's call.",
        ("training",),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = Conv2D(F1, 1, 1, 'valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, training=training)(X)
    X = Activation('relu')(X)
    X = Conv2D(F2, f, 1, 'same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, training=training)(X)
    X = Activation('relu')(X)
    X = Conv2D(F3, 1, 1, 'valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, training=training)(X)
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "id-w-trainable",
        "identity_block",
        "The batch normalisations get trainable=..., which freezes their weights, and are called without training.",
        ("training", "trainable"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    filters1, filters2, filters3 = filters
    trainable = True if training is None else training

    x = Conv2D(filters1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3, trainable=trainable)(x)
    x = Activation('relu')(x)

    x = Conv2D(filters2, (f, f), padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3, trainable=trainable)(x)
    x = Activation('relu')(x)

    x = Conv2D(filters3, (1, 1), kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3, trainable=trainable)(x)

    x = Add()([x, X])
    return Activation('relu')(x)
""",
    ),
    Stranger(
        "id-w-none-becomes-true",
        "identity_block",
        "None is turned into True, so Keras can no longer choose and the statistics of the batch are used where the moving ones should be.",
        ("training none", "none true", "training=none", "training"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    is_training = training if training is not None else True
    bn = lambda t: BatchNormalization(axis=3)(t, training=is_training)
    conv = lambda n, k: Conv2D(n, k, padding="same", kernel_initializer=initializer(seed=0))
    relu = Activation("relu")

    h = relu(bn(conv(F1, 1)(X)))
    h = relu(bn(conv(F2, f)(h)))
    h = bn(conv(F3, 1)(h))
    return relu(h + X)
""",
    ),
    Stranger(
        "id-w-initializer-positional-zero",
        "identity_block",
        "initializer(0) sets random_uniform's minval and no seed; it must be initializer(seed=0).",
        ("seed", "seed=0", "initializer", "kernels"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    Y = Conv2D(F1, (1, 1), kernel_initializer=initializer(0))(X)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = Activation("relu")(Y)

    Y = Conv2D(F2, (f, f), padding="same", kernel_initializer=initializer(0))(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)
    Y = Activation("relu")(Y)

    Y = Conv2D(F3, (1, 1), kernel_initializer=initializer(0))(Y)
    Y = BatchNormalization(axis=3)(Y, training=training)

    Y = Add()([Y, X])
    Y = Activation("relu")(Y)
    return Y
""",
    ),
    Stranger(
        "id-w-he-normal",
        "identity_block",
        "The kernels are drawn by he_normal and not by initializer(seed=0).",
        ("initializer", "initialiser", "he_normal", "kernels", "seed"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    filters1, filters2, filters3 = filters
    bn_axis = -1

    x = Conv2D(filters1, (1, 1), kernel_initializer='he_normal')(X)
    x = BatchNormalization(axis=bn_axis)(x, training=training)
    x = Activation('relu')(x)

    x = Conv2D(filters2, f, padding='same', kernel_initializer='he_normal')(x)
    x = BatchNormalization(axis=bn_axis)(x, training=training)
    x = Activation('relu')(x)

    x = Conv2D(filters3, (1, 1), kernel_initializer='he_normal')(x)
    x = BatchNormalization(axis=bn_axis)(x, training=training)

    x = Add()([x, X])
    x = Activation('relu')(x)
    return x
""",
    ),
    Stranger(
        "id-w-hardcoded-3x3",
        "identity_block",
        "The second convolution's kernel is always 3x3; f is ignored.",
        ("kernel f", "f×f", "f 3", "second kernel", "size f", "second convolution"),
        """\
from keras.layers import Conv2D as conv, BatchNormalization as bn, Activation as act

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    k1, k2, k3 = filters

    out = conv(k1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    out = bn(axis=3)(out, training=training)
    out = act('relu')(out)

    out = conv(k2, (3, 3), padding='same', kernel_initializer=initializer(seed=0))(out)
    out = bn(axis=3)(out, training=training)
    out = act('relu')(out)

    out = conv(k3, (1, 1), kernel_initializer=initializer(seed=0))(out)
    out = bn(axis=3)(out, training=training)

    out = keras.layers.add([out, X])
    out = act('relu')(out)
    return out
""",
    ),
    Stranger(
        "id-w-tf-ops",
        "identity_block",
        "tf.nn.relu and tf.add do not work on the symbolic tensors that a Keras model is built from.",
        ("tf.nn.relu", "tf.add", "symbolic", "kerastensor", "keras tensor", "tensorflow function", "keras layer", "model"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = tf.nn.relu(X)

    X = Conv2D(F2, f, padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = tf.nn.relu(X)

    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = tf.add(X, X_shortcut)
    X = tf.nn.relu(X)
    return X
""",
    ),
    Stranger(
        "id-w-old-positional-strides",
        "identity_block",
        "In Convolution2D(F2, f, f) Keras takes the second f as the stride, so the second convolution strides.",
        ("stride", "strides", "second convolution", "shape", "second component"),
        """\
from keras.layers import Convolution2D

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    nb1, nb2, nb3 = filters
    out = Convolution2D(nb1, 1, 1, kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = Activation('relu')(out)

    out = Convolution2D(nb2, f, f, padding='same', kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = Activation('relu')(out)

    out = Convolution2D(nb3, 1, 1, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=3)(out, training=training)

    out = Add()([out, X])
    out = Activation('relu')(out)
    return out
""",
    ),
    Stranger(
        "id-w-bn-axis-1",
        "identity_block",
        "Batch normalisation runs over axis 1, the height, as for Theano's channels-first order, and not over the channels.",
        ("axis", "channels"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    bn_axis = 1
    F1, F2, F3 = filters
    x = Conv2D(F1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=bn_axis)(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F2, (f, f), padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=bn_axis)(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=bn_axis)(x, training=training)
    x = Add()([x, X])
    x = Activation('relu')(x)
    return x
""",
    ),
    Stranger(
        "id-w-residual-scale",
        "identity_block",
        "The main path is multiplied by 0.17 before the addition, as in Inception-ResNet.",
        ("scale", "scaled", "multiplied", "0.17", "main path", "addition"),
        """\
from keras.layers import Lambda

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    scale = 0.17

    up = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    up = BatchNormalization(axis=3)(up, training=training)
    up = Activation('relu')(up)
    up = Conv2D(F2, f, padding='same', kernel_initializer=initializer(seed=0))(up)
    up = BatchNormalization(axis=3)(up, training=training)
    up = Activation('relu')(up)
    up = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(up)
    up = BatchNormalization(axis=3)(up, training=training)

    x = Lambda(lambda inputs: inputs[0] + inputs[1] * scale, name=None)([X, up])
    return Activation('relu')(x)
""",
    ),
    Stranger(
        "id-w-bn-shared",
        "identity_block",
        "One BatchNormalization layer is used for all three components; each needs its own.",
        (
            "batch own",
            "normalisation own",
            "normalization own",
            "same layer",
            "shared",
            "one layer",
            "new layer",
            "each own",
            "third normalisation",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    bn = BatchNormalization(axis=3)
    relu = Activation('relu')

    X = Conv2D(F1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = relu(bn(X, training=training))
    X = Conv2D(F2, (f, f), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = relu(bn(X, training=training))
    X = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = bn(X, training=training)
    X = relu(Add()([X, X_shortcut]))
    return X
""",
    ),
    Stranger(
        "id-w-conv-activation-relu",
        "identity_block",
        "The ReLU sits in the convolution, before batch normalisation, and not after it.",
        ("relu after", "relu before", "order", "first relu", "first component"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    f1, f2, f3 = filters
    shortcut = X
    x = Conv2D(f1, kernel_size=(1, 1), activation='relu', kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Conv2D(f2, kernel_size=(f, f), activation='relu', padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Conv2D(f3, kernel_size=(1, 1), kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    output = Add()([x, shortcut])
    output = Activation('relu')(output)
    return output
""",
    ),
    Stranger(
        "id-w-projection-shortcut",
        "identity_block",
        "The shortcut goes through a convolution and a batch normalisation; in the identity block it is X itself.",
        ("shortcut", "projection"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters

    # --- main path ---
    m = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(X)
    m = BatchNormalization(axis=3)(m, training=training)
    m = Activation("relu")(m)
    m = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(m)
    m = BatchNormalization(axis=3)(m, training=training)
    m = Activation("relu")(m)
    m = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(m)
    m = BatchNormalization(axis=3)(m, training=training)

    # --- shortcut path: match dimensions ---
    s = Conv2D(F3, 1, strides=1, kernel_initializer=initializer(seed=0))(X)
    s = BatchNormalization(axis=3)(s, training=training)

    return Activation("relu")(Add()([m, s]))
""",
    ),
    Stranger(
        "id-w-training-once-missing",
        "identity_block",
        "The second batch normalisation is called without training.",
        ("training", "second normalisation", "second normalization"),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(filters = F1, kernel_size = 1, strides = (1,1), padding = 'valid', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = Activation('relu')(X)

    X = Conv2D(filters = F2, kernel_size = f, strides = (1,1), padding = 'same', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X)
    X = Activation('relu')(X)

    X = Conv2D(filters = F3, kernel_size = 1, strides = (1,1), padding = 'valid', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "id-w-nn-conv2d",
        "identity_block",
        "This is PyTorch code; nn is not defined here.",
        ("not defined", "nameerror", "pytorch", "undefined", "nn"),
        """\
class Bottleneck(nn.Module):
    def __init__(self, in_planes, f, filters):
        super(Bottleneck, self).__init__()
        F1, F2, F3 = filters
        self.conv1 = nn.Conv2d(in_planes, F1, kernel_size=1, bias=False)
        self.bn1 = nn.BatchNorm2d(F1)
        self.conv2 = nn.Conv2d(F1, F2, kernel_size=f, stride=1, padding=f // 2, bias=False)
        self.bn2 = nn.BatchNorm2d(F2)
        self.conv3 = nn.Conv2d(F2, F3, kernel_size=1, bias=False)
        self.bn3 = nn.BatchNorm2d(F3)

    def forward(self, x):
        out = ReLU()(self.bn1(self.conv1(x)))
        out = ReLU()(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        out += x
        return ReLU()(out)


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    return Bottleneck(X.shape[-1], f, filters)(X)
""",
    ),
    Stranger(
        "id-w-returns-layer",
        "identity_block",
        "It returns the layer object itself and not its output for X.",
        ("return", "returns", "tensor", "call", "called", "layer"),
        """\
class IdentityBlock(tf.keras.layers.Layer):
    def __init__(self, f, filters, initializer, training):
        super().__init__()
        F1, F2, F3 = filters
        self.is_training = training
        self.c1 = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))
        self.b1 = BatchNormalization(axis=3)
        self.c2 = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))
        self.b2 = BatchNormalization(axis=3)
        self.c3 = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))
        self.b3 = BatchNormalization(axis=3)
        self.act = Activation("relu")
        self.add = Add()

    def call(self, inputs):
        x = self.act(self.b1(self.c1(inputs), training=self.is_training))
        x = self.act(self.b2(self.c2(x), training=self.is_training))
        x = self.b3(self.c3(x), training=self.is_training)
        return self.act(self.add([x, inputs]))

def identity_block(X, f, filters, training=None, initializer=random_uniform):
    block = IdentityBlock(f, filters, initializer, training)
    return block
""",
    ),
    Stranger(
        "id-w-bn-after-add",
        "identity_block",
        "The third batch normalisation comes after the addition and not before it.",
        (
            "normalisation addition",
            "normalization addition",
            "normalisation before",
            "normalization before",
            "third normalisation",
            "order",
            "normalisation after",
        ),
        """\
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    skip = X
    for n, k in [(F1, 1), (F2, f)]:
        X = Conv2D(n, k, padding='same', kernel_initializer=initializer(seed=0))(X)
        X = BatchNormalization(axis=3)(X, training=training)
        X = Activation('relu')(X)
    X = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(X)
    X = Add()([X, skip])
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "conv-r-compact-helper",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    def cb(inp, n, k=1, st=1):
        c = Conv2D(n, k, strides=st, padding="same", kernel_initializer=initializer(seed=0))(inp)
        return BatchNormalization()(c, training=training)

    relu = ReLU()
    return relu(cb(relu(cb(relu(cb(X, F1, st=s)), F2, k=f)), F3) + cb(X, F3, st=s))
""",
    ),
    Stranger(
        "conv-r-shortcut-first",
        "convolutional_block",
        "",
        (),
        '''\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    """A block that has a conv layer at shortcut (cf. keras_applications, but with v1 strides)."""
    filters1, filters2, filters3 = filters
    bn_axis = 3 if keras.config.image_data_format() == 'channels_last' else 1

    shortcut = Conv2D(filters3, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    shortcut = BatchNormalization(axis=bn_axis)(shortcut, training=training)

    x = Conv2D(filters1, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=bn_axis)(x, training=training)
    x = Activation('relu')(x)

    x = Conv2D(filters2, f, padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=bn_axis)(x, training=training)
    x = Activation('relu')(x)

    x = Conv2D(filters3, (1, 1), kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=bn_axis)(x, training=training)

    x = keras.layers.add([x, shortcut])
    x = Activation('relu')(x)
    return x
''',
    ),
    Stranger(
        "conv-r-subsample-slice",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    # a 1x1 conv with stride s only sees every s-th pixel, so I can subsample once for both paths
    Xs = X[:, ::s, ::s, :]

    main = Conv2D(F1, 1, kernel_initializer=initializer(seed=0))(Xs)
    main = BatchNormalization(axis=3)(main, training=training)
    main = Activation('relu')(main)
    main = Conv2D(F2, f, padding='same', kernel_initializer=initializer(seed=0))(main)
    main = BatchNormalization(axis=3)(main, training=training)
    main = Activation('relu')(main)
    main = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(main)
    main = BatchNormalization(axis=3)(main, training=training)

    short = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(Xs)
    short = BatchNormalization(axis=3)(short, training=training)

    return Activation('relu')(Add()([main, short]))
""",
    ),
    Stranger(
        "conv-r-layer-subclass",
        "convolutional_block",
        "",
        (),
        """\
class ResidualUnit(tf.keras.layers.Layer):
    # adapted from Hands-On Machine Learning, chapter 14
    def __init__(self, f, filters, strides, initializer, **kwargs):
        super().__init__(**kwargs)
        F1, F2, F3 = filters
        self.activation = tf.keras.activations.get("relu")
        self.main_layers = [
            Conv2D(F1, 1, strides=strides, kernel_initializer=initializer(seed=0)),
            BatchNormalization(),
            Activation("relu"),
            Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0)),
            BatchNormalization(),
            Activation("relu"),
            Conv2D(F3, 1, kernel_initializer=initializer(seed=0)),
            BatchNormalization(),
        ]
        self.skip_layers = [
            Conv2D(F3, 1, strides=strides, kernel_initializer=initializer(seed=0)),
            BatchNormalization(),
        ]

    def _run(self, layers, Z, training):
        for layer in layers:
            if isinstance(layer, BatchNormalization):
                Z = layer(Z, training=training)
            else:
                Z = layer(Z)
        return Z

    def call(self, inputs, training=None):
        Z = self._run(self.main_layers, inputs, training)
        skip_Z = self._run(self.skip_layers, inputs, training)
        return self.activation(Z + skip_Z)


def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    return ResidualUnit(f, filters, s, initializer)(X, training=training)
""",
    ),
    Stranger(
        "conv-r-partial-conv2d-alias",
        "convolutional_block",
        "",
        (),
        """\
import functools
from keras.layers import Convolution2D

def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    conv = functools.partial(Convolution2D, kernel_initializer=initializer(seed=0))
    n1, n2, n3 = filters

    out = conv(n1, 1, s)(X)          # filters, kernel, stride
    out = BatchNormalization()(out, training=training)
    out = Activation('relu')(out)
    out = conv(n2, f, 1, 'same')(out)
    out = BatchNormalization()(out, training=training)
    out = Activation('relu')(out)
    out = conv(n3, 1)(out)
    out = BatchNormalization()(out, training=training)

    identity = conv(n3, 1, s)(X)
    identity = BatchNormalization()(identity, training=training)

    out = keras.layers.Add()([identity, out])
    out = Activation(keras.activations.relu)(out)
    return out
""",
    ),
    Stranger(
        "conv-r-two-sequentials",
        "convolutional_block",
        "",
        (),
        """\
from keras.models import Sequential

def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    residual = Sequential()
    residual.add(Conv2D(F1, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0)))
    residual.add(BatchNormalization(axis=3))
    residual.add(Activation('relu'))
    residual.add(Conv2D(F2, (f, f), padding='same', kernel_initializer=initializer(seed=0)))
    residual.add(BatchNormalization(axis=3))
    residual.add(Activation('relu'))
    residual.add(Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0)))
    residual.add(BatchNormalization(axis=3))

    downsample = Sequential()
    downsample.add(Conv2D(F3, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0)))
    downsample.add(BatchNormalization(axis=3))

    Y = Add()([residual(X, training=training), downsample(X, training=training)])
    return Activation('relu')(Y)
""",
    ),
    Stranger(
        "conv-r-maxpool-1x1",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # keras.applications (resnet_v2) subsamples with MaxPooling2D(1, strides=s), same thing as a strided 1x1
    pooled = MaxPooling2D(1, strides=s)(X) if s > 1 else X

    y = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    y = BatchNormalization(axis=3)(y, training=training)
    y = Activation("relu")(y)

    y = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)
    y = Activation("relu")(y)

    y = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(y)
    y = BatchNormalization(axis=3)(y, training=training)

    sc = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(pooled)
    sc = BatchNormalization(axis=3)(sc, training=training)

    return Activation("relu")(Add()([y, sc]))
""",
    ),
    Stranger(
        "conv-r-llm-logging",
        "convolutional_block",
        "",
        (),
        '''\
import logging

logger = logging.getLogger(__name__)


def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform, *, verbose=False):
    """Projection ("convolutional") residual block.

    Main path:   Conv(1x1, s) -> BN -> ReLU -> Conv(f x f) -> BN -> ReLU -> Conv(1x1) -> BN
    Shortcut:    Conv(1x1, s) -> BN
    Output:      ReLU(main + shortcut)
    """
    if len(filters) != 3:
        raise ValueError(f"Expected three filter counts, got {filters!r}")
    F1, F2, F3 = filters

    # (filters, kernel size, stride, padding, followed by ReLU?)
    main_spec = (
        (F1, 1, s, "valid", True),
        (F2, f, 1, "same", True),
        (F3, 1, 1, "valid", False),
    )

    def apply(tensor, n, k, stride, padding, relu):
        tensor = Conv2D(
            n, (k, k), strides=(stride, stride), padding=padding, kernel_initializer=initializer(seed=0)
        )(tensor)
        tensor = BatchNormalization(axis=3)(tensor, training=training)
        if relu:
            tensor = Activation("relu")(tensor)
        if verbose:
            logger.info("%s filters -> %s", n, tensor.shape)
        return tensor

    main = X
    for spec in main_spec:
        main = apply(main, *spec)
    shortcut = apply(X, F3, 1, s, "valid", False)

    merged = Add()([main, shortcut])
    return Activation("relu")(merged)
''',
    ),
    Stranger(
        "conv-r-ops-maximum",
        "convolutional_block",
        "",
        (),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    k0 = initializer(seed=0)
    # main branch
    a = Conv2D(F1, 1, (s, s), kernel_initializer=k0)(X)
    a = BatchNormalization(axis=3)(a, training=training)
    a = keras.ops.maximum(a, 0.0)
    a = Conv2D(F2, f, (1, 1), padding="same", kernel_initializer=k0)(a)
    a = BatchNormalization(axis=3)(a, training=training)
    a = keras.ops.maximum(a, 0.0)
    a = Conv2D(F3, 1, (1, 1), kernel_initializer=k0)(a)
    a = BatchNormalization(axis=3)(a, training=training)
    # projection
    b = Conv2D(F3, 1, (s, s), kernel_initializer=k0)(X)
    b = BatchNormalization(axis=3)(b, training=training)
    return keras.ops.maximum(a + b, 0.0)
""",
    ),
    Stranger(
        "conv-w-v15-stride",
        "convolutional_block",
        "The stride s is on the second convolution and not on the first (ResNet v1.5).",
        ("first stride", "second stride", "stride convolution", "stride", "strides"),
        '''\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    """A block that has a projection shortcut.

    Note that the stride sits in the 3x3 convolution (this is ResNet v1.5, as in torchvision and
    TensorFlow's official models; it is ~0.5% more accurate than v1).
    """
    filters1, filters2, filters3 = filters
    x = Conv2D(filters1, (1, 1), kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)

    x = Conv2D(filters2, f, strides=(s, s), padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)

    x = Conv2D(filters3, (1, 1), kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    shortcut = Conv2D(filters3, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    shortcut = BatchNormalization(axis=3)(shortcut, training=training)

    x = Add()([x, shortcut])
    x = Activation('relu')(x)
    return x
''',
    ),
    Stranger(
        "conv-w-resnet-d",
        "convolutional_block",
        "The shortcut goes through an average pooling before its convolution (ResNet-D).",
        ("shortcut", "pooling", "averagepooling2d"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    x = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F2, f, padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    # bag of tricks (He et al. 2018): a strided 1x1 throws 3/4 of the input away -> avg pool first
    shortcut = X
    if s > 1:
        shortcut = AveragePooling2D(pool_size=s, strides=s, padding='same')(shortcut)
    shortcut = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(shortcut)
    shortcut = BatchNormalization(axis=3)(shortcut, training=training)

    x = Add()([x, shortcut])
    return Activation('relu')(x)
""",
    ),
    Stranger(
        "conv-w-shortcut-no-bn",
        "convolutional_block",
        "The shortcut's batch normalisation is missing.",
        ("shortcut normalisation", "shortcut normalization", "shortcut batch", "shortcut batchnormalization", "shortcut"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_skip = X
    # Layer 1
    X = Conv2D(F1, (1,1), strides = (s,s), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    # Layer 2
    X = Conv2D(F2, (f,f), padding = 'same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    # Layer 3
    X = Conv2D(F3, (1,1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    # Processing Residue with conv(1,1)
    X_skip = Conv2D(F3, (1,1), strides = (s,s), kernel_initializer=initializer(seed=0))(X_skip)
    # Add Residue
    X = Add()([X, X_skip])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "conv-w-shortcut-no-stride",
        "convolutional_block",
        "The shortcut's convolution has stride 1 and not s, so the shapes do not fit when they are added.",
        ("shortcut stride", "shortcut strides", "shortcut", "shape", "shapes"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, 1, strides=s, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F2, f, strides=1, padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F3, 1, strides=1, padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, 1, strides=1, padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "conv-w-shortcut-f1",
        "convolutional_block",
        "The shortcut's convolution has F1 filters and not F3.",
        ("shortcut filters", "shortcut f3", "shortcut channels", "shortcut", "shape", "shapes"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    ##### MAIN PATH #####
    # First component of main path
    X = Conv2D(F1, (1, 1), strides = (s,s), kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = Activation('relu')(X)
    # Second component of main path
    X = Conv2D(F2, (f, f), strides = (1,1), padding = 'same', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    X = Activation('relu')(X)
    # Third component of main path
    X = Conv2D(F3, (1, 1), strides = (1,1), kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training = training)
    ##### SHORTCUT PATH ####
    X_shortcut = Conv2D(F1, (1, 1), strides = (s,s), kernel_initializer = initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis = 3)(X_shortcut, training = training)
    # Final step
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "conv-w-keras1-subsample",
        "convolutional_block",
        "subsample is the Keras 1 name for strides; today's Keras does not know it and raises an error.",
        ("subsample", "strides", "unknown argument", "unrecognized", "old keras"),
        """\
from keras.layers import Convolution2D

def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    nb_filter1, nb_filter2, nb_filter3 = filters
    strides = (s, s)

    x = Convolution2D(nb_filter1, (1, 1), subsample=strides, kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)

    x = Convolution2D(nb_filter2, (f, f), padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)

    x = Convolution2D(nb_filter3, (1, 1), kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    shortcut = Convolution2D(nb_filter3, (1, 1), subsample=strides, kernel_initializer=initializer(seed=0))(X)
    shortcut = BatchNormalization(axis=3)(shortcut, training=training)

    x = Add()([x, shortcut])
    x = Activation('relu')(x)
    return x
""",
    ),
    Stranger(
        "conv-w-merge",
        "convolutional_block",
        "keras.layers has no merge any more, so the import fails.",
        ("merge", "import", "importerror"),
        """\
from keras.layers import merge

def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = Conv2D(F1, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = Conv2D(F2, (f, f), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X_shortcut = Conv2D(F3, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)
    X = merge([X, X_shortcut], mode='sum')
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "conv-w-preact-v2",
        "convolutional_block",
        "Normalisation and ReLU come before the convolutions (keras.applications resnet_v2), and there is no ReLU at the end.",
        ("order", "before", "pre-activation", "first convolution", "after convolution", "relu addition", "shortcut"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    preact = BatchNormalization(axis=3)(X, training=training)
    preact = Activation("relu")(preact)

    shortcut = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(preact)

    x = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(preact)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    x = Add()([shortcut, x])
    return x
""",
    ),
    Stranger(
        "conv-w-fixed-names",
        "convolutional_block",
        "The defaults of stage and block give every block's layers the same names, so two blocks cannot be in one model.",
        ("name", "names", "twice"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform, stage=2, block='a'):
    # defining name basis
    conv_name_base = 'res' + str(stage) + block + '_branch'
    bn_name_base = 'bn' + str(stage) + block + '_branch'

    F1, F2, F3 = filters
    X_shortcut = X

    ##### MAIN PATH #####
    X = Conv2D(F1, (1, 1), strides=(s, s), name=conv_name_base + '2a', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, name=bn_name_base + '2a')(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding='same', name=conv_name_base + '2b', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, name=bn_name_base + '2b')(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), name=conv_name_base + '2c', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3, name=bn_name_base + '2c')(X, training=training)

    ##### SHORTCUT PATH ####
    X_shortcut = Conv2D(F3, (1, 1), strides=(s, s), name=conv_name_base + '1', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3, name=bn_name_base + '1')(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "conv-w-training-default-true",
        "convolutional_block",
        "training is True by default and not None, so a caller that leaves it out gets the statistics of the batch.",
        ("training default", "training none", "training true"),
        """\
def convolutional_block(X, f, filters, s = 2, training=True, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    # First component of main path glorot_uniform(seed=0)
    X = Conv2D(filters = F1, kernel_size = 1, strides = (s, s), padding='valid', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(filters = F2, kernel_size = f, strides = 1, padding='same', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(filters = F3, kernel_size = 1, strides = 1, padding='valid', kernel_initializer = initializer(seed=0))(X)
    X = BatchNormalization(axis = 3)(X, training=training)

    X_shortcut = Conv2D(filters = F3, kernel_size = 1, strides = (s, s), padding='valid', kernel_initializer = initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis = 3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "conv-w-shortcut-bn-no-training",
        "convolutional_block",
        "The shortcut's batch normalisation is called without training.",
        ("shortcut training", "training"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    x_shortcut = X

    # c1
    x = Conv2D(F1, 1, strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)

    # c2
    x = Conv2D(F2, f, strides=(1, 1), padding="same", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation("relu")(x)

    # c3
    x = Conv2D(F3, 1, strides=(1, 1), padding="valid", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    # shortcut
    x_shortcut = Conv2D(F3, 1, strides=(s, s), padding="valid", kernel_initializer=initializer(seed=0))(x_shortcut)
    x_shortcut = BatchNormalization(axis=3)(x_shortcut)

    # merge
    x = Add()([x, x_shortcut])
    x = Activation("relu")(x)
    return x
""",
    ),
    Stranger(
        "conv-w-stride-hardcoded",
        "convolutional_block",
        "The stride is always 2; s is ignored.",
        ("stride", "strides", "s ignored", "shape"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    res = Conv2D(F3, (1, 1), strides=(2, 2), kernel_initializer=initializer(seed=0))(X)
    res = BatchNormalization(axis=-1)(res, training=training)

    out = Conv2D(F1, (1, 1), strides=(2, 2), kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization(axis=-1)(out, training=training)
    out = Activation('relu')(out)
    out = Conv2D(F2, (f, f), strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=-1)(out, training=training)
    out = Activation('relu')(out)
    out = Conv2D(F3, (1, 1), strides=(1, 1), kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization(axis=-1)(out, training=training)

    out = Add()([res, out])
    return Activation('relu')(out)
""",
    ),
    Stranger(
        "conv-w-shortcut-3x3",
        "convolutional_block",
        "The shortcut's convolution is f x f and not 1x1.",
        ("shortcut kernel", "shortcut 1×1", "shortcut size", "shortcut"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    init = initializer(seed=0)

    # bottleneck
    t = Conv2D(F1, 1, s, kernel_initializer=init)(X)
    t = BatchNormalization(axis=3)(t, training=training)
    t = Activation('relu')(t)
    t = Conv2D(F2, f, 1, padding='same', kernel_initializer=init)(t)
    t = BatchNormalization(axis=3)(t, training=training)
    t = Activation('relu')(t)
    t = Conv2D(F3, 1, 1, kernel_initializer=init)(t)
    t = BatchNormalization(axis=3)(t, training=training)

    # projection
    p = Conv2D(F3, f, s, padding='same', kernel_initializer=init)(X)
    p = BatchNormalization(axis=3)(p, training=training)

    return Activation('relu')(Add()([t, p]))
""",
    ),
    Stranger(
        "conv-w-shortcut-relu",
        "convolutional_block",
        "The shortcut has a ReLU after its batch normalisation.",
        ("shortcut relu", "shortcut", "relu before"),
        """\
def conv_bn_relu(x, n, k, s, training, init, pad='valid'):
    x = Conv2D(n, k, strides=s, padding=pad, kernel_initializer=init(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    return Activation('relu')(x)

def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    x = conv_bn_relu(X, F1, 1, s, training, initializer)
    x = conv_bn_relu(x, F2, f, 1, training, initializer, pad='same')
    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    shortcut = conv_bn_relu(X, F3, 1, s, training, initializer)
    x = Add()([x, shortcut])
    return Activation('relu')(x)
""",
    ),
    Stranger(
        "conv-w-increasing-seeds",
        "convolutional_block",
        "The kernels are drawn with seeds 0, 1, 2, 3 and not all with seed 0.",
        ("seed", "seeds", "initializer", "initialiser", "kernel"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    # NB: a distinct seed for every layer, otherwise all kernels would start out correlated
    z = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    z = BatchNormalization(axis=3)(z, training=training)
    z = Activation("relu")(z)
    z = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=1))(z)
    z = BatchNormalization(axis=3)(z, training=training)
    z = Activation("relu")(z)
    z = Conv2D(F3, 1, kernel_initializer=initializer(seed=2))(z)
    z = BatchNormalization(axis=3)(z, training=training)

    proj = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=3))(X)
    proj = BatchNormalization(axis=3)(proj, training=training)

    out = Add()([z, proj])
    return Activation("relu")(out)
""",
    ),
    Stranger(
        "conv-w-conditional-downsample",
        "convolutional_block",
        "Where s is 1 and X already has F3 channels, the shortcut has no projection (torchvision's rule).",
        ("shortcut", "projection"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    identity = X

    out = Conv2D(F1, kernel_size=1, strides=s, kernel_initializer=initializer(seed=0))(X)
    out = BatchNormalization()(out, training=training)
    out = ReLU()(out)
    out = Conv2D(F2, kernel_size=f, padding="same", kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization()(out, training=training)
    out = ReLU()(out)
    out = Conv2D(F3, kernel_size=1, kernel_initializer=initializer(seed=0))(out)
    out = BatchNormalization()(out, training=training)

    # if stride != 1 or self.inplanes != planes * block.expansion:
    if s != 1 or X.shape[-1] != F3:
        identity = Conv2D(F3, kernel_size=1, strides=s, kernel_initializer=initializer(seed=0))(X)
        identity = BatchNormalization()(identity, training=training)

    out = out + identity
    return ReLU()(out)
""",
    ),
    Stranger(
        "conv-w-option-a",
        "convolutional_block",
        "The shortcut is subsampled and filled up with channels of zeros (option A) and has no convolution.",
        ("shortcut", "projection", "convolution missing", "four convolutions"),
        '''\
from keras.layers import Lambda

def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    n_C = X.shape[-1]

    x = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F2, f, padding='same', kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)
    x = Activation('relu')(x)
    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(axis=3)(x, training=training)

    """
    For CIFAR10 ResNet paper uses option A.
    """
    extra = max(F3 - n_C, 0)
    shortcut = Lambda(lambda t: keras.ops.pad(t[:, ::s, ::s, :F3], [[0, 0], [0, 0], [0, 0], [extra // 2, extra - extra // 2]]))(X)

    x = Add()([x, shortcut])
    return Activation('relu')(x)
''',
    ),
    Stranger(
        "conv-w-applications-all",
        "convolutional_block",
        "The batch normalisations have epsilon 1.001e-5 and momentum 0.9 and not Keras's defaults.",
        ("epsilon", "momentum", "batch default", "normalisation default", "normalization default"),
        """\
BN_KW = dict(axis=3, momentum=0.9, epsilon=1.001e-5)

def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    shortcut = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    shortcut = BatchNormalization(**BN_KW)(shortcut, training=training)

    x = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization(**BN_KW)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F2, f, padding="SAME", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(**BN_KW)(x, training=training)
    x = Activation("relu")(x)

    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization(**BN_KW)(x, training=training)

    x = Add()([shortcut, x])
    x = Activation("relu")(x)
    return x
""",
    ),
    Stranger(
        "conv-w-gamma-zeros",
        "convolutional_block",
        "The last batch normalisation of the main path starts with gamma 0 and not with Keras's default of 1.",
        ("gamma", "third normalisation", "third normalization", "normalisation default", "main path"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    shortcut = Conv2D(F3, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    shortcut = BatchNormalization()(shortcut, training=training)

    x = Conv2D(F1, 1, strides=s, kernel_initializer=initializer(seed=0))(X)
    x = BatchNormalization()(x, training=training)
    x = ReLU()(x)
    x = Conv2D(F2, f, padding="same", kernel_initializer=initializer(seed=0))(x)
    x = BatchNormalization()(x, training=training)
    x = ReLU()(x)
    x = Conv2D(F3, 1, kernel_initializer=initializer(seed=0))(x)
    # zero-init the last BN in each residual branch (Goyal et al. 2017), see text above
    x = BatchNormalization(gamma_initializer="zeros")(x, training=training)

    return ReLU()(Add()([x, shortcut]))
""",
    ),
    Stranger(
        "conv-w-kernel-s",
        "convolutional_block",
        "The first convolution and the shortcut's have kernels of size s x s instead of 1x1 with stride s.",
        ("kernel", "1×1", "first convolution", "first size", "stride", "shortcut", "shape"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, s, s, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F2, f, 1, 'same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F3, 1, 1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, s, s, kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Activation('relu')(Add()([X, X_shortcut]))
    return X
""",
    ),
    Stranger(
        "conv-w-zeropad-1",
        "convolutional_block",
        'Padding by 1 fits only f=3; for other f the second component\'s output has another size than "same" gives.',
        ("padding", "same", "second convolution", "shape", "shapes"),
        '''\
def conv3x3(x, planes, f, init):
    """3x3 convolution with padding"""
    x = ZeroPadding2D(1)(x)
    return Conv2D(planes, f, 1, use_bias=True, kernel_initializer=init)(x)

def conv1x1(x, planes, stride, init):
    """1x1 convolution"""
    return Conv2D(planes, 1, stride, use_bias=True, kernel_initializer=init)(x)

def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    init = initializer(seed=0)
    out = ReLU()(BatchNormalization()(conv1x1(X, F1, s, init), training=training))
    out = ReLU()(BatchNormalization()(conv3x3(out, F2, f, init), training=training))
    out = BatchNormalization()(conv1x1(out, F3, 1, init), training=training)
    downsample = BatchNormalization()(conv1x1(X, F3, s, init), training=training)
    out = keras.layers.add([out, downsample])
    return ReLU()(out)
''',
    ),
    Stranger(
        "conv-w-torch-argument-order",
        "convolutional_block",
        "Conv2D is given PyTorch's arguments (in_channels, out_channels, kernel, stride); Keras takes filters first and raises an error here.",
        ("arguments", "argument", "kernel_size", "conv2d", "first convolution", "filters", "pytorch", "padding"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    n_C = X.shape[-1]
    init = initializer(seed=0)

    out = Conv2D(n_C, F1, 1, s, kernel_initializer=init)(X)
    out = BatchNormalization()(out, training=training)
    out = Activation('relu')(out)
    out = Conv2D(F1, F2, f, 1, f // 2, kernel_initializer=init)(out)
    out = BatchNormalization()(out, training=training)
    out = Activation('relu')(out)
    out = Conv2D(F2, F3, 1, 1, kernel_initializer=init)(out)
    out = BatchNormalization()(out, training=training)

    shortcut = Conv2D(n_C, F3, 1, s, kernel_initializer=init)(X)
    shortcut = BatchNormalization()(shortcut, training=training)

    out = Add()([out, shortcut])
    return Activation('relu')(out)
""",
    ),
    Stranger(
        "conv-w-add-without-list",
        "convolutional_block",
        "Add() is called with two tensors and not with a list of them, which raises an error.",
        ("list", "add"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X

    X = Conv2D(F1, (1, 1), strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F2, (f, f), strides=(1, 1), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F3, (1, 1), strides=(1, 1), padding='valid', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, (1, 1), strides=(s, s), padding='valid', kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()(X, X_shortcut)
    X = Activation('relu')(X)

    return X
""",
    ),
    Stranger(
        "conv-w-shortcut-from-first",
        "convolutional_block",
        "The shortcut starts from the output of the first component and not from the block's input.",
        ("shortcut", "input"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters

    X = Conv2D(F1, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X_shortcut = X

    X = Conv2D(F2, (f, f), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)

    X = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # spatial size already matches here, only the channels have to be changed
    X_shortcut = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    return Activation('relu')(X)
""",
    ),
    Stranger(
        "conv-w-swish-llm",
        "convolutional_block",
        "The activations are swish and not ReLU.",
        ("swish", "silu", "relu", "activation"),
        '''\
def convolutional_block(
    X,
    f,
    filters,
    s=2,
    training=None,
    initializer=glorot_uniform,
    activation="swish",
    **kwargs,
):
    """
    Modernised convolutional (projection) residual block.

    Parameters
    ----------
    X : KerasTensor
        Input feature map, ``(batch, H, W, C)``.
    f : int
        Spatial extent of the middle convolution.
    filters : Sequence[int]
        Channel counts of the three convolutions.
    s : int
        Spatial stride.
    training : bool | None
        BatchNorm mode.
    initializer : Callable
        Kernel initializer class.
    activation : str
        Non-linearity. ``swish`` trains more smoothly than ``relu``.
    **kwargs
        Forwarded to every ``Conv2D``.
    """
    F1, F2, F3 = filters

    def conv_norm(inputs, n, kernel, stride=1):
        outputs = Conv2D(n, kernel, strides=stride, padding="same", kernel_initializer=initializer(seed=0), **kwargs)(inputs)
        return BatchNormalization(axis=-1)(outputs, training=training)

    main = Activation(activation)(conv_norm(X, F1, 1, s))
    main = Activation(activation)(conv_norm(main, F2, f))
    main = conv_norm(main, F3, 1)
    skip = conv_norm(X, F3, 1, s)

    return Activation(activation)(Add()([main, skip]))
''',
    ),
    Stranger(
        "conv-w-no-return",
        "convolutional_block",
        "The function returns nothing.",
        ("return", "returns", "none"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = Conv2D(F1, (1,1), strides=(s,s), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = Conv2D(F2, (f,f), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = Conv2D(F3, (1,1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X_shortcut = Conv2D(F3, (1,1), strides=(s,s), kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)
    X = Add()([X, X_shortcut])
    X = Activation('relu')(X)
    print('convolutional_block:', X.shape)
""",
    ),
    Stranger(
        "conv-w-smart-quotes",
        "convolutional_block",
        "Typographic quotation marks, copied from a blog, are a syntax error.",
        ("syntax", "quotes", "quotation", "invalid character", "line"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    X_shortcut = X
    X = Conv2D(F1, (1, 1), strides=(s, s), padding=‘valid’, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation(‘relu’)(X)
    X = Conv2D(F2, (f, f), strides=(1, 1), padding=‘same’, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation(‘relu’)(X)
    X = Conv2D(F3, (1, 1), strides=(1, 1), padding=‘valid’, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X_shortcut = Conv2D(F3, (1, 1), strides=(s, s), padding=‘valid’, kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)
    X = Add()([X, X_shortcut])
    X = Activation(‘relu’)(X)
    return X
""",
    ),
    Stranger(
        "conv-w-learning-phase",
        "convolutional_block",
        "keras.backend.learning_phase no longer exists, so the block fails when training is None.",
        ("learning_phase", "attributeerror", "no attribute", "training none"),
        """\
from keras import backend as K

def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    if training is None:
        training = K.learning_phase()

    F1, F2, F3 = filters
    shortcut = X
    X = Conv2D(F1, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = Conv2D(F2, (f, f), padding='same', kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    shortcut = Conv2D(F3, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))(shortcut)
    shortcut = BatchNormalization(axis=3)(shortcut, training=training)
    X = Add()([X, shortcut])
    X = Activation('relu')(X)
    return X
""",
    ),
    Stranger(
        "conv-w-training-if-true",
        "convolutional_block",
        "training is passed to batch normalisation as True whatever the caller says.",
        ("training",),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    init = lambda: initializer(seed=0)

    x1 = Conv2D(F1, 1, strides=s, kernel_initializer=init())(X)
    x1 = Activation('relu')(BatchNormalization(axis=3)(x1, training=True))
    x2 = Conv2D(F2, f, padding='same', kernel_initializer=init())(x1)
    x2 = Activation('relu')(BatchNormalization(axis=3)(x2, training=True))
    x3 = Conv2D(F3, 1, kernel_initializer=init())(x2)
    x3 = BatchNormalization(axis=3)(x3, training=True)

    x_skip = Conv2D(F3, 1, strides=s, kernel_initializer=init())(X)
    x_skip = BatchNormalization(axis=3)(x_skip, training=True)

    return Activation('relu')(Add()([x3, x_skip]))
""",
    ),
    Stranger(
        "conv-w-expansion",
        "convolutional_block",
        "The third convolution and the shortcut have 4*F1 filters and not F3.",
        ("third filters", "f3", "channels", "shape", "filters"),
        """\
EXPANSION = 4

def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    planes = filters[0]
    kw = {"kernel_initializer": initializer(seed=0)}

    out = Conv2D(planes, 1, strides=s, **kw)(X)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    out = Conv2D(planes, f, padding="same", **kw)(out)
    out = BatchNormalization(axis=3)(out, training=training)
    out = ReLU()(out)

    out = Conv2D(planes * EXPANSION, 1, **kw)(out)
    out = BatchNormalization(axis=3)(out, training=training)

    residual = Conv2D(planes * EXPANSION, 1, strides=s, **kw)(X)
    residual = BatchNormalization(axis=3)(residual, training=training)

    out = Add()([out, residual])
    return ReLU()(out)
""",
    ),
    Stranger(
        "conv-w-second-relu-missing",
        "convolutional_block",
        "The ReLU after the second component is missing.",
        ("second relu", "relu missing", "second component"),
        """\
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    F1, F2, F3 = filters
    conv1 = Conv2D(F1, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))
    conv2 = Conv2D(F2, (f, f), padding='same', kernel_initializer=initializer(seed=0))
    conv3 = Conv2D(F3, (1, 1), kernel_initializer=initializer(seed=0))
    conv4 = Conv2D(F3, (1, 1), strides=(s, s), kernel_initializer=initializer(seed=0))
    bn1, bn2, bn3, bn4 = (BatchNormalization(axis=3) for _ in range(4))

    a = Activation('relu')(bn1(conv1(X), training=training))
    a = bn2(conv2(a), training=training)
    a = bn3(conv3(a), training=training)
    b = bn4(conv4(X), training=training)
    return Activation('relu')(Add()([a, b]))
""",
    ),
    Stranger(
        "net-r-stage-loop",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = keras.Input(shape=input_shape)
    x = ZeroPadding2D(3)(inputs)
    x = Conv2D(64, 7, strides=2)(x)
    x = BatchNormalization()(x)
    x = ReLU()(x)
    x = MaxPooling2D(3, strides=2)(x)

    for i, n_blocks in enumerate([3, 4, 6, 3]):
        n = 64 * 2 ** i
        x = convolutional_block(x, 3, [n, n, 4 * n], s=1 if i == 0 else 2)
        for _ in range(n_blocks - 1):
            x = identity_block(x, 3, [n, n, 4 * n])

    x = AveragePooling2D(2)(x)
    x = Flatten()(x)
    outputs = Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="resnet50")
""",
    ),
    Stranger(
        "net-r-llm-dataclass",
        "ResNet50",
        "",
        (),
        '''\
from dataclasses import dataclass
from typing import Tuple


@dataclass(frozen=True)
class StageSpec:
    """One residual stage: a projection block followed by ``identity_blocks`` identity blocks."""
    filters: Tuple[int, int, int]
    stride: int
    identity_blocks: int


RESNET50_STAGES: Tuple[StageSpec, ...] = (
    StageSpec((64, 64, 256), stride=1, identity_blocks=2),
    StageSpec((128, 128, 512), stride=2, identity_blocks=3),
    StageSpec((256, 256, 1024), stride=2, identity_blocks=5),
    StageSpec((512, 512, 2048), stride=2, identity_blocks=2),
)


def _stem(x):
    x = ZeroPadding2D(padding=(3, 3), name="stem_pad")(x)
    x = Conv2D(64, (7, 7), strides=(2, 2), kernel_initializer="he_normal", name="stem_conv")(x)
    x = BatchNormalization(axis=3, name="stem_bn")(x)
    x = Activation("relu", name="stem_relu")(x)
    return MaxPooling2D((3, 3), strides=(2, 2), name="stem_pool")(x)


def _head(x, classes: int):
    x = AveragePooling2D((2, 2), name="avg_pool")(x)
    x = Flatten(name="flatten")(x)
    return Dense(classes, activation="softmax", name="predictions")(x)


def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape, name="image")
    x = _stem(inputs)
    for spec in RESNET50_STAGES:
        x = convolutional_block(x, f=3, filters=list(spec.filters), s=spec.stride)
        for _ in range(spec.identity_blocks):
            x = identity_block(x, f=3, filters=list(spec.filters))
    outputs = _head(x, classes)
    return Model(inputs=inputs, outputs=outputs, name="ResNet50")
''',
    ),
    Stranger(
        "net-r-compiled-with-summary",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(shape=input_shape)

    X = ZeroPadding2D((3,3))(X_input)
    X = Conv2D(64, (7,7), strides=(2,2), name='conv1', kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3, name='bn_conv1')(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3,3), strides=(2,2))(X)

    X = convolutional_block(X, 3, [64,64,256], 1)
    for i in range(2):
        X = identity_block(X, 3, [64,64,256])

    X = convolutional_block(X, 3, [128,128,512], 2)
    for i in range(3):
        X = identity_block(X, 3, [128,128,512])

    X = convolutional_block(X, 3, [256,256,1024], 2)
    for i in range(5):
        X = identity_block(X, 3, [256,256,1024])

    X = convolutional_block(X, 3, [512,512,2048], 2)
    for i in range(2):
        X = identity_block(X, 3, [512,512,2048])

    X = AveragePooling2D((2,2), name='avg_pool')(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax', name='fc' + str(classes))(X)

    model = Model(inputs=X_input, outputs=X, name='ResNet50')
    model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
    print(model.count_params())
    return model
""",
    ),
    Stranger(
        "net-r-softmax-apart",
        "ResNet50",
        "",
        (),
        """\
from keras.layers import Softmax, MaxPool2D, AvgPool2D

def ResNet50(input_shape=(64, 64, 3), classes=6):
    img_input = Input(shape=input_shape)

    x = ZeroPadding2D(padding=((3, 3), (3, 3)), name='conv1_pad')(img_input)
    x = Conv2D(64, (7, 7), strides=(2, 2), padding='valid', kernel_initializer='he_normal', name='conv1')(x)
    x = BatchNormalization(axis=3, name='bn_conv1')(x)
    x = Activation('relu')(x)
    x = MaxPool2D((3, 3), strides=(2, 2), name='pool1')(x)

    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    x = identity_block(x, 3, [64, 64, 256])
    x = identity_block(x, 3, [64, 64, 256])

    x = convolutional_block(x, 3, [128, 128, 512])
    x = identity_block(x, 3, [128, 128, 512])
    x = identity_block(x, 3, [128, 128, 512])
    x = identity_block(x, 3, [128, 128, 512])

    x = convolutional_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])

    x = convolutional_block(x, 3, [512, 512, 2048])
    x = identity_block(x, 3, [512, 512, 2048])
    x = identity_block(x, 3, [512, 512, 2048])

    x = AvgPool2D((2, 2))(x)
    x = Flatten()(x)
    logits = Dense(classes, name='logits')(x)
    probs = Softmax(name='probs')(logits)
    return Model(img_input, probs)
""",
    ),
    Stranger(
        "net-r-sequential-stem-and-head",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    stem = keras.Sequential([
        ZeroPadding2D(3),
        Conv2D(64, 7, 2),
        BatchNormalization(),
        Activation("relu"),
        MaxPooling2D(3, 2),
    ], name="stem")
    head = keras.Sequential([
        AveragePooling2D(2),
        Flatten(),
        Dense(classes, "softmax"),
    ], name="head")

    def stage(x, filters, s, n):
        x = convolutional_block(x, 3, filters, s=s)
        for _ in range(n):
            x = identity_block(x, 3, filters)
        return x

    inputs = Input(input_shape)
    x = stem(inputs)
    x = stage(x, [64, 64, 256], 1, 2)
    x = stage(x, [128, 128, 512], 2, 3)
    x = stage(x, [256, 256, 1024], 2, 5)
    x = stage(x, [512, 512, 2048], 2, 2)
    return Model(inputs, head(x))
""",
    ),
    Stranger(
        "net-r-tf-keras",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    # Step 1 (Setup Input Layer)
    x_input = tf.keras.layers.Input(input_shape)
    x = tf.keras.layers.ZeroPadding2D((3, 3))(x_input)
    # Step 2 (Initial Conv layer along with maxPool)
    x = tf.keras.layers.Conv2D(64, kernel_size=7, strides=2)(x)
    x = tf.keras.layers.BatchNormalization()(x)
    x = tf.keras.layers.Activation('relu')(x)
    x = tf.keras.layers.MaxPool2D(pool_size=3, strides=2)(x)
    # Define size of sub-blocks and initial filter size
    block_layers = [3, 4, 6, 3]
    filter_size = 64
    # Step 3 Add the Resnet Blocks
    for i in range(4):
        filters = [filter_size, filter_size, filter_size * 4]
        if i == 0:
            # For sub-block 1 the stride is 1
            x = convolutional_block(x, 3, filters, s=1)
        else:
            x = convolutional_block(x, 3, filters, s=2)
        for j in range(block_layers[i] - 1):
            x = identity_block(x, 3, filters)
        filter_size = filter_size * 2
    # Step 4 End Dense Network
    x = tf.keras.layers.AveragePooling2D((2, 2))(x)
    x = tf.keras.layers.Flatten()(x)
    x = tf.keras.layers.Dense(classes, activation='softmax')(x)
    model = tf.keras.models.Model(inputs=x_input, outputs=x, name="ResNet50")
    return model
""",
    ),
    Stranger(
        "net-r-flat-block-list",
        "ResNet50",
        "",
        (),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    a = [64, 64, 256]
    b = [128, 128, 512]
    c = [256, 256, 1024]
    d = [512, 512, 2048]
    plan = [(a, 1), (a, 0), (a, 0),
            (b, 2), (b, 0), (b, 0), (b, 0),
            (c, 2), (c, 0), (c, 0), (c, 0), (c, 0), (c, 0),
            (d, 2), (d, 0), (d, 0)]     # 0 = identity block
    assert len(plan) == 16              # 16 * 3 + conv1 + fc = 50

    inp = Input(shape=input_shape)
    h = ZeroPadding2D((3, 3))(inp)
    h = Conv2D(64, (7, 7), strides=2, activation=None)(h)
    h = BatchNormalization(axis=-1)(h)
    h = Activation("relu")(h)
    h = MaxPooling2D(pool_size=(3, 3), strides=(2, 2), padding="valid")(h)
    for filters, s in plan:
        if s:
            h = convolutional_block(h, 3, filters, s)
        else:
            h = identity_block(h, 3, filters)
    h = AveragePooling2D(pool_size=(2, 2), strides=(2, 2), padding="valid")(h)
    h = Flatten()(h)
    out = Activation("softmax")(Dense(classes)(h))
    return Model(inputs=inp, outputs=out)
""",
    ),
    Stranger(
        "net-r-extra-keyword-training",
        "ResNet50",
        "",
        (),
        '''\
def ResNet50(input_shape=(64, 64, 3), classes=6, training=None):
    """training=None is handed on to all blocks, which leaves the choice to Keras"""
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)

    # Stage 1
    X = Conv2D(64, (7, 7), strides=(2, 2), kernel_initializer=random_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    filters = {2: [64, 64, 256], 3: [128, 128, 512], 4: [256, 256, 1024], 5: [512, 512, 2048]}
    repeats = {2: 2, 3: 3, 4: 5, 5: 2}
    for stage in (2, 3, 4, 5):
        X = convolutional_block(X, f=3, filters=filters[stage], s=1 if stage == 2 else 2, training=training)
        for _ in range(repeats[stage]):
            X = identity_block(X, f=3, filters=filters[stage], training=training)

    # AVGPOOL
    X = AveragePooling2D((2, 2))(X)
    # output layer
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(inputs=X_input, outputs=X)
''',
    ),
    Stranger(
        "net-r-range-from-one",
        "ResNet50",
        "",
        (),
        """\
from keras import layers, models

def make_layer(x, planes, blocks, stride):
    # torchvision's _make_layer
    x = convolutional_block(x, 3, (planes, planes, planes * 4), stride)
    for _ in range(1, blocks):
        x = identity_block(x, 3, (planes, planes, planes * 4))
    return x

def ResNet50(input_shape=(64, 64, 3), classes=6):
    inp = layers.Input(shape=input_shape)
    x = layers.ZeroPadding2D(padding=3)(inp)
    x = layers.Conv2D(64, kernel_size=7, strides=2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.MaxPooling2D(pool_size=3, strides=2)(x)
    x = make_layer(x, 64, 3, stride=1)
    x = make_layer(x, 128, 4, stride=2)
    x = make_layer(x, 256, 6, stride=2)
    x = make_layer(x, 512, 3, stride=2)
    x = layers.AveragePooling2D(pool_size=2)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(classes)(x)
    x = layers.Activation(keras.activations.softmax)(x)
    return models.Model(inp, x)
""",
    ),
    Stranger(
        "net-w-resnet101",
        "ResNet50",
        "Stage 4 has 22 identity blocks, as in ResNet-101, and not 5.",
        ("stage 4", "identity blocks", "blocks", "parameters"),
        """\
def stack(x, filters, blocks, stride1=2):
    x = convolutional_block(x, 3, [filters, filters, 4 * filters], s=stride1)
    for i in range(2, blocks + 1):
        x = identity_block(x, 3, [filters, filters, 4 * filters])
    return x

def ResNet50(input_shape=(64, 64, 3), classes=6):
    img_input = Input(shape=input_shape)
    x = ZeroPadding2D(padding=((3, 3), (3, 3)), name='conv1_pad')(img_input)
    x = Conv2D(64, 7, strides=2, name='conv1_conv')(x)
    x = BatchNormalization(axis=3, name='conv1_bn')(x)
    x = Activation('relu', name='conv1_relu')(x)
    x = MaxPooling2D(3, strides=2, name='pool1_pool')(x)
    x = stack(x, 64, 3, stride1=1)
    x = stack(x, 128, 4)
    x = stack(x, 256, 23)
    x = stack(x, 512, 3)
    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    x = Dense(classes, activation='softmax', name='predictions')(x)
    return Model(img_input, x)
""",
    ),
    Stranger(
        "net-w-one-too-many",
        "ResNet50",
        "3, 4, 6 and 3 counts all blocks of a stage, the convolutional one too, so each stage has one identity block too many.",
        ("identity blocks", "stage 2", "stage blocks", "blocks", "parameters"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(input_shape)
    x = ZeroPadding2D((3, 3))(inputs)
    x = Conv2D(64, (7, 7), strides=(2, 2))(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation("relu")(x)
    x = MaxPooling2D((3, 3), strides=(2, 2))(x)

    num_blocks = [3, 4, 6, 3]
    filters = [[64, 64, 256], [128, 128, 512], [256, 256, 1024], [512, 512, 2048]]
    strides = [1, 2, 2, 2]
    for n, f, s in zip(num_blocks, filters, strides):
        x = convolutional_block(x, f=3, filters=f, s=s)
        for _ in range(n):
            x = identity_block(x, f=3, filters=f)

    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    x = Dense(classes, activation="softmax")(x)
    return Model(inputs, x)
""",
    ),
    Stranger(
        "net-w-range-off-by-one",
        "ResNet50",
        "range(1, n) runs n - 1 times, so each stage has one identity block too few.",
        ("identity blocks", "identity block", "stage 2", "blocks", "parameters"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    def stage(X, filters, s, n):
        X = convolutional_block(X, 3, filters, s)
        for k in range(1, n):
            X = identity_block(X, 3, filters)
        return X

    X = stage(X, [64, 64, 256], s=1, n=2)
    X = stage(X, [128, 128, 512], s=2, n=3)
    X = stage(X, [256, 256, 1024], s=2, n=5)
    X = stage(X, [512, 512, 2048], s=2, n=2)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "net-w-stage2-default-stride",
        "ResNet50",
        'The convolutional block of stage 2 has the default stride 2 and not 1 (and the average pooling was given padding "same" to make it fit).',
        ("stage 2", "stride", "strides", "s 1", "shape", "15"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    # Zero-Padding
    X = ZeroPadding2D((3, 3))(X_input)

    # Stage 1
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stage 2 - 5
    for filters, reps in (([64, 64, 256], 2), ([128, 128, 512], 3), ([256, 256, 1024], 5), ([512, 512, 2048], 2)):
        X = convolutional_block(X, 3, filters)
        for _ in range(reps):
            X = identity_block(X, 3, filters)

    X = AveragePooling2D((2, 2), padding='same')(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(X_input, X)
""",
    ),
    Stranger(
        "net-w-stem-same",
        "ResNet50",
        'Instead of a zero padding of 3 the stem\'s convolution has padding "same", which pads 2 on the left and 3 on the right.',
        ("zero padding", "zeropadding2d", "padding", "stem convolution"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape)

    # conv1
    x = Conv2D(64, (7, 7), strides=(2, 2), padding='same', kernel_initializer=glorot_uniform(seed=0))(inputs)
    x = BatchNormalization(axis=3)(x)
    x = Activation('relu')(x)
    x = MaxPooling2D((3, 3), strides=(2, 2))(x)

    # conv2_x
    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    for _ in range(2):
        x = identity_block(x, 3, [64, 64, 256])
    # conv3_x
    x = convolutional_block(x, 3, [128, 128, 512], s=2)
    for _ in range(3):
        x = identity_block(x, 3, [128, 128, 512])
    # conv4_x
    x = convolutional_block(x, 3, [256, 256, 1024], s=2)
    for _ in range(5):
        x = identity_block(x, 3, [256, 256, 1024])
    # conv5_x
    x = convolutional_block(x, 3, [512, 512, 2048], s=2)
    for _ in range(2):
        x = identity_block(x, 3, [512, 512, 2048])

    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    outputs = Dense(classes, activation='softmax')(x)
    return Model(inputs=inputs, outputs=outputs)
""",
    ),
    Stranger(
        "net-w-maxpool-same",
        "ResNet50",
        'The max pooling has padding "same", which gives 16x16 and not 15x15.',
        ("max pooling", "maxpooling2d", "pooling padding", "pooling same", "15", "16", "stem"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    bn_axis = 3
    img_input = Input(shape=input_shape)
    x = ZeroPadding2D((3, 3))(img_input)
    x = Conv2D(64, (7, 7), strides=(2, 2), name='conv1')(x)
    x = BatchNormalization(axis=bn_axis, name='bn_conv1')(x)
    x = Activation('relu')(x)
    x = MaxPooling2D((3, 3), strides=(2, 2), padding='same')(x)

    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    x = identity_block(x, 3, [64, 64, 256])
    x = identity_block(x, 3, [64, 64, 256])

    x = convolutional_block(x, 3, [128, 128, 512])
    for i in range(3):
        x = identity_block(x, 3, [128, 128, 512])

    x = convolutional_block(x, 3, [256, 256, 1024])
    for i in range(5):
        x = identity_block(x, 3, [256, 256, 1024])

    x = convolutional_block(x, 3, [512, 512, 2048])
    x = identity_block(x, 3, [512, 512, 2048])
    x = identity_block(x, 3, [512, 512, 2048])

    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    x = Dense(classes, activation='softmax')(x)
    return Model(img_input, x)
""",
    ),
    Stranger(
        "net-w-applications-pool-pad",
        "ResNet50",
        "Before the max pooling there is one more zero padding of 1, as in keras.applications.",
        ("padding", "zeropadding2d", "pooling", "stem", "15", "16"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    def stack(x, filters, n_identity, stride1=2):
        x = convolutional_block(x, 3, filters, s=stride1)
        for i in range(n_identity):
            x = identity_block(x, 3, filters)
        return x

    img_input = Input(shape=input_shape)
    x = ZeroPadding2D(padding=((3, 3), (3, 3)), name="conv1_pad")(img_input)
    x = Conv2D(64, 7, strides=2, use_bias=True, name="conv1_conv")(x)
    x = BatchNormalization(axis=3, name="conv1_bn")(x)
    x = Activation("relu", name="conv1_relu")(x)
    x = ZeroPadding2D(padding=((1, 1), (1, 1)), name="pool1_pad")(x)
    x = MaxPooling2D(3, strides=2, name="pool1_pool")(x)

    x = stack(x, [64, 64, 256], 2, stride1=1)
    x = stack(x, [128, 128, 512], 3)
    x = stack(x, [256, 256, 1024], 5)
    x = stack(x, [512, 512, 2048], 2)

    x = AveragePooling2D((2, 2), name="avg_pool")(x)
    x = Flatten()(x)
    x = Dense(classes, activation="softmax", name="predictions")(x)
    return Model(img_input, x, name="resnet50")
""",
    ),
    Stranger(
        "net-w-global-average",
        "ResNet50",
        "The head has GlobalAveragePooling2D instead of average pooling 2x2 and flatten, which differs for larger images.",
        ("average pooling", "averagepooling2d", "globalaveragepooling2d", "global", "flatten", "larger"),
        """\
from keras.layers import GlobalAveragePooling2D

def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape)
    x = ZeroPadding2D(3)(inputs)
    x = Conv2D(64, 7, strides=2)(x)
    x = BatchNormalization()(x)
    x = Activation("relu")(x)
    x = MaxPooling2D(3, strides=2)(x)

    configuration = [
        # filters, first stride, number of identity blocks
        ([64, 64, 256], 1, 2),
        ([128, 128, 512], 2, 3),
        ([256, 256, 1024], 2, 5),
        ([512, 512, 2048], 2, 2),
    ]
    for filters, stride, repetitions in configuration:
        x = convolutional_block(x, 3, filters, s=stride)
        for _ in range(repetitions):
            x = identity_block(x, 3, filters)

    x = GlobalAveragePooling2D()(x)
    outputs = Dense(classes, activation="softmax")(x)
    return Model(inputs, outputs)
""",
    ),
    Stranger(
        "net-w-logits",
        "ResNet50",
        "The dense layer has no softmax, so the model gives logits and not probabilities.",
        ("softmax", "probabilities", "sum"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization()(X)
    X = ReLU()(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)
    for planes, n, s in [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)]:
        X = convolutional_block(X, 3, [planes, planes, planes * 4], s=s)
        for _ in range(1, n):
            X = identity_block(X, 3, [planes, planes, planes * 4])
    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    logits = Dense(classes)(X)      # use from_logits=True in the loss
    return Model(inputs=X_input, outputs=logits)
""",
    ),
    Stranger(
        "net-w-sigmoid",
        "ResNet50",
        "The dense layer's activation is sigmoid and not softmax.",
        ("softmax", "sigmoid", "probabilities", "sum"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inp = Input(input_shape)
    net = ZeroPadding2D((3, 3))(inp)
    net = Conv2D(64, (7, 7), strides=(2, 2))(net)
    net = BatchNormalization(axis=3)(net)
    net = Activation('relu')(net)
    net = MaxPooling2D((3, 3), strides=(2, 2))(net)

    net = convolutional_block(net, 3, [64, 64, 256], 1)
    net = identity_block(net, 3, [64, 64, 256])
    net = identity_block(net, 3, [64, 64, 256])

    net = convolutional_block(net, 3, [128, 128, 512], 2)
    net = identity_block(net, 3, [128, 128, 512])
    net = identity_block(net, 3, [128, 128, 512])
    net = identity_block(net, 3, [128, 128, 512])

    net = convolutional_block(net, 3, [256, 256, 1024], 2)
    net = identity_block(net, 3, [256, 256, 1024])
    net = identity_block(net, 3, [256, 256, 1024])
    net = identity_block(net, 3, [256, 256, 1024])
    net = identity_block(net, 3, [256, 256, 1024])
    net = identity_block(net, 3, [256, 256, 1024])

    net = convolutional_block(net, 3, [512, 512, 2048], 2)
    net = identity_block(net, 3, [512, 512, 2048])
    net = identity_block(net, 3, [512, 512, 2048])

    net = AveragePooling2D((2, 2))(net)
    net = Flatten()(net)
    net = Dense(classes, activation='sigmoid')(net)
    return Model(inputs=inp, outputs=net)
""",
    ),
    Stranger(
        "net-w-imagenet-transfer",
        "ResNet50",
        "It takes the trained ResNet50 of keras.applications, freezes it and puts a dense layer on top, instead of building the network from the two blocks.",
        ("keras.applications", "applications", "blocks", "imagenet", "parameters", "trained", "download", "stem"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    base_model = tf.keras.applications.ResNet50(
        weights='imagenet',
        include_top=False,
        input_shape=input_shape,
    )
    base_model.trainable = False

    x = base_model.output
    x = tf.keras.layers.GlobalAveragePooling2D()(x)
    predictions = tf.keras.layers.Dense(classes, activation='softmax')(x)
    model = tf.keras.Model(inputs=base_model.input, outputs=predictions)
    return model
""",
    ),
    Stranger(
        "net-w-applications-none",
        "ResNet50",
        "It hands out keras.applications' network, which differs from the one asked for (padding before the pooling, epsilon, global pooling).",
        ("keras.applications", "applications", "blocks", "parameters", "pooling", "stem", "15"),
        """\
import keras.applications

def ResNet50(input_shape=(64, 64, 3), classes=6):
    return keras.applications.ResNet50(
        include_top=True,
        weights=None,
        input_shape=input_shape,
        classes=classes,
        classifier_activation="softmax",
    )
""",
    ),
    Stranger(
        "net-w-classes-1000",
        "ResNet50",
        "The last layer always has 1000 units; classes is ignored.",
        ("classes", "1000", "units", "dense"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    x_in = Input(shape=input_shape)
    x = ZeroPadding2D((3, 3))(x_in)
    x = Conv2D(64, (7, 7), strides=(2, 2))(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation('relu')(x)
    x = MaxPooling2D((3, 3), strides=(2, 2))(x)

    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    x = identity_block(x, 3, [64, 64, 256])
    x = identity_block(x, 3, [64, 64, 256])
    x = convolutional_block(x, 3, [128, 128, 512])
    for b in ['b', 'c', 'd']:
        x = identity_block(x, 3, [128, 128, 512])
    x = convolutional_block(x, 3, [256, 256, 1024])
    for b in ['b', 'c', 'd', 'e', 'f']:
        x = identity_block(x, 3, [256, 256, 1024])
    x = convolutional_block(x, 3, [512, 512, 2048])
    for b in ['b', 'c']:
        x = identity_block(x, 3, [512, 512, 2048])

    x = AveragePooling2D((2, 2), name='avg_pool')(x)
    x = Flatten()(x)
    x = Dense(1000, activation='softmax', name='fc1000')(x)
    return Model(x_in, x)
""",
    ),
    Stranger(
        "net-w-input-shape-ignored",
        "ResNet50",
        "The input is always 64x64x3; input_shape is ignored.",
        ("input_shape", "input shape", "64", "ignored"),
        """\
IMG_SIZE = 64

def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(shape=(IMG_SIZE, IMG_SIZE, 3))
    X = ZeroPadding2D((3, 3))(X_input)

    X = Conv2D(64, (7, 7), strides=(2, 2), name='conv1', kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3, name='bn_conv1')(X)
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

    X = AveragePooling2D((2, 2), name='avg_pool')(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax', name='fc' + str(classes))(X)
    return Model(inputs=X_input, outputs=X, name='ResNet50')
""",
    ),
    Stranger(
        "net-w-returns-tensor",
        "ResNet50",
        "It returns the output tensor and not a Model.",
        ("model", "return", "returns", "tensor"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    X = convolutional_block(X, 3, [64, 64, 256], s=1)
    X = identity_block(X, 3, [64, 64, 256])
    X = identity_block(X, 3, [64, 64, 256])

    X = convolutional_block(X, 3, [128, 128, 512], s=2)
    for _ in range(3): X = identity_block(X, 3, [128, 128, 512])

    X = convolutional_block(X, 3, [256, 256, 1024], s=2)
    for _ in range(5): X = identity_block(X, 3, [256, 256, 1024])

    X = convolutional_block(X, 3, [512, 512, 2048], s=2)
    for _ in range(2): X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return X
""",
    ),
    Stranger(
        "net-w-no-flatten",
        "ResNet50",
        "Flatten is missing, so the output has shape (m, 1, 1, classes).",
        ("flatten", "shape"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape)
    # stem
    x = ZeroPadding2D((3, 3))(inputs)
    x = Conv2D(64, 7, strides=2)(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation("relu")(x)
    x = MaxPooling2D(3, strides=2)(x)
    # body
    blocks = {64: 2, 128: 3, 256: 5, 512: 2}
    for width, n in blocks.items():
        x = convolutional_block(x, 3, [width, width, width * 4], s=1 if width == 64 else 2)
        for _ in range(n):
            x = identity_block(x, 3, [width, width, width * 4])
    # head
    x = AveragePooling2D((2, 2))(x)
    x = Dense(classes, activation="softmax")(x)
    return Model(inputs, x)
""",
    ),
    Stranger(
        "net-w-extra-dense-dropout",
        "ResNet50",
        "The head has two further dense layers and a dropout.",
        ("dense", "extra", "dropout", "head", "parameters"),
        """\
from keras.layers import Dropout

def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
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
    X = Dense(256, activation='relu', name='fc1', kernel_initializer=glorot_uniform(seed=0))(X)
    X = Dropout(0.4)(X)
    X = Dense(128, activation='relu', name='fc2', kernel_initializer=glorot_uniform(seed=0))(X)
    X = Dense(classes, activation='softmax', name='fc3', kernel_initializer=glorot_uniform(seed=0))(X)
    return Model(inputs=X_input, outputs=X, name='ResNet50')
""",
    ),
    Stranger(
        "net-w-dropout-before-dense",
        "ResNet50",
        "There is a dropout before the dense layer.",
        ("dropout", "extra", "head", "random", "training"),
        '''\
def ResNet50(input_shape=(64, 64, 3), classes=6, *, dropout: float = 0.2, name: str = "resnet50"):
    """Builds a ResNet-50.

    Args:
        input_shape: Shape of one image, channels last.
        classes: Number of target classes.
        dropout: Rate of the dropout in front of the classifier (1080 images are few).
        name: Model name.
    """
    x = inputs = keras.Input(shape=input_shape)

    x = keras.layers.ZeroPadding2D(3)(x)
    x = keras.layers.Conv2D(64, 7, strides=2)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.MaxPooling2D(3, strides=2)(x)

    for index, depth in enumerate((3, 4, 6, 3)):
        width = 64 << index
        filters = (width, width, 4 * width)
        x = convolutional_block(x, 3, filters, s=1 if index == 0 else 2)
        for _ in range(depth - 1):
            x = identity_block(x, 3, filters)

    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    if dropout > 0:
        x = keras.layers.Dropout(dropout)(x)
    outputs = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs=inputs, outputs=outputs, name=name)
''',
    ),
    Stranger(
        "net-w-training-true-everywhere",
        "ResNet50",
        "All batch normalisations are called with training=True, although that should be left to Keras; calling the finished model outside of training then uses the batch's statistics.",
        ("training", "moving", "predicting", "statistics"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides=(2, 2), kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=True)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stage 2
    X = convolutional_block(X, f=3, filters=[64, 64, 256], s=1, training=True)
    X = identity_block(X, 3, [64, 64, 256], training=True)
    X = identity_block(X, 3, [64, 64, 256], training=True)
    # Stage 3
    X = convolutional_block(X, f=3, filters=[128, 128, 512], s=2, training=True)
    for _ in range(3):
        X = identity_block(X, 3, [128, 128, 512], training=True)
    # Stage 4
    X = convolutional_block(X, f=3, filters=[256, 256, 1024], s=2, training=True)
    for _ in range(5):
        X = identity_block(X, 3, [256, 256, 1024], training=True)
    # Stage 5
    X = convolutional_block(X, f=3, filters=[512, 512, 2048], s=2, training=True)
    for _ in range(2):
        X = identity_block(X, 3, [512, 512, 2048], training=True)

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax', kernel_initializer=glorot_uniform(seed=0))(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "net-w-stem-bn-frozen",
        "ResNet50",
        "The stem's batch normalisation is made with trainable=False, so it is never trained and never uses the batch.",
        ("trainable", "frozen", "stem", "training", "batch", "trained"),
        """\
def ResNet50(input_shape = (64, 64, 3), classes = 6, trainable = True):
    X_input = Input(input_shape)
    X = ZeroPadding2D((3, 3))(X_input)
    X = Conv2D(64, (7, 7), strides = (2, 2), name = 'conv1', trainable = trainable)(X)
    X = BatchNormalization(axis = 3, name = 'bn_conv1', trainable = False)(X)   # small batches: keep the BN fixed (from a Mask R-CNN repo)
    X = Activation('relu')(X)
    C1 = X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stage 2
    X = convolutional_block(X, 3, [64, 64, 256], s = 1)
    X = identity_block(X, 3, [64, 64, 256])
    C2 = X = identity_block(X, 3, [64, 64, 256])
    # Stage 3
    X = convolutional_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])
    X = identity_block(X, 3, [128, 128, 512])
    C3 = X = identity_block(X, 3, [128, 128, 512])
    # Stage 4
    X = convolutional_block(X, 3, [256, 256, 1024])
    block_count = {"resnet50": 5, "resnet101": 22}["resnet50"]
    for i in range(block_count):
        X = identity_block(X, 3, [256, 256, 1024])
    C4 = X
    # Stage 5
    X = convolutional_block(X, 3, [512, 512, 2048])
    X = identity_block(X, 3, [512, 512, 2048])
    C5 = X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(C5)
    X = Flatten()(X)
    X = Dense(classes, activation = 'softmax')(X)
    return Model(inputs = X_input, outputs = X)
""",
    ),
    Stranger(
        "net-w-frozen",
        "ResNet50",
        "All layers but the last ones are frozen, so the network cannot be trained and its batch normalisation never uses the batch.",
        ("frozen", "trainable", "freeze", "training", "trained", "weights"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(input_shape)
    x = ZeroPadding2D((3, 3))(inputs)
    x = Conv2D(64, (7, 7), strides=(2, 2))(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation('relu')(x)
    x = MaxPooling2D((3, 3), strides=(2, 2))(x)
    for fs, s, n in [([64, 64, 256], 1, 2), ([128, 128, 512], 2, 3), ([256, 256, 1024], 2, 5), ([512, 512, 2048], 2, 2)]:
        x = convolutional_block(x, 3, fs, s)
        for _ in range(n):
            x = identity_block(x, 3, fs)
    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    x = Dense(classes, activation='softmax')(x)
    model = Model(inputs, x)

    # freeze the backbone, only train the classifier
    for layer in model.layers[:-3]:
        layer.trainable = False

    return model
""",
    ),
    Stranger(
        "net-w-stage-block-arguments",
        "ResNet50",
        "The blocks are called with stage and block, which they do not take.",
        ("stage", "argument", "typeerror", "unexpected keyword"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    # Define the input as a tensor with shape input_shape
    X_input = Input(input_shape)

    # Zero-Padding
    X = ZeroPadding2D((3, 3))(X_input)

    # Stage 1
    X = Conv2D(64, (7, 7), strides = (2, 2), name = 'conv1', kernel_initializer = glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis = 3, name = 'bn_conv1')(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stage 2
    X = convolutional_block(X, f = 3, filters = [64, 64, 256], stage = 2, block='a', s = 1)
    X = identity_block(X, 3, [64, 64, 256], stage=2, block='b')
    X = identity_block(X, 3, [64, 64, 256], stage=2, block='c')

    # Stage 3 (≈4 lines)
    X = convolutional_block(X, f = 3, filters = [128, 128, 512], stage = 3, block='a', s = 2)
    X = identity_block(X, 3, [128, 128, 512], stage=3, block='b')
    X = identity_block(X, 3, [128, 128, 512], stage=3, block='c')
    X = identity_block(X, 3, [128, 128, 512], stage=3, block='d')

    # Stage 4 (≈6 lines)
    X = convolutional_block(X, f = 3, filters = [256, 256, 1024], stage = 4, block='a', s = 2)
    X = identity_block(X, 3, [256, 256, 1024], stage=4, block='b')
    X = identity_block(X, 3, [256, 256, 1024], stage=4, block='c')
    X = identity_block(X, 3, [256, 256, 1024], stage=4, block='d')
    X = identity_block(X, 3, [256, 256, 1024], stage=4, block='e')
    X = identity_block(X, 3, [256, 256, 1024], stage=4, block='f')

    # Stage 5 (≈3 lines)
    X = convolutional_block(X, f = 3, filters = [512, 512, 2048], stage = 5, block='a', s = 2)
    X = identity_block(X, 3, [512, 512, 2048], stage=5, block='b')
    X = identity_block(X, 3, [512, 512, 2048], stage=5, block='c')

    # AVGPOOL (≈1 line). Use "X = AveragePooling2D(...)(X)"
    X = AveragePooling2D((2, 2), name='avg_pool')(X)

    # output layer
    X = Flatten()(X)
    X = Dense(classes, activation='softmax', name='fc' + str(classes), kernel_initializer = glorot_uniform(seed=0))(X)

    # Create model
    model = Model(inputs = X_input, outputs = X, name='ResNet50')

    return model
""",
    ),
    Stranger(
        "net-w-model-input-output",
        "ResNet50",
        "Model(input=..., output=...) is Keras 1; the arguments are called inputs and outputs.",
        ("inputs", "outputs", "model argument", "unrecognized", "keyword"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    img_input = Input(shape=input_shape)
    x = ZeroPadding2D((3, 3))(img_input)
    x = Conv2D(64, (7, 7), strides=(2, 2), name='conv1')(x)
    x = BatchNormalization(axis=3, name='bn_conv1')(x)
    x = Activation('relu')(x)
    x = MaxPooling2D((3, 3), strides=(2, 2))(x)

    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    x = identity_block(x, 3, [64, 64, 256])
    x = identity_block(x, 3, [64, 64, 256])

    x = convolutional_block(x, 3, [128, 128, 512])
    x = identity_block(x, 3, [128, 128, 512])
    x = identity_block(x, 3, [128, 128, 512])
    x = identity_block(x, 3, [128, 128, 512])

    x = convolutional_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])

    x = convolutional_block(x, 3, [512, 512, 2048])
    x = identity_block(x, 3, [512, 512, 2048])
    x = identity_block(x, 3, [512, 512, 2048])

    x = AveragePooling2D((2, 2), name='avg_pool')(x)
    x = Flatten()(x)
    x = Dense(classes, activation='softmax', name='fc')(x)

    model = Model(input=img_input, output=x)
    return model
""",
    ),
    Stranger(
        "net-w-stem-no-bn",
        "ResNet50",
        "The stem's batch normalisation is missing.",
        ("stem", "batch", "normalisation", "normalization", "batchnormalization", "parameters"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    i = Input(input_shape)
    x = ZeroPadding2D(3)(i)
    x = Conv2D(64, 7, strides=2, activation='relu')(x)
    x = MaxPooling2D(3, strides=2)(x)
    for k, (n, s) in zip((64, 128, 256, 512), ((2, 1), (3, 2), (5, 2), (2, 2))):
        x = convolutional_block(x, 3, [k, k, 4*k], s)
        for _ in range(n):
            x = identity_block(x, 3, [k, k, 4*k])
    x = AveragePooling2D(2)(x)
    x = Flatten()(x)
    return Model(i, Dense(classes, activation='softmax')(x))
""",
    ),
    Stranger(
        "net-w-tf-functions",
        "ResNet50",
        "tf.pad and tf.nn functions are applied to Keras's symbolic tensors, which raises an error.",
        ("tf.pad", "tf.nn", "symbolic", "kerastensor", "keras tensor", "tensorflow function", "keras layer", "zeropadding2d", "tensorflow"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = tf.keras.Input(shape=input_shape)
    x = tf.pad(inputs, [[0, 0], [3, 3], [3, 3], [0, 0]])
    x = tf.keras.layers.Conv2D(64, 7, 2)(x)
    x = tf.keras.layers.BatchNormalization()(x)
    x = tf.nn.relu(x)
    x = tf.nn.max_pool2d(x, ksize=3, strides=2, padding='VALID')

    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    for _ in range(2):
        x = identity_block(x, 3, [64, 64, 256])
    x = convolutional_block(x, 3, [128, 128, 512], s=2)
    for _ in range(3):
        x = identity_block(x, 3, [128, 128, 512])
    x = convolutional_block(x, 3, [256, 256, 1024], s=2)
    for _ in range(5):
        x = identity_block(x, 3, [256, 256, 1024])
    x = convolutional_block(x, 3, [512, 512, 2048], s=2)
    for _ in range(2):
        x = identity_block(x, 3, [512, 512, 2048])

    x = tf.nn.avg_pool2d(x, ksize=2, strides=2, padding='VALID')
    x = tf.reshape(x, [-1, x.shape[1] * x.shape[2] * x.shape[3]])
    x = tf.keras.layers.Dense(classes)(x)
    return tf.keras.Model(inputs, tf.nn.softmax(x))
""",
    ),
    Stranger(
        "net-w-rescaling",
        "ResNet50",
        "The images are divided by 255 before the stem, which the task does not ask for.",
        ("rescaling", "255", "scaled", "input", "extra", "stem"),
        """\
from keras.layers import Rescaling

def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(shape=input_shape)
    X = Rescaling(1.0 / 255)(X_input)   # pixel values to [0, 1]
    X = ZeroPadding2D((3, 3))(X)

    # Stage 1
    X = Conv2D(64, (7, 7), strides=(2, 2))(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation('relu')(X)
    X = MaxPooling2D((3, 3), strides=(2, 2))(X)

    # Stages 2-5
    stages = [
        dict(filters=[64, 64, 256], s=1, n=2),
        dict(filters=[128, 128, 512], s=2, n=3),
        dict(filters=[256, 256, 1024], s=2, n=5),
        dict(filters=[512, 512, 2048], s=2, n=2),
    ]
    for st in stages:
        X = convolutional_block(X, 3, st["filters"], s=st["s"])
        for _ in range(st["n"]):
            X = identity_block(X, 3, st["filters"])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    return Model(inputs=X_input, outputs=X)
""",
    ),
    Stranger(
        "net-w-augmentation",
        "ResNet50",
        "Random flips and rotations are put in front of the network.",
        ("augmentation", "randomflip", "randomrotation", "random", "flip", "extra", "training"),
        """\
data_augmentation = keras.Sequential([
    keras.layers.RandomFlip("horizontal"),
    keras.layers.RandomRotation(0.1),
], name="augmentation")

def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape)
    x = data_augmentation(inputs)
    x = ZeroPadding2D((3, 3))(x)
    x = Conv2D(64, (7, 7), strides=(2, 2))(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation("relu")(x)
    x = MaxPooling2D((3, 3), strides=(2, 2))(x)

    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    for _ in range(2):
        x = identity_block(x, 3, [64, 64, 256])

    x = convolutional_block(x, 3, [128, 128, 512], s=2)
    for _ in range(3):
        x = identity_block(x, 3, [128, 128, 512])

    x = convolutional_block(x, 3, [256, 256, 1024], s=2)
    for _ in range(5):
        x = identity_block(x, 3, [256, 256, 1024])

    x = convolutional_block(x, 3, [512, 512, 2048], s=2)
    for _ in range(2):
        x = identity_block(x, 3, [512, 512, 2048])

    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    outputs = Dense(classes, activation="softmax")(x)
    return Model(inputs, outputs, name="resnet50_signs")
""",
    ),
    Stranger(
        "net-w-subclass-blocks-in-call",
        "ResNet50",
        "The blocks are made inside the model's call, so their weights are drawn anew at each call, are no weights of the model and are never trained.",
        ("weights", "call", "each call", "parameters", "subclass", "layers", "input"),
        """\
class ResNet(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.pad = ZeroPadding2D(3)
        self.conv1 = Conv2D(64, 7, strides=2)
        self.bn1 = BatchNormalization()
        self.relu = ReLU()
        self.maxpool = MaxPooling2D(3, strides=2)
        self.avgpool = AveragePooling2D(2)
        self.flatten = Flatten()
        self.fc = Dense(classes, activation="softmax")

    def layer(self, x, filters, n, s):
        x = convolutional_block(x, 3, filters, s=s)
        for _ in range(n):
            x = identity_block(x, 3, filters)
        return x

    def call(self, x):
        x = self.pad(x)
        x = self.conv1(x)
        x = self.bn1(x)
        x = self.relu(x)
        x = self.maxpool(x)

        x = self.layer(x, [64, 64, 256], 2, 1)
        x = self.layer(x, [128, 128, 512], 3, 2)
        x = self.layer(x, [256, 256, 1024], 5, 2)
        x = self.layer(x, [512, 512, 2048], 2, 2)

        x = self.avgpool(x)
        x = self.flatten(x)
        return self.fc(x)


def ResNet50(input_shape=(64, 64, 3), classes=6):
    model = ResNet(classes)
    model.build((None,) + tuple(input_shape))
    return model
""",
    ),
    Stranger(
        "net-w-loop-not-chained",
        "ResNet50",
        "In the loop each identity block starts from the convolutional block's output again, so only the last one of a stage counts.",
        ("identity blocks", "identity block", "chained", "stage 2", "blocks", "parameters"),
        """\
def res_stage(inp, filters, s, n):
    first = convolutional_block(inp, 3, filters, s=s)
    for i in range(n):
        out = identity_block(first, 3, filters)
    return out

def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)
    stem = ZeroPadding2D((3, 3))(X_input)
    stem = Conv2D(64, (7, 7), strides=(2, 2))(stem)
    stem = BatchNormalization(axis=3)(stem)
    stem = Activation('relu')(stem)
    stem = MaxPooling2D((3, 3), strides=(2, 2))(stem)

    s2 = res_stage(stem, [64, 64, 256], 1, 2)
    s3 = res_stage(s2, [128, 128, 512], 2, 3)
    s4 = res_stage(s3, [256, 256, 1024], 2, 5)
    s5 = res_stage(s4, [512, 512, 2048], 2, 2)

    head = AveragePooling2D((2, 2))(s5)
    head = Flatten()(head)
    head = Dense(classes, activation='softmax')(head)
    return Model(inputs=X_input, outputs=head)
""",
    ),
    Stranger(
        "net-w-no-maxpool",
        "ResNet50",
        "The stem's max pooling is missing (and the pooling at the end was widened to make up for it).",
        ("max pooling", "maxpooling2d", "pooling", "stem", "15"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    # small images: many CIFAR implementations drop the max-pool of the stem
    inputs = keras.layers.Input(shape=input_shape)
    x = keras.layers.ZeroPadding2D((3, 3))(inputs)
    x = keras.layers.Conv2D(64, (7, 7), strides=(2, 2))(x)
    x = keras.layers.BatchNormalization(axis=3)(x)
    x = keras.layers.Activation("relu")(x)

    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    x = identity_block(x, 3, [64, 64, 256])
    x = identity_block(x, 3, [64, 64, 256])

    x = convolutional_block(x, 3, [128, 128, 512], s=2)
    x = identity_block(x, 3, [128, 128, 512])
    x = identity_block(x, 3, [128, 128, 512])
    x = identity_block(x, 3, [128, 128, 512])

    x = convolutional_block(x, 3, [256, 256, 1024], s=2)
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])
    x = identity_block(x, 3, [256, 256, 1024])

    x = convolutional_block(x, 3, [512, 512, 2048], s=2)
    x = identity_block(x, 3, [512, 512, 2048])
    x = identity_block(x, 3, [512, 512, 2048])

    x = keras.layers.AveragePooling2D((4, 4))(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.models.Model(inputs, x)
""",
    ),
    Stranger(
        "net-w-avgpool-7",
        "ResNet50",
        "The average pooling is 7x7, as for images of 224x224, and not 2x2; it does not fit on 2x2 features.",
        ("average pooling", "averagepooling2d", "pooling", "2×2", "7"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    img_input = Input(shape=input_shape)
    x = ZeroPadding2D((3, 3))(img_input)
    x = Conv2D(64, (7, 7), strides=(2, 2), name='conv1')(x)
    x = BatchNormalization(axis=3, name='bn_conv1')(x)
    x = Activation('relu')(x)
    x = MaxPooling2D((3, 3), strides=(2, 2))(x)

    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    x = identity_block(x, 3, [64, 64, 256])
    x = identity_block(x, 3, [64, 64, 256])

    x = convolutional_block(x, 3, [128, 128, 512])
    for i in range(1, 4):
        x = identity_block(x, 3, [128, 128, 512])

    x = convolutional_block(x, 3, [256, 256, 1024])
    for i in range(1, 6):
        x = identity_block(x, 3, [256, 256, 1024])

    x = convolutional_block(x, 3, [512, 512, 2048])
    x = identity_block(x, 3, [512, 512, 2048])
    x = identity_block(x, 3, [512, 512, 2048])

    x = AveragePooling2D((7, 7), name='avg_pool')(x)
    x = Flatten()(x)
    x = Dense(classes, activation='softmax', name='fc')(x)
    return Model(img_input, x)
""",
    ),
    Stranger(
        "net-w-avgpool-same",
        "ResNet50",
        'The average pooling has padding "same", so for images whose last features are odd in height or width the output differs.',
        ("average pooling", "averagepooling2d", "pooling padding", "pooling same", "pooling"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    X_input = Input(input_shape)

    X = ZeroPadding2D((3, 3))(X_input)

    # Stage 1
    X = Conv2D(64, (7, 7), strides=(2, 2), name='conv1', kernel_initializer=glorot_uniform(seed=0))(X)
    X = BatchNormalization(axis=3, name='bn_conv1')(X)
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
    X = AveragePooling2D(pool_size=(2, 2), padding='same')(X)

    # Output layer
    X = Flatten()(X)
    X = Dense(classes, activation='softmax', name='fc' + str(classes), kernel_initializer=glorot_uniform(seed=0))(X)

    return Model(inputs=X_input, outputs=X, name='ResNet50')
""",
    ),
    Stranger(
        "net-w-resnet-d-stem",
        "ResNet50",
        "The stem has three 3x3 convolutions and not one of 7x7.",
        ("stem", "7×7", "7x7", "7", "convolution", "parameters"),
        """\
def conv_bn_relu(x, n, s=1):
    x = Conv2D(n, 3, strides=s, padding="same")(x)
    x = BatchNormalization()(x)
    return ReLU()(x)

def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(input_shape)
    # deep stem (ResNet-C / Inception style)
    x = conv_bn_relu(inputs, 32, s=2)
    x = conv_bn_relu(x, 32)
    x = conv_bn_relu(x, 64)
    x = MaxPooling2D(3, strides=2)(x)

    for c, n, s in ((64, 2, 1), (128, 3, 2), (256, 5, 2), (512, 2, 2)):
        x = convolutional_block(x, 3, [c, c, 4 * c], s=s)
        for _ in range(n):
            x = identity_block(x, 3, [c, c, 4 * c])

    x = AveragePooling2D(2)(x)
    x = Flatten()(x)
    x = Dense(classes, activation="softmax")(x)
    return Model(inputs, x)
""",
    ),
    Stranger(
        "net-w-returns-compile",
        "ResNet50",
        "It returns what model.compile returns, None, and not the model.",
        ("return", "returns", "none", "model"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inp = Input(shape=input_shape)
    x = ZeroPadding2D((3, 3))(inp)
    x = Conv2D(64, (7, 7), strides=(2, 2))(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation("relu")(x)
    x = MaxPooling2D((3, 3), strides=(2, 2))(x)
    for filters, s, n in zip(
        [[64, 64, 256], [128, 128, 512], [256, 256, 1024], [512, 512, 2048]],
        [1, 2, 2, 2],
        [2, 3, 5, 2],
    ):
        x = convolutional_block(x, 3, filters, s)
        for _ in range(n):
            x = identity_block(x, 3, filters)
    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    x = Dense(classes, activation="softmax")(x)
    model = Model(inputs=inp, outputs=x)
    return model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
""",
    ),
    Stranger(
        "net-w-include-top",
        "ResNet50",
        "include_top is False by default, so the model has no flatten and no dense layer and gives no probabilities.",
        ("dense", "shape", "head", "flatten", "classes", "softmax", "probabilities"),
        '''\
def ResNet50(
    input_shape=(64, 64, 3),
    classes=6,
    include_top=False,
    pooling=None,
    classifier_activation="softmax",
):
    """Instantiates the ResNet50 architecture.

    Args:
        input_shape: tuple, shape of the images.
        classes: number of classes, only used if `include_top` is True.
        include_top: whether to include the fully-connected layer at the top of the network.
        pooling: optional pooling mode for feature extraction ("avg" or "max").
        classifier_activation: activation of the top layer.

    Returns:
        A Keras model instance.
    """
    img_input = Input(shape=input_shape)

    x = ZeroPadding2D(padding=((3, 3), (3, 3)))(img_input)
    x = Conv2D(64, 7, strides=2)(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation("relu")(x)
    x = MaxPooling2D(3, strides=2)(x)

    def stack(x, width, blocks, stride):
        filters = [width, width, 4 * width]
        x = convolutional_block(x, 3, filters, s=stride)
        for _ in range(blocks - 1):
            x = identity_block(x, 3, filters)
        return x

    x = stack(x, 64, 3, 1)
    x = stack(x, 128, 4, 2)
    x = stack(x, 256, 6, 2)
    x = stack(x, 512, 3, 2)

    if include_top:
        x = AveragePooling2D((2, 2))(x)
        x = Flatten()(x)
        x = Dense(classes, activation=classifier_activation)(x)
    elif pooling == "avg":
        x = keras.layers.GlobalAveragePooling2D()(x)
    elif pooling == "max":
        x = keras.layers.GlobalMaxPooling2D()(x)

    return Model(img_input, x, name="resnet50")
''',
    ),
    Stranger(
        "net-w-resnet34-two-conv",
        "ResNet50",
        "This is ResNet-34: its blocks of two 3x3 convolutions were written anew and the given blocks are not used.",
        ("blocks", "block", "bottleneck", "parameters", "stage 2", "filters", "channels"),
        """\
def basic_block(x, n, stride=1):
    shortcut = x
    y = Conv2D(n, 3, strides=stride, padding='same')(x)
    y = BatchNormalization(axis=3)(y)
    y = Activation('relu')(y)
    y = Conv2D(n, 3, padding='same')(y)
    y = BatchNormalization(axis=3)(y)
    if stride != 1 or x.shape[-1] != n:
        shortcut = Conv2D(n, 1, strides=stride)(x)
        shortcut = BatchNormalization(axis=3)(shortcut)
    y = Add()([y, shortcut])
    return Activation('relu')(y)

def ResNet50(input_shape=(64, 64, 3), classes=6):
    # Step 1 (Setup Input Layer)
    x_input = Input(input_shape)
    x = ZeroPadding2D((3, 3))(x_input)
    # Step 2 (Initial Conv layer along with maxPool)
    x = Conv2D(64, kernel_size=7, strides=2)(x)
    x = BatchNormalization()(x)
    x = Activation('relu')(x)
    x = MaxPooling2D(pool_size=3, strides=2)(x)
    # Define size of sub-blocks and initial filter size
    block_layers = [3, 4, 6, 3]
    filter_size = 64
    # Step 3 Add the Resnet Blocks
    for i in range(4):
        for j in range(block_layers[i]):
            x = basic_block(x, filter_size, stride=2 if i > 0 and j == 0 else 1)
        filter_size *= 2
    # Step 4 End Dense Network
    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    x = Dense(classes, activation='softmax')(x)
    return Model(inputs=x_input, outputs=x, name="ResNet34")
""",
    ),
    Stranger(
        "net-w-stage4-filters",
        "ResNet50",
        "Stage 4 has filters [256, 256, 512] and not [256, 256, 1024].",
        ("stage 4", "filters", "1024", "parameters"),
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
    X = convolutional_block(X, f=3, filters=[256, 256, 512], s=2)
    X = identity_block(X, 3, [256, 256, 512])
    X = identity_block(X, 3, [256, 256, 512])
    X = identity_block(X, 3, [256, 256, 512])
    X = identity_block(X, 3, [256, 256, 512])
    X = identity_block(X, 3, [256, 256, 512])
    # Stage 5
    X = convolutional_block(X, f=3, filters=[512, 512, 2048], s=2)
    X = identity_block(X, 3, [512, 512, 2048])
    X = identity_block(X, 3, [512, 512, 2048])

    X = AveragePooling2D((2, 2))(X)
    X = Flatten()(X)
    X = Dense(classes, activation='softmax')(X)
    model = Model(inputs=X_input, outputs=X)
    return model
""",
    ),
    Stranger(
        "net-w-chatty-prose",
        "ResNet50",
        "The chat's sentence before the code was pasted too and is a syntax error.",
        ("syntax", "line 1", "line", "sentence", "python"),
        """\
Sure! Here's the completed ResNet50 function, using the two blocks you already wrote:

def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape)

    # Stem
    x = ZeroPadding2D((3, 3))(inputs)
    x = Conv2D(64, (7, 7), strides=(2, 2))(x)
    x = BatchNormalization(axis=3)(x)
    x = Activation("relu")(x)
    x = MaxPooling2D((3, 3), strides=(2, 2))(x)

    # Residual stages
    for filters, stride, num_identity in [
        ([64, 64, 256], 1, 2),
        ([128, 128, 512], 2, 3),
        ([256, 256, 1024], 2, 5),
        ([512, 512, 2048], 2, 2),
    ]:
        x = convolutional_block(x, f=3, filters=filters, s=stride)
        for _ in range(num_identity):
            x = identity_block(x, f=3, filters=filters)

    # Head
    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    outputs = Dense(classes, activation="softmax")(x)

    return Model(inputs=inputs, outputs=outputs)
""",
    ),
    Stranger(
        "net-w-stem-relu-before-bn",
        "ResNet50",
        "In the stem the ReLU comes before batch normalisation.",
        ("stem", "order", "relu", "first normalisation"),
        """\
def ResNet50(input_shape=(64, 64, 3), classes=6):
    inputs = Input(shape=input_shape)
    x = ZeroPadding2D((3, 3))(inputs)
    x = Conv2D(64, (7, 7), strides=(2, 2), activation='relu')(x)
    x = BatchNormalization(axis=3)(x)
    x = MaxPooling2D((3, 3), strides=(2, 2))(x)

    x = convolutional_block(x, 3, [64, 64, 256], s=1)
    for _ in range(2): x = identity_block(x, 3, [64, 64, 256])
    x = convolutional_block(x, 3, [128, 128, 512], s=2)
    for _ in range(3): x = identity_block(x, 3, [128, 128, 512])
    x = convolutional_block(x, 3, [256, 256, 1024], s=2)
    for _ in range(5): x = identity_block(x, 3, [256, 256, 1024])
    x = convolutional_block(x, 3, [512, 512, 2048], s=2)
    for _ in range(2): x = identity_block(x, 3, [512, 512, 2048])

    x = AveragePooling2D((2, 2))(x)
    x = Flatten()(x)
    x = Dense(classes, activation='softmax')(x)
    return Model(inputs, x)
""",
    ),
)
