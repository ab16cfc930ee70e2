"""The names of the exercises, in the order of the notebook, and nothing else, so that anyone can import them at no cost."""

BLOCK_EXERCISES = ("identity_block", "convolutional_block")
EXERCISES = (*BLOCK_EXERCISES, "ResNet50")
