"""A process that has imported everything a submission needs and run none of it, from which kernels are forked in no time.

`python -m autograder.sandbox.server FD IMPORTS MODULE …`: FD is one end of a pair of sockets; the modules are those that the grader
needs in a kernel. When it has them it closes IMPORTS, for which any number of processes can wait. For each message a keeper (see `keeper`) is
forked, which gets the socket that came with the message. The server keeps no account of them. It ends when nobody has the other end of its
socket any more. It must have one thread only, because a fork copies no other.
"""

from __future__ import annotations

import gc
import importlib
import os
import socket
import sys

IMPORTED = (
    "tensorflow",
    "keras",
    "matplotlib.pyplot",
    "numpy.random",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",  # from here on what a kernel imports when it starts
    "sqlite3",
    "IPython.core.completerlib",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "tornado.queues",
)


def main(fd: int, imports: int, modules: list[str]) -> None:
    from . import keeper
    from .bounded import unlimited
    from .kernel import ENVIRONMENT, only_installed_modules
    from .processes import Watch, ended

    unlimited()  # what starts it may be bounded; each kernel is for itself
    os.environ.update(ENVIRONMENT, PYDEVD_DISABLE_FILE_VALIDATION="1")  # the debugger's warning is for who starts one
    only_installed_modules()
    for name in (*IMPORTED, *modules):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # or every child would copy what its first collection merely looks at

    os.close(imports)
    watch = Watch(fd)
    while True:
        readable = watch.wait()
        ended()
        if readable:
            line = socket.socket(fileno=fd)
            message, received, _, _ = socket.recv_fds(line, 1, 1)
            line.detach()
            if not message:
                os._exit(0)
            for one in received:
                if os.fork() == 0:
                    return keeper.keep(one)
                os.close(one)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
