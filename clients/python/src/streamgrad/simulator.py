"""A simulator process: it acts all policies in training whose environment it knows."""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Sequence
from typing import Any

import confluent_kafka

from .describe import version
from .environments import EnvironmentSource
from .errors import UserError
from .kafka import Access, Reader, Topics, earlier_members
from .records import Record, records
from .versions import Submissions
from .worker import PolicyWorker

_LOG = logging.getLogger("streamgrad")
_ENDS = ("FINISHED", "FAILED", "STOPPED")
_ANNOUNCEMENT_SECONDS = 2
_VALID_MILLIS = 10_000
_EARLIER_SECONDS = 5


class Simulator:
    """
    Hosts agents: acts with the newest policies and publishes every step to Kafka. Any number of simulators, in Python
    and Java, share the agents of a policy.

    sources: the environments that it acts
    policies: ids of the policies to act; empty for all
    until_finished: whether ``run`` ends when the training of every served policy has ended
    """

    def __init__(
        self,
        access: Access,
        sources: Sequence[EnvironmentSource],
        policies: Sequence[str] = (),
        until_finished: bool = False,
    ) -> None:
        self._access, self._sources, self._policies = access, list(sources), set(policies)
        self._until_finished = until_finished
        self.process = f"{socket.gethostname()[:64]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._submissions = Submissions()
        self._statuses: dict[str, str] = {}
        self._workers: dict[str, PolicyWorker] = {}
        self._rejections: dict[str, str] = {}
        self._configured: dict[tuple[str, int], tuple[EnvironmentSource | None, str]] = {}
        self._stopped = threading.Event()
        self._announced: tuple[float, Record] = (0.0, {})
        self._looked = -_EARLIER_SECONDS * 1.0
        #: simulators of an earlier release; None if that is not known
        self._earlier: int | None = None

    def __enter__(self) -> "Simulator":  # noqa: PYI034 - typing.Self needs Python 3.11
        """Runs in a thread of its own until the block ends."""
        self._thread = threading.Thread(target=self.run, name="simulator", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._thread.join()

    def stop(self) -> None:
        """Makes ``run`` stop all agents and return. May be called from any thread or signal handler."""
        self._stopped.set()

    def run(self) -> None:
        """
        Acts until ``stop`` is called.

        UserError: until_finished, and this process can act none of the requested policies
        """
        topics = self._await_topics()
        if topics is None:
            return
        reader = Reader(self._access, [("training-specs", 0), ("status", 0)], self._take)
        reader.read_to_end()
        producer = self._access.producer()
        _LOG.info("Following the trainings at %s as %s", self._access.servers, self.process)
        try:
            while not self._stopped.is_set() and not (self._until_finished and self._is_over()):
                self._look_for_earlier()
                self._serve(topics.transitions())
                self._announce(producer, _VALID_MILLIS)
                reader.read(0.2)
        finally:
            self._leave(list(self._workers))
            self._announce(producer, 0)
            producer.flush(1)
            reader.close()
        if not self._stopped.is_set() and self._policies and self._policies <= set(self._rejections):
            raise UserError("\n".join(
                f"This simulator cannot act policy {policy}: {self._rejections[policy]}" for policy in sorted(self._policies)
            ))  # fmt: skip

    def _await_topics(self) -> Topics | None:
        said = -60.0
        while not self._stopped.is_set():
            waiting = ""
            try:
                topics = Topics(self._access, 0)
                missing = topics.missing()
                if not missing:
                    return topics
                waiting = f"missing topics {', '.join(missing)}; the job creates them when it starts"
            except confluent_kafka.KafkaException as problem:
                if not problem.args[0].retriable() and problem.args[0].code() != confluent_kafka.KafkaError._TRANSPORT:
                    raise
                waiting = f"no broker answers at {self._access.servers}"
            if time.monotonic() - said >= 60:
                said = time.monotonic()
                _LOG.warning("Waiting for Kafka: %s.", waiting)
            self._stopped.wait(1)
        return None

    def _take(self, message: Any) -> None:
        key = (message.key() or b"").decode(errors="replace")
        if message.topic() == self._access.topic("training-specs"):
            self._submissions.offer(key, message.value())
        elif (status := records().decode("PolicyStatus", message.value())) and status["policyId"] == key:
            self._statuses[key] = status["state"]

    def _look_for_earlier(self) -> None:
        now = time.monotonic()
        if self._earlier is not None and now - self._looked < _EARLIER_SECONDS:
            return
        self._looked, before = now, self._earlier
        found = earlier_members(self._access)
        self._earlier = before if found is None else found
        if self._earlier and not before:
            _LOG.warning(
                "Waiting for %d simulators of an earlier release to stop (group %s): both would act for the same agents.",
                self._earlier, self._access.group(),
            )  # fmt: skip

    def _serve(self, partitions: int) -> None:
        """Starts a worker for every training that is open and can be acted, and ends the others."""
        wanted: dict[str, tuple[Record, EnvironmentSource]] = {}
        rejections: dict[str, str] = {}
        for policy in self._submissions.policies():
            current = self._submissions.in_effect(policy)
            if current is None or self._has_ended(policy):
                continue
            source, reason = self._source(policy, current[1])
            worker = self._workers.get(policy)
            if worker is not None and not worker.is_alive and worker.spec["revision"] < current[1]["revision"]:
                del self._workers[policy]  # a later revision is tried again
                worker = None
            reason = reason or (worker.given_up if worker else "")
            if source is None or reason:
                rejections[policy] = reason
            else:
                wanted[policy] = current[1], source
        for policy in rejections.keys() - self._rejections.keys():
            level = logging.DEBUG if self._excludes(policy) else logging.WARNING
            _LOG.log(level, "Policy %s is not acted by this simulator: %s", policy, rejections[policy])
        self._rejections = rejections
        if self._earlier != 0:
            wanted = {}
        revised = [
            policy for policy, worker in self._workers.items()
            if worker.is_alive and (policy not in wanted or wanted[policy][0]["revision"] != worker.spec["revision"])
        ]  # fmt: skip
        self._leave(revised)
        for policy, (spec, source) in wanted.items():
            if policy not in self._workers:
                self._workers[policy] = PolicyWorker(self._access, spec, source, partitions, self.process)
                self._workers[policy].start()

    def _excludes(self, policy: str) -> bool:
        return bool(self._policies) and policy not in self._policies

    def _source(self, policy: str, spec: Record) -> tuple[EnvironmentSource | None, str]:
        if self._excludes(policy):
            return None, f"It serves only {', '.join(sorted(self._policies))} (--policy)."
        id = spec["environment"]["id"]
        source = next((source for source in self._sources if source.knows(id)), None)
        if source is None:
            return None, f"There is no environment '{id}' here; start it with --env {id.removeprefix('gymnasium/')}."
        key = policy, spec["revision"]
        if key not in self._configured:  # creates an instance of the environment
            self._configured[key] = _configured(source, spec)
        return self._configured[key]

    def _has_ended(self, policy: str) -> bool:
        worker = self._workers.get(policy)
        if worker is not None and worker.is_alive:
            return False
        return (worker is not None and worker.end is not None) or self._statuses.get(policy) in _ENDS

    def _is_over(self) -> bool:
        known = set(self._submissions.policies())
        served = self._policies or {policy for policy in known if policy not in self._rejections}
        return bool(served) and all(
            policy in known and (policy in self._rejections or self._has_ended(policy)) for policy in served
        )

    def _leave(self, policies: list[str]) -> None:
        leaving = [self._workers.pop(policy) for policy in policies]
        for worker in leaving:
            worker.stop()
        for worker in leaving:
            worker.join(8)

    def _announce(self, producer: Any, valid_millis: int) -> None:
        announcement = {
            "process": self.process,
            "software": f"streamgrad-python {version('streamgrad')}",
            "environments": [source.id for source in self._sources][:1000],
            "policies": sorted(policy for policy, worker in self._workers.items() if worker.is_alive)[:1000],
            "rejections": {policy: reason[:500] for policy, reason in sorted(self._rejections.items())[:100]},
            "validMillis": valid_millis,
        }
        sent, before = self._announced
        if announcement != before or time.monotonic() - sent >= _ANNOUNCEMENT_SECONDS:
            self._announced = time.monotonic(), announcement
            value = records().encode("SimulatorAnnouncement", announcement)
            producer.produce(self._access.topic("simulators"), value, self.process, partition=0)
        producer.poll(0)


class GymnasiumSimulator(Simulator):
    """
    A simulator of one Gymnasium environment.

    environment: a Gymnasium environment, the id of a registered one, ``module:factory``, or a function that makes one
    name: the environment's id in training specs, if it is a function
    """

    def __init__(
        self,
        environment: Any,
        bootstrap_servers: str | None = None,
        name: str = "",
        client_properties: str | None = None,
        topic_prefix: str = "streamgrad",
        policies: Sequence[str] = (),
        until_finished: bool = False,
    ) -> None:
        access = Access.of(bootstrap_servers, client_properties, topic_prefix)
        super().__init__(access, [EnvironmentSource.about(environment, name)], policies, until_finished)


def _configured(source: EnvironmentSource, spec: Record) -> tuple[EnvironmentSource | None, str]:
    """The environment with the options of a spec, or why it cannot act the policy."""
    try:
        configured = source.with_options(spec)
    except UserError as fault:
        return None, str(fault)
    return configured, configured.rejection(spec)
