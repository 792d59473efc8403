#!/usr/bin/env python3
"""Kills processes of a cluster in mid-training, with SIGKILL, and compares the final hash with the serial trainer's.

    benchmarks/chaos.py                              a task manager, a simulator, the broker, the job manager; each in a new cluster
    benchmarks/chaos.py --victims taskmanager-1 simulator-2 --steps 60000
    benchmarks/chaos.py --cut 20                     every process on a host of its own (a network namespace: Linux, root); the task
                                                     managers are cut off from Kafka for 20 s

Prints a Markdown table. Everything stays on this machine; only processes of the clusters that it starts are killed, by their ids.
"""

import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
LAUNCHER = str(HERE.parent / "streamgrad")
MAY_TAKE_SECONDS = 600


def command(*arguments: str, **options) -> subprocess.CompletedProcess:
    """Runs the command to its end; fails with what it said."""
    ended = subprocess.run([LAUNCHER, *arguments], capture_output=True, text=True, timeout=MAY_TAKE_SECONDS, check=False, **options)
    if ended.returncode != 0:
        sys.exit(f"streamgrad {' '.join(arguments)} ended with status {ended.returncode}:\n{ended.stderr}{ended.stdout}")
    return ended


def summary(text: str) -> dict:
    return json.loads(text.splitlines()[-1])


def updates(run: pathlib.Path) -> int:
    table = run / "progress.csv"
    return max(0, len(table.read_text().splitlines()) - 1) if table.exists() else 0


def pid(cluster: pathlib.Path, victim: str) -> int:
    containers = json.loads((cluster / "cluster.json").read_text())["containers"]
    return next(container["pid"] for container in containers if container["name"] == victim)


def cut(cluster: pathlib.Path, seconds: float) -> None:
    """Cuts every task manager off from Kafka for a while."""
    containers = json.loads((cluster / "cluster.json").read_text())["containers"]
    kafka = next(container["address"] for container in containers if container["name"] == "kafka-1")
    hosts = [f"sg-{container['name']}" for container in containers if container["name"].startswith("taskmanager")]
    for change, pause in (("add", seconds), ("delete", 0)):
        for host in hosts:
            subprocess.run(["ip", "-netns", host, "route", change, "blackhole", f"{kafka}/32"], check=True)
        time.sleep(pause)


def train(
    place: pathlib.Path, spec: list[str], victims: list[str], total: int, ports: list[str], seconds: float
) -> tuple[dict, float]:
    """Trains in a cluster; kills each victim once, at equal distances of the way, or cuts the network in the middle."""
    cluster, run = place / "cluster", place / "run"
    namespaces = ["--namespaces"] if seconds else []
    command("cluster", "start", "--dir", str(cluster), "--kafka-port", ports[0], "--flink-port", ports[1], *namespaces)
    kafka = f"{'10.211.0.1' if seconds else '127.0.0.1'}:{ports[0]}"
    try:
        begun = time.monotonic()
        following = subprocess.Popen(
            [LAUNCHER, "submit", "--bootstrap-servers", kafka, "--run-dir", str(run), "--quiet", *spec],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        for number, victim in enumerate(victims, start=1):
            while updates(run) < total * number // (len(victims) + 1):
                if following.poll() is not None:
                    sys.exit(f"The training ended before {victim} was killed:\n{following.stderr.read()}")
                time.sleep(0.05)
            if seconds:
                cut(cluster, seconds)
            else:
                os.kill(pid(cluster, victim), signal.SIGKILL)
        out, err = following.communicate(timeout=MAY_TAKE_SECONDS)
        if following.returncode != 0:
            sys.exit(f"The training ended with status {following.returncode}:\n{err}{out}")
        return summary(out), time.monotonic() - begun
    finally:
        subprocess.run([LAUNCHER, "cluster", "stop", "--dir", str(cluster)], capture_output=True, check=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--victims", nargs="+", default=["taskmanager-1", "simulator-1", "kafka-1", "jobmanager-1"])
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--together", action="store_true", help="all victims in one training, one after the other")
    parser.add_argument("--cut", type=float, default=0, metavar="SECONDS", help="cut the network instead of killing")
    parser.add_argument("--ports", nargs=2, default=["9092", "8081"], help="of Kafka and Flink")
    options = parser.parse_args()
    spec = ["--env", "CartPole-v1", "--seed", "1", "--total-steps", str(options.steps)]
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        serial = summary(command("train", "--serial", "--quiet", "--run-dir", str(place / "serial"), *spec).stdout)
        total = serial["updates"]
        print(f"| {f'cut for {options.cut:.0f} s' if options.cut else 'killed'} | final hash | mean return | training took |")
        print("| --- | --- | --- | --- |")
        others = 0
        runs = [[], *([victim] for victim in options.victims)]
        if options.together:
            runs = [[], options.victims]
        if options.cut:
            runs = [["the network"]]
        for victims in runs:
            name = ", ".join(victims) or "nobody"
            ended, seconds = train(place / name.replace(", ", "+"), spec, victims, total, options.ports, options.cut)
            same = ended["parameterHash"] == serial["parameterHash"]
            others += not same
            print(f"| {name} | {'the serial one' if same else 'another'} | {ended['meanReturn100']} | {seconds:.1f} s |", flush=True)
    sys.exit(1 if others else 0)


if __name__ == "__main__":
    main()
