"""Hints: for each criterion a ladder that goes from a nudge to the point, without giving the code. Data only."""

CONVOLUTION = (
    "Read the four arguments of this convolution one by one beside the list of steps above the cell: filters, kernel_size, strides, padding.",
    "Sizes such as f, s and F1, F2, F3 are names: use the arguments of your function, so that other values work too. Only the middle convolution pads.",
    "1×1 convolutions have kernel_size 1 and padding 'valid'; the middle one has kernel_size f and padding 'same'. Only the convolutions that see the block's input may have a stride other than 1.",
)
NORMALISATION = (
    "After every convolution comes one batch normalisation.",
    "A layer does something only when it is called on a tensor, and only if you keep the result.",
    "Each batch normalisation is a new layer, called on the convolution's result, along the channels: axis 3, the last one.",
)
ACTIVATION = (
    "Count the ReLUs: two on the main path, one after the addition, none on the shortcut.",
    "On the main path ReLU follows the batch normalisation, in the first two components only.",
    "The last ReLU acts on the sum: first add, then activate, and return that.",
)
STAGE = (
    "Each stage is one convolutional block, which changes the size, followed by identity blocks, which keep it.",
    "All blocks of a stage have the same three filters and f = 3; s is given to the first block of the stage.",
    "Stage 2 has s = 1, the later ones s = 2; after the first block there are 2, 3, 5 and 2 identity blocks.",
)
LADDERS = {
    "call": (
        "Compare the first line of your function with the one that was given, and look at the exception's line if there is one.",
        "The same code must work on arrays and on the symbolic tensors a model is built from: layers do, functions of NumPy and `tf.` do not.",
        "Use layers from keras.layers for every step, and return the tensor of the last step.",
    ),
    "add": (
        "What is added to what? Follow both inputs of the addition back to X.",
        "The first assignment keeps X for the shortcut, before any layer changes X.",
        "Add takes one list with two tensors: the main path's last batch normalisation, and the shortcut.",
    ),
    "shortcut_conv": (
        "The shortcut must end with the same shape as the main path. What changes a shape here?",
        "It is a path of its own: it starts from the block's input, not from the main path.",
        "One convolution with F3 filters, kernel size 1 and the block's stride s, called on the saved input.",
    ),
    "training": (
        "Batch normalisation does two different things: one while fitting, another when predicting. Who tells it which?",
        "`training` is an argument of calling the layer, not of making it.",
        "Hand the block's own `training` argument to every batch normalisation, by its name.",
    ),
    "initializer": (
        "The block is told by its caller how to start its kernels.",
        "`initializer` is an argument of your function. Called with a seed it gives what a layer takes as kernel_initializer.",
        "Every convolution, on the shortcut too, takes kernel_initializer from `initializer` with seed 0.",
    ),
    "defaults": (
        "One layer has an argument that the exercise does not ask for.",
        "Leave bias, epsilon, momentum and the like at Keras's defaults.",
        "Remove every argument that is not in the list of steps.",
    ),
    "gradients": (
        "The output may be right and the block still not learn. What must reach every weight during fitting?",
        "Each step has a layer of its own, and none is frozen.",
        "Make each layer where you call it, leave trainable alone, and do not stop gradients.",
    ),
    "output": (
        "If all steps above are met, look at what is returned; else mend the first one that is not.",
        "The order of steps matters as much as the steps.",
        "Go through your function line by line beside the figure, and say which tensor each line takes and gives.",
    ),
    "zero_padding": (
        "The picture gets a frame before anything else.",
        "It is 3 wide on all four sides.",
        "A ZeroPadding2D of 3, called on the model's input.",
    ),
    "max_pool": (
        "After the stem's ReLU the map is made smaller once more.",
        "The maximum of windows of 3×3, moved by 2.",
        "Give both arguments, pool_size and strides, and no padding.",
    ),
    "average_pool": (
        "After the last stage the map is averaged.",
        "The windows are 2×2.",
        "An AveragePooling2D of size 2, after stage 5; its size has to be given.",
    ),
    "flatten": (
        "A dense layer takes one row of numbers for each image.",
        "Height, width and channels become one axis.",
        "Flatten stands between the average pooling and the dense layer.",
    ),
    "dense": (
        "How many numbers should the network give for each image, and what should they sum to?",
        "The number of classes is an argument of the function.",
        "A Dense layer with `classes` units and the softmax activation.",
    ),
    "summary": (
        "The summary follows from the steps above: mend the first one that is not met.",
        "Compare model.summary() with the table of stages, output shape by output shape.",
        "With (64, 64, 3) and 6 classes the model has 23,600,006 parameters.",
    ),
}
LADDERS |= dict.fromkeys(("conv1", "conv2", "conv3"), CONVOLUTION)
LADDERS |= dict.fromkeys(("bn1", "bn2", "bn3", "shortcut_bn"), NORMALISATION)
LADDERS |= dict.fromkeys(("relu1", "relu2", "relu3"), ACTIVATION)
LADDERS |= {f"stage{n}": STAGE for n in (2, 3, 4, 5)}
LADDERS["ResNet50 conv1"] = (
    "The stem's convolution looks at a large window.",
    "It halves height and width, and does no padding of its own.",
    "64 filters, kernel size 7, stride 2.",
)
# What follows the first hint, which is the slip's own, where a slip of Python or of calling belongs to no step.
AFTER_SLIPS = {
    "line": (
        "The message of Python or Keras names what is wrong; look for that word in the line.",
        "Write the line again beside the list of steps: `X = Layer(settings)(X)`, each name spelt as it is where it got its value.",
    ),
    "layer": (
        "A step has two pairs: the first makes the layer from its settings, the second calls it on a tensor.",
        "The form of every step is `X = Layer(settings)(X)`.",
    ),
    "unfinished": (
        "What stands above this line is judged as far as it goes; the next step in the list is the one to write.",
        "When the step is written, the `None` or the `raise` that stood for it is deleted.",
    ),
    "signature": (
        "Names, order and defaults of the arguments belong to the exercise: others call the function by them.",
        "Take the given first line as it was, and use its names in the steps.",
    ),
    "names": (
        "The names of a model's layers must all differ.",
        "Leave `name=` out: Keras then finds a name for each layer.",
    ),
    "return": (
        "A function gives its caller only what stands after `return`.",
        "The last line is `return` and the name of what the last step gave: in a block the tensor after the last ReLU, in a network the Model.",
    ),
    "model": (
        "A Model has two ends: the tensor that `Input` gave, and what the last layer gave.",
        "Keep the tensor of `Input` under a name of its own; the function makes a Model from it and the last tensor, and returns that Model.",
    ),
}
NOT_ATTEMPTED = {
    "identity_block": (
        "Read the list of steps above the cell; each is one line of code. Start with the first component and keep its result in X.",
        "Each component of the main path is a convolution, a batch normalisation and, but for the last, a ReLU. A layer is made and called on X in one line.",
        "First keep X for the shortcut. Then eight steps on X, then the addition with what you kept, then ReLU, then return.",
    ),
    "convolutional_block": (
        "Begin with your identity_block: the main path is the same but for one stride.",
        "The new part is the shortcut, which must reach the main path's shape before the addition.",
        "The first convolution has stride s; the shortcut is a 1×1 convolution with F3 filters and stride s, and a batch normalisation.",
    ),
    "ResNet50": (
        "Read the table of stages from top to bottom; each row is a few lines that call your two blocks or one layer.",
        "Make an Input of input_shape, hand its tensor from line to line, and keep it, for the Model needs both ends.",
        "Stem, four stages, head, then a Model from the input to the last tensor.",
    ),
}


def ladder(exercise: str, criterion: str | None) -> tuple[str, ...]:
    """The hints for the first criterion that is not met; for a stub that is as it was, how to begin."""
    if criterion is None:
        return NOT_ATTEMPTED[exercise]
    return LADDERS.get(f"{exercise} {criterion}", LADDERS[criterion])


def after_nudge(about: str) -> tuple[str, ...]:
    """The hints that follow the first one: to a slip, or to a criterion."""
    return AFTER_SLIPS.get(about) or LADDERS[about][1:]
