"""How the exports of learning platforms differ, as a table: by which columns a student is known, and which hold marks. Data, and its reading.

Headings are those of an English interface; Canvas has no others. `tests/course/test_lms.py` holds the rules of each platform's import.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from .sheet import Field, NoTable, Sheet

ITEM = re.compile(r"(?!)")  # of a list without marks: matches nothing


@dataclass(frozen=True)
class Platform:
    """One kind of file. Columns are named as its heading names them.

    has: columns by which the file is known. ids: that identify a student, in the platform's order of trust. item: a column of marks, with its
    `title` and, where the heading says so, `most` points. most_in, most_of: the first cell of the row, or the column, that says how many points
    there are. locked: a column and its value, with which a mark cannot be changed. open: what stands where there is no mark yet.
    before: what may stand before an ID.
    """

    name: str
    has: tuple[str, ...]
    ids: tuple[str, ...]
    email: str = ""
    last_name: str = ""
    first_name: str = ""
    full_name: str = ""
    before: str = ""
    item: re.Pattern[str] = ITEM
    most_in: str = ""
    most_of: str = ""
    locked: tuple[str, str] = ("", "")
    open: re.Pattern[str] = re.compile("")
    nobody: frozenset[str] = frozenset()  # last and first names in rows that are no student's


PLATFORMS = (
    Platform(
        "canvas",
        has=("ID", "SIS Login ID", "Section"),
        ids=("ID", "SIS User ID", "SIS Login ID", "Integration ID"),
        last_name="LastName",
        first_name="FirstName",
        full_name="Student",
        item=re.compile(r"(?P<title>.+) \(\d+\)"),
        most_in="Points Possible",
        nobody=frozenset({"Student, Test"}),
    ),
    Platform(
        "moodle",  # an assignment's grading worksheet
        has=("Identifier", "Grade", "Last modified (grade)"),
        ids=("Identifier", "ID number", "Username"),
        email="Email address",
        full_name="Full name",
        before="Participant ",
        item=re.compile("(?P<title>Grade)"),
        most_of="Maximum Grade",
        locked=("Grade can be changed", "No"),
        open=re.compile("-?"),
    ),
    Platform(
        "moodle",  # the course's gradebook
        has=("Email address",),
        ids=("ID number", "Username"),
        email="Email address",
        last_name="Last name",
        first_name="First name",
        full_name="Full name",
        item=re.compile(r"(?:(?:Assignment|Quiz|External tool): ?)?(?!Course total|Category total)(?P<title>.+) \(Real\)"),
        open=re.compile("-?"),
    ),
    Platform(
        "brightspace",
        has=("End-of-Line Indicator",),
        ids=("OrgDefinedId", "Username"),
        email="Email",
        before="#",
        last_name="Last Name",
        first_name="First Name",
        item=re.compile(r"(?P<title>.+) Points Grade <Numeric MaxPoints:(?P<most>[\d.,]+)(?: [^>]*)?>"),
    ),
    Platform(
        "blackboard",
        has=("Last Name", "First Name", "Username"),
        ids=("Username", "Student ID"),
        last_name="Last Name",
        first_name="First Name",
        item=re.compile(r"(?P<title>.+) \[Total Pts: (?P<most>[\d.,]+)(?: Score)?\] ?\|\d+"),
        open=re.compile(r"(?:Needs Grading|In Progress).*|-?"),
    ),
    Platform(  # a list of students, as nbgrader's own commands take it
        "plain", has=("id",), ids=("id",), email="email", last_name="last_name", first_name="first_name"
    ),
)
NAMES = tuple(dict.fromkeys(platform.name for platform in PLATFORMS if platform.item is not ITEM))
COLUMNS = {name for p in PLATFORMS for name in (*p.has, *p.ids, p.email, p.last_name, p.first_name, p.full_name) if name}
FORMERLY = {"Surname": "Last name"}  # what Moodle called a column
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # how a file keeps a spreadsheet from reading a value as a number or formula


@dataclass(frozen=True)
class Person:
    """A row that is a student's. ids: those that are filled, by their column, the most trusted first."""

    row: int
    ids: dict[str, str]
    last_name: str
    first_name: str
    email: str

    @property
    def name(self) -> str:
        """As a list of students has it; where there is no name, what else says who it is."""
        return ", ".join(filter(None, (self.last_name, self.first_name))) or next(iter(self.ids.values()), self.email)


@dataclass(frozen=True)
class Column:
    """A column of marks. most: its points, where the file says so."""

    place: int
    heading: str
    title: str
    most: float | None


@dataclass(frozen=True)
class Export:
    """A platform's file, understood."""

    platform: Platform
    sheet: Sheet
    at: dict[str, int] = field(repr=False)  # the place of a column

    def said(self, row: int, column: str) -> str:
        if column not in self.at:
            return ""
        value = self.sheet.rows[row][self.at[column]].value.strip()
        return found[1].strip() if (found := AS_TEXT.fullmatch(value)) else value

    @cached_property
    def people(self) -> list[Person]:
        return [person for row in range(1, len(self.sheet.rows)) if (person := self.person(row))]

    def person(self, row: int) -> Person | None:
        p = self.platform
        ids = {column: value for column in p.ids if (value := self.said(row, column).removeprefix(p.before))}
        last, first, email = self.said(row, p.last_name), self.said(row, p.first_name), self.said(row, p.email)
        if not (last or first):
            last, first = parted(self.said(row, p.full_name))
        person = Person(row, ids, last, first, email)
        return None if person.name in p.nobody or not (ids or email) else person

    @cached_property
    def columns(self) -> list[Column]:
        """Those that take marks."""
        found = []
        for heading, place in self.at.items():
            if item := self.platform.item.fullmatch(heading):
                most, read_only = self.points(place, item.groupdict().get("most"))
                if not read_only:
                    found.append(Column(place, heading, item["title"], most))
        return found

    def points(self, place: int, said: str | None) -> tuple[float | None, bool]:
        """How many points a column has, if that is known, and whether it takes none."""
        p = self.platform
        if p.most_in:
            rows = [row for row in self.sheet.rows[1:] if row[0].value.strip() == p.most_in]
            cell = rows[0][place].value.strip() if rows else ""
            return number(cell), bool(cell) and number(cell) is None  # "(read only)", in the language of who exported it
        if p.most_of in self.at:
            all_of_them = {number(row[self.at[p.most_of]].value) for row in self.sheet.rows[1:]}
            return (all_of_them.pop() if len(all_of_them) == 1 else None), False
        return number(said or ""), False

    def cell(self, row: int, column: Column) -> Field:
        return self.sheet.rows[row][column.place]

    def locked(self, row: int) -> bool:
        column, value = self.platform.locked
        return bool(column) and self.said(row, column) == value

    def sign(self, column: Column) -> str:
        """The decimal sign: that of the column's numbers or, if they have none, of all others in the file."""
        apart = {self.at[name] for name in self.at if name in COLUMNS}
        own = [row[column.place].value.strip() for row in self.sheet.rows[1:]]
        others = [f.value.strip() for row in self.sheet.rows[1:] for place, f in enumerate(row) if place not in apart]
        for cells in (own, others):
            signs = {sign for cell in cells if NUMBER.fullmatch(cell) for sign in ".," if sign in cell}
            if len(signs) > 1:
                raise NoTable("some of its numbers have a decimal point and some a decimal comma")
            if signs:
                return signs.pop()
        return "."


def parted(full: str) -> tuple[str, str]:
    """Last and first name of one that stands in a single column: at the comma, or else the last word is the last name."""
    if "," in full:
        last, _, first = full.partition(",")
        return last.strip(), first.strip()
    first, _, last = full.rpartition(" ")
    return last.strip(), first.strip()


def number(text: str) -> float | None:
    return float(text.strip().replace(",", ".")) if NUMBER.fullmatch(text.strip()) else None


def understood(sheet: Sheet, name: str = "") -> Export:
    """The file as an export of this platform or, if none is named, of that which has such columns. Raises NoTable."""
    heading = sheet.heading
    if twice := sorted({column for column in heading if column and heading.count(column) > 1}):
        raise NoTable(f"its heading has the column {twice[0]!r} several times")
    fitting = [platform for platform in PLATFORMS if {*platform.has} <= {*heading}]
    wanted = [platform for platform in fitting if name in ("", platform.name)]
    if not wanted:
        other = f"it looks like one of {fitting[0].name}" if fitting else f"its columns are {', '.join(heading[:8])}"
        needed = " or ".join(", ".join(platform.has) for platform in PLATFORMS if name in ("", platform.name))
        raise NoTable(f"it is no export of {name or 'a platform'}, which has the columns {needed}; {other}")
    return Export(wanted[0], sheet, {FORMERLY.get(column, column): place for place, column in enumerate(heading)})
