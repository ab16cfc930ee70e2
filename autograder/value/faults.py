"""What went wrong while an exercise's file was read, in one line: where, and what to do. It reads no file itself."""

from __future__ import annotations

import re
from pathlib import Path
from traceback import walk_tb

MISSING = re.compile(r"cannot import name '(\w+)' from 'autograder\.layers'")
NAMES = "while the value is read a size is a name, with which Python can decide and count nothing"


def said(error: Exception, file: Path) -> str:
    """With the line of this file where it came about, if that is known."""
    return f"line {line}: {words(error)}" if (line := line_of(error, file)) else words(error)


def line_of(error: Exception, file: Path) -> int | None:
    if isinstance(error, SyntaxError):
        return error.lineno
    numbers = [number for frame, number in walk_tb(error.__traceback__) if Path(frame.f_code.co_filename) == file]
    return numbers[-1] if numbers else None


def words(error: Exception) -> str:
    text = " ".join(str(error).split())
    match error:
        case ValueError():
            return text
        case SyntaxError():
            return f"this is not Python: {error.msg}"
        case ImportError() if missing := MISSING.search(text):
            return f"there is no layer `{missing[1]}` in autograder/layers; there are {', '.join(there())}"
        case NameError() if error.name in there():
            return f"`{error.name}` is not imported; write from ..layers import {error.name}"
        case NameError():
            return f"`{error.name}` is the name of nothing here; import it, or see autograder/layers for the layers that there are"
        case TypeError() if "Size" in text:
            return f"{text}: {NAMES}"
    return f"{type(error).__name__}: {text}"


def there() -> list[str]:
    from ..layers import LAYERS  # here, since the names of exercises cost nothing to import

    return [layer.__name__ for layer in LAYERS]
