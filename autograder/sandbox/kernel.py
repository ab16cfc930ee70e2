"""The process in which a submission runs: sets its limits, then serves an ordinary Jupyter kernel.

`python -m autograder.sandbox.kernel -f CONNECTION_FILE`; it is started in an empty folder. The memory limit
(bytes) comes in AUTOGRADER_MEMORY, the working directory of the notebook in AUTOGRADER_FOLDER. On Linux the process is
forked with everything imported, see `server`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as in Jupyter: who marks a plot by hand has to see it
    "CUDA_VISIBLE_DEVICES": "-1",  # grading needs no GPU, and a GPU's numbers are coarser
    "PYTHONDONTWRITEBYTECODE": "1",
    "TF_NUM_INTRAOP_THREADS": "1",  # challenges are small, and other submissions use the other cores
    "TF_NUM_INTEROP_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",  # NumPy would start threads when it is imported, and a process with threads cannot be forked
}


def limit_memory() -> None:
    limit = int(os.environ.get("AUTOGRADER_MEMORY", 0))
    try:
        import resource
    except ImportError:  # not on Windows
        return
    if limit:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))  # what a process allocates, not what it maps
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def only_installed_modules() -> None:
    """Modules in the folder where we start are not ours to run."""
    sys.path[:] = [p for p in sys.path if p not in ("", os.getcwd())]


def serve(arguments: list[str], ready: Callable[[], None] = lambda: None) -> None:
    """Be the kernel, until it is shut down. `ready` is called when its sockets are there."""
    os.environ.update(ENVIRONMENT)
    limit_memory()
    only_installed_modules()
    from ipykernel.kernelapp import IPKernelApp

    os.chdir(os.environ.get("AUTOGRADER_FOLDER") or os.getcwd())  # only now: a file beside the notebook could shadow ours

    app = IPKernelApp.instance()
    app.initialize(arguments)
    ready()
    app.start()


if __name__ == "__main__":
    serve(sys.argv[1:])
