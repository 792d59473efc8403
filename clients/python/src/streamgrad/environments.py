"""Gymnasium environments, with the spaces of the contract."""

import contextlib
import difflib
import functools
import importlib
import json
import logging
import math
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import EnvironmentFault, UserError
from .flattening import actions_of, gymnasium_package, observations_of, starts_of
from .records import Record
from .spaces import Space

GYMNASIUM = "gymnasium/"
_LOG = logging.getLogger("streamgrad")

#: what an environment's code may raise; it must not end the process
_FAULTS = (Exception, SystemExit)

#: words in the message of a missing package, and the extra of Gymnasium that installs it
_EXTRAS = {"box2d": "box2d", "mujoco": "mujoco", "pygame": "classic-control", "jax": "jax", "ale": "atari"}


class EnvironmentSource:
    """
    An environment that a process can act.

    id: the name in training specs, with or without ``gymnasium/``; both name the same environment
    make: creates an instance; its own time limit applies, unless the spec sets one
    options: arguments of ``make``, by name
    limit: the environment's own time limit in steps; 0 if it has none
    threshold: the mean return at which its authors consider it solved; None if they state none
    """

    def __init__(self, id: str, make: Callable[..., Any], options: Mapping[str, Any] | None = None) -> None:
        self.id = id
        self._make, self._options = make, dict(options or {})
        sample = self._open()
        try:
            self.observations, self.flatten = observations_of(sample.observation_space)
            self.actions = actions_of(sample.action_space)
            self._action_space = sample.action_space
            self._starts = starts_of(sample.action_space)
            registered = getattr(sample, "spec", None)
            self.limit = _limit(sample)
            self.threshold: float | None = getattr(registered, "reward_threshold", None)
        finally:
            _close(id, sample)

    @staticmethod
    def of(text: str, options: Mapping[str, Any] | None = None) -> "EnvironmentSource":
        """
        The environment of an option: the id of a registered Gymnasium environment, ``module:factory``, or
        ``NAME=module:factory``.
        """
        name, _, place = text.rpartition("=")
        if ":" in place and not place.startswith(GYMNASIUM):
            return EnvironmentSource(name or place, _factory(place), options)
        gymnasium = gymnasium_package()
        id = place.removeprefix(GYMNASIUM)
        if id not in gymnasium.registry:
            near = difflib.get_close_matches(id, gymnasium.registry, 3)
            hint = (
                f" Did you mean {', '.join(near)}?" if near else " Register it, or name its factory as module:factory."
            )
            raise UserError(f"Gymnasium has no environment '{id}'.{hint}")
        return EnvironmentSource(
            name or place, functools.partial(gymnasium.make, id, disable_env_checker=True), options
        )

    @staticmethod
    def about(environment: Any, name: str = "") -> "EnvironmentSource":
        """
        The environment that a program names.

        environment: a Gymnasium environment with a registered id, the text of an option, or a function without arguments
        name: the id in training specs, if it is a function; the function's name if it is not given
        """
        if isinstance(environment, str):
            return EnvironmentSource.of(environment)
        registered = getattr(environment, "spec", None)
        if registered is not None:
            return EnvironmentSource(
                registered.id, functools.partial(gymnasium_package().make, registered, disable_env_checker=True)
            )
        if callable(environment):
            return EnvironmentSource(name or str(getattr(environment, "__name__", "environment")), environment)
        raise UserError(
            f"{environment!r} has no registered id; give a function that makes the environment, and its name."
        )

    def knows(self, id: str) -> bool:
        """Whether a spec's environment id names this environment."""
        return id.removeprefix(GYMNASIUM) == self.id.removeprefix(GYMNASIUM)

    def with_options(self, spec: Record) -> "EnvironmentSource":
        """This environment with the options of a spec, as arguments; their texts are read as JSON scalars."""
        options = spec["environment"].get("options")
        if not options:
            return self
        own = {name: scalar(text) for name, text in options.items()}
        return EnvironmentSource(self.id, self._make, self._options | own)

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

    def offers_masks(self) -> bool:
        """Whether the environment reports which actions are allowed."""
        environment = self._open()
        try:
            _, info = environment.reset(seed=0)
            return bool(self.actions.sizes) and mask_of(environment, info) is not None
        except Exception as problem:
            raise UserError(
                f"The environment {self.id} cannot be reset: {type(problem).__name__}: {problem}. Fix reset(seed=0)."
            ) from problem
        finally:
            _close(self.id, environment)

    def _open(self, limit: int = 0) -> Any:
        try:
            with contextlib.redirect_stdout(sys.stderr):  # some packages print a greeting
                environment = self._make(**self._options)
        except UserError:
            raise
        except Exception as problem:
            raise UserError(_creation_fault(self.id, problem)) from problem
        if limit:
            environment = gymnasium_package().wrappers.TimeLimit(_without_limit(environment), limit)
        return environment

    def to_environment(self, actions: NDArray[Any]) -> Any:
        """The actions [rows, elements] in Gymnasium's form, one after the other."""
        if self.actions.kind == "Discrete":
            return (actions[:, 0] + self._starts).tolist()
        return (actions + self._starts).astype(self._action_space.dtype).reshape(-1, *self._action_space.shape)


class Environment:
    """One instance: resets with a seed, steps, and gives flat observations. It checks what the environment returns."""

    def __init__(self, source: EnvironmentSource, environment: Any, masked: bool) -> None:
        self._source, self._environment, self._masked = source, environment, masked
        self._step, self._flatten = environment.step, source.flatten
        self._space, self._shape = source.observations, (source.observations.elements,)
        self._info: dict[str, Any] = {}

    def reset(self, seed: int) -> NDArray[Any]:
        """Starts an episode; returns the observation [elements]."""
        try:
            observation, self._info = self._environment.reset(seed=seed)
        except _FAULTS as problem:
            raise EnvironmentFault(f"reset(seed={seed}) raised {type(problem).__name__}: {problem}") from problem
        return self._checked(observation)

    def step(self, action: Any) -> tuple[NDArray[Any], float, bool, bool]:
        """
        Takes a step; returns the observation [elements], the reward, terminated and truncated.

        action: in Gymnasium's form
        """
        try:
            observation, reward, terminated, truncated, self._info = self._step(action)
            reward, terminated, truncated = float(reward), bool(terminated), bool(truncated)
        except _FAULTS as problem:
            raise EnvironmentFault(f"step({action}) raised {type(problem).__name__}: {problem}") from problem
        if not math.isfinite(reward):
            raise EnvironmentFault(f"step({action}) returned the reward {reward}; rewards must be finite")
        return self._checked(observation), reward, terminated, truncated

    def mask(self) -> NDArray[np.uint8] | None:
        """The mask of the next action, a byte per choice; None if the spec has no masks."""
        if not self._masked:
            return None
        mask = mask_of(self._environment, self._info)
        if mask is None:
            raise EnvironmentFault("it has no action mask: neither info['action_mask'] nor action_masks()")
        flat = np.concatenate([np.ravel(part) for part in mask]) if isinstance(mask, tuple) else np.ravel(mask)
        allowed = flat.astype(np.uint8)
        parts = np.split(allowed, np.cumsum(self._source.actions.sizes)[:-1])
        if len(allowed) != self._source.actions.features or not all(part.any() for part in parts):
            raise EnvironmentFault(f"its action mask {flat.tolist()} must allow at least one choice of each element")
        return allowed

    def close(self) -> None:
        """Releases the environment. A failure is logged."""
        _close(self._source.id, self._environment)

    def _checked(self, observation: Any) -> NDArray[Any]:
        try:
            flat = self._flatten(observation)
        except (KeyError, TypeError, ValueError, IndexError) as problem:
            raise EnvironmentFault(f"the observation {observation!r} does not fit its space: {problem}") from problem
        if flat.shape != self._shape or not self._space.holds(flat):
            raise EnvironmentFault(
                f"the observation has shape {np.shape(observation)} and must be a finite value of {self._space}: {flat[:8]}"
            )
        return flat


def _factory(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    try:
        imported = importlib.import_module(module)
    except ImportError as problem:
        raise UserError(
            f"The module of '{place}' cannot be imported: {problem}. Is its directory on PYTHONPATH?"
        ) from problem
    except Exception as problem:
        last = traceback.extract_tb(problem.__traceback__)[-1]
        raise UserError(
            f"The module of '{place}' cannot be imported: {type(problem).__name__}: {problem}"
            f" ({last.filename}, line {last.lineno}). Fix it."
        ) from problem
    try:
        factory = getattr(imported, name)
    except AttributeError as problem:
        raise UserError(
            f"The module {module} has no '{name}'; name a function or class without arguments."
        ) from problem
    if not callable(factory):
        raise UserError(f"{place} is not callable; name a function or class without arguments.")
    return factory


def _close(id: str, environment: Any) -> None:
    try:
        environment.close()
    except _FAULTS as problem:
        _LOG.warning("close() of %s raised %s: %s", id, type(problem).__name__, problem)


def scalar(text: str) -> Any:
    """A number, true, false or null as in JSON; any other text as it is. ``True``, ``False`` and ``None`` are Python's."""
    try:
        value = json.loads({"True": "true", "False": "false", "None": "null"}.get(text, text))
    except ValueError:
        return text
    return text if isinstance(value, (list, dict, str)) else value


def _creation_fault(id: str, problem: Exception) -> str:
    """Why an environment cannot be created, and the remedy."""
    words = str(problem)
    extra = next((extra for word, extra in _EXTRAS.items() if word in words.lower()), "")
    if extra and ("install" in words or isinstance(problem, ImportError)):
        return f'The environment {id} needs packages that are not installed: pip install "gymnasium[{extra}]".'
    return f"The environment {id} cannot be created: {type(problem).__name__}: {words.rstrip('.')}."


def mask_of(environment: Any, info: Mapping[str, Any]) -> Any:
    """The mask that an environment reports in ``info["action_mask"]`` or ``action_masks()``; None if there is none."""
    inner = getattr(environment, "unwrapped", environment)
    mask = info.get("action_mask")
    return inner.action_masks() if mask is None and hasattr(inner, "action_masks") else mask


def _limit(environment: Any) -> int:
    """The limit of the outermost TimeLimit; 0 if there is none."""
    gymnasium = gymnasium_package()
    while isinstance(environment, gymnasium.Wrapper):
        if isinstance(environment, gymnasium.wrappers.TimeLimit):
            return int(environment._max_episode_steps)
        environment = environment.env
    return 0


def _without_limit(environment: Any) -> Any:
    """The environment without its own time limit, if that is its outermost wrapper but one."""
    gymnasium = gymnasium_package()
    if isinstance(environment, gymnasium.wrappers.TimeLimit):
        return environment.env
    return environment
