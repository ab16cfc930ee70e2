"""What each exercise is worth: the points of its graded cell in the release. A criterion's part of them is in the rubric."""

import json
from pathlib import Path

POINTS: dict[str, float] = json.loads(
    Path(__file__).parents[1].joinpath("points.json").read_text(encoding="utf-8")
)  # made by `make release`
