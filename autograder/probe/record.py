"""What the grader asks a submission's process at a graded cell: to probe an exercise and save the evidence. It judges nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from . import calls as calls

if TYPE_CHECKING:
    from ..evidence import Facts
    from .function import Namespace


def record(namespace: Namespace, question: Facts, path: str, out: Collection[str] = ()) -> None:
    """Probe one exercise and save its evidence. question, out: as in `probe`."""
    with all_open_files():
        calls.probe(question, namespace, out).save(path)


@contextmanager
def all_open_files() -> Iterator[None]:
    """What was kept back of the open files (see `sandbox.confine`) may be used: a notebook that has filled its share can still be probed."""
    try:
        import resource
    except ImportError:  # not on Windows
        yield
        return
    share, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # macOS says that there is no limit, and then refuses
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (share, most))
