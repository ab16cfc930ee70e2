"""One layer, one file: what a kind of step computes, how far float32 may be from it, its shape, its weights, its settings and its words."""

from .add import Add as Add
from .average_pool import AveragePool as AveragePool
from .batch_norm import BatchNorm as BatchNorm
from .conv import Conv as Conv
from .dense import Dense as Dense
from .flatten import Flatten as Flatten
from .layer import Layer as Layer
from .max_pool import MaxPool as MaxPool
from .relu import ReLU as ReLU
from .zero_pad import ZeroPad as ZeroPad

LAYERS: tuple[type[Layer], ...] = (Conv, BatchNorm, ReLU, Add, ZeroPad, MaxPool, AveragePool, Flatten, Dense)
