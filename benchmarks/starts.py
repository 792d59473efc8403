#!/usr/bin/env python3
"""Starts `train` many times under load, each until its first update, and counts the starts that hang.

    benchmarks/starts.py                              500 starts, two at a time, alongside one busy process per processor
    benchmarks/starts.py --times 20 --load 0          a quick check
    benchmarks/starts.py --limit 300                  a start that takes longer than 300 s hangs

A start is the smallest training with all parts: broker, Flink, PyTorch, simulators and an evaluation in its own thread, for one update
of 16 transitions. If a start hangs, the stacks of all its threads are saved and it is killed. Prints a Markdown table; ends with status 1
if a start hung or failed. Everything runs on this machine; the script kills only processes that it started, by their ids.
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
    """Keeps a processor busy until the parent process ends it."""
    while True:
        pass


def stacks(process: subprocess.Popen, file: pathlib.Path) -> None:
    """Writes the stacks of a JVM to a file. The launcher replaces itself with the JVM, so both have the same process id."""
    with file.open("w") as target:
        try:
            subprocess.run(["jstack", "-l", str(process.pid)], stdout=target, stderr=target, timeout=JSTACK_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as problem:
            target.write(f"{problem}\n")
    os.kill(process.pid, signal.SIGQUIT)  # the JVM then writes its own dump to its standard output


def start(number: int, place: pathlib.Path, limit: float) -> tuple[str, float]:
    """One start in its own directory, which is kept only if the start hung or failed; returns the result and the seconds."""
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
            time.sleep(1)  # gives the JVM time to write its dump
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
    parser.add_argument("--times", type=int, default=500, help="number of starts")
    parser.add_argument("--together", type=int, default=2, help="number of starts at a time")
    parser.add_argument("--load", type=int, default=os.cpu_count(), help="number of busy processes alongside")
    parser.add_argument("--limit", type=float, default=240, metavar="SECONDS", help="the time after which a start counts as hung")
    options = parser.parse_args()
    subprocess.run([LAUNCHER, "--version"], check=True, stdout=subprocess.DEVNULL)  # builds Streamgrad if necessary
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
