"""Several submissions are judged by threads of one process, while others print: nothing printed is lost, and no verdict is another one."""

import os
import threading

import pytest

from autograder.judge import Collector, RubricError, run

from ..support.judged import seen
from ..support.scope import function


def test_judging_leaves_the_streams_and_the_surroundings_alone(capsys, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    evidence = seen("identity_block", function("identity_block"))
    found, printed = [], []

    def judge_some() -> None:
        for _ in range(3):
            found.append([c.outcome for c in run({"identity_block": evidence})["identity_block"].criteria])

    threads = [threading.Thread(target=judge_some) for _ in range(3)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        printed.append(f"line {len(printed)}")
        print(printed[-1])
        threads[0].join(0.005)
    assert capsys.readouterr().out.splitlines() == printed and len(printed) > 10
    assert len(found) == 9 and all(outcomes == ["passed"] * 16 for outcomes in found)
    assert os.environ["PYTEST_ADDOPTS"] == "--no-such-option" and "PYTEST_DISABLE_PLUGIN_AUTOLOAD" not in os.environ


def test_a_fault_of_ours_is_told_and_not_printed(monkeypatch, capfd):
    """Pytest's own account of a fault in a plug-in would go to stderr, where a terminal shows it beside other submissions."""
    evidence = seen("identity_block", function("identity_block"))
    capfd.readouterr()  # TensorFlow's greetings

    def broken(self, item, call):
        raise RuntimeError("a fault")

    monkeypatch.setattr(Collector, "pytest_runtest_makereport", broken)
    with pytest.raises(RubricError, match="a fault"):
        run({"identity_block": evidence})
    assert capfd.readouterr() == ("", "")
