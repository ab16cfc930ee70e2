"""The verdict is the same whatever the machine's libraries do and whatever the student's notebook has set before."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import keras

from autograder.probe.trace import contract_state

from .digest import STATES

ONE_THREAD = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}


@cache
def digest(states: tuple[str, ...] = ("none",), settings: tuple = ()) -> list[str]:
    """The verdicts from a process of its own, in one state of the notebook after the other."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.probe.digest", *states],
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"} | dict(settings),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout.splitlines()


def test_without_onednn_and_with_one_thread():
    assert len(digest()) > 10
    assert digest(settings=(("TF_ENABLE_ONEDNN_OPTS", "0"), *ONE_THREAD.items())) == digest()


def test_whatever_the_notebook_has_set():
    states = tuple(state for state in STATES if state != "none")
    assert digest(states) == digest() * len(states)


def test_the_notebook_keeps_its_state():
    before = keras.config.floatx(), keras.config.image_data_format(), keras.mixed_precision.dtype_policy().name
    try:
        keras.config.set_floatx("float64")
        keras.config.set_image_data_format("channels_first")
        keras.mixed_precision.set_dtype_policy("mixed_bfloat16")
        with contract_state():
            assert keras.config.floatx() == "float32" and keras.config.image_data_format() == "channels_last"
            assert keras.mixed_precision.dtype_policy().name == "float32"
        assert keras.config.floatx() == "float64" and keras.config.image_data_format() == "channels_first"
        assert keras.mixed_precision.dtype_policy().name == "mixed_bfloat16"
    finally:
        keras.config.set_floatx(before[0])
        keras.config.set_image_data_format(before[1])
        keras.mixed_precision.set_dtype_policy(before[2])
