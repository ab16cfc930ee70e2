"""What grading needs of nbgrader, set by a course's `nbgrader_config.py`: `configure(c, root)`. What a course may choose stands there.

nbgrader finds itself changed in three places that no setting names: its converter, when `plugins` is imported, five methods, and in a
formgrader the names on its pages.
"""

import os
import sys
from pathlib import Path

# The judge's matrices are small: NumPy's threads would only wait for one another. It reads this when it is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.apps import autogradeapp
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    IgnorePattern,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
)
from traitlets.config import Config

from ..grading.kept import SUFFIX
from ..truth.challenge import SECRET
from .ahead import ParallelAutograde
from .export import Marks
from .feedback import BASES, STYLES, FeedbackPage, Grades, as_float, as_points, as_rounded
from .lesson import Lesson
from .log import make_inert
from .markdown import bounded_code, inert_markdown
from .names import Names, names_as_text
from .nbgrader_mended import mend
from .plugins import Grade, Mend, Reader, SaveGrades, isolated_or_refused
from .shown import Bound


def configure(c: Config, root: Path) -> None:
    """root: the course's folder."""
    c.CourseDirectory.root = str(root)  # the formgrader may be started elsewhere

    # Submissions run isolated from this machine; where that cannot be, none is run (see `python -m autograder doctor`).
    c.Autograde.pre_convert_hook = isolated_or_refused

    # What no setting reaches.
    mend()

    # Several submissions are graded at a time. nbgrader names its converter itself, so ours takes its place.
    autogradeapp.Autograde = ParallelAutograde

    # A file that is no notebook, or a notebook without its labels, must not end the grading of a class.
    c.Autograde.exporter_class = Reader
    c.Autograde.sanitize_preprocessors = [Mend, ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata]

    # Grade runs the notebook in a process of its own and judges it here; the rest is nbgrader's own list in its order.
    c.Autograde.autograde_preprocessors = [Grade, IgnorePattern, LimitOutput, SaveGrades, Bound, AssignLatePenalties, CheckCellMetadata]

    # What students write and show is read with an instructor's rights, in the log, feedback and formgrader: it must do nothing there.
    # And what waits for a person must not be shown as 0.
    make_inert()
    names_as_text()
    c.HTMLExporter.preprocessors = [Names, Lesson]
    ours = {"markdown2html": inert_markdown, "highlight_code": bounded_code}
    c.HTMLExporter.filters = {**ours, "float": as_float, "round": as_rounded, "points": as_points}
    c.GenerateFeedback.preprocessors = [Grades, CSSHTMLHeaderPreprocessor]
    c.ExportApp.plugin_class = Marks

    # What is kept beside a graded notebook is the course's: neither handed in by anybody nor given back with the feedback.
    c.CourseDirectory.ignore.append(f"*{SUFFIX}")

    # The formgrader's page and that of feedback are nbgrader's, with what `templates` adds.
    c.HTMLExporter.template_name = "formgrade_page"
    c.HTMLExporter.extra_template_basedirs = BASES
    c.HTMLExporter.extra_template_paths = BASES
    c.GenerateFeedback.exporter_class = FeedbackPage
    c.FeedbackPage.template_name = "feedback_page"
    c.FeedbackPage.extra_template_paths = [*BASES, STYLES]

    # Each student's challenge is drawn from this secret; the file is made when the first submission is graded.
    c.Grade.secret = str(root / SECRET)
    c.Grade.hidden = [str(root)]

    # `nbgrader validate` runs the notebook by itself: importing TensorFlow takes a while, and what it logs is no mistake.
    c.Execute.timeout = 180
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

    # nbgrader calls `alembic` by its bare name to make the gradebook: it must be found without an activated environment.
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
