"""Notebooks that want secrets or ruin: crashes, floods, reading and writing, the network, processes, ways out, what people read."""

import pytest

from autograder.grading.limits import Limits
from autograder.sandbox.warm import CAN_FORK

from . import attacks
from .attacked import Attacked, cases

GROUPS = {
    "ends": attacks.ENDS,
    "without end": attacks.WITHOUT_END,
    "floods": attacks.FLOODS,
    "reading": attacks.READING,
    "writing": attacks.WRITING,
    "network": attacks.NETWORK,
    "processes": attacks.PROCESSES,
    "imports": attacks.IMPORTS,
    "ways out": attacks.ESCAPES,
    "shown": attacks.SHOWN,
    "values": attacks.VALUES,
}
SEEN = {  # what the checks say of an attack that nothing hinders
    ("reading", "the solutions"): "the secret word was read",
    ("reading", "the grader's code"): "the grader's code or a solution was read",
    ("reading", "environments"): "the secret word was read",
    ("writing", "the gradebook"): "touched",
    ("writing", "the course's folder"): "touched",
    ("network", "TCP"): "called: TCP",
    ("network", "UDP"): "called: UDP",
    ("network", "an abstract socket"): "called: an abstract socket",
    ("ways out", "uncounted memory"): "must be refused",
}
pytestmark = [
    pytest.mark.attack,
    pytest.mark.skipif(not CAN_FORK, reason="only Linux can isolate a submission"),
    pytest.mark.filterwarnings("ignore"),  # of the kernels' event loops
]


@pytest.fixture(scope="module", params=["isolated", "unsafe"])
def attacked(request, tmp_path_factory):
    with Attacked(tmp_path_factory.mktemp(request.param)) as attacked:
        yield attacked


@pytest.mark.parametrize("attacked", ["isolated"], indirect=True)
@pytest.mark.parametrize("attack", cases(GROUPS))
def test_it_does_no_harm(attacked, attack):
    assert attacked.complaints(attack) == []


@pytest.mark.parametrize("attacked", ["unsafe"], indirect=True)
@pytest.mark.parametrize("group, name, says", [(*key, says) for key, says in SEEN.items()], ids=[": ".join(key) for key in SEEN])
def test_harm_would_be_seen(attacked, group, name, says):
    """The same attacks with the grader's own rights."""
    assert says in "; ".join(attacked.complaints(GROUPS[group][name], Limits(seconds=60, unsafe=True)))
