"""Opens JupyterLab on a copy of the assignment in build/lab, as a student has it. Work that is there is never overwritten.

nbgrader's panel, menu and button are an instructor's, so they are switched off: *Validate* runs the whole notebook for minutes without a word.
"""

import json
import os
import shutil
import sys

from . import NAME, RELEASE, ROOT

LAB = ROOT / "build" / "lab"
SETTINGS = ROOT / "build" / "lab-settings"
CONFIGURED = {
    "page_config": {"disabledExtensions": {"@jupyter/nbgrader": True}},
    # a double click on a text that cannot be edited, since it holds a figure, opens nothing
    "default_setting_overrides": {"@jupyterlab/notebook-extension:tracker": {"showEditorForReadOnlyMarkdown": False}},
}

if __name__ == "__main__":
    notebook = LAB / f"{NAME}.ipynb"
    LAB.mkdir(parents=True, exist_ok=True)
    if not notebook.exists():
        shutil.copy(RELEASE, notebook)
    for name, content in CONFIGURED.items():
        file = SETTINGS / "labconfig" / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content), encoding="utf-8")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH", "")]))
    print(f"The assignment lies in {notebook.relative_to(ROOT)}", flush=True)
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # Jupyter serves root only when it is told to
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", f"--notebook-dir={LAB}", str(notebook), *as_root, *sys.argv[1:]])
