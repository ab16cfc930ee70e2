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
# # Residual networks
#
# In this assignment you build ResNet-50, a network with 50 layers of weights, from two short functions: the *identity
# block* and the *convolutional block*. You write both, and then the network itself.
#
# After each exercise, `check(...)` tells you what is right, what is not yet, and why. If you are stuck, `hint(...)`
# gives a nudge first and more only if you ask again. `progress()` shows your points.

# %% [markdown]
# ## Why very deep networks are hard to train
#
# More layers can express more: early layers find edges, later ones put edges together into textures, parts and objects.
# So one would expect a deeper network to fit the training data at least as well as a shallower one. It could copy the
# shallower network and let every further layer pass its input on unchanged.
#
# In practice a deep network without shortcuts often fits the training data *worse*. On ImageNet a plain network with
# 34 layers had a higher training error than one with 18, all through training; its validation error was 28.54 %
# against 27.94 % ([He et al. 2015](https://arxiv.org/abs/1512.03385), section 4.1 and table 2). This is called the
# *degradation problem*. It is not overfitting, for the training error suffers too.
#
# Gradients that shrink on their way back through many layers are one danger. But batch normalisation keeps their size
# healthy, and the authors found that the plain networks degraded all the same (section 4.1). Part of the difficulty
# seems to be simpler: it is hard for a stack of convolutions, normalisations and ReLUs to learn to do *nothing*.

# %% [markdown]
# ## The shortcut
#
# A residual block makes doing nothing easy. Beside its main path $F$ runs a shortcut that carries the input $X$ to the
# end, where both are added:
#
# $$Y = \mathrm{ReLU}\big(F(X) + X\big)$$
#
# ![skip_connection](../images/skip_connection.png)
#
# To pass $X$ on, the block only has to bring $F(X)$ close to zero. And going backwards, the gradient
# $\partial Y / \partial X$ contains a part that reaches $X$ past all of $F$.
#
# With such blocks the network with 34 layers beat the one with 18: 25.03 % against 27.88 % error (table 2). The same
# idea trained networks of more than 100 layers.

# %% [markdown]
# ## Before you start
#
# Run this cell first. If you are alone with this notebook, in Colab for instance, it tells you what to install.

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false}
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow's own log is long; only what matters here is shown

import keras
import numpy as np
import tensorflow as tf
from keras.initializers import glorot_uniform, random_uniform
from keras.layers import (
    Activation,
    Add,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    Input,
    MaxPooling2D,
    ReLU,
    ZeroPadding2D,
)
from keras.models import Model

try:
    from autograder import check, hint, progress
except ImportError:
    print("The autograder is missing. Install it from the folder of this course, with:  %pip install -q PATH_OR_ADDRESS_OF_THE_COURSE")

# %% [markdown]
# ## Exercise 1: `identity_block`
#
# The identity block is used where the output has the same shape as the input, so that the shortcut is $X$ itself. The
# main path is a *bottleneck*: a 1×1 convolution makes the tensor thin, an f×f convolution works on it, and a second
# 1×1 convolution restores the number of channels.
#
# ![identity_block](../images/identity_block.png)
#
# The steps:
#
# 1. Keep `X` for the shortcut.
# 2. First component: convolution with `F1` filters of size 1×1, stride 1, padding `"valid"`; batch normalisation over
#    the channels (axis 3); ReLU.
# 3. Second component: convolution with `F2` filters of size f×f, stride 1, padding `"same"`; batch normalisation; ReLU.
# 4. Third component: convolution with `F3` filters of size 1×1, stride 1, padding `"valid"`; batch normalisation.
#    No ReLU here.
# 5. Add the shortcut; then ReLU.
#
# Every convolution takes `kernel_initializer=initializer(seed=0)`. Every batch normalisation is called with
# `training=training`, so that the caller can choose between the statistics of the batch and the moving ones. All else
# stays as Keras has it by default.

# %% nbgrader={"grade": false, "grade_id": "identity_block", "locked": false, "schema_version": 3, "solution": true, "task": false}
def identity_block(X, f, filters, training=None, initializer=random_uniform):
    """A residual block whose output has the shape of its input.

    X: tensor of shape (m, n_H, n_W, n_C)
    f: size of the middle convolution's kernel
    filters: three numbers F1, F2, F3 of filters; F3 equals n_C
    training: True for the statistics of the batch, False for the moving ones, None to let Keras choose
    initializer: makes the kernels; call it with a seed
    Returns a tensor of shape (m, n_H, n_W, F3).
    """
    F1, F2, F3 = filters

    ### BEGIN SOLUTION
    X_shortcut = X

    X = Conv2D(F1, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, kernel_size=f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X = Add()([X, X_shortcut])
    return Activation("relu")(X)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_identity_block", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("identity_block")

# %% [markdown]
# ## Exercise 2: `convolutional_block`
#
# Where height, width or the number of channels change, $X$ and $F(X)$ no longer fit together and cannot be added. The
# convolutional block gives the shortcut a convolution of its own, a *projection*, that brings $X$ to the right shape.
#
# ![convolutional_block](../images/convolutional_block.png)
#
# The steps:
#
# 1. Keep `X` for the shortcut.
# 2. First component: convolution with `F1` filters of size 1×1, **stride s**, padding `"valid"`; batch normalisation;
#    ReLU.
# 3. Second component: convolution with `F2` filters of size f×f, stride 1, padding `"same"`; batch normalisation; ReLU.
# 4. Third component: convolution with `F3` filters of size 1×1, stride 1, padding `"valid"`; batch normalisation.
#    No ReLU here.
# 5. Shortcut: convolution with `F3` filters of size 1×1, **stride s**, padding `"valid"`; batch normalisation.
# 6. Add the shortcut; then ReLU.
#
# Initializers and `training` as before. Projections cost parameters and are not needed where shapes agree: with them
# everywhere, the error of the 34-layer network fell only from 24.52 % to 24.19 % (He et al. 2015, table 3).

# %% nbgrader={"grade": false, "grade_id": "convolutional_block", "locked": false, "schema_version": 3, "solution": true, "task": false}
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    """A residual block whose shortcut is a projection, so that the output may have another shape than the input.

    X: tensor of shape (m, n_H, n_W, n_C)
    f: size of the middle convolution's kernel
    filters: three numbers F1, F2, F3 of filters
    s: stride of the first convolution and of the shortcut's
    training: True for the statistics of the batch, False for the moving ones, None to let Keras choose
    initializer: makes the kernels; call it with a seed
    Returns a tensor of shape (m, ceil(n_H / s), ceil(n_W / s), F3).
    """
    F1, F2, F3 = filters

    ### BEGIN SOLUTION
    X_shortcut = X

    X = Conv2D(F1, kernel_size=1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, kernel_size=f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    X_shortcut = Conv2D(F3, kernel_size=1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    return Activation("relu")(X)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_convolutional_block", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("convolutional_block")

# %% [markdown]
# ## Exercise 3: `ResNet50`
#
# Now put the blocks together. Each stage begins with a convolutional block, which changes the shape, and goes on with
# identity blocks, which keep it.
#
# ![ResNet50](../images/ResNet50.png)
#
# The steps; the shapes are those for images of 64×64×3, without the batch:
#
# | part | steps | output |
# |---|---|---|
# | stem | zero padding of 3; convolution with 64 filters of size 7×7, stride 2; batch normalisation; ReLU; max pooling 3×3, stride 2 | 15×15×64 |
# | stage 2 | convolutional block with filters [64, 64, 256], f=3, s=1; 2 identity blocks | 15×15×256 |
# | stage 3 | convolutional block with filters [128, 128, 512], f=3, s=2; 3 identity blocks | 8×8×512 |
# | stage 4 | convolutional block with filters [256, 256, 1024], f=3, s=2; 5 identity blocks | 4×4×1024 |
# | stage 5 | convolutional block with filters [512, 512, 2048], f=3, s=2; 2 identity blocks | 2×2×2048 |
# | head | average pooling 2×2; flatten; dense layer with `classes` units and softmax | 6 |
#
# The identity blocks of a stage have its filters and f=3. Leave `training` to Keras in this function: then batch
# normalisation uses the batch while fitting and its moving statistics when predicting. Initializers are free here.

# %% nbgrader={"grade": false, "grade_id": "ResNet50", "locked": false, "schema_version": 3, "solution": true, "task": false}
def ResNet50(input_shape=(64, 64, 3), classes=6):
    """The residual network with 50 layers of weights.

    input_shape: (n_H, n_W, n_C) of the images
    classes: number of classes
    Returns a Keras Model that takes (m, n_H, n_W, n_C) and gives probabilities of shape (m, classes).
    """
    ### BEGIN SOLUTION
    X_input = Input(input_shape)

    X = ZeroPadding2D(3)(X_input)
    X = Conv2D(64, kernel_size=7, strides=2)(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D(3, strides=2)(X)

    for filters, s, more in (
        ([64, 64, 256], 1, 2),
        ([128, 128, 512], 2, 3),
        ([256, 256, 1024], 2, 5),
        ([512, 512, 2048], 2, 2),
    ):
        X = convolutional_block(X, f=3, filters=filters, s=s)
        for _ in range(more):
            X = identity_block(X, f=3, filters=filters)

    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_ResNet50", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("ResNet50")

# %% [markdown]
# ## Where you stand
#
# When all three are right, look at your network: `ResNet50().summary()` lists every layer. It has 23,600,006
# parameters.

# %%
progress()

# %% [markdown]
# ## To read on
#
# - K. He, X. Zhang, S. Ren, J. Sun, [Deep Residual Learning for Image Recognition](https://arxiv.org/abs/1512.03385),
#   2015: the degradation problem, the blocks, ResNet-50.
# - K. He, X. Zhang, S. Ren, J. Sun, [Identity Mappings in Deep Residual Networks](https://arxiv.org/abs/1603.05027),
#   2016: why the shortcut is best left untouched, and what happens when ReLU or batch normalisation are moved (with ReLU
#   before the addition the error of ResNet-110 on CIFAR-10 rose from 6.61 % to 7.84 %, table 2).
