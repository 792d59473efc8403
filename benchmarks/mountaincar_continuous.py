#!/usr/bin/env python3
"""Measures how much the results of different seeds differ with the zoo's PPO setting on MountainCarContinuous-v0, for Stable-Baselines3 and
Streamgrad.

The budget is 20,000 steps of one agent, about 30 to 100 episodes, so that a seed may find the goal late or never. The published figure is
of one run. Prints the greedy mean return over 100 episodes of each seed when it is known, and a table at the end.

Needs a Python with Stable-Baselines3: that of side_by_side.py, or --python.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LAUNCHER = HERE.parent / "streamgrad"
ENVIRONMENT = "MountainCarContinuous-v0"

PEER = """
import sys
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.vec_env import VecNormalize
torch.set_num_threads(1)
seed = int(sys.argv[1])
gamma = 0.9999
env = VecNormalize(make_vec_env("MountainCarContinuous-v0", n_envs=1, seed=seed), gamma=gamma)
model = PPO("MlpPolicy", env, seed=seed, n_steps=8, batch_size=8, gae_lambda=0.9, gamma=gamma, n_epochs=10, ent_coef=0.00429,
            learning_rate=7.77e-5, max_grad_norm=5, vf_coef=0.19, clip_range=0.1, use_sde=True,
            policy_kwargs=dict(log_std_init=-3.29, ortho_init=False))
model.learn(20_000)
env.training = False
env.norm_reward = False
print(evaluate_policy(model, env, n_eval_episodes=100, deterministic=True, warn=False)[0])
"""


def peer(python: str, seed: int) -> float:
    """Stable-Baselines3's greedy mean return."""
    ended = subprocess.run([python, "-W", "ignore", "-c", PEER, str(seed)], capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        sys.exit(ended.stderr)
    return float(ended.stdout.splitlines()[-1])


def ours(seed: int) -> float:
    """Streamgrad's greedy mean return."""
    with tempfile.TemporaryDirectory() as scratch:
        run = f"{scratch}/run"
        command = [str(LAUNCHER), "train", "--serial", "--quiet", "--env", ENVIRONMENT, "--seed", str(seed), "--run-dir", run]
        subprocess.run(command, check=True, capture_output=True)
        played = subprocess.run([str(LAUNCHER), "evaluate", "--run-dir", run], check=True, capture_output=True, text=True)
        return json.loads(played.stdout.splitlines()[-1])["meanReturn"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=str(HERE / ".venv" / "bin" / "python"), help="a Python with Stable-Baselines3")
    parser.add_argument("--seeds", type=int, default=10, help="number of seeds, from 1 on (default: 10)")
    arguments = parser.parse_args()
    rows = []
    for name, play in (("Stable-Baselines3", lambda seed: peer(arguments.python, seed)), ("Streamgrad", ours)):
        returns = []
        for seed in range(1, arguments.seeds + 1):
            returns.append(play(seed))
            print(f"{name}, seed {seed}: {returns[-1]:.1f}", file=sys.stderr, flush=True)
        reached = sum(value > 0 for value in returns)
        each = " / ".join(f"{value:.1f}" for value in returns)
        rows.append(f"| {name} | {reached} of {len(returns)} | {statistics.median(returns):.1f} | {each} |")
    print("| | seeds above 0 | median | greedy mean return, seed by seed |\n| --- | --- | --- | --- |")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
