"""The training of a policy, as an actor sees it: the spec in effect, the versions that count, and the end."""

import hashlib
import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from .networks import parameter_count
from .records import Record, records
from .spaces import Space

_FIXED = ("policyId", "seed", "environment", "network", "rollouts", "normalisation")
_ENDS = ("FINISHED", "FAILED", "STOPPED")
_REPEATED_MILLIS = 8_000
_SILENCE_SECONDS = 12
_REPETITIONS = 3


class Submissions:
    """The submissions of training specs, in the order of the topic."""

    def __init__(self) -> None:
        self._by_policy: dict[str, dict[str, Record]] = {}

    def offer(self, key: str, value: bytes | None) -> str | None:
        """Takes the next record. Returns the policy whose spec may have changed."""
        policy = key.split("/")[0]
        specs = self._by_policy.setdefault(policy, {})
        if value is None:
            specs.pop(key, None)
            return policy
        spec = records().decode("TrainingSpec", value)
        if spec is None or not f"{key}/".startswith(f"{spec['policyId']}/{spec['revision']}/"):
            return None
        specs.setdefault(key, spec)
        return policy

    def policies(self) -> list[str]:
        """The policies that have a spec."""
        return [policy for policy, specs in self._by_policy.items() if specs]

    def in_effect(self, policy: str) -> tuple[str, Record] | None:
        """The key and the spec in effect; None if there is none."""
        taken = self._taken(policy)
        return taken[-1] if taken else None

    def standing(self, spec: Record) -> tuple[str, Record] | None:
        """
        The submission that takes precedence over a spec: one of the same revision, or the one in effect if the spec is no
        later revision of it. None if the spec would take effect.
        """
        taken = self._taken(spec["policyId"])
        same = next((found for found in taken if found[1]["revision"] == spec["revision"]), None)
        return same or (None if not taken or _may_follow(taken[-1][1], spec) else taken[-1])

    def _taken(self, policy: str) -> list[tuple[str, Record]]:
        """The submissions that took effect, one after the other."""
        taken: list[tuple[str, Record]] = []
        for key, spec in self._by_policy.get(policy, {}).items():
            if not taken or _may_follow(taken[-1][1], spec):
                taken.append((key, spec))
        return taken


def _may_follow(spec: Record, later: Record) -> bool:
    return bool(later["revision"] > spec["revision"] and _fixed(later) == _fixed(spec))


def _fixed(spec: Record) -> list[Any]:
    return [spec[name] for name in _FIXED] + [spec["optimiser"][name] for name in ("kind", "separate")]


def updates(spec: Record) -> float:
    """The number of updates until the total is reached; infinite if training never ends."""
    batch = spec["rollouts"]["agents"] * spec["rollouts"]["rolloutLength"]
    return math.ceil(spec["budget"]["totalSteps"] / batch) or math.inf


def fits(spec: Record, key: str, update: Record | None) -> bool:
    """Whether a record of the policies topic may be a version of this training."""
    if update is None or key != f"{update['policyId']}/{update['version'] % (update['lag'] + 2)}":
        return False
    observations, actions = (Space.of(spec["environment"][name]) for name in ("observationSpace", "actionSpace"))
    version, lineage, statistics = update["version"], update["lineage"], update["normaliser"]
    mean, variance = (np.frombuffer(statistics[name], "<f8") for name in ("mean", "variance"))
    active = observations.features if spec["normalisation"]["observations"] else 0
    content = update["parameters"]
    if len(content) != 4 * parameter_count(spec["network"], observations, actions):
        return False
    if len(mean):
        content += np.float64(statistics["count"]).tobytes() + statistics["mean"] + statistics["variance"]
    return (
        update["policyId"] == spec["policyId"]
        and update["network"] == spec["network"]
        and all(update[name] == spec["rollouts"][name] for name in ("rolloutLength", "lag"))
        and version >= 0
        and (update["specRevision"] != spec["revision"] or version <= updates(spec))
        and (lineage["parentVersion"], lineage["rollout"]) == (version - 1, version - 1)
        and bool(lineage["parentHash"]) == (version > 0)
        and (len(mean), len(variance)) == (active, active)
        and all(bool(np.isfinite(part).all()) for part in (np.frombuffer(update["parameters"], "<f4"), mean, variance))
        and bool((variance >= 0).all())
        and (not active or (statistics["clip"] > 0 and math.isfinite(statistics["count"])))
        and update["hash"] == hashlib.sha256(content).hexdigest()
    )


class _Line:
    """Versions that descend from one another."""

    def __init__(self, kept: int) -> None:
        self.kept, self.position, self.first, self.latest = kept, -1, 0, 0
        self.versions: dict[int, Record] = {}

    def take(self, update: Record, at: int) -> bool:
        """Takes a version that follows, precedes or repeats one of this line. Returns whether it did."""
        version = update["version"]
        same = self.versions.get(version)
        if same is not None:
            belongs = (same["hash"], same["lineage"]) == (update["hash"], update["lineage"])
        elif self.versions and version == min(self.versions) - 1:
            belongs = _parent(self.versions[version + 1]) == update["hash"]
        else:
            newest = max(self.versions, default=version - 1)
            belongs = version == newest + 1 and (not self.versions or self.versions[newest]["hash"] == _parent(update))
        if belongs:
            self.first, self.latest = at if not self.versions else self.first, at
            self.versions[version], self.position = update, version
            self.versions = {old: self.versions[old] for old in self.versions if old > version - self.kept}
        return belongs

    def extend(self, other: "_Line") -> None:
        """Takes the versions before its oldest one from another line."""
        while (oldest := min(self.versions)) - 1 > self.position - self.kept:
            before = other.versions.get(oldest - 1)
            if before is None or before["hash"] != _parent(self.versions[oldest]):
                return
            self.versions[oldest - 1] = before

    def counts(self) -> bool:
        return len(self.versions) > 1 or 0 in self.versions or self.latest - self.first >= _REPEATED_MILLIS

    def newest(self) -> int:
        return max(self.versions, default=-1)


def _parent(update: Record) -> Any:
    return update["lineage"]["parentHash"]


class Versions:
    """The versions of a policy that count, the learner's position, and the statuses that report an end."""

    def __init__(self, spec: Record, clock: Callable[[], float] = time.monotonic) -> None:
        self.spec, self._clock, self._kept = spec, clock, spec["rollouts"]["lag"] + 2
        self._line, self._rival, self._alone = _Line(self._kept), _Line(self._kept), -1
        self._arrived, self._repetitions = clock(), 0
        self._ends: dict[int, Record] = {}
        #: the number of records of the line so far
        self.count = 0

    def offer(self, update: Record, at: int) -> None:
        """Takes the next record that fits; ``at`` is its time in milliseconds."""
        before = self._line.position
        if self._line.take(update, at):
            self._repetitions = self._repetitions + 1 if self._line.position == before else 0
            self._line.extend(self._rival)
            self._alone, self._arrived, self.count = -1, self._clock(), self.count + 1
            return
        if not self._rival.take(update, at):
            self._rival, self._alone = _Line(self._kept), -1
            self._rival.take(update, at)
        self._alone = at if self._alone < 0 else self._alone
        ahead = self._rival.newest() > self._line.newest() and len(self._rival.versions) > 1
        if self._rival.counts() and (not self._line.counts() or ahead or at - self._alone >= _REPEATED_MILLIS):
            self._line, self._rival, self._alone = self._rival, self._line, -1
            self._arrived, self.count = self._clock(), self.count + 1

    def position(self) -> int:
        """The version of the learner; -1 if none counts."""
        return self._line.position if self._line.counts() else -1

    def find(self, version: int) -> Record | None:
        """A version to act with; None if it is not there, or if no agent acts with it."""
        update = self._line.versions.get(version) if self._line.counts() else None
        return None if update is None or update["last"] else update

    def newest(self) -> Record | None:
        """The newest version; None if none counts."""
        return self._line.versions.get(self.position())

    def kept(self) -> list[int]:
        """The versions that are kept, ascending."""
        return sorted(self._line.versions) if self._line.counts() else []

    def is_out_of_reach(self, version: int) -> bool:
        """Whether a version is no longer kept, or the learner waits far before it: an agent that needs it resumes."""
        waits = self._repetitions >= _REPETITIONS and version >= self.position() + 2
        return waits or version <= self.position() - self._kept

    def offer_status(self, status: Record | None) -> None:
        """Takes the next status of the policy."""
        if status and status["state"] in _ENDS:
            self._ends[status["sinceVersion"]] = status

    def end(self) -> Record | None:
        """The status with which the training has ended; None while it continues."""
        at = self.position()
        if not self._line.versions:
            return next((end for end in self._ends.values() if end["state"] == "FAILED"), None)
        newest = self._line.versions[at] if at >= 0 else None
        if newest is not None and newest["last"] and at in self._ends and self._may_end(newest):
            return self._ends[at]
        silent = self._clock() - self._arrived >= _SILENCE_SECONDS
        return (self._ends.get(at) or self._ends.get(at + 1)) if silent else None

    def _may_end(self, update: Record) -> bool:
        return (
            update["version"] >= updates(self.spec)
            or self.spec["budget"]["targetReturn"] is not None
            or bool(update["skippedReason"])
            or update["specRevision"] != self.spec["revision"]
        )
