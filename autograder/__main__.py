"""The command line: `grade SUBMISSION.ipynb …`, `why SUBMISSION.ipynb EXERCISE`, `autograde`, `marks`, `report` and `rejudge ASSIGNMENT` for a class,
`receipt FILE` for a question about a mark, `students FILE.csv` and `export PLATFORM FILE.csv` for a learning platform, `init FOLDER` for a course,
`author NAME` for a new exercise, `doctor`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .evidence.version import unknown_keras, words
from .exercises import EXERCISES

if TYPE_CHECKING:
    from .grading.hand import Hand
    from .grading.limits import Limits
    from .grading.marks import Submission
    from .grading.submission import Canon

DESCRIPTION = "Grade submitted notebooks, each in a process of its own."
WHY = "Grade one exercise of a notebook and print what was seen, what explains it, and what decides each criterion."
AUTHOR = "Say what follows from an exercise's file: lines, criteria, figure, how derived answers are judged and named, holes. A Keras function is made into such a file."
EXIT = "Exit status: 0 when every submission got a verdict, 1 when one is ungradable, 2 for bad arguments."
OF_A_CLASS = {  # command → its module, which is imported when it is asked for and reads its options itself; and what it does
    "autograde": (".course.autograde", "grade a whole class, as nbgrader does, in parallel"),
    "marks": (".course.marks", "print a class's marks again"),
    "report": (".course.report.command", "say what a class got wrong, for how many, and who"),
    "rejudge": (".course.rejudge", "judge a graded class again, without running its notebooks"),
    "receipt": (".course.receipt_command", "say whether a file is the one that was graded, or a receipt is ours"),
    "students": (".course.students", "put students' names into the gradebook"),
    "export": (".course.lms", "put a class's marks into a learning platform's file"),
}
STOPPED = 130  # the exit status of what Ctrl-C ends

# nbformat's validator would import this where it is installed, which takes two seconds in every process, for addresses that no notebook has.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: there is no such module


class Parser(argparse.ArgumentParser):
    """Takes an option by its whole name only, as its commands do, whose parsers argparse makes of this class too."""

    def __init__(self, **settings: Any):
        super().__init__(allow_abbrev=False, **settings)


def positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return int(text)


def parser() -> argparse.ArgumentParser:
    main = Parser(prog="python -m autograder", description=DESCRIPTION)
    main.add_argument("--version", action="version", version=words())
    commands = main.add_subparsers(dest="command", required=True, metavar="COMMAND")
    grade = commands.add_parser("grade", help="grade submission files", description=DESCRIPTION, epilog=EXIT)
    grade.add_argument("submissions", nargs="+", metavar="SUBMISSION.ipynb")
    grade.add_argument("--jobs", type=positive, default=1, metavar="N", help="how many at a time (default 1)")
    grade.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    why = commands.add_parser("why", help="say how the verdict on one exercise comes about", description=WHY, epilog=EXIT)
    why.add_argument("submission", metavar="SUBMISSION.ipynb")
    why.add_argument("exercise", metavar="EXERCISE", help=", ".join(EXERCISES))
    why.add_argument("--kept", action="store_true", help="of a graded notebook: by the evidence kept beside it, without running it")
    for command in (grade, why):
        command.add_argument("--seconds", type=positive, default=180, metavar="S", help="time limit for one submission (default 180)")
        command.add_argument("--memory", type=positive, default=6, metavar="GIB", help="memory limit for one submission (default 6)")
        command.add_argument(
            "--release", metavar="NOTEBOOK.ipynb", help="the released notebook, whose points count (default: this package's)"
        )
        command.add_argument("--unsafe", action="store_true", help="run it with your own rights, where they cannot be isolated")
    for name, (_, says) in OF_A_CLASS.items():
        commands.add_parser(name, help=says, add_help=False)
    init = commands.add_parser("init", help="begin a course folder: the settings and the instructor's notebook")
    init.add_argument("folder", type=Path, metavar="FOLDER")
    author = commands.add_parser("author", help="say what follows from an exercise's file, and measure it", description=AUTHOR)
    author.add_argument("name", metavar="NAME", help="an exercise, the path of its file, or FILE.py:function, NOTEBOOK.ipynb:function")
    author.add_argument("--figure", type=Path, metavar="FILE", help="draw the figure into this .svg or .png file")
    author.add_argument("--write", type=Path, metavar="FILE", help="of FILE.py:function: write the exercise's file there, not to stdout")
    author.add_argument("--jobs", type=positive, metavar="N", help="how many processes (default: one a core)")
    commands.add_parser("doctor", help="say which protections against submissions hold on this machine")
    return main


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        return run(arguments)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr, flush=True)
        sys.stdout.flush()
        os._exit(STOPPED)  # at once: threads would wait for the submissions that they grade, whose kernels end with this process


def run(arguments: list[str]) -> int:
    if arguments and arguments[0] in OF_A_CLASS:
        module, _ = OF_A_CLASS[arguments[0]]
        if arguments[0] == "autograde":  # meanwhile nbgrader is imported here
            from .grading.ready import begin

            begin()
        return import_module(module, __package__).main(arguments[1:])
    options = parser().parse_args(names_of_files(arguments))
    if options.command == "init":
        from .course.begin import main as init

        return init(options.folder)
    if options.command == "author":
        from .author.command import main as author

        return author(options)
    from .grading.hand import begun
    from .sandbox import doctor

    if unknown := unknown_keras():
        print(unknown, file=sys.stderr)
    if options.command == "doctor":
        return doctor.report()
    hands = begun(min(options.jobs, len(options.submissions)) if options.command == "grade" else 1)  # meanwhile we look whether we may
    if not options.unsafe and (refusal := doctor.refusal()):
        print(refusal, file=sys.stderr)
        return 2
    return judged(options, hands)


def names_of_files(arguments: list[str]) -> list[str]:
    """The arguments, of which none is an option that names a file here: a shell's * gives names, and who hands in chooses them."""
    return [os.path.join(os.curdir, a) if a.startswith("-") and os.path.lexists(a) else a for a in arguments]


def judged(options: argparse.Namespace, hands: list[Hand]) -> int:
    """`grade` and `why`, by these hands."""
    from .grading.limits import Limits  # here, so that a wrong argument is answered at once
    from .sandbox.bounded import GIB

    canon = None
    if options.release:
        from .grading.submission import Unreadable, released  # a hand needs what this imports, the command does not

        try:
            canon = released(options.release)
        except Unreadable as error:
            return complain(f"{options.release}: {error}", 2)
    limits = Limits(seconds=options.seconds, memory=options.memory * GIB, unsafe=options.unsafe)
    return (why if options.command == "why" else grade)(options, limits, canon, hands)


def complain(words: str, status: int) -> int:
    from .show.report import flat

    print(flat(words), file=sys.stderr)
    return status


def why(options: argparse.Namespace, limits: Limits, canon: Canon | None, hands: list[Hand]) -> int:
    from .grading.why import NoSuchExercise, NoVerdict, account
    from .grading.workers import BEYOND
    from .sandbox.bounded import TooMuch

    try:
        print(hands[0].do(limits, account, options.submission, options.exercise, limits, canon, options.kept))
    except NoSuchExercise as error:
        return complain(str(error), 2)
    except TooMuch as bounds:
        return complain(f"{options.submission}: ungradable: {BEYOND.format(bounds)}", 1)
    except NoVerdict as reason:
        return complain(f"{options.submission}: ungradable: {reason}", 1)
    return 0


def grade(options: argparse.Namespace, limits: Limits, canon: Canon | None, hands: list[Hand]) -> int:
    from .evidence.version import judged_by
    from .grading.workers import grade_all
    from .show import report

    submissions: list[Submission] = []
    for number, (facts, verdicts) in enumerate(grade_all(options.submissions, options.jobs, limits, canon, hands), 1):
        submissions.append(facts)
        if not options.json:
            print(f"== {report.flat(facts['path'])}")
            for note in facts["notes"]:
                print(f"note: {report.flat(note)}")
            print("\n".join(verdicts) if verdicts else f"ungradable: {report.flat(facts['reason'])}")
            if verdicts:
                print(f"{report.number(facts['points'])} of {report.number(facts['max_points'])} points in {facts['seconds']:g} s")
            print(flush=True)
        elif sys.stderr.isatty():
            print(f"{number} of {len(options.submissions)}: {report.flat(facts['path'])}", file=sys.stderr)
    if options.json:
        print(json.dumps({"judged_by": judged_by(), "submissions": submissions}, indent=1, allow_nan=False))
    return int(any(facts["outcome"] == "ungradable" for facts in submissions))


if __name__ == "__main__":
    sys.exit(main())
