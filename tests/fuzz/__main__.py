"""Long runs: `python -m fuzz --seed 1 --count 2000`, from the folder `tests`."""

from __future__ import annotations

import argparse
import collections
import time
from pathlib import Path

from fuzz.oracle.client import Oracle
from fuzz.run import outcome_of, shrunk


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first program's number")
    parser.add_argument("--count", type=int, default=1000, help="how many programs")
    parser.add_argument("--minutes", type=float, default=0, help="stop after that time")
    parser.add_argument(
        "--shrink",
        type=int,
        default=300,
        metavar="N",
        help="programs to try in shrinking one that fails; 0: leave it whole",
    )
    parser.add_argument("--keep", type=Path, help="a folder to write the programs that fail to")
    parser.add_argument("--most", type=int, default=1000, help="stop after so many failures")
    options = parser.parse_args()
    tally: collections.Counter[str] = collections.Counter()
    reasons: collections.Counter[str] = collections.Counter()
    end = time.monotonic() + options.minutes * 60 if options.minutes else None
    with Oracle() as oracle:
        for seed in range(options.seed, options.seed + options.count):
            if (end and time.monotonic() > end) or tally["differ"] >= options.most:
                break
            outcome = outcome_of(seed, oracle)
            tally["programs"] += 1
            if outcome.invalid:
                tally["invalid"] += 1
                reasons[outcome.invalid.partition(" at ")[0][:70]] += 1
                continue
            tally["expose" if outcome.exposed else "safe"] += 1
            if not outcome.differences:
                continue
            tally["differ"] += 1
            program = shrunk(outcome, oracle, budget=options.shrink) if options.shrink else outcome.program
            report = f"==== seed {seed}\n" + "".join(f"  {one}\n" for one in outcome.differences) + f"{program}"
            print(report, flush=True)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{seed}.txt").write_text(report + "\n---- whole\n" + str(outcome.program) + "\n")
    print(", ".join(f"{number} {name}" for name, number in tally.items()))
    for reason, number in reasons.most_common(8):
        print(f"  {number} x {reason}")
    return 1 if tally["differ"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
