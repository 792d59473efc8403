#!/usr/bin/env python3
"""Publishes hostile records to all topics of a cluster that trains three policies, and checks that the trainings are not affected.

    benchmarks/hostile.py                            1,000,000 records, 10,000 per second
    benchmarks/hostile.py --records 20000 --seed 2   a short check

Checks that the job did not restart, that each policy ends with the hash of `train --serial`, and that every record is accounted for: in the
dead-letter topic, by its topic, partition and offset; in the job's counters of blocks that were seen before; or in a topic whose readers
ignore it. Prints a Markdown table and ends with status 1 if a check fails. Everything runs on this machine.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
LAUNCHER = str(HERE.parent / "streamgrad")
MAY_TAKE_SECONDS = 3600
SMALL = ["--set", "hidden=16,16", "--set", "rolloutLength=16", "--set", "agents=8"]
POLICIES = {
    "ppo-cartpole": ["--env", "CartPole-v1", "--algorithm", "ppo", *SMALL, "--set", "minibatchSize=64", "--set", "epochs=4"],
    "a2c-acrobot": ["--env", "Acrobot-v1", "--algorithm", "a2c", *SMALL, "--set", "normalisation.observations=true"],
    "ppo-pendulum": ["--env", "Pendulum-v1", "--algorithm", "ppo", *SMALL, "--set", "lag=1", "--set", "minibatchSize=64", "--set", "epochs=4"],
}  # fmt: skip
RESTARTS = re.compile(r"^flink_jobmanager_job_numRestarts\{.* ([0-9.eE+]+)$", re.M)
SEEN_BEFORE = re.compile(r"^flink_taskmanager_job_task_operator_streamgrad_policy_(?:duplicate|fenced)_blocks\{.* ([0-9.eE+]+)$", re.M)


def command(*arguments: str) -> str:
    """Runs a command until it ends and returns its output; exits with its output if it fails."""
    ended = subprocess.run([LAUNCHER, *arguments], capture_output=True, text=True, timeout=MAY_TAKE_SECONDS, check=False)
    if ended.returncode != 0:
        sys.exit(f"streamgrad {' '.join(arguments)} ended with status {ended.returncode}:\n{ended.stderr}{ended.stdout}")
    return ended.stdout


def summary(text: str) -> dict:
    return json.loads(text.splitlines()[-1])


def ask(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode()


def addresses(cluster: pathlib.Path, service: str) -> list[str]:
    containers = json.loads((cluster / "cluster.json").read_text())["containers"]
    return [container["address"] for container in containers if container["name"].rsplit("-", 1)[0] == service]


def counted(cluster: pathlib.Path, service: str, metric: re.Pattern) -> int:
    """The sum of a counter over all processes of a service, from their Prometheus endpoints."""
    values = [value for host in addresses(cluster, service) for value in metric.findall(ask(f"http://{host}:9249/metrics"))]
    if not values:
        sys.exit(f"No {service} has a metric that matches {metric.pattern}.")
    return sum(int(float(value)) for value in values)


def traffic(kafka: str, options: argparse.Namespace, report: pathlib.Path) -> dict:
    """Sends the hostile records and returns the report about them."""
    subprocess.run(["mvn", "-B", "-q", "-DskipTests", "-pl", "benchmarks", "-am", "package"], cwd=HERE.parent, check=True)
    path = f"{HERE}/target/classes:{HERE}/target/lib/*"
    arguments = [kafka, str(options.records), str(options.rate), str(options.seed), str(report), *POLICIES]
    java = ["java", "-Xmx1g", "-cp", path, "dev.streamgrad.benchmarks.hostile.HostileTraffic", *arguments]
    ended = subprocess.run(java, capture_output=True, text=True, timeout=MAY_TAKE_SECONDS, check=False)
    if not report.exists():
        sys.exit(f"The hostile records could not be sent:\n{ended.stderr}")
    return json.loads(report.read_text())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--rate", type=int, default=10_000, help="records per second")
    parser.add_argument("--steps", type=int, default=2_000_000, help="steps per training; all must still train when the last record is sent")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ports", nargs=2, default=["9092", "8081"], help="ports of Kafka and Flink")
    options = parser.parse_args()
    steps = ["--total-steps", str(options.steps), "--seed", "1"]
    kafka = f"127.0.0.1:{options.ports[0]}"
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        serial = {}
        for policy, spec in POLICIES.items():
            run = place / f"serial-{policy}"
            serial[policy] = summary(command("train", "--serial", "--quiet", "--run-dir", str(run), *spec, *steps))
        cluster = place / "cluster"
        command("cluster", "start", "--dir", str(cluster), "--kafka-port", options.ports[0], "--flink-port", options.ports[1])
        try:
            following = {}
            for policy, spec in POLICIES.items():
                arguments = ["submit", "--bootstrap-servers", kafka, "--run-dir", str(place / policy), "--quiet", "--policy", policy]
                following[policy] = subprocess.Popen([LAUNCHER, *arguments, *spec, *steps], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            sent = traffic(kafka, options, place / "report.json")
            trained_on = [policy for policy, process in following.items() if process.poll() is None]
            ended = {}
            for policy, process in following.items():
                out, err = process.communicate(timeout=MAY_TAKE_SECONDS)
                if process.returncode != 0:
                    sys.exit(f"The training of {policy} ended with status {process.returncode}:\n{err}{out}")
                ended[policy] = summary(out)
            restarted, seen = counted(cluster, "jobmanager", RESTARTS), counted(cluster, "taskmanager", SEEN_BEFORE)
        finally:
            subprocess.run([LAUNCHER, "cluster", "stop", "--dir", str(cluster)], capture_output=True, check=False)

    print("| topic and kind | records | missing |\n| --- | --- | --- |")
    for kind, count in sent["sent"].items():
        print(f"| {kind} | {count:,} | {sent['missing'].get(kind, 0) or '–'} |")
    same = [policy for policy in POLICIES if ended[policy]["parameterHash"] == serial[policy]["parameterHash"]]
    print(f"\n{sum(sent['sent'].values()):,} records in {sent['seconds']:.0f} s. Dead letters: {sent['deadLetters']:,} expected ones found, {sum(sent['missing'].values()):,} missing, "
          f"{sent['unexpected']:,} unexpected. Seen before: {seen:,} of {sent['seenBefore']:,}. Restarts: {restarted}. "
          f"With the serial hash: {', '.join(same) or 'none'}. Still in training when the last record was sent: {', '.join(trained_on) or 'none'}.")  # fmt: skip
    good = len(same) == len(trained_on) == len(POLICIES) and restarted == 0 and not (sent["missing"] or sent["unexpected"] or sent["notSent"]) and seen >= sent["seenBefore"]
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
