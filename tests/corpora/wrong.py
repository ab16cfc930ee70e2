"""Wrong answers as data: edits of the solution notebook's functions, and the criteria that each must cost, no more, no less.

An edit (old, new) changes the first place of `old` in the function; (old, new, "all") every place.
"""

from __future__ import annotations

from typing import NamedTuple


class Wrong(NamedTuple):
    id: str
    exercise: str
    costs: str
    edits: tuple[tuple, ...]


I, C, R = "identity_block", "convolutional_block", "ResNet50"  # noqa: E741
KERNEL = "kernel_initializer=initializer(seed=0))"
CONV1 = f'X = Conv2D(F1, kernel_size=1, strides=1, padding="valid", {KERNEL}(X)'
CONV2 = f'X = Conv2D(F2, kernel_size=f, strides=1, padding="same", {KERNEL}(X)'
CONV3 = f'X = Conv2D(F3, kernel_size=1, strides=1, padding="valid", {KERNEL}(X)'
BN = "X = BatchNormalization(axis=3)(X, training=training)"
RELU = 'X = Activation("relu")(X)'
PART2, PART3 = f"{CONV2}\n    {BN}\n    {RELU}\n", f"{CONV3}\n    {BN}\n"
SAVE, ADD, END = "X_shortcut = X\n", "X = Add()([X, X_shortcut])", 'return Activation("relu")(X)'
PROJECT = f'X_shortcut = Conv2D(F3, kernel_size=1, strides=s, padding="valid", {KERNEL}(X_shortcut)'
NORM = "X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)"
LATE_SAVE = ((SAVE, ""), (f"{RELU}\n", f"{RELU}\n    {SAVE}"))


def same(id: str, costs: str, *edits: tuple) -> tuple[Wrong, Wrong]:
    """The same mistake in both blocks."""
    return Wrong(id, I, costs, edits), Wrong(f"{id}-conv", C, costs, edits)


SHORTCUT_AND_ADD = (
    *same("AD1 no addition", "add output", (f"    {ADD}\n", "")),
    *same("AD2 main path twice", "add output", (ADD, "X = Add()([X, X])")),
    *same("AD3 shortcut twice", "add output", (ADD, "X = Add()([X_shortcut, X_shortcut])")),
    Wrong("AD4 shortcut kept too late", I, "add output", LATE_SAVE),
    *same("AD5 Add without a list", "add output", (ADD, "X = Add()(X, X_shortcut)")),
    *same("AD6 tensors given to Add itself", "add output", (ADD, "X = Add([X, X_shortcut])")),
    *same("AD7 square brackets", "add output", (ADD, "X = Add()[X, X_shortcut]")),
    *same("AD9 tf.add", "call", (ADD, "X = tf.add(X, X_shortcut)")),
    Wrong("AD10 concatenated", I, "add output", ((ADD, "X = keras.layers.Concatenate()([X, X_shortcut])"),)),
    *same("AD11 multiplied", "add output", (ADD, "X = keras.layers.Multiply()([X, X_shortcut])")),
    *same("AD12 averaged", "add output", (ADD, "X = keras.layers.Average()([X, X_shortcut])")),
    *same("AD13 subtracted", "add output", (ADD, "X = keras.layers.Subtract()([X, X_shortcut])")),
    *same("AD14 sum not kept", "add output", (ADD, "Add()([X, X_shortcut])")),
    *same("AD15 ReLU before the addition", "relu3 output", (ADD, f"{RELU}\n    {ADD}"), (END, "return X")),
    *same("AD16 added twice", "relu3 output", (ADD, f"{ADD}\n    {ADD}")),
    *same("AD17 ReLU on the shortcut", "add output", (ADD, 'X = Add()([X, Activation("relu")(X_shortcut)])')),
    *same("AD18 one tensor added", "add output", (ADD, "X = Add()([X])")),
    Wrong("AD19 first norm fed by X", I, "conv1 output", ((BN, BN.replace("(X,", "(X_shortcut,")),)),
    *same("AD20 an input of its own added", "add output", (ADD, "X = Add()([X, keras.Input((3, 3, 7))])")),
    Wrong("S12 shortcut kept too late", C, "shortcut_conv output", LATE_SAVE),
)
PROJECTION = (
    Wrong("S9 no projection", C, "shortcut_conv shortcut_bn output", ((PROJECT, ""), (NORM, ""))),
    Wrong("S1 shortcut not normalised", C, "shortcut_bn output", ((NORM, ""),)),
    Wrong("S2 shortcut's norm without training", C, "training output", ((NORM, NORM.replace(", training=training", "")),)),
    Wrong("S3 kernel f", C, "shortcut_conv output", ((PROJECT, PROJECT.replace("kernel_size=1", "kernel_size=f")),)),
    Wrong(
        "S3b kernel f, same",
        C,
        "shortcut_conv output",
        ((PROJECT, PROJECT.replace("kernel_size=1", "kernel_size=f").replace("valid", "same")),),
    ),
    Wrong("S4 stride 1", C, "shortcut_conv output", ((PROJECT, PROJECT.replace("=s,", "=1,")),)),
    Wrong("S5 filters F1", C, "shortcut_conv output", ((PROJECT, PROJECT.replace("F3", "F1")),)),
    Wrong("S6 fed by the main path", C, "shortcut_conv output", ((PROJECT, PROJECT.replace("(X_shortcut)", "(X)")),)),
    Wrong("S7 norm fed by the main path", C, "shortcut_bn output", ((NORM, NORM.replace("(X_shortcut,", "(X,")),)),
    Wrong("S8 ReLU on the shortcut", C, "add output", ((NORM, f'{NORM}\n    X_shortcut = Activation("relu")(X_shortcut)'),)),
    Wrong("S10 kept in X", C, "shortcut_bn add output", ((PROJECT, PROJECT.removeprefix("X_shortcut").join(["X", ""])),)),
    Wrong("S11 norm before the projection", C, "shortcut_bn output", ((f"{PROJECT}\n    {NORM}", f"{NORM}\n    {PROJECT}"),)),
    Wrong(
        "S13 max pooling",
        C,
        "shortcut_conv output",
        ((PROJECT, "X_shortcut = MaxPooling2D(s)(X_shortcut)\n    " + PROJECT.replace("=s,", "=1,")),),
    ),
    Wrong(
        "S14 stride on the middle (v1.5)",
        C,
        "conv1 conv2 output",
        (("strides=s", "strides=1"), ("kernel_size=f, strides=1", "kernel_size=f, strides=s")),
    ),
    Wrong("S15 stride on the middle too", C, "conv2 output", (("kernel_size=f, strides=1", "kernel_size=f, strides=s"),)),
    Wrong("S16 stride written as 2", C, "conv1 shortcut_conv output", (("strides=s", "strides=2", "all"),)),
    Wrong("S17 first stride 1", C, "conv1 output", (("strides=s", "strides=1"),)),
    Wrong("S18 stride on the last too", C, "conv3 output", ((CONV3, CONV3.replace("=1, padding", "=s, padding")),)),
    Wrong("S20 adds X itself", C, "add output", ((SAVE, f"{SAVE}    X_input = X\n"), (ADD, "X = Add()([X, X_input])"))),
    Wrong("S21 kept in X too", C, "add output", ((PROJECT, f"X_shortcut = X = {PROJECT.removeprefix('X_shortcut = ')}"),)),
    Wrong("S22 no convolution on the shortcut", C, "shortcut_conv output", ((f"    {PROJECT}\n", ""),)),
    Wrong("S23 no shortcut", C, "shortcut_conv shortcut_bn add output", ((PROJECT, ""), (NORM, ""), (f"    {ADD}\n", ""))),
    Wrong("S24 pooled in place of the convolution", C, "shortcut_conv output", ((PROJECT, "X_shortcut = MaxPooling2D(s)(X_shortcut)"),)),
    Wrong("default stride 1", C, "defaults", (("s=2", "s=1"),)),
    Wrong("parameters swapped", C, "call", (("f, filters, s=2", "filters, f, s=2"),)),
)
BATCH_NORM = (
    *same("BN1 training ignored", "training output", (", training=training", "", "all")),
    *same("BN1b training ignored once", "training output", (", training=training", "")),
    *same("BN2 always training", "training output", ("training=training", "training=True", "all")),
    *same("BN3 never training", "training output", ("training=training", "training=False", "all")),
    Wrong("BN4 training given to the layer", I, "bn1 output", ((BN, "X = BatchNormalization(axis=3, training=training)(X)"),)),
    Wrong("BN5 training by position", I, "bn1 output", ((BN, "X = BatchNormalization(axis=3)(X, training)"),)),
    *same("BN6 axis 1", "bn1 output", ("axis=3", "axis=1")),
    *same("BN9 third norm missing", "bn3 output", (PART3, f"{CONV3}\n")),
    *same("BN9b second norm missing", "bn2 output", (PART2, f"{CONV2}\n    {RELU}\n")),
    *same(
        "BN10 trainable=training",
        "training output",
        ("BatchNormalization(axis=3)(X, training=training)", "BatchNormalization(axis=3, trainable=training)(X)", "all"),
    ),
    *same("BN11 norm after the addition", "bn3 output", (PART3, f"{CONV3}\n"), (ADD, f"{ADD}\n    {BN}")),
    Wrong(
        "BN12 norm on the shortcut", I, "add output", ((ADD, "X = Add()([X, BatchNormalization(axis=3)(X_shortcut, training=training)])"),)
    ),
    Wrong(
        "BN12 a second norm on the shortcut",
        C,
        "shortcut_bn output",
        ((ADD, "X = Add()([X, BatchNormalization(axis=3)(X_shortcut, training=training)])"),),
    ),
    *same("BN13 another epsilon", "defaults output", ("axis=3", "axis=3, epsilon=1e-5")),
    *same("another momentum", "defaults", ("axis=3", "axis=3, momentum=0.9")),
    *same("no scale", "defaults output", ("axis=3", "axis=3, scale=False")),
    Wrong("BN14 norm not called", I, "bn1 output", ((BN, "X = BatchNormalization(axis=3)"),)),
    Wrong(
        "BN15 one norm for two paths",
        C,
        "gradients",
        (
            (SAVE, f"{SAVE}    bn = BatchNormalization(axis=3)\n"),
            (PART3, PART3.replace("BatchNormalization(axis=3)", "bn")),
            (NORM, NORM.replace("BatchNormalization(axis=3)", "bn")),
        ),
    ),
    *same("BN16 training as a word", "training output", ("training=training", 'training="False"', "all")),
)
ACTIVATION = (
    *same("AC1 second ReLU missing", "relu2 output", (PART2, f"{CONV2}\n    {BN}\n")),
    *same("AC2 last ReLU missing", "relu3 output", (END, "return X")),
    *same("AC3 ReLU before and after the addition", "add output", (ADD, f"{RELU}\n    {ADD}")),
    *same("AC5 ReLU before the norm", "relu1 output", (f"{BN}\n    {RELU}", f"{RELU}\n    {BN}")),
    *same("AC6 ReLU in the convolution", "relu1 output", (KERNEL, KERNEL[:-1] + ', activation="relu")'), (f"    {RELU}\n", "")),
    *same("AC6b ReLU in the convolution too", "bn1 output", (KERNEL, KERNEL[:-1] + ', activation="relu")')),
    *same("AC7 last ReLU not kept", "relu3 output", (END, END.removeprefix("return ") + "\n    return X")),
    *same("AC7b ReLU not kept", "relu1 output", (RELU, RELU.removeprefix("X = "))),
    Wrong("AC8 ReLU not called", I, "relu1 output", ((RELU, 'X = Activation("relu")'),)),
    Wrong("AC9 Activation(X)", I, "relu1 output", ((RELU, "X = Activation(X)"),)),
    *same("AC10 sigmoid", "relu1 output", ('"relu"', '"sigmoid"')),
    *same("AC11 softmax", "relu3 output", (END, 'return Activation("softmax")(X)')),
    *same("AC12 tf.nn.relu", "call", ('Activation("relu")(X)', "tf.nn.relu(X)", "all")),
    *same("AC13 leaky ReLU", "relu1 output", ('Activation("relu")', "keras.layers.LeakyReLU()")),
    Wrong("AC14 Relu", I, "relu1 output", (('"relu"', '"Relu"'),)),
)
CONVOLUTION = (
    *same("CV1 no padding", "conv2 output", ('"same"', '"valid"')),
    *same("CV3 kernel 1", "conv2 output", ("kernel_size=f", "kernel_size=1")),
    *same("CV4 kernel 3", "conv2 output", ("kernel_size=f", "kernel_size=3")),
    *same("CV5 last kernel f", "conv3 output", (CONV3, CONV3.replace("kernel_size=1", "kernel_size=f"))),
    *same("CV5b last kernel f, same", "conv3 output", (CONV3, CONV3.replace("kernel_size=1", "kernel_size=f").replace("valid", "same"))),
    *same("CV6 stride f", "conv2 output", ("kernel_size=f, strides=1", "kernel_size=f, strides=f")),
    *same("CV7 stride 2", "conv2 output", ("kernel_size=f, strides=1", "kernel_size=f, strides=2")),
    *same("CV8 F1 for F2", "conv2 output", ("Conv2D(F2", "Conv2D(F1")),
    *same("CV9 F2 for F3", "conv3 output", ("Conv2D(F3", "Conv2D(F2")),
    *same("CV9b F1 for F3", "conv3 output", ("Conv2D(F3", "Conv2D(F1")),
    Wrong("MS9 filters unpacked in another order", I, "conv2 conv3 output", (("F1, F2, F3 = filters", "F1, F3, F2 = filters"),)),
    Wrong(
        "CV11 all filters at once",
        I,
        "conv2 output",
        (("Conv2D(F2", "Conv2D(filters"),),
    ),
    *same("CV12 second convolution fed by X", "conv2 output", (CONV2, CONV2[:-3] + "(X_shortcut)")),
    *same("CV13 third convolution fed by X", "conv3 output", (CONV3, CONV3[:-3] + "(X_shortcut)")),
    Wrong("CV14 convolution not called", I, "conv1 output", ((CONV1, CONV1[:-3]),)),
    Wrong("CV15 X given to the layer", I, "conv1 output", (("Conv2D(F1, ", "Conv2D(X, F1, "),)),
    *same("CV16 no bias", "defaults output", ("Conv2D(F1, ", "Conv2D(F1, use_bias=False, ")),
    *same("CV17 a component too many", "conv3 output", (PART2, f"{PART2}    {PART2}")),
    *same("CV18 third component missing", "conv3 bn3 output", (PART3, "")),
    *same("CV21 kernel f×1", "conv2 output", ("kernel_size=f", "kernel_size=(f, 1)")),
    Wrong("CV22 stride=", I, "conv1 output", (("strides=1", "stride=1"),)),
    *same("S34 first kernel f", "conv1 output", ("F1, kernel_size=1", "F1, kernel_size=f")),
)
INITIALIZER = (
    *same("IN1 not called", "initializer", ("initializer(seed=0)", "initializer")),
    *same("IN2 no seed", "initializer", ("initializer(seed=0)", "initializer()")),
    *same("IN3 another seed", "initializer", ("seed=0", "seed=1")),
    *same("IN4 glorot_uniform", "initializer", ("initializer(seed=0)", "glorot_uniform(seed=0)", "all")),
    *same("IN5 left out", "initializer", (", kernel_initializer=initializer(seed=0)", "")),
    *same("IN6 a name", "initializer", ("initializer(seed=0)", '"glorot_uniform"')),
    *same("IN7 random_uniform", "initializer", ("initializer(seed=0)", "random_uniform(seed=0)")),
    *same("IN9 for the bias", "initializer", ("kernel_initializer=", "bias_initializer=")),
    Wrong("IN10 no convolution has one", I, "conv1 conv2 conv3 initializer output", (("Conv2D(", "Convolution2D(", "all"),)),
)
PYTHON = (
    *same("MS27 a new input", "call output", ("    F1, F2, F3", "    X = keras.Input(X.shape[1:])\n    F1, F2, F3")),
    *same("MS1 no return", "call output", (END, RELU)),
    *same("MS2 returns the shortcut", "call output", (END, f"{RELU}\n    return X_shortcut")),
    *same("MS3 returns an array", "call", (END, f"{END}.numpy()")),
    Wrong("MS4 None left in", I, "conv3 output", ((CONV3, "X = None"),)),
    Wrong(
        "MS5 x for X",
        I,
        "conv2 output",
        ((CONV2, CONV2[:-3] + "(x)"),),
    ),
    *same("MS7 returns a model", "call output", (END, f"return Model(X_shortcut, {END[7:]})")),
    *same("MS8 np.maximum", "call", (END, "return np.maximum(X, 0)")),
    *same("MS10 returns early", "add relu3 output", (ADD, f"return X\n    {ADD}")),
    Wrong("MS13 parameter removed", I, "call training output", ((", training=None", ""), (", training=training", "", "all"))),
    *same("gradient stopped", "gradients", (SAVE, "X_shortcut = keras.layers.Lambda(lambda t: tf.stop_gradient(t))(X)\n")),
    *same("frozen convolution", "gradients", ("Conv2D(F1, ", "Conv2D(F1, trainable=False, ")),
)
HIDDEN = (  # by sizes that differ, by small numbers, or by what a layer starts with
    Wrong(
        "projected only if needed",
        C,
        "output",
        ((PROJECT, f"if X_shortcut.shape[-1] != F3 or s != 1:\n        {PROJECT}"), (NORM, f"    {NORM}")),
    ),
    *same("something else where F1 = F2", "output", (CONV3, f"if F1 == F2:\n        X = X * 2.0\n    {CONV3}")),
    Wrong(
        "something else where height = width", I, "output", ((CONV3, f"if X.shape[1] == X.shape[2]:\n        X = X * 2.0\n    {CONV3}"),)
    ),
    *same("ReLU6", "relu1 output", ('Activation("relu")', "ReLU(6.0)")),
    *same("bias starts with 1", "defaults", ("Conv2D(F1, ", 'Conv2D(F1, bias_initializer="ones", ')),
    *same("gamma starts with 0", "defaults", ("axis=3", 'axis=3, gamma_initializer="zeros"')),
    *same("filters taken apart", "call", ("F1, F2, F3 = filters", "F3, F2, F1 = filters.pop(), filters.pop(), filters.pop()")),
    Wrong("seed by position", I, "initializer", (("initializer(seed=0)", "initializer(0)"),)),
    *same("float64 inside", "defaults", ("Conv2D(F1, ", 'Conv2D(F1, dtype="float64", ')),
    *same("fixed names", "call", ("Conv2D(F1, ", 'Conv2D(F1, name="conv_a", ')),
    *same("stub's exception left in", "call relu3 output", (END, f"raise NotImplementedError()\n    {END}")),
    *same("padding in numbers", "conv2 output", ('padding="same"', "padding=1")),
)
PAIRS = (
    Wrong("no addition, no last ReLU", I, "add relu3 output", ((ADD, "X = Add()([X, X])"), (END, "return X"))),
    Wrong("padding and training", I, "conv2 training output", (('"same"', '"valid"'), (", training=training", "", "all"))),
    Wrong("seed and epsilon", I, "initializer defaults output", (("seed=0", "seed=1"), ("axis=3", "axis=3, epsilon=1e-5"))),
    Wrong("third norm and ReLU missing", I, "relu1 bn3 output", ((f"    {RELU}\n", ""), (PART3, f"{CONV3}\n"))),
    Wrong("filters and last ReLU", C, "conv2 relu3 output", (("Conv2D(F2", "Conv2D(F1"), (END, "return X"))),
    Wrong("projection's stride and norm", C, "shortcut_conv shortcut_bn output", ((PROJECT, PROJECT.replace("=s,", "=1,")), (NORM, ""))),
    Wrong("tf.nn.relu and padding", I, "call conv2 output", (('Activation("relu")(X)', "tf.nn.relu(X)"), ('"same"', '"valid"'))),
    Wrong("kernel and norm's axis", C, "conv2 bn1 output", (("kernel_size=f", "kernel_size=3"), ("axis=3", "axis=1"))),
)
PAD, STEM = "X = ZeroPadding2D(3)(X_input)", "X = Conv2D(64, kernel_size=7, strides=2)(X)"
STEM_BN, POOL = "X = BatchNormalization(axis=3)(X)", "X = MaxPooling2D(3, strides=2)(X)"
AVERAGE, DENSE = "X = AveragePooling2D(2)(X)", 'X = Dense(classes, activation="softmax")(X)'
CONVOLUTIONAL, IDENTITY = "X = convolutional_block(X, f=3, filters=filters, s=s)", "X = identity_block(X, f=3, filters=filters)"
RETURN, STAGES = "return Model(inputs=X_input, outputs=X)", "stage2 stage3 stage4 stage5 summary"
NETWORK = tuple(
    Wrong(id, R, costs, tuple(edits))
    for id, costs, *edits in (
        ("no padding", "zero_padding summary", (PAD, "X = X_input")),
        ("padding 1", "zero_padding summary", ("ZeroPadding2D(3)", "ZeroPadding2D(1)")),
        ("stem stride 1", "conv1 summary", ("strides=2)(X)", "strides=1)(X)")),
        ("stem 32 filters", "conv1 summary", ("Conv2D(64", "Conv2D(32")),
        ("stem kernel 3", "conv1 summary", ("kernel_size=7", "kernel_size=3")),
        ("stem pads", "conv1 summary", ("strides=2)(X)", 'strides=2, padding="same")(X)')),
        ("stem not normalised", "bn1 summary", (f"    {STEM_BN}\n", "")),
        ("stem axis 1", "bn1 summary", ("axis=3", "axis=1")),
        ("stem without ReLU", "relu1 summary", (f"    {RELU}\n", "")),
        ("stem averages", "max_pool summary", ("MaxPooling2D", "AveragePooling2D")),
        ("stem pools 2×2", "max_pool summary", ("MaxPooling2D(3", "MaxPooling2D(2")),
        ("stem pools by 3", "max_pool summary", ("MaxPooling2D(3, strides=2", "MaxPooling2D(3, strides=3")),
        ("stem does not pool", "max_pool summary", (f"    {POOL}\n", "")),
        ("stage 2 too short", "stage2 summary", ("256], 1, 2", "256], 1, 1")),
        ("stage 3 with stride 1", "stage3 summary", ("512], 2, 3", "512], 1, 3")),
        ("stage 3 with other filters", "stage3 summary", ("[128, 128, 512]", "[128, 128, 256]")),
        ("stage 4 too short", "stage4 summary", ("1024], 2, 5", "1024], 2, 4")),
        ("stage 5 too long", "stage5 summary", ("2048], 2, 2", "2048], 2, 3")),
        ("stages 3 and 4 exchange lengths", "stage3 stage4 summary", ("512], 2, 3", "512], 2, 5"), ("1024], 2, 5", "1024], 2, 3")),
        ("kernel 5 in the blocks", STAGES, (CONVOLUTIONAL, CONVOLUTIONAL.replace("f=3", "f=5"))),
        ("identity blocks not kept", STAGES, (IDENTITY, IDENTITY.removeprefix("X = "))),
        ("identity for convolutional", STAGES, (CONVOLUTIONAL, IDENTITY)),
        ("average pooling 1×2", "average_pool summary", ("AveragePooling2D(2)", "AveragePooling2D((1, 2))")),
        ("average pooling without size", "average_pool summary", ("AveragePooling2D(2)", "AveragePooling2D()")),
        ("global pooling", "average_pool summary", (AVERAGE, "X = keras.layers.GlobalAveragePooling2D()(X)")),
        ("no flattening", "flatten summary", ("    X = Flatten()(X)\n", "")),
        ("misspelt layer", "flatten summary", ("Flatten()", "Flaten()")),
        ("6 classes for ever", "dense summary", ("Dense(classes", "Dense(6")),
        ("no softmax", "dense summary", (', activation="softmax"', "")),
        ("ReLU for softmax", "dense summary", ('"softmax"', '"relu"')),
        ("a dense layer too many", "dense summary", (DENSE, f'X = Dense(10, activation="relu")(X)\n    {DENSE}')),
        ("returns a tensor", "call summary", (RETURN, "return X")),
        ("returns nothing", "call summary", (RETURN, RETURN.removeprefix("return "))),
        ("blocks always train", "training", (CONVOLUTIONAL, CONVOLUTIONAL[:-1] + ", training=True)")),
        ("stem never trains", "training", (STEM_BN, STEM_BN[:-1] + ", training=False)")),
        ("input shape ignored", "call", ("Input(input_shape)", "Input((64, 64, 3))")),
        ("tf.nn.relu in the stem", "call summary", ('Activation("relu")(X)', "tf.nn.relu(X)")),
        ("another default", "defaults", ("classes=6", "classes=10")),
        ("stage 2 with stride 2", "stage2 summary", ("256], 1, 2", "256], 2, 2")),
        ("softmax over the images", "dense summary", (DENSE, "X = keras.layers.Softmax(axis=0)(Dense(classes)(X))")),
        ("model frozen", "summary", (RETURN, f"model = {RETURN[7:]}\n    model.trainable = False\n    return model")),
        ("two outputs", "call", (RETURN, "return Model(inputs=X_input, outputs=[X, X])")),
        ("three channels for ever", "call", ("Input(input_shape)", "Input((*input_shape[:2], 3))")),
        (
            "ready-made network",
            f"zero_padding conv1 bn1 relu1 max_pool {STAGES} average_pool flatten dense",
            (RETURN, "return keras.applications.ResNet50(weights=None, input_shape=input_shape, classes=classes)"),
        ),
    )
)
WRONG = (*SHORTCUT_AND_ADD, *PROJECTION, *BATCH_NORM, *ACTIVATION, *CONVOLUTION, *INITIALIZER, *PYTHON, *HIDDEN, *PAIRS, *NETWORK)
