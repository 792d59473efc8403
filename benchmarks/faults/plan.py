"""The plan of faults: determined by the seed alone, so that it can be repeated."""

import dataclasses
import random
from collections import Counter

from faults.specs import Spec

AT_START = "killed at start"
EMBEDDED = (
    "killed in training", AT_START, "killed at resume", "killed at a checkpoint", "stopped for a while",
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


def rounds(where: str, faults: int, specs: list[Spec], kinds: tuple[str, ...], seed: int, first: int = 0) -> list[Round]:
    """As many rounds as the faults need, numbered from `first`; every kind equally often, the trainings in turn."""
    chance = random.Random(f"{seed} {where} {first}")
    drawn: list[str] = []
    while len(drawn) < faults:
        drawn += chance.sample(kinds, len(kinds))
    drawn = drawn[:faults]
    return [
        Round(number, where, specs[number % len(specs)], seed + number, _ordered(drawn[begin : begin + PER_ROUND]))
        for number, begin in enumerate(range(0, faults, PER_ROUND), start=first)
    ]


def _ordered(kinds: list[str]) -> tuple[str, ...]:
    """Faults at the start come first; damaged checkpoints come last, since there is no checkpoint at first."""
    return tuple(sorted(kinds, key=lambda kind: (kind != AT_START, kind.startswith("damaged"))))


@dataclasses.dataclass
class Outcome:
    """The result of a round."""

    round: Round
    happened: Counter
    rejected: int = 0
    same: bool = False
    problem: str = ""
    seconds: float = 0.0
