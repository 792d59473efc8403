"""``./streamgrad train`` with environments in Python: a broker, a job and simulators, as a user starts them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HOME = Path(__file__).parents[3]
BUILT = list((HOME / "cli/target").glob("streamgrad-cli-*.jar"))
SETTINGS = ["--env", "gymnasium/CartPole-v1", "--total-steps", "8192", "--set", "hidden=16"]

pytestmark = pytest.mark.skipif(not BUILT, reason="mvn package has not built ./streamgrad")


def _command(*arguments: str, python: str = sys.executable) -> list[str]:
    return [str(HOME / "streamgrad"), *arguments, "--python", python]


def _run(*arguments: str) -> dict[str, object]:
    ended = subprocess.run(_command(*arguments), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    result = json.loads(ended.stdout.splitlines()[-1])
    assert isinstance(result, dict)
    return result


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_killed_training_resumes_to_the_same_weights(tmp_path: Path) -> None:
    whole = _run("train", *SETTINGS, "--simulators", "2", "--run-dir", str(tmp_path / "whole"))
    assert (whole["outcome"], whole["environment"], whole["solvedAt"]) == ("finished", "gymnasium/CartPole-v1", 475.0)

    run = tmp_path / "killed"
    process = subprocess.Popen(_command("train", *SETTINGS, "--quiet", "--run-dir", str(run)))
    progress = run / "progress.csv"
    while not progress.exists() or progress.read_text().count("\n") < 4:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    started = re.search(r"Following the trainings at \S+ as \S+-(\d+)-[0-9a-f]+", (run / "simulators.log").read_text())
    assert started is not None
    while not _is_gone(int(started.group(1))):  # simulators end with the process that started them
        time.sleep(0.05)
    resumed = _run("train", "--resume", "--run-dir", str(run))
    assert resumed["parameterHash"] == whole["parameterHash"]

    played = _run("evaluate", "--run-dir", str(run), "--episodes", "5")
    assert played["parameterHash"] == whole["parameterHash"]
    assert played["meanReturn"] == played["meanLength"]


BROKEN = """
import gymnasium


class Shop(gymnasium.Env):
    observation_space = gymnasium.spaces.Discrete(2)
    action_space = gymnasium.spaces.Discrete(2)

    def reset(self, *, seed=None, options=None):
        return 0, {}

    def step(self, action):
        raise RuntimeError("the shop is closed")
"""


def test_an_environment_that_fails_ends_the_training_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "broken_shop.py").write_text(BROKEN)
    command = _command(
        "train", "--env", "broken_shop:Shop", "--total-steps", "5000", "--run-dir", str(tmp_path / "run")
    )
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(tmp_path)}
    )
    assert ended.returncode == 1
    assert "The environment broken_shop:Shop failed for policy broken_shop-shop-ppo, agent 0" in ended.stderr
    assert "raised RuntimeError: the shop is closed. Fix the environment" in ended.stderr
    assert "FailedException" not in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--env", "gymnasium/CartPol-v1"], "Gymnasium has no environment 'CartPol-v1'. Did you mean CartPole-v1"),
        (["--env", "no_such_module:make"], "The module of 'no_such_module:make' cannot be imported"),
        (["--env", "gymnasium/CartPole-v1", "--set", "stickyActions=0.1"], "environment.stickyActions is 0.1, but"),
        (
            ["--env", "gymnasium/CartPole-v1", "--set", "environment.options.colour=red"],
            "unexpected keyword argument 'colour'",
        ),
        (
            ["--env", "gymnasium/CartPole-v1", "--set", "environment.actionSpace=Discrete(3)"],
            "environment.actionSpace is",
        ),
        (["--env", "gymnasium/CartPole-v1", "--serial"], "runs in Python, but --serial trains in one thread"),
    ],
)
def test_what_cannot_be_trained_is_named(arguments: list[str], reason: str, tmp_path: Path) -> None:
    ended = subprocess.run(
        _command("train", *arguments, "--run-dir", str(tmp_path / "run")), capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert reason in ended.stderr
    assert "Exception" not in ended.stderr
    assert not (tmp_path / "run").exists()
