"""A trained policy that acts outside training."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .agents import Model
from .distributions import transform
from .errors import UserError
from .philox import ACTION, Streams
from .records import Record, records
from .spaces import Space


class Policy:
    """
    A policy version with the environment of its training.

    environment: the part ``environment`` of a ``spec.json``
    """

    def __init__(self, environment: dict[str, Any], update: Record) -> None:
        self._observations = Space.of_json(environment["observationSpace"])
        self._actions = Space.of_json(environment["actionSpace"])
        self._transform = environment["actionTransform"]
        self._model = Model(self._observations, self._actions, update)
        self._steps = 0
        self.version = self._model.version

    @staticmethod
    def load(policy: str | Path, spec: str | Path | None = None) -> "Policy":
        """
        Reads ``policy.avro`` or ``best-policy.avro`` of a run directory.

        spec: the training spec; ``spec.json`` beside the policy if it is not given
        """
        path = Path(policy)
        beside = Path(spec) if spec else path.with_name("spec.json")
        update = records().decode("PolicyUpdate", _content(path, "a policy, such as policy.avro of a run directory"))
        if update is None:
            raise UserError(f"{path} is no policy of this or an earlier release; name policy.avro of a run directory.")
        try:
            return Policy(json.loads(_content(beside, "spec.json of the run"))["environment"], update)
        except (ValueError, KeyError, TypeError) as problem:
            raise UserError(f"{beside} is no training spec ({problem}); name spec.json of the run.") from problem

    def predict(self, observation: Any, deterministic: bool = True, mask: Any = None, seed: int = 0) -> NDArray[Any]:
        """
        The action for an observation, [elements], or for each row of a batch, [rows, elements].

        deterministic: the most probable action, otherwise a sample
        mask: a byte per choice, 0 if it is not allowed
        seed: of the samples; each call draws further numbers
        """
        values = np.asarray(observation, self._observations.dtype)
        single = values.size == self._observations.elements and values.ndim <= len(self._observations.shape)
        rows = values.reshape(-1, self._observations.elements)
        masks = None if mask is None else np.asarray(mask, np.uint8).reshape(len(rows), -1)
        distribution = self._model(rows, masks)
        if deterministic:
            actions = distribution.mode()
        else:
            index = np.full(len(rows), self._steps)
            actions, _ = distribution.sample(lambda: Streams(seed, ACTION, np.arange(len(rows)), index))
            self._steps += 1
        taken = transform(self._transform, self._actions, actions)
        return taken[0] if single else taken


def _content(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise UserError(f"{path} cannot be read ({problem.strerror}); name {what}.") from problem
