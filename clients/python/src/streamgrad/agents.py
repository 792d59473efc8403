"""The agents of one policy that a process hosts: lockstep acting, with one network evaluation per step for all of them."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import philox
from .blocks import Blocks
from .distributions import Distribution, transform
from .environments import Environment, EnvironmentSource
from .errors import EnvironmentFault, MustResume
from .history import Start
from .networks import Network, Normaliser
from .records import Record
from .spaces import Space
from .versions import updates

#: A block is sent when it holds this many rows.
MOST_ROWS = 128
#: Steps whose random numbers are drawn at once.
_STEPS_AHEAD = 64
_LARGEST_STEP = 2**31 - 1


class Model:
    """A policy version that acts."""

    def __init__(self, observations: Space, actions: Space, update: Record) -> None:
        self._observations, self._actions = observations, actions
        self.version: int = update["version"]
        self._normaliser = Normaliser(update["normaliser"])
        parameters = np.frombuffer(update["parameters"], "<f4")
        self._network = Network(update["network"], observations, actions, parameters)

    def __call__(self, observations: NDArray[Any], masks: NDArray[np.uint8] | None = None) -> Distribution:
        """The distributions of actions for observations [rows, elements]."""
        features = self._normaliser(self._observations.to_features(observations))
        outputs, hidden = self._network(features)
        return Distribution(self._actions, outputs, self._network.log_std, hidden, masks)


def noise_index(spec: Record, sequence: int) -> int:
    """The index of the stream from which the action of a step is drawn: its sequence, or that from which noise is held."""
    if not spec["network"]["stateDependentExploration"]:
        return sequence
    within, hold = sequence % spec["rollouts"]["rolloutLength"], spec["rollouts"]["explorationHold"]
    return sequence - (within % hold if hold else within)


class AgentPool:
    """
    Agents that act in lockstep. Those at the lowest sequence take the next step; the others wait for them.

    publish: receives each block, a TransitionBlock record
    """

    def __init__(
        self, spec: Record, source: EnvironmentSource, starts: list[Start], publish: Callable[[Record], None]
    ) -> None:
        self._spec, self._source, self._publish = spec, source, publish
        rollouts, environment = spec["rollouts"], spec["environment"]
        self._length, self._lag = rollouts["rolloutLength"], rollouts["lag"]
        self._observations, self._actions = source.observations, source.actions
        self._transform = environment["actionTransform"]
        self._masked = environment["actionMasks"]
        self._model: Model | None = None
        self._rollouts = updates(spec)
        self._noise = philox.Ahead(
            spec["seed"], philox.ACTION, 1 if spec["network"]["stateDependentExploration"] else _STEPS_AHEAD
        )
        self._numbers = np.array([start.agent for start in starts])
        self._incarnations = [start.incarnation for start in starts]
        #: sequence, episode and step of the next row of each agent
        self._at = np.array([(start.sequence, start.episode, 0) for start in starts], np.int64)
        self._blocks = Blocks(
            len(starts), min(MOST_ROWS, self._length), source.observations, source.actions, self._masked
        )
        self._seen = np.zeros((len(starts), source.observations.elements), source.observations.dtype)
        self._environments: list[Environment] = []
        try:
            for i, start in enumerate(starts):
                self._environments.append(source.open(spec))
                self._begin(i, start)
        except Exception:
            self.close()
            raise
        self._find_due()

    def __len__(self) -> int:
        return len(self._environments)

    def rollout(self) -> int:
        """The rollout of the next step."""
        return self._sequence // self._length

    def version(self) -> int:
        """The version that acts in that rollout."""
        return max(0, self.rollout() - self._lag)

    def is_done(self) -> bool:
        """Whether every rollout of the training was acted."""
        return self.rollout() >= self._rollouts

    def load(self, update: Record) -> None:
        """Sets the version that acts from now on."""
        self._model = Model(self._observations, self._actions, update)

    def act(self, goes_on: Callable[[], bool]) -> None:
        """Acts to the end of the rollout, as long as ``goes_on()``."""
        rollout = self.rollout()
        while goes_on() and self.rollout() == rollout:
            self.step()

    def step(self) -> None:
        """
        Takes one step of every agent that is due.

        EnvironmentFault: names the environment, the policy, the agent and its step
        """
        if self._model is None:
            raise MustResume("no policy version is loaded")
        due, starts, seen = self._due, self._at[self._due], self._seen[self._due]
        masks = np.stack([self._guarded(i, self._environments[i].mask) for i in due.tolist()]) if self._masked else None
        index = noise_index(self._spec, self._sequence)
        actions, logs = self._model(seen, masks).sample(self._noise.at(self._due_numbers, index))
        outcomes = self._outcomes(transform(self._transform, self._actions, actions))
        full = self._blocks.add(due, starts, seen, actions, logs, masks, outcomes)
        for i in due if self._ends_rollout() else full:
            self._publish(self._record(int(i)))
        if len(due) < len(self):
            self._find_due()
        else:
            self._sequence += 1

    def close(self) -> None:
        """Closes the environments. Rows that were not sent are dropped."""
        for environment in self._environments:
            environment.close()

    def _find_due(self) -> None:
        """Finds the agents at the lowest sequence."""
        sequences = self._at[:, 0]
        self._sequence = int(sequences.min())
        self._due = np.flatnonzero(sequences == self._sequence)
        self._due_numbers = self._numbers[self._due]

    def _ends_rollout(self) -> bool:
        return (self._sequence + 1) % self._length == 0

    def _outcomes(self, taken: NDArray[Any]) -> list[tuple[float, bool, bool]]:
        """Steps the environments that are due with these actions, and resets those whose episode has ended."""
        ends_rollout = self._ends_rollout()
        outcomes = []
        for i, action in zip(self._due.tolist(), self._source.to_environment(taken)):
            observation, reward, terminated, truncated = self._guarded(i, self._environments[i].step, action)
            outcomes.append((reward, terminated, truncated))
            if terminated or truncated or ends_rollout:
                self._blocks.add_next(i, observation)
            self._seen[i] = observation
            if terminated or truncated:
                self._at[i] = self._at[i, 0], self._at[i, 1] + 1, -1
                self._reset(i)
        self._at[self._due, 0] += 1
        self._at[self._due, 2] = np.minimum(self._at[self._due, 2] + 1, _LARGEST_STEP)
        return outcomes

    def _record(self, i: int) -> Record:
        columns = self._blocks.take(i)
        return columns | {
            "policyId": self._spec["policyId"],
            "agent": int(self._numbers[i]),
            "incarnation": self._incarnations[i],
            "rolloutLength": self._length,
            "policyVersion": max(0, columns["firstSequence"] // self._length - self._lag),
            "policyState": None,
            "info": None,
        }

    def _begin(self, i: int, start: Start) -> None:
        """Replays the open episode of a start; abandons the episode if it cannot be replayed."""
        self._reset(i)
        recorded = self._observations.row_bytes
        taken = transform(self._transform, self._actions, self._actions.decode(start.actions))
        for row, action in enumerate(self._source.to_environment(taken)):
            same = self._seen[i].tobytes() == start.observations[row * recorded : (row + 1) * recorded]
            if same:
                self._seen[i], _, terminated, truncated = self._guarded(i, self._environments[i].step, action)
                self._at[i, 2] += 1
            if not same or terminated or truncated:
                self._at[i, 1:] = self._at[i, 1] + 1, 0
                self._reset(i)
                return

    def _reset(self, i: int) -> None:
        seed = philox.reset_seed(self._spec["seed"], int(self._numbers[i]), int(self._at[i, 1]))
        self._seen[i] = self._guarded(i, self._environments[i].reset, seed)

    def _guarded(self, i: int, call: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return call(*arguments)
        except EnvironmentFault as fault:
            _, episode, step = self._at[i].tolist()
            raise EnvironmentFault(
                f"The environment {self._spec['environment']['id']} failed for policy {self._spec['policyId']}, agent"
                f" {self._numbers[i]}, episode {episode}, step {max(0, step)}: {fault}. Fix the environment, then restart the"
                " simulator."
            ) from fault
