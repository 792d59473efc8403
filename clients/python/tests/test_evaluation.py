"""Policies play whole episodes, the same ones for the same seed."""

import hashlib
import json
from pathlib import Path

import gymnasium
import numpy as np
import pytest

from streamgrad.__main__ import main
from streamgrad.environments import EnvironmentSource
from streamgrad.errors import UserError
from streamgrad.evaluation import evaluate
from streamgrad.networks import parameter_count
from streamgrad.policy import Policy
from streamgrad.records import records
from streamgrad.spaces import Space
from streamgrad.specs import resolve, spec_record


class Countdown(gymnasium.Env):
    """Lasts as many steps as its seed says, 1 to 5; each step's reward is the action."""

    observation_space = gymnasium.spaces.Box(0, 5, (1,), np.float32)
    action_space = gymnasium.spaces.Discrete(2)

    def reset(self, *, seed=None, options=None):
        self.left = 1 + seed % 5
        return np.array([self.left], np.float32), {}

    def step(self, action):
        self.left -= 1
        return np.array([self.left], np.float32), float(action), self.left == 0, False, {}


class Broken(Countdown):
    """Fails in its second step."""

    def step(self, action):
        if self.left < 5:
            raise RuntimeError("the wheel came off")
        return super().step(action)


EXAMPLE = Path(__file__).parents[3] / "schemas/src/test/resources/example-spec.json"
COUNTDOWN = EnvironmentSource("Countdown-v0", Countdown)


def weights(spec):
    """The parameters of a policy that prefers the second choice."""
    observations, actions = (Space.of(spec["environment"][name]) for name in ("observationSpace", "actionSpace"))
    parameters = np.zeros(parameter_count(spec["network"], observations, actions), "<f4")
    if actions.kind == "Discrete":
        head = 64 * (observations.features + 1) + 64 * 65
        parameters[head + 64 * actions.features + 1] = 0.5
    return parameters.tobytes()


def version(spec, parameters):
    normaliser = {"count": 0.0, "mean": b"", "variance": b"", "clip": 10.0}
    return {"version": 3, "hash": "", "parameters": parameters, "network": spec["network"], "normaliser": normaliser}


def policy(source, **settings):
    spec = resolve(source, "ppo", settings)
    return Policy(spec, version(spec, weights(spec)))


def test_a_greedy_policy_takes_the_most_probable_action_in_every_step():
    played = evaluate(policy(COUNTDOWN), COUNTDOWN, 150)
    assert (played.returns == played.lengths).all()
    assert set(played.lengths) == {1, 2, 3, 4, 5}


def test_samples_depend_on_the_seed_and_the_episode_alone():
    played = evaluate(policy(COUNTDOWN), COUNTDOWN, 150, deterministic=False)
    fewer = evaluate(policy(COUNTDOWN), COUNTDOWN, 10, deterministic=False)
    assert 0 < played.returns.sum() < played.lengths.sum()
    assert (played.returns[:10] == fewer.returns).all() and (played.lengths[:10] == fewer.lengths).all()
    other = evaluate(policy(COUNTDOWN), COUNTDOWN, 150, deterministic=False, seed=2)
    assert (played.returns != other.returns).any()


def test_held_noise_is_drawn_from_the_step_at_which_it_began():
    pendulum = EnvironmentSource.of("Pendulum-v1")
    settings = {"stateDependentExploration": True, "explorationHold": 4, "maxEpisodeSteps": 9}
    played = evaluate(policy(pendulum, **settings), pendulum, 3, deterministic=False)
    again = evaluate(policy(pendulum, **settings), pendulum, 2, deterministic=False)
    assert played.lengths.tolist() == [9, 9, 9] and (played.returns[:2] == again.returns).all()


def test_an_environment_with_other_spaces_is_rejected():
    with pytest.raises(UserError, match="has observations Box.4. of float32 here, but Box.1. of float32"):
        evaluate(policy(COUNTDOWN), EnvironmentSource.of("CartPole-v1"), 1)


def test_a_fault_of_the_environment_names_episode_and_step():
    broken = EnvironmentSource("Broken-v0", Broken)
    with pytest.raises(UserError, match=r"Broken-v0 failed in episode \d+ at step [01]: step.* the wheel came off"):
        evaluate(policy(broken), broken, 20)


def test_the_command_prints_the_figures_as_json(tmp_path, capsys):
    source = EnvironmentSource.of("CartPole-v1")
    write_run(tmp_path, source)
    assert main(["evaluate", "--run-dir", str(tmp_path), "--episodes", "5"]) == 0
    printed = json.loads(capsys.readouterr().out)
    expected = evaluate(Policy.load(tmp_path / "policy.avro"), source, 5)
    assert printed["meanReturn"] == expected.returns.mean() == printed["meanLength"]
    assert (printed["policyId"], printed["version"], printed["greedy"]) == ("cartpole", 0, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--episodes", "0"], "--episodes is 0, but must be at least 1."),
        (["--best"], "best-policy.avro does not exist; a run has a best policy if it was trained with --eval-every."),
        (["--policy", "spec.json"], "spec.json is no policy of this or an earlier release"),
        (["--env", "Pendulum-v1"], "has observations Box[3]"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, capsys, arguments, words):
    write_run(tmp_path, EnvironmentSource.of("CartPole-v1"))
    assert main(["evaluate", "--run-dir", str(tmp_path), *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_policy_of_another_spec_is_rejected(tmp_path, capsys):
    write_run(tmp_path, EnvironmentSource.of("CartPole-v1"))
    write_run(tmp_path / "other", EnvironmentSource.of("Pendulum-v1"))
    arguments = ["--policy", str(tmp_path / "policy.avro"), "--spec", str(tmp_path / "other" / "spec.json")]
    assert main(["evaluate", *arguments]) == 2
    assert "does not belong to the training spec" in capsys.readouterr().err


def write_run(folder, source):
    """Writes a run directory with the policy above."""
    tree = json.loads(EXAMPLE.read_text())
    spaces = {"observationSpace": source.observations.to_json(), "actionSpace": source.actions.to_json()}
    tree["environment"] |= {"id": source.id, **spaces}
    spec = spec_record(tree)
    folder.mkdir(exist_ok=True)
    (folder / "spec.json").write_text(json.dumps(tree))
    parameters = weights(spec)
    lineage = {"parentVersion": -1, "parentHash": "", "rollout": -1}
    update = version(spec, parameters) | {
        "policyId": "cartpole",
        "version": 0,
        "incarnation": 0,
        "specRevision": 0,
        "skippedReason": "",
        "build": {"version": "", "engine": "", "device": "", "threads": 1, "processor": ""},
        "rolloutLength": 32,
        "lag": 0,
        "hash": hashlib.sha256(parameters).hexdigest(),
        "lineage": lineage,
        "last": False,
    }
    (folder / "policy.avro").write_bytes(records().encode("PolicyUpdate", update))
