"""What an exercise is judged by: one test per criterion, worth its points. Which there are follows from the exercise, see `judge.criteria`.

Each step is judged on what it really received, so that one mistake costs its own criterion; the last criterion compares the whole,
so that only what is right gets all points. A network is judged on its own steps and on how it calls its blocks.
"""

from autograder.judge.criteria import Asked
from autograder.judge.judgement import Judgement


def test_criterion(judgement: Judgement, criterion: Asked) -> None:
    judgement.ask(criterion)
