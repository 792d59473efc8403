#!/usr/bin/env python3
"""Injects faults into trainings and compares their final hash with the serial trainer's.

    benchmarks/chaos.py                               200 faults, half of them embedded, half in a cluster
    benchmarks/chaos.py --faults 40 --seed 7 --embedded
    benchmarks/chaos.py --faults 40 --cluster
    benchmarks/chaos.py --cut 20                      a cluster whose processes have their own network namespaces (Linux, root); its
                                                      task managers are cut off from Kafka for 20 s

Embedded: `train` is killed in training, at its start, at its resume and at a checkpoint, stopped for 30 s, and resumed; the tail of a topic
is cut off, the newest checkpoint is damaged, the disk is filled. In a cluster: processes are killed, one, several at once, again while they
restart, at a checkpoint; stopped for 30 s; the newest checkpoint is damaged. Trainings are PPO and A2C, lag 0 to 2, with normalisation, of
MinAtar, with gSDE. The seed determines the faults; the update at which a fault happens depends on the machine. Lost tails are not tested in
a cluster, where the running job would then be ahead of the log: replication protects against them there.

Prints a Markdown table of the trainings, then one of the faults by kind. Ends with status 1 if a hash differs or a training does not
complete. Everything runs on this machine; the script kills only processes that it started, by their ids. A full disk needs root, for a
small file system.
"""

import argparse
import concurrent.futures
import os
import pathlib
import signal
import sys
import tempfile
from collections.abc import Callable

from faults import cluster, plan, programs, report
from faults.embedded import EmbeddedRound
from faults.specs import specs


def embedded(options: argparse.Namespace, place: pathlib.Path, faults: int) -> list[plan.Outcome]:
    """Runs rounds in parallel: a round that starts or is stopped leaves its core to another."""

    def one(each: plan.Round) -> plan.Outcome:
        return shown(EmbeddedRound(each, folder(place, each), options.stop_seconds).run())

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        return until(faults, "embedded", plan.EMBEDDED, options, lambda rounds: list(pool.map(one, rounds)))


def in_cluster(options: argparse.Namespace, place: pathlib.Path, faults: int) -> list[plan.Outcome]:
    """Runs rounds one after the other, in one cluster."""
    with cluster.running(place / "cluster", "--network", options.network) as running:

        def one(each: plan.Round) -> plan.Outcome:
            return shown(cluster.ClusterRound(each, folder(place, each), running, options.stop_seconds).run())

        return until(faults, "cluster", plan.CLUSTER, options, lambda rounds: [one(each) for each in rounds])


def until(
    faults: int,
    where: str,
    kinds: tuple[str, ...],
    options: argparse.Namespace,
    work: Callable[[list[plan.Round]], list[plan.Outcome]],
) -> list[plan.Outcome]:
    """Plans and runs rounds until this number of faults has happened; a fault does not happen if its training ends before it. Stops early
    after rounds with a wrong result, or without any fault."""
    outcomes: list[plan.Outcome] = []
    missing = faults
    while missing > 0 and all(outcome.same for outcome in outcomes):
        chosen = tuple(options.kinds or kinds)
        done = work(plan.rounds(where, missing, specs(options.updates), chosen, options.seed, len(outcomes)))
        happened = sum(sum(outcome.happened.values()) for outcome in done)
        outcomes += done
        missing = missing - happened if happened else 0
    return outcomes


def folder(place: pathlib.Path, each: plan.Round) -> pathlib.Path:
    made = place / f"{each.where}-{each.number}"
    made.mkdir()
    return made


def cut(options: argparse.Namespace, place: pathlib.Path) -> bool:
    """Runs one training and cuts the network in its middle; returns whether the hash is the serial one."""
    spec, run = specs(options.updates)[0], place / "run"
    with cluster.running(place / "cluster", "--namespaces") as running:
        following = programs.start(
            place / "output.txt", "cluster", "submit", "--dir", str(running.directory), "--quiet", "--run-dir", str(run),
            *spec.seeded(options.seed),
        )  # fmt: skip
        try:
            programs.wait(lambda: programs.rows(run) > spec.updates // 2, following)
            cluster.cut_network(running, options.cut)
            following.wait(programs.MAY_TAKE_SECONDS)
        finally:
            programs.end(following)
    same = programs.run_hash(run) == programs.serial_hash(place / "serial", spec.seeded(options.seed))
    print(f"Cut for {options.cut:.0f} s: the final hash is {'the serial one' if same else 'ANOTHER'}.")
    return same


def shown(outcome: plan.Outcome) -> plan.Outcome:
    print(report.line(outcome), flush=True)
    return outcome


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=200, help="number of faults (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="determines the faults (default: 1)")
    parser.add_argument("--embedded", action="store_true", help="only embedded trainings")
    parser.add_argument("--cluster", action="store_true", help="only a cluster")
    parser.add_argument("--kinds", nargs="+", metavar="KIND", help="only these kinds of fault; requires --embedded or --cluster")
    parser.add_argument("--updates", type=int, default=600, help="updates per training (default: 600)")
    parser.add_argument("--stop-seconds", type=float, default=30, help="how long a process is stopped (default: 30)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="parallel embedded trainings (default: one per core)")
    parser.add_argument("--network", default="127.0.77", help="network of the cluster's processes (default: 127.0.77)")
    parser.add_argument("--cut", type=float, default=0, metavar="SECONDS", help="instead, cut the network once, for this time")
    options = parser.parse_args()
    known = set(plan.EMBEDDED if options.embedded else plan.CLUSTER)
    if options.kinds and (options.embedded == options.cluster or set(options.kinds) - known):
        parser.error(
            f"--kinds needs either --embedded (with {', '.join(plan.EMBEDDED)}) or --cluster (with {', '.join(plan.CLUSTER)})"
        )
    return options


def main() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: programs.stop_all())
    options = arguments()
    both = options.embedded == options.cluster
    with tempfile.TemporaryDirectory(prefix="streamgrad-chaos-", ignore_cleanup_errors=True) as folder:
        place = pathlib.Path(folder)
        if options.cut:
            sys.exit(0 if cut(options, place) else 1)
        print(report.HEAD, flush=True)
        outcomes = []
        if both or options.embedded:
            outcomes += embedded(options, place, options.faults // 2 if both else options.faults)
        if both or options.cluster:
            outcomes += in_cluster(options, place, options.faults - options.faults // 2 if both else options.faults)
    print("\n" + report.counts(outcomes))
    sys.exit(0 if all(outcome.same for outcome in outcomes) else 1)


if __name__ == "__main__":
    main()
