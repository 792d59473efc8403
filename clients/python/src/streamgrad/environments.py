"""Gymnasium environments, with the spaces of the contract."""

import difflib
import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import EnvironmentFault, UserError
from .records import Record
from .spaces import Space

GYMNASIUM = "gymnasium/"
_FLOATS = ("float16", "float32", "float64")


class EnvironmentSource:
    """
    An environment that a process can act.

    id: the name in training specs. A policy of ``gymnasium/ID`` is acted as well
    make: creates an instance; its own time limit applies, unless the spec sets one
    """

    def __init__(self, id: str, make: Callable[..., Any]) -> None:
        self.id = id.removeprefix(GYMNASIUM)
        self._make = make
        sample = self._open()
        try:
            self.observations, self.flatten = _observations(sample.observation_space)
            self.actions = _actions(sample.action_space)
            self._starts = _starts(sample.action_space)
        finally:
            sample.close()

    @staticmethod
    def of(text: str) -> "EnvironmentSource":
        """
        The environment of an option: the id of a registered Gymnasium environment, ``module:factory``, or
        ``NAME=module:factory``.
        """
        name, _, place = text.rpartition("=")
        if ":" in place and not place.startswith(GYMNASIUM):
            return EnvironmentSource(name or place, _factory(place))
        gymnasium = _gymnasium()
        id = place.removeprefix(GYMNASIUM)
        if id not in gymnasium.registry:
            near = difflib.get_close_matches(id, gymnasium.registry, 3)
            hint = (
                f" Did you mean {', '.join(near)}?" if near else " Register it, or name its factory as module:factory."
            )
            raise UserError(f"Gymnasium has no environment '{id}'.{hint}")
        return EnvironmentSource(name or id, lambda **options: gymnasium.make(id, **options))

    def knows(self, id: str) -> bool:
        """Whether a spec's environment id names this environment."""
        return id.removeprefix(GYMNASIUM) == self.id

    def rejection(self, spec: Record) -> str:
        """Why this process cannot act the policy of a spec; empty if it can."""
        environment = spec["environment"]
        wanted = [Space.of(environment[name]) for name in ("observationSpace", "actionSpace")]
        for name, own, other in zip(("observations", "actions"), (self.observations, self.actions), wanted):
            if own != other:
                bounds = " The bounds differ." if str(own) == str(other) else ""
                return f"{self.id} has {name} {own} here, but {other} in the training spec.{bounds}"
        if environment["stickyActions"] or environment["difficultyRamping"]:
            return "environment.stickyActions and environment.difficultyRamping are not supported by Python simulators."
        return ""

    def open(self, spec: Record) -> "Environment":
        """A new instance with the time limit of a spec."""
        return Environment(self, self._open(spec["environment"]["maxEpisodeSteps"]), spec["environment"]["actionMasks"])

    def _open(self, limit: int = 0) -> Any:
        try:
            environment = self._make()
        except Exception as problem:
            advice = _advice(problem)
            raise UserError(f"The environment {self.id} cannot be created: {str(problem).rstrip('.')}.{advice}") from problem
        if limit:
            environment = _gymnasium().wrappers.TimeLimit(_without_limit(environment), limit)
        return environment

    def to_environment(self, action: NDArray[Any]) -> Any:
        """The action in Gymnasium's form."""
        if self.actions.kind == "Discrete":
            return int(action[0]) + int(self._starts)
        if self.actions.kind == "Box":
            return action.reshape(self.actions.shape)
        return (action + self._starts).reshape(self.actions.shape)


class Environment:
    """One instance: resets with a seed, steps, and gives flat observations. It checks what the environment returns."""

    def __init__(self, source: EnvironmentSource, environment: Any, masked: bool) -> None:
        self._source, self._environment, self._masked = source, environment, masked
        self._info: dict[str, Any] = {}

    def reset(self, seed: int) -> NDArray[Any]:
        """Starts an episode; returns the observation [elements]."""
        try:
            observation, self._info = self._environment.reset(seed=seed)
        except Exception as problem:
            raise EnvironmentFault(f"reset(seed={seed}) raised {type(problem).__name__}: {problem}") from problem
        return self._checked(observation)

    def step(self, action: NDArray[Any]) -> tuple[NDArray[Any], float, bool, bool]:
        """Takes a step; returns the observation [elements], the reward, terminated and truncated."""
        try:
            observation, reward, terminated, truncated, self._info = self._environment.step(
                self._source.to_environment(action)
            )
        except Exception as problem:
            raise EnvironmentFault(f"step({action}) raised {type(problem).__name__}: {problem}") from problem
        if not np.isfinite(reward):
            raise EnvironmentFault(f"step({action}) returned the reward {reward}; rewards must be finite")
        return self._checked(observation), float(reward), bool(terminated), bool(truncated)

    def mask(self) -> NDArray[np.uint8] | None:
        """The mask of the next action, a byte per choice; None if the spec has no masks."""
        if not self._masked:
            return None
        inner = getattr(self._environment, "unwrapped", self._environment)
        mask = self._info.get("action_mask")
        if mask is None and hasattr(inner, "action_masks"):
            mask = inner.action_masks()
        if mask is None:
            raise EnvironmentFault("it has no action mask: neither info['action_mask'] nor action_masks()")
        flat = np.concatenate([np.ravel(part) for part in mask]) if isinstance(mask, tuple) else np.ravel(mask)
        allowed = flat.astype(np.uint8)
        parts = np.split(allowed, np.cumsum(self._source.actions.sizes)[:-1])
        if len(allowed) != self._source.actions.features or not all(part.any() for part in parts):
            raise EnvironmentFault(f"its action mask {flat.tolist()} must allow at least one choice of each element")
        return allowed

    def close(self) -> None:
        """Releases the environment."""
        self._environment.close()

    def _checked(self, observation: Any) -> NDArray[Any]:
        space = self._source.observations
        try:
            flat = self._source.flatten(observation)
        except (KeyError, TypeError, ValueError, IndexError) as problem:
            raise EnvironmentFault(f"the observation {observation!r} does not fit its space: {problem}") from problem
        if flat.shape != (space.elements,) or not space.contains(flat[None]):
            raise EnvironmentFault(
                f"the observation has shape {np.shape(observation)} and must be a finite value of {space}: {flat[:8]}"
            )
        return flat


def _gymnasium() -> Any:
    try:
        import gymnasium

        return gymnasium
    except ImportError as problem:
        raise UserError("Gymnasium is not installed: pip install 'streamgrad[gymnasium]'.") from problem


def _factory(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    try:
        factory = getattr(importlib.import_module(module), name)
    except ImportError as problem:
        raise UserError(
            f"The module of '{place}' cannot be imported: {problem}. Is its directory on PYTHONPATH?"
        ) from problem
    except AttributeError as problem:
        raise UserError(
            f"The module {module} has no '{name}'; name a function or class without arguments."
        ) from problem
    if not callable(factory):
        raise UserError(f"{place} is not callable; name a function or class without arguments.")
    return factory  # type: ignore[no-any-return]


def _advice(problem: Exception) -> str:
    missing = {
        "Box2D": "gymnasium[box2d]",
        "box2d": "gymnasium[box2d]",
        "mujoco": "gymnasium[mujoco]",
        "MuJoCo": "gymnasium[mujoco]",
    }
    package = next((package for word, package in missing.items() if word in str(problem)), "")
    return f" Install it: pip install '{package}'." if package else ""


def _without_limit(environment: Any) -> Any:
    """The environment without its own time limit, if that is its outermost wrapper but one."""
    gymnasium = _gymnasium()
    if isinstance(environment, gymnasium.wrappers.TimeLimit):
        return environment.env
    return environment


def _actions(space: Any) -> Space:
    spaces = _gymnasium().spaces
    if isinstance(space, spaces.Discrete):
        return Space.discrete(space.n)
    if isinstance(space, spaces.MultiDiscrete):
        return Space.multi_discrete(np.ravel(space.nvec))
    if isinstance(space, spaces.MultiBinary):
        return Space.multi_binary(int(np.prod(space.shape)))
    if isinstance(space, spaces.Box) and space.dtype.name in _FLOATS:
        return Space.box(space.low, space.high, "<f4")
    raise UserError(f"Actions of {space} cannot be learned; use Box of floats, Discrete, MultiDiscrete or MultiBinary.")


def _starts(space: Any) -> Any:
    return np.ravel(getattr(space, "start", 0)) if hasattr(space, "nvec") else getattr(space, "start", 0)


def _observations(space: Any) -> tuple[Space, Callable[[Any], NDArray[Any]]]:
    """The contract's space of observations, and the function that flattens an observation."""
    spaces = _gymnasium().spaces
    if isinstance(space, spaces.Discrete):
        start = int(space.start)
        return Space.discrete(space.n), lambda value: np.array([int(value) - start], np.int32)
    if isinstance(space, spaces.MultiDiscrete):
        starts = np.ravel(space.start)
        return Space.multi_discrete(np.ravel(space.nvec)), lambda value: (np.ravel(value) - starts).astype(np.int32)
    if isinstance(space, spaces.MultiBinary):
        return Space.multi_binary(int(np.prod(space.shape))), lambda value: np.ravel(value).astype(np.uint8)
    if isinstance(space, spaces.Box) and space.dtype == np.uint8:
        return Space.box(space.low, space.high, "u1"), lambda value: np.ravel(np.asarray(value, np.uint8))
    if isinstance(space, spaces.Box) and space.dtype.name in _FLOATS:
        return Space.box(space.low, space.high, "<f4"), lambda value: np.ravel(np.asarray(value, np.float32))
    parts = _parts(space)
    low, high = (np.concatenate(bound) for bound in zip(*(part[:2] for part in parts)))
    return Space.box(low, high, "<f4"), lambda value: np.concatenate(_flat(space, value))


def _parts(space: Any) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    """The bounds of the flattened elements of a space."""
    spaces = _gymnasium().spaces
    if isinstance(space, spaces.Dict):
        return [part for key in _keys(space) for part in _parts(space[key])]
    if isinstance(space, spaces.Tuple):
        return [part for inner in space.spaces for part in _parts(inner)]
    if isinstance(space, spaces.Box):
        return [(np.ravel(space.low).astype(np.float32), np.ravel(space.high).astype(np.float32))]
    if isinstance(space, (spaces.Discrete, spaces.MultiDiscrete, spaces.MultiBinary)):
        count = _observations(space)[0].features
        return [(np.zeros(count, np.float32), np.ones(count, np.float32))]
    raise UserError(
        f"Observations of {space} are not supported; wrap the environment so that it has Box, Discrete,"
        " MultiDiscrete, MultiBinary, or a Dict or Tuple of these."
    )


def _flat(space: Any, value: Any) -> list[NDArray[np.float32]]:
    spaces = _gymnasium().spaces
    if isinstance(space, spaces.Dict):
        return [part for key in _keys(space) for part in _flat(space[key], value[key])]
    if isinstance(space, spaces.Tuple):
        return [part for inner, item in zip(space.spaces, value, strict=True) for part in _flat(inner, item)]
    if isinstance(space, spaces.Box):
        return [np.ravel(np.asarray(value, np.float32))]
    own, flatten = _observations(space)
    return [own.to_features(flatten(value)[None])[0]]


def _keys(space: Any) -> list[str]:
    return sorted(space.keys(), key=lambda key: str(key).encode("utf-8"))
