"""Trainings on a cluster: submit them, follow them, and load their policies."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .environments import EnvironmentSource
from .errors import UserError
from .kafka import Access, Reader
from .policy import Policy
from .progress import Following, Progress
from .specs import resolve
from .submission import Submitted, in_effect, submit

_LOG = logging.getLogger("streamgrad")
_SILENCE_SECONDS = 60


class Training:
    """
    A training on a cluster.

    id: of the policy
    spec: the training spec in effect, a record
    """

    def __init__(self, access: Access, submitted: Submitted) -> None:
        self._access, self._since = access, submitted.since
        self.spec = submitted.spec
        self.id: str = self.spec["policyId"]

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
        access = Access.of(bootstrap_servers, client_properties, topic_prefix)
        return Training(access, submit(access, spec))

    @staticmethod
    def find(
        policy: str,
        bootstrap_servers: str | None = None,
        client_properties: str | None = None,
        topic_prefix: str = "streamgrad",
    ) -> "Training":
        """The training of a policy that was submitted before, by any program."""
        access = Access.of(bootstrap_servers, client_properties, topic_prefix)
        return Training(access, in_effect(access, policy))

    def watch(self) -> Iterator[Progress]:
        """Yields the progress after each update and each change of the state, until the training has ended."""
        following = Following(self.spec)
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
        following = Following(self.spec)
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
