"""The agents of one policy that a process hosts: lockstep acting, with one network evaluation per step for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import philox
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


class _Block:
    """The rows of an agent that were not sent yet."""

    def __init__(self, rows: int, observations: Space, actions: Space, masked: bool) -> None:
        self.rows = 0
        self.observations = np.zeros((rows, observations.elements), observations.dtype)
        self.actions = np.zeros((rows, actions.elements), actions.dtype)
        self.log_probabilities = np.zeros(rows, "<f4")
        self.rewards = np.zeros(rows, "<f8")
        self.flags = np.zeros((2, rows), np.uint8)
        self.masks = np.zeros((rows, actions.features), np.uint8) if masked else None
        self.next_observations: list[NDArray[Any]] = []
        self.first = (0, 0, 0)


@dataclass
class _Agent:
    number: int
    incarnation: int
    environment: Environment
    sequence: int
    episode: int
    block: _Block
    step: int = 0


class AgentPool:
    """
    Agents that act in lockstep. Those at the lowest sequence take the next step; the others wait for them.

    publish: receives each block, a TransitionBlock record
    """

    def __init__(
        self, spec: Record, source: EnvironmentSource, starts: list[Start], publish: Callable[[Record], None]
    ) -> None:
        self._spec, self._publish = spec, publish
        rollouts, environment = spec["rollouts"], spec["environment"]
        self._length, self._lag = rollouts["rolloutLength"], rollouts["lag"]
        self._observations, self._actions = source.observations, source.actions
        self._transform = environment["actionTransform"]
        self._masked = environment["actionMasks"]
        self._model: Model | None = None
        self._rollouts = updates(spec)
        self._seen = np.zeros((len(starts), source.observations.elements), source.observations.dtype)
        self._agents: list[_Agent] = []
        for start in starts:
            block = _Block(min(MOST_ROWS, self._length), source.observations, source.actions, self._masked)
            agent = _Agent(start.agent, start.incarnation, source.open(spec), start.sequence, start.episode, block)
            self._agents.append(agent)
            self._begin(agent, start)

    def __len__(self) -> int:
        return len(self._agents)

    def rollout(self) -> int:
        """The rollout of the next step."""
        return min(agent.sequence for agent in self._agents) // self._length

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
        """Takes one step of every agent that is due."""
        if self._model is None:
            raise MustResume("no policy version is loaded")
        sequence = min(agent.sequence for agent in self._agents)
        due = [i for i, agent in enumerate(self._agents) if agent.sequence == sequence]
        masks = np.stack([self._mask(self._agents[i]) for i in due]) if self._masked else None
        numbers = np.array([self._agents[i].number for i in due])
        index = np.full(len(due), noise_index(self._spec, sequence))
        distribution = self._model(self._seen[due], masks)
        actions, logs = distribution.sample(lambda: philox.Streams(self._spec["seed"], philox.ACTION, numbers, index))
        taken = transform(self._transform, self._actions, actions)
        for row, i in enumerate(due):
            self._take(i, actions[row], taken[row], logs[row], None if masks is None else masks[row])

    def close(self) -> None:
        """Closes the environments. Rows that were not sent are dropped."""
        for agent in self._agents:
            agent.environment.close()

    def _take(
        self, i: int, action: NDArray[Any], taken: NDArray[Any], log: Any, mask: NDArray[np.uint8] | None
    ) -> None:
        agent, block = self._agents[i], self._agents[i].block
        row = block.rows
        if row == 0:
            block.first = (agent.sequence, agent.episode, agent.step)
        block.observations[row], block.actions[row], block.log_probabilities[row] = self._seen[i], action, log
        if block.masks is not None and mask is not None:
            block.masks[row] = mask
        observation, reward, terminated, truncated = self._guarded(agent, lambda: agent.environment.step(taken))
        block.rewards[row] = reward
        block.flags[:, row] = terminated, truncated
        block.rows += 1
        agent.sequence += 1
        agent.step = min(agent.step + 1, 2**31 - 1)
        ends_rollout = agent.sequence % self._length == 0
        ended = terminated or truncated
        if ended or ends_rollout:
            block.next_observations.append(observation)
        self._seen[i] = observation
        if ended:
            agent.episode += 1
            self._reset(i)
        if ends_rollout or block.rows == len(block.rewards):
            self._publish(self._record(agent))

    def _record(self, agent: _Agent) -> Record:
        block, rows = agent.block, agent.block.rows
        sequence, episode, step = block.first
        record = {
            "policyId": self._spec["policyId"],
            "agent": agent.number,
            "incarnation": agent.incarnation,
            "firstSequence": sequence,
            "rolloutLength": self._length,
            "policyVersion": max(0, sequence // self._length - self._lag),
            "episode": episode,
            "episodeStep": step,
            "observations": block.observations[:rows].tobytes(),
            "actions": block.actions[:rows].tobytes(),
            "logProbabilities": block.log_probabilities[:rows].tobytes(),
            "rewards": block.rewards[:rows].tobytes(),
            "terminated": block.flags[0, :rows].tobytes(),
            "truncated": block.flags[1, :rows].tobytes(),
            "nextObservations": np.array(block.next_observations, self._observations.dtype).tobytes(),
            "actionMasks": None if block.masks is None else block.masks[:rows].tobytes(),
            "policyState": None,
            "info": None,
        }
        block.rows, block.next_observations = 0, []
        return record

    def _begin(self, agent: _Agent, start: Start) -> None:
        """Replays the open episode of a start; abandons the episode if it cannot be replayed."""
        i = len(self._agents) - 1
        self._reset(i)
        actions = self._actions.decode(start.actions)
        recorded = self._observations.row_bytes
        for row, action in enumerate(transform(self._transform, self._actions, actions)):
            same = self._seen[i].tobytes() == start.observations[row * recorded : (row + 1) * recorded]
            if same:
                self._seen[i], _, terminated, truncated = self._guarded(
                    agent,
                    lambda taken=action: agent.environment.step(taken),  # type: ignore[misc]
                )
                agent.step += 1
            if not same or terminated or truncated:
                agent.episode += 1
                self._reset(i)
                return

    def _reset(self, i: int) -> None:
        agent = self._agents[i]
        agent.step = 0
        seed = philox.reset_seed(self._spec["seed"], agent.number, agent.episode)
        self._seen[i] = self._guarded(agent, lambda: agent.environment.reset(seed))

    def _mask(self, agent: _Agent) -> NDArray[np.uint8]:
        mask: NDArray[np.uint8] = self._guarded(agent, agent.environment.mask)
        return mask

    def _guarded(self, agent: _Agent, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except EnvironmentFault as fault:
            raise EnvironmentFault(
                f"The environment {self._spec['environment']['id']} failed for agent {agent.number} in episode"
                f" {agent.episode} at step {agent.step}: {fault}. Fix the environment, then restart the simulator."
            ) from fault
