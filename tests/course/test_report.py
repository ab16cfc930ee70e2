"""The report on a class: each cause with exactly its students, what has no name in groups, criteria as items; and nothing of a stranger's acts on the page."""

import csv
import json
import os
import random
import re
import statistics
import sys
from dataclasses import replace
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.course.report.command import written
from autograder.course.report.data import read, report
from autograder.course.report.guesses import counted
from autograder.course.report.items import FEWEST, items
from autograder.course.report.page import page
from autograder.explain.verdict import judge
from autograder.grading.kept import Kept, packed
from autograder.show import report as sheets
from autograder.truth.challenge import PUBLIC_SEED
from demo import EXERCISES, NAME

from ..corpora.names import NAMES
from ..corpora.wrong import WRONG
from ..support.probed import probed
from ..support.scope import changed, function

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's, about its database library
FIRST = EXERCISES[0]
NAMED = [w for w in WRONG if w.exercise == FIRST and w.id in NAMES and not NAMES[w.id].startswith("differs_")][:40]
EVIL = "<script>alert(1)</script>\x1b[31m\x9b31m\u202e\ud800"


def plain(exercise, source):
    return json.loads(json.dumps(sheets.plain(judge(probed(exercise, source, PUBLIC_SEED), exercise))))


@pytest.fixture(scope="module")
def answers():
    """Verdicts: the right one, and by their names those of wrong answers."""
    right = {name: plain(name, function(name)) for name in EXERCISES}
    wrong = {w.id: plain(FIRST, changed(FIRST, w.edits)) for w in NAMED}
    return SimpleNamespace(right=right, wrong=wrong)


@pytest.fixture(scope="module")
def of_300(answers):
    """A class of 300: 100 right, 100 with known mistakes, 100 that fail one of five sets of criteria for one of two things that have no name.

    Of half of these it is said where they differ.
    """
    rng = random.Random(1)
    names = [f"student{n:03}" for n in range(300)]
    rng.shuffle(names)
    known, unnamed = {}, {}
    verdicts = {name: dict(answers.right) for name in names}
    for n, name in enumerate(names[100:200]):
        id = list(answers.wrong)[n % len(answers.wrong)]
        verdicts[name] = answers.right | {FIRST: answers.wrong[id]}
        known[name] = {NAMES[id]}
    for n, name in enumerate(names[200:]):
        sheet = json.loads(json.dumps(answers.right[FIRST])) | {"outcome": "failed"}
        failed = sheet["criteria"][n % 5 : n % 5 + 2]
        for c in failed:
            c.update(outcome="failed", points=0.0, message="unlike anything", finding={"kind": "another_step", "found": "AB"[n % 2]})
        sheet["points"] -= sum(c["max_points"] for c in failed)
        if n % 4 < 2:
            sheet["diagnosis"] = [
                {"id": "foreign_layer", "says": "A step too many.", "where": "line 1", "why": "", "hint": "", "certain": True}
            ]
        verdicts[name] = answers.right | {FIRST: sheet}
        unnamed.setdefault((tuple(c["id"] for c in failed), "AB"[n % 2]), set()).add(name)
    points = {name: sum(sheet["points"] for sheet in own.values()) for name, own in verdicts.items()}
    return SimpleNamespace(found=report(NAME, 30, points, {}, (), (), verdicts), known=known, unnamed=unnamed, verdicts=verdicts)


def test_each_cause_has_exactly_its_students(of_300):
    expected = {id: {name for name, ids in of_300.known.items() if id in ids} for ids in of_300.known.values() for id in ids}
    assert {m.id: set(m.students) for m in of_300.found.mistakes} == expected and len(expected) > 20
    counts = [len(m.students) for m in of_300.found.mistakes]
    assert counts == sorted(counts, reverse=True)


def test_what_has_no_name_is_grouped_by_likeness(of_300):
    assert sorted(map(sorted, (u.students for u in of_300.found.unnamed))) == sorted(map(sorted, of_300.unnamed.values()))
    assert {u.criteria for u in of_300.found.unnamed} == {ids for ids, _ in of_300.unnamed}
    assert {(u.says, u.line) for u in of_300.found.unnamed} == {("A step too many.", "line 1"), ("unlike anything", "")}


def test_the_rare_ones_are_few_and_nobody_is_accused(of_300):
    assert all(2 <= len(m.students) <= 3 for m in of_300.found.rare) and of_300.found.rare
    text = BeautifulSoup(page(of_300.found, anonymous=False), "html.parser").get_text(" ")
    assert "Worth a look, no more" in text and not re.search(r"plagiar|cheat|copied", text)


def test_items_are_those_of_a_textbook():
    rng = np.random.default_rng(0)
    skill = rng.normal(size=300)
    points = np.stack(
        [(skill + rng.normal(size=300) > level).astype(float) * 0.5 for level in (-1, 0, 1)] + [rng.integers(0, 2, 300) * 0.5], axis=1
    )
    found = items(points, np.full(4, 0.5))
    for at, item in enumerate(found):
        rest = (points.sum(axis=1) - points[:, at]).tolist()
        assert item.correlation == pytest.approx(statistics.correlation(points[:, at].tolist(), rest))
        assert item.share == pytest.approx(points[:, at].mean() / 0.5) and item.n == 300
    assert [item.flagged for item in found] == [False, False, False, True], "the last was drawn without regard to skill"
    assert all(item.discrimination > 0.3 for item in found[:3])
    few = items(points[: FEWEST - 1], np.full(4, 0.5))
    assert all(item.correlation is None and item.discrimination is None and not item.flagged for item in few)


GUESSED = {  # cells of the lesson, as the form leaves them and as they are written by hand
    "right": ["lab.degradation(guess='worse')", "lab.lesion(seed=1, guess=40)"],
    "wrong": ['lab.guess("degradation", "better")', 'lab.degradation(guess="<script>")', "lab.order(guess=open('x').read())", "lab.order("],
    "unkept": ['lab.guess("degradation", "worse")'],
}


@pytest.fixture
def course(tmp_path, answers):
    """A gradebook with five students: right, wrong, unkept, waiting, not handed in; the wrong one's code would act on a page."""
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        gradebook.add_assignment(NAME)
        gradebook.add_notebook(NAME, NAME)
        for name in EXERCISES:
            gradebook.add_grade_cell(f"test_{name}", NAME, NAME, max_score=10, cell_type="code")
        for student in ("right", "wrong", "unkept", "=waits()", "missing"):
            gradebook.add_student(student)
        wrong = json.loads(json.dumps(next(iter(answers.wrong.values()))))
        wrong["diagnosis"][0]["where"] = EVIL
        for student, first in {"right": answers.right[FIRST], "wrong": wrong, "unkept": answers.right[FIRST], "=waits()": None}.items():
            gradebook.add_submission(NAME, student)
            folder = tmp_path / "autograded" / student / NAME
            folder.mkdir(parents=True)
            for name in EXERCISES:
                grade = gradebook.find_grade(f"test_{name}", NAME, NAME, student)
                grade.auto_score, grade.needs_manual_grade = (None, True) if first is None else (10, False)
            if student in ("right", "wrong"):
                own = {n: {"points": 0, "card": "", "text": "", "plain": s} for n, s in (answers.right | {FIRST: first}).items()}
                (folder / f"{NAME}.evidence").write_bytes(packed(Kept(1, {}, own, {})))
            if student in GUESSED:
                cells = [new_code_cell(text, metadata={"tags": ["lab"]}) for text in GUESSED[student]]
                nbformat.write(new_notebook(cells=cells), folder / f"{NAME}.ipynb")
        gradebook.db.commit()
    return CourseDirectory(root=str(tmp_path), db_url=f"sqlite:///{tmp_path}/gradebook.db")


def test_the_files(course, tmp_path):
    found = read(course, NAME)
    assert (set(found.points), set(found.waiting), found.missing, found.unkept) == (
        {"right", "wrong", "unkept"},
        {"=waits()"},
        ("missing",),
        ("unkept",),
    )
    paths = [*written(found, tmp_path / "out", anonymous=False)]
    assert [path.name for path in paths] == [f"{NAME}{end}" for end in (".html", ".json", "-mistakes.csv", "-criteria.csv")]
    html = paths[0].read_text()
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find("script") and "\x1b" not in html and "<script>" not in html and soup.html["lang"] == "en"
    assert all(image["alt"] for image in soup.find_all("img")) and "http" not in re.sub(
        r"arXiv|https?://www.w3.org\S*", "", soup.get_text()
    )
    rows = [*csv.DictReader(paths[2].open())]
    assert rows and rows[0]["students"] == "wrong" and rows[0]["count"] == "1"
    assert json.loads(paths[1].read_text())["mistakes"][0]["students"] == ["wrong"]
    assert found.guesses == {"degradation": {"worse": 2, "<script>": 1}, "lesion": {"40": 1}}
    assert [cell.text for cell in soup.find("h2", string=re.compile("expected")).find_next("table").find_all("td")][3:6] == [
        *("degradation", "<script>", "1")
    ]


def test_no_words_of_a_student_keep_it_from_being_written_or_steer_a_terminal(course, tmp_path):
    guesses = ['lab.guess("degradation", "\\ud800")', 'lab.guess("\\x9b\\u202e", "a\\n\\x9bb")', 'lab.order(guess="\\u202e")']
    guesses.append(f'lab.guess("{"n" * 500}", "{"g" * 500}")')
    cells = [new_code_cell(text, metadata={"tags": ["lab"]}) for text in guesses]
    nbformat.write(new_notebook(cells=cells), tmp_path / "autograded" / "right" / NAME / f"{NAME}.ipynb")
    if sys.platform == "linux":  # elsewhere each name is a text
        (tmp_path / "submitted" / os.fsdecode(b"\xff\xc2\x9b") / NAME).mkdir(parents=True)
    found = read(course, NAME)
    assert found.guesses["degradation"] == {"<script>": 1, "worse": 1, "�": 1} and found.guesses["��"] == {"a �b": 1}
    assert found.guesses["order"] == {"�": 1} and found.guesses["n" * 40] == {"g" * 40: 1}
    for path in written(found, tmp_path / "out", anonymous=False):
        assert not sheets.CONTROL.search(path.read_text()), path


def test_what_is_no_json_is_never_written(of_300, tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        [*written(replace(of_300.found, guesses={"lesion": {"1": float("nan")}}), tmp_path, anonymous=False)]
    assert not [*tmp_path.glob("*.json")]


def test_a_criterion_that_is_worth_nothing_has_a_share_too():
    for n in (FEWEST - 1, FEWEST):
        nothing, all_ = items(np.array([[0.0, 0.5]] * n), np.array([0.0, 0.5]))
        assert (nothing.share, all_.share) == (0, 1) and nothing.discrimination in (0, None)


def test_many_guesses_make_no_long_table():
    """A slider has a hundred answers, and a notebook may name experiments that nobody made."""
    odd = counted({"lesion": str(n), **{f"made up {m} by {n}": "x" for m in range(5)}} for n in range(300))
    assert len(odd) == 30 and odd["lesion"] == dict.fromkeys(sorted(map(str, range(300)))[:10], 1) | {"(other guesses)": 290}


def test_a_name_is_no_formula_and_can_be_left_out(course, tmp_path, answers):
    verdicts = {"=cmd()": answers.right | {FIRST: next(iter(answers.wrong.values()))}}
    found = report(NAME, 30, {"=cmd()": 27.5}, {}, (), (), verdicts)
    named, anonymous = (
        {p.name: p.read_text() for p in written(found, tmp_path / word, word == "anonymous")} for word in ("named", "anonymous")
    )
    assert "'=cmd()" in named[f"{NAME}-mistakes.csv"]
    assert not any("cmd" in text for text in anonymous.values()) and all(named[name] for name in anonymous)
