"""Claims on agents: each start of an agent has an incarnation of its own (docs/contract.md, "Claims")."""

import secrets
from typing import Any

import confluent_kafka

from .history import LARGEST_INCARNATION
from .kafka import Access, Reader
from .records import Record, records


class Claims:
    """Claims agents of one policy for this process, and notices when another process claims them."""

    def __init__(self, access: Access, policy: str, process: str) -> None:
        self._policy, self._process, self._topic = policy, process, access.topic("agents")
        self._holders: dict[int, tuple[str, Record]] = {}
        self._older: dict[int, list[str]] = {}
        self._own: dict[int, str] = {}
        self._reader = Reader(access, [("agents", 0)], self._take)
        self._producer = access.producer()

    def free(self, wanted: dict[int, int]) -> dict[int, int]:
        """The incarnations of agents that are wanted at least and above all that were claimed."""
        self._reader.read_to_end()
        return {agent: max(incarnation, self._free(agent)) for agent, incarnation in wanted.items()}

    def claim(self, wanted: dict[int, int]) -> dict[int, int]:
        """
        Claims agents with these incarnations. If another process was faster, claims the next. Withdraws the older claims.
        """
        claimed: dict[int, int] = {}
        while open := [agent for agent in wanted if agent not in claimed]:
            tried = {agent: max(wanted[agent], self._free(agent)) for agent in open}
            self._reader.read_to((self._topic, 0), self._append(tried))
            claimed |= {a: i for a, i in tried.items() if self._holders[a][0] == self._own[a]}
        for agent in wanted:
            for key in self._older.pop(agent, []):
                self._producer.produce(self._topic, None, key, partition=0)
        self._producer.flush(10)
        return claimed

    def replaced(self) -> Record | None:
        """Reads new claims without waiting; returns the claim of another process on an agent of this one."""
        self._reader.read(0)
        for agent, key in self._own.items():
            if self._holders[agent][0] != key:
                return self._holders[agent][1]
        return None

    def close(self) -> None:
        """Closes the connections."""
        self._reader.close()

    def _free(self, agent: int) -> int:
        held = self._holders.get(agent)
        return 0 if held is None else min(LARGEST_INCARNATION, held[1]["incarnation"] + 1)

    def _append(self, tried: dict[int, int]) -> int:
        offsets: list[int] = []

        def delivered(error: Any, message: Any) -> None:
            if error is not None:
                raise confluent_kafka.KafkaException(error)
            offsets.append(message.offset())

        for agent, incarnation in tried.items():
            key = self._own[agent] = f"{self._policy}/{agent}/{secrets.token_hex(16)}"
            claim = {
                "policyId": self._policy,
                "agent": agent,
                "incarnation": incarnation,
                "fromSequence": -1,
                "bookmarkOffset": -1,
                "bookmarkSequence": -1,
                "process": self._process,
            }
            value = records().encode("AgentRecord", claim)
            self._producer.produce(self._topic, value, key, partition=0, on_delivery=delivered)
        self._producer.flush()
        return max(offsets)

    def _take(self, message: Any) -> None:
        key = (message.key() or b"").decode(errors="replace")
        parts = key.split("/")
        claim = records().decode("AgentRecord", message.value())
        if claim is None or len(parts) != 3 or parts[:2] != [self._policy, str(claim["agent"])]:
            return
        if claim["policyId"] != self._policy or claim["incarnation"] < 0:
            return
        agent, incarnation = claim["agent"], claim["incarnation"]
        held = self._holders.get(agent)
        effective = held is None or incarnation > held[1]["incarnation"] or incarnation == LARGEST_INCARNATION
        if effective:
            self._holders[agent] = key, claim
        older = key if not effective else held[0] if held else None
        if older is not None:
            self._older.setdefault(agent, []).append(older)
