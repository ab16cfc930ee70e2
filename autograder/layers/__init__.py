"""One layer, one file: what a kind of step computes, how far float32 may be from it, its shape, its weights, its settings and its words, how it is
known in what a student built, and how it is written."""

from .add import Add as Add
from .average_pool import AveragePooling2D as AveragePooling2D
from .batch_norm import BatchNormalization as BatchNormalization
from .concatenate import Concatenate as Concatenate
from .conv import Conv2D as Conv2D
from .dense import Dense as Dense
from .flatten import Flatten as Flatten
from .global_pool import GlobalAveragePooling2D as GlobalAveragePooling2D
from .layer import Layer as Layer
from .max_pool import MaxPooling2D as MaxPooling2D
from .relu import ReLU as ReLU
from .softmax import Softmax as Softmax
from .zero_pad import ZeroPadding2D as ZeroPadding2D

LAYERS: tuple[type[Layer], ...] = (
    *(Conv2D, BatchNormalization, ReLU, Softmax),
    *(Add, Concatenate, ZeroPadding2D, MaxPooling2D, AveragePooling2D, GlobalAveragePooling2D, Flatten, Dense),
)
FAMILIES: dict[str, type[Layer]] = {}  # the first layer of each family, which knows how all of it are told apart
for _layer in LAYERS:
    FAMILIES.setdefault(_layer.family or _layer.kind, _layer)
