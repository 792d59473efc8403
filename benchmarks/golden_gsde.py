#!/usr/bin/env python3
"""Generates the golden vectors of state-dependent exploration with Stable-Baselines3's own distribution.

    golden_gsde.py > gsde.json      # the tests' resources golden/gsde.json of learner/ and env-simulators/

Densities and entropies of StateDependentNoiseDistribution, and the gradients of sum(weights * log_prob) + entropy_weight * sum(entropy).
Numbers are the shortest decimals that identify the float32. Needs a Python with Stable-Baselines3, such as that of side_by_side.py.
"""

import json

import numpy as np
import stable_baselines3
import torch as th
from stable_baselines3.common.distributions import StateDependentNoiseDistribution

ENTROPY_WEIGHT = 0.3
CASES = (("basic", 8, 6, 2, 0.0), ("narrow", 8, 6, 1, -3.29), ("wide latent", 4, 64, 3, -2.0), ("silent latent", 3, 4, 2, 0.5))


def listed(tensor: th.Tensor) -> list:
    """A tensor as nested lists of its float32 numbers."""
    array = np.asarray(tensor.detach())
    return [listed(row) for row in tensor] if array.ndim > 1 else [float(str(np.float32(value))) for value in array]


def case(seed: int, name: str, rows: int, latents: int, actions: int, level: float) -> dict:
    """One case; level is the mean of the log standard deviations."""
    generator = th.Generator().manual_seed(seed)
    latent = th.tanh(th.randn(rows, latents, generator=generator))
    if name == "silent latent":
        latent = latent * 0
    mean = th.randn(rows, actions, generator=generator)
    log_std = (level + 0.3 * th.randn(latents, actions, generator=generator)).requires_grad_()
    mean.requires_grad_()
    distribution = StateDependentNoiseDistribution(actions, epsilon=1e-6)
    distribution.latent_sde_dim = latents
    distribution.sample_weights(log_std.detach())
    distribution.proba_distribution(mean, log_std, latent)
    taken = mean.detach() + distribution.distribution.stddev.detach() * th.randn(rows, actions, generator=generator)
    log_prob = distribution.log_prob(taken)
    entropy = distribution.entropy()
    weights = th.randn(rows, generator=generator)
    (th.sum(log_prob * weights) + ENTROPY_WEIGHT * th.sum(entropy)).backward()
    return {
        "name": name, "latent": listed(latent), "mean": listed(mean), "log_std": listed(log_std), "actions": listed(taken),
        "log_prob": listed(log_prob), "entropy": listed(entropy), "weights": listed(weights), "entropy_weight": ENTROPY_WEIGHT,
        "grad_mean": listed(mean.grad), "grad_log_std": listed(log_std.grad),
    }  # fmt: skip


def main() -> None:
    made_by = f"Stable-Baselines3 {stable_baselines3.__version__}, torch {th.__version__}, benchmarks/golden_gsde.py"
    print(json.dumps({"made_by": made_by, "cases": [case(i + 1, *shape) for i, shape in enumerate(CASES)]}))


if __name__ == "__main__":
    main()
