"""Gymnasium environments have the contract's spaces, and their faults are named."""

import gymnasium
import numpy as np
import pytest
from gymnasium import spaces

from streamgrad.environments import EnvironmentSource
from streamgrad.errors import EnvironmentFault, UserError
from streamgrad.spaces import Space
from streamgrad.specs import resolve

ANY = {"environment": {"maxEpisodeSteps": 0, "actionMasks": False}}


class Scripted(gymnasium.Env):
    """Returns given observations, one after the other."""

    def __init__(self, space, observations, rewards=(1.0,) * 9):
        self.observation_space, self.action_space = space, spaces.Discrete(2)
        self.observations, self.rewards = list(observations), list(rewards)

    def reset(self, *, seed=None, options=None):
        return self.observations.pop(0), {}

    def step(self, action):
        return self.observations.pop(0), self.rewards.pop(0), False, False, {}


def source(space, *observations, **more):
    return EnvironmentSource("Scripted-v0", lambda: Scripted(space, observations, **more))


def test_a_dict_is_flattened_by_the_bytes_of_its_keys():
    space = spaces.Dict(speed=spaces.Box(-2, 2, (2,)), gear=spaces.Discrete(3))
    scripted = source(space, {"speed": np.array([0.5, -1]), "gear": 2})
    assert scripted.open(ANY).reset(0).tolist() == [0, 0, 1, 0.5, -1]
    assert scripted.observations == Space.box(np.array([0, 0, 0, -2, -2]), np.array([1, 1, 1, 2, 2]), "<f4")


def test_a_tuple_is_flattened_by_position():
    space = spaces.Tuple((spaces.MultiBinary(2), spaces.MultiDiscrete([2, 3])))
    assert source(space, ([0, 1], [1, 2])).open(ANY).reset(0).tolist() == [0, 1, 0, 1, 0, 0, 1]


def test_an_image_stays_a_grid_of_bytes():
    space = spaces.Box(0, 255, (2, 2, 1), np.uint8)
    scripted = source(space, np.arange(4, dtype=np.uint8).reshape(2, 2, 1))
    assert scripted.observations.dtype == "u1" and scripted.observations.shape == (2, 2, 1)
    assert scripted.open(ANY).reset(0).tolist() == [0, 1, 2, 3]


def test_a_discrete_space_that_starts_elsewhere_is_shifted():
    assert source(spaces.Discrete(3, start=5), 6).open(ANY).reset(0).tolist() == [1]


@pytest.mark.parametrize(
    ("observation", "words"),
    [
        (np.array([np.nan, 0]), "finite"),
        (np.zeros(3), "shape (3,)"),
        ("text", "does not fit"),
    ],
)
def test_a_wrong_observation_is_named(observation, words):
    with pytest.raises(EnvironmentFault, match=words.replace("(", r"\(").replace(")", r"\)")):
        source(spaces.Box(-1, 1, (2,)), observation).open(ANY).reset(0)


def test_a_reward_that_is_not_finite_is_named():
    environment = source(spaces.Discrete(2), 0, 1, rewards=[float("inf")]).open(ANY)
    environment.reset(0)
    with pytest.raises(EnvironmentFault, match="the reward inf"):
        environment.step(1)


def test_an_exception_of_the_environment_is_named():
    environment = source(spaces.Discrete(2)).open(ANY)
    with pytest.raises(EnvironmentFault, match="IndexError"):
        environment.reset(0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        (
            {"observationSpace": Space.box(np.zeros(3), np.ones(3), "<f4").to_record()},
            "but Box[3] of float32 in the training",
        ),
        ({"observationSpace": Space.box(np.zeros(4), np.ones(4), "<f4").to_record()}, "The bounds differ."),
        (
            {"actionSpace": Space.discrete(3).to_record()},
            "has actions Discrete(2) here, but Discrete(3) in the training spec.",
        ),
        ({"stickyActions": 0.1}, "environment.stickyActions and environment.difficultyRamping are not supported"),
    ],
)
def test_a_spec_with_other_spaces_or_unknown_settings_is_rejected(changes, words):
    cart_pole = EnvironmentSource.of("CartPole-v1")
    spec = resolve(cart_pole, "ppo", {})
    spec["environment"] |= changes
    assert words in cart_pole.rejection(spec) and bool(words) == bool(cart_pole.rejection(spec))


class Odd(Scripted):
    """Misbehaves as its action says."""

    def step(self, action):
        observation, info = np.zeros(2, np.float32), {}
        return {
            0: (observation, 1.0, False, False),
            1: (observation, None, False, False, info),
            2: (observation, 1.0, np.array([True, False]), False, info),
            3: (np.zeros((2, 2)), 1.0, False, False, info),
        }[action]


@pytest.mark.parametrize(
    ("action", "words"),
    [(0, "not enough values"), (1, "TypeError"), (2, "ambiguous"), (3, r"shape \(2, 2\)"), (4, "raised KeyError: 4")],
)
def test_a_wrong_result_of_a_step_is_named(action, words):
    environment = EnvironmentSource("Odd-v0", lambda: Odd(spaces.Box(-1, 1, (2,)), [np.zeros(2)])).open(ANY)
    environment.reset(0)
    with pytest.raises(EnvironmentFault, match=words):
        environment.step(action)


def test_an_environment_that_exits_or_cannot_be_closed_does_not_end_the_process(caplog):
    class Exiting(Scripted):
        def reset(self, *, seed=None, options=None):
            raise SystemExit(3)

        def close(self):
            raise RuntimeError("stuck")

    environment = EnvironmentSource("Exiting-v0", lambda: Exiting(spaces.Discrete(2), [])).open(ANY)
    with pytest.raises(EnvironmentFault, match="raised SystemExit: 3"):
        environment.reset(0)
    environment.close()
    assert "close() of Exiting-v0 raised RuntimeError: stuck" in caplog.text


def test_the_time_limit_of_the_spec_replaces_that_of_the_environment():
    cart_pole = EnvironmentSource.of("CartPole-v1")
    environment = cart_pole.open({"environment": {"maxEpisodeSteps": 3, "actionMasks": False}})
    environment.reset(1)
    assert [environment.step(i % 2)[3] for i in range(3)] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CartPole-v9", "Did you mean CartPole-v"),
        ("no_such_module:make", "cannot be imported"),
        ("gymnasium:no_such_factory", "has no 'no_such_factory'"),
        ("Named-v0=gymnasium:__name__", "is not callable"),
    ],
)
def test_a_wrong_environment_is_named_with_its_remedy(text, words):
    with pytest.raises(UserError, match=words):
        EnvironmentSource.of(text)


class Sized(Scripted):
    """Its observations have as many values as its option says."""

    def __init__(self, size=2, label="", noisy=False):
        assert isinstance(size, int) and isinstance(label, str) and isinstance(noisy, bool)
        super().__init__(spaces.Discrete(size), [size - 1])


def test_the_options_of_a_spec_are_keyword_arguments():
    sized = EnvironmentSource("Sized-v0", Sized)
    spec = {"environment": {**ANY["environment"], "options": {"size": "7", "label": "1 a", "noisy": "true"}}}
    assert sized.with_options(spec).observations == Space.discrete(7)
    assert sized.with_options(spec).open(spec).reset(0).tolist() == [6]
    assert sized.with_options(ANY) is sized


def test_an_option_that_the_environment_does_not_take_is_named():
    with pytest.raises(UserError, match="Sized-v0 cannot be created: .*unexpected keyword argument 'colour'"):
        EnvironmentSource("Sized-v0", Sized).with_options({"environment": {"options": {"colour": "red"}}})


def test_a_factory_may_be_named():
    assert EnvironmentSource.of("CartPole-v1").knows("gymnasium/CartPole-v1")
