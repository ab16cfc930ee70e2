"""Starts a real PostgreSQL server in a folder, where its programs are installed. It knows nothing of grading."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = [*map(Path, filter(None, [shutil.which("initdb")])), *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of an empty database, as long as the context lasts."""
    folder.mkdir()
    programs, prefix = PROGRAMS[-1].parent, []
    if os.geteuid() == 0:  # it refuses to be run by root
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        for parent in folder.parents:  # pytest's own folders are for their owner only
            if parent.stat().st_uid == 0 and "pytest" in str(parent):
                parent.chmod(0o755)
        prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

    def run(program: str, *arguments: str) -> None:
        subprocess.run([*prefix, str(programs / program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder, timeout=120)

    data = folder / "data"
    run("initdb", "-D", str(data), "-U", "grader", "-A", "trust", "-E", "UTF8", "--locale=C")
    run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", f"-c listen_addresses='' -k {folder}", "start")
    try:
        run("createdb", "-h", str(folder), "-U", "grader", "gradebook")
        yield f"postgresql+psycopg://grader@/gradebook?host={folder}"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def why_not() -> str:
    """What is missing to start one, or nothing."""
    if not PROGRAMS or sys.platform == "win32":
        return "PostgreSQL is not installed"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg, by which a gradebook in PostgreSQL is reached, is not installed"
    return ""
