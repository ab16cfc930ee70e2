"""Counts in how many runs each claim of the lesson holds and writes the table into resnet_lab/README.md: `make claims`."""

from __future__ import annotations

import argparse
import os

from .sweep import README, record, sweep, table, written


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m resnet_lab.experiments", description="Count in how many runs each claim of the lesson holds."
    )
    parser.add_argument("--seeds", type=int, default=10, help="how many runs of each experiment (10)")
    parser.add_argument("--jobs", type=int, default=1, help="how many at the same time (1); more make the seconds longer")
    parser.add_argument("--record", action="store_true", help="keep the numbers of seed 0 in resnet_lab/recorded.json, for the figures")
    args = parser.parse_args(argv)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    runs = sweep(args.seeds, args.jobs)
    print(table(runs))
    README.write_text(written(README.read_text(encoding="utf-8"), table(runs)), encoding="utf-8")
    if args.record:
        record(runs)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
