"""What the judge finds is data: no sentence stands in its room, every kind of finding has words, and no verdict rests on them."""

import ast
from pathlib import Path

import pytest

import autograder.judge
from autograder.exercises import EXERCISES, exercise
from autograder.explain import verdict, words
from autograder.judge.criteria import POINTS, criteria, shared
from autograder.judge.finding import KINDS, Finding, NotReached, Unmet

from ..corpora.wrong import WRONG
from ..support.judged import seen
from ..support.scope import changed

ROOM = Path(autograder.judge.__file__).parent
FOR_AUTHORS = ("ValueError", "TypeError", "RuntimeError", "RubricError", "exit", "skip", "addoption")  # calls whose words no student reads


def sentences(tree: ast.AST) -> list[str]:
    """Strings of more than five words, but for docstrings and what is said to authors."""
    others = {id(node.body[0].value) for node in ast.walk(tree) if hasattr(node, "body") and isinstance(node.body, list) and node.body
              and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) in FOR_AUTHORS:
            others |= {id(inner) for inner in ast.walk(node)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in others]
    return [text.value for text in texts if len(text.value.split()) > 5]


@pytest.mark.parametrize("file", sorted(ROOM.rglob("*.py")), ids=lambda file: file.name)
def test_the_judge_has_no_sentences(file):
    assert sentences(ast.parse(file.read_text(encoding="utf-8"))) == []


def test_sentences_are_found():
    assert sentences(ast.parse('def f():\n    """A docstring of more than five words."""\n    g("This is a sentence for a student.")'))
    assert not sentences(ast.parse('raise ValueError("This is a sentence for an author.")'))


def test_every_kind_of_finding_has_words():
    assert set(KINDS) == set(words.TABLE)


def test_every_kind_of_finding_is_made():
    code = "\n".join(file.read_text(encoding="utf-8") for file in ROOM.rglob("*.py") if file.name != "finding.py")
    assert [kind for kind in KINDS if f'"{kind}"' not in code] == []


@pytest.mark.parametrize("told", [Unmet, NotReached])
def test_nothing_is_lost_without_a_finding(told):
    for reason in ("", "a sentence", None):
        with pytest.raises(TypeError):
            told(reason)
    assert told(Finding("no_layer")).finding.kind == "no_layer"


@pytest.mark.parametrize("wrong", WRONG[::9], ids=lambda wrong: f"{wrong.exercise}: {wrong.id}")
def test_no_verdict_rests_on_words(wrong, monkeypatch):
    """With a key in place of every sentence, the same points, ids and order."""
    evidence = seen(wrong.exercise, changed(wrong.exercise, wrong.edits))
    told = skeleton(verdict.judge(evidence, wrong.exercise))
    monkeypatch.setattr(words, "TABLE", {kind: lambda finding, speaker: finding.kind for kind in KINDS})
    assert skeleton(verdict.judge(evidence, wrong.exercise)) == told


def skeleton(v):
    criteria = [(c.id, c.outcome, c.points, c.max_points) for c in v.criteria]
    return v.outcome, criteria, [(d.id, d.at, d.costs, d.certain, d.where) for d in v.diagnosis]


@pytest.mark.parametrize("name", EXERCISES)
def test_criteria_are_worth_ten_points_and_say_something_each(name):
    asked = criteria(exercise(name))
    assert sum(c.points for c in asked) == POINTS and len({c.id for c in asked}) == len(asked)
    says = words.in_words(name)
    assert list(says) == [c.id for c in asked] and len(set(says.values())) == len(says)
    assert all(text[0].isupper() and text.endswith(".") for text in says.values())


def test_points_by_weight():
    assert shared({"a": 1, "b": 1, "c": 2}, {}) == {"a": 2.5, "b": 2.5, "c": 5}
    assert shared({"a": 1, "b": 1, "c": 2}, {"c": 1}) == {"a": 4.5, "b": 4.5, "c": 1}
    odd = shared(dict.fromkeys("abc", 1), {})
    assert sum(odd.values()) == POINTS and max(odd.values()) - min(odd.values()) == 0.25
    with pytest.raises(ValueError, match="by which nothing is judged"):
        shared({"a": 1}, {"b": 1})
    with pytest.raises(ValueError, match="come to 12"):
        shared({"a": 1, "b": 1}, {"a": 12})
