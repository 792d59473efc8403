"""Submits trainings to a cluster, follows them, and loads their policies."""

import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import confluent_kafka

from .environments import EnvironmentSource
from .errors import UserError
from .kafka import Access, Reader, Topics
from .policy import Policy
from .records import Record, records
from .specs import differences, resolve
from .versions import Submissions, Versions, fits

_LOG = logging.getLogger("streamgrad")
_PATIENCE_SECONDS = 30
_SILENCE_SECONDS = 60
#: the most by which the clocks of brokers differ
_CLOCKS_MILLIS = 60_000
_EPISODES = 100


@dataclass(frozen=True)
class Progress:
    """
    What is known of a training.

    state: RUNNING, WAITING, STALLED, FINISHED, FAILED or STOPPED
    reason: why, for a person; often empty
    version: the newest policy version; -1 if there is none
    transitions: learned from so far
    episodes: ended so far
    mean_return: of the last 100 episodes; None if none has ended
    """

    policy: str
    state: str = "RUNNING"
    reason: str = ""
    version: int = -1
    transitions: int = 0
    episodes: int = 0
    mean_return: float | None = None

    def __str__(self) -> str:
        mean = "" if self.mean_return is None else f", return {self.mean_return:.1f}"
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.policy} {self.state}, version {self.version}, {self.transitions} transitions{mean}{reason}"


class Training:
    """
    A training on a cluster.

    id: of the policy
    spec: the training spec in effect, a record
    """

    def __init__(self, access: Access, spec: Record, since: int) -> None:
        self._access, self._since = access, since
        self.id: str = spec["policyId"]
        self.spec = spec

    @staticmethod
    def submit(
        environment: Any,
        algorithm: str = "ppo",
        total_steps: int | None = None,
        settings: Mapping[str, Any] | None = None,
        policy: str | None = None,
        bootstrap_servers: str | None = None,
        client_properties: str | None = None,
        topic_prefix: str = "streamgrad",
    ) -> "Training":
        """
        Publishes a training spec for a job and simulators that train it. A training that was submitted before with the
        same settings continues.

        environment: a Gymnasium environment, the id of a registered one, ``module:factory``, or a function without arguments
        algorithm: ``ppo`` or ``a2c``
        total_steps: transitions to learn from; the preset's if it is not given
        settings: values by key, as in docs/configuration.md, such as ``{"rollouts.agents": 8}``
        policy: its id, unique on the cluster; environment, algorithm and seed if it is not given
        UserError: names the settings that are wrong; or the policy was submitted with other settings
        """
        source = EnvironmentSource.about(environment)
        given = dict(settings or {})
        given |= {} if total_steps is None else {"budget.totalSteps": total_steps}
        given |= {} if policy is None else {"policyId": policy}
        spec = resolve(source, algorithm, given)
        return _submit(Access.of(bootstrap_servers, client_properties, topic_prefix), spec)

    @staticmethod
    def find(
        policy: str,
        bootstrap_servers: str | None = None,
        client_properties: str | None = None,
        topic_prefix: str = "streamgrad",
    ) -> "Training":
        """The training of a policy that was submitted before, by any program."""
        access = Access.of(bootstrap_servers, client_properties, topic_prefix)
        _require_topics(access)
        return _in_effect(access, policy)

    def watch(self) -> Iterator[Progress]:
        """Yields the progress after each update and each change of the state, until the training has ended."""
        following = _Following(self.spec)
        reader = self._reader(following.take)
        heard = time.monotonic()
        try:
            while True:
                count = reader.read(0.2)
                yield from following.news()
                if following.has_ended():
                    return
                heard = time.monotonic() if count else heard
                if time.monotonic() - heard > _SILENCE_SECONDS:
                    heard = time.monotonic()
                    _LOG.warning("Policy %s: no news for %d s. Is its job running?", self.id, _SILENCE_SECONDS)
        finally:
            reader.close()

    def policy(self) -> Policy:
        """The newest version of the policy."""
        following = _Following(self.spec)
        reader = self._reader(following.take)
        try:
            reader.read_to_end()
        finally:
            reader.close()
        newest = following.versions.newest()
        if newest is None:
            raise UserError(
                f"Policy {self.id} has no version yet; its job publishes the first one when it has the spec."
            )
        return Policy(self.spec, newest)

    def _reader(self, take: Callable[[str, Any], None]) -> Reader:
        prefix = self._access.topic("")

        def handle(message: Any) -> None:
            if message.value() is not None:
                take(message.topic().removeprefix(prefix), message)

        return Reader(self._access, [(name, 0) for name in ("policies", "status", "metrics")], handle, self._since)


class _Following:
    """Folds the records of the job's topics into the progress of one training."""

    def __init__(self, spec: Record) -> None:
        self.versions = Versions(spec)
        self._spec, self._policy = spec, spec["policyId"]
        self._returns: deque[float] = deque(maxlen=_EPISODES)
        self._progress = Progress(self._policy)
        self._news: list[Progress] = []
        self._ended_at: float | None = None

    def take(self, topic: str, message: Any) -> None:
        """Takes the next record of a topic."""
        key = (message.key() or b"").decode(errors="replace")
        if topic == "policies" and key.startswith(f"{self._policy}/"):
            update = records().decode("PolicyUpdate", message.value())
            if update is not None and fits(self._spec, key, update):
                self.versions.offer(update, message.timestamp()[1])
        elif topic == "status" and key == self._policy:
            self._take_status(records().decode("PolicyStatus", message.value()))
        elif topic == "metrics" and key == self._policy:
            self._take_metrics(message.value())

    def news(self) -> list[Progress]:
        """The progress since the last call."""
        end = self.versions.end()
        if end is not None and self._ended_at is None:
            self._ended_at = time.monotonic()
        if self.has_ended() and end is not None:
            self._tell(
                state=end["state"], reason=end["reason"], version=max(self.versions.position(), self._progress.version)
            )
        found, self._news = self._news, []
        return found

    def has_ended(self) -> bool:
        """Whether the training has ended and its last figures have arrived. The topics have no common order."""
        return self._ended_at is not None and (
            self._progress.version >= self.versions.position() or time.monotonic() - self._ended_at > 10
        )

    def _take_status(self, status: Record | None) -> None:
        if status is None or status["policyId"] != self._policy:
            return
        self.versions.offer_status(status)
        if status["state"] not in ("FINISHED", "FAILED", "STOPPED"):  # an end counts only if the versions confirm it
            waits = status["reason"].startswith("WAITING: ")
            self._tell(state="WAITING" if waits else status["state"], reason=status["reason"].removeprefix("WAITING: "))

    def _take_metrics(self, value: bytes) -> None:
        if (episode := records().decode("EpisodeSummary", value)) is not None:
            self._returns.append(episode["episodeReturn"])
            self._progress = replace(self._progress, episodes=self._progress.episodes + 1)
        elif (update := records().decode("TrainingMetrics", value)) is not None and self._progress.version < update[
            "version"
        ]:
            mean = sum(self._returns) / len(self._returns) if self._returns else None
            self._tell(version=update["version"], transitions=update["transitions"], mean_return=mean)

    def _tell(self, **changes: Any) -> None:
        self._progress = replace(self._progress, **changes)
        self._news.append(self._progress)


def _submit(access: Access, spec: Record) -> Training:
    """Publishes a spec; of simultaneous submissions the first in the topic takes effect, and the others are withdrawn."""
    _require_topics(access)
    standing = _submissions(access).standing(spec)
    if standing is not None:
        return _continue(access, spec, standing[1])
    key = f"{spec['policyId']}/{spec['revision']}/{secrets.token_hex(16)}"
    own = _send(access, key, records().encode("TrainingSpec", spec))
    standing = _submissions(access, own.offset()).standing(spec)
    if standing is None:
        return Training(access, spec, own.timestamp()[1] - _CLOCKS_MILLIS)
    _send(access, key, None)
    return _continue(access, spec, standing[1])


def _continue(access: Access, spec: Record, standing: Record) -> Training:
    """The training of a spec that was submitted before; it must be the same."""
    changed = differences(standing, spec)
    if changed:
        raise UserError(
            f"Policy {spec['policyId']} was submitted with another {', '.join(changed)}. Choose another policy id, or change"
            f" it with ./streamgrad revise --policy {spec['policyId']} --set KEY=VALUE."
        )
    _LOG.info("Policy %s was submitted before; its training continues.", spec["policyId"])
    return _in_effect(access, spec["policyId"])


def _in_effect(access: Access, policy: str) -> Training:
    current = _submissions(access).in_effect(policy)
    if current is None:
        raise UserError(f"No training spec of a policy '{policy}' is in {access.topic('training-specs')}; submit it.")
    return Training(access, current[1], 0)


def _require_topics(access: Access) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while missing := Topics(access).missing():
        if time.monotonic() > end:
            raise UserError(
                f"Kafka at {access.servers} has no topics {', '.join(missing)}; start the job, which creates them, such as with"
                " ./streamgrad cluster start."
            )
        time.sleep(1)


def _submissions(access: Access, before: int | None = None) -> Submissions:
    """The submissions in the topic, those before an offset if it is given."""
    submissions = Submissions()

    def take(message: Any) -> None:
        if before is None or message.offset() < before:
            submissions.offer((message.key() or b"").decode(errors="replace"), message.value())

    reader = Reader(access, [("training-specs", 0)], take)
    try:
        reader.read_to_end()
    finally:
        reader.close()
    return submissions


def _send(access: Access, key: str, value: bytes | None) -> Any:
    """Writes a record to the topic of training specs; returns it as it was stored."""
    stored: list[Any] = []
    producer = access.producer()

    def delivered(error: Any, message: Any) -> None:
        if error is not None:
            raise confluent_kafka.KafkaException(error)
        stored.append(message)

    producer.produce(access.topic("training-specs"), value, key, partition=0, on_delivery=delivered)
    producer.flush(_PATIENCE_SECONDS)
    if not stored:
        raise confluent_kafka.KafkaException(confluent_kafka.KafkaError(confluent_kafka.KafkaError._TIMED_OUT))
    return stored[0]
