"""Inventory control: how much to order in each period, when orders arrive later and demand is random."""

from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces


class InventoryControl(gymnasium.Env):
    """
    A warehouse with one product, reviewed once per period. Each period:

    1. the action orders 0 … ``largest_order`` units, which can be sold ``lead_time`` periods later;
    2. customers ask for a Poisson number of units; what is not on hand is lost;
    3. the units left over cost ``holding_cost`` each, the lost ones ``penalty`` each;
    4. the order that was placed ``lead_time`` − 1 periods ago arrives.

    Observation: the units on hand, then the orders under way, the next to arrive first; ``lead_time`` numbers.
    Reward: −cost / 10. An episode is truncated after ``periods`` periods. All chance comes from the seed of the reset.
    """

    def __init__(
        self,
        lead_time: int = 2,
        mean_demand: float = 5,
        holding_cost: float = 1,
        penalty: float = 9,
        largest_order: int = 15,
        periods: int = 100,
    ) -> None:
        self.lead_time, self.mean_demand = lead_time, mean_demand
        self.holding_cost, self.penalty, self.periods = holding_cost, penalty, periods
        self.observation_space = spaces.Box(0, np.inf, (lead_time,), np.float32)
        self.action_space = spaces.Discrete(largest_order + 1)
        self._on_hand, self._under_way, self._period = 0, [0], 0

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Starts with the demand of two periods on hand, and nothing under way."""
        super().reset(seed=seed)
        self._on_hand, self._under_way = int(2 * self.mean_demand), [0] * (self.lead_time - 1)
        self._period = 0
        return self._observation(), {}

    def step(self, action: int) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Plays one period."""
        demand = int(self.np_random.poisson(self.mean_demand))
        left, lost = max(0, self._on_hand - demand), max(0, demand - self._on_hand)
        cost = self.holding_cost * left + self.penalty * lost
        self._under_way.append(int(action))
        self._on_hand = left + self._under_way.pop(0)
        self._period += 1
        return self._observation(), -cost / 10, False, self._period == self.periods, {"demand": demand, "lost": lost}

    def _observation(self) -> Any:
        return np.array([self._on_hand, *self._under_way], np.float32)


def make(**options: Any) -> InventoryControl:
    """The environment, for ``--env inventory:make``; options are its arguments, such as ``--option lead_time=4``."""
    return InventoryControl(**options)
