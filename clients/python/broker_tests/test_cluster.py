"""Trainings on a real cluster: its broker, its job, and Python simulators in processes of their own."""

import os
import secrets
import signal
import subprocess
import sys
from collections import Counter

import gymnasium
import pytest

from streamgrad import GymnasiumSimulator, Training
from streamgrad.kafka import Access, Reader, Topics
from streamgrad.records import records

SERVERS = os.environ["STREAMGRAD_BOOTSTRAP_SERVERS"]


@pytest.fixture
def simulators():
    """A function that starts a simulator process; those that still run are ended."""
    started = []

    def start(*arguments):
        command = [sys.executable, "-m", "streamgrad", "simulate", "--bootstrap-servers", SERVERS, *arguments]
        path = os.pathsep.join([os.path.dirname(__file__), os.environ.get("PYTHONPATH", "")])
        started.append(subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
    assert all(process.wait(20) in (0, -signal.SIGKILL) for process in started)


def submit(environment, steps, **settings):
    policy = f"python-{secrets.token_hex(4)}"
    return Training.submit(environment, total_steps=steps, settings=settings, policy=policy, bootstrap_servers=SERVERS)


def blocks(policy):
    """All blocks of a policy in the log."""
    access, found = Access.of(SERVERS, None), []

    def take(message):
        block = records().decode("TransitionBlock", message.value())
        if block is not None and block["policyId"] == policy:
            found.append(block)

    reader = Reader(access, [("transitions", number) for number in range(Topics(access).transitions())], take)
    reader.read_to_end()
    reader.close()
    return found


def test_two_simulators_one_of_them_killed_and_restarted_train_a_policy(simulators):
    training = submit("gymnasium/CartPole-v1", 40_000)
    arguments = ("--env", "CartPole-v1", "--policy", training.id)
    simulators(*arguments)
    victim, killed = simulators(*arguments), False
    for progress in training.watch():
        if progress.version >= 40 and not killed:
            victim.kill()
            victim.wait()
            simulators(*arguments)
            killed = True
    assert killed and progress.state == "FINISHED", progress
    found = blocks(training.id)
    rows = Counter(
        (block["agent"], block["firstSequence"] + row) for block in found for row in range(len(block["terminated"]))
    )
    updates = -(-40_000 // (8 * 32))
    assert rows == Counter((agent, sequence) for agent in range(8) for sequence in range(32 * updates))
    assert max(block["incarnation"] for block in found) > 0, "agents were taken over"
    assert training.policy().version == updates
    assert progress.mean_return > 100


def claimants(policy):
    """The processes that claimed agents of a policy."""
    access, found = Access.of(SERVERS, None), set()

    def take(message):
        claim = records().decode("AgentRecord", message.value())
        if claim is not None and claim["policyId"] == policy:
            found.add(claim["process"])

    reader = Reader(access, [("agents", 0)], take)
    reader.read_to_end()
    reader.close()
    return found


def test_a_simulator_in_a_thread_shares_the_agents_with_one_in_java():
    environment = gymnasium.make("CartPole-v1")
    training = submit(environment, 40_000)
    with GymnasiumSimulator(environment, bootstrap_servers=SERVERS, policies=[training.id]) as simulator:
        assert [progress.state for progress in training.watch()][-1] == "FINISHED"
    assert simulator.process in claimants(training.id) and len(claimants(training.id)) == 2
    rows = Counter((block["agent"], block["firstSequence"]) for block in blocks(training.id))
    assert set(rows.values()) == {1}
    assert training.policy().predict(environment.reset(seed=1)[0]) in (0, 1)


def test_an_environment_that_fails_stops_its_policy_alone_and_the_status_says_why(simulators):
    failing, sound = submit("failing:make", 2_000, agents=2, rolloutLength=50), submit("gymnasium/CartPole-v1", 10_000)
    simulators("--env", "failing:make", "--env", "CartPole-v1", "--policy", failing.id, "--policy", sound.id)
    assert [progress.state for progress in sound.watch()][-1] == "FINISHED"
    stalled = next(progress for progress in failing.watch() if "the wheel came off" in progress.reason)
    assert stalled.state == "STALLED"
    assert f"failed for policy {failing.id}, agent" in stalled.reason and "Fix the environment" in stalled.reason
