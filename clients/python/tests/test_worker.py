"""The agents of a policy: they act with the right version, continue after a restart, and stop alone if their environment fails."""

import gymnasium
import numpy as np
from conftest import await_that, read

import streamgrad.worker
from streamgrad.claims import Claims
from streamgrad.environments import EnvironmentSource
from streamgrad.records import records
from streamgrad.specs import resolve
from streamgrad.worker import PolicyWorker

PARTITIONS = 4


class Counter(gymnasium.Env):
    """Counts its steps; an episode has three."""

    observation_space = gymnasium.spaces.Box(0, 9, (1,), np.float32)
    action_space = gymnasium.spaces.Discrete(2)

    def reset(self, *, seed=None, options=None):
        self.steps = 0
        return np.zeros(1, np.float32), {}

    def step(self, action):
        self.steps += 1
        return np.full(1, self.steps, np.float32), 1.0, self.steps == 3, False, {}


class Failing(Counter):
    """Fails in its second step."""

    def step(self, action):
        if self.steps:
            raise RuntimeError("the wheel came off")
        return super().step(action)


COUNTER, FAILING = EnvironmentSource("Counter-v0", Counter), EnvironmentSource("Failing-v0", Failing)


def spec_of(source, policy, **settings):
    defaults = {"agents": 3, "rolloutLength": 4, "minibatchSize": 0, "totalSteps": 24, "policyId": policy}
    return resolve(source, "ppo", defaults | settings)


def worker(access, spec, source, process="one"):
    found = PolicyWorker(access, spec, source, PARTITIONS, process)
    found.start()
    return found


def blocks(access, policy):
    found = [
        records().decode("TransitionBlock", message.value()) for message in read(access, "transitions", PARTITIONS)
    ]
    return sorted(
        (block for block in found if block["policyId"] == policy),
        key=lambda block: (block["agent"], block["firstSequence"]),
    )


def rows(found):
    """Agent and sequence of every row."""
    return [
        (block["agent"], block["firstSequence"] + row) for block in found for row in range(len(block["terminated"]))
    ]


def test_agents_act_continue_after_a_restart_and_end_with_the_training(access, learner):
    spec = spec_of(COUNTER, "counter")
    job = learner(spec)
    job.publish(0)
    first = worker(access, spec, COUNTER)
    await_that(lambda: len(blocks(access, "counter")) == 3, "the first rollout")
    first.stop()
    first.join(30)
    job.publish(1)
    second = worker(access, spec, COUNTER, "two")
    found = await_that(lambda: (now := blocks(access, "counter"))[5:] and now, "the second rollout")
    job.status("FINISHED", 2, "all transitions were learned from")
    job.publish(2, last=True)
    second.join(30)
    assert not first.is_alive and not second.is_alive and first.end is None
    assert second.end["state"] == "FINISHED"
    assert rows(found) == [(agent, sequence) for agent in range(3) for sequence in range(8)]
    assert [(block["policyVersion"], block["incarnation"]) for block in found] == [(0, 0), (1, 1)] * 3
    observed = np.frombuffer(b"".join(block["observations"] for block in found[:2]), "<f4")
    assert observed.tolist() == [0, 1, 2, 0, 1, 2, 0, 1], "the open episode continues where the log ends"
    assert [(block["episode"], block["episodeStep"]) for block in found[:2]] == [(0, 0), (1, 1)]


def test_agents_that_another_process_claimed_are_claimed_again_if_they_stay_assigned(access, learner, monkeypatch):
    monkeypatch.setattr(streamgrad.worker, "_CONFIRMED_SECONDS", 0.5)
    spec = spec_of(COUNTER, "counter")
    job = learner(spec)
    job.publish(0)
    owner = worker(access, spec, COUNTER)
    await_that(lambda: len(blocks(access, "counter")) == 3, "the first rollout")
    other = Claims(access, "counter", "other")
    assert other.claim(other.free({1: 0})) == {1: 1}
    await_that(lambda: owner.agents == 0, "the agents stop")
    job.publish(1)
    found = await_that(lambda: (now := blocks(access, "counter"))[5:] and now, "the second rollout")
    owner.stop()
    owner.join(30)
    assert [(block["agent"], block["incarnation"]) for block in found if block["firstSequence"] == 4] == [
        (0, 1),
        (1, 2),
        (2, 1),
    ]


def test_a_failing_environment_ends_its_policy_and_no_other(access, learner):
    failing, counter = spec_of(FAILING, "failing"), spec_of(COUNTER, "counter")
    for spec in (failing, counter):
        learner(spec).publish(0)
    bad, good = worker(access, failing, FAILING), worker(access, counter, COUNTER)
    reason = await_that(lambda: bad.given_up, "the failure")
    assert reason == (
        "The environment Failing-v0 failed for policy failing, agent 0, episode 0, step 1: step("
        + reason.split("step(")[1].split(")")[0]
        + ") raised RuntimeError: the wheel came off. Fix the environment, then restart the simulator."
    )
    await_that(lambda: len(blocks(access, "counter")) == 3, "the rollout of the other policy")
    assert good.is_alive and good.given_up == "" and blocks(access, "failing") == []
    good.stop()
    good.join(30)
    bad.join(30)
    assert not bad.is_alive


def test_an_environment_that_cannot_be_created_ends_its_policy(access, learner):
    spec = spec_of(COUNTER, "counter")
    learner(spec).publish(0)
    made = []

    def once():
        made.append(1)
        if len(made) > 1:
            raise OSError("no such track")
        return Counter()

    only = worker(access, spec, EnvironmentSource("Counter-v0", once))
    reason = await_that(lambda: only.given_up, "the failure")
    assert reason == "The environment Counter-v0 cannot be created: OSError: no such track."
    only.join(30)
