"""The contract's spaces of Gymnasium's, and the flattening of observations (docs/contract.md, "Composite observations")."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import UserError
from .spaces import Space

_FLOATS = ("float16", "float32", "float64")


def gymnasium_package() -> Any:
    """The package, which is an extra of this one."""
    try:
        import gymnasium

        return gymnasium
    except ImportError as problem:
        raise UserError("Gymnasium is not installed: pip install 'streamgrad[gymnasium]'.") from problem


def actions_of(space: Any) -> Space:
    """The contract's space of a Gymnasium action space."""
    spaces = gymnasium_package().spaces
    if isinstance(space, spaces.Discrete):
        return Space.discrete(space.n)
    if isinstance(space, spaces.MultiDiscrete):
        return Space.multi_discrete(np.ravel(space.nvec))
    if isinstance(space, spaces.MultiBinary):
        return Space.multi_binary(int(np.prod(space.shape)))
    if isinstance(space, spaces.Box) and space.dtype.name in _FLOATS:
        return Space.box(space.low, space.high, "<f4")
    raise UserError(f"Actions of {space} cannot be learned; use Box of floats, Discrete, MultiDiscrete or MultiBinary.")


def starts_of(space: Any) -> Any:
    """The first choice of each element of a Discrete or MultiDiscrete space."""
    return np.ravel(getattr(space, "start", 0)) if hasattr(space, "nvec") else getattr(space, "start", 0)


def observations_of(space: Any) -> tuple[Space, Callable[[Any], NDArray[Any]]]:
    """The contract's space of observations, and the function that flattens an observation."""
    spaces = gymnasium_package().spaces
    if isinstance(space, spaces.Discrete):
        start = int(space.start)
        return Space.discrete(space.n), lambda value: np.array([int(value) - start], np.int32)
    if isinstance(space, spaces.MultiDiscrete):
        starts = np.ravel(space.start)
        return Space.multi_discrete(np.ravel(space.nvec)), lambda value: (np.ravel(value) - starts).astype(np.int32)
    if isinstance(space, spaces.MultiBinary):
        return Space.multi_binary(int(np.prod(space.shape))), lambda value: np.ravel(value).astype(np.uint8)
    if isinstance(space, spaces.Box) and space.dtype == np.uint8:
        return Space.box(space.low, space.high, "u1"), lambda value: np.asarray(value, np.uint8).reshape(-1)
    if isinstance(space, spaces.Box) and space.dtype.name in _FLOATS:
        return Space.box(space.low, space.high, "<f4"), lambda value: np.asarray(value, np.float32).reshape(-1)
    parts = _parts(space)
    low, high = (np.concatenate(bound) for bound in zip(*(part[:2] for part in parts)))
    return Space.box(low, high, "<f4"), lambda value: np.concatenate(_flat(space, value))


def _parts(space: Any) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    """The bounds of the flattened elements of a space."""
    spaces = gymnasium_package().spaces
    if isinstance(space, spaces.Dict):
        return [part for key in _keys(space) for part in _parts(space[key])]
    if isinstance(space, spaces.Tuple):
        return [part for inner in space.spaces for part in _parts(inner)]
    if isinstance(space, spaces.Box):
        return [(np.ravel(space.low).astype(np.float32), np.ravel(space.high).astype(np.float32))]
    if isinstance(space, (spaces.Discrete, spaces.MultiDiscrete, spaces.MultiBinary)):
        count = observations_of(space)[0].features
        return [(np.zeros(count, np.float32), np.ones(count, np.float32))]
    raise UserError(
        f"Observations of {space} are not supported; wrap the environment so that it has Box, Discrete,"
        " MultiDiscrete, MultiBinary, or a Dict or Tuple of these."
    )


def _flat(space: Any, value: Any) -> list[NDArray[np.float32]]:
    spaces = gymnasium_package().spaces
    if isinstance(space, spaces.Dict):
        return [part for key in _keys(space) for part in _flat(space[key], value[key])]
    if isinstance(space, spaces.Tuple):
        return [part for inner, item in zip(space.spaces, value, strict=True) for part in _flat(inner, item)]
    if isinstance(space, spaces.Box):
        return [np.ravel(np.asarray(value, np.float32))]
    own, flatten = observations_of(space)
    return [own.to_features(flatten(value)[None])[0]]


def _keys(space: Any) -> list[str]:
    return sorted(space.keys(), key=lambda key: str(key).encode("utf-8"))
