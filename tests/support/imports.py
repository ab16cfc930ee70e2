"""What learning platforms take when a file of marks is handed in to them: their rules again, from their documentation and, where it is open, source.

Canvas: `GradebookImporter` and `GradebookExporter` of canvas-lms. Moodle: `importgradeslib.php` of the offline feedback of its assignments, and
`load_data.php` of its CSV import. Brightspace: "Importing grades" in its community. Blackboard: "Uploading or downloading Grade Center items for
working offline". Each function gives the marks by the platform's own ID, and raises Refused where the platform would take nothing.
"""

from __future__ import annotations

import csv
import io
import re

Marks = dict[str, float]


class Refused(ValueError):
    pass


def table(text: str, delimiter: str) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row]


def canvas(text: str, course: set[str], assignment: str) -> Marks:
    """It finds the delimiter in the heading. The last . or , in a number is the decimal sign; EX is excused, N/A is passed over."""
    first = text.splitlines()[0]
    rows = table(text, max(",;\t", key=first.count))
    heading = [name.strip() for name in rows[0]]
    named = heading[:2] == ["LastName", "FirstName"]
    if not (named or heading[0] == "Student") or not {"ID", "Section"} <= {*heading}:
        raise Refused("no Student, ID, Section")
    (place,) = [n for n, name in enumerate(heading) if re.search(rf"\({assignment}\)$", name)]
    marks = {}
    for row in rows[1:]:
        student, cell = row[heading.index("ID")], row[place].strip()
        if "Points Possible" in row[0] or not student:
            continue
        if student not in course:
            raise Refused(f"unknown {student}")
        if cell in ("", "N/A", "EX"):
            continue
        whole, _, part = cell.replace(",", ".").rpartition(".") if re.search("[.,]", cell) else (cell, "", "")
        marks[student] = float(f"{whole.replace('.', '')}.{part or 0}")
    return marks


def unformatted(cell: str, sign: str) -> float:
    """Moodle's `unformat_float`, in the language of who imports."""
    try:
        return float(cell.replace(sign, "."))
    except ValueError as error:
        raise Refused(f"bad grade {cell}") from error


def moodle_worksheet(text: str, course: set[str], sign: str) -> Marks:
    """With commas only. It needs the time of the last change, by which it knows a mark that was changed since, and passes over who is not there."""
    heading, *rows = table(text, ",")
    if not {"Identifier", "Grade", "Last modified (grade)"} <= {*heading}:
        raise Refused("a column is missing")
    marks = {}
    for row in rows:
        student, cell = row[heading.index("Identifier")][len("Participant ") :], row[heading.index("Grade")].strip()
        if student in course and cell:
            mark = unformatted(cell, sign)
            if not 0 <= mark <= unformatted(row[heading.index("Maximum Grade")], sign):
                raise Refused("too many points")
            marks[student] = mark
    return marks


def moodle_gradebook(text: str, course: set[str], sign: str, delimiter: str, item: str) -> Marks:
    """One unknown student ends the import, as does one mark that is no number."""
    heading, *rows = table(text, delimiter)
    marks = {}
    for row in rows:
        student, cell = row[heading.index("Email address")], row[heading.index(item)].strip()
        if student not in course:
            raise Refused(f"unknown {student}")
        if cell not in ("", "-"):
            marks[student] = unformatted(cell, sign)
    return marks


def brightspace(text: str, course: set[str], item: str) -> Marks:
    """The key comes first, the sign of a line's end last; more points than there are is cut."""
    heading, *rows = table(text, ",")
    if heading[0] not in ("OrgDefinedId", "Username") or heading[-1] != "End-of-Line Indicator" or any(row[-1] != "#" for row in rows):
        raise Refused("no key first, or no end of a line last")
    wanted = re.compile(re.escape(item) + r" Points Grade <Numeric MaxPoints:([\d.]+)")
    ((place, most),) = [(n, found[1]) for n, name in enumerate(heading) if (found := wanted.match(name))]
    marks = {}
    for row in rows:
        if (student := row[0].removeprefix("#")) not in course:
            raise Refused(f"unknown {student}")
        if row[place]:
            marks[student] = min(float(row[place].replace(",", ".")), float(most))
    return marks


def blackboard(text: str, course: set[str], column: str) -> Marks:
    """A column is known by its number, a student by the user's name. Words such as Needs Grading are no mark."""
    heading, *rows = table(text, "\t" if "\t" in text.splitlines()[0] else ",")
    (place,) = [n for n, name in enumerate(heading) if name.endswith(f"|{column}")]
    marks = {}
    for row in rows:
        if (student := row[heading.index("Username")]) not in course:
            raise Refused(f"unknown {student}")
        if re.fullmatch(r"\d+(?:[.,]\d+)?", row[place]):
            marks[student] = float(row[place].replace(",", "."))
    return marks
