"""Who in a learning platform's list is who in the gradebook. Nothing is guessed: who could be several, or be meant by several, is nobody."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from .platforms import Person
from .results import handed_in

EMAIL, NAME = "e-mail", "name"
Key = TypeVar("Key")
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Student:
    """A student of the gradebook, or whose folder lies among those that were handed in: known is then False. id: the folder's name."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    known: bool = True

    @property
    def name(self) -> str:
        names = ", ".join(filter(None, (self.last_name, self.first_name)))
        return f"{names} ({self.id})" if names else self.id


@dataclass
class Matched:
    """pairs: with what a student was known by. unsure: a sentence each. there, here: who is in one list only."""

    pairs: list[tuple[Person, Student, str]] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    there: list[Person] = field(default_factory=list)
    here: list[Student] = field(default_factory=list)


def students(course: CourseDirectory, assignments: Iterable[str]) -> list[Student]:
    """Those of the gradebook, and who else has handed in something for one of these assignments."""
    with Gradebook(course.db_url) as gradebook:
        known = [Student(s.id, s.first_name or "", s.last_name or "", s.email or "", s.lms_user_id or "") for s in gradebook.students]
    others = {name for assignment in assignments for name in handed_in(course, assignment)} - {student.id for student in known}
    return sorted([*known, *(Student(name, known=False) for name in others)], key=lambda student: student.id)


def matched(people: list[Person], ours: list[Student]) -> Matched:
    """By what identifies a student, in the platform's order of trust; by the name only who is found by nothing else."""
    found, mine = Matched(), {student.id: student for student in ours}
    owners = indexed((same(key), student.id) for student in ours for key in (student.id, student.lms_user_id, student.email) if key)
    by_id = {person.row: identified(person, owners) for person in people}
    claims = indexed((id, person) for person in people for id in by_id[person.row])
    for person in people:
        hits = by_id[person.row]
        if len(hits) > 1:
            found.unsure.append(f"{person.name} could be {said(f'{mine[id].name} by {column}' for id, column in hits.items())}")
        elif hits:
            ((id, column),) = hits.items()
            if len(claims[id]) == 1:
                found.pairs.append((person, mine[id], column))
            elif claims[id][0] is person:
                rows = said(f"{other.name} by {by_id[other.row][id]} (row {other.row + 1})" for other in claims[id])
                found.unsure.append(f"{mine[id].name} could be {rows}")
    named(found, [person for person in people if not by_id[person.row]], ours, set(claims))
    return found


def identified(person: Person, owners: dict[str, list[str]]) -> dict[str, str]:
    """Each student whom something in the row identifies, with the most trusted column that does."""
    hits: dict[str, str] = {}
    for column, value in (*person.ids.items(), (EMAIL, person.email)):
        for student in owners.get(same(value), ()):
            hits.setdefault(student, column)
    return hits


def named(found: Matched, people: list[Person], ours: list[Student], claimed: set[str]) -> None:
    """Match by name, where both lists have it once, those people whom nothing identifies. claimed: the students who are meant by others."""
    nameable = [student for student in ours if not student.lms_user_id]  # who has another ID there is another person
    owners = indexed((key, student) for student in nameable for key in names(student.last_name, student.first_name) | names(student.id))
    bearers = indexed((key, person) for person in people for key in names(person.last_name, person.first_name))
    left = {student.id for student in ours} - claimed
    for person in people:
        keys = names(person.last_name, person.first_name)
        like = list({student.id: student for key in keys for student in owners.get(key, ())}.values())
        rows = {other.row for key in keys for other in bearers[key]}
        if not any(student.id not in claimed for student in like):
            found.there.append(person)
            continue
        left -= {student.id for student in like}
        if len(like) == len(rows) == 1:
            found.pairs.append((person, like[0], NAME))
        else:
            found.unsure.append(
                f"{person.name} (row {person.row + 1}) could be {said(s.name for s in like)}: {len(rows)} in the file and {len(like)} in the gradebook have this name"
            )
    found.here = [student for student in ours if student.id in left]


def indexed(pairs: Iterable[tuple[Key, Thing]]) -> dict[Key, list[Thing]]:
    """What belongs to a key, each thing once."""
    index: dict[Key, list[Thing]] = {}
    for key, thing in pairs:
        if thing not in index.setdefault(key, []):
            index[key].append(thing)
    return index


def same(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip()).casefold()


def names(*parts: str) -> set[str]:
    """Letters and digits of a name in either order, as platforms make a file's name of it: Berg, Anna is berganna and annaberg."""
    whole = ["".join(filter(str.isalnum, unicodedata.normalize("NFKC", part).casefold())) for part in parts]
    return {"".join(whole), "".join(reversed(whole))} - {""}


def said(things: Iterable[str]) -> str:
    *first, last = things
    return f"{', '.join(first)} or {last}" if first else last
