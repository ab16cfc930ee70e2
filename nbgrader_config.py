"""The course's settings, for nbgrader's own commands and for `python -m autograder`. Change what stands here, or add any of nbgrader's."""

import os
from pathlib import Path

from autograder.course.settings import configure

c = get_config()  # noqa: F821  (nbgrader defines it)

# What grading needs; a new version of the package brings its own.
configure(c, Path(__file__).resolve().parent)

# The course's name, for students and in the exchange; where its sources and its releases are.
c.CourseDirectory.course_id = "residual_networks"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignment"

# Making the release again overwrites it, and tells the gradebook about its cells and their points.
c.GenerateAssignment.force = True

# How many submissions are graded at a time, each with about 1 GB of memory; time for one of them and for
# one of its cells (where none of our exercises is in it, a third of the whole time, if that is more), and memory (GiB).
c.ParallelAutograde.jobs = min(os.cpu_count() or 1, 4)
c.Grade.seconds = 180
c.Grade.step = 20
c.Grade.memory = 6

# Through which folder `nbgrader release_assignment` and `collect` exchange files with students on this machine. It must be there
# and be writable to all: mkdir -p /srv/nbgrader/exchange && chmod 777 /srv/nbgrader/exchange
# c.Exchange.root = "/srv/nbgrader/exchange"
