"""Opens JupyterLab on a copy of the assignment in build/lab, as a student has it. Work that is there is never overwritten."""

import os
import shutil
import sys

from . import NAME, RELEASE, ROOT

LAB = ROOT / "build" / "lab"

if __name__ == "__main__":
    notebook = LAB / f"{NAME}.ipynb"
    LAB.mkdir(parents=True, exist_ok=True)
    if not notebook.exists():
        shutil.copy(RELEASE, notebook)
    print(f"The assignment lies in {notebook.relative_to(ROOT)}", flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", f"--notebook-dir={LAB}", str(notebook), *sys.argv[1:]])
