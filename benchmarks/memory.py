#!/usr/bin/env python3
"""Measures the resident memory of a whole training, update by update: broker, mini cluster, learner and simulator in one process.

    benchmarks/memory.py                    A2C on CartPole for 20,000 updates, a row per 2,000
    benchmarks/memory.py --updates 5000

The Java heap has a fixed size and is touched at the start (-Xms equal to -Xmx, AlwaysPreTouch), so that any growth is a leak outside it.
Linux only: it reads /proc.
"""

import argparse
import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import time

LAUNCHER = pathlib.Path(__file__).resolve().parent.parent / "streamgrad"
HEAP = "-Xms512m -Xmx512m -XX:+AlwaysPreTouch"
STEPS_PER_UPDATE = 40
ROWS = 10
EVERY_SECONDS = 0.5
WARM_UP = 2  # rows, until classes are loaded and compiled, and caches are filled


def resident_mb(process: int) -> tuple[float, float]:
    """The process's own resident memory (RssAnon), and that of the files that it maps (RssFile: libraries, Kafka's indices)."""
    status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines())
    own, files = (int(status[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile"))
    return own, files


def updates_done(progress: pathlib.Path) -> int:
    """The number of rows of progress.csv without the header."""
    if not progress.exists():
        return 0
    with progress.open(encoding="ascii", newline="") as file:
        return max(0, sum(1 for _ in csv.reader(file)) - 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        run = pathlib.Path(scratch, "run")
        command = [str(LAUNCHER), "train", "--quiet", "--algorithm", "a2c", "--env", "CartPole-v1", "--run-dir", str(run),
                   "--total-steps", str(options.updates * STEPS_PER_UPDATE)]  # fmt: skip
        subprocess.run([str(LAUNCHER), "options"], stdout=subprocess.DEVNULL, check=True)  # builds, so that the launcher below starts Java immediately
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "STREAMGRAD_JAVA_OPTIONS": HEAP})
        samples = []
        print("| updates | own memory | mapped files |\n| --- | --- | --- |", flush=True)
        while process.poll() is None:
            time.sleep(EVERY_SECONDS)
            done = updates_done(run / "progress.csv")
            if done >= (len(samples) + 1) * options.updates // ROWS:
                try:
                    samples.append((done, *resident_mb(process.pid)))
                except (KeyError, FileNotFoundError):  # the process is ending
                    break
                print(f"| {done:,} | {samples[-1][1]:,.1f} MB | {samples[-1][2]:,.1f} MB |", flush=True)
        if process.wait() != 0 or len(samples) <= WARM_UP:
            sys.exit("The training did not complete.")
    warm = samples[WARM_UP - 1 :]
    growth = (warm[-1][1] - warm[0][1]) / (warm[-1][0] - warm[0][0])
    print(f"\nFrom update {warm[0][0]:,} to {warm[-1][0]:,}: {growth * 1000:+.2f} MB per 1,000 updates.")


if __name__ == "__main__":
    main()
