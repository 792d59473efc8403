"""The description of an environment, for programs that write training specs."""

import importlib.metadata
import platform
from collections.abc import Mapping
from typing import Any

from .environments import EnvironmentSource


def describe(text: str, options: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """
    The facts about an environment that a training spec needs, as a JSON object.

    text: the id of a registered Gymnasium environment, ``module:factory``, or ``NAME=module:factory``
    options: arguments of the environment, by name
    """
    source = EnvironmentSource.of(text, options)
    return {
        "id": source.id,
        "observationSpace": source.observations.to_json(),
        "actionSpace": source.actions.to_json(),
        "maxEpisodeSteps": source.limit,
        "rewardThreshold": source.threshold,
        "actionMasks": source.offers_masks(),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("gymnasium", "streamgrad")},
    }


def version(package: str) -> str:
    """The version of an installed package."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "development"
