"""Where challenges come from: check's is public, grading's is drawn from the course's secret and the student."""

import pytest

from autograder.truth.challenge import PUBLIC_SEED, course_secret, seed_for

from ..support.blocks import settings


def test_each_student_has_another_challenge():
    seeds = {seed_for(secret, student) for secret in ("a", "b") for student in ("anna", "bela")}
    assert len(seeds) == 4 and PUBLIC_SEED not in seeds
    assert seed_for("a", "anna") == seed_for("a", "anna") < 2**56
    assert settings("convolutional_block", seed_for("a", "anna")) != settings("convolutional_block", seed_for("a", "bela"))


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "course_secret"
    secret = course_secret(path)
    assert len(secret) == 64 and course_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("exercise", ["identity_block", "convolutional_block"])
def test_no_size_is_the_same_in_all_calls(exercise):
    for seed in range(300):  # by chance alone it would be so in one of twelve
        sizes = [(*setting.arguments["filters"], setting.shape[-1]) for setting in settings(exercise, seed)]
        assert all(len(set(values)) > 1 for values in zip(*sizes))
