"""Faults of a cluster of processes while it trains policies."""

import contextlib
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import time
from collections import Counter

from faults import damage, programs
from faults.plan import Outcome, Round

_GROUPS = {"broker killed": "kafka", "job manager killed": "jobmanager", "task manager killed at a checkpoint": "taskmanager"}
_BACK_WITHIN_SECONDS = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A cluster of `streamgrad cluster`; looks up its processes."""

    def __init__(self, directory: pathlib.Path, *options: str):
        self.directory = directory
        ports = ["--kafka-port", str(free_port()), "--flink-port", str(free_port())]
        programs.run("cluster", "start", "--dir", str(directory), "--patience", "400", *ports, *options)

    def containers(self) -> list[dict]:
        return json.loads((self.directory / "cluster.json").read_text())["containers"]

    def names(self, group: str = "") -> list[str]:
        return [container["name"] for container in self.containers() if container["name"].startswith(group)]

    def pid(self, name: str) -> int:
        return next(container["pid"] for container in self.containers() if container["name"] == name)

    def checkpoints(self) -> pathlib.Path:
        return self.directory / "volumes" / "checkpoints"

    def await_all(self) -> None:
        """Waits until all processes are ready again."""
        deadline = time.monotonic() + _BACK_WITHIN_SECONDS
        while any(container["state"] != "READY" for container in self.containers()):
            if time.monotonic() > deadline:
                missing = [f"{c['name']} is {c['state']}: {c['missing']}" for c in self.containers() if c["state"] != "READY"]
                raise programs.Broken(f"not ready again within {_BACK_WITHIN_SECONDS} s: {'; '.join(missing)}")
            time.sleep(0.05)

    def stop(self) -> None:
        subprocess.run([*programs.COMMAND, "cluster", "stop", "--dir", str(self.directory)], capture_output=True, check=False)


class ClusterRound:
    """One round: a policy that is trained on the cluster, and the faults that happen to the cluster meanwhile."""

    def __init__(self, plan: Round, place: pathlib.Path, cluster: Cluster, stop_seconds: float):
        self.plan = plan
        self.chance: random.Random = plan.chance()
        self.stop_seconds = stop_seconds
        self.cluster = cluster
        self.directory = place / "run"
        self.output = place / "output.txt"
        self.outcome = Outcome(plan, Counter())

    def run(self) -> Outcome:
        begun = time.monotonic()
        following = programs.start(
            self.output, "cluster", "submit", "--dir", str(self.cluster.directory), "--patience", "300", "--quiet",
            "--policy", f"round-{self.plan.number}", "--run-dir", str(self.directory), *self.plan.spec.seeded(self.plan.seed),
        )  # fmt: skip
        try:
            for number, kind in enumerate(self.plan.kinds):
                share = self.plan.spec.updates * (number + 1) // (len(self.plan.kinds) + 1)
                if not programs.wait(lambda share=share: programs.rows(self.directory) >= share, following):
                    break
                self.outcome.happened[kind] += self.fault(kind, following)
                self.cluster.await_all()
            status = following.wait(programs.MAY_TAKE_SECONDS)
            if status != 0:
                raise programs.Broken(f"submit ended with status {status}")
            wanted = programs.serial_hash(self.output.parent / "serial", self.plan.spec.seeded(self.plan.seed))
            self.outcome.same = programs.run_hash(self.directory) == wanted
        except (programs.Broken, subprocess.TimeoutExpired) as problem:
            said = self.output.read_text(errors="replace").splitlines()[-3:] if self.output.exists() else []
            self.outcome.problem = f"{problem}; {' '.join(said)}"
        finally:
            programs.end(following)
        self.outcome.seconds = time.monotonic() - begun
        return self.outcome

    def fault(self, kind: str, following: subprocess.Popen) -> bool:
        names = self.cluster.names(_GROUPS.get(kind, ""))
        victim = self.chance.choice(names)
        if kind == "several killed at once":
            return all([self.kill(name) for name in self.chance.sample(names, self.chance.randint(2, len(names) - 1))])
        if kind == "stopped for a while":
            return self.stop(victim)
        if kind == "killed while it restarts":
            return self.kill(victim) and self.kill_again(victim)
        if kind == "task manager killed at a checkpoint":
            before = damage.begun_checkpoints(self.cluster.checkpoints())
            programs.wait(lambda: bool(damage.begun_checkpoints(self.cluster.checkpoints()) - before), following)
            return self.kill(victim)
        if kind == "damaged newest checkpoint":
            return self.damage()
        return self.kill(victim)

    def kill(self, name: str) -> bool:
        return programs.send(self.cluster.pid(name), signal.SIGKILL)

    def kill_again(self, name: str) -> bool:
        """Kills the process that replaced a killed one, a random time after its start."""
        before = self.cluster.pid(name)
        deadline = time.monotonic() + _BACK_WITHIN_SECONDS
        while self.cluster.pid(name) in (0, before) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(self.chance.uniform(0, 4))
        return self.kill(name)

    def stop(self, name: str) -> bool:
        pid = self.cluster.pid(name)
        if not programs.send(pid, signal.SIGSTOP):
            return False
        time.sleep(self.stop_seconds)
        return programs.send(pid, signal.SIGCONT)

    def damage(self) -> bool:
        """Kills the job manager and damages the checkpoint that it would restore; the supervisor is stopped meanwhile."""
        supervisor = json.loads((self.cluster.directory / "cluster.json").read_text())["supervisor"]["pid"]
        os.kill(supervisor, signal.SIGSTOP)
        try:
            return self.kill(self.cluster.names("jobmanager")[0]) and damage.damage_checkpoint(
                self.cluster.checkpoints(), self.chance
            )
        finally:
            os.kill(supervisor, signal.SIGCONT)


def cut_network(cluster: Cluster, seconds: float) -> None:
    """Cuts every task manager off from Kafka for some seconds; each must have its own network namespace."""
    kafka = next(container["address"] for container in cluster.containers() if container["name"] == "kafka-1")
    for change, pause in (("add", seconds), ("delete", 0)):
        for name in cluster.names("taskmanager"):
            subprocess.run(["ip", "-netns", f"sg-{name}", "route", change, "blackhole", f"{kafka}/32"], check=True)
        time.sleep(pause)


@contextlib.contextmanager
def running(directory: pathlib.Path, *options: str):
    """Starts a cluster and stops it at the end, also after an error."""
    cluster = Cluster(directory, *options)
    try:
        yield cluster
    finally:
        cluster.stop()
