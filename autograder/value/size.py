"""The name of a size while a value is read: it stands for a number that is not known yet, and is handed to layers as it is."""

from __future__ import annotations

from dataclasses import replace

from ..layers.layer import Tensor


class Size(str):
    """A name with which nothing can be computed, or `2 * k` would be the name twice."""

    __slots__ = ()

    def refuse(self, *_):
        raise ValueError(f"{self} is the name of a size here: give it to a layer as it is, or take it apart as in `A, B, C = widths`")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __floordiv__ = __truediv__ = __getitem__ = __iter__ = refuse


def plain(output: Tensor) -> Tensor:
    """The same tensors, with plain names in their layers."""
    made: dict[Tensor, Tensor] = {}

    def of(tensor: Tensor) -> Tensor:
        if tensor.layer is None:
            return tensor
        if tensor not in made:
            names = {name: str(name) for name in vars(tensor.layer).values() if isinstance(name, Size)}
            made[tensor] = replace(tensor, layer=tensor.layer.resolved(names), takes=tuple(map(of, tensor.takes)))
        return made[tensor]

    return of(output)
