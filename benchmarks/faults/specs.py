"""The trainings that faults are injected into: small, so that most of the time is spent on faults; together they use all ways of recovery."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Spec:
    """A training by its name and the arguments of `train` or `submit`."""

    name: str
    arguments: tuple[str, ...]
    updates: int

    def seeded(self, seed: int) -> tuple[str, ...]:
        return (*self.arguments, "--seed", str(seed))


def _spec(name: str, environment: str, algorithm: str, updates: int, **settings: str) -> Spec:
    agents, length = 4, 16
    small = {"agents": str(agents), "rolloutLength": str(length), "hidden": "16,16", **settings}
    if algorithm == "ppo":
        small = {"minibatchSize": "32", "epochs": "2", **small}
    arguments = ["--env", environment, "--algorithm", algorithm, "--total-steps", str(agents * length * updates)]
    for key, value in small.items():
        arguments += ["--set", f"{key}={value}"]
    return Spec(name, tuple(arguments), updates)


def specs(updates: int) -> list[Spec]:
    """PPO and A2C, lag 0 to 2, normalisation, MinAtar, gSDE."""
    return [
        _spec("PPO", "CartPole-v1", "ppo", updates),
        _spec("A2C, lag 1", "CartPole-v1", "a2c", updates, lag="1"),
        _spec(
            "PPO, lag 2, normalisation", "Pendulum-v1", "ppo", updates,
            **{"lag": "2", "normalisation.observations": "true", "normalisation.rewards": "true"},
        ),
        _spec("PPO, MinAtar", "Breakout-MinAtar", "ppo", updates // 2, filters="4"),
        _spec(
            "PPO, gSDE", "MountainCarContinuous-v0", "ppo", updates,
            stateDependentExploration="true", explorationHold="4",
        ),
        _spec("A2C, lag 2, gSDE", "Pendulum-v1", "a2c", updates, lag="2", stateDependentExploration="true"),
    ]  # fmt: skip
