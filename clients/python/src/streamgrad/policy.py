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
from .specs import spec_record
from .versions import fits


class Policy:
    """
    A version of a policy.

    spec: the training spec, a record
    update: the version, a record
    """

    def __init__(self, spec: Record, update: Record) -> None:
        environment = spec["environment"]
        self._observations = Space.of(environment["observationSpace"])
        self._actions = Space.of(environment["actionSpace"])
        self._transform = environment["actionTransform"]
        self._steps = 0
        self.spec = spec
        self.model = Model(self._observations, self._actions, update)
        self.version: int = update["version"]
        #: SHA-256 of the parameters
        self.hash: str = update["hash"]

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
            trained = spec_record(json.loads(_content(beside, "spec.json of the run")))
        except ValueError as problem:
            raise UserError(f"{beside} is not JSON ({problem}); name spec.json of the run.") from problem
        if not fits(trained, f"{trained['policyId']}/{update['version'] % (update['lag'] + 2)}", update):
            raise UserError(
                f"The policy {path} does not belong to the training spec {beside}; name a policy of this run."
            )
        return Policy(trained, update)

    def predict(self, observation: Any, deterministic: bool = True, mask: Any = None, seed: int = 0) -> NDArray[Any]:
        """
        The action for an observation, or for each row of a batch. An action has the shape of its space; that of a Discrete
        space is a number.

        observation: flat, or of the shape of its space; a batch has one more dimension
        deterministic: the most probable action, otherwise a sample
        mask: a byte per choice, 0 if it is not allowed
        seed: of the samples; each call draws further numbers
        """
        values = np.asarray(observation, self._observations.dtype)
        if values.size == 0 or values.size % self._observations.elements:
            raise UserError(f"The observation has shape {values.shape}, but must be of {self._observations}.")
        single = values.size == self._observations.elements and values.ndim <= len(self._observations.shape)
        rows = values.reshape(-1, self._observations.elements)
        masks = None if mask is None else np.asarray(mask, np.uint8).reshape(len(rows), -1)
        distribution = self.model(rows, masks)
        if deterministic:
            actions = distribution.mode()
        else:
            index = np.full(len(rows), self._steps)
            actions, _ = distribution.sample(Streams(seed, ACTION, np.arange(len(rows)), index))
            self._steps += 1
        shape = () if self._actions.kind == "Discrete" else self._actions.shape
        taken = self.taken(actions).reshape(len(rows), *shape)
        return np.asarray(taken[0]) if single else taken

    def taken(self, actions: NDArray[Any]) -> NDArray[Any]:
        """The actions that the environment receives for actions of the distribution, [rows, elements]."""
        return transform(self._transform, self._actions, actions)


def _content(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise UserError(f"{path} cannot be read ({problem.strerror}); name {what}.") from problem
