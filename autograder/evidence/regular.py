"""Opens a file that a stranger may have put in its place: no link is followed, no pipe waited for. It reads nothing."""

from __future__ import annotations

import errno
import os
import stat
from typing import BinaryIO

FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """A regular file for reading, whatever may have taken its place meanwhile. Raises OSError, with EINVAL for another kind of file."""
    place = os.open(path, FLAGS)
    if not stat.S_ISREG(os.fstat(place).st_mode):
        os.close(place)
        raise OSError(errno.EINVAL, "It is not a regular file", str(path))
    return os.fdopen(place, "rb")
