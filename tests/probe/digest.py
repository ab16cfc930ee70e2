"""Prints the verdicts on a sample of answers as JSON, one line each: run in other surroundings, the lines must be the same."""

import json
import sys

from ..corpora.alternatives import composed
from ..corpora.mutants import one_style_each
from ..support.scope import namespace

STATES = {  # what a student's notebook may have set before the check
    "none": "",
    "seeds and policies": "keras.utils.set_random_seed(7); keras.mixed_precision.set_dtype_policy('mixed_float16'); keras.config.set_floatx('float16')",
    "channels first": "keras.config.set_image_data_format('channels_first'); tf.random.set_seed(3)",
    "cleared": "keras.backend.clear_session(); np.random.seed(0); keras.config.set_epsilon(1e-3)",
}


def sample() -> list:
    every = one_style_each()
    return [*every[::45], *composed(4, seed=9)]


def main(states: list[str]) -> None:
    from autograder.explain.verdict import judge
    from autograder.probe.calls import probe
    from autograder.truth.question import question

    for state in states:
        for answer in sample():
            names = namespace(answer.source)
            exec(STATES[state], names)
            verdict = judge(probe(question(answer.exercise), names), answer.exercise)
            lost = {c.id: c.points for c in verdict.criteria if c.outcome != "passed"}
            print(json.dumps([answer.id, verdict.points, lost, [d.id for d in verdict.diagnosis]]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
