#!/usr/bin/env python3
"""Collects transitions of CartPole-v1 with Streamgrad's Python simulator and with Stable-Baselines3 alternately; prints a
Markdown table of transitions per second.

    python3 -m venv VENV && VENV/bin/pip install -r benchmarks/requirements.txt './clients/python[gymnasium]'
    VENV/bin/python benchmarks/simulator_rate.py             five pairs with 8 and with 64 agents

Both use the same network, two hidden layers of 64, with weights that choose both actions equally often. Streamgrad's loop
steps the environments, evaluates the actor, encodes blocks, and sends them through a producer to a broker inside this
process. Stable-Baselines3's loop is collect_rollouts with DummyVecEnv on one thread, which is the fastest here; it evaluates
actor and critic.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import confluent_kafka
import gymnasium
import numpy as np
import stable_baselines3
import torch
from stable_baselines3.common.env_util import make_vec_env
from streamgrad.agents import AgentPool
from streamgrad.environments import EnvironmentSource
from streamgrad.history import Start
from streamgrad.networks import parameter_count
from streamgrad.records import records
from streamgrad.specs import resolve

ENVIRONMENT, ROLLOUT = "CartPole-v1", 128


def streamgrad_loop(agents: int) -> Callable[[], None]:
    """A function that collects one rollout of every agent."""
    source = EnvironmentSource.of(ENVIRONMENT)
    spec = resolve(source, "ppo", {"agents": agents, "rolloutLength": ROLLOUT, "totalSteps": 0})
    producer = confluent_kafka.Producer(
        {"test.mock.num.brokers": 1, "linger.ms": 0, "enable.idempotence": True, "log_level": 0}
    )

    def publish(block: dict) -> None:
        producer.produce("transitions", records().encode("TransitionBlock", block), str(block["agent"]), partition=0)
        producer.poll(0)

    pool = AgentPool(spec, source, [Start(number, 0, 0, 0) for number in range(agents)], publish)
    parameters = np.zeros(parameter_count(spec["network"], source.observations, source.actions), "<f4").tobytes()
    normaliser = {"count": 0.0, "mean": b"", "variance": b"", "clip": 10.0}
    pool.load({"version": 0, "network": spec["network"], "parameters": parameters, "normaliser": normaliser})

    def collect() -> None:
        pool.act(lambda: True)
        producer.flush()

    return collect


def peer_loop(agents: int) -> Callable[[], None]:
    """The same with Stable-Baselines3."""
    environments = make_vec_env(ENVIRONMENT, n_envs=agents)
    learner = stable_baselines3.PPO("MlpPolicy", environments, n_steps=ROLLOUT, device="cpu", seed=1)
    learner._setup_learn(1 << 40, None)
    callback = learner._init_callback(None)
    return lambda: learner.collect_rollouts(environments, callback, learner.rollout_buffer, ROLLOUT)


def rate(collect: Callable[[], None], agents: int, steps: int) -> float:
    """Transitions per second of about this many steps, after a warm-up."""
    collect()
    rollouts = max(1, steps // (agents * ROLLOUT))
    start = time.perf_counter()
    for _ in range(rollouts):
        collect()
    return rollouts * agents * ROLLOUT / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--steps", type=int, default=80_000, help="transitions per measurement (%(default)s)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    print(
        f"Gymnasium {gymnasium.__version__}, Stable-Baselines3 {stable_baselines3.__version__}, NumPy {np.__version__}\n"
    )
    print(
        "| agents | Streamgrad, transitions/s | Stable-Baselines3, transitions/s | ratio |\n| --- | --- | --- | --- |"
    )
    for agents in (8, 64):
        loops = streamgrad_loop(agents), peer_loop(agents)
        pairs = [[rate(loop, agents, options.steps) for loop in loops] for _ in range(options.pairs)]
        cells = [f"{statistics.median(own):,.0f} ({min(own):,.0f}–{max(own):,.0f})" for own in zip(*pairs)]
        ratio = statistics.median(own / peer for own, peer in pairs)
        print(f"| {agents} | {cells[0]} | {cells[1]} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()
