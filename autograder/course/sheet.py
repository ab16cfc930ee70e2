"""A table of text as its bytes: the fields and where each of them stands, so that one can be replaced and all else stays byte for byte.

It knows nothing of students. Python's csv says what a field holds; where it stands is read here, and the two must agree.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))  # of an encoding: a file's first bytes
UNMARKED = ("utf-8", "cp1252")  # the second is what a spreadsheet in western Europe writes
DELIMITERS = ",;\t"
MOST = 50_000_000  # bytes
ENDS = re.compile(r"\r\n|\r|\n")


class NoTable(ValueError):
    """One sentence that says why the file is no table that can be filled."""


@dataclass(frozen=True)
class Field:
    """begin, end: in the text, with its quotes."""

    value: str
    begin: int
    end: int
    quoted: bool


@dataclass(frozen=True)
class Sheet:
    """The text of a file, and what it takes to write the same bytes again. rows: without empty lines, each as long as the first."""

    mark: bytes
    encoding: str
    text: str
    delimiter: str

    @cached_property
    def rows(self) -> list[list[Field]]:
        return fields(self.text, self.delimiter)

    @property
    def heading(self) -> list[str]:
        return [field.value.strip() for field in self.rows[0]]

    def replaced(self, new: dict[tuple[int, int], str]) -> bytes:
        """The file with other values in these fields, by row and column. A field keeps its quotes, and gets some where it needs them."""
        text = self.text
        for (row, column), value in sorted(new.items(), reverse=True):
            field = self.rows[row][column]
            quoted = field.quoted or self.delimiter in value
            text = text[: field.begin] + (f'"{value}"' if quoted else value) + text[field.end :]
        return self.mark + text.encode(self.encoding)


def fields(text: str, delimiter: str) -> list[list[Field]]:
    """Raises NoTable where quotes are not as in a table, or lines differ in length."""
    rows, row, at = [], list[Field](), 0
    quoted, plain = re.compile(r'"((?:[^"]|"")*)"'), re.compile(rf"[^{delimiter}\r\n]*")
    while at < len(text):
        found = quoted.match(text, at)
        field = found or plain.match(text, at)
        assert field, "the plain one matches nothing at least"
        row.append(Field(found[1].replace('""', '"') if found else field[0], at, field.end(), bool(found)))
        at = field.end()
        if text[at : at + 1] == delimiter:
            at += 1
            if at < len(text):
                continue
            row.append(Field("", at, at, False))
        elif end := ENDS.match(text, at):
            at = end.end()
        elif at < len(text):
            raise NoTable(f"in line {1 + len(ENDS.findall(text, 0, at))} something follows a closing quote")
        if len(row) > 1 or row[0].value:
            rows.append(row)
        row = []
    checked(rows, text, delimiter)
    return rows


def checked(rows: list[list[Field]], text: str, delimiter: str) -> None:
    """That Python's csv reads the same, and that it is a table."""
    try:
        read = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if len(row) > 1 or "".join(row)]
    except csv.Error as error:
        raise NoTable(str(error)) from error
    if read != [[field.value for field in row] for row in rows]:
        raise NoTable("its quotes can be read in several ways")
    for row in rows[1:]:
        if len(row) != len(rows[0]):
            line = 1 + len(ENDS.findall(text, 0, row[0].begin))
            raise NoTable(f"line {line} has {len(row)} fields, and the heading has {len(rows[0])}")


def read(path: Path, known: set[str]) -> Sheet:
    """The table in a file, with the delimiter that its heading is written with: the one by which most of the known columns are found.

    Raises OSError, and NoTable.
    """
    with path.open("rb") as file:
        content = file.read(MOST + 1)
    if len(content) > MOST:
        raise NoTable(f"it has more than {MOST // 1_000_000} MB")
    mark, encoding, text = decoded(content)
    sheets = [Sheet(mark, encoding, text, delimiter) for delimiter in DELIMITERS]
    best = max(sheets, key=lambda sheet: len(known & set(first_line(sheet))))
    if not known & set(first_line(best)):
        raise NoTable(f"its heading has no column of a student, it begins with {text[:40]!r}")
    return best


def first_line(sheet: Sheet) -> list[str]:
    """Its fields, of a file that may be no table with this delimiter."""
    line = next(csv.reader(io.StringIO(sheet.text[:100_000], newline=""), delimiter=sheet.delimiter), [])
    return [value.strip() for value in line]


def decoded(content: bytes) -> tuple[bytes, str, str]:
    """What stands before the text, its encoding, and the text, from which the same bytes can be made again."""
    mark, encodings = next(((mark, (name,)) for mark, name in MARKS if content.startswith(mark)), (b"", UNMARKED))
    if not mark and b"\0" in content[:2]:
        encodings = ("utf-16-le",) if content[1:2] == b"\0" else ("utf-16-be",)
    for encoding in encodings:
        try:
            text = content.removeprefix(mark).decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and mark + text.encode(encoding) == content:
            return mark, encoding, text
    raise NoTable("it is no text in UTF-8, UTF-16 or Windows-1252; a spreadsheet has to be saved as CSV")
