"""Which faults are to happen where: drawn from the seed alone, so that a plan can be had again."""

import dataclasses
import random
from collections import Counter

from faults.specs import Spec

EMBEDDED = (
    "killed in training", "killed at start", "killed at resume", "killed at a checkpoint", "stopped for a while",
    "lost the tail of a topic", "damaged newest checkpoint", "full disk",
)  # fmt: skip
CLUSTER = (
    "one killed", "several killed at once", "killed while it restarts", "task manager killed at a checkpoint",
    "broker killed", "job manager killed", "stopped for a while", "damaged newest checkpoint",
)  # fmt: skip
PER_ROUND = 8


@dataclasses.dataclass(frozen=True)
class Round:
    """A training and the faults that it must survive."""

    number: int
    where: str
    spec: Spec
    seed: int
    kinds: tuple[str, ...]

    def chance(self) -> random.Random:
        """The round's own random numbers."""
        return random.Random(f"{self.seed} {self.number} {self.where}")


def rounds(where: str, faults: int, specs: list[Spec], kinds: tuple[str, ...], seed: int) -> list[Round]:
    """As many rounds as the faults fill; every kind equally often, every training in turn."""
    chance = random.Random(f"{seed} {where}")
    drawn: list[str] = []
    while len(drawn) < faults:
        drawn += chance.sample(kinds, len(kinds))
    drawn = drawn[:faults]
    return [
        Round(number, where, specs[number % len(specs)], seed + number, tuple(drawn[begin : begin + PER_ROUND]))
        for number, begin in enumerate(range(0, faults, PER_ROUND))
    ]


@dataclasses.dataclass
class Outcome:
    """How a round ended."""

    round: Round
    happened: Counter
    refused: int = 0
    same: bool = False
    problem: str = ""
    seconds: float = 0.0
