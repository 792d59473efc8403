"""A policy acts for single observations and for batches."""

import numpy as np
import pytest
from gymnasium import spaces
from test_environments import Scripted
from test_evaluation import policy

from streamgrad.environments import EnvironmentSource
from streamgrad.errors import UserError
from streamgrad.policy import Policy

CART_POLE, PENDULUM = EnvironmentSource.of("CartPole-v1"), EnvironmentSource.of("Pendulum-v1")


def test_a_discrete_action_is_a_number_and_a_batch_gives_one_for_each_row():
    trained = policy(CART_POLE)
    assert trained.predict([0, 0, 0, 0]) == 1 and np.shape(trained.predict([0, 0, 0, 0])) == ()
    assert trained.predict(np.zeros((3, 4))).tolist() == [1, 1, 1]
    assert spaces.Discrete(2).contains(trained.predict([0, 0, 0, 0]))


def test_a_continuous_action_is_clipped_to_the_space():
    trained = policy(PENDULUM, logStdInitial=2)
    assert trained.predict([1, 0, 0]).tolist() == [0]
    samples = trained.predict(np.zeros((200, 3)), deterministic=False)
    assert samples.shape == (200, 1) and abs(samples).max() <= 2


def test_samples_differ_between_calls_and_repeat_with_the_seed():
    zeros = np.zeros((50, 4))
    one, other = policy(CART_POLE), policy(CART_POLE)
    first = one.predict(zeros, deterministic=False, seed=4)
    assert first.tolist() == other.predict(zeros, deterministic=False, seed=4).tolist()
    assert first.tolist() != one.predict(zeros, deterministic=False, seed=4).tolist()


def test_a_mask_forbids_choices():
    trained = policy(CART_POLE)
    assert trained.predict(np.zeros((2, 4)), mask=[[1, 0], [1, 1]]).tolist() == [0, 1]


def test_an_image_may_be_given_as_it_is():
    space = spaces.Box(0, 255, (2, 2, 1), np.uint8)
    trained = policy(EnvironmentSource("Image-v0", lambda: Scripted(space, [])))
    assert np.shape(trained.predict(np.zeros((2, 2, 1)))) == () and trained.predict(np.zeros((5, 2, 2, 1))).shape == (
        5,
    )


def test_an_observation_of_another_shape_is_rejected():
    with pytest.raises(UserError, match=r"The observation has shape \(3,\), but must be of Box\[4\] of float32."):
        policy(CART_POLE).predict([1, 2, 3])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("absent.avro", None, "absent.avro cannot be read"),
        ("policy.avro", b"\xc3\x01text", "policy.avro is no policy of this or an earlier release"),
    ],
)
def test_a_file_that_is_no_policy_is_named(tmp_path, name, content, words):
    if content:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=words):
        Policy.load(tmp_path / name)
