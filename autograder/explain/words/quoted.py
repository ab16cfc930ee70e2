"""What is quoted in a sentence: a student's line, an exception, a value."""

from __future__ import annotations

from collections.abc import Iterable

from ...judge.finding import Finding
from ...layers.recorded import ErrorFacts, LineFacts

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(n: int) -> str:
    """In words, up to ten."""
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def plural(n: int, what: str) -> str:
    return f"{number(n)} {what}" if n == 1 else f"{number(n)} {what}s"


def where(line: LineFacts | None) -> str:
    if line is None:
        return "line unknown"
    return f"line {line['number']}: {line['text']}" if line["text"] else f"line {line['number']}"


def quoted(line: LineFacts | None) -> str:
    """The same within a sentence, the line's text as code."""
    if line is None or not line["text"]:
        return where(line)
    source = line["text"].replace("`", "'")
    return f"line {line['number']}: `{source}`"


def placed(line: LineFacts | None) -> str:
    """In brackets behind what stands there; nothing where the line is not known."""
    return f" ({quoted(line)})" if line else ""


def exception(error: ErrorFacts) -> str:
    first, *rest = [line.strip() for line in error["message"].split("\n") if line.strip()] or [""]
    calling = first.startswith("Exception encountered when calling")  # Keras's, before the words that say why
    message = (rest[0] if rest and calling else first).replace("`", "'")  # a backtick here begins code, and Keras's stand in twos or alone
    return f"{error['type']}: {message}{placed(error['line'])}" if message else f"{error['type']}{placed(error['line'])}"


def error_of(finding: Finding) -> ErrorFacts:
    """The exception of a finding, of a kind that has one."""
    assert finding.error is not None
    return finding.error


def shown(value: object) -> str:
    """A value within a sentence: 3, 2×3, 'same'."""
    return repr(value) if isinstance(value, str) else "×".join(map(str, value)) if isinstance(value, tuple) else str(value)


def written(value: object) -> str:
    """A value as in a call: 3, [2, 3]."""
    return str(list(value)) if isinstance(value, tuple) else str(value)


def listed(words: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def parameters(names: Iterable[str]) -> str:
    """ "parameter `f` is", "parameters `f` and `s` are"."""
    marked = [f"`{name}`" for name in names]
    return f"parameter {marked[0]} is" if len(marked) == 1 else f"parameters {listed(marked)} are"
