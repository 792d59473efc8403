"""The contract's random numbers: Philox4x32-10 in counter mode, for many streams at once."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

ACTION, ENVIRONMENT_RESET, EVALUATION = 1, 2, 5

_M0, _M1 = 0xD2511F53, 0xCD9E8D57
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_LOW = 0xFFFFFFFF


def words(counter: NDArray[np.uint64], key: tuple[int, int]) -> NDArray[np.uint64]:
    """The four output words of counters of shape [..., 4], lowest word first."""
    return np.stack(_rounds([counter[..., i] for i in range(4)], key), -1)


def _rounds(counter: Sequence[Any], key: tuple[int, int]) -> tuple[Any, Any, Any, Any]:
    """The ten rounds, on arrays of uint64 or on integers."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0, p1 = c0 * _M0, c2 * _M1
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & _LOW, (p0 >> 32) ^ c3 ^ k1, p0 & _LOW
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return c0, c1, c2, c3


def _key(seed: int) -> tuple[int, int]:
    return seed & _LOW, (seed >> 32) & _LOW


class Numbers(Protocol):
    """A source of random numbers for several agents."""

    def uniforms(self, count: int) -> NDArray[np.float64]:
        """Uniform numbers in (0, 1), of shape [agents, count]."""
        ...

    def gaussians(self, count: int) -> NDArray[np.float64]:
        """Standard normal numbers, of shape [agents, count]."""
        ...


class Streams:
    """The streams of one domain for several agents, each at an index of its own. Each call draws further numbers."""

    def __init__(self, seed: int, domain: int, agents: NDArray[np.int64], indices: NDArray[np.int64]) -> None:
        self._key = _key(seed)
        index = np.asarray(indices, np.uint64)
        self._counter = np.zeros((len(index), 4), np.uint64)
        self._counter[:, 1] = np.asarray(agents, np.uint64)
        self._counter[:, 2] = index & np.uint64(_LOW)
        self._counter[:, 3] = np.uint64(domain << 24) | ((index >> np.uint64(32)) & np.uint64(0xFFFFFF))
        self._drawn = 0

    def bits(self, count: int) -> NDArray[np.uint64]:
        """The next 64-bit numbers of every stream, of shape [streams, count]."""
        first, last = self._drawn // 2, (self._drawn + count + 1) // 2
        counters = np.repeat(self._counter[:, None, :], last - first, 1)
        counters[:, :, 0] = np.arange(first, last, dtype=np.uint64)
        out = words(counters, self._key)
        half = np.uint64(32)
        pairs = np.stack([out[..., 0] | (out[..., 1] << half), out[..., 2] | (out[..., 3] << half)], -1)
        offset = self._drawn - 2 * first
        self._drawn += count
        return pairs.reshape(len(self._counter), -1)[:, offset : offset + count]

    def keep(self, rows: NDArray[np.intp]) -> None:
        """Continues with some of the streams only."""
        self._counter = self._counter[rows]

    def uniforms(self, count: int) -> NDArray[np.float64]:
        """Uniform numbers in (0, 1), of shape [streams, count]."""
        return ((self.bits(count) >> np.uint64(11)) | np.uint64(1)).astype(np.float64) * 2.0**-53

    def gaussians(self, count: int) -> NDArray[np.float64]:
        """Standard normal numbers, of shape [streams, count]."""
        pairs = self.uniforms(2 * count).reshape(-1, count, 2)
        normal: NDArray[np.float64] = np.sqrt(-2 * np.log(pairs[..., 0])) * np.cos(2 * np.pi * pairs[..., 1])
        return normal


class Ahead:
    """
    The first numbers of the streams of consecutive indices, drawn for many indices at once.

    width: the number of indices that are drawn at once
    """

    def __init__(self, seed: int, domain: int, width: int) -> None:
        self._seed, self._domain, self._width = seed, domain, width
        self._agents: NDArray[np.int64] | None = None
        self._first = self._row = 0
        self._values: NDArray[np.float64] | None = None

    def at(self, agents: NDArray[np.int64], index: int) -> "Ahead":
        """These numbers, at an index. The array of agents must not change afterwards."""
        if agents is not self._agents or not self._first <= index < self._first + self._width:
            self._agents, self._first, self._values = agents, index, None
        self._row = index - self._first
        return self

    def uniforms(self, count: int) -> NDArray[np.float64]:
        """Uniform numbers in (0, 1), of shape [agents, count]; the same for each call."""
        return self._drawn(Streams.uniforms, count)

    def gaussians(self, count: int) -> NDArray[np.float64]:
        """Standard normal numbers, of shape [agents, count]; the same for each call."""
        return self._drawn(Streams.gaussians, count)

    def _drawn(self, draw: Callable[[Streams, int], NDArray[np.float64]], count: int) -> NDArray[np.float64]:
        if self._values is None:
            assert self._agents is not None, "at() chooses the agents"
            indices = np.repeat(np.arange(self._first, self._first + self._width), len(self._agents))
            streams = Streams(self._seed, self._domain, np.tile(self._agents, self._width), indices)
            self._values = draw(streams, count).reshape(self._width, len(self._agents), count)
        return self._values[self._row]


def reset_seed(seed: int, agent: int, episode: int) -> int:
    """The seed with which a Gymnasium environment is reset for an episode."""
    high = (ENVIRONMENT_RESET << 24) | (episode >> 32)
    return int(_rounds((0, agent, episode & _LOW, high), _key(seed))[1]) >> 1
