"""The actor's network: features, normalisation and forward pass, for a batch of observations."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .spaces import Space

Floats = NDArray[np.float32]


class Normaliser:
    """Normalises features with the statistics of a policy version."""

    def __init__(self, statistics: dict[str, Any]) -> None:
        self._mean = np.frombuffer(statistics["mean"], "<f8")
        self._scale = np.sqrt(np.frombuffer(statistics["variance"], "<f8") + 1e-8)
        self._clip = statistics["clip"]

    def __call__(self, features: Floats) -> Floats:
        if len(self._mean) == 0:
            return features
        normal = (features.astype(np.float64) - self._mean) / self._scale
        return np.clip(normal, -self._clip, self._clip).astype(np.float32)


class Network:
    """
    The actor of a policy version.

    outputs of a call: the head's outputs [rows, parameters] and the last hidden layer [rows, hidden]
    """

    def __init__(self, spec: dict[str, Any], observations: Space, actions: Space, parameters: Floats) -> None:
        self._relu = spec["activation"] == "RELU"
        self._convolutions: list[tuple[Floats, Floats]] = []
        self._layers: list[tuple[Floats, Floats]] = []
        self._kernel, self._stride = spec["kernel"], spec["stride"]
        self._grid = observations.shape
        at, width = 0, observations.features
        shape = self._grid
        for filters in spec["filters"]:
            at = self._add(self._convolutions, parameters, at, filters, self._kernel**2 * shape[2])
            shape = (*((size - self._kernel) // self._stride + 1 for size in shape[:2]), filters)
            width = int(np.prod(shape))
        for rows in (*spec["hidden"], actions.features):
            at = self._add(self._layers, parameters, at, rows, width)
            width = rows
        last = (*spec["hidden"], int(np.prod(shape)) if spec["filters"] else observations.features)
        hidden = spec["hidden"][-1] if spec["hidden"] else last[-1]
        count = 0 if actions.kind != "Box" else actions.elements
        count *= hidden if spec["stateDependentExploration"] else 1
        self.log_std: NDArray[np.float64] = parameters[at : at + count].astype(np.float64)
        if spec["stateDependentExploration"]:
            self.log_std = self.log_std.reshape(hidden, actions.elements)

    @staticmethod
    def _add(layers: list[tuple[Floats, Floats]], parameters: Floats, at: int, rows: int, columns: int) -> int:
        end = at + rows * columns
        layers.append((parameters[at:end].reshape(rows, columns).T, parameters[end : end + rows]))
        return end + rows

    def __call__(self, features: Floats) -> tuple[Floats, Floats]:
        with np.errstate(all="ignore"):  # weights may be finite and outputs not
            values = self._convolve(features) if self._convolutions else features
            for weight, bias in self._layers[:-1]:
                values = self._activate(values @ weight + bias)
            weight, bias = self._layers[-1]
            return values @ weight + bias, values

    def _convolve(self, features: Floats) -> Floats:
        grid = features.reshape(-1, *self._grid)
        for weight, bias in self._convolutions:
            windows = np.lib.stride_tricks.sliding_window_view(grid, (self._kernel, self._kernel), (1, 2))
            windows = windows[:, :: self._stride, :: self._stride].transpose(0, 1, 2, 4, 5, 3)
            grid = self._activate(windows.reshape(*windows.shape[:3], -1) @ weight + bias)
        return grid.reshape(len(features), -1)

    def _activate(self, values: Floats) -> Floats:
        return np.maximum(values, 0) if self._relu else np.tanh(values)


def parameter_count(spec: dict[str, Any], observations: Space, actions: Space) -> int:
    """The size of the flat vector of a policy version: actor, log_std, critic."""
    shape, width, body = observations.shape, observations.features, 0
    for filters in spec["filters"]:
        body += filters * (spec["kernel"] ** 2 * shape[2] + 1)
        shape = (*((size - spec["kernel"]) // spec["stride"] + 1 for size in shape[:2]), filters)
        width = int(np.prod(shape))
    for rows in spec["hidden"]:
        body += rows * (width + 1)
        width = rows
    deviations = (width if spec["stateDependentExploration"] else 1) * actions.elements if actions.kind == "Box" else 0
    return 2 * body + (width + 1) * (actions.features + 1) + deviations
