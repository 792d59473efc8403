"""Training specs have the form of spec.json, and the settings of the presets."""

import json
from pathlib import Path

import pytest
from test_environments import Sized

from streamgrad.environments import EnvironmentSource
from streamgrad.errors import UserError
from streamgrad.records import records
from streamgrad.spaces import Space
from streamgrad.specs import differences, resolve, spec_record

EXAMPLE = Path(__file__).parents[3] / "schemas/src/test/resources/example-spec.json"
CART_POLE = EnvironmentSource.of("CartPole-v1")


def test_a_record_of_a_spec_survives_its_encoding():
    spec = spec_record(json.loads(EXAMPLE.read_text()))
    assert records().decode("TrainingSpec", records().encode("TrainingSpec", spec)) == spec
    assert spec["loss"]["clipRange"] == {"initial": 0.2, "floor": 0.0, "horizon": 0}
    assert spec["budget"]["targetReturn"] == 475.0


def test_the_preset_of_the_environment_overrides_that_of_the_algorithm():
    spec = resolve(CART_POLE, "ppo", {})
    assert (spec["policyId"], spec["rollouts"]["agents"], spec["update"]["epochs"]) == ("cartpole-v1-ppo-1", 8, 20)
    assert spec["advantage"]["gamma"] == 0.98 and spec["budget"]["solvedReturn"] == 475.0
    pendulum = resolve(EnvironmentSource.of("gymnasium/MountainCar-v0"), "a2c", {"seed": 3})
    assert pendulum["policyId"] == "gymnasium-mountaincar-v0-a2c-3" and pendulum["optimiser"]["kind"] == "RMSPROP"


def test_a_setting_may_be_named_by_the_last_part_of_its_key():
    settings = {"agents": "4", "loss.clipRange": "linear(0.3, 0.1, 1e4)", "hidden": "32x16", "targetKl": 0.01}
    spec = resolve(CART_POLE, "PPO", settings)
    assert spec["rollouts"]["agents"] == 4 and spec["network"]["hidden"] == [32, 16]
    assert spec["loss"]["clipRange"] == {"initial": 0.3, "floor": 0.1, "horizon": 10000}
    assert differences(resolve(CART_POLE, "ppo", {}), spec) == [
        "network.hidden", "rollouts.agents", "update.targetKl", "loss.clipRange",
    ]  # fmt: skip


def test_options_of_the_environment_are_settings_that_may_change_its_spaces():
    sized = EnvironmentSource("Sized-v0", Sized)
    spec = resolve(sized, "ppo", {"environment.options.size": 7, "environment.options.noisy": True})
    assert spec["environment"]["options"] == {"size": "7", "noisy": "true"}
    assert spec["environment"]["observationSpace"] == Space.discrete(7).to_record()
    assert records().decode("TrainingSpec", records().encode("TrainingSpec", spec)) == spec
    assert resolve(sized, "ppo", {})["environment"]["options"] == {}


def test_a2c_with_lag_corrects_for_it():
    assert resolve(CART_POLE, "a2c", {"lag": 1})["advantage"]["estimator"] == "VTRACE"
    assert resolve(CART_POLE, "a2c", {"lag": 1, "estimator": "gae"})["advantage"]["estimator"] == "GAE"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"agent": 8}, "There is no setting 'agent'. Did you mean agents?"),
        ({"agents": "many"}, "rollouts.agents is 'many', but must be a whole number."),
        ({"agents": 1.5}, "rollouts.agents is 1.5, but must be a whole number."),
        ({"clipRange": "linear(a)"}, "loss.clipRange is 'linear(a)', but must be a number, linear(START)"),
        ({"separate": 3}, "optimiser.separate is 3, but must be true or false."),
        ({"mode": "live"}, "rollouts.mode is 'live', but must be lockstep."),
        ({"policyId": ".."}, "policyId is '..', but must be 1 to 128 letters"),
        ({"observationSpace": 3}, "environment.observationSpace is 3, but must be a space, such as"),
        ({"revision": 1}, "revision cannot be set"),
    ],
)
def test_a_wrong_setting_is_named(settings, words):
    with pytest.raises(UserError) as problem:
        resolve(CART_POLE, "ppo", settings)
    assert words in str(problem.value)


def test_all_faults_of_a_spec_are_reported_together():
    tree = json.loads(EXAMPLE.read_text())
    del tree["seed"]
    tree["network"]["width"] = 3
    tree["loss"] = 7
    with pytest.raises(UserError) as problem:
        spec_record(tree)
    assert str(problem.value).splitlines() == [
        "seed is missing.",
        "There is no setting 'network.width'; remove it.",
        "loss is 7, but must be an object of settings.",
    ]


def test_an_unknown_algorithm_is_named():
    with pytest.raises(UserError, match="There is no algorithm 'sac'; choose ppo or a2c."):
        resolve(CART_POLE, "sac", {})
