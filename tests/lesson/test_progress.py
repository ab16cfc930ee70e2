"""The bar that is shown while something long runs: its words, its clock, its curves, and what is left when it is stopped."""

import itertools
import sys

import pytest

from resnet_lab import progress


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on by a second with each look at it."""
    ticks = itertools.count()
    monkeypatch.setattr(progress.time, "monotonic", lambda: float(next(ticks)))


def test_in_a_terminal_one_line_is_written_over_itself(monkeypatch, capsys, clock):
    monkeypatch.setattr(
        sys, "stdout", type("Terminal", (), {"write": sys.stdout.write, "flush": sys.stdout.flush, "isatty": lambda s: True})()
    )
    with progress.progress(3, "training") as bar:
        for _ in range(3):
            bar.step("some words")
    out, err = capsys.readouterr()
    lines = out.split("\r")
    assert err == "" and out.count("\n") == 1 and out.endswith("\n") and len(lines) > 3
    assert "training" in lines[1] and " 0%" in lines[1]  # at once, before anything is done
    assert "33%" in lines[2] and "some words" in lines[2] and "█" in lines[2]
    assert lines[-1].rstrip().startswith("training: ") and lines[-1].rstrip().endswith(" s")
    assert len(lines[-1].rstrip("\n")) >= len(lines[-2])  # nothing of the longer line stays


def test_in_a_file_there_is_only_the_last_line(capsys):
    with progress.progress(2, "training") as bar:
        bar.step()
        bar.step()
    assert capsys.readouterr().out == "training: 0 s\n"


def test_updates_are_few(monkeypatch):
    shown = []
    bar = progress.Bar(10_000, "training")
    monkeypatch.setattr(bar, "show", lambda: shown.append(bar.done))
    for _ in range(10_000):
        bar.step()
    assert bar.done == 10_000 and len(shown) < 20
    bar.step("begins", by=0)
    assert shown[-1] == 10_000 and bar.note == "begins"


def test_an_exception_ends_the_bar_and_goes_on(capsys):
    with pytest.raises(ZeroDivisionError), progress.progress(2, "training"):
        raise ZeroDivisionError
    assert capsys.readouterr().out == "training: stopped after 0 s\n"


def test_who_stops_a_cell_reads_one_line_and_none_of_our_code(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    try:
        done = shell.run_cell("from resnet_lab.progress import progress\nwith progress(2, 'training'):\n    raise KeyboardInterrupt")
        assert isinstance(done.error_in_exec, KeyboardInterrupt)  # so that the cells after it are not run
        out = capsys.readouterr().out.strip().splitlines()
        assert out == ["training: stopped after 0 s", "Stopped. Run the cell again when you like; it begins anew."]
    finally:
        InteractiveShell.clear_instance()


def test_the_clock_runs_while_nothing_is_done(monkeypatch):
    shown = []
    monkeypatch.setattr(progress, "TICK", 0.01)
    monkeypatch.setattr(progress.Bar, "show", lambda bar: shown.append(bar.note))
    with progress.progress(2, "training") as bar:
        bar.step("preparing", by=0)
        for _ in range(300):
            if shown.count("preparing") > 2:
                break
            progress.time.sleep(0.01)
    assert shown[0] == "beginning" and shown.count("preparing") > 2


def test_numbers_grow_to_curves_whose_height_is_theirs():
    bar = progress.Bar(4, "training")
    assert progress.drawn(bar.curves) == ""
    for value in (4.0, 2.0, 1.0):
        bar.step("a <b>", value)
    bar.step("c", 4.0)
    html = progress.drawn(bar.curves)
    assert html.count("<polyline") == 2 and "a &lt;b&gt; 1.00" in html and "c 4.00" in html
    points = [tuple(map(float, point.split(","))) for point in html.split('points="')[1].split('"')[0].split()]
    high = [progress.HIGH - y for _, y in points]
    assert [round(h / high[-1]) for h in high] == [4, 2, 1] and [x for x, _ in points] == sorted(x for x, _ in points)


class Handle:
    def __init__(self, shown):
        self.shown = shown

    def update(self, data, raw):
        assert raw
        self.shown.append(data)


def test_in_a_notebook_one_display_changes_and_words_are_escaped(monkeypatch, capsys, clock):
    import IPython

    shown = []

    def display(data, raw, display_id):
        assert raw and display_id and not shown
        shown.append(data)
        return Handle(shown)

    monkeypatch.setattr(IPython, "get_ipython", lambda: type("Shell", (), {"kernel": True})())
    monkeypatch.setattr("IPython.display.display", display)
    with progress.progress(2, "<b>&") as bar:
        bar.step("<script>")
        bar.step("<script>")
    assert len(shown) == 4
    for data in shown:
        assert "<b>" not in data["text/html"] and "<script" not in data["text/html"] and "&lt;b&gt;&amp;" in data["text/html"]
    assert "<progress" in shown[1]["text/html"] and 'value="0.500"' in shown[1]["text/html"] and "50%" in shown[1]["text/plain"]
    assert "<progress" not in shown[-1]["text/html"] and shown[-1]["text/plain"].endswith(" s")
    assert capsys.readouterr() == ("", "")
