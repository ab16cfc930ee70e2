"""What `check`, `hint`, `solution` and `progress` are while a notebook is graded: they say that marks come later. Nothing is judged."""


class Later:
    """Shows itself as one sentence."""

    def __repr__(self) -> str:
        return "The grader gives the marks."


def check(exercise: str) -> Later:
    return Later()


def hint(exercise: str, step: int | None = None) -> Later:
    return Later()


def solution(exercise: str) -> Later:
    return Later()


def progress() -> Later:
    return Later()
