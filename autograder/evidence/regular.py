"""Opens a file that a stranger may have put in its place: no link is followed, no pipe waited for, no more read than was asked."""

from __future__ import annotations

import errno
import os
import stat
from typing import BinaryIO

FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class TooLarge(OSError):
    """A file holds more than was to be read."""


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """A regular file for reading, whatever may have taken its place meanwhile. Raises OSError, with EINVAL for another kind of file."""
    place = os.open(path, FLAGS)
    if not stat.S_ISREG(os.fstat(place).st_mode):
        os.close(place)
        raise OSError(errno.EINVAL, "It is not a regular file", str(path))
    return os.fdopen(place, "rb")


def read_regular(path: str | os.PathLike[str], most: int) -> bytes:
    """What a regular file holds. Raises OSError, and of that TooLarge where it holds more bytes than `most`."""
    with open_regular(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise TooLarge(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content
