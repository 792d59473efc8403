"""The contract's random numbers: Philox4x32-10 in counter mode, for many streams at once."""

import numpy as np
from numpy.typing import NDArray

ACTION, ENVIRONMENT_RESET, EVALUATION = 1, 2, 5

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)


def words(counter: NDArray[np.uint64], key: tuple[int, int]) -> NDArray[np.uint64]:
    """The four output words of counters of shape [..., 4], lowest word first."""
    c0, c1, c2, c3 = (counter[..., i] for i in range(4))
    k0, k1 = key
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (
            (p1 >> _HALF) ^ c1 ^ np.uint64(k0),
            p1 & _LOW,
            (p0 >> _HALF) ^ c3 ^ np.uint64(k1),
            p0 & _LOW,
        )
        k0, k1 = (k0 + _W0) & 0xFFFFFFFF, (k1 + _W1) & 0xFFFFFFFF
    return np.stack([c0, c1, c2, c3], -1)


class Streams:
    """The streams of one domain for several agents, each at an index of its own."""

    def __init__(self, seed: int, domain: int, agents: NDArray[np.int64], indices: NDArray[np.int64]) -> None:
        self._key = (seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF)
        index = np.asarray(indices, np.uint64)
        self._counter = np.zeros((len(index), 4), np.uint64)
        self._counter[:, 1] = np.asarray(agents, np.uint64)
        self._counter[:, 2] = index & _LOW
        self._counter[:, 3] = np.uint64(domain << 24) | ((index >> _HALF) & np.uint64(0xFFFFFF))
        self._drawn = 0

    def bits(self, count: int) -> NDArray[np.uint64]:
        """The next 64-bit numbers of every stream, of shape [streams, count]."""
        first, last = self._drawn // 2, (self._drawn + count + 1) // 2
        counters = np.repeat(self._counter[:, None, :], last - first, 1)
        counters[:, :, 0] = np.arange(first, last, dtype=np.uint64)
        out = words(counters, self._key)
        pairs = np.stack([out[..., 0] | (out[..., 1] << _HALF), out[..., 2] | (out[..., 3] << _HALF)], -1)
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


def reset_seed(seed: int, agent: int, episode: int) -> int:
    """The seed with which a Gymnasium environment is reset for an episode."""
    stream = Streams(seed, ENVIRONMENT_RESET, np.array([agent]), np.array([episode]))
    return int(stream.bits(1)[0, 0]) >> 33
