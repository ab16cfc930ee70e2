"""The students of the demonstration class and what each handed in, as edits of the released notebook. Nothing is graded here."""

from __future__ import annotations

from dataclasses import dataclass

import nbformat

from autograder.course.release import without_markers
from autograder.grading.labels import grade_id

from . import EXERCISES

Edit = tuple[str, str, str]  # exercise, old text, new text

OTHER_IDENTITY_BLOCK = """
def conv_bn(X, filters, size, training, initializer):
    X = Conv2D(filters, size, padding="same", kernel_initializer=initializer(seed=0))(X)
    return BatchNormalization()(X, training=training)


def identity_block(X, f, filters, training=None, initializer=random_uniform):
    F1, F2, F3 = filters
    Y = X
    for n, size in ((F1, 1), (F2, f)):
        Y = ReLU()(conv_bn(Y, n, size, training, initializer))
    return ReLU()(conv_bn(Y, F3, 1, training, initializer) + X)
""".strip()

NO_SHORTCUT_NORM = """    X_shortcut = BatchNormalization(axis=3)(X_shortcut, training=training)
"""
SUM = """    X = Add()([X, X_shortcut])
    return Activation("relu")(X)"""
RELU_FIRST = """    X = Activation("relu")(X)
    return Add()([X, X_shortcut])"""


@dataclass(frozen=True)
class Student:
    """done: the exercises worked on; answer: another way to write the first one; edits: on the reference answers."""

    id: str
    first_name: str
    last_name: str
    what: str
    done: tuple[str, ...] = EXERCISES
    answer: str = ""
    edits: tuple[Edit, ...] = ()
    cut_at: int | None = None


STUDENTS = (
    Student("anna", "Anna", "Berg", "right"),
    Student("bela", "Bela", "Costa", "right, written with a loop, a helper and +", answer=OTHER_IDENTITY_BLOCK),
    Student("chen", "Chen", "Li", "ReLU before the addition", edits=(("identity_block", SUM, RELU_FIRST),)),
    Student("dara", "Dara", "Okafor", "no batch norm in the shortcut", edits=(("convolutional_block", NO_SHORTCUT_NORM, ""),)),
    Student(
        "emil",
        "Emil",
        "Novak",
        "training not passed on, and a wrong stride in stage 3",
        edits=(
            ("identity_block", "(X, training=training)", "(X)"),
            ("ResNet50", "([128, 128, 512], 2, 3)", "([128, 128, 512], 1, 3)"),
        ),
    ),
    Student("fumi", "Fumi", "Sato", "only the first exercise", done=("identity_block",)),
    Student("gita", "Gita", "Rao", "nothing yet", done=()),
    Student("hugo", "Hugo", "Martin", "a file that was cut off", cut_at=5000),
)


def canvas() -> str:
    """What Canvas would export of the class."""
    rows = ["Student,ID,SIS User ID,SIS Login ID,Section,Residual networks (4711)", "    Points Possible,,,,,30.00"]
    rows += [f'"{s.last_name}, {s.first_name}",{100 + n},{s.id},{s.id}@uni.example,A,' for n, s in enumerate(STUDENTS)]
    return "\n".join([*rows, '"Student, Test",199,,,A,', ""])


def submission(student: Student, release: nbformat.NotebookNode, solution: nbformat.NotebookNode) -> str:
    """The text of the file that the student handed in."""
    answers = {grade_id(cell): without_markers(cell.source) for cell in solution.cells if grade_id(cell) in EXERCISES}
    if student.answer and "identity_block" in answers:
        answers["identity_block"] = student.answer
    for exercise, old, new in student.edits:
        if exercise not in answers:  # a course that leaves it out
            continue
        if old not in answers[exercise]:
            raise ValueError(f"{student.id}'s edit does not fit the reference answer of {exercise} any more: {old!r}")
        answers[exercise] = answers[exercise].replace(old, new)
    handed_in = nbformat.from_dict(release)
    for cell in handed_in.cells:
        if grade_id(cell) in student.done:
            cell.source = answers[grade_id(cell)]
    return nbformat.writes(handed_in)[: student.cut_at]
