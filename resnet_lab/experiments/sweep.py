"""Runs the experiments with many seeds and counts how often each claim holds. What to run is said in `__main__`.

What has been measured is kept in build/claims/, one file for each experiment and seed; so a sweep that was stopped goes on where it was.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import statistics
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypedDict

from . import EXPERIMENTS, RECORDED, Numbers, module
from .sources import digest

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
KEPT = HERE.parents[1] / "build" / "claims"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def kept(name: str, seed: int) -> Path:
    return KEPT / f"{name}-{seed}-{digest(name)}.json"


class Run(TypedDict):
    """seconds: it took. processor: seconds of the processor, which other work on the machine does not lengthen."""

    seconds: float
    processor: float
    numbers: Numbers


def measured(name: str, seed: int) -> Run:
    """One run, or what is kept of it."""
    path = kept(name, seed)
    if path.exists():
        before: Run = json.loads(path.read_text(encoding="utf-8"))
        return before
    module(name).measure(seed, quick=True)  # TensorFlow is loaded and the images are read before the clock starts
    began, worked = time.monotonic(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        numbers = module(name).measure(seed, quick=False)
    run: Run = {"seconds": time.monotonic() - began, "processor": time.process_time() - worked, "numbers": numbers}
    KEPT.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(run), encoding="utf-8")
    os.replace(part, path)
    return run


def quietly(name: str, seed: int) -> Run:
    with contextlib.redirect_stdout(io.StringIO()):
        return measured(name, seed)


def sweep(seeds: int, jobs: int) -> dict[str, list[Run]]:
    """Every experiment with seeds 0, 1, …; each in a process that is not this one."""
    runs: dict[str, dict[int, Run]] = {name: {} for name in EXPERIMENTS}
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        asked = {pool.submit(quietly, name, seed): (name, seed) for seed in range(seeds) for name in EXPERIMENTS}
        for done, future in enumerate(as_completed(asked), 1):
            name, seed = asked[future]
            run = runs[name][seed] = future.result()
            broken = [claim for claim, holds in module(name).claims(run["numbers"]).items() if not holds]
            print(
                f"{done:3} of {len(asked)}  {name}, seed {seed}: {run['seconds']:.0f} s",
                *(f"does not hold: {c}" for c in broken),
                sep="\n      ",
                flush=True,
            )
    return {name: [by_seed[seed] for seed in sorted(by_seed)] for name, by_seed in runs.items()}


def table(runs: dict[str, list[Run]]) -> str:
    lines = ["| experiment | claim | seeds | processor |", "|---|---|---|---|"]
    for name, own in runs.items():
        held = [module(name).claims(run["numbers"]) for run in own]
        seconds = statistics.median(run["processor"] for run in own)
        for i, claim in enumerate(held[0]):
            first = (f"`{name}`", f"{seconds:.0f} s") if i == 0 else ("", "")
            lines.append(f"| {first[0]} | {claim} | {sum(h[claim] for h in held)} of {len(held)} | {first[1]} |")
    total = sum(statistics.median(run["processor"] for run in own) for own in runs.values())
    lines.append(f"| all | | | {total:.0f} s |")
    return "\n".join(lines)


def written(text: str, table: str) -> str:
    """The page with this table between its marks."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}"


def rounded(value: Any) -> Any:
    """Four digits that count: enough for a figure, and a small file."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [rounded(inner) for inner in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def record(runs: dict[str, list[Run]]) -> None:
    """The numbers of seed 0, from which the figures are drawn: one experiment a line."""
    lines = [f"{json.dumps(name)}: {json.dumps(rounded(own[0]['numbers']), separators=(',', ':'))}" for name, own in runs.items()]
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
