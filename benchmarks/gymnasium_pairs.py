#!/usr/bin/env python3
"""Trains Gymnasium tasks with Streamgrad and Stable-Baselines3 in turn, with the same settings and seeds; prints a Markdown table.

    benchmarks/gymnasium_pairs.py                                 all tasks, seeds 1 2 3
    benchmarks/gymnasium_pairs.py --only "lunarlander ppo" --seeds 1

Streamgrad runs with everything: broker, mini cluster, simulators in Python. The time is that of the whole training command, with its start.
The return is the mean of 100 greedy episodes of the final policy. Needs a Python with Stable-Baselines3: that of side_by_side.py, or
--python.
"""

import argparse
import json
import sys
import tempfile
import time

from side_by_side import LAUNCHER, interpreter, last_line

PEER = """
import json, sys, time
import torch
from stable_baselines3 import A2C, PPO
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.vec_env import VecNormalize
task, seed, started = json.loads(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
torch.set_num_threads(task["threads"])
settings = task["settings"]
if "linear" in task:
    settings["learning_rate"] = lambda left: left * task["linear"]
env = make_vec_env(task["environment"], n_envs=task["agents"], seed=seed)
if task["normalise"]:
    env = VecNormalize(env, gamma=settings["gamma"])
model = {"ppo": PPO, "a2c": A2C}[task["algorithm"]]("MlpPolicy", env, seed=seed, device="cpu", **settings)
model.learn(task["steps"])
seconds = time.time() - started
if task["normalise"]:
    env.training = env.norm_reward = False
mean, std = evaluate_policy(model, env, n_eval_episodes=100, deterministic=True, warn=False)
print(json.dumps({"meanReturn": float(mean), "stdReturn": float(std), "seconds": seconds}))
"""

MAY_TAKE_SECONDS = 14_400

LUNAR = {"gamma": 0.999, "gae_lambda": 0.98, "n_steps": 1024, "batch_size": 64, "n_epochs": 4, "ent_coef": 0.01}

# The peer's form of the presets.
TASKS = {
    "lunarlander ppo": {
        "environment": "LunarLander-v3", "algorithm": "ppo", "steps": 1_000_000, "agents": 16, "normalise": False,
        "settings": LUNAR,
    },
    "lunarlander a2c": {
        "environment": "LunarLander-v3", "algorithm": "a2c", "steps": 200_000, "agents": 8, "normalise": False,
        "settings": {"gamma": 0.995, "n_steps": 5, "ent_coef": 0.00001}, "linear": 0.00083,
    },
    "swimmer ppo": {
        "environment": "Swimmer-v5", "algorithm": "ppo", "steps": 1_000_000, "agents": 1, "normalise": True,
        "settings": {"gamma": 0.9999},
    },
}  # fmt: skip


def peer(python: str, task: dict, seed: int, threads: int) -> dict:
    """Stable-Baselines3's return and time."""
    text = json.dumps(task | {"threads": threads})
    return last_line([python, "-W", "ignore", "-c", PEER, text, str(seed), str(time.time())], MAY_TAKE_SECONDS)


def ours(launcher: str, task: dict, seed: int, simulators: int) -> dict:
    """Streamgrad's return and time."""
    with tempfile.TemporaryDirectory() as scratch:
        started = time.time()
        last_line([
            launcher, "train", "--quiet", "--env", f"gymnasium/{task['environment']}", "--algorithm", task["algorithm"],
            "--seed", str(seed), "--simulators", str(min(simulators, task["agents"])), "--run-dir", f"{scratch}/run",
        ], MAY_TAKE_SECONDS)  # fmt: skip
        seconds = time.time() - started
        return last_line([launcher, "evaluate", "--run-dir", f"{scratch}/run"]) | {"seconds": seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--only", default="", help="only tasks whose name contains this")
    parser.add_argument("--python", default="", help="a Python with Stable-Baselines3, Box2D and MuJoCo")
    parser.add_argument("--launcher", default=str(LAUNCHER), help="the streamgrad command")
    parser.add_argument("--simulators", type=int, default=2, help="Streamgrad's simulators (%(default)s)")
    parser.add_argument("--threads", type=int, default=1, help="PyTorch threads of Stable-Baselines3 (%(default)s)")
    options = parser.parse_args()
    python = interpreter(options.python)
    print("| task | seed | Streamgrad, return | Stable-Baselines3, return | Streamgrad, s | Stable-Baselines3, s |")
    print("| --- | --- | --- | --- | --- | --- |", flush=True)
    for name, task in TASKS.items():
        if options.only not in name:
            continue
        for seed in options.seeds:
            own = ours(options.launcher, task, seed, options.simulators)
            other = peer(python, task, seed, options.threads)
            figures = [f"{result['meanReturn']:.1f} ± {result['stdReturn']:.1f}" for result in (own, other)]
            times = [f"{result['seconds']:.0f}" for result in (own, other)]
            print(f"| {name} | {seed} | {' | '.join(figures + times)} |", flush=True)


if __name__ == "__main__":
    main()
