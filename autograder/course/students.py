"""`python -m autograder students FILE.csv`: names and e-mail addresses from a learning platform's list into the gradebook. It deletes nothing.

Exit status: 0 when all that could be taken over is in the gradebook, 1 when nothing could be, 2 for bad arguments.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from nbgrader.api import Gradebook

from ..show.report import flat
from .gradebook import Refused, course_of, in_one_line, options_of_nbgrader, unusable
from .platforms import COLUMNS, Export, Person, understood
from .roster import NAME, Student, matched, students
from .sheet import read

DESCRIPTION = "Put names, e-mail addresses and IDs into the gradebook, for students that it knows or who have handed in something."


def details(export: Export, person: Person) -> dict[str, str]:
    """What the file says of a student, under nbgrader's names; without what it leaves out."""
    lms = next(iter(person.ids.values()), "") if export.platform.name != "plain" else ""
    found = {"first_name": person.first_name, "last_name": person.last_name, "email": person.email, "lms_user_id": lms}
    return {name: value for name, value in found.items() if value}


def changes(export: Export, person: Person, student: Student) -> dict[str, str]:
    return {name: value for name, value in details(export, person).items() if getattr(student, name) != value}


def line(student: Student, new: dict[str, str], by: str) -> str:
    said = [f"{name} {f'{old} -> ' if (old := getattr(student, name)) else ''}{value}" for name, value in new.items()]
    return f"{student.id}{'' if student.known else ' (new in the gradebook)'}{' (by name)' if by == NAME else ''}: {', '.join(said)}"


def take_over(options: argparse.Namespace) -> int:
    course = course_of(options)
    if why := unusable(course.db_url):
        raise Refused(why)
    export = understood(read(options.file, COLUMNS))
    with Gradebook(course.db_url) as gradebook:
        assignments = [assignment.name for assignment in gradebook.assignments]
    found = matched(export.people, students(course, assignments))
    print(f"{options.file}: a list of {export.platform.name}, with {len(export.people)} students")
    todo = [(student, new, by) for person, student, by in found.pairs if (new := changes(export, person, student)) or not student.known]
    for words in found.unsure:
        print(flat(f"Not sure who is who, left as it was: {words}"))
    if found.there:
        print(flat(f"In the file only ({len(found.there)}): {'; '.join(person.name for person in found.there)}"))
    if found.here:
        print(flat(f"In the gradebook only ({len(found.here)}): {'; '.join(student.name for student in found.here)}"))
    for student, new, by in todo:
        print(flat(line(student, new, by)))
    with Gradebook(course.db_url) as gradebook:
        for student, new, _ in todo:
            gradebook.update_or_create_student(student.id, **new)
    print(f"{len(todo)} students changed, {len(found.pairs) - len(todo)} as before.")
    return 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m autograder students", description=DESCRIPTION, allow_abbrev=False)
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE.csv",
        help="an export of Canvas, Moodle, Brightspace or Blackboard, or id,first_name,last_name,email",
    )
    return in_one_line(take_over, options_of_nbgrader(parser).parse_args(arguments))
