#!/usr/bin/env python3
"""Runs every learning target through the real broker and mini cluster, and prints a Markdown table.

    benchmarks/learning.py                       all targets, seeds 1 2 3
    benchmarks/learning.py --seeds 1 --only a2c  some targets
    benchmarks/learning.py --serial              the same results faster, with the serial trainer

The targets are results that peers reach (see the table's 'wanted' column). 'within' a number of steps: the mean return of the last 100
episodes must reach the value at some point. 'at' a number of steps: it must have the value at the end.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass

HOME = pathlib.Path(__file__).resolve().parent.parent
MAY_TAKE_SECONDS = 3600


@dataclass(frozen=True)
class Target:
    """One row: the training to run, and the mean return of 100 episodes that it must reach."""

    name: str
    algorithm: str
    environment: str
    total_steps: int
    wanted: float
    within: bool  # reached at some point within total_steps, rather than at the end
    below: bool = False  # a negative control: must not learn
    settings: tuple[str, ...] = ()


TARGETS = (
    Target("CartPole PPO", "ppo", "CartPole-v1", 100_000, 475, True),
    Target("CartPole A2C", "a2c", "CartPole-v1", 500_000, 475, True),
    Target("Acrobot PPO", "ppo", "Acrobot-v1", 150_000, -100, True),
    Target("Pendulum PPO", "ppo", "Pendulum-v1", 100_000, -250, False),
    Target("MountainCarContinuous A2C", "a2c", "MountainCarContinuous-v0", 100_000, 80, False),
    Target("MountainCar PPO, normalised", "ppo", "MountainCar-v0", 1_000_000, -130, False),
    Target(
        "MountainCar PPO, raw (control)",
        "ppo",
        "MountainCar-v0",
        1_000_000,
        -199.5,
        False,
        below=True,
        settings=("normalisation.observations=false", "normalisation.rewards=false"),
    ),
)


def run(target: Target, seed: int, serial: bool) -> dict:
    """The summary of one training."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [
            str(HOME / "streamgrad"), "train", "--quiet",
            "--algorithm", target.algorithm, "--env", target.environment, "--seed", str(seed),
            "--total-steps", str(target.total_steps), "--set", f"budget.solvedReturn={target.wanted}",
            "--run-dir", f"{scratch}/run",
        ]  # fmt: skip
        for setting in target.settings:
            command += ["--set", setting]
        if serial:
            command.append("--serial")
        ended = subprocess.run(command, capture_output=True, text=True, timeout=MAY_TAKE_SECONDS, check=False)
        if ended.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with status {ended.returncode}:\n{ended.stderr}")
        return json.loads(ended.stdout.splitlines()[-1])


def verdict(target: Target, summary: dict) -> str:
    """Whether the target is met."""
    if target.below:
        met = summary["bestMeanReturn100"] <= target.wanted
    elif target.within:
        met = "stepsToThreshold" in summary
    else:
        met = summary["meanReturn100"] >= target.wanted
    return "yes" if met else "NO"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--only", default="", help="only targets whose name contains this, ignoring case")
    parser.add_argument("--serial", action="store_true", help="use the serial trainer: same hash, without Kafka and Flink")
    options = parser.parse_args()
    print("| target | wanted | seed | steps to target | mean return 100 at the end | steps/s | met |")
    print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
    missed = 0
    for target in TARGETS:
        if options.only.lower() not in target.name.lower():
            continue
        for seed in options.seeds:
            summary = run(target, seed, options.serial)
            answer = verdict(target, summary)
            missed += answer != "yes"
            print(
                f"| {target.name} | {'≤' if target.below else '≥'} {target.wanted:g}"
                f" {'within' if target.within else 'at'} {target.total_steps:,} | {seed}"
                f" | {summary.get('stepsToThreshold', '–')} | {summary['meanReturn100']:.1f}"
                f" | {summary['stepsPerSecond']:.0f} | {answer} |",
                flush=True,
            )
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
