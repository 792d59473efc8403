#!/usr/bin/env python3
"""Kills a training with SIGKILL, removes the data that a machine crash would lose, resumes it, and compares the final hash with the serial
trainer's.

    benchmarks/lost_tails.py                         20 random crashes, of runs with lag 0, 1 and 2
    benchmarks/lost_tails.py --deaths 100 --seed 7 --steps 60000
    benchmarks/lost_tails.py --only transitions --cut 0.4

A crash cuts off the end of random topics of the run's broker, at a record or within one, and empties, truncates or removes random files of
the newest checkpoints. Prints a Markdown table. The script kills only processes that it started, by their ids.
"""

import argparse
import json
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
TOPICS = ["transitions", "policies", "status", "training-specs", "snapshots", "agents", "metrics"]
MAY_TAKE_SECONDS = 600


def summary(text: str) -> dict:
    return json.loads(text.splitlines()[-1])


def train(launcher: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([launcher, "train", *arguments], capture_output=True, text=True, timeout=MAY_TAKE_SECONDS, check=False)


def rows(run: pathlib.Path) -> int:
    table = run / "progress.csv"
    return max(0, len(table.read_text().splitlines()) - 1) if table.exists() else 0


def killed(launcher: str, run: pathlib.Path, spec: list[str], updates: int) -> None:
    """Trains until the table has this many updates, then kills the process."""
    process = subprocess.Popen(
        [launcher, "train", "--quiet", "--run-dir", str(run), *spec], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip
    try:
        while rows(run) < updates:
            if process.poll() is not None:
                sys.exit(f"The training in {run} ended before it could be killed.")
            time.sleep(0.02)
    finally:
        process.kill()
        process.wait()


def batches(segment: pathlib.Path) -> list[int]:
    """The offsets at which the record batches of a segment begin, and the end of the last."""
    content = segment.read_bytes()
    places = [0]
    while places[-1] + 12 <= len(content):
        (length,) = struct.unpack(">i", content[places[-1] + 8 : places[-1] + 12])
        if length <= 0 or places[-1] + 12 + length > len(content):
            break
        places.append(places[-1] + 12 + length)
    return places


def lose_tail(run: pathlib.Path, topic: str, part: float, within: bool) -> None:
    """Cuts off this part of the bytes of each partition of a topic, at its end."""
    for partition in sorted((run / "kafka").glob(f"streamgrad.{topic}-*")):
        segments = sorted(partition.glob("*.log"))
        left = int((1 - part) * sum(segment.stat().st_size for segment in segments))
        for segment in segments:
            places = batches(segment)
            if left >= places[-1]:
                left -= places[-1]
                continue
            cut = max(place for place in places if place <= left)
            with segment.open("r+b") as file:
                file.truncate(cut + (20 if within and cut < places[-1] else 0))
            left = 0


def damage(run: pathlib.Path, chance: random.Random) -> str:
    """Damages files of the newest checkpoints; returns a description."""
    completed = (metadata.parent for metadata in (run / "checkpoints").glob("*/chk-*/_metadata"))
    folders = sorted(completed, key=lambda folder: (folder / "_metadata").stat().st_mtime)
    hit = folders[len(folders) - chance.randint(0, min(3, len(folders))) :]
    for folder in hit:
        file = chance.choice(sorted(folder.iterdir()))
        what = chance.choice(["empty", "cut", "remove"])
        if what == "remove":
            file.unlink()
        else:
            with file.open("r+b") as opened:
                opened.truncate(0 if what == "empty" else file.stat().st_size // 2)
    return f"{len(hit)} checkpoints damaged" if hit else ""


def die(run: pathlib.Path, chance: random.Random, only: list[str], part: float) -> str:
    """Removes the data that a machine crash would lose; returns a description."""
    taken = []
    for topic in only or TOPICS:
        if only or chance.random() < 0.4:
            lost = part or chance.choice([0.01, 0.05, 0.2, 0.4, 1.0])
            lose_tail(run, topic, lost, chance.random() < 0.5)
            taken.append(f"{lost:.0%} of {topic}")
    harm = "" if only else damage(run, chance)
    return ", ".join(filter(None, [*taken, harm])) or "nothing"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deaths", type=int, default=20, help="number of crashes (default: 20)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=40_000)
    parser.add_argument("--only", nargs="+", choices=TOPICS, default=[], help="only these topics lose their tail")
    parser.add_argument("--cut", type=float, default=0, metavar="PART", help="fraction of each topic's bytes to remove (default: random)")
    parser.add_argument("--launcher", default=str(HERE.parent / "streamgrad"))
    options = parser.parse_args()
    chance = random.Random(options.seed)
    others = 0
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        expected: dict[int, dict] = {}
        print("| lag | killed after | lost | resumed | final hash |")
        print("| --- | --- | --- | --- | --- |")
        for death in range(options.deaths):
            lag = death % 3
            spec = ["--env", "CartPole-v1", "--seed", "1", "--total-steps", str(options.steps), "--set", f"lag={lag}"]
            if lag not in expected:
                expected[lag] = summary(train(options.launcher, "--serial", "--quiet", "--run-dir", str(place / f"serial-{lag}"), *spec).stdout)
            run = place / f"run-{death}"
            updates = chance.randint(10, expected[lag]["updates"] - 10)
            killed(options.launcher, run, spec, updates)
            lost = die(run, chance, options.only, options.cut)
            ended = train(options.launcher, "--resume", "--run-dir", str(run))
            same = ended.returncode == 0 and summary(ended.stdout)["parameterHash"] == expected[lag]["parameterHash"]
            others += not same
            how = "from the beginning of its log" if "from the beginning of its log" in ended.stderr else "from a checkpoint"
            print(f"| {lag} | {updates} updates | {lost} | {how} | {'the serial one' if same else 'another'} |", flush=True)
            if not same:
                print(f"status {ended.returncode}\n{ended.stderr[-3000:]}{ended.stdout[-500:]}", file=sys.stderr)
            shutil.rmtree(run)
    sys.exit(1 if others else 0)


if __name__ == "__main__":
    main()
