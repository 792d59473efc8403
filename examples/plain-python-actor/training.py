"""A policy's training, as an actor sees it: the spec in effect, the versions that count, and the end."""

import hashlib
import math
import time

import numpy as np

FIXED = ("policyId", "seed", "environment", "network", "rollouts", "normalisation")
ENDS = ("FINISHED", "FAILED", "STOPPED")
REPEATED_MILLIS = 8_000
SILENCE_SECONDS = 12
REPETITIONS = 3


class Submissions:
    """The submissions of one policy, in the order of the topic."""

    def __init__(self, policy, records):
        self.policy, self.records, self.specs = policy, records, {}

    def offer(self, key, value):
        if value is None:
            self.specs.pop(key, None)
            return
        spec = self.records.decode("TrainingSpec", value)
        if spec and spec["policyId"] == self.policy and f"{key}/".startswith(f"{self.policy}/{spec['revision']}/"):
            self.specs.setdefault(key, spec)

    def in_effect(self):
        """The key and the spec in effect; (None, None) if there is none."""
        current = None, None
        for key, spec in self.specs.items():
            older = current[1]
            if older is None or (spec["revision"] > older["revision"] and fixed(spec) == fixed(older)):
                current = key, spec
        return current


def fixed(spec):
    return [spec[name] for name in FIXED] + [spec["optimiser"][name] for name in ("kind", "separate")]


def updates(spec):
    """The number of updates until the total is reached; infinite if training never ends."""
    batch = spec["rollouts"]["agents"] * spec["rollouts"]["rolloutLength"]
    return math.ceil(spec["budget"]["totalSteps"] / batch) or math.inf


def fits(spec, parameters, features, key, update):
    """
    Whether a record of the policies topic may be a version of this training.

    parameters: the size of the flat vector; features: the number of inputs of the network
    """
    if update is None or key != f"{update['policyId']}/{update['version'] % (update['lag'] + 2)}":
        return False
    version, lineage, statistics = update["version"], update["lineage"], update["normaliser"]
    weights = np.frombuffer(update["parameters"], "<f4")
    mean, variance = (np.frombuffer(statistics[name], "<f8") for name in ("mean", "variance"))
    active = features if spec["normalisation"]["observations"] else 0
    content = update["parameters"]
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
        and (len(weights), len(mean), len(variance)) == (parameters, active, active)
        and bool(np.isfinite(weights).all() and np.isfinite(mean).all() and np.isfinite(variance).all())
        and bool((variance >= 0).all())
        and (not active or (statistics["clip"] > 0 and math.isfinite(statistics["count"])))
        and update["hash"] == hashlib.sha256(content).hexdigest()
    )


class Line:
    """Versions that descend from one another."""

    def __init__(self, kept):
        self.kept, self.versions, self.position, self.first, self.latest = kept, {}, -1, 0, 0

    def take(self, update, at):
        """Takes a version that follows, precedes or repeats one of this line. Returns whether it did."""
        version = update["version"]
        before, same, after = (self.versions.get(version + step) for step in (-1, 0, 1))
        if same is not None:
            belongs = (same["hash"], same["lineage"]) == (update["hash"], update["lineage"])
        elif self.versions and version == min(self.versions) - 1:
            belongs = parent(after) == update["hash"]
        else:
            belongs = not self.versions or (version == max(self.versions) + 1 and before["hash"] == parent(update))
        if belongs:
            self.first, self.latest = at if not self.versions else self.first, at
            self.versions[version], self.position = update, version
            self.versions = {old: self.versions[old] for old in self.versions if old > version - self.kept}
        return belongs

    def extend(self, other):
        """Takes the versions before its oldest one from another line."""
        while (oldest := min(self.versions)) - 1 > self.position - self.kept:
            before = other.versions.get(oldest - 1)
            if before is None or before["hash"] != parent(self.versions[oldest]):
                return
            self.versions[oldest - 1] = before

    def counts(self):
        return len(self.versions) > 1 or 0 in self.versions or self.latest - self.first >= REPEATED_MILLIS

    def newest(self):
        return max(self.versions, default=-1)


def parent(update):
    return update["lineage"]["parentHash"]


class Versions:
    """The versions of a policy that count, the learner's position, and the statuses that report an end."""

    def __init__(self, spec, clock=time.monotonic):
        self.spec, self.clock, self.kept = spec, clock, spec["rollouts"]["lag"] + 2
        self.line, self.rival, self.alone, self.count = Line(self.kept), Line(self.kept), None, 0
        self.arrived, self.ends, self.repetitions = clock(), {}, 0

    def offer(self, update, at):
        """Takes the next record that fits; ``at`` is its time in milliseconds."""
        before = self.line.position
        if self.line.take(update, at):
            self.repetitions = self.repetitions + 1 if self.line.position == before else 0
            self.line.extend(self.rival)
            self.alone, self.arrived, self.count = None, self.clock(), self.count + 1
            return
        if not self.rival.take(update, at):
            self.rival, self.alone = Line(self.kept), None
            self.rival.take(update, at)
        self.alone = at if self.alone is None else self.alone
        ahead = self.rival.newest() > self.line.newest() and len(self.rival.versions) > 1
        if self.rival.counts() and (not self.line.counts() or ahead or at - self.alone >= REPEATED_MILLIS):
            self.line, self.rival, self.alone = self.rival, self.line, None
            self.arrived, self.count = self.clock(), self.count + 1

    def position(self):
        """The version of the learner; -1 if none counts."""
        return self.line.position if self.line.counts() else -1

    def find(self, version):
        """A version to act with; None if it is not there, or if no agent acts with it."""
        update = self.line.versions.get(version) if self.line.counts() else None
        return None if update is None or update["last"] else update

    def is_out_of_reach(self, version):
        """Whether a version is no longer kept, or the learner waits far before it: an agent that needs it resumes."""
        waits = self.repetitions >= REPETITIONS and version >= self.position() + 2
        return waits or version <= self.position() - self.kept

    def offer_status(self, status):
        if status and status["state"] in ENDS:
            self.ends[status["sinceVersion"]] = status

    def end(self):
        """The status with which the training has ended; None while it continues."""
        at = self.position()
        if not self.line.versions:
            return next((end for end in self.ends.values() if end["state"] == "FAILED"), None)
        newest = self.line.versions[at] if at >= 0 else None
        if newest is not None and newest["last"] and at in self.ends and self._may_end(newest):
            return self.ends[at]
        silent = self.clock() - self.arrived >= SILENCE_SECONDS
        return (self.ends.get(at) or self.ends.get(at + 1)) if silent else None

    def _may_end(self, update):
        return (
            update["version"] >= updates(self.spec)
            or self.spec["budget"]["targetReturn"] is not None
            or bool(update["skippedReason"])
            or update["specRevision"] != self.spec["revision"]
        )
