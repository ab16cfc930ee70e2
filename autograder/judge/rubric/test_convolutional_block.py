"""What `convolutional_block` is judged by: one test per criterion, worth its points, its docstring the sentence a student reads.

Each step is judged on what it really received, so that one mistake costs its own criterion; the last criterion
compares the whole block, so that only a right block gets all points.
"""

from pytest import mark


@mark.points(0.5)
def test_call(block):
    """The function takes the arguments described, works on arrays and on Keras tensors, and returns its result."""
    block.call()


@mark.points(0.5)
def test_conv1(block):
    """First convolution: F1 filters of size 1×1, stride s, no padding."""
    block.step("conv1")


@mark.points(0.25)
def test_bn1(block):
    """First batch normalisation, over the channels."""
    block.step("bn1")


@mark.points(0.25)
def test_relu1(block):
    """First ReLU."""
    block.step("relu1")


@mark.points(0.5)
def test_conv2(block):
    """Second convolution: F2 filters of size f×f, stride 1, padding that keeps height and width."""
    block.step("conv2")


@mark.points(0.25)
def test_bn2(block):
    """Second batch normalisation, over the channels."""
    block.step("bn2")


@mark.points(0.25)
def test_relu2(block):
    """Second ReLU."""
    block.step("relu2")


@mark.points(0.5)
def test_conv3(block):
    """Third convolution: F3 filters of size 1×1, stride 1, no padding."""
    block.step("conv3")


@mark.points(0.25)
def test_bn3(block):
    """Third batch normalisation, over the channels; no ReLU after it."""
    block.step("bn3")


@mark.points(0.5)
def test_shortcut_conv(block):
    """Shortcut: a convolution of X with F3 filters of size 1×1, stride s, no padding."""
    block.step("shortcut_conv")


@mark.points(0.5)
def test_shortcut_bn(block):
    """Shortcut: batch normalisation after its convolution."""
    block.step("shortcut_bn")


@mark.points(1.5)
def test_add(block):
    """The addition takes the end of the main path and the end of the shortcut."""
    block.step("add")


@mark.points(0.5)
def test_relu3(block):
    """A ReLU after the addition."""
    block.step("relu3")


@mark.points(0.5)
def test_training(block):
    """The `training` argument reaches every batch normalisation."""
    block.training()


@mark.points(0.5)
def test_initializer(block):
    """Every convolution draws its kernel from `initializer(seed=0)`."""
    block.initializer()


@mark.points(0.25)
def test_defaults(block):
    """Everything else is as Keras has it by default, and the function's own defaults as they were given."""
    block.defaults()


@mark.points(0.5)
def test_gradients(block):
    """Every layer learns: gradients reach the input and all weights, moving averages follow, no layer is used twice."""
    block.gradients()


@mark.points(2)
def test_output(block):
    """The whole block gives the reference's output, for every size and in both training modes."""
    block.output()
