"""Attention in several heads: each place of the query takes a mean of the values of all places, weighted by how well their keys fit to it.

With q, k, v linear in what comes in, for each head a vector at each place: p = softmax(<q, k> / sqrt(key_dim)) over the places of the key, and
what p makes of v goes, all heads together, through a last linear map. Source: Vaswani et al. 2017, arXiv 1706.03762, section 3.2.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from . import starting
from .confusion import DEFAULT, FROZEN, HARD, Confusion, numbers, values
from .float32 import gamma
from .layer import Array, Known, Layer, Moving, Settings, Shape, Size, Tensor, Weights
from .operation import Operation, real
from .softmax import Softmax

PARTS = ("query", "key", "value", "attention_output")
DEFAULTS = {
    "initializer": starting.DUE,
    "layer": "MultiHeadAttention",
    "value_dim": None,
    "use_bias": True,
    "dropout": 0.0,
    "output_shape": None,
    "causal": False,
    "trainable": True,
}
NOT_LISTED = "Which argument of your attention is not in the list of steps?"
HEADS = "Each head looks at the places in its own way, with vectors of this size."

CONFUSIONS = (
    Confusion("heads_and_size_exchanged", "attention", "num_heads key_dim", "The number of heads and their size have changed places: {step} has {found} heads, not {due}.",
              "Many small heads weigh the places differently from a few large ones.", "In which order does the layer take its two numbers?"),
    Confusion("heads_of_another", "attention", "num_heads", "{Step} has `{found}` heads, not `{due}`.", "Each size has a task of its own.", "Which of the sizes is the number of heads?",
              lambda c: c.renamed),
    Confusion("size_of_heads_of_another", "attention", "key_dim", "The size of a head is `{found}` in {step}, not `{due}`.", "Each size has a task of its own.", "Which of the sizes is that of a head?",
              lambda c: c.renamed),
    Confusion("heads_hard_coded", "attention", "num_heads", "{Step} has {found} heads, not `{due}`.", HARD, "Where does the number of heads come from?",
              lambda c: c.named, wrong=numbers(2, 8)),
    Confusion("heads", "attention", "num_heads", "{Step} has {found} heads, not {due}.", HEADS, "How many heads do the steps give?"),
    Confusion("size_of_heads_hard_coded", "attention", "key_dim", "The size of a head is {found} in {step}, not `{due}`.", HARD, "Where does the size of a head come from?",
              lambda c: c.named, wrong=numbers(64)),
    Confusion("size_of_heads", "attention", "key_dim", "The size of a head is {found} in {step}, not {due}.", HEADS, "How large do the steps make a head?"),
    Confusion("size_of_values", "attention", "value_dim", "{Step} has a size of its own for the values: {found}.", DEFAULT, NOT_LISTED),
    Confusion("no_bias_in_attention", "defaults", "use_bias", "{Step} has no biases.", DEFAULT, NOT_LISTED, costs="defaults", wrong=values(False)),
    Confusion("dropout_in_attention", "attention", "dropout", "{Step} drops weights of its own (dropout={found}).", "In this block the numbers are dropped after the attention, by a line of its own.",
              NOT_LISTED, costs="defaults", wrong=values(0.1)),
    Confusion("another_width", "attention", "output_shape", "{Step} gives as many numbers as {found}, not as many as come in.", DEFAULT, NOT_LISTED),
    Confusion("causal_mask", "attention", "causal", "{Step} looks at the places before its own only (use_causal_mask=True).",
              "A decoder, which predicts what comes next, must not look ahead; an encoder sees the whole sequence.", "Which places may each place look at here?", wrong=values(True)),
    Confusion("another_attention", "attention", "layer", "In place of {step} there is {found}, not {due}.", "It weighs the places differently.", "Which layer does the list of steps name?"),
    *starting.confusions("an attention"),
    FROZEN,
)  # fmt: skip


@dataclass(frozen=True)
class MultiHeadAttention(Layer):
    """Called on a query and a value, which is the key too, or on query, value and key."""

    num_heads: Size
    key_dim: Size

    kind = "attention"
    does = "kernel"
    name = "attention"
    words = "attention"
    confusions = CONFUSIONS
    otherwise = "does not weigh the places as it should: look at its settings, and at which tensors it takes"
    several = True
    ordered = True
    config = {"use_bias": True, "dropout": 0.0, "use_gate": False, "sliding_window": None, "flash_attention": None}
    starts = {f"{part}/{name}": start for part in PARTS for name, start in (("kernel", None), ("bias", 0.0))}
    meant = ("attention",)
    written = ("num_heads", "key_dim")
    called = {"causal": "use_causal_mask"}

    def __call__(self, query: Tensor, value: Tensor, key: Tensor | None = None) -> Tensor:  # type: ignore[override]  # as Keras's is called
        return Tensor(self, (query, value) if key is None or key is value else (query, value, key))

    def kernels(self, width: int, *others: int) -> dict[str, Shape]:
        """By the part of the layer, as `held` has them: heads and sizes of heads apart."""
        value, key = others[0], others[-1]
        split = (self.num_heads, self.key_dim)
        return {"query": (width, *split), "key": (key, *split), "value": (value, *split), "attention_output": (*split, width)}

    def exact(self, tensors: Sequence[Array], weights: Weights, training: bool) -> Array:
        query, value, key = tensors[0], tensors[1], tensors[-1]
        shapes = self.kernels(*(x.shape[-1] for x in tensors))

        def linear(part: str, equation: str, x: Array) -> Array:
            kernel = shapes[part]
            return np.einsum(equation, x, weights(f"{part}/kernel", kernel)) + weights(f"{part}/bias", bias(part, kernel))

        q, k, v = (linear(part, INTO, x) for part, x in (("query", query), ("key", key), ("value", value)))
        p = Softmax().output(np.einsum(SCORES, q, k) / math.sqrt(self.key_dim), weights, False)
        return linear("attention_output", OUT, np.einsum(WEIGHED, p, v))

    def known(self, known: Sequence[Known], weights: Weights, training: bool) -> Known:
        """Of the chain in `moving`, standing still."""
        still = [Moving(x, e, np.zeros(x.shape), np.zeros(x.shape)) for x, e in known]
        moved = self.moving(still, weights, lambda name, shape: np.zeros(shape), training)
        return moved.x, moved.e

    def moving(self, moving: Sequence[Moving], weights: Weights, direction: Weights, training: bool) -> Moving:
        """A chain of products, see `product`, with a softmax in between. Backwards what comes to a weight is summed over all places, what comes to an
        input over all heads and from all ways that it goes, and what comes to q, k and v over the places of the others."""
        query, value, key = moving[0], moving[1], moving[-1]
        shapes = self.kernels(*(m.x.shape[-1] for m in moving))
        places, size = max(m.x[..., 0].size for m in moving), self.num_heads * self.key_dim
        between = max(m.x.shape[1] for m in moving)

        def held(name: str, shape: Shape) -> Moving:
            w, t = (np.asarray(source(name, shape), np.float64) for source in (weights, direction))
            return Moving(w, np.zeros(shape), t, np.zeros(shape))

        def linear(part: str, equation: str, m: Moving, longest: int) -> Moving:
            kernel = shapes[part]
            return product(equation, m, held(f"{part}/kernel", kernel), longest, held(f"{part}/bias", bias(part, kernel)))

        width = max(m.x.shape[-1] for m in moving)
        q, k, v = (linear(part, INTO, m, max(width, size, places) + 4) for part, m in (("query", query), ("key", key), ("value", value)))
        scale = Moving(np.array(1 / math.sqrt(self.key_dim)), *(np.zeros(()) for _ in range(3)))
        z = product(",bhts->bhts", scale, product(SCORES, q, k, max(self.key_dim, between)), 2)
        p = Softmax().moving([z], weights, direction, training)
        return linear("attention_output", OUT, product(WEIGHED, p, v, max(self.key_dim, between)), max(width, size, places) + 2)

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def held(self, *shapes: Shape) -> dict[str, Shape]:
        kernels = self.kernels(*(shape[-1] for shape in shapes))
        return {
            f"{part}/{name}": shape if name == "kernel" else bias(part, shape)
            for part, shape in kernels.items()
            for name in ("kernel", "bias")
        }

    def settings(self) -> Settings:
        return DEFAULTS | {"num_heads": self.num_heads, "key_dim": self.key_dim}

    @classmethod
    def owns(cls, shapes: dict[str, Shape]) -> bool:
        return "query/kernel" in shapes

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[MultiHeadAttention]:
        """Where all its kernels are those of one."""
        shapes, inputs = operation.shapes, operation.inputs
        into = shapes.get("query/kernel", ())
        if len(into) == 3 and len(inputs) in (2, 3) and all(x.ndim == 3 for x in inputs):
            layer = cls(*into[1:])
            kernels = layer.kernels(*(x.shape[-1] for x in inputs))
            fit = all(len(x) == len(inputs[0]) for x in inputs) and inputs[1].shape[1] == inputs[-1].shape[1]
            if fit and all(shapes.get(f"{part}/kernel") == shape for part, shape in kernels.items()):
                yield layer

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        shapes, config, call = operation.shapes, operation.config, operation.facts["call"]
        if not cls.owns(shapes):  # another layer, which its name tells
            return dict.fromkeys(("layer", "name"), operation.facts["name"]) if "attention" in operation.name else None
        into, value = ((*shapes.get(f"{part}/kernel", ()), None, None, None)[1:3] for part in ("query", "value"))
        dropout, given = real(config.get("dropout")), config.get("output_shape")
        return DEFAULTS | {
            "initializer": starting.written(operation, "query/kernel", "query/bias"),
            "layer": operation.facts["name"],
            "name": operation.facts["name"],
            "num_heads": into[0],
            "key_dim": into[1],
            "value_dim": None if value[1] == into[1] else value[1],
            "use_bias": config.get("use_bias", True),
            "dropout": dropout or 0.0,
            "output_shape": given[0] if isinstance(given, list) and given else None,
            "causal": bool(call.get("use_causal_mask")),
            "trainable": operation.trainable(),
        }

    @classmethod
    def call(cls, takes: Sequence[str]) -> list[str]:
        return list(takes)

    @classmethod
    def box(cls, settings: Settings) -> tuple[str, str]:
        heads = settings.get("num_heads")
        return "Attention", "" if heads is None else f"{heads} × {settings.get('key_dim')}"

    @property
    def asked(self) -> str:
        return (
            f"`{self.num_heads}` heads of size `{self.key_dim}`"
            if isinstance(self.num_heads, str)
            else f"{self.num_heads} heads of size {self.key_dim}"
        )


INTO, SCORES, WEIGHED, OUT = "btc,chd->bthd", "bthd,bshd->bhts", "bhts,bshd->bthd", "bthd,hdc->btc"


def bias(part: str, kernel: Shape) -> Shape:
    """Its shape: one number for each number that the kernel makes."""
    return kernel[2:] if part == "attention_output" else kernel[1:]


def product(equation: str, a: Moving, b: Moving, longest: int, offset: Moving | None = None) -> Moving:
    """Sums of products a b, by an equation as einsum has it, and an offset.

    Forwards sum (|a| + ea)(|b| + eb) - |a||b| + gamma(n) (sum (|a| + ea)(|b| + eb) + |offset|), n the length of the sum + 2. Its derivative is
    sum ta b + a tb; each term is off by the sizes with their errors less those without, and the rounding is gamma(N) of them, N the longest
    sum backwards, or n.
    """

    def summed(x: Array, y: Array) -> Array:
        return np.einsum(equation, x, y)

    still = Moving(*(np.zeros(()) for _ in range(4))) if offset is None else offset
    size_a, size_b, moved_a, moved_b = np.abs(a.x), np.abs(b.x), np.abs(a.t) + a.d, np.abs(b.t) + b.d
    most_a, most_b = size_a + a.e, size_b + b.e
    x, t = summed(a.x, b.x) + still.x, summed(a.t, b.x) + summed(a.x, b.t) + still.t
    most, moved = summed(most_a, most_b), summed(moved_a, most_b) + summed(most_a, moved_b)
    n = terms(equation, a.x.shape, b.x.shape) + 2
    e = most - summed(size_a, size_b) + gamma(n) * (most + np.abs(still.x))
    d = moved - summed(np.abs(a.t), size_b) - summed(size_a, np.abs(b.t)) + gamma(max(n, longest)) * (moved + np.abs(still.t))
    return Moving(x, e, t, d)


def terms(equation: str, *shapes: Shape) -> int:
    """How many products are added up for one number."""
    taken, _, given = equation.partition("->")
    sizes = {axis: n for axes, shape in zip(taken.split(","), shapes) for axis, n in zip(axes, shape)}
    return math.prod(n for axis, n in sizes.items() if axis not in given)
