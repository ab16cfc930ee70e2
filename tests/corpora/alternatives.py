"""Right answers in many ways: the rewritings of `right`, alone and composed at random, each on what the others left."""

from __future__ import annotations

import random

from autograder.author.right import Right

from ..support.scope import function
from .right import CONVOLUTIONAL, IDENTITY, NETWORK, REWRITINGS

LAST = ("other names", "annotations", "dead code after the return", "prefixes")  # they rename what others look for


def rewritten(source: str, edits) -> str | None:
    """With every edit everywhere; None where one finds nothing to change."""
    for old, new in edits:
        if old not in source:
            return None
        source = source.replace(old, new)
    return source


def is_python(source: str) -> bool:
    """Two rewritings of one place need not fit together."""
    try:
        compile(source, "composed", "exec")
    except SyntaxError:
        return False
    return True


def alone() -> list[Right]:
    tables = {"identity_block": REWRITINGS, "convolutional_block": REWRITINGS, "ResNet50": NETWORK}
    out = [
        Right(name, exercise, rewritten(function(exercise), edits)) for exercise, table in tables.items() for name, edits in table.items()
    ]
    out += [Right(name, "identity_block", source) for name, source in IDENTITY.items()]
    return out + [Right(name, "convolutional_block", source) for name, source in CONVOLUTIONAL.items()]


def composed(count: int, seed: int = 1) -> list[Right]:
    """Each of three to six rewritings, as many as fit together."""
    rng, out, seen = random.Random(seed), [], set()
    tables = {"identity_block": REWRITINGS, "convolutional_block": REWRITINGS, "ResNet50": NETWORK}
    while len(out) < count:
        exercise = rng.choices(list(tables), weights=(2, 2, 1))[0]
        chosen = sorted(rng.sample(sorted(tables[exercise]), rng.randint(3, 6)), key=lambda name: name in LAST)
        source, fitting = function(exercise), []
        for name in chosen:
            new = rewritten(source, tables[exercise][name])
            if new is not None:
                source, fitting = new, [*fitting, name]
        if len(fitting) > 2 and source not in seen and is_python(source):
            seen.add(source)
            out.append(Right(" + ".join(fitting), exercise, source))
    return out
