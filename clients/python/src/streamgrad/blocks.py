"""The rows of agents until they are sent: columns of a TransitionBlock for many agents at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .records import Record
from .spaces import Space


class Blocks:
    """
    The rows of several agents that were not sent yet, in columns of shape [agents, rows, …].

    rows: the most rows of a block
    """

    def __init__(self, agents: int, rows: int, observations: Space, actions: Space, masked: bool) -> None:
        self._rows = rows
        self._counts = np.zeros(agents, np.int64)
        self._starts = np.zeros((agents, 3), np.int64)
        self._observations = np.zeros((agents, rows, observations.elements), observations.dtype)
        self._actions = np.zeros((agents, rows, actions.elements), actions.dtype)
        self._log_probabilities = np.zeros((agents, rows), "<f4")
        self._rewards = np.zeros((agents, rows), "<f8")
        self._flags = np.zeros((agents, rows, 2), np.uint8)
        self._masks = np.zeros((agents, rows, actions.features), np.uint8) if masked else None
        self._next: list[list[NDArray[Any]]] = [[] for _ in range(agents)]

    def add(
        self,
        agents: NDArray[np.intp],
        starts: NDArray[np.int64],
        observations: NDArray[Any],
        actions: NDArray[Any],
        log_probabilities: NDArray[np.float32],
        masks: NDArray[np.uint8] | None,
        outcomes: list[tuple[float, bool, bool]],
    ) -> NDArray[np.intp]:
        """
        Adds a row of each of these agents. Returns those whose blocks are full.

        starts: sequence, episode and step of the rows
        outcomes: rewards, terminated and truncated
        """
        rows = self._counts[agents]
        fresh = rows == 0
        if fresh.any():
            self._starts[agents[fresh]] = starts[fresh]
        self._observations[agents, rows] = observations
        self._actions[agents, rows] = actions
        self._log_probabilities[agents, rows] = log_probabilities
        if self._masks is not None and masks is not None:
            self._masks[agents, rows] = masks
        values = np.array(outcomes, np.float64)
        self._rewards[agents, rows] = values[:, 0]
        self._flags[agents, rows] = values[:, 1:]
        self._counts[agents] = rows + 1
        return agents[rows + 1 == self._rows]

    def add_next(self, agent: int, observation: NDArray[Any]) -> None:
        """Adds the observation after a row that ended its episode, or after the last one of a rollout."""
        self._next[agent].append(observation)

    def take(self, agent: int) -> Record:
        """Removes an agent's rows; returns the columns, and the position of the first row."""
        rows = int(self._counts[agent])
        sequence, episode, step = self._starts[agent].tolist()
        after, self._next[agent], self._counts[agent] = self._next[agent], [], 0
        return {
            "firstSequence": sequence,
            "episode": episode,
            "episodeStep": step,
            "observations": self._observations[agent, :rows].tobytes(),
            "actions": self._actions[agent, :rows].tobytes(),
            "logProbabilities": self._log_probabilities[agent, :rows].tobytes(),
            "rewards": self._rewards[agent, :rows].tobytes(),
            "terminated": self._flags[agent, :rows, 0].tobytes(),
            "truncated": self._flags[agent, :rows, 1].tobytes(),
            "nextObservations": np.array(after, self._observations.dtype).tobytes(),
            "actionMasks": None if self._masks is None else self._masks[agent, :rows].tobytes(),
        }
