"""The report as a page: HTML without script, for screen and paper, light and dark. Nothing is computed but the picture."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from ...evidence.version import words
from ...show.report import BLUE, code, inert, number
from .items import FEWEST, LOW

if TYPE_CHECKING:
    from .data import Report

BINS = 10  # of the picture


def page(found: Report, anonymous: bool) -> str:
    """anonymous: who it was is left out."""
    html = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=PackageLoader("autograder.course.report", ""))
    html.filters |= {"inert": inert, "number": number, "percent": percent, "marked": lambda text: Markup(code(inert(text)))}
    counts, edges = histogram(found)
    return html.get_template("page.html").render(
        r=found,
        anonymous=anonymous,
        version=words(),
        fewest=FEWEST,
        low=LOW,
        mean=number(round(float(np.mean([*found.points.values()])), 2)) if found.points else "–",
        bins=[(f"{number(low)} to {number(high)}", int(count)) for count, low, high in zip(counts, edges, edges[1:])],
        picture=picture(found),
        items={name: [c for c in found.criteria if c.exercise == name] for name in found.done},
    )


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def histogram(found: Report) -> tuple[np.ndarray, np.ndarray]:
    return np.histogram([*found.points.values()], bins=BINS, range=(0, found.max_points or 1))


def picture(found: Report) -> str:
    """The distribution of points, as an SVG in an address."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    counts, edges = histogram(found)
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "report", "font.size": 12}):
        figure = Figure(figsize=(7.2, 2.6), layout="constrained", facecolor="#fcfcfc")
        axes = figure.subplots()
        axes.set_facecolor("#fcfcfc")
        axes.bar(edges[:-1], counts, width=np.diff(edges), align="edge", color=BLUE, edgecolor="#fcfcfc", linewidth=1.5)
        axes.set(xlabel="points", ylabel="students", xlim=(0, edges[-1]))
        axes.set_xticks(edges[::2], [number(edge) for edge in edges[::2]])
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.spines[["top", "right"]].set_visible(False)
        content = BytesIO()
        figure.savefig(content, format="svg", metadata={"Date": None})
    return f"data:image/svg+xml;base64,{base64.b64encode(content.getvalue()).decode()}"
