"""`encoder_block`: attention and a small network, each normalised before and added to what came in (Vaswani et al. 2017, arXiv 1706.03762;
normalisation first: Xiong et al. 2020, arXiv 2002.04745)."""

from ..layers import Activation, Add, Dense, Dropout, LayerNormalization, MultiHeadAttention
from ..value.exercise import Exercise
from ..value.inputs import Sequences


def value(X, heads, key_dim, hidden, rate):
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
)
