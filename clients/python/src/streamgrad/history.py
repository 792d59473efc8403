"""Where an agent resumes, from the records of its partition (docs/contract.md, "Resuming")."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .records import Record
from .spaces import Space

LARGEST_INCARNATION = 2**31 - 1


class Rules:
    """The rules for the blocks of one policy; the job rejects a block that breaks one."""

    def __init__(self, spec: Record) -> None:
        environment = spec["environment"]
        self.observations = Space.of(environment["observationSpace"])
        self.actions = Space.of(environment["actionSpace"])
        self._masked = environment["actionMasks"]
        self.agents, self.length = spec["rollouts"]["agents"], spec["rollouts"]["rolloutLength"]
        self.lag, self._total = spec["rollouts"]["lag"], spec["budget"]["totalSteps"]
        self.policy = spec["policyId"]

    def accept(self, block: Record) -> bool:
        """Whether the job accepts a block that can be decoded."""
        rows, first = len(block["terminated"]), block["firstSequence"]
        rollout = first // self.length
        sizes = {
            "truncated": rows,
            "observations": rows * self.observations.row_bytes,
            "actions": rows * self.actions.row_bytes,
            "logProbabilities": 4 * rows,
            "rewards": 8 * rows,
        }
        if not (
            rows <= 4096
            and (rows >= 1 or (block["closesRollout"] and first % self.length == 0))
            and min(block[name] for name in ("agent", "incarnation", "firstSequence", "episode", "episodeStep")) >= 0
            and block["agent"] < self.agents
            and block["rolloutLength"] == self.length
            and (first + max(0, rows - 1)) // self.length == rollout
            and block["policyVersion"] == max(0, rollout - self.lag)
            and block["episode"] <= first
            and (self._total == 0 or rollout < -(-self._total // (self.agents * self.length)))
            and all(len(block[name]) == size for name, size in sizes.items())
        ):
            return False
        return self._values_fit(block, rows)

    def end(self, block: Record) -> int:
        """The agent's next sequence after a block."""
        if block["closesRollout"]:
            return (block["firstSequence"] // self.length + 1) * self.length
        return block["firstSequence"] + len(block["terminated"])

    def _values_fit(self, block: Record, rows: int) -> bool:
        flags = np.frombuffer(block["terminated"] + block["truncated"], np.uint8).reshape(2, rows)
        ended = np.asarray(flags.any(0))
        if rows:
            ended[-1] |= block["closesRollout"] or (block["firstSequence"] + rows) % self.length == 0
        if len(block["nextObservations"]) != int(ended.sum()) * self.observations.row_bytes:
            return False
        actions = self.actions.decode(block["actions"])
        return bool(
            (flags <= 1).all()
            and self.observations.contains(self.observations.decode(block["observations"]))
            and self.observations.contains(self.observations.decode(block["nextObservations"]))
            and self.actions.contains(actions)
            and np.isfinite(np.frombuffer(block["logProbabilities"], "<f4")).all()
            and np.isfinite(np.frombuffer(block["rewards"], "<f8")).all()
            and self._masks_fit(block["actionMasks"], actions)
        )

    def _masks_fit(self, masks: bytes | None, actions: Any) -> bool:
        if not len(actions):  # a block without rows has no masks
            return not masks
        if not self._masked or masks is None:
            return not self._masked and masks is None
        if len(masks) != len(actions) * self.actions.features:
            return False
        allowed = np.frombuffer(masks, np.uint8).reshape(len(actions), -1)
        starts = np.cumsum((0, *self.actions.sizes[:-1]))
        taken = allowed[np.arange(len(actions))[:, None], actions + starts]
        return bool((allowed <= 1).all() and (taken == 1).all())


@dataclass(frozen=True)
class Start:
    """
    Where an agent starts.

    incarnation: the lowest that the log allows; claims may require a higher one
    sequence, episode: of its next step
    actions, observations: the recorded rows of the open episode, to be replayed; empty at the start of an episode
    """

    agent: int
    incarnation: int
    sequence: int
    episode: int
    actions: bytes = b""
    observations: bytes = b""


@dataclass
class _Branch:
    version: int = -1
    next: int = 0
    episode: int = 0
    step: int = 0
    incarnation: int = -1
    whole: bool = True
    actions: list[bytes] = field(default_factory=list)
    observations: list[bytes] = field(default_factory=list)

    def begin(self, episode: int, step: int) -> None:
        self.episode, self.step, self.whole = episode, step, step == 0
        self.actions, self.observations = [], []


class History:
    """The branches of an agent's log. A branch is where the agent stands if its last blocks were accepted."""

    def __init__(self, rules: Rules, agent: int) -> None:
        self._rules, self._agent = rules, agent
        self._branches = [_Branch()]
        self._suspects = 0

    def offer(self, key: str, block: Record | None) -> None:
        """Takes the next record: its key and its block, or None if it cannot be read."""
        rules = self._rules
        if block is None:
            if key == f"{rules.policy}/{self._agent}":
                self._suspects = len(self._branches)
            return
        if block["policyId"] != rules.policy or block["agent"] != self._agent:
            return
        if not rules.accept(block):
            self._suspects = len(self._branches)
            return
        for index, branch in enumerate(self._branches):
            if block["firstSequence"] // rules.length <= branch.next // rules.length + rules.lag:
                end = rules.end(block)
                if block["incarnation"] >= branch.incarnation and end > branch.next:
                    self._take(branch, block)
                    del self._branches[index + 1 :]
                    self._suspects = min(self._suspects, index)
                return
        if block["incarnation"] >= self._branches[-1].incarnation:
            self._branches.append(_Branch(version=block["policyVersion"]))
            self._take(self._branches[-1], block)

    def _take(self, branch: _Branch, block: Record) -> None:
        actions, observations = self._rules.actions.row_bytes, self._rules.observations.row_bytes
        episode, step = block["episode"], block["episodeStep"]
        if block["firstSequence"] > branch.next:
            branch.next = block["firstSequence"]
            branch.begin(episode, step)
        for row in range(len(block["terminated"])):
            if block["firstSequence"] + row == branch.next:
                if episode != branch.episode or step == 0 != branch.step:
                    branch.begin(episode, step)
                branch.actions.append(block["actions"][row * actions : (row + 1) * actions])
                branch.observations.append(block["observations"][row * observations : (row + 1) * observations])
                branch.next, branch.step = branch.next + 1, branch.step + 1
            ended = block["terminated"][row] or block["truncated"][row]
            episode, step = (episode + 1, 0) if ended else (episode, step + 1)
            if ended and block["firstSequence"] + row + 1 == branch.next:
                branch.begin(episode, 0)
        if (end := self._rules.end(block)) > branch.next:
            branch.next = end
            branch.whole &= not branch.actions  # an episode across a closed rollout cannot be replayed
        branch.incarnation = block["incarnation"]

    def incarnation(self) -> int:
        """The lowest incarnation that the log allows."""
        return min(LARGEST_INCARNATION, 1 + max(branch.incarnation for branch in self._branches))

    def resume(self, version: int, waited: bool = False) -> Start | None:
        """
        Returns where the agent starts; None if it must wait for the next record of its policy.

        version: the learner's position, -1 if it has published none
        waited: whether it has waited already
        """
        rules = self._rules
        index = max(i for i, branch in enumerate(self._branches) if i == 0 or branch.version <= version)
        branch = self._branches[index]
        rollout = branch.next // rules.length
        rejected = index < self._suspects
        behind = version > rollout and max(0, rollout - rules.lag) <= version - (rules.lag + 2)
        if behind and not rejected and not waited:
            return None
        if behind or (rejected and version > rollout):
            return Start(self._agent, self.incarnation(), version * rules.length, branch.episode + 1)
        if not branch.whole:
            return Start(self._agent, self.incarnation(), branch.next, branch.episode + 1)
        actions, observations = b"".join(branch.actions), b"".join(branch.observations)
        return Start(self._agent, self.incarnation(), branch.next, branch.episode, actions, observations)
