"""The rates that the README tells are those of the page that `make quality` has written."""

from pathlib import Path

from ..rates.quality import PAGE

README = Path(__file__).parents[2] / "README.md"


def rows(path: Path) -> dict[str, list[str]]:
    """The tables of a page: first cell → the others; of cells that are first twice, the first."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("| "):
            first, *others = (cell.strip() for cell in line.strip("|").split("|"))
            found.setdefault(first, others)
    return found


def test_the_rates_are_those_that_were_measured():
    told, measured = rows(README), rows(PAGE)
    for verdict in ("wrong answers rejected", "right answers accepted"):
        assert told[verdict] == measured[verdict]
    _, _, first, _, wrongly, _ = measured["together"]
    _, _, both, _, wrongly_of_two, _ = measured["pairs"]
    assert [told["one mistake: named first"][0], told["one mistake: named wrongly"][0]] == [first, wrongly]
    strangers = told["answers by who had seen the task only: the first line says what is wrong"][0]
    assert strangers == measured["the first line says what its author says is wrong"][1]
    assert [told["two mistakes: both named"][0], told["two mistakes: named wrongly"][0]] == [both, wrongly_of_two]
