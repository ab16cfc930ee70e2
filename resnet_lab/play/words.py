"""What the playground's page says: the dials, the questions with the states that answer them, and what was run. No number of a run is here."""

from __future__ import annotations

from typing import Any, NamedTuple

from .dials import State

Said = dict[int | str | float, tuple[str, str]]  # value of a dial → on its button, in a sentence

DIALS: dict[str, tuple[str, Said]] = {
    "depth": ("Depth: convolutions", {n: (str(n), f"{n} convolutions") for n in (4, 7, 13, 25, 49)}),
    "shortcut": (
        "Shortcut",
        {
            "none": ("none", "no shortcut"),
            "identity": ("identity", "identity shortcuts"),
            "half": ("identity × 0.5", "shortcuts halved"),
            "projection": ("projection", "a projection as each shortcut"),
        },
    ),
    "norm": ("Batch normalisation", {"with": ("with", "with batch normalisation"), "without": ("without", "without batch normalisation")}),
    "order": (
        "Order",
        {
            "here": ("as in the exercise", "ReLU after the addition"),
            "before": ("ReLU before the addition", "ReLU before the addition"),
            "pre": ("pre-activation", "pre-activation"),
        },
    ),
    "start": (
        "First weights",
        {"he": ("He", "He’s first weights"), "zero": ("He, branches begin as 0", "branches that begin as 0")},
    ),
    "rate": ("Learning rate", {rate: (str(rate), f"learning rate {rate}") for rate in (0.002, 0.008)}),
}
START = State(49, "identity", "with", "here", "he", 0.002)


class Question(NamedTuple):
    """look: what to look at, and which dial to turn next; what the runs say is left to the page. other: the state that is laid beneath."""

    asks: str
    look: str
    state: State
    other: State | None


def to(**dials: Any) -> State:
    return START._replace(**dials)


QUESTIONS = (
    Question(
        "When does depth begin to hurt?",
        "Plain networks: 49 convolutions laid over 7. A deeper network could do all that the shallow one does. Step the depth down: from where on does it learn again?",
        to(shortcut="none"),
        to(shortcut="none", depth=7),
    ),
    Question(
        "What does a shortcut change?",
        "The same 49 convolutions, with X added after every three of them and without. Then compare both at 7: does the shortcut help there too?",
        to(),
        to(shortcut="none"),
    ),
    Question(
        "Is it the gradient?",
        "Look at the gradient of the plain network at step 1: is it too small to learn from? Go on to step 150. With normalisation a gradient may be large and still point nowhere useful.",
        to(shortcut="none"),
        to(),
    ),
    Question(
        "And where the gradient does vanish?",
        "Without normalisation, and with each shortcut halved: after 16 blocks 0.5¹⁶ of X is left, one part in 65,536. Branches begin as 0, so that the shortcut is all there is. Look at the gradient.",
        to(shortcut="half", norm="without", start="zero"),
        to(norm="without", start="zero"),
    ),
    Question(
        "Is adding nothing of use?",
        "Branches that begin as 0: at first every block adds nothing at all. Against blocks that begin with He’s weights. Which learns faster, and with which learning rate?",
        to(start="zero", rate=0.008),
        to(rate=0.008),
    ),
    Question(
        "Is a projection as good as the identity?",
        "A 1×1 convolution could learn the identity. Here one stands on each of the 16 shortcuts. Try the smaller depths too.",
        to(shortcut="projection"),
        to(),
    ),
    Question(
        "May ReLU stand before the addition?",
        "Then a block can only add, never take away. Let branches begin as 0 as well, and look at the gradient: behind a ReLU that gives 0 nothing comes back.",
        to(order="before"),
        to(),
    ),
    Question(
        "A road without ReLU?",
        "Pre-activation: nothing stands on the way of the shortcuts. Against the order of the exercise; turn the learning rate for both.",
        to(order="pre"),
        to(),
    ),
    Question(
        "Does a shortcut replace normalisation?",
        "Identity shortcuts without normalisation: the sums grow from block to block. Now let the branches begin as 0.",
        to(norm="without"),
        to(),
    ),
)
STEPS = (1, 15, 150)  # whose gradients can be looked at
ABOUT = (
    "There are {states} settings of the dials and {runs} runs: each setting with the seeds 0, 1 and 2, which choose the first weights and the order of the images. "
    "The figures show each setting’s own three runs; none is interpolated or shared.",
    "The network: one 5×5 convolution with stride 4, then blocks of three convolutions (1×1, 3×3, 1×1), 16 channels wide on maps of 4×4 numbers, then the mean over "
    "all places and a dense layer. Depth counts the first convolution and those of the blocks’ main paths. Without a shortcut the block is the same without its addition.",
    "The images: 360 of the hand signs that come with the lesson, averaged to 16×16 pixels, six classes. 150 steps of Adam, 32 images a step, without weight decay or schedule. "
    "Loss and accuracy are those of the batches just trained on, each point the mean of five steps; nothing is said here of other images.",
    "The projection is a 1×1 convolution, with batch normalisation after it where the network has it. Pre-activation moves each normalisation and ReLU before its convolution. "
    "Where branches begin as 0, the last gamma of each block is 0, or where no normalisation ends the branch, its last kernel; all else is drawn as He et al. 2015 say. "
    "Without a shortcut such a network gives 0 everywhere and cannot learn; with ReLU before the addition its branches cannot.",
    "The gradient is the norm of the loss’s gradient with respect to a convolution’s kernel. Where networks of two depths are compared, their convolutions are spread over the same width. "
    "These are small networks and short runs: they show what happens to training, and are no measure of how good a large network becomes.",
)
