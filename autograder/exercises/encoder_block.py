"""`encoder_block`: attention and a small network, each normalised before and added to what came in (Vaswani et al. 2017, arXiv 1706.03762;
normalisation first: Xiong et al. 2020, arXiv 2002.04745)."""

from ..layers import Activation, Add, Dense, Dropout, LayerNormalization, MultiHeadAttention
from ..layers.layer import Tensor
from ..value.exercise import Exercise
from ..value.inputs import Sequences


def value(X: Tensor, heads: int, key_dim: int, hidden: int, rate: float) -> Tensor:
    Y = LayerNormalization()(X)
    Y = Dropout(rate)(MultiHeadAttention(heads, key_dim)(Y, Y))
    X1 = Add()([X, Y])
    Y = Activation("gelu")(Dense(hidden)(LayerNormalization()(X1)))
    Y = Dropout(rate)(Dense(X.shape[-1])(Y))
    return Add()([X1, Y])


EXERCISE = Exercise(
    value,
    signature="encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform)",
    input=Sequences(),
    calls=({"rate": 0.4}, {"rate": 0.3, "training": True}, {"rate": 0.2}),
    hints={
        "training": (
            "Dropout does something while fitting only. Who tells it which it is?",
            "`training` is an argument of calling the layer, not of making it.",
            "Hand the block's own `training` argument to both dropouts, by its name.",
        ),
        "initializer": (
            "The block is told by its caller how to start its kernels.",
            "`initializer` is an argument of your function. Called with a seed it gives what a layer takes as kernel_initializer.",
            "The attention and both dense layers take kernel_initializer from `initializer` with seed 0.",
        ),
    },
    points={"attention": 1.0, "add1": 1.0, "add2": 1.0},
    built="You have built the block that a transformer's encoder repeats.",
)
