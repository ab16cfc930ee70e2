"""A platform's exported file gets its marks and nothing else, and the platform's own import takes it. No gradebook is needed here."""

import random
from dataclasses import dataclass

import pytest

from autograder.course.lms import CHANGED, HERE, LOCKED, NAMED, NEW, OTHER, SAME, THERE, UNSURE, WAITING, WORDS, chosen, plan, scale
from autograder.course.platforms import COLUMNS, understood
from autograder.course.roster import Student, matched
from autograder.course.sheet import NoTable, read

from ..support import imports

NAME = "residual_networks"
LAST = ("Berg", "Müller", "O'Neil", "van der Berg", "Núñez", "Łukasz", "=cmd", '"Q"', "A;B", "x,y", "two\nlines", "Nowak-Lis")
FIRST = ("Anna", "Bela", "Zoë", "+1", "@x", "Jörg", "Mary Jane")
SAFE = {"cp1252": lambda name: name.replace("Ł", "L")}
ENCODINGS = {"utf-8": b"", "utf-8-sig": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "cp1252": b""}
CASES = ("new", "new", "same", "changed", "waiting", "words", "stranger", "absent")


@dataclass
class Layout:
    """One way in which a platform exports. head: the rows above those of students; row: that of one, with the cell of her mark."""

    platform: str
    delimiter: str
    newline: str
    encoding: str
    sign: str
    quote: str  # all, some
    last_line_ends: bool

    def number(self, mark: float) -> str:
        return f"{mark:.2f}".replace(".", self.sign)

    def raw(self, value: str, quoted: bool = False) -> str:
        must = any(c in value for c in f'"\r\n{self.delimiter}')
        return '"' + value.replace('"', '""') + '"' if quoted or must or self.quote == "all" else value

    def bytes(self, rows: list[list[str]]) -> bytes:
        text = self.newline.join(self.delimiter.join(row) for row in rows) + (self.newline if self.last_line_ends else "")
        return ENCODINGS[self.encoding] + text.encode(self.encoding.removesuffix("-sig"))


def head(layout: Layout) -> tuple[list[list[str]], int]:
    """The rows above the students', and the place of the marks."""
    return {
        "canvas": (
            [
                ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Residual Networks (4711)", "Essay (4712)", "Final Score"],
                ["", "", "", "", "", "Manual Posting", "", ""],
                ["    Points Possible", "", "", "", "", layout.number(30), layout.number(10), "(read only)"],
            ],
            5,
        ),
        "worksheet": (
            [
                [
                    *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"),
                    *("Grade can be changed", "Last modified (submission)", "Last modified (grade)"),
                ]
            ],
            4,
        ),
        "moodle": (
            [["First name", "Last name", "ID number", "Email address", "Assignment: Residual networks (Real)", "Course total (Real)"]],
            4,
        ),
        "brightspace": (
            [
                [
                    *("OrgDefinedId", "Username", "Last Name", "First Name", "Email"),
                    *("residual_networks Points Grade <Numeric MaxPoints:30 Weight:50>", "Essay Points Grade <Numeric MaxPoints:10>"),
                    "End-of-Line Indicator",
                ]
            ],
            5,
        ),
        "blackboard": (
            [
                [
                    *("Last Name", "First Name", "Username", "Student ID", "Last Access", "Availability"),
                    *("Weighted Total [Total Pts: up to 0 Percentage] |1", "Residual Networks [Total Pts: 30 Score] |123456"),
                ]
            ],
            7,
        ),
    }[layout.platform]


def line(layout: Layout, n: int, first: str, last: str, cell: str) -> list[str]:
    login, mail = f"user{n}", f"user{n}@uni.example"
    return {
        "canvas": [f"{last}, {first}", f"50{n}", f"S{n}", login, "A and B", cell, layout.number(9.5), layout.number(90)],
        "worksheet": [
            f"Participant 50{n}",
            f"{first} {last}",
            mail,
            "Submitted",
            cell,
            layout.number(30),
            "Yes",
            "-",
            "Monday, 3 June 2024, 9:41 AM",
        ],
        "moodle": [first, last, f"S{n}", mail, cell, layout.number(50.5)],
        "brightspace": [f"#S{n}", f"#{login}", last, first, mail, cell, layout.number(9.5), "#"],
        "blackboard": [last, first, login, f"S{n}", "2024-06-03 09:41:00", "Yes", layout.number(1), cell],
    }[layout.platform]


def some(rng: random.Random) -> Layout:
    platform = rng.choice(("canvas", "worksheet", "moodle", "brightspace", "blackboard"))
    delimiters = {"worksheet": ",", "brightspace": ",", "blackboard": "\t,"}
    return Layout(
        platform,
        rng.choice(delimiters.get(platform, ",;\t")),
        rng.choice(("\n", "\r\n", "\r")),
        rng.choice(list(ENCODINGS)),
        rng.choice(".,"),
        rng.choice(("all", "some")),
        rng.random() < 0.7,
    )


def cells(layout: Layout, case: str, mark: float) -> tuple[str, str]:
    """What stands in a student's cell, and what is to stand there; text in both."""
    new = f"{mark:.5f}".rstrip("0").rstrip(".").replace(".", layout.sign)
    nothing = {"worksheet": "", "moodle": "-", "blackboard": "Needs Grading"}.get(layout.platform, "")
    before = {
        "new": (nothing, new),
        "same": (layout.number(mark), layout.number(mark)),
        "changed": (layout.number(mark + 1 if mark < 29 else mark - 1), new),
        "waiting": (nothing, nothing),
        "words": ("EX", "EX") if layout.platform == "canvas" else (nothing, new),
        "stranger": (layout.number(3), layout.number(3)),
        "absent": (nothing, nothing),
    }
    return before[case]


def written(layout: Layout, rng: random.Random) -> tuple[bytes, bytes, dict[str, float], list[Student], dict[str, float | str], set[str]]:
    """A file, what is to be made of it, the marks by the platform's key, our students, their marks, and who is in the platform's course."""
    top, place = head(layout)
    safe = SAFE.get(layout.encoding, str)
    before, after = [], []
    for row in top:
        quoted = [rng.random() < 0.3 for _ in row]
        before.append([layout.raw(value, q) for value, q in zip(row, quoted)])
    after += [list(row) for row in before]
    keys, ours, marks, course = {}, [], {}, set()
    for n in range(rng.randrange(1, 9)):
        case, mark = rng.choice(CASES), rng.choice((0, 7.5, 27.5, 30, 12.25, 29.12345))
        old, new = cells(layout, case, mark)
        row = line(layout, n, safe(rng.choice(FIRST)), safe(rng.choice(LAST)), old)
        quoted = [rng.random() < 0.3 for _ in row]
        before.append([layout.raw(value, q) for value, q in zip(row, quoted)])
        was_quoted = before[-1][place].startswith('"')
        after.append([layout.raw(new, was_quoted) if at == place and new != old else value for at, value in enumerate(before[-1])])
        key = {
            "canvas": f"50{n}",
            "worksheet": f"50{n}",
            "moodle": f"user{n}@uni.example",
            "brightspace": f"S{n}",
            "blackboard": f"user{n}",
        }
        course.add(key[layout.platform])
        if new.replace(layout.sign, "", 1).isdigit():
            keys[key[layout.platform]] = float(new.replace(",", "."))
        if case != "stranger":
            login = {"moodle": f"S{n}", "worksheet": f"50{n}"}.get(layout.platform, f"user{n}")
            ours.append(Student(login))
            marks[login] = {"waiting": "waits for a person", "absent": "nothing handed in"}.get(case, mark)
    return layout.bytes(before), layout.bytes(after), keys, ours, marks, course


def taken(layout: Layout, content: bytes, course: set[str]) -> dict[str, float]:
    text = content.removeprefix(ENCODINGS[layout.encoding]).decode(layout.encoding.removesuffix("-sig"))
    if layout.platform == "canvas":
        return imports.canvas(text, course, "4711")
    if layout.platform == "worksheet":
        return imports.moodle_worksheet(text, course, layout.sign)
    if layout.platform == "moodle":
        return imports.moodle_gradebook(text, course, layout.sign, layout.delimiter, "Assignment: Residual networks (Real)")
    if layout.platform == "brightspace":
        return imports.brightspace(text, course, NAME)
    return imports.blackboard(text, course, "123456")


@pytest.mark.parametrize("block", range(8))
def test_one_column_is_filled_and_the_platform_takes_it(block, tmp_path):
    for seed in range(50 * block, 50 * (block + 1)):
        layout = some(rng := random.Random(seed))
        before, after, keys, ours, marks, course = written(layout, rng)
        export = exported(tmp_path, before, "moodle" if layout.platform == "worksheet" else layout.platform)
        made = plan(export, chosen(export, "", NAME), matched(export.people, ours), marks)
        filled = export.sheet.replaced(made.new)
        assert filled == after, seed
        assert taken(layout, filled, course) == pytest.approx(keys), seed


def exported(folder, content, platform=""):
    (folder / "e.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return understood(read(folder / "e.csv", COLUMNS), platform)


CANVAS = "Student,ID,SIS User ID,SIS Login ID,Section,Residual Networks (7)\n    Points Possible,,,,,30.00\n"


def done(folder, rows, ours, marks=None, heading=CANVAS, column=""):
    """What is said and what is written, for marks that are all 20 where none are given."""
    export = exported(folder, heading + rows)
    place = chosen(export, column, NAME)
    made = plan(export, place, matched(export.people, ours), marks or dict.fromkeys((student.id for student in ours), 20.0))
    return made.said, export.sheet.replaced(made.new).decode().removeprefix(heading)


def test_the_platforms_order_of_trust(tmp_path):
    """An ID is enough, whatever the name; the login and the e-mail address do as well; upper case and the form of an umlaut are free."""
    ours = [Student("s1"), Student("MÜLLER"), Student("c", email="C@x.org"), Student("d", lms_user_id="904")]
    rows = "B,901,s1,b,,\nM,902,,mu\u0308ller,,\nC,903,,c@X.org,,\nD,904,,,,\n"
    said, text = done(tmp_path, rows, ours)
    assert said == {NEW: ["B 20", "M 20", "C 20", "D 20"]} and text.count(",20\n") == 4


AMBIGUOUS = {
    "two of one name in the file": ("Berg, Anna,1,,,,\nBerg, Anna,2,,,,\n", [Student("x", "Anna", "Berg")]),
    "two of one name in the gradebook": ("Berg, Anna,1,,,,\n", [Student("x", "Anna", "Berg"), Student("y", "Anna", "Berg")]),
    "a namesake of one who is known": (
        "Berg, Anna,1,x,,,\nBerg, Anna,2,,,,\n",
        [Student("x", "Anna", "Berg"), Student("y", "Anna", "Berg")],
    ),
    "a row that is two": ("Berg, Anna,1,x,y,,\n", [Student("x"), Student("y")]),
    "one who is two rows": ("Berg, Anna,12,a,,,\nLi, Chen,13,12,,,\n", [Student("12")]),
}


@pytest.mark.parametrize(("rows", "ours"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_nobody_is_guessed(rows, ours, tmp_path):
    rows = "".join(f'"{line[:10]}"{line[10:]}\n' if line.startswith("Berg") else f'"{line[:8]}"{line[8:]}\n' for line in rows.splitlines())
    said, text = done(tmp_path, rows, ours)
    unsure = said.pop(UNSURE)
    assert "could be" in unsure[0] and HERE not in said and THERE not in said
    assert text == (rows.replace("1,x,,,", "1,x,,,20") if said else rows)


def test_one_name_that_both_lists_have_once_is_enough_and_is_said(tmp_path):
    """Canvas makes bergannalena of Berg, Anna-Lena, in the name of a file."""
    said, text = done(
        tmp_path, '"Berg, Anna-Lena",1,,,,\n"Li, Chen",2,,,,\n', [Student("bergannalena"), Student("z", "Chen", "Li", lms_user_id="9")]
    )
    assert said == {
        NAMED: ["Berg, Anna-Lena is bergannalena"],
        NEW: ["Berg, Anna-Lena 20"],
        THERE: ["Li, Chen"],
        HERE: ["Li, Chen (z): 20"],
    }
    assert text.startswith('"Berg, Anna-Lena",1,,,,20\n"Li')


def test_another_name_under_an_id_is_said(tmp_path):
    said, _ = done(tmp_path, '"Berg, Anna",1,x,,,\n', [Student("x", "Chen", "Li")])
    assert said == {OTHER: ["Berg, Anna is Li, Chen (x) by SIS User ID"], NEW: ["Berg, Anna 20"]}


def test_what_is_said_of_a_mark_that_is_there(tmp_path):
    rows = "".join(
        f"{name},{n},{name},,,{cell}\n" for n, (name, cell) in enumerate({"a": "20.00", "b": "21", "c": "EX", "d": "", "e": "5"}.items())
    )
    ours = [Student(name) for name in "abcde"]
    said, text = done(tmp_path, rows, ours, dict.fromkeys("abcd", 20.0) | {"e": "waits for a person"})
    assert said == {SAME: ["a"], CHANGED: ["b: 21 -> 20"], WORDS: ["c: EX, and not 20"], NEW: ["d 20"], WAITING: ["e: waits for a person"]}
    assert [line.rpartition(",")[2] for line in text.split()] == ["20.00", "20", "EX", "20", "5"]


def test_a_mark_that_moodle_does_not_let_change(tmp_path):
    heading = "Identifier,Full name,Email address,Grade,Maximum Grade,Grade can be changed,Last modified (grade)\n"
    rows = "Participant 7,Anna Berg,a@x.org,-,30,No,-\n"
    said, text = done(tmp_path, rows, [Student("7")], heading=heading)
    assert said == {LOCKED: ["Berg, Anna: -, and not 20"]} and text == rows


def test_last_and_first_name_apart_and_the_student_of_the_course_s_preview(tmp_path):
    heading = CANVAS.replace("Student,", "LastName,FirstName,").replace("Possible,", "Possible,,")
    said, _ = done(tmp_path, "Berg,Anna,1,x,,,\nStudent,Test,2,,,,\n", [Student("x")], heading=heading)
    assert said == {NEW: ["Berg, Anna 20"]}


COLUMNS_OF = (
    "Student,ID,SIS Login ID,Section,Residual Networks (7),Residual networks (8),Score (2020)\n    Points Possible,,,,30,100,(read only)\n"
)


def test_the_column_is_named_where_it_is_not_plain(tmp_path):
    export = exported(tmp_path, COLUMNS_OF)
    with pytest.raises(NoTable, match=r"2 columns are called 'residual_networks'\. Name one with --column"):
        chosen(export, "", NAME)
    with pytest.raises(NoTable, match=r"no column for marks is called 'Score \(2020\)'"):
        chosen(export, "Score (2020)", NAME)
    assert chosen(export, "Residual networks (8)", NAME).place == 5 and chosen(export, "Residual Networks", NAME).place == 4


def test_points_are_scaled_only_when_that_is_asked(tmp_path):
    export = exported(tmp_path, COLUMNS_OF)
    same, other = chosen(export, "Residual Networks (7)", NAME), chosen(export, "Residual networks (8)", NAME)
    assert scale(same, 30, False) == 1 and scale(other, 30, True) == pytest.approx(100 / 30)
    with pytest.raises(NoTable, match=r"has 100 points, and the assignment 30.* say --scale.*multiplied by 100/30"):
        scale(other, 30, False)


UNREADABLE = {
    "another platform's": (CANVAS, "moodle", "no export of moodle.* looks like one of canvas"),
    "no table": ("name\nanna\n", "", "no column of a student"),
    "nothing": ("", "", "no column of a student"),
    "a spreadsheet": (b"PK\x03\x04\0\0\x08\x81", "", "no text in UTF-8"),
    "a line cut off": (CANVAS + "Berg,1\n", "", "line 3 has 2 fields, and the heading has 6"),
    "after a quote": (CANVAS + '"Berg"x,1,,,,\n', "", "line 3 something follows a closing quote"),
    "a quote left open": (CANVAS + '"Berg,1,,,,\n', "", "quotes can be read in several ways"),
    "a column twice": ("id,id\n1,2\n", "", "the column 'id' several times"),
}


@pytest.mark.parametrize(("content", "platform", "why"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_for_certain_is_refused(content, platform, why, tmp_path):
    with pytest.raises(NoTable, match=why):
        assert exported(tmp_path, content, platform).people is None


def test_numbers_with_both_signs_are_no_ones(tmp_path):
    with pytest.raises(NoTable, match="some a decimal comma"):
        done(tmp_path, 'a,1,a,,,"20,5"\n', [Student("a")])
