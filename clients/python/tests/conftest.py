"""A broker inside the test process (librdkafka's own), and a learner that publishes what a test tells it to."""

import hashlib
import secrets
import time

import confluent_kafka
import numpy as np
import pytest

from streamgrad.kafka import Access, Reader, Topics
from streamgrad.networks import parameter_count
from streamgrad.records import records
from streamgrad.spaces import Space


@pytest.fixture(scope="session")
def broker():
    """A client whose broker serves the tests."""
    return confluent_kafka.Producer({"test.mock.num.brokers": 1, "log_level": 0})


@pytest.fixture
def access(broker):
    """Access with topics of its own."""
    found = next(iter(broker.list_topics(timeout=30).brokers.values()))
    own = Access({"bootstrap.servers": f"{found.host}:{found.port}"}, f"test-{secrets.token_hex(4)}")
    for name in (*Topics.NEEDED, "metrics"):
        broker.list_topics(own.topic(name), timeout=30)
    return own


def read(access, topic, partitions=1):
    """The messages of a topic so far."""
    messages = []
    reader = Reader(access, [(topic, number) for number in range(partitions)], messages.append)
    reader.read_to_end()
    reader.close()
    return messages


def await_that(condition, what):
    """Waits until a condition holds; fails only if it never does."""
    end = time.monotonic() + 60
    while not (found := condition()):
        assert time.monotonic() < end, what
        time.sleep(0.02)
    return found


class Learner:
    """Publishes versions, statuses and figures of one training."""

    def __init__(self, access, spec):
        self.access, self.spec = access, spec
        self.producer = access.producer()
        self.hashes = {-1: ""}

    def send(self, topic, name, key, record):
        self.producer.produce(self.access.topic(topic), records().encode(name, record), key, partition=0)
        self.producer.flush()

    def publish(self, version, last=False):
        """A version with weights of its own, which descends from the one before."""
        spaces = [Space.of(self.spec["environment"][name]) for name in ("observationSpace", "actionSpace")]
        parameters = np.full(parameter_count(self.spec["network"], *spaces), version / 1000, "<f4").tobytes()
        self.hashes[version] = hashlib.sha256(parameters).hexdigest()
        lag = self.spec["rollouts"]["lag"]
        update = {
            "policyId": self.spec["policyId"],
            "version": version,
            "incarnation": 0,
            "specRevision": 0,
            "network": self.spec["network"],
            "parameters": parameters,
            "normaliser": {"count": 0.0, "mean": b"", "variance": b"", "clip": 10.0},
            "rolloutLength": self.spec["rollouts"]["rolloutLength"],
            "lag": lag,
            "lineage": {"parentVersion": version - 1, "parentHash": self.hashes[version - 1], "rollout": version - 1},
            "hash": self.hashes[version],
            "skippedReason": "",
            "last": last,
            "build": {"version": "", "engine": "", "device": "", "threads": 1, "processor": ""},
        }
        self.send("policies", "PolicyUpdate", f"{self.spec['policyId']}/{version % (lag + 2)}", update)

    def status(self, state, since, reason=""):
        policy = self.spec["policyId"]
        record = {"policyId": policy, "state": state, "reason": reason, "sinceVersion": since, "incarnation": 0}
        self.send("status", "PolicyStatus", policy, record)

    def figures(self, version, transitions, returns=()):
        """The figures of an update, and of the episodes that ended in it."""
        policy = self.spec["policyId"]
        for value in returns:
            episode = {"agent": 0, "endSequence": 1, "episodeReturn": value, "length": 1, "terminated": True}
            self.send("metrics", "EpisodeSummary", policy, {"policyId": policy, "version": version, **episode})
        record = {"policyId": policy, "version": version, "transitions": transitions, "values": {}}
        self.send("metrics", "TrainingMetrics", policy, record)


@pytest.fixture
def learner(access):
    """A function that makes the learner of a spec."""
    return lambda spec: Learner(access, spec)
