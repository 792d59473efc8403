"""Distributions of actions: samples, log-probabilities and modes, for a batch of rows."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .philox import Numbers
from .spaces import Space

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
_FORBIDDEN = np.float32(-1e8)
_HALF_LOG_TWO_PI = 0.5 * np.log(2 * np.pi)
_LEAST_VARIANCE = 1e-6

Sample = tuple[NDArray[Any], Floats]


class Distribution:
    """
    The distributions of a batch of rows.

    outputs: the head's outputs [rows, parameters]; masks: [rows, parameters], 0 where a choice is not allowed
    hidden: the last hidden layer [rows, h], needed for state-dependent exploration
    """

    def __init__(
        self,
        space: Space,
        outputs: Floats,
        log_std: Doubles,
        hidden: Floats,
        masks: NDArray[np.uint8] | None = None,
    ) -> None:
        self._space = space
        self._logits = outputs if masks is None else outputs + np.where(masks, np.float32(0), _FORBIDDEN)
        self._hidden = hidden
        self._log_std = log_std
        self._finite = np.isfinite(outputs).all(1)
        self._masks = masks

    def sample(self, numbers: Numbers) -> Sample:
        """A sample of each row, [rows, elements], and its log-probability."""
        with np.errstate(all="ignore"):
            if self._space.sizes:
                actions = self._choices(numbers)
            elif self._space.kind == "MultiBinary":
                uniform = numbers.uniforms(self._space.elements)
                actions = (uniform < 1 / (1 + np.exp(-self._logits.astype(np.float64)))).astype(np.uint8)
            else:
                actions = (self._logits + self._noise(numbers)).astype(np.float32)
            return self._founded(actions, self.log_probability(actions))

    def mode(self) -> NDArray[Any]:
        """The most probable action of each row."""
        if self._space.sizes:
            return np.stack([part.argmax(1) for part in self._parts()], 1).astype(np.int32)
        if self._space.kind == "MultiBinary":
            return (self._logits > 0).astype(np.uint8)
        return self._logits

    def log_probability(self, actions: NDArray[Any]) -> Floats:
        """The log-probability of an action of each row, float32."""
        if self._space.sizes:
            rows = np.arange(len(actions))
            parts = [
                _log_softmax(part)[rows, actions[:, i].astype(np.int64)].astype(np.float32)
                for i, part in enumerate(self._parts())
            ]
            return np.sum(np.array(parts, np.float64), 0).astype(np.float32)
        if self._space.kind == "MultiBinary":
            signed = np.where(actions > 0, -self._logits.astype(np.float64), self._logits.astype(np.float64))
            return (-np.logaddexp(0, signed)).sum(1).astype(np.float32)
        variance = self._variance()
        deviation = actions.astype(np.float64) - self._logits
        density = -0.5 * deviation**2 / variance - 0.5 * np.log(variance) - _HALF_LOG_TWO_PI
        return np.asarray(density.sum(1), np.float32)

    def _parts(self) -> list[Floats]:
        sizes = self._space.sizes
        return [self._logits] if len(sizes) == 1 else np.split(self._logits, np.cumsum(sizes)[:-1], 1)

    def _choices(self, numbers: Numbers) -> NDArray[np.int32]:
        uniforms = numbers.uniforms(len(self._space.sizes))
        return np.stack([_choice(part, uniforms[:, i]) for i, part in enumerate(self._parts())], 1).astype(np.int32)

    def _variance(self) -> Doubles:
        if self._log_std.ndim == 1:
            return np.broadcast_to(np.exp(2 * self._log_std), self._logits.shape)
        variance: Doubles = self._hidden.astype(np.float64) ** 2 @ np.exp(2 * self._log_std) + _LEAST_VARIANCE
        return variance

    def _noise(self, numbers: Numbers) -> Doubles:
        if self._log_std.ndim == 1:
            return np.exp(self._log_std) * numbers.gaussians(self._space.elements)
        draws = numbers.gaussians(self._log_std.size).reshape(-1, *self._log_std.shape)
        return np.einsum("rh,hk,rhk->rk", self._hidden.astype(np.float64), np.exp(self._log_std), draws)

    def _founded(self, actions: NDArray[Any], log_probabilities: Floats) -> Sample:
        """Replaces the actions of rows whose outputs are not finite: zeros, or the first allowed choices; log-probability 0."""
        good = self._finite & np.isfinite(log_probabilities)
        if self._space.kind == "Box":
            good &= np.isfinite(actions).all(1)
        if not good.all():
            actions, log_probabilities = actions.copy(), log_probabilities.copy()
            actions[~good] = 0
            log_probabilities[~good] = 0
            if self._masks is not None:
                parts = np.split(self._masks, np.cumsum(self._space.sizes)[:-1], 1)
                actions[~good] = np.stack([part.argmax(1) for part in parts], 1)[~good]
        return actions, log_probabilities


def _log_softmax(logits: Floats) -> Doubles:
    wide = logits.astype(np.float64)
    shifted = wide - wide.max(1, keepdims=True)
    result: Doubles = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return result


def _choice(logits: Floats, uniforms: Doubles) -> NDArray[np.int64]:
    """The first choice at which the cumulative weight exceeds the uniform number."""
    wide = logits.astype(np.float64)
    weights = np.exp(wide - wide.max(1, keepdims=True))
    cumulative = weights.cumsum(1)
    exceeds = cumulative > (uniforms * cumulative[:, -1])[:, None]
    last = weights.shape[1] - 1 - (weights[:, ::-1] > 0).argmax(1)
    return np.where(exceeds.any(1), exceeds.argmax(1), last)


def transform(name: str, space: Space, actions: NDArray[Any]) -> NDArray[Any]:
    """The actions that the environment receives for samples [rows, elements]: clip, squash or none."""
    if space.kind != "Box" or name.upper() == "NONE":
        return actions
    low, high = (np.array(bound, np.float64) for bound in (space.low, space.high))
    if name.upper() == "CLIP":
        return np.clip(actions, low.astype(np.float32), high.astype(np.float32))
    squashed = low + (np.tanh(actions.astype(np.float64)) + 1) / 2 * (high - low)
    return np.clip(squashed, low, high).astype(np.float32)
