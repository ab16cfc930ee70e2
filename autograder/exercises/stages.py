"""What is said of mistakes in ResNet50, in the words of its table of stages, and what its calls of the two blocks are confused with."""

from __future__ import annotations

from collections.abc import Iterable

from ..layers.confusion import Confusion

TABLE = "Compare your code with the table of stages, row by row."
SHAPE = "The stage's shape and the number of parameters follow from these numbers; see the table of stages."
FRAME = "The frame of zeros lets the 7×7 windows reach the picture's edge; without it every map after it is smaller."
FIRST = "It makes the first maps of the picture and halves its size."
CLASSES = "It turns the features into one probability for each class."
SOFTMAX = {
    "family": "head",
    "why": "Only softmax makes probabilities: positive numbers that sum to 1.",
    "nudge": "What should the outputs for one image sum to?",
}
POOLS = {"family": "stem and head", "nudge": TABLE}

TEXTS = {  # in place of what a rule says, by the misconception's id
    "zero_padding_missing": {"why": FRAME},
    "conv1_missing": {"why": FIRST},
    "bn1_missing": {"why": "It keeps the numbers that a convolution hands on at one scale."},
    "relu1_missing": {"why": "Without it the convolution's result goes on with its negative numbers."},
    "max_pool_missing": {"why": "It halves the map once more, so that the stages work on a quarter of the picture's size."},
    "average_pool_missing": {"why": "It makes one number of four neighbours, so that the dense layer needs fewer weights."},
    "flatten_missing": {"why": "A dense layer takes one row of numbers for each image."},
    "dense_missing": {"why": CLASSES},
    "stem_missing": {"why": FIRST},
    "head_missing": {"why": CLASSES},
    "conv1_before_zero_padding": {"says": "The zero padding stands after the convolution, not before it.", "why": FRAME},
    "padding_amount": {"why": FRAME, "nudge": "How wide is the frame in the table?"},
    "filters": {"id": "stem_filters", "why": SHAPE, "nudge": TABLE},
    "kernel": {"id": "stem_kernel", "why": "The first convolution looks at a large window of the picture.", "nudge": TABLE},
    "stride_too_many": {"id": "stem_stride", "why": "It halves height and width, and all that follows works on the smaller map.", "nudge": TABLE},
    "padding": {"id": "stem_padding", "says": "{Step} pads by itself ('{found}').", "why": "The frame of zeros was made by the zero padding already.", "nudge": TABLE},
    "another_convolution": {"id": "stem_convolution", "nudge": TABLE},
    "no_bias": {"says": "{Step} has no bias.", "why": "The exercise keeps Keras's default here.", "nudge": TABLE},
    "epsilon": {"says": "{Step} has epsilon {found}, not {due}.", "nudge": TABLE},
    "momentum": {"says": "{Step} has momentum {found}, not {due}.", "nudge": TABLE},
    "another_pooling": {**POOLS, "why": "The stem keeps the largest number of each window, the head the average of each 2×2 window."},
    "pool_*": POOLS,
    "units_hard_coded": {"id": "classes_fixed", "family": "head", "why": "The function is called for other numbers of classes too.",
                         "nudge": "Which argument of the function says how many classes there are?"},
    "activation_missing": {**SOFTMAX, "id": "softmax_missing"},
    "other_activation": {**SOFTMAX, "id": "not_softmax", "why": "Only softmax makes probabilities that sum to 1 over the classes."},
}  # fmt: skip

RULES = {  # the second hint to a wrong setting
    "amount": "The frame of zeros is as wide as the table says, on all four sides.",
    "filters": "The table has the numbers of filters, row by row; all blocks of a stage have those of its row.",
    "kernel": "The stem's convolution looks at a large window: its size stands in the table.",
    "strides": "The stem halves height and width twice: once in its convolution, once in its pooling.",
    "padding": "The zero padding has made the frame already; no layer of the network pads by itself.",
    "axis": "The axes count images, rows, columns, channels, from 0 on. The channels are the last.",
    "function": "The table names each layer: the stem has a ReLU and keeps the largest number of each window, the head takes their mean.",
    "layer": "The list of steps names the class of each layer.",
    "size": "The windows of both poolings have the sizes that the table says.",
    "units": "The number of classes is an argument of the function, for it is another one for other images.",
    "activation": "The outputs for one image are probabilities: positive numbers that sum to 1.",
    "f": "All middle convolutions of the network are of one size, which the table says.",
    "s": "Stage 2 keeps height and width; each later stage halves them in its first block.",
}
HINTS = {  # the three hints to a criterion that is not met, by a pattern of its id
    "conv1": (
        "The stem's convolution looks at a large window.",
        "It halves height and width, and does no padding of its own.",
        "64 filters, kernel size 7, stride 2.",
    ),
    "stage?": (
        "Each stage is one convolutional block, which changes the size, followed by identity blocks, which keep it.",
        "All blocks of a stage have the same three filters and f = 3; s is given to the first block of the stage.",
        "Stage 2 has s = 1, the later ones s = 2; after the first block there are 2, 3, 5 and 2 identity blocks.",
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


def halved(due: object, sizes: Iterable[str]) -> list[object]:
    """Of a row of filters the last one."""
    return [(*due[:2], due[2] // 2)] if isinstance(due, tuple) else []


def another_stride(due: object, sizes: Iterable[str]) -> list[object]:
    """2 for 1, and 1 for 2."""
    return [3 - due] if isinstance(due, int) else []


def confusions(filters: set[tuple[int, ...]]) -> tuple[Confusion, ...]:
    """filters: those of all stages."""
    fixed = "Left to Keras they use the batch while fitting and the moving statistics when predicting."
    strides = "Stage 2 keeps height and width, for the stem's pooling has just halved them; stages 3 to 5 halve them once each."
    return (
        Confusion("block_kernel", "stages", "f", "Blocks are called with f = {found}, not {due}.", "All middle convolutions of ResNet-50 are 3×3.", TABLE,
                  together=True, wrong=lambda due, sizes: [5, 1]),
        Confusion("filters_of_another_stage", "stages", "filters", "In {place} a block has the filters {found} of another stage, not {due}.", SHAPE, TABLE,
                  lambda c: c.found in filters, together=True, wrong=lambda due, sizes: sorted(filters - {due})[1:2]),
        Confusion("stage_filters", "stages", "filters", "In {place} a block has the filters {found}, not {due}.", SHAPE, TABLE, together=True,
                  wrong=halved),
        Confusion("stage_stride", "stages", "s", "The first block of {place} has s = {found}, not {due}.", strides, TABLE, wrong=another_stride),
        Confusion("training_fixed", "training", "training", "Blocks are always called with training={found}.", fixed, "Who should choose between the two kinds of statistics here?",
                  costs="training", together=True, wrong=lambda due, sizes: [True, False]),
    )  # fmt: skip
