"""One layer, one file: what a kind of step computes, how far float32 may be from it, its shape, its weights, its settings and its words."""

from .add import Add as Add
from .average_pool import AveragePooling2D as AveragePooling2D
from .batch_norm import BatchNormalization as BatchNormalization
from .conv import Conv2D as Conv2D
from .dense import Dense as Dense
from .flatten import Flatten as Flatten
from .layer import Layer as Layer
from .max_pool import MaxPooling2D as MaxPooling2D
from .relu import ReLU as ReLU
from .zero_pad import ZeroPadding2D as ZeroPadding2D

LAYERS: tuple[type[Layer], ...] = (Conv2D, BatchNormalization, ReLU, Add, ZeroPadding2D, MaxPooling2D, AveragePooling2D, Flatten, Dense)
