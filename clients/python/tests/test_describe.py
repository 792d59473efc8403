"""``python -m streamgrad describe`` prints the facts of an environment, or says what is wrong."""

import json
from pathlib import Path

import gymnasium
import numpy as np
import pytest

from streamgrad.__main__ import main
from streamgrad.environments import EnvironmentSource
from streamgrad.errors import UserError
from streamgrad.spaces import Space


class Chatty(gymnasium.Env):
    """Prints when it is made, and masks its actions."""

    observation_space = gymnasium.spaces.Dict(gear=gymnasium.spaces.Discrete(2))
    action_space = gymnasium.spaces.MultiDiscrete([2, 3])

    def __init__(self, greeting="hello"):
        print(greeting)

    def reset(self, *, seed=None, options=None):
        return {"gear": 1}, {"action_mask": np.ones(5, np.int8)}


def described(capsys, *arguments):
    assert main(["describe", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_registered_environment(capsys):
    facts = described(capsys, "--env", "gymnasium/CartPole-v1")
    assert facts["id"] == "gymnasium/CartPole-v1"
    assert facts["observationSpace"]["low"] == [-4.8, "-Infinity", -0.41887903, "-Infinity"]
    assert facts["actionSpace"] == {"kind": "discrete", "n": 2}
    assert (facts["maxEpisodeSteps"], facts["rewardThreshold"], facts["actionMasks"]) == (500, 475.0, False)
    assert facts["versions"].keys() == {"python", "gymnasium", "streamgrad"}


def test_a_factory_with_masks_that_prints(capsys):
    facts = described(capsys, "--env", f"{__name__}:Chatty", "--option", "greeting=hi")
    assert facts["observationSpace"] == {
        "kind": "box",
        "dtype": "FLOAT32",
        "shape": [2],
        "low": [0.0] * 2,
        "high": [1.0] * 2,
    }
    assert facts["actionSpace"] == {"kind": "multi_discrete", "sizes": [2, 3]}
    assert (facts["maxEpisodeSteps"], facts["rewardThreshold"], facts["actionMasks"]) == (0, None, True)


def limited():
    return gymnasium.wrappers.TimeLimit(Chatty(), 12)


def test_the_time_limit_of_a_factory(capsys):
    assert described(capsys, "--env", f"{__name__}:limited")["maxEpisodeSteps"] == 12


def test_options_are_arguments_of_the_environment(capsys):
    assert described(capsys, "--env", "CartPole-v1", "--option", "max_episode_steps=7")["maxEpisodeSteps"] == 7


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["CartPole-v9"], "Gymnasium has no environment 'CartPole-v9'. Did you mean"),
        (
            ["CartPole-v1", "--option", "wings=2"],
            "CartPole-v1 cannot be created: TypeError: CartPoleEnv.__init__() got an unexpected keyword argument 'wings'",
        ),
        ([f"{__name__}:missing"], 'packages that are not installed: pip install "gymnasium[box2d]"'),
    ],
)
def test_what_is_wrong_is_one_line(capsys, arguments, words):
    assert main(["describe", "--env", *arguments]) == 2
    printed = capsys.readouterr()
    assert words in printed.err and printed.err.count("\n") == 1 and printed.out == ""


def missing():
    raise gymnasium.error.DependencyNotInstalled('Box2D is not installed, run `pip install "gymnasium[box2d]"`')


@pytest.mark.parametrize(
    "space",
    [
        Space.box(np.array([[0, -np.inf]]), np.array([[0.1, np.inf]]), "<f4"),
        Space.box(np.zeros((2, 2, 1)), np.full((2, 2, 1), 255), "u1"),
        Space.discrete(3),
        Space.multi_discrete([2, 3]),
        Space.multi_binary(4),
    ],
)
def test_a_space_survives_json(space):
    assert Space.of_json(json.loads(json.dumps(space.to_json()))) == space


def test_a_module_that_fails_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "unfinished_shop.py").write_text("\nShop = gymnasium.Env\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(UserError, match=r"NameError: name 'gymnasium' is not defined \(.*unfinished_shop.py, line 2\)"):
        EnvironmentSource.of("unfinished_shop:Shop")
