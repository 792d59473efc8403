"""An environment that fails after some steps."""

import gymnasium
import numpy as np


class Failing(gymnasium.Env):
    """Fails in the twentieth step of an episode."""

    observation_space = gymnasium.spaces.Box(0, 100, (1,), np.float32)
    action_space = gymnasium.spaces.Discrete(2)

    def reset(self, *, seed=None, options=None):
        self.steps = 0
        return np.zeros(1, np.float32), {}

    def step(self, action):
        self.steps += 1
        if self.steps == 20:
            raise RuntimeError("the wheel came off")
        return np.full(1, self.steps, np.float32), 1.0, False, False, {}


def make():
    """An environment for ``failing:make``."""
    return Failing()
