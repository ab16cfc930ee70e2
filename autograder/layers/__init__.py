"""One layer, one file: what a kind of step computes, how far float32 may be from it, its shape, its weights, its settings and its words, how it is
known in what a student built, and how it is written."""

from .add import Add as Add
from .average import Average as Average
from .average_pool import AveragePooling2D as AveragePooling2D
from .batch_norm import BatchNormalization as BatchNormalization
from .concatenate import Concatenate as Concatenate
from .conv import Conv2D as Conv2D
from .conv_transpose import Conv2DTranspose as Conv2DTranspose
from .cropping import Cropping2D as Cropping2D
from .dense import Dense as Dense
from .depthwise_conv import DepthwiseConv2D as DepthwiseConv2D
from .dropout import Dropout as Dropout
from .flatten import Flatten as Flatten
from .gelu import GELU as GELU
from .global_pool import GlobalAveragePooling2D as GlobalAveragePooling2D
from .global_pool import GlobalMaxPooling2D as GlobalMaxPooling2D
from .group_norm import GroupNormalization as GroupNormalization
from .layer import Layer as Layer
from .layer_norm import LayerNormalization as LayerNormalization
from .leaky_relu import LeakyReLU as LeakyReLU
from .max_pool import MaxPooling2D as MaxPooling2D
from .maximum import Maximum as Maximum
from .maximum import Minimum as Minimum
from .multi_head_attention import MultiHeadAttention as MultiHeadAttention
from .multiply import Multiply as Multiply
from .permute import Permute as Permute
from .relu import ReLU as ReLU
from .rescaling import Rescaling as Rescaling
from .reshape import Reshape as Reshape
from .separable_conv import SeparableConv2D as SeparableConv2D
from .sigmoid import Sigmoid as Sigmoid
from .silu import SiLU as SiLU
from .softmax import Softmax as Softmax
from .subtract import Subtract as Subtract
from .tanh import Tanh as Tanh
from .up_sampling import UpSampling2D as UpSampling2D
from .zero_pad import ZeroPadding2D as ZeroPadding2D

LAYERS: tuple[type[Layer], ...] = (
    *(Conv2D, DepthwiseConv2D, SeparableConv2D, Conv2DTranspose, BatchNormalization, LayerNormalization, GroupNormalization),
    *(MultiHeadAttention, Dropout),
    *(ReLU, Softmax, Sigmoid, Tanh, SiLU, LeakyReLU, GELU),
    *(Add, Concatenate, Multiply, Subtract, Average, Maximum, Minimum),
    *(ZeroPadding2D, MaxPooling2D, AveragePooling2D, GlobalAveragePooling2D, GlobalMaxPooling2D, Flatten, Dense),
    *(UpSampling2D, Cropping2D, Reshape, Permute, Rescaling),
)
FAMILIES: dict[str, type[Layer]] = {}  # the first layer of each family, which knows how all of it are told apart
for _layer in LAYERS:
    FAMILIES.setdefault(_layer.family or _layer.kind, _layer)


def Activation(activation: str) -> Layer:
    """The activation of that name, as Keras calls it. Raises ValueError where there is no rule for it."""
    known = {layer.kind: layer for layer in LAYERS if layer.does == "activation" and layer.maker}
    if activation not in known:
        raise ValueError(f"there is no rule for the activation {activation!r}; there are {', '.join(known)}")
    return known[activation]()
