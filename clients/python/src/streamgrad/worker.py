"""The agents of one policy in this process: membership of the policy's group, claims, resumption, acting."""

import logging
import threading
import time
from typing import Any

import confluent_kafka

from .agents import AgentPool
from .claims import Claims
from .environments import EnvironmentSource
from .errors import EnvironmentFault, MustResume, UserError
from .history import History, Rules, Start
from .kafka import Access, Reader, partition
from .records import Record, records
from .versions import Versions, fits

_LOG = logging.getLogger("streamgrad")
_GROUP_SECONDS = 0.2
_CLAIM_SECONDS = 0.5
_LONGEST_PAUSE = 30
#: the longest pause before agents resume, if Kafka did not fail
_SHORT_PAUSE = 5
#: how long a claim of another process keeps this one from claiming its agents
_CONFIRMED_SECONDS = 20


class PolicyWorker:
    """
    Acts the agents of a policy that the group assigns to this process, in a thread of its own, until the training has
    ended or ``stop`` is called. After a failure of Kafka the agents resume from the log. A fault of the environment ends
    it; ``given_up`` is then the reason.
    """

    def __init__(self, access: Access, spec: Record, source: EnvironmentSource, partitions: int, process: str) -> None:
        self._access, self._source, self._partitions, self._process = access, source, partitions, process
        self.policy: str = spec["policyId"]
        self.spec = spec
        self.given_up = ""
        self.end: Record | None = None
        self.joined = False
        #: transitions that were published
        self.transitions = 0
        self._rules = Rules(spec)
        self._assigned: set[int] = set()
        self._changed = False
        self._pool: AgentPool | None = None
        self._claims: Claims | None = None
        self._incarnations: dict[int, int] = {}
        self._rejected_since: float | None = None
        self._failure: Any = None
        self._stopped = threading.Event()
        self._polled = self._looked = 0.0
        self._thread = threading.Thread(target=self._run, name=f"agents-of-{self.policy}", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Asks the agents to stop before their next step."""
        self._stopped.set()

    def join(self, seconds: float) -> None:
        """Waits until the blocks that were sent have arrived and the group was left."""
        self._thread.join(seconds)

    @property
    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    @property
    def agents(self) -> int:
        """The number of agents that act now."""
        return 0 if self._pool is None else len(self._pool)

    def _run(self) -> None:
        failures = 0
        while not self._stopped.is_set() and self.end is None:
            began = self.transitions
            try:
                self._take_part()
                return
            except (EnvironmentFault, UserError) as fault:
                return self._give_up(str(fault))
            except (MustResume, confluent_kafka.KafkaException) as problem:
                failures = 1 if self.transitions > began else failures + 1
                pause = min(_SHORT_PAUSE if isinstance(problem, MustResume) else _LONGEST_PAUSE, 2 ** (failures - 1))
                _LOG.warning(
                    "Policy %s: its agents stopped and will resume from the log in %d s: %s",
                    self.policy, pause, problem,
                )  # fmt: skip
                self._stopped.wait(pause)
            except Exception as problem:  # noqa: BLE001 - one policy must not end the others
                _LOG.exception("Policy %s", self.policy)
                return self._give_up(f"{type(problem).__name__}: {problem}")

    def _give_up(self, reason: str) -> None:
        self.given_up = reason
        _LOG.error("Policy %s is given up by this process: %s", self.policy, reason)

    def _take_part(self) -> None:
        self._versions = Versions(self.spec)
        self._news = Reader(self._access, [("policies", 0), ("status", 0)], self._take)
        self._producer = self._access.producer()
        self._failure = None
        group: Any = None
        try:
            self._news.read_to_end(self._goes_on)
            group = self._join()
            while self._goes_on():
                self.end = self._versions.end()
                if self.end is not None:
                    _LOG.info("Policy %s: %s %s", self.policy, self.end["state"], self.end["reason"])
                    return
                self._poll(group)
                self._news.read(0.0 if self._act(group) else 0.02)
        finally:
            self._drop()
            self._producer.flush(4)
            if group is not None:
                group.close()
            self.joined = False
            self._news.close()

    def _goes_on(self) -> bool:
        return not self._stopped.is_set()

    def _join(self) -> Any:
        group = self._access.consumer(
            group_id=self._access.group(self.policy),
            partition_assignment_strategy="cooperative-sticky",
            session_timeout_ms=6000,
            heartbeat_interval_ms=500,
            max_poll_interval_ms=30000,
            topic_metadata_refresh_interval_ms=30000,
        )
        group.subscribe(
            [self._access.topic("transitions")],
            on_assign=self._on_assign,
            on_revoke=self._on_revoke,
            on_lost=self._on_revoke,
        )
        self._assigned, self._changed = set(), False
        return group

    def _on_assign(self, group: Any, places: list[Any]) -> None:
        group.incremental_assign(places)
        group.pause(places)
        self._assigned |= {place.partition for place in places}
        self._changed = self._changed or bool(places)
        self.joined = True

    def _on_revoke(self, group: Any, places: list[Any]) -> None:
        self._drop()
        self._producer.flush(4)
        self._assigned -= {place.partition for place in places}
        self._changed = True
        group.incremental_unassign(places)

    def _poll(self, group: Any) -> None:
        """Takes part in the group, sends what is due, and looks for claims of other processes."""
        now = time.monotonic()
        self._producer.poll(0)
        if self._failure is not None:
            raise MustResume(f"a block was not delivered: {self._failure}")
        if now - self._polled >= _GROUP_SECONDS:
            self._polled = now
            group.poll(0)
        if self._claims is not None and now - self._looked >= _CLAIM_SECONDS:
            self._looked = now
            if (claim := self._claims.replaced()) is not None:
                raise MustResume(f"process {claim['process']} acts for agent {claim['agent']}")

    def _act(self, group: Any) -> bool:
        """Acts a rollout if its version is there. Returns whether it did."""
        if self._changed:
            self._changed = False
            self._drop()
        numbers = [
            n for n in range(self._rules.agents) if partition(self.policy, n, self._partitions) in self._assigned
        ]
        if not numbers:
            return False
        if self._pool is None:
            self._pool = self._resume(group, numbers)
        if self._pool.is_done():
            return False
        version = self._pool.version()
        update = self._versions.find(version)
        if update is None:
            if self._versions.is_out_of_reach(version):
                raise MustResume(f"version {version} is no longer kept")
            return False
        self._pool.load(update)
        pool = self._pool
        pool.act(lambda: self._acts_on(group, pool))
        return True

    def _acts_on(self, group: Any, pool: AgentPool) -> bool:
        if time.monotonic() - self._polled >= _GROUP_SECONDS:
            self._poll(group)
        return self._pool is pool and not self._stopped.is_set()

    def _resume(self, group: Any, numbers: list[int]) -> AgentPool:
        """Claims agents and starts them where the log ends."""
        began = time.monotonic()
        histories = {number: History(self._rules, number) for number in numbers}
        places = {("transitions", partition(self.policy, number, self._partitions)) for number in numbers}
        log = Reader(self._access, places, lambda message: _offer(histories, message))
        self._claims = Claims(self._access, self.policy, self._process)
        try:
            log.read_to_end(self._goes_on)
            incarnations = self._claim({number: history.incarnation() for number, history in histories.items()})
            log.read_to_end(self._goes_on)
        finally:
            log.close()
        starts = [self._start(group, history, incarnations[number]) for number, history in histories.items()]
        pool = AgentPool(self.spec, self._source, starts, self._publish)
        _LOG.info(
            "Policy %s: %d of %d agents act from sequence %d on; the log was read in %.1f s",
            self.policy, len(starts), self._rules.agents, min(start.sequence for start in starts), time.monotonic() - began,
        )  # fmt: skip
        return pool

    def _claim(self, wanted: dict[int, int]) -> dict[int, int]:
        """
        Claims agents, unless another process has claimed one since this process did: Kafka is about to revoke it. If it is
        still assigned after some time, it is claimed.
        """
        assert self._claims is not None
        free = self._claims.free(wanted)
        now = time.monotonic()
        taken = [agent for agent, number in free.items() if number - self._incarnations.get(agent, number) > 1]
        if taken:
            self._rejected_since = now if self._rejected_since is None else self._rejected_since
            if now - self._rejected_since < _CONFIRMED_SECONDS:
                raise MustResume(f"another process acts for agent {taken[0]}; waiting until Kafka confirms the owner")
        self._rejected_since = None
        claimed = self._claims.claim(free)
        self._incarnations.update(claimed)
        return claimed

    def _start(self, group: Any, history: History, incarnation: int) -> Start:
        start = history.resume(self._versions.position())
        if start is None:
            _LOG.warning(
                "Policy %s: the log has lost rows that were learned from; waiting for the learner", self.policy
            )
            count = self._versions.count
            while self._versions.count == count:
                if not self._goes_on():
                    raise MustResume("the process stops")
                self._poll(group)
                self._news.read(0.1)
            start = history.resume(self._versions.position(), waited=True)
        assert start is not None
        return Start(start.agent, incarnation, start.sequence, start.episode, start.actions, start.observations)

    def _drop(self) -> None:
        """Stops the agents; rows that were not sent are dropped."""
        if self._pool is not None:
            self._pool.close()
        if self._claims is not None:
            self._claims.close()
        self._pool = self._claims = None

    def _publish(self, block: Record) -> None:
        key = f"{self.policy}/{block['agent']}"
        value = records().encode("TransitionBlock", block)
        place = partition(self.policy, block["agent"], self._partitions)
        self._producer.produce(
            self._access.topic("transitions"), value, key, partition=place, on_delivery=self._delivered
        )
        self.transitions += len(block["terminated"])

    def _delivered(self, error: Any, _: Any) -> None:
        if error is not None:
            self._failure = error

    def _take(self, message: Any) -> None:
        """Takes a version or a status."""
        key = (message.key() or b"").decode(errors="replace")
        if message.topic() == self._access.topic("status"):
            if key == self.policy:
                self._versions.offer_status(records().decode("PolicyStatus", message.value()))
        elif key.startswith(f"{self.policy}/"):
            update = records().decode("PolicyUpdate", message.value())
            if update is not None and fits(self.spec, key, update):
                self._versions.offer(update, message.timestamp()[1])


def _offer(histories: dict[int, History], message: Any) -> None:
    key = (message.key() or b"").decode(errors="replace")
    block = records().decode("TransitionBlock", message.value())
    for history in histories.values():
        history.offer(key, block)
