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
# block* and the *convolutional block*. You write both, then the network itself, and train it to read hand signs.
#
# Before that you see on your own machine why such depth is hard, and what a shortcut changes. The experiments are small: most
# take less than half a minute on two free cores, the longest a minute, on a busy machine twice that. Before each one you are asked
# what you expect. **Guess first**: you see more if you guess, right or wrong, than if you only look on. Nobody marks a guess.
#
# After each exercise, `check(...)` tells you what is right, what is not yet, and why. If you are stuck, `hint(...)`
# gives a nudge first and more only if you ask again. Once you have passed, `solution(...)` shows a model answer with
# comments. `progress()` adds up your points. If your Jupyter has a button *Validate*, leave it: it runs the whole notebook again,
# for minutes and without a word, and `check` has told you more.
#
# All runs together take some four minutes on two free cores. The reading and the writing take longer: two or three hours.

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

# %% tags=["lab"]
import resnet_lab as lab

# %% [markdown]
# ## What very deep networks promise
#
# Each layer builds on the one before it. In a network trained on photographs the first layers answer to edges and
# colours, later ones to textures and parts, the last ones to whole objects in many poses
# ([Zeiler and Fergus 2013](https://arxiv.org/abs/1311.2901), section 4).
#
# Depth also buys functions that width cannot. There are functions that a deep network computes with a few units in each
# layer, while a network with far fewer layers needs exponentially many units even to come close
# ([Telgarsky 2016](https://arxiv.org/abs/1602.04485), theorem 1.1).
#
# So networks grew: 8 layers of weights won the ImageNet contest in 2012
# ([Krizhevsky et al. 2012](https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks)),
# a network with 19 came second in 2014 ([Simonyan and Zisserman 2014](https://arxiv.org/abs/1409.1556)), and 152 won in
# 2015 ([He et al. 2015](https://arxiv.org/abs/1512.03385)). The last step needed a new idea. It is the subject of this notebook.

# %% [markdown]
# ## What goes wrong: gradients
#
# Let $a_\ell$ be the output of layer $\ell$ and $L$ the loss. Going backwards, the chain rule multiplies one matrix for
# every layer on the way:
#
# $$\frac{\partial L}{\partial a_\ell} = \frac{\partial L}{\partial a_N}\,\frac{\partial a_N}{\partial a_{N-1}} \cdots
# \frac{\partial a_{\ell+1}}{\partial a_\ell}$$
#
# If every factor shrinks a vector to 0.8 of its length, 50 factors leave $0.8^{50} \approx 10^{-5}$ of it. If every
# factor stretches it to 1.2, they make it 9,100 times as long. Gradients that *vanish* teach the shallow layers nothing;
# gradients that *explode* throw them about ([Bengio et al. 1994](https://doi.org/10.1109/72.279181);
# [Glorot and Bengio 2010](https://proceedings.mlr.press/v9/glorot10a.html)).
#
# **Guess.** 16 blocks of three convolutions each are drawn at random, without batch normalisation, and a batch of images goes
# through. How large is the gradient at the first block, compared with the one at the last? And watch the right half of the figure:
# when a deep network *with* batch normalisation trains, do its first block's gradients keep the size that they begin with?

# %% tags=["lab"]
lab.guess("gradients")

# %% tags=["lab"]
lab.gradients()

# %% [markdown]
# <details><summary>The figure of one recorded run</summary>
#
# ![gradients](../images/gradients.png)
#
# </details>

# %% [markdown]
# ## Deeper, then?
#
# Batch normalisation is the usual cure. It sets the mean and the spread of every channel anew after each convolution, and
# the signals keep a healthy size, forwards and backwards. One would now expect a deeper network to fit the training data at
# least as well as a shallower one: it could copy the shallower one, and let every further layer pass its input on unchanged.
#
# **Guess.** Four networks train on the same 360 images: plain and residual, with 7 convolutions and with 49, all with batch
# normalisation. Will the deep plain one fit them better than the shallow plain one, as well, or worse?

# %% tags=["lab"]
lab.guess("degradation")

# %% tags=["lab"]
lab.degradation()

# %% [markdown]
# <details><summary>The figure of one recorded run</summary>
#
# ![degradation](../images/degradation.png)
#
# </details>

# %% [markdown]
# ## Degradation
#
# So it was with large networks, too. On ImageNet a plain network with 34 layers had a higher *training* error than one with 18, all through
# training, and a validation error of 28.54 % against 27.94 %. The authors looked at the gradients: with batch normalisation
# their norms were healthy, so vanishing gradients are unlikely to be the cause
# ([He et al. 2015](https://arxiv.org/abs/1512.03385), section 4.1, table 2). This is the *degradation problem*. It is not
# overfitting either, for the training error suffers first.
#
# Now change the experiment. `depths` are numbers of convolutions, one more than a multiple of three each; `shortcut` is what the shortcuts
# are multiplied by. Where does depth begin to hurt the plain networks? What does half a shortcut do?

# %% tags=["lab"]
# lab.degradation(depths=(7, 25, 49), shortcut=0.5)  # take away the first # and run it; then try others

# %% [markdown]
# ## The shortcut
#
# A *residual block* makes passing the input on easy. Beside its layers, the *main path* $F$, runs a *shortcut*, also called a
# skip connection, that carries the input around them. Both are added:
#
# $$\underbrace{Y}_{(m,\,n_H,\,n_W,\,n_C)} = \mathrm{ReLU}\big(\underbrace{F(X)}_{(m,\,n_H,\,n_W,\,n_C)} +
# \underbrace{X}_{(m,\,n_H,\,n_W,\,n_C)}\big)$$

# %% [markdown]
# ![skip_connection](../images/skip_connection.png)

# %% [markdown]
# Forwards, $F$ need not learn the whole output, only the difference from the input: the *residual*, which gave the network
# its name. Backwards, the gradient of $F(X) + X$ has a part that reaches $X$ past all of $F$, whatever the weights are:
#
# $$\frac{\partial}{\partial X}\big(F(X) + X\big) = \frac{\partial F}{\partial X} + I$$
#
# Stack such blocks, and the shortcuts join into one road from the last block to the first. A network of $n$ blocks can also
# be read as a sum over $2^n$ paths, long and short ones: each block is either passed through or passed by
# ([Veit et al. 2016](https://arxiv.org/abs/1605.06431), section 3).
#
# With such blocks, and not one parameter more, the network with 34 layers beat the one with 18: 25.03 % against 27.88 %
# (He et al. 2015, table 2). The same idea trained networks of 152 layers.

# %% [markdown]
# ## Doing nothing is easy
#
# What arrives at a block comes out of a ReLU, so $X \ge 0$ and $\mathrm{ReLU}(0 + X) = X$. To do nothing, the block only has
# to bring $F$ to zero; it is enough that the last batch normalisation multiplies by $\gamma = 0$. A plain stack of
# convolutions, normalisations and ReLUs would have to find weights that reproduce every number of its input.
#
# That is why adding residual blocks risks little on the training set: the larger network starts from what the smaller one
# could do. Practice uses it: with the last $\gamma$ of every block at 0 to begin with, ResNet-50 trains as if it were
# shallow at first ([Goyal et al. 2017](https://arxiv.org/abs/1706.02677), section 5.1).
#
# **Guess.** Take a small trained residual network and put up to 16 new, untrained blocks into it, with their last $\gamma$ at 0.
# What will be left of its accuracy? (The run puts in plain blocks too.)

# %% tags=["lab"]
lab.guess("free_depth")

# %% tags=["lab"]
lab.free_depth()

# %% [markdown]
# <details><summary>The figure of one recorded run</summary>
#
# ![free_depth](../images/free_depth.png)
#
# </details>

# %% [markdown]
# ### F(X) + 0: what is the point of adding nothing?
#
# A block that gives back its input could as well not be there. So what is gained by it? Look at it not in the moment but over time: put
# eight such blocks into a trained network of two, and let it train on. Beside it the network of two trains as much longer, without them.
#
# **Guess.** What becomes of blocks that begin as nothing?

# %% tags=["lab"]
lab.guess("adding_nothing")

# %% tags=["lab"]
lab.adding_nothing()

# %% [markdown]
# <details><summary>The figure of one recorded run</summary>
#
# ![adding_nothing](../images/adding_nothing.png)
#
# </details>

# %% [markdown]
# ## Is it the gradient, or the identity?
#
# The shortcut does two things at once: it gives gradients a free road, and it makes the identity easy. Which one matters?
# An experiment can give each without the other. Take 24 blocks, 72 convolutions, without batch normalisation. First plain,
# with the weights' size set so that gradients stay healthy ([He et al. 2015](https://arxiv.org/abs/1502.01852), section 2.2).
# Then plain again, no shortcut anywhere, but every convolution starts by copying its input. Then residual.
#
# **Guess.** Which of the three will learn?

# %% tags=["lab"]
lab.guess("identity_or_gradient")

# %% tags=["lab"]
lab.identity_or_gradient()

# %% [markdown]
# <details><summary>The figure of one recorded run</summary>
#
# ![identity_or_gradient](../images/identity_or_gradient.png)
#
# </details>

# %% [markdown]
# ### And if the identity is not what is wanted?
#
# If a block ought to give 0, then with a shortcut it has to learn $F(X) = -X$. Is that not *harder* than without one? Here one block alone,
# without batch normalisation, learns one map: 0 in the one case, the identity in the other.
#
# **Guess.** Where 0 is wanted, which block is faster, the plain or the residual one?

# %% tags=["lab"]
lab.guess("far_from_identity")

# %% tags=["lab"]
lab.far_from_identity()

# %% [markdown]
# <details><summary>The figure of one recorded run</summary>
#
# ![far_from_identity](../images/far_from_identity.png)
#
# </details>

# %% [markdown]
# ## Exercise 1: `identity_block`
#
# The identity block is used where the output has the same shape as the input, so that the shortcut is $X$ itself. The
# main path is a *bottleneck*: a 1×1 convolution makes the tensor thin, an f×f convolution works on it, and a second
# 1×1 convolution restores the number of channels.

# %% [markdown]
# ![identity_block](../images/identity_block.png)

# %% [markdown]
# The steps, with the shape of what each gives:
#
# 1. Keep `X`, of shape $(m, n_H, n_W, F_3)$, for the shortcut.
# 2. First component: convolution with `F1` filters of size 1×1, stride 1, padding `"valid"`; batch normalisation over
#    the channels (axis 3); ReLU. $(m, n_H, n_W, F_1)$
# 3. Second component: convolution with `F2` filters of size f×f, stride 1, padding `"same"`; batch normalisation; ReLU.
#    $(m, n_H, n_W, F_2)$
# 4. Third component: convolution with `F3` filters of size 1×1, stride 1, padding `"valid"`; batch normalisation.
#    No ReLU here. $(m, n_H, n_W, F_3)$
# 5. Add the shortcut; then ReLU. $(m, n_H, n_W, F_3)$
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
    X_shortcut = X  # kept before any layer changes X

    # First component: F1 channels instead of n_C, so that the next convolution has less to do
    X = Conv2D(F1, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # Second component: the only one that looks at neighbouring pixels; "same" keeps height and width
    X = Conv2D(F2, kernel_size=f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    # Third component: back to n_C channels; no ReLU yet, for F(X) may be negative
    X = Conv2D(F3, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # First the sum, then the activation
    X = Add()([X, X_shortcut])
    return Activation("relu")(X)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_identity_block", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("identity_block")

# %% tags=["lab"]
# hint("identity_block")  # stuck? Take away the first # and run this cell; again for more

# %% [markdown]
# ## Exercise 2: `convolutional_block`
#
# Where height, width or the number of channels change, $X$ and $F(X)$ no longer fit together and cannot be added. The
# convolutional block gives the shortcut a convolution of its own, a *projection*, that brings $X$ to the right shape:
#
# $$Y = \mathrm{ReLU}\big(F(X) + W_s X\big), \qquad X: (m, n_H, n_W, n_C), \quad
# F(X),\ W_s X,\ Y: \big(m, \lceil n_H/s \rceil, \lceil n_W/s \rceil, F_3\big)$$

# %% [markdown]
# ![convolutional_block](../images/convolutional_block.png)

# %% [markdown]
# The steps, with the shape of what each gives; $n'_H = \lceil n_H/s \rceil$ and $n'_W = \lceil n_W/s \rceil$:
#
# 1. Keep `X`, of shape $(m, n_H, n_W, n_C)$, for the shortcut.
# 2. First component: convolution with `F1` filters of size 1×1, **stride s**, padding `"valid"`; batch normalisation;
#    ReLU. $(m, n'_H, n'_W, F_1)$
# 3. Second component: convolution with `F2` filters of size f×f, stride 1, padding `"same"`; batch normalisation; ReLU.
#    $(m, n'_H, n'_W, F_2)$
# 4. Third component: convolution with `F3` filters of size 1×1, stride 1, padding `"valid"`; batch normalisation.
#    No ReLU here. $(m, n'_H, n'_W, F_3)$
# 5. Shortcut: convolution with `F3` filters of size 1×1, **stride s**, padding `"valid"`; batch normalisation.
#    $(m, n'_H, n'_W, F_3)$
# 6. Add the shortcut; then ReLU. $(m, n'_H, n'_W, F_3)$
#
# Initializers and `training` as before. Why not a projection in every block? It costs parameters and gains little: with
# projections everywhere, the error of the 34-layer network fell only from 24.52 % to 24.19 % (He et al. 2015, table 3). In a
# network of 110 layers they even hurt: 12.22 % against 6.61 % on CIFAR-10
# ([He et al. 2016](https://arxiv.org/abs/1603.05027), table 1). The road is best left clear.

# %% nbgrader={"grade": false, "grade_id": "convolutional_block", "locked": false, "schema_version": 3, "solution": true, "task": false}
def convolutional_block(X, f, filters, s=2, training=None, initializer=glorot_uniform):
    """A residual block whose shortcut is a projection: the output may have another shape.

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

    # Main path: as in the identity block, but the first convolution takes every s-th pixel only
    X = Conv2D(F1, kernel_size=1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F2, kernel_size=f, strides=1, padding="same", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)
    X = Activation("relu")(X)

    X = Conv2D(F3, kernel_size=1, strides=1, padding="valid", kernel_initializer=initializer(seed=0))(X)
    X = BatchNormalization(axis=3)(X, training=training)

    # Shortcut: the same pixels and as many channels as the main path, so that both can be added
    X_shortcut = Conv2D(F3, kernel_size=1, strides=s, padding="valid", kernel_initializer=initializer(seed=0))(X_shortcut)
    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)

    X = Add()([X, X_shortcut])
    return Activation("relu")(X)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_convolutional_block", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("convolutional_block")

# %% tags=["lab"]
# hint("convolutional_block")  # stuck? Take away the first # and run this cell; again for more

# %% [markdown]
# ## Does the order matter?
#
# Addition, then ReLU: could it not be ReLU first? And why is there no batch normalisation after the addition? Both were tried.
#
# **Guess.** With ReLU before the addition a block can only add numbers that are not negative. What does that do to the numbers
# that pass from block to block? And which order of the three learns fastest?

# %% tags=["lab"]
lab.guess("order")

# %% tags=["lab"]
lab.order()

# %% [markdown]
# <details><summary>The figure of one recorded run</summary>
#
# ![order](../images/order.png)
#
# </details>

# %% [markdown]
# On CIFAR-10 a network of 110 layers had 6.61 % error in the order that you built, 7.84 % with ReLU before the addition, and 8.17 %
# with batch normalisation after it (He et al. 2016, table 2).
#
# Your own block can run beside the right one, even a wrong one: change its order, run its cell, and watch what it does.

# %% tags=["lab"]
# lab.order(block=identity_block)  # take away the first # and run it

# %% [markdown]
# ### Is there a road without ReLU?
#
# Each block ends with a ReLU, *after* the addition. So the road of shortcuts, too, passes through a ReLU in every block, and a ReLU
# stops what is negative. Is the road not blocked, then? Lower every number that leaves the stem by a little, and follow this change along the
# shortcuts of 16 blocks.
#
# **Guess.** How much of it arrives?

# %% tags=["lab"]
lab.guess("negative_changes")

# %% tags=["lab"]
lab.negative_changes()

# %% [markdown]
# <details><summary>The figure of one recorded run</summary>
#
# ![negative_changes](../images/negative_changes.png)
#
# </details>

# %% [markdown]
# ## Exercise 3: `ResNet50`
#
# Now put the blocks together. Each stage begins with a convolutional block, which changes the shape, and goes on with
# identity blocks, which keep it.

# %% [markdown]
# ![ResNet50](../images/ResNet50.png)

# %% [markdown]
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

    # Stem: a large window on the image, then a quarter of its height and width
    X = ZeroPadding2D(3)(X_input)
    X = Conv2D(64, kernel_size=7, strides=2)(X)
    X = BatchNormalization(axis=3)(X)
    X = Activation("relu")(X)
    X = MaxPooling2D(3, strides=2)(X)

    # Stages 2 to 5: one block that changes the shape, then blocks that keep it
    for filters, s, more in (
        ([64, 64, 256], 1, 2),
        ([128, 128, 512], 2, 3),
        ([256, 256, 1024], 2, 5),
        ([512, 512, 2048], 2, 2),
    ):
        X = convolutional_block(X, f=3, filters=filters, s=s)
        for _ in range(more):
            X = identity_block(X, f=3, filters=filters)

    # Head: one row of numbers for each image, then a probability for each class
    X = AveragePooling2D(2)(X)
    X = Flatten()(X)
    X = Dense(classes, activation="softmax")(X)
    return Model(inputs=X_input, outputs=X)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_ResNet50", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("ResNet50")

# %% tags=["lab"]
# hint("ResNet50")  # stuck? Take away the first # and run this cell; again for more

# %%
progress()

# %% [markdown]
# ## Train it
#
# Now your blocks learn something: to read hand signs for the numbers 0 to 5. The images were drawn by a program, 1080 to
# train on and 120 to test with, each of shape (64, 64, 3). Hand, skin, light, background, tilt and blur change from one to
# the next. Looking at single pixels only, as a linear classifier does, gets 61 % of the test images right.

# %% tags=["lab"]
signs = lab.load_signs()  # or the files that you have: lab.load_signs("train_signs.h5", "test_signs.h5")
lab.samples(signs)

# %% [markdown]
# On a laptop's processor your whole ResNet-50 would take the better part of an hour. So here a narrow network is made of
# your two blocks: a stem, three stages of one convolutional and one identity block each, 20 layers of weights and some
# 200,000 parameters. It learns in about a minute. If you have a GPU, set `FULL = True` to train your `ResNet50` instead.
#
# **Guess.** How many of the 120 test images will it get right?

# %% tags=["lab"]
lab.guess("train")

# %% tags=["lab"]
FULL = False  # True trains your whole ResNet50, which wants a GPU

network = lab.full_network(ResNet50) if FULL else lab.narrow_network(identity_block, convolutional_block)
history = lab.train(network, signs, epochs=15, learning_rate=1e-3 if FULL else 5e-3)
lab.curves(history)

# %% [markdown]
# The narrow network reads at least 96 % of the test images in each of ten runs that we tried, with other seeds.
#
# The test curve is measured with the moving statistics, as `training=False` has it. Here lies a trap: Keras's batch
# normalisation remembers the last several hundred batches, and after a short training such old statistics describe a network
# that is gone. With them the same network reads hardly more than chance after four epochs, while in batch mode it does well. For this training the memory
# was made shorter (`momentum` 0.9 instead of 0.99).

# %% tags=["lab"]
p = network.predict(signs.test_x, verbose=0)  # shape (120, 6)
lab.confusion(signs.test_y, p.argmax(axis=1), signs.classes)

# %% [markdown]
# Rows are true numbers, columns what the network read. Which numbers does it mix up, and can you see why? These are the
# errors that it was surest of:

# %% tags=["lab"]
lab.worst(signs.test_x, signs.test_y, p)

# %% [markdown]
# ### Your own hand
#
# Put a photo of your hand, in front of a plain, light background, into the folder of this notebook and give its name in
# `lab.load_photo("hand.jpg")`; in Colab `lab.load_photo()` asks you for the file. It is cut to a square and brought to
# 64×64. An iPhone's HEIC photo has to be exported as JPEG first. The network knows drawn hands only, so do not be sad if it misreads yours.

# %% tags=["lab"]
photo = signs.test_x[0]  # or lab.load_photo("hand.jpg")
lab.probabilities(photo, lab.predict(network, photo, signs.classes), signs.classes)

# %% [markdown]
# ### Our weights in your blocks
#
# A trained network is steps and numbers. Here the numbers are ours, trained beforehand in blocks that we wrote, and the steps are yours:
# the weights go into a new network of your two blocks, and both networks look at your photo. Ours is computed in NumPy, line by line, so the two
# share nothing but the weights. If every point lies in the blue, your blocks do what ours do, and what we trained can read with them.

# %% tags=["lab"]
lab.our_weights(identity_block, convolutional_block, photo)

# %% [markdown]
# ## What the shortcut bought
#
# A last experiment on what a residual network *is*. Take a trained network, delete one whole block, do not train again, and
# test. In a plain network each layer works on what the one before has prepared. In a residual network the shortcut goes on
# where the block was, and of the $2^n$ paths half are still there
# ([Veit et al. 2016](https://arxiv.org/abs/1605.06431), section 4.1).
#
# **Guess.** From a plain network with 6 blocks and from a residual one with 16, each trained, one block is taken out at a time. How
# much of the accuracy is left?

# %% tags=["lab"]
lab.guess("lesion")

# %% tags=["lab"]
lab.lesion()

# %% [markdown]
# <details><summary>The figure of one recorded run</summary>
#
# ![lesion](../images/lesion.png)
#
# </details>

# %% [markdown]
# ### So is the shortcut a backup?
#
# A block can be taken out, and the network goes on. Is that what the shortcut is for: to step in where a block fails? Measure how much
# each block adds to what its shortcut carries, $|F(X)| / |X|$, and lay beside it what it costs to take that block out.
#
# **Guess.** Which blocks cost most?

# %% tags=["lab"]
lab.guess("no_backup")

# %% tags=["lab"]
lab.no_backup()

# %% [markdown]
# <details><summary>The figure of one recorded run</summary>
#
# ![no_backup](../images/no_backup.png)
#
# </details>

# %% [markdown]
# What did the shortcut buy? Depth that can be trained: 49 convolutions that fit what 49 plain ones could not, ResNet-50 with
# 23,600,006 parameters in your hands, and in the paper 152 layers with a top-1 error of 21.43 % on ImageNet, where 34 residual layers
# had 25.03 % and 34 plain ones 28.54 % (He et al. 2015, tables 2 and 3). It cost one addition for each block.

# %% [markdown]
# ## A playground of real runs
#
# Each experiment turned one dial. Here are several: depth, shortcut, normalisation, order, first weights, learning rate. Every setting
# shows three small networks that were trained with exactly these settings beforehand, so nothing has to run now. Begin with one of its
# questions, or with one of your own: does a plain network of 25 convolutions still learn with a higher learning rate?

# %% tags=["lab"]
lab.playground()

# %% [markdown]
# ## Find the fault
#
# Whoever tests code looks for a call in which it gives something other than it should. Below is a block of another network, with one mistake in
# it. Say which line it is, `case.accuse(4)`, or in which call it shows, `case.expose(f=1)`: both bring the explanation.
# There are three levels, and each seed is another case; nothing here is marked.

# %% tags=["lab"]
case = lab.detective(level=1, seed=3)
case

# %% tags=["lab"]
case.run(f=3)  # what it gives; choose X=(2, 5, 8, 6), f, filters=(4, 6) and training yourself. Then case.accuse(…) or case.expose(…)

# %% [markdown]
# ## To read on
#
# | paper | what it shows |
# |---|---|
# | [He et al. 2015](https://arxiv.org/abs/1512.03385) | the degradation problem, both blocks, ResNet-50 and 152 layers |
# | [He et al. 2016](https://arxiv.org/abs/1603.05027) | why the shortcut is best left untouched, what order does, 1001 layers |
# | [Veit et al. 2016](https://arxiv.org/abs/1605.06431) | a residual network as a sum over paths of many lengths; deleting blocks |
# | [Balduzzi et al. 2017](https://arxiv.org/abs/1702.08591) | gradients may be healthy in size and still shatter: in deep plain networks they look like white noise |
# | [Goyal et al. 2017](https://arxiv.org/abs/1706.02677) | last gammas of 0, and training on 256 GPUs in one hour |
# | [Li et al. 2018](https://arxiv.org/abs/1712.09913) | pictures of the loss around a minimum, with and without shortcuts |
