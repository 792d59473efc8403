"""The spaces of the contract: encoding of values, network inputs, distribution parameters."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_DTYPES = {"FLOAT32": "<f4", "INT32": "<i4", "UINT8": "u1"}


@dataclass(frozen=True)
class Space:
    """
    A space. A value is a flat array of ``elements`` numbers.

    kind: Box, Discrete, MultiDiscrete or MultiBinary
    sizes: the number of choices of each element of a Discrete or MultiDiscrete space
    """

    kind: str
    dtype: str
    shape: tuple[int, ...]
    sizes: tuple[int, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    @staticmethod
    def of(pair: tuple[str, dict[str, Any]]) -> "Space":
        """The space of a spec's Avro union: (name, record)."""
        name, record = pair[0].rsplit(".", 1)[-1], pair[1]
        if name == "Box":
            bounds = (tuple(np.frombuffer(record[key], "<f4").tolist()) for key in ("low", "high"))
            low, high = bounds
            return Space("Box", _DTYPES[record["dtype"]], tuple(record["shape"]), (), low, high)
        if name == "Discrete":
            return Space.discrete(record["n"])
        if name == "MultiDiscrete":
            return Space.multi_discrete(record["sizes"])
        return Space.multi_binary(record["n"])

    @staticmethod
    def of_json(tree: dict[str, Any]) -> "Space":
        """The space of a ``spec.json``."""
        if tree["kind"] == "box":
            low, high = (np.array([float(bound) for bound in tree[key]], np.float32) for key in ("low", "high"))
            return Space.box(low.reshape(tree["shape"]), high.reshape(tree["shape"]), _DTYPES[tree["dtype"].upper()])
        if tree["kind"] == "discrete":
            return Space.discrete(tree["n"])
        if tree["kind"] == "multi_discrete":
            return Space.multi_discrete(tree["sizes"])
        return Space.multi_binary(tree["n"])

    def to_json(self) -> dict[str, Any]:
        """This space as in a ``spec.json``; the inverse of ``of_json``."""
        if self.kind == "Box":
            dtype = next(name for name, code in _DTYPES.items() if code == self.dtype)
            bounds = {"low": _written(self.low), "high": _written(self.high)}
            return {"kind": "box", "dtype": dtype, "shape": list(self.shape), **bounds}
        if self.kind == "Discrete":
            return {"kind": "discrete", "n": self.sizes[0]}
        if self.kind == "MultiDiscrete":
            return {"kind": "multi_discrete", "sizes": list(self.sizes)}
        return {"kind": "multi_binary", "n": self.elements}

    def to_record(self) -> tuple[str, dict[str, Any]]:
        """This space as a spec's Avro union: (name, record); the inverse of ``of``."""
        record = self.to_json()
        del record["kind"]
        if self.kind == "Box":
            record |= {"low": np.array(self.low, "<f4").tobytes(), "high": np.array(self.high, "<f4").tobytes()}
        return f"dev.streamgrad.contract.{self.kind}", record

    @staticmethod
    def box(low: NDArray[Any], high: NDArray[Any], dtype: str) -> "Space":
        """A Box with these bounds; their shape is its shape."""
        bounds = (tuple(np.asarray(bound, np.float32).reshape(-1).tolist()) for bound in (low, high))
        lows, highs = bounds
        return Space("Box", dtype, tuple(np.shape(low)), (), lows, highs)

    @staticmethod
    def discrete(n: int) -> "Space":
        """One of n choices."""
        return Space("Discrete", "<i4", (1,), (int(n),))

    @staticmethod
    def multi_discrete(sizes: Any) -> "Space":
        """One choice per element."""
        return Space("MultiDiscrete", "<i4", (len(sizes),), tuple(int(size) for size in sizes))

    @staticmethod
    def multi_binary(n: int) -> "Space":
        """n elements of 0 or 1."""
        return Space("MultiBinary", "u1", (int(n),))

    @cached_property
    def elements(self) -> int:
        """The number of elements of a value."""
        return int(np.prod(self.shape, dtype=np.int64))

    @property
    def row_bytes(self) -> int:
        """The bytes of an encoded value."""
        return self.elements * np.dtype(self.dtype).itemsize

    @property
    def features(self) -> int:
        """The network inputs of an observation, and the distribution parameters of an action."""
        return sum(self.sizes) if self.sizes else self.elements

    def encode(self, values: NDArray[Any]) -> bytes:
        """The bytes of values, row by row."""
        return np.ascontiguousarray(values).astype(self.dtype, copy=False).tobytes()

    def decode(self, content: bytes) -> NDArray[Any]:
        """The values of bytes, of shape [rows, elements]."""
        return np.frombuffer(content, self.dtype).reshape(-1, self.elements)

    def to_features(self, values: NDArray[Any]) -> NDArray[np.float32]:
        """The network inputs of values of shape [rows, elements], before normalisation."""
        if not self.sizes:
            return np.asarray(values, np.float32)
        inputs = np.zeros((len(values), self.features), np.float32)
        starts = np.cumsum((0, *self.sizes[:-1]))
        inputs[np.arange(len(values))[:, None], values.astype(np.int64) + starts] = 1
        return inputs

    def holds(self, value: NDArray[Any]) -> bool:
        """Whether one flat value is finite and, for choices, in range."""
        if self.dtype == "<f4" and math.isfinite(value.dot(value)):  # otherwise its squares may only be too large
            return True
        return self.contains(value[None])

    def contains(self, values: NDArray[Any]) -> bool:
        """Whether values of shape [rows, elements] are finite and, for choices, in range. Bounds of a Box are not checked."""
        if self.sizes:
            return bool(((values >= 0) & (values < np.array(self.sizes))).all())
        if self.kind == "MultiBinary":
            return bool((values <= 1).all())
        return self.dtype != "<f4" or bool(np.isfinite(values).all())

    def __str__(self) -> str:
        if self.kind == "Box":
            return f"Box{list(self.shape)} of {np.dtype(self.dtype).name}"
        return f"{self.kind}({', '.join(map(str, self.sizes or self.shape))})"


def _written(bounds: tuple[float, ...]) -> list[float | str]:
    """Bounds for JSON: the shortest numbers with these float32 values, infinite ones as text."""
    names = {np.inf: "Infinity", -np.inf: "-Infinity"}
    return [names.get(bound) or float(str(np.float32(bound))) for bound in bounds]
