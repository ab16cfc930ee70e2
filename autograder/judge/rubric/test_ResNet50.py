"""What `ResNet50` is judged by: one test per criterion, worth its points, its docstring the sentence a student reads.

The network is judged on its own steps and on how it calls the two blocks, so that a wrong block is not punished twice.
"""

from pytest import mark


@mark.points(0.75)
def test_call(network):
    """The function takes input_shape and classes, and returns a Keras Model with that input."""
    network.call()


@mark.points(0.25)
def test_zero_padding(network):
    """Stem: 3 zeros on each side of height and width."""
    network.step("zero_padding")


@mark.points(0.5)
def test_conv1(network):
    """Stem: a convolution with 64 filters of size 7×7 and stride 2."""
    network.step("conv1")


@mark.points(0.25)
def test_bn1(network):
    """Stem: batch normalisation over the channels."""
    network.step("bn1")


@mark.points(0.25)
def test_relu1(network):
    """Stem: ReLU."""
    network.step("relu1")


@mark.points(0.5)
def test_max_pool(network):
    """Stem: max pooling in windows of 3×3, stride 2."""
    network.step("max_pool")


@mark.points(1)
def test_stage2(network):
    """Stage 2: a convolutional block (s=1) and two identity blocks with filters [64, 64, 256]."""
    network.stage(2)


@mark.points(1)
def test_stage3(network):
    """Stage 3: a convolutional block (s=2) and three identity blocks with filters [128, 128, 512]."""
    network.stage(3)


@mark.points(1)
def test_stage4(network):
    """Stage 4: a convolutional block (s=2) and five identity blocks with filters [256, 256, 1024]."""
    network.stage(4)


@mark.points(1)
def test_stage5(network):
    """Stage 5: a convolutional block (s=2) and two identity blocks with filters [512, 512, 2048]."""
    network.stage(5)


@mark.points(0.5)
def test_average_pool(network):
    """Head: average pooling in windows of 2×2."""
    network.step("average_pool")


@mark.points(0.25)
def test_flatten(network):
    """Head: flattening."""
    network.step("flatten")


@mark.points(0.5)
def test_dense(network):
    """Head: a dense layer with `classes` units and softmax."""
    network.step("dense")


@mark.points(0.25)
def test_defaults(network):
    """The defaults of the function's arguments are as they were given."""
    network.defaults()


@mark.points(0.5)
def test_training(network):
    """No batch normalisation is fixed in one mode: Keras decides between fitting and predicting."""
    network.training()


@mark.points(1.5)
def test_summary(network):
    """The model's summary, row by row, is the expected one."""
    network.summary()
