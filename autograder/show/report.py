"""Turns a verdict into what people read: text, an HTML card, or plain data. Pure: it judges nothing and runs nothing.

Everything in a verdict that may come from a student's code (lines, exception messages) is made inert here: escaped in
HTML, without control characters in text.
"""

from __future__ import annotations

import base64
import io
import keyword
import re
import textwrap
import tokenize
from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING, Any, TypedDict

from ..exercises import EXERCISES, exercise
from ..value.points import together

if TYPE_CHECKING:
    from ..explain.diagnosis import Diagnosis
    from ..explain.picture import Picture
    from ..explain.verdict import Verdict
    from ..judge import Criterion

# what steers a terminal or turns the direction of writing, other ends of lines, and halves of characters, which cannot be written
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
SIGNS = {"passed": "✓", "failed": "✗", "skipped": "–"}
WHOLE = {"passed": "all right", "failed": "not yet right", "not attempted": "not attempted"}
WORDS = {"passed": "met", "failed": "not met", "skipped": "not judged"}
SUMMARY = "<summary style='cursor:pointer;display:list-item'>"  # or Bootstrap, in nbgrader's feedback, takes its triangle away
TOKENS = {tokenize.COMMENT: "opacity:.75;font-style:italic", tokenize.STRING: "color:#2779b0", tokenize.NUMBER: "color:#2779b0"}
BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#888888"  # Okabe and Ito's palette: told apart by every eye


def number(points: float) -> str:
    """2.0 → 2, 2.25 → 2.25, 0.125 → 0.125; of thirds as many digits as a verdict keeps."""
    return f"{points:.4f}".rstrip("0").rstrip(".")


def inert(text: str) -> str:
    """A stranger's words for a page or a terminal: they steer nothing."""
    return CONTROL.sub("�", text)


def flat(text: str) -> str:
    """The same in one line, whatever it holds."""
    return inert(" ".join(text.split()))


def indented(text: str) -> str:
    """The same with its lines from the second on indented, so that none of them looks like one of ours."""
    return inert(text).replace("\n", "\n    ")


def score(verdict: Verdict) -> str:
    return f"{number(verdict.points)} of {number(verdict.max_points)} points"


def headline(verdict: Verdict) -> str:
    return f"{verdict.exercise}: {WHOLE[verdict.outcome]}, {score(verdict)}"


def open_criteria(verdict: Verdict) -> list[Criterion]:
    return [c for c in verdict.criteria if c.outcome != "passed"]


def explained(verdict: Verdict) -> set[str]:
    """The criteria of which a mistake by name says all that there is to say, or from which they follow."""
    sure = [d for d in verdict.diagnosis if d.certain]
    return {name for d in sure for name in d.costs} | ({"output", "summary"} if sure else set())


def next_step(verdict: Verdict) -> str:
    """What to do now, with code in backticks."""
    if verdict.outcome != "passed":
        return f'For a nudge: `hint("{verdict.exercise}")`.'
    order = [*together([verdict.exercise])]
    after = order[order.index(verdict.exercise) + 1 :][:1] if verdict.exercise in order else []
    more = f"Next comes `{after[0]}`. " if after else ""
    return f'{built(verdict.exercise)}{more}For a model answer to compare with: `solution("{verdict.exercise}")`.'


def built(name: str) -> str:
    """What who has it right has in hand now."""
    words = exercise(name).built if name in EXERCISES else ""
    return f"{words} " if words else ""


def cell_words(verdict: Verdict, cell: int | None) -> str:
    """Which run of which cell was judged, where that is known; a cell that was changed since has to be run again."""
    return f"cell [{cell}] as it was run" if cell is not None and not verdict.note else ""


def text(verdict: Verdict, cell: int | None = None) -> str:
    """For a terminal, at most 100 characters wide."""
    lines = [headline(verdict) + (f" ({words})" if (words := cell_words(verdict, cell)) else "")]
    if verdict.note:
        lines += wrap(verdict.note, "  ")
    for d in verdict.diagnosis:
        lines += wrap(f"{sure(d)}{d.says} ({d.where})", "  ▸ ", "    ")
        lines += wrap(d.why, "    ")
    if verdict.picture:
        lines += ["", *picture_lines(verdict.picture), ""]
    if not verdict.note:
        known = explained(verdict)
        for c in verdict.criteria:
            lines += wrap(f"{SIGNS[c.outcome]} {c.says} ({number(c.points)}/{number(c.max_points)})", "  ")
            if c.message and c.id not in known:
                lines += wrap(c.message, "      ")
    if verdict.remark:
        lines += wrap(verdict.remark, "  ")
    lines += wrap(next_step(verdict).replace("`", ""), "  ")
    return inert("\n".join(lines).replace("\t", " "))


def sure(d: Diagnosis) -> str:
    return "" if d.certain else "Perhaps: "


def picture_lines(picture: Picture) -> list[str]:
    from ..explain.picture import text

    return text(picture)


def wrap(words: str, indent: str, hanging: str | None = None) -> list[str]:
    hanging = indent + "  " if hanging is None else hanging
    return textwrap.wrap(inert(words), 100, initial_indent=indent, subsequent_indent=hanging, break_long_words=True) or [indent]


class Exercise(TypedDict):
    """One exercise of the command line's JSON. criteria: the fields of each. diagnosis: what `Diagnosis.plain` gives."""

    name: str
    outcome: str
    points: float
    max_points: float
    note: str
    remark: str
    criteria: list[dict[str, Any]]
    diagnosis: list[dict[str, Any]]


def plain(verdict: Verdict) -> Exercise:
    return {
        "name": verdict.exercise,
        "outcome": verdict.outcome,
        "points": verdict.points,
        "max_points": verdict.max_points,
        "note": verdict.note,
        "remark": verdict.remark,
        "criteria": [asdict(c) for c in verdict.criteria],
        "diagnosis": [d.plain() for d in verdict.diagnosis],
    }


def html(verdict: Verdict, hints: bool = True, cell: int | None = None) -> str:
    """A card for Jupyter, Colab and the feedback page. Colours come from the page, so it is at home in light and dark."""
    colour = {"passed": BLUE, "failed": ORANGE, "not attempted": GREY}[verdict.outcome]
    parts = [header(verdict, colour, cell_words(verdict, cell))]
    if verdict.note:
        parts.append(f"<p style='margin:0.6em 0 0'>{code(inert(verdict.note))}</p>")
    parts += [mistake(d) for d in verdict.diagnosis]
    if verdict.picture:
        parts.append(picture_html(verdict.picture))
    if not verdict.note:
        if verdict.diagnosis and open_criteria(verdict):
            parts.append("<div style='margin-top:1em;opacity:.7'>What is not met yet:</div>")
        known = explained(verdict)
        parts += [(short if c.id in known else item)(c) for c in open_criteria(verdict)]
        parts.append(met(verdict))
    if verdict.remark:
        parts.append(f"<p style='margin:0.8em 0 0'>{code(inert(verdict.remark))}</p>")
    if hints:
        parts.append(f"<p style='margin:0.8em 0 0;opacity:.75'>{code(next_step(verdict))}</p>")
    return card("".join(parts), colour)


def card(content: str, colour: str) -> str:
    """A frame for feedback. The dollars in it are a student's: MathJax leaves what has this class alone."""
    return (
        f"<div class='tex2jax_ignore' style='border:1px solid rgba(128,128,128,.35);border-left:5px solid {colour};border-radius:6px;"
        "padding:.8em 1.1em;margin:.3em 0;max-width:52em;font-family:system-ui,sans-serif;font-size:14px;line-height:1.45'>"
        f"{content}</div>"
    )


def header(verdict: Verdict, colour: str, judged: str = "") -> str:
    share = 100 * verdict.points / verdict.max_points if verdict.max_points else 0
    words = f"{WHOLE[verdict.outcome].capitalize()}."
    words += f"&ensp;<span style='opacity:.75'>{judged}</span>" if judged else ""
    return (
        "<div style='display:flex;justify-content:space-between;flex-wrap:wrap;gap:.1em 1em;align-items:baseline'>"
        f"<span><code style='font-size:15px;font-weight:600'>{escape(verdict.exercise)}</code>&ensp;{words}</span>"
        f"<span style='white-space:nowrap;font-weight:600'>{score(verdict)}</span></div>"
        "<div style='height:5px;border-radius:3px;background:rgba(128,128,128,.25);margin:.5em 0 .2em'>"
        f"<div style='height:5px;border-radius:3px;width:{share:.0f}%;background:{colour}'></div></div>"
    )


def item(c: Criterion) -> str:
    """A criterion that is not met, and why."""
    message = f"<div style='opacity:.85'>{code(inert(c.message))}</div>" if c.message else ""
    return row(c, f"<div style='font-weight:600'>{code(inert(c.says))}</div>{message}")


def short(c: Criterion) -> str:
    """One whose reason stands above already; what it says itself is folded."""
    if not c.message:
        return item(c)
    return row(c, f"<details>{SUMMARY}{code(inert(c.says))}</summary><div style='opacity:.85'>{code(inert(c.message))}</div></details>")


def row(c: Criterion, words: str) -> str:
    colour = ORANGE if c.outcome == "failed" else GREY
    return (
        "<div style='display:flex;gap:.7em;margin-top:.5em'>"
        f"<span role='img' aria-label='{WORDS[c.outcome]}' style='color:{colour};font-weight:700;width:1em'>{SIGNS[c.outcome]}</span>"
        f"<div style='flex:1;min-width:0;overflow-wrap:anywhere'>{words}</div>"
        f"<span style='white-space:nowrap;opacity:.7'>{number(c.points)} / {number(c.max_points)}</span></div>"
    )


def mistake(d: Diagnosis) -> str:
    """A mistake by name: what it is, where, and why it matters."""
    return (
        "<div style='display:flex;gap:.7em;margin-top:.8em'>"
        f"<span aria-hidden='true' style='color:{ORANGE};font-weight:700;width:1em'>▸</span>"
        "<div style='flex:1;min-width:0;overflow-wrap:anywhere'>"
        f"<div style='font-weight:600;font-size:15px'>{sure(d)}{code(inert(d.says))}</div>"
        f"<div style='opacity:.85'>{place(d.where)}</div>"
        f"<div style='margin-top:.2em'>{code(inert(d.why))}</div></div></div>"
    )


def place(where: str) -> str:
    """ "second component, line 7: X = …" with the student's own line as code."""
    match = re.fullmatch(r"(?s)(.*?)(?:, )?(line \d+)(?:: (.*))?", where)
    if not match:
        return escape(inert(where[:1].upper() + where[1:]))
    before, line, source = match.groups()
    words = f"{before}, {line}" if before else line
    shown = f": <code>{escape(inert(source))}</code>" if source else ""
    return escape(inert(words[:1].upper() + words[1:])) + shown


def picture_html(picture: Picture) -> str:
    """The picture in the page itself, with its words for those who cannot see it."""
    from .diagram import beside

    data = base64.b64encode(beside(picture).svg().encode()).decode()
    height = min(4 * (max(len(picture.expected), len(picture.yours)) + 1), 60)  # em: 4 for a step, and for the heading
    return (
        f"<details open style='margin-top:.8em'>{SUMMARY}The expected steps, and yours</summary>"
        f"<img alt='{escape(inert(picture.words()), quote=True)}' src='data:image/svg+xml;base64,{data}' "
        f"style='max-width:100%;max-height:{height}em;margin-top:.5em;border-radius:6px;background:#fcfcfc'></details>"
    )


def code(words: str) -> str:
    """`word` in backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words, quote=False))


def hint(exercise: str, about: str, steps: tuple[str, ...], step: int) -> tuple[str, str]:
    """One of the hints to a mistake, as text and as a card."""
    which = f"Hint {step} of {len(steps)}: {about}"
    more = f'For the next hint, run it again: `hint("{exercise}")`' if step < len(steps) else ""
    text = "\n".join(filter(None, [which, steps[step - 1], more])).replace("`", "")
    faint, last = "<div style='opacity:.75'>{}</div>", f"<div style='margin-top:.6em;opacity:.75'>{code(more)}</div>" if more else ""
    return text, card(f"{faint.format(code(which))}<div style='margin:.4em 0'>{code(steps[step - 1])}</div>{last}", GREY)


def listing(words: str, source: str) -> str:
    """A piece of Python under a sentence, in colours that the page's light or dark theme leaves legible."""
    return (
        f"<div style='opacity:.75'>{escape(words)}</div>"
        "<pre style='margin:.6em 0 0;overflow-x:auto;white-space:pre;word-break:normal;overflow-wrap:normal;line-height:1.4;background:transparent;"
        f"color:inherit'><code style='white-space:pre;background:transparent;color:inherit;font-family:monospace'>{coloured(source)}</code></pre>"
    )


def coloured(source: str) -> str:
    """Python as HTML: keywords, strings and comments told apart, with enough contrast on white and on black."""
    lines = source.splitlines(keepends=True)
    starts = [sum(map(len, lines[:i])) for i in range(len(lines) + 1)]
    parts, done = [], 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        style = "font-weight:600" if keyword.iskeyword(token.string) else TOKENS.get(token.type)
        if style:
            begin, end = (starts[row - 1] + column for row, column in (token.start, token.end))
            parts += [escape(source[done:begin]), f"<span style='{style}'>{escape(source[begin:end])}</span>"]
            done = end
    return "".join([*parts, escape(source[done:])])


def met(verdict: Verdict) -> str:
    passed = [c for c in verdict.criteria if c.outcome == "passed"]
    if not passed:
        return ""
    rows = "".join(
        f"<div><span role='img' aria-label='met' style='color:{BLUE};font-weight:700'>✓</span>&ensp;{code(c.says)}"
        f"&ensp;<span style='opacity:.7'>{number(c.points)}</span></div>"
        for c in passed
    )
    some = "All" if len(passed) == len(verdict.criteria) else f"{len(passed)} of {len(verdict.criteria)}"
    return (
        f"<details style='margin-top:.8em'>{SUMMARY}{some} criteria met</summary><div style='margin:.4em 0 0 .2em'>{rows}</div></details>"
    )


def table(verdicts: list[Verdict]) -> str:
    """The points of all exercises, as text."""
    width = max(len(v.exercise) for v in verdicts)
    lines = [f"{v.exercise:<{width}}  {number(v.points):>5} / {number(v.max_points):<5} {WHOLE[v.outcome]}" for v in verdicts]
    total, most = sum(v.points for v in verdicts), sum(v.max_points for v in verdicts)
    return "\n".join([*lines, f"{'together':<{width}}  {number(total):>5} / {number(most)}"])


def table_html(verdicts: list[Verdict]) -> str:
    colours = {"passed": BLUE, "failed": ORANGE, "not attempted": GREY}
    rows = "".join(
        "<tr style='background:transparent'>"
        f"<td style='text-align:left;padding:.25em 1.2em .25em 0'><code>{escape(v.exercise)}</code></td>"
        f"<td style='padding:.25em 1.2em .25em 0'>{number(v.points)} / {number(v.max_points)}</td>"
        f"<td style='text-align:left;padding:.25em 0'><span style='color:{colours[v.outcome]}'>●</span> {WHOLE[v.outcome]}</td></tr>"
        for v in verdicts
    )
    total, most = sum(v.points for v in verdicts), sum(v.max_points for v in verdicts)
    body = f"<table style='border:none;margin:0;font-size:14px'>{rows}</table><div style='font-weight:600;margin-top:.3em'>{number(total)} of {number(most)} points</div>"
    return card(body, BLUE if total == most else GREY)
