"""Trainings are submitted once, followed to their end, and their policies loaded."""

import threading

import pytest
from conftest import read

import streamgrad.submission
from streamgrad import Policy, Training, UserError
from streamgrad.environments import EnvironmentSource
from streamgrad.records import records
from streamgrad.specs import resolve

CART_POLE = EnvironmentSource.of("CartPole-v1")


def submitted(access, **settings):
    policy = settings.pop("policy", "walker")
    small = {"agents": 1, "rolloutLength": 4, "minibatchSize": 4, **settings}
    return Training.submit(
        "CartPole-v1", total_steps=8, settings=small, policy=policy,
        bootstrap_servers=access.servers, topic_prefix=access.prefix,
    )  # fmt: skip


def found(access, policy="walker"):
    return Training.find(policy, bootstrap_servers=access.servers, topic_prefix=access.prefix)


def test_a_spec_is_published_under_a_key_of_its_own(access):
    training = submitted(access)
    message = read(access, "training-specs")[0]
    assert message.partition() == 0 and message.key().decode().startswith("walker/0/")
    assert len(message.key()) == len("walker/0/") + 32
    assert records().decode("TrainingSpec", message.value()) == training.spec
    assert training.spec == resolve(
        CART_POLE, "ppo",
        {"agents": 1, "rolloutLength": 4, "minibatchSize": 4, "totalSteps": 8, "policyId": "walker"},
    )  # fmt: skip


def test_the_same_submission_again_continues_the_training(access):
    submitted(access)
    assert submitted(access).spec == found(access).spec
    assert len(read(access, "training-specs")) == 1


def test_a_submission_with_other_settings_is_rejected(access):
    submitted(access)
    with pytest.raises(
        UserError, match="Policy walker was submitted with another advantage.gamma. Choose another policy"
    ):
        submitted(access, gamma=0.5)
    assert len(read(access, "training-specs")) == 1


def test_of_simultaneous_submissions_one_remains(access):
    resulting = []

    def submit(gamma):
        try:
            resulting.append(submitted(access, gamma=gamma))
        except UserError:
            pass

    threads = [threading.Thread(target=submit, args=(gamma,)) for gamma in (0.1, 0.2, 0.3, 0.4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    latest = {message.key(): message.value() for message in read(access, "training-specs")}
    assert len(resulting) == len([value for value in latest.values() if value]) == 1
    assert found(access).spec == resulting[0].spec


def test_a_training_is_watched_to_its_end(access, learner):
    training = submitted(access)
    job = learner(training.spec)
    job.publish(0)
    job.status("RUNNING", 0, "WAITING: for agent 0")
    job.publish(1)
    job.figures(1, 4, returns=(1, 2))
    job.status("FINISHED", 2, "all transitions were learned from")
    job.figures(2, 8, returns=(6,))
    job.publish(2, last=True)
    seen = list(found(access).watch())
    assert [(news.state, news.version, news.transitions) for news in seen if news.state != "WAITING"][-1] == (
        "FINISHED",
        2,
        8,
    )
    assert {news.mean_return for news in seen} == {None, 1.5, 3.0} and seen[-1].episodes == 3
    assert "WAITING" in {news.state for news in seen}
    assert str(seen[-1]) == "walker FINISHED, version 2, 8 transitions, return 3.0: all transitions were learned from"


def test_a_training_that_fails_before_its_first_version_ends_with_the_reason(access, learner):
    training = submitted(access)
    learner(training.spec).status("FAILED", -1, "the spec is bad")
    assert [(news.state, news.reason) for news in found(access).watch()] == [("FAILED", "the spec is bad")]


def test_the_newest_version_is_loaded(access, learner):
    training = submitted(access)
    with pytest.raises(UserError, match="Policy walker has no version yet"):
        found(access).policy()
    job = learner(training.spec)
    job.publish(0)
    job.publish(1)
    policy = found(access).policy()
    assert isinstance(policy, Policy) and policy.version == 1 and policy.predict([0, 0, 0, 0]) in (0, 1)


def test_a_policy_that_nobody_submitted_is_named(access):
    with pytest.raises(UserError, match="No training spec of a policy 'runner' is in .*training-specs; submit it"):
        found(access, "runner")


def test_missing_topics_are_named(access, monkeypatch):
    monkeypatch.setattr(streamgrad.submission, "_PATIENCE_SECONDS", 0)
    with pytest.raises(UserError, match="has no topics other.training-specs, .*; start the job, which creates them"):
        Training.find("walker", bootstrap_servers=access.servers, topic_prefix="other")
