# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # After ResNet
#
# A residual block adds what it has found to what came in. Ten years later nearly every deep network is built on that sum, and
# hardly any on the block of 2015. In this assignment you write four blocks that came after it. Each changes one thing: where
# the activations stand, how wide the middle is, whether the two paths are added at all, and what the main path computes.
#
# All four are short. As before, `check(...)` tells you what is right, what is not yet, and why; `hint(...)` gives a nudge first and
# more only if you ask again; `solution(...)` shows a model answer once you have passed; `progress()` adds up your points.

# %% [markdown]
# ## Before you start
#
# Click into a cell and press **Shift+Enter**: it runs, and the next one is chosen. Run these three first, and again whenever the
# kernel was restarted. Where the course is not installed yet, in Colab for instance, the second one installs it, which takes some minutes.
#
# Alone on your own computer? With Python 3.10 to 3.13: `pip install jupyterlab`, then `jupyter lab` in the folder of this notebook.

# %%
COURSE = "git+https://github.com/YOUR-ORGANISATION/YOUR-COURSE"  # from where to install what is not here yet

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false}
try:
    from autograder import check, hint, progress, solution
except ImportError:  # not installed yet; or what is there is a stranger's package of that name
    import subprocess
    import sys

    print(f"Installing the course from {COURSE} ...")
    if subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", COURSE]).returncode:
        print("That did not work. Set COURSE in the cell above to the address")
        print("that your course names, and run both cells again.")
    sys.modules.pop("autograder", None)
    from autograder import check, hint, progress, solution

import keras
import numpy as np
import tensorflow as tf
from keras.initializers import glorot_uniform, random_uniform
from keras.layers import (
    Activation,
    Add,
    BatchNormalization,
    Concatenate,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    LayerNormalization,
    MultiHeadAttention,
    ReLU,
)

# %% tags=["lab"]
import resnet_lab as lab

# %% [markdown]
# ## A road that is clear
#
# The block of 2015 ends with a ReLU *after* the addition. So the road from the first block to the last, which the shortcuts make,
# passes through a ReLU in every block. A ReLU lets pass what is positive and stops what is not: where the sum is negative, what
# the shortcut carried ends there, and going backwards so does the gradient.
#
# **Guess.** In a residual network of 24 blocks, at how many of the places does the road lie open from one end to the other?
# At all of them, at half, at a tenth?

# %% tags=["lab"]
lab.guess("clear_road")

# %% tags=["lab"]
lab.clear_road()

# %% [markdown]
# <details><summary>The figure of one recorded run</summary>
#
# ![clear_road](../images/clear_road.png)
#
# </details>

# %% [markdown]
# ## Exercise 1: `pre_activation_block`
#
# [He et al. 2016](https://arxiv.org/abs/1603.05027) asked what a block must look like for the road to be clear, and found that
# nothing may stand on it: no ReLU, no normalisation, only the sum,
#
# $$Y = X + F(X).$$
#
# So normalisation and ReLU move to the *front* of each convolution. On CIFAR-10 this brought the error of a network of 164 layers from
# 5.93 % to 5.46 %, and that of one with 1001 layers from 7.61 % to 4.92 % (their tables 2 and 3): the deeper the network, the more
# a clear road is worth.

# %% [markdown]
# ![pre_activation_block](../images/pre_activation_block.png)

# %% [markdown]
# The steps, with the shape of what each gives:
#
# 1. Keep `X`, of shape $(m, n_H, n_W, F_3)$, for the shortcut.
# 2. First component: batch normalisation over the channels (axis 3); ReLU; convolution with `F1` filters of size 1×1.
#    $(m, n_H, n_W, F_1)$
# 3. Second component: batch normalisation; ReLU; convolution with `F2` filters of size f×f, padding `"same"`.
#    $(m, n_H, n_W, F_2)$
# 4. Third component: batch normalisation; ReLU; convolution with `F3` filters of size 1×1. $(m, n_H, n_W, F_3)$
# 5. Add the shortcut. Nothing comes after it. $(m, n_H, n_W, F_3)$
#
# Every convolution has stride 1 and takes `kernel_initializer=initializer(seed=0)`. Every batch normalisation is called with
# `training=training`. All else stays as Keras has it by default. The same holds for all blocks below.

# %% nbgrader={"grade": false, "grade_id": "pre_activation_block", "locked": false, "schema_version": 3, "solution": true, "task": false}
def pre_activation_block(X, f, filters, training=None, initializer=random_uniform):
    """A residual block with normalisation and ReLU before each convolution.

    X: tensor of shape (m, n_H, n_W, n_C)
    f: size of the middle convolution's kernel
    filters: three numbers F1, F2, F3 of filters; F3 equals n_C
    training: True for the statistics of the batch, False for the moving ones, None to let Keras choose
    initializer: makes the kernels; call it with a seed
    Returns a tensor of shape (m, n_H, n_W, F3).
    """
    F1, F2, F3 = filters

    ### BEGIN SOLUTION
    X_shortcut = X  # as it came in: nothing is done to it on its way to the sum

    # First component: normalise and activate, then convolve
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F1, kernel_size=1, kernel_initializer=initializer(seed=0))(X)

    # Second component: the only one that looks at neighbouring pixels
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F2, kernel_size=f, padding="same", kernel_initializer=initializer(seed=0))(X)

    # Third component: back to n_C channels
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(F3, kernel_size=1, kernel_initializer=initializer(seed=0))(X)

    # The sum, and nothing after it: it may be negative, and the next block may take it as it is
    return Add()([X, X_shortcut])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_pre_activation_block", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("pre_activation_block")

# %% tags=["lab"]
# hint("pre_activation_block")  # stuck? Take away the first # and run this cell; again for more

# %% [markdown]
# ## Exercise 2: `inverted_residual`
#
# ResNet's bottleneck is wide, thin, wide: the shortcut joins the wide ends. A phone has little memory for wide tensors. MobileNetV2
# ([Sandler et al. 2018](https://arxiv.org/abs/1801.04381)) turns it round: thin, wide, thin. What passes from block to block is thin, and
# only inside of a block it is made `expansion` times as wide. This is cheap because the convolution in the middle is *depthwise*: each channel has a
# 3×3 kernel of its own and none looks at another channel. For a kernel of 3×3 that is eight to nine times less work (their section 3.1).
#
# Two things follow from the thin ends. The last convolution has **no activation**: a ReLU on few channels throws away what
# cannot be had again, so the bottleneck is *linear*. And the ReLU is ReLU6, $\min(\max(x, 0), 6)$, which stays within the small range of
# numbers that a phone computes with.

# %% [markdown]
# ![inverted_residual](../images/inverted_residual.png)

# %% [markdown]
# The steps, with the shape of what each gives; $t$ is `expansion` and $n_C$ is `channels`:
#
# 1. Keep `X`, of shape $(m, n_H, n_W, n_C)$, for the shortcut.
# 2. Expand: convolution with `expansion * channels` filters of size 1×1; batch normalisation; ReLU6. $(m, n_H, n_W, t\,n_C)$
# 3. Filter: depthwise convolution of size 3×3, padding `"same"`; batch normalisation; ReLU6. $(m, n_H, n_W, t\,n_C)$
# 4. Project: convolution with `channels` filters of size 1×1; batch normalisation. No activation. $(m, n_H, n_W, n_C)$
# 5. Add the shortcut. $(m, n_H, n_W, n_C)$
#
# In the whole network some blocks have stride 2 or change the number of channels. There the two ends do not fit, and the block goes
# without its shortcut. The block that you write has stride 1 and gives as many channels as it takes.
#
# In Keras, ReLU6 is `ReLU(max_value=6)`. The depthwise convolution takes its initializer as `depthwise_initializer=initializer(seed=0)`.

# %% nbgrader={"grade": false, "grade_id": "inverted_residual", "locked": false, "schema_version": 3, "solution": true, "task": false}
def inverted_residual(X, channels, expansion, training=None, initializer=glorot_uniform):
    """MobileNetV2's block where its ends fit: thin, wide, thin.

    X: tensor of shape (m, n_H, n_W, channels)
    channels: number of channels of what comes in and of what goes out
    expansion: how many times as wide the middle is
    training: True for the statistics of the batch, False for the moving ones, None to let Keras choose
    initializer: makes the kernels; call it with a seed
    Returns a tensor of shape (m, n_H, n_W, channels).
    """
    ### BEGIN SOLUTION
    X_shortcut = X

    # Expand: room for the depthwise convolution, which cannot mix channels
    X = Conv2D(expansion * channels, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)

    # Filter: one 3×3 kernel for each channel
    X = DepthwiseConv2D(kernel_size=3, padding="same", depthwise_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = ReLU(max_value=6)(X)

    # Project: thin again, and linear, for a ReLU here would lose what so few channels have no room to keep elsewhere
    X = Conv2D(channels, kernel_size=1, kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    return Add()([X, X_shortcut])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_inverted_residual", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("inverted_residual")

# %% tags=["lab"]
# hint("inverted_residual")  # stuck? Take away the first # and run this cell; again for more

# %% [markdown]
# ## Exercise 3: `dense_layer`
#
# A sum cannot be taken apart: once $F(X)$ is added to $X$, no later layer sees either alone. DenseNet
# ([Huang et al. 2017](https://arxiv.org/abs/1608.06993)) puts them *side by side* instead. Each layer takes all that the layers before it
# have found, and adds `growth` new channels to it:
#
# $$Y = [\,X,\ F(X)\,], \qquad X: (m, n_H, n_W, n_C), \quad F(X): (m, n_H, n_W, k), \quad Y: (m, n_H, n_W, n_C + k)$$
#
# The road is as clear as in exercise 1, and nothing on it is ever changed. Since every layer can use all earlier ones, few new channels are
# enough, and a network with 20 million parameters reached on ImageNet what a residual one needed more than 40 million for (their section 4.4).
# The price is memory: what has once been found is kept to the end.

# %% [markdown]
# ![dense_layer](../images/dense_layer.png)

# %% [markdown]
# The steps, with the shape of what each gives; $k$ is `growth`:
#
# 1. Keep `X`, of shape $(m, n_H, n_W, n_C)$.
# 2. First component: batch normalisation; ReLU; convolution with `4 * growth` filters of size 1×1, so that the next one has
#    the same work however many channels have gathered. $(m, n_H, n_W, 4k)$
# 3. Second component: batch normalisation; ReLU; convolution with `growth` filters of size 3×3, padding `"same"`.
#    $(m, n_H, n_W, k)$
# 4. Concatenate along the channels: first `X`, then the new ones. $(m, n_H, n_W, n_C + k)$

# %% nbgrader={"grade": false, "grade_id": "dense_layer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense_layer(X, growth, training=None, initializer=glorot_uniform):
    """DenseNet's layer: new channels beside the old ones.

    X: tensor of shape (m, n_H, n_W, n_C)
    growth: number of new channels
    training: True for the statistics of the batch, False for the moving ones, None to let Keras choose
    initializer: makes the kernels; call it with a seed
    Returns a tensor of shape (m, n_H, n_W, n_C + growth).
    """
    ### BEGIN SOLUTION
    X_kept = X

    # First component: a bottleneck, whatever the number of channels that come in
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(4 * growth, kernel_size=1, kernel_initializer=initializer(seed=0))(X)

    # Second component: the new channels
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)
    X = Conv2D(growth, kernel_size=3, padding="same", kernel_initializer=initializer(seed=0))(X)

    # Side by side, the old ones first
    return Concatenate(axis=3)([X_kept, X])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_dense_layer", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("dense_layer")

# %% tags=["lab"]
# hint("dense_layer")  # stuck? Take away the first # and run this cell; again for more

# %% [markdown]
# ## Exercise 4: `encoder_block`
#
# The idea has left images. A transformer ([Vaswani et al. 2017](https://arxiv.org/abs/1706.03762)) works on a sequence: `X` has shape
# $(m, T, d)$, $T$ places with $d$ numbers each. Its encoder block has two main paths, one after the other, and **each has a shortcut of
# its own**. The first lets every place look at all others, by attention; the second is a small network that works on each place
# by itself. Dropout at the end of both makes the block rely on no single number.
#
# Vaswani et al. normalised *after* each addition. Most networks today normalise *before* each main path, as here, for the same reason as in
# exercise 1: the road stays clear. With it the training needs no careful warm-up of the learning rate
# ([Xiong et al. 2020](https://arxiv.org/abs/2002.04745)).

# %% [markdown]
# ![encoder_block](../images/encoder_block.png)

# %% [markdown]
# The steps; each gives the shape $(m, T, d)$ where nothing else is said:
#
# 1. Keep `X` for the first shortcut.
# 2. Layer normalisation; multi-head attention with `heads` heads and `key_dim`, in which query and value are both what the
#    normalisation gives; dropout with `rate`.
# 3. Add the shortcut. Keep the sum for the second one.
# 4. Layer normalisation; dense layer with `hidden` units and the activation `"gelu"`, $(m, T, \text{hidden})$; dense layer with as many
#    units as `X` has numbers at each place, `X.shape[-1]`; dropout with `rate`.
# 5. Add the second shortcut. Nothing comes after it.
#
# Attention and dense layers take `kernel_initializer=initializer(seed=0)`. Dropout is called with `training=training`, for it
# leaves numbers out only while the network learns. All else stays as Keras has it by default.

# %% nbgrader={"grade": false, "grade_id": "encoder_block", "locked": false, "schema_version": 3, "solution": true, "task": false}
def encoder_block(X, heads, key_dim, hidden, rate=0.1, training=None, initializer=glorot_uniform):
    """A transformer's encoder block with normalisation before each main path.

    X: tensor of shape (m, T, d)
    heads: number of attention heads
    key_dim: size of each head's queries and keys
    hidden: units of the small network's first layer
    rate: share of the numbers that dropout leaves out
    training: True while the network learns, False when it predicts, None to let Keras choose
    initializer: makes the kernels; call it with a seed
    Returns a tensor of shape (m, T, d).
    """
    ### BEGIN SOLUTION
    d = X.shape[-1]

    # Each place looks at all places
    X_shortcut = X
    X = LayerNormalization()(X)
    X = MultiHeadAttention(heads, key_dim, kernel_initializer=initializer(seed=0))(X, X)
    X = Dropout(rate)(X, training=training)
    X = Add()([X, X_shortcut])

    # A small network, for each place by itself
    X_shortcut = X
    X = LayerNormalization()(X)
    X = Dense(hidden, activation="gelu", kernel_initializer=initializer(seed=0))(X)
    X = Dense(d, kernel_initializer=initializer(seed=0))(X)
    X = Dropout(rate)(X, training=training)
    return Add()([X, X_shortcut])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_encoder_block", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("encoder_block")

# %% tags=["lab"]
# hint("encoder_block")  # stuck? Take away the first # and run this cell; again for more

# %%
progress()

# %% [markdown]
# ## What stays
#
# | block | the road | the main path | both meet by |
# |---|---|---|---|
# | ResNet, 2015 | a ReLU in each block | bottleneck, wide to thin to wide | a sum, then ReLU |
# | pre-activation, 2016 | clear | the same, activations first | a sum |
# | DenseNet, 2017 | clear, and never changed | bottleneck to a few new channels | concatenation |
# | MobileNetV2, 2018 | clear and thin | thin to wide to thin, depthwise | a sum |
# | transformer, 2017 and 2020 | clear | attention; then a small network | two sums |
#
# The main paths have hardly anything in common. The road has changed least of all, and where it has, it was cleared.

# %% [markdown]
# ## To read on
#
# | paper | what it shows |
# |---|---|
# | [He et al. 2016](https://arxiv.org/abs/1603.05027) | why the road is best left clear, and what every order of the steps does |
# | [Huang et al. 2017](https://arxiv.org/abs/1608.06993) | concatenation in place of addition |
# | [Sandler et al. 2018](https://arxiv.org/abs/1801.04381) | thin ends, a wide middle, and what a ReLU loses |
# | [Vaswani et al. 2017](https://arxiv.org/abs/1706.03762) | attention, and shortcuts around each part |
# | [Xiong et al. 2020](https://arxiv.org/abs/2002.04745) | where a transformer's normalisation should stand |
