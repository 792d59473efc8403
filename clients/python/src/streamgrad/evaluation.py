"""Plays whole episodes with one policy version, outside training."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .agents import noise_index
from .environments import Environment, EnvironmentSource
from .errors import EnvironmentFault, UserError
from .philox import EVALUATION, Streams
from .policy import Policy

#: Episodes that are played at once, by one evaluation of the network per step.
_AT_ONCE = 64
_RESETS, _ACTIONS = 0, 1
_MOST_HOLDS = 1 << 24


@dataclass(frozen=True)
class Evaluation:
    """
    The results of episodes.

    returns: undiscounted sum of raw rewards, [episodes]
    lengths: steps, [episodes]
    """

    returns: NDArray[np.float64]
    lengths: NDArray[np.int64]


def evaluate(
    policy: Policy, source: EnvironmentSource, episodes: int = 100, deterministic: bool = True, seed: int = 1
) -> Evaluation:
    """
    Plays episodes 0, 1, … with a policy. Every policy version plays the same episodes for the same seed.

    source: the environment; it must have the spaces of the policy's training
    deterministic: whether to take the most probable action instead of a sample
    UserError: the environment has other spaces, or fails
    """
    source = source.with_options(policy.spec)
    if rejection := source.rejection(policy.spec):
        raise UserError(rejection)
    result = Evaluation(np.zeros(episodes), np.zeros(episodes, np.int64))
    environments = [source.open(policy.spec) for _ in range(min(_AT_ONCE, episodes))]
    try:
        for first in range(0, episodes, _AT_ONCE):
            numbers = np.arange(first, min(first + _AT_ONCE, episodes))
            _Wave(policy, source, environments, numbers, not deterministic, seed).play(result)
    finally:
        for environment in environments:
            environment.close()
    return result


class _Wave:
    """Episodes that begin together; those that have ended drop out."""

    def __init__(
        self,
        policy: Policy,
        source: EnvironmentSource,
        environments: list[Environment],
        numbers: NDArray[np.int64],
        sampled: bool,
        seed: int,
    ) -> None:
        self._source = source
        self._policy, self._environments, self._numbers = policy, environments[: len(numbers)], numbers
        self._sampled, self._seed, self._step = sampled, seed, 0
        resets = self._streams(_RESETS, numbers).bits(1)[:, 0] >> np.uint64(33)
        self._seen = [self._guarded(i, self._environments[i].reset, int(resets[i])) for i in range(len(numbers))]
        self._draws = self._streams(_ACTIONS, numbers)

    def play(self, result: Evaluation) -> None:
        """Plays to the end of all episodes."""
        while self._environments:
            actions = self._source.to_environment(self._policy.taken(self._actions()))
            goes_on = []
            for i, environment in enumerate(self._environments):
                self._seen[i], reward, terminated, truncated = self._guarded(i, environment.step, actions[i])
                result.returns[self._numbers[i]] += reward
                result.lengths[self._numbers[i]] += 1
                if not (terminated or truncated):
                    goes_on.append(i)
            self._step += 1
            self._keep(goes_on)

    def _actions(self) -> NDArray[Any]:
        masks = [self._guarded(i, environment.mask) for i, environment in enumerate(self._environments)]
        distribution = self._policy.model(np.stack(self._seen), None if masks[0] is None else np.stack(masks))
        if not self._sampled:
            return distribution.mode()
        if self._policy.spec["network"]["stateDependentExploration"]:
            held = noise_index(self._policy.spec, self._step)
            self._draws = self._streams(_ACTIONS, self._numbers * _MOST_HOLDS + held)
        return distribution.sample(self._draws)[0]

    def _streams(self, purpose: int, indices: NDArray[np.int64]) -> Streams:
        return Streams(self._seed, EVALUATION, np.full(len(indices), purpose), indices)

    def _keep(self, rows: list[int]) -> None:
        if len(rows) < len(self._environments):
            self._environments = [self._environments[i] for i in rows]
            self._seen = [self._seen[i] for i in rows]
            self._numbers = self._numbers[rows]
            self._draws.keep(np.array(rows, np.intp))

    def _guarded(self, i: int, call: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return call(*arguments)
        except EnvironmentFault as fault:
            raise UserError(
                f"The environment {self._policy.spec['environment']['id']} failed in episode {self._numbers[i]} at step"
                f" {self._step}: {fault}. Fix the environment."
            ) from fault
