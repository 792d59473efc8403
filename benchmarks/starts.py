#!/usr/bin/env python3
"""Starts `train` again and again under load, to its first update, and counts the starts that hang.

    benchmarks/starts.py                              500 starts, two at a time, beside as many busy processes as there are processors
    benchmarks/starts.py --times 20 --load 0          a quick look
    benchmarks/starts.py --limit 300                  a start that takes longer than 300 s hangs

A start is the cheapest training that has everything: broker, Flink, PyTorch, simulators and an evaluation in a thread of its own, for
one update of 16 transitions. Of a start that hangs the stacks of all threads are kept, and it is ended. Prints a Markdown table; status 1
if a start hung or failed. Everything stays on this machine; only processes that it starts are ended, by their ids.
"""

import argparse
import concurrent.futures
import multiprocessing
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
LAUNCHER = str(HERE.parent / "streamgrad")
ONE_UPDATE = ["--set", "agents=2", "--set", "rolloutLength=8", "--set", "minibatchSize=16", "--set", "epochs=1", "--set", "hidden=8"]
ONE_UPDATE += ["--total-steps", "16", "--eval-every", "1", "--eval-episodes", "1"]
JSTACK_SECONDS = 30


def busy() -> None:
    """Keeps a processor busy until its parent ends it."""
    while True:
        pass


def stacks(process: subprocess.Popen, file: pathlib.Path) -> None:
    """Asks a JVM for its stacks; the launcher becomes the JVM, so that its id is the JVM's."""
    with file.open("w") as target:
        try:
            subprocess.run(["jstack", "-l", str(process.pid)], stdout=target, stderr=target, timeout=JSTACK_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as problem:
            target.write(f"{problem}\n")
    os.kill(process.pid, signal.SIGQUIT)  # the JVM's own dump, on its standard output


def start(number: int, place: pathlib.Path, limit: float) -> tuple[str, float]:
    """One start in a directory of its own, which stays only if something is wrong; returns what came of it, and the seconds."""
    home = place / f"start-{number}"
    home.mkdir()
    begun = time.monotonic()
    with (home / "output.txt").open("w") as output:
        command = [LAUNCHER, "train", "--quiet", "--run-dir", str(home / "run"), *ONE_UPDATE]
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            status = process.wait(limit)
            outcome = "ended" if status == 0 else "failed"
        except subprocess.TimeoutExpired:
            outcome = "hung"
            stacks(process, home / "stacks.txt")
            time.sleep(1)  # for the JVM to write its dump
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    seconds = time.monotonic() - begun
    if outcome == "ended":
        shutil.rmtree(home)
    else:
        print(f"start {number} {outcome} after {seconds:.0f} s; see {home}", file=sys.stderr, flush=True)
    return outcome, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=500, help="how many starts")
    parser.add_argument("--together", type=int, default=2, help="how many at a time")
    parser.add_argument("--load", type=int, default=os.cpu_count(), help="busy processes beside them")
    parser.add_argument("--limit", type=float, default=240, metavar="SECONDS", help="what a start may take")
    options = parser.parse_args()
    subprocess.run([LAUNCHER, "--version"], check=True, stdout=subprocess.DEVNULL)  # builds it, if need be
    place = pathlib.Path(tempfile.mkdtemp(prefix="starts-"))
    loads = [multiprocessing.Process(target=busy, daemon=True) for _ in range(options.load)]
    for load in loads:
        load.start()
    try:
        with concurrent.futures.ThreadPoolExecutor(options.together) as pool:
            ends = list(pool.map(lambda number: start(number, place, options.limit), range(1, options.times + 1)))
    finally:
        for load in loads:
            load.terminate()
    outcomes = [outcome for outcome, _ in ends]
    seconds = [taken for outcome, taken in ends if outcome == "ended"] or [float("nan")]
    print("| starts | hung | failed | median | longest |")
    print("| --- | --- | --- | --- | --- |")
    print(
        f"| {len(ends)} | {outcomes.count('hung')} | {outcomes.count('failed')}"
        f" | {statistics.median(seconds):.1f} s | {max(seconds):.1f} s |"
    )
    if outcomes.count("ended") < len(ends):
        sys.exit(1)
    place.rmdir()


if __name__ == "__main__":
    main()
