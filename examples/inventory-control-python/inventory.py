"""Control of the stock of one article: how much to order when orders arrive later and demand is random."""

from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces

INITIAL_STOCK, MOST_ORDERED, SCALE = 10, 15, 10
HOLDING_COST, LOST_SALE = 1, 9


class InventoryControl(gymnasium.Env[Any, int]):
    """
    A store with one article, reviewed once per period. In each period the order of ``lead_time`` periods ago arrives, the
    agent orders 0 … 15 units, and then customers want a Poisson number of units. What the store cannot deliver is lost.

    Cost of a period: 1 per unit left in stock, and 9 per unit of lost demand. Reward: −cost / 10.
    Observation, ``lead_time`` numbers in units of ten: the stock, then the orders on their way, the next to arrive first.

    An episode is truncated after ``periods`` periods. All chance comes from the seed of the reset.
    """

    def __init__(self, mean_demand: float = 5, lead_time: int = 2, periods: int = 100) -> None:
        high = np.full(lead_time, MOST_ORDERED / SCALE, np.float32)
        high[0] = np.inf
        self.observation_space = spaces.Box(np.zeros(lead_time, np.float32), high)
        self.action_space = spaces.Discrete(MOST_ORDERED + 1)
        self._mean_demand, self._lead_time, self._periods = mean_demand, lead_time, periods
        self._stock, self._period, self._orders = 0, 0, [0]

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Starts with ten units in stock, and none on their way."""
        super().reset(seed=seed)
        self._stock, self._period, self._orders = INITIAL_STOCK, 0, [0] * (self._lead_time - 1)
        return self._observation(), {}

    def step(self, action: int) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Orders, sells, and lets the next period begin with the arrival of the oldest order."""
        self._orders.append(int(action))
        demand = int(self.np_random.poisson(self._mean_demand))
        lost, self._stock = max(0, demand - self._stock), max(0, self._stock - demand)
        cost = HOLDING_COST * self._stock + LOST_SALE * lost
        self._stock += self._orders.pop(0)
        self._period += 1
        return self._observation(), -cost / 10, False, self._period == self._periods, {"demand": demand, "lost": lost}

    def _observation(self) -> Any:
        return np.array([self._stock, *self._orders], np.float32) / SCALE


def make(**options: Any) -> InventoryControl:
    """The environment, for ``--env inventory:make``; options are its arguments, such as ``--option lead_time=4``."""
    return InventoryControl(**options)
