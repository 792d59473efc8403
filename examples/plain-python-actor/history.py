"""Where an agent resumes, from the records of its partition (docs/contract.md, "Resuming")."""

import numpy as np


class History:
    """The branches of an agent's log. A branch is where the agent stands if its last blocks were accepted."""

    def __init__(self, spec, agent):
        self.spec, self.agent = spec, agent
        self.length, self.lag = spec["rollouts"]["rolloutLength"], spec["rollouts"]["lag"]
        self.branches = [dict(version=-1, next=0, episode=0, step=0, incarnation=-1)]
        self.suspects = 0

    def offer(self, key, block):
        """Takes the next record: its key and its block, or None if it cannot be read."""
        policy = self.spec["policyId"]
        if block is None:
            if key == f"{policy}/{self.agent}":
                self.suspects = len(self.branches)
            return
        if block["policyId"] != policy or block["agent"] != self.agent:
            return
        if not accepted(self.spec, block):
            self.suspects = len(self.branches)
            return
        for index, branch in enumerate(self.branches):
            if block["firstSequence"] // self.length <= branch["next"] // self.length + self.lag:
                if self._continues(branch, block):
                    self._take(branch, block)
                    del self.branches[index + 1 :]
                    self.suspects = min(self.suspects, index)
                return
        if block["incarnation"] >= self.branches[-1]["incarnation"]:
            self.branches.append(dict(version=block["policyVersion"], next=0, episode=0, step=0, incarnation=-1))
            self._take(self.branches[-1], block)

    @staticmethod
    def _continues(branch, block):
        end = block["firstSequence"] + len(block["terminated"])
        return block["incarnation"] >= branch["incarnation"] and end > branch["next"]

    @staticmethod
    def _take(branch, block):
        episode, step = block["episode"], block["episodeStep"]
        for row, (terminated, truncated) in enumerate(zip(block["terminated"], block["truncated"])):
            episode, step = (episode + 1, 0) if terminated or truncated else (episode, step + 1)
            if block["firstSequence"] + row >= branch["next"]:
                branch.update(next=block["firstSequence"] + row + 1, episode=episode, step=step)
        branch["incarnation"] = block["incarnation"]

    def incarnation(self):
        """The highest incarnation of an accepted block; -1 if there is none."""
        return max(branch["incarnation"] for branch in self.branches)

    def resume(self, version, waited=False):
        """
        Returns (sequence, episode) of the next step, or None if the agent must wait for the next record of its policy.
        An open episode is abandoned.

        version: the learner's position, -1 if it has published none
        """
        index = max(i for i, branch in enumerate(self.branches) if i == 0 or branch["version"] <= version)
        branch = self.branches[index]
        rollout = branch["next"] // self.length
        rejected = index < self.suspects
        gone = version > rollout and max(0, rollout - self.lag) <= version - (self.lag + 2)
        if gone and not rejected and not waited:
            return None
        if gone or (rejected and version > rollout):
            return version * self.length, branch["episode"] + 1
        return branch["next"], branch["episode"] + (1 if branch["step"] else 0)


def accepted(spec, block):
    """Whether the job accepts a block of CartPole-v1: four numbers in, two choices, no masks."""
    rows, first, length = len(block["terminated"]), block["firstSequence"], spec["rollouts"]["rolloutLength"]
    rollout, agents, total = first // length, spec["rollouts"]["agents"], spec["budget"]["totalSteps"]
    nexts = sum(
        1
        for row, (terminated, truncated) in enumerate(zip(block["terminated"], block["truncated"]))
        if terminated or truncated or (first + row + 1) % length == 0
    )
    columns = [
        (block["observations"], "<f4", 4 * rows),
        (block["nextObservations"], "<f4", 4 * nexts),
        (block["logProbabilities"], "<f4", rows),
        (block["rewards"], "<f8", rows),
        (block["actions"], "<i4", rows),
    ]
    return (
        block["agent"] < agents
        and block["rolloutLength"] == length
        and block["policyVersion"] == max(0, rollout - spec["rollouts"]["lag"])
        and block["episode"] <= first
        and all(len(column) == count * np.dtype(kind).itemsize for column, kind, count in columns)
        and all(np.isfinite(np.frombuffer(column, kind)).all() for column, kind, _ in columns)
        and bool(np.isin(np.frombuffer(block["actions"], "<i4"), (0, 1)).all())
        and block["actionMasks"] is None
        and (total == 0 or rollout < -(-total // (agents * length)))
    )
