"""The server of this process, which the commands under test ask too: each would import for five seconds what all of them need."""

from __future__ import annotations

import os
import subprocess
from typing import Any

from autograder.grading.ready import THERE, server


def popen(call: list[str], **options: Any) -> subprocess.Popen:
    """As `subprocess.Popen`."""
    return subprocess.Popen(call, **asking(options))


def run(call: list[str], **options: Any) -> subprocess.CompletedProcess:
    """As `subprocess.run`."""
    return subprocess.run(call, **asking(options))


def asking(options: dict[str, Any]) -> dict[str, Any]:
    descriptors = server()
    environment = {**(options.get("env") or os.environ), THERE: " ".join(map(str, descriptors))}
    return {**options, "env": environment, "pass_fds": descriptors}
