"""How the verdict on one exercise of one submission came about, as plain text for who is asked, or asks, why points are missing.

Nothing is judged here: the submission is graded as `grade` does it, and what the judge has read, found and believed is written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
import numpy as np
from nbformat import NotebookNode

from ..evidence import Evidence
from ..evidence.facts import EagerFacts, GraphFacts, ParameterFacts
from ..explain.built import built, known
from ..explain.picture import words
from ..explain.search import Explanation, explain, grouped
from ..explain.settings import shown
from ..explain.verdict import Verdict
from ..explain.words.quoted import exception, where, written
from ..explain.words.speaker import Speaker, arguments, called
from ..judge import Criterion, RubricError
from ..judge.attempt import NotAttempted, attempted
from ..judge.block_judgement import BlockJudgement
from ..judge.block_reading import BlockReading
from ..judge.criteria import criteria
from ..judge.finding import Called, Unmet
from ..judge.judgement import Judgement, judgement_of
from ..judge.network_judgement import NetworkJudgement
from ..judge.network_reading import NetworkReading
from ..judge.reading import Due, setting_of
from ..layers.confusion import Change
from ..sandbox.bounded import Lost, TooMuch
from ..show.report import flat, headline, inert, number, wrap
from ..value.graph import Node, follow
from ..value.lines import Lines
from ..value.points import POINTS, together
from .desk import JUDGING, evidences_of, opened, outline, verdicts_of
from .grade import UNSAFE, failure, seed_of_file
from .kept import SUFFIX, unpacked
from .labels import exercise_of, grade_id, is_graded
from .limits import Limits
from .marks import promised
from .outcome import Run
from .ready import DESK
from .run import run
from .submission import Canon, Unreadable, canonical

MOST = 5  # explanations: of many the heavy ones say nothing


class NoSuchExercise(ValueError):
    """The exercise is not one, or not one of this release."""


class NoVerdict(RuntimeError):
    """Why the submission is ungradable."""


@dataclass(frozen=True)
class Case:
    """evidence and judgement: None where there is none, as of a function that never ended, or of a stub."""

    path: str
    notes: list[str]
    notebook: NotebookNode
    verdict: Verdict
    evidence: Evidence | None
    judgement: Judgement | None


def account(path: str | Path, exercise: str, limits: Limits | None = None, canon: Canon | None = None, from_kept: bool = False) -> str:
    """The whole text. from_kept: of a graded notebook, on the evidence that was kept beside it. Raises NoSuchExercise, NoVerdict."""
    asked = promised(canon) if canon else POINTS
    if exercise not in asked:
        raise NoSuchExercise(f"There is no exercise {exercise!r}; there are {', '.join(asked)}.")
    canon = canon or canonical(together([exercise]))
    outcome, remarks = remembered(path, exercise) if from_kept else ran(path, exercise, limits or Limits(), canon)
    try:
        return DESK.do(JUDGING, page, exercise, replace(outcome, notebook=outline(outcome.notebook)), str(path), remarks)
    except (TooMuch, RubricError, Lost) as why:
        raise NoVerdict(flat(str(why))) from None


def ran(path: str | Path, exercise: str, limits: Limits, canon: Canon) -> tuple[Run, list[str]]:
    """What came back, and what is to be remarked. What comes before the exercise is asked as always, for what hangs there is left out here
    too; nothing is asked after it. Raises NoVerdict."""
    try:
        notebook, notes = opened(path, canon)
        here = [exercise_of(cell) for cell in notebook.cells].index(exercise)
        notebook.cells = [cell for i, cell in enumerate(notebook.cells) if i <= here or not is_graded(cell)]
        outcome = run(notebook, limits=limits, seed=seed_of_file(path))
    except Unreadable as error:
        raise NoVerdict(flat(str(error))) from None
    except Exception as error:  # ours, whatever it is
        raise NoVerdict(flat(failure(error))) from error
    if outcome.fault:
        raise NoVerdict(flat(outcome.fault))
    return outcome, [*notes.get(exercise, ()), *[UNSAFE] * limits.unsafe]


def remembered(path: str | Path, exercise: str) -> tuple[Run, list[str]]:
    """What came back when the notebook was graded, and what is to be remarked. Raises NoVerdict."""
    try:
        found, notebook = unpacked(Path(path).with_suffix(SUFFIX)), nbformat.read(path, as_version=4)
        outcome = found.run(notebook)
    except Unreadable as error:
        raise NoVerdict(f"{error} Leave out --kept to run the notebook.") from None
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise NoVerdict(f"It is no graded notebook ({type(error).__name__}).") from None
    if exercise in found.left_out or exercise not in found.sheets:
        raise NoVerdict(f"The evidence of {exercise} was not kept. Leave out --kept to run the notebook.")
    return outcome, [f"From the evidence that was kept when {found.graded_by} graded it."]


def page(exercise: str, outcome: Run, path: str, remarks: list[str]) -> str:
    """The text, at the desk."""
    verdict = next(v for v in verdicts_of(outcome) if v.exercise == exercise)
    evidence = evidences_of(outcome)[0].get(exercise)
    case = Case(path, remarks, outcome.notebook, verdict, evidence, judged(evidence))
    parts = {
        f"{flat(case.path)}: {headline(case.verdict)}": about(case),
        "The function": source(case),
        "What was seen": seen(case.evidence, case.judgement),
        **explained(case.judgement),
        "What is said": said(case.verdict),
        "What decides": (line for c in case.verdict.criteria for line in decided(c, case)),
    }
    return inert("\n\n".join("\n".join([title, *lines]) for title, lines in parts.items()))


def judged(evidence: Evidence | None) -> Judgement | None:
    try:
        if evidence is not None:
            attempted(evidence)
            return judgement_of(evidence)
    except (NotAttempted, Unmet):  # the verdict says so
        pass
    return None


# -- what was handed in, and what was seen of it -----------------------------------------------------------------------------


def about(case: Case) -> Iterator[str]:
    for note in filter(None, (*case.notes, case.verdict.note, case.verdict.remark)):
        yield from wrap(note, "  ")


def source(case: Case) -> Iterator[str]:
    """The lines of the student's function, or of its cell, with the numbers by which everything here calls them."""
    cell = next((cell.source for cell in case.notebook.cells if grade_id(cell) == case.verdict.exercise), "")
    held = (case.evidence and case.evidence.facts.get("source")) or {"first": 1, "text": cell}
    for at, line in enumerate(held["text"].split("\n"), held["first"]):
        yield f"  {at:>3}  {line}".rstrip()


def seen(evidence: Evidence | None, judgement: Judgement | None) -> Iterator[str]:
    if evidence is None or judgement is None:
        yield "  Nothing that could be judged."
        return
    yield f"  challenge {evidence.seed}"
    yield f"  parameters: {', '.join(map(parameter, evidence.facts['signature'] or ())) or 'unknown'}"
    yield from map(flat_within, calls_of_block(judgement) if isinstance(judgement, BlockJudgement) else calls_of_network(judgement))


def flat_within(line: str) -> str:
    """With its indentation, else in one line."""
    return line[: len(line) - len(line.lstrip(" "))] + flat(line)


def parameter(facts: ParameterFacts) -> str:
    return flat(f"{facts['name']}={facts['default']}" if "default" in facts else facts["name"])


def calls_of_block(judgement: BlockJudgement) -> Iterator[str]:
    evidence, facts = judgement.evidence, judgement.evidence.facts
    for at, reading in enumerate(judgement.readings, 1):
        reach = setting_of(reading.run).reach
        large = f", numbers around {reach:g}" if reach != 1 else ""
        yield f"  call {at}: X {reading.x.shape}{large}, {called(Called(reading.setting), Speaker(judgement.exercise))}, training={reading.training}"
        yield f"    on arrays: {returned(reading.run['eager'], evidence, reading.due)}"
        yield from built_of(reading.run["graph"])
    for asked in facts["alike"]:
        setting = setting_of(asked)
        given = ", ".join(f"{name}={written(value)}" for name, value in arguments(setting).items())
        yield f"  sizes alike: X {setting.shape}, {given}, training=False"
        yield f"    on arrays: {returned(asked['eager'], evidence, judgement.due_alike(setting))}"
    yield "  call 1 as a Model, training=None"
    yield from (f"    {exception(error)}" for error in facts["model"]["errors"])
    for mode, place in zip((False, True), facts["model"].get("outputs", ())):
        yield f"    run with training={mode}: {compared(evidence.array(place), judgement.readings[0].in_mode(mode))}"


def returned(eager: EagerFacts, evidence: Evidence, due: Due) -> str:
    if "error" in eager:
        return exception(eager["error"])
    found = evidence.array(eager.get("output"))
    if found is None:
        return f"a {eager['returned']}"
    return f"a {eager['returned']} {found.shape}, {compared(found, due)}"


def compared(found: np.ndarray, due: Due) -> str:
    """How far an output is from the one that is due, as `output` judges it."""
    if found.shape != due.output.shape:
        return f"where {due.output.shape} is due"
    far = due.distance(found)
    return "right" if far <= 1 else f"wrong, {far:.2g} times as far away as rounding explains"


def built_of(graph: GraphFacts) -> Iterator[str]:
    """What was built on Keras tensors."""
    gives = f", returned a {graph['returned']}" if "returned" in graph else ""
    yield f"    on Keras tensors: {len(graph['nodes'])} operations{gives}"
    for error in graph["errors"]:
        yield f"      {exception(error)}" + (" The lines after it were run without it." if error.get("passed_over") else "")


def calls_of_network(judgement: NetworkJudgement) -> Iterator[str]:
    for at, reading in enumerate(judgement.readings, 1):
        run = reading.run
        yield f"  call {at}: {', '.join(f'{name}={tuple(n) if isinstance(n, list) else n}' for name, n in run['arguments'].items())}"
        yield from built_of(run["graph"])
        if run.get("output_shape"):
            yield f"    a Model from {run['input_shape']} to {run['output_shape']}"
    summary = judgement.evidence.facts["model"]
    if error := summary.get("error"):
        yield f"  with the student's own blocks: {exception(error)}"
    elif "parameters" in summary:
        yield f"  with the student's own blocks: {summary['parameters']:,} parameters in {len(summary['rows'])} layers with weights"


# -- what explains it -----------------------------------------------------------------------------------------------------------


def explained(judgement: Judgement | None) -> dict[str, list[str]]:
    """The match of the student's steps with the expected ones, and the explanations that were found."""
    if judgement is None:
        return {}
    value, stopped = judgement.value, judgement.readings[0].graph.stopped is not None
    graph = built(judgement.readings, [known(judgement.value, reading) for reading in judgement.readings])
    if graph is None:
        return {
            "Explanations": [
                "  None of all calls together: the function builds other steps from call to call, so each is explained by itself."
            ]
        }
    candidates, foreign = explain(value, graph, stopped)
    best = candidates[0] if candidates else None
    return {
        "The expected steps, and the student's": [
            *matched(value, best),
            *left_over(value, best, foreign or ([] if best else graph.nodes())),
        ],
        "Explanations, the lightest first, which is believed": [line for e in candidates[:MOST] for line in weighed(value, e)]
        + ([f"  and {len(candidates) - MOST} heavier ones"] if len(candidates) > MOST else [])
        + ([] if candidates else ["  None: no edit of the expected steps, nor two of them, give what was built."]),
    }


def matched(value: Lines, best: Explanation | None) -> Iterator[str]:
    """Each expected step with the student's in its place, and what is otherwise there."""
    due = {node.name: node for node in follow(value).nodes()}
    names = {id(real): d.name for d, real in best.pairs} if best else {}
    steps = [name for name in (line.name for line in value.lines) if name in due]
    width = max(map(len, steps))
    for name in steps:
        real = best.real(name) if best else None
        yield f"  {name:<{width}}  {spoken(real) if real else '– nothing'}"
        if best and real:
            found, wanted = (taken(node, by) for node, by in ((real, names), (due[name], {id(n): n.name for n in due.values()})))
            other = [f"takes {found}, due {wanted}"] if set(found.split(" and ")) != set(wanted.split(" and ")) else []
            yield from (f"  {'':<{width}}  ≠ {flat(said)}" for said in (*other, *(of(c) for c in best.changes if c.at == name)))


def taken(node: Node, names: dict[int, str]) -> str:
    return " and ".join("X" if n is None else names.get(id(n), "a step that is left over") for n in node.inputs)


def left_over(value: Lines, best: Explanation | None, foreign: list[Node]) -> Iterator[str]:
    """The student's steps that stand for no expected one."""
    due = {line.name for line in value.lines}
    extra = [real for d, real in best.pairs if d.name not in due] if best else []
    yield from (f"  left over: {spoken(node)}" for node in (*extra, *foreign))


def spoken(node: Node) -> str:
    return flat(f"{' '.join(words(node))} ({where(node.line)})")


def of(change: Change) -> str:
    return f"{change.setting} is {shown(change.found)}, due {shown(change.due)}"


def weighed(value: Lines, e: Explanation) -> Iterator[str]:
    """The weight of an explanation and all that it says."""
    parts = [f"{edit.id}: {edit.says}" for edit in e.edits]
    for meaning, changes in grouped(value, e.changes):
        parts.append(f"{meaning.id if meaning else 'without a name'}: {'; '.join(f'{c.at}: {of(c)}' for c in changes)}")
    for i, part in enumerate(parts or ["nothing to edit: these are the expected steps"]):
        yield f"  {f'{e.weight:.2f}' if i == 0 else '':>5}  {flat(part)}"


# -- what was made of it --------------------------------------------------------------------------------------------------------


def said(verdict: Verdict) -> Iterator[str]:
    for d in verdict.diagnosis:
        sure = "" if d.certain else "; perhaps, for another explanation is as light"
        yield from wrap(f"{d.id}: {d.says} ({d.where}{sure})", "  ", "    ")
    if not verdict.diagnosis:
        yield "  No mistake by name."


def decided(c: Criterion, case: Case) -> Iterator[str]:
    """A criterion with its points, and the finding that decides it."""
    yield from wrap(f"{c.outcome:<7}  {number(c.points):>4}/{number(c.max_points):<4}  {c.id}: {c.says}", "  ", " " * 22)
    if c.message:
        yield from wrap(f"{c.message}{in_calls(c.id, case.judgement)}", " " * 22, " " * 22)
    if names := [d.id for d in case.verdict.diagnosis if c.id in d.costs and c.outcome != "passed"]:
        yield f"{'':22}named: {', '.join(names)}"


def in_calls(criterion: str, judgement: Judgement | None) -> str:
    """In which calls the step was found so, where not in all."""
    if judgement is None:
        return ""
    readings: list[BlockReading | NetworkReading] = [*judgement.readings]
    at = {name for asked in criteria(judgement.exercise) if asked.id == criterion for name in asked.at}
    found = [str(i) for i, r in enumerate(readings, 1) if at & r.findings.keys()]
    return f" (call {' and '.join(found)} only)" if 0 < len(found) < len(readings) else ""
