"""Trains with Stable-Baselines3 and prints its environment steps per second; side_by_side.py calls this."""

import json
import sys
import time

import torch
from stable_baselines3 import A2C, PPO
from stable_baselines3.common.env_util import make_vec_env


def linear(start: float):
    """A schedule from start to 0."""
    return lambda remaining: remaining * start


def model(setting: str, seed: int):
    """Stable-Baselines3's learner for one of the settings."""
    if setting == "ppo":
        return PPO(
            "MlpPolicy", make_vec_env("CartPole-v1", n_envs=8, seed=seed), seed=seed, device="cpu",
            n_steps=32, batch_size=256, n_epochs=20, gamma=0.98, gae_lambda=0.8, ent_coef=0.0,
            learning_rate=linear(1e-3), clip_range=linear(0.2),
        )  # fmt: skip
    if setting == "a2c":
        return A2C("MlpPolicy", make_vec_env("CartPole-v1", n_envs=8, seed=seed), seed=seed, device="cpu", ent_coef=0.0)
    return PPO(
        "MlpPolicy", make_vec_env("CartPole-v1", n_envs=64, seed=seed), seed=seed, device="cpu",
        n_steps=128, batch_size=2048, n_epochs=4,
    )  # fmt: skip


def main() -> None:
    setting, seed, steps, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(threads)
    learner = model(setting, seed)
    learner.learn(learner.n_envs * learner.n_steps)  # excludes imports and lazy initialisation from the measurement
    started = time.perf_counter()
    learner.learn(steps)
    seconds = time.perf_counter() - started
    print(json.dumps({"stepsPerSecond": learner.num_timesteps / seconds}))


if __name__ == "__main__":
    main()
