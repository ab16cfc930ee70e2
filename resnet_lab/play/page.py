"""Puts the recorded runs and the words into the page, `docs/playground.html`, and shows it in a notebook. How the page looks and acts is in `page.html`."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from pathlib import Path

from .dials import DIALS, SEEDS, State, states
from .record import HIGHEST, LOWEST, TOP, read
from .words import ABOUT, QUESTIONS, START, STEPS
from .words import DIALS as SAID

TEMPLATE = Path(__file__).with_name("page.html")
FILE = Path(__file__).parents[2] / "docs" / "playground.html"
HEIGHT = 900  # pixels of the page's frame in a notebook


def words() -> dict[str, object]:
    """What the page's script is told."""

    def set_to(state: State | None) -> dict[str, object] | None:
        return state and state._asdict()

    dials = {
        name: {
            "title": SAID[name][0],
            "values": [(value, SAID[name][1][value][0]) for value in values],
            "said": {value: SAID[name][1][value][1] for value in values},
        }
        for name, values in DIALS.items()
    }
    reached = {None, *states()}
    questions = [
        {"asks": q.asks, "look": q.look, "state": set_to(q.state), "other": set_to(q.other)}
        for q in QUESTIONS
        if {q.state, q.other} <= reached
    ]
    return {"dials": dials, "questions": questions, "start": set_to(START), "steps": STEPS, "top": TOP["loss"], "powers": (LOWEST, HIGHEST)}


@cache
def page() -> str:
    """The whole page: the same runs, the same bytes."""
    _, runs = read()
    keys = [state.key for state in states()]
    lines = ["|".join([key, *(" ".join(runs[key][name]) for name in ("loss", "accuracy", "gradients"))]) for key in keys]
    counts = {"states": len(keys), "runs": f"{len(keys) * len(SEEDS):,}"}
    parts = {
        "<!--ABOUT-->": "\n".join(f"<p>{escape(text.format(**counts))}</p>" for text in ABOUT),
        "<!--WORDS-->": json.dumps(words(), ensure_ascii=False).replace("</", "<\\/"),
        "<!--RUNS-->": "\n".join(lines),
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


class Playground:
    """The page. In Jupyter and Colab it shows itself; it needs no kernel after that."""

    def __repr__(self) -> str:
        return 'A page of recorded runs, for a notebook or a browser: lab.playground().save("playground.html") writes it to a file.'

    def _repr_html_(self) -> str:
        style = f"width:100%;height:{HEIGHT}px;border:1px solid #8c959f;border-radius:6px"
        return f'<iframe title="A playground of real runs" srcdoc="{escape(page())}" style="{style}"></iframe>'

    def save(self, path: str | Path) -> None:
        Path(path).write_text(page(), encoding="utf-8")


def playground() -> Playground:
    """Dials for small networks that were trained beforehand: how each learns, and how large its gradients are."""
    return Playground()


if __name__ == "__main__":
    missing = len({state.key for state in states()} - {*read()[1]})
    if missing:
        raise SystemExit(f"{missing} settings have no runs yet: make playground records them.")
    Playground().save(FILE)
    print(f"wrote {FILE}")
