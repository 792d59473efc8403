"""
An actor for CartPole-v1 in plain Python, written from docs/contract.md: it hosts agents of one policy and shares them
with other processes.

It takes three shortcuts that the contract allows: it draws its own random numbers, it abandons an open episode instead
of replaying it, and it leaves the order of sums to numpy.
"""

import argparse
import os
import pathlib
import secrets
import socket
import sys
import time
from functools import partial

import confluent_kafka as kafka
import gymnasium
import numpy as np
from confluent_kafka.admin import AdminClient
from contract import Records, features, forward, log_probabilities, partition
from history import History
from training import Submissions, Versions, fits

SCHEMAS = pathlib.Path(__file__).parents[2] / "schemas/src/main/resources/dev/streamgrad/contract/avro"
INPUTS, ACTIONS = 4, 2
SESSION = 20  # seconds after which a fenced agent is claimed again


class Agent:
    """One environment. It acts a block at a time."""

    def __init__(self, spec, number, incarnation, sequence, episode):
        self.spec, self.number, self.incarnation = spec, number, incarnation
        self.sequence, self.episode, self.step = sequence, episode, 0
        self.length = spec["rollouts"]["rolloutLength"]
        self.environment = gymnasium.make(
            "CartPole-v1", max_episode_steps=spec["environment"]["maxEpisodeSteps"] or 500
        )
        self.observation = self.environment.reset()[0]
        self.random = np.random.default_rng()

    def version(self):
        """The version that acts in the rollout of the next step."""
        return max(0, self.sequence // self.length - self.spec["rollouts"]["lag"])

    def act(self, update):
        """Acts to the end of the rollout, at most 128 steps, and returns the block."""
        parameters = np.frombuffer(update["parameters"], "<f4")
        block = dict(
            policyId=self.spec["policyId"], agent=self.number, incarnation=self.incarnation, rolloutLength=self.length,
            firstSequence=self.sequence, policyVersion=update["version"], episode=self.episode, episodeStep=self.step,
        )  # fmt: skip
        rows, nexts = [], []
        while not rows or (self.sequence % self.length and len(rows) < 128):
            logits = forward(
                self.spec["network"], ACTIONS, parameters, features(self.observation, update["normaliser"])
            )
            logs = log_probabilities(logits)
            action = int(self.random.uniform() < np.exp(logs[1]))
            seen = self.observation
            self.observation, reward, terminated, truncated, _ = self.environment.step(action)
            rows.append((seen, action, logs[action], reward, terminated, truncated))
            self.sequence, self.step = self.sequence + 1, self.step + 1
            if terminated or truncated or self.sequence % self.length == 0:
                nexts.append(self.observation)
            if terminated or truncated:
                self.episode, self.step, self.observation = self.episode + 1, 0, self.environment.reset()[0]
        names = ("observations", "actions", "logProbabilities", "rewards", "terminated", "truncated")
        columns = zip(names, ("<f4", "<i4", "<f4", "<f8", "u1", "u1"), zip(*rows))
        block.update((name, np.array(column, kind).tobytes()) for name, kind, column in columns)
        return block | {"nextObservations": np.array(nexts, "<f4").tobytes()}


class Reader:
    """Reads partitions from their beginning, outside any group."""

    def __init__(self, servers, places, handle):
        self.handle, self.next = handle, dict.fromkeys(places, 0)
        self.consumer = kafka.Consumer(
            {"bootstrap.servers": servers, "group.id": "unused", "enable.partition.eof": True}
        )
        self.consumer.assign([kafka.TopicPartition(*place, kafka.OFFSET_BEGINNING) for place in places])

    def read(self, patience):
        for message in self.consumer.consume(1000, patience):
            error = message.error()
            if error and error.code() != kafka.KafkaError._PARTITION_EOF:
                raise kafka.KafkaException(error)
            self.next[message.topic(), message.partition()] = message.offset() + (0 if error else 1)
            if not error:
                self.handle(message)

    def read_to_end(self):
        ends = {p: self.consumer.get_watermark_offsets(kafka.TopicPartition(*p), timeout=30)[1] for p in self.next}
        while any(self.next[place] < end for place, end in ends.items()):
            self.read(0.1)


class Process:
    """Follows the topics, is a member of the policy's group, and acts for the agents that are assigned to it."""

    def __init__(self, servers, prefix, policy):
        self.servers, self.prefix, self.policy = servers, prefix, policy
        self.records, self.name = Records(SCHEMAS), f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        settings = {"enable.idempotence": True, "linger.ms": 0, "message.timeout.ms": 0, "message.max.bytes": 64 << 20}
        self.producer = kafka.Producer({"bootstrap.servers": servers, "acks": "all", **settings})
        topics = self.producer.list_topics(timeout=30).topics
        self.partitions = {name: len(topics[f"{prefix}.{name}"].partitions) for name in ("transitions", "agents")}
        self.submissions, self.versions, self.claims = Submissions(policy, self.records), None, {}
        self.announced = 0
        self.agents, self.assigned, self.fenced = {}, set(), {}  # fenced: when an agent may be claimed again

    def run(self):
        """Acts until the training is over, and returns how it ended."""
        specs = self.reader([("training-specs", 0)], self.take_spec)
        specs.read_to_end()
        while (spec := self.submissions.in_effect()[1]) is None:
            specs.read(1)
        if reason := unable(spec):
            sys.exit(f"This actor cannot act policy {self.policy}: {reason}.")
        self.versions = Versions(spec)
        news = [("policies", 0), ("status", 0)] + [("agents", number) for number in range(self.partitions["agents"])]
        self.news = self.reader(news, self.take)
        self.news.read_to_end()
        self.await_earlier_release()
        group = self.join()
        while (end := self.versions.end()) is None:
            specs.read(0)
            self.versions.spec = self.submissions.in_effect()[1] or self.versions.spec
            group.poll(0)
            self.start()
            acting = self.act()
            self.announce(valid_millis=10_000)
            self.producer.poll(0)
            self.news.read(0 if acting else 0.02)
        self.announce(valid_millis=0)
        self.producer.flush()
        group.close()
        return f"{end['state']} at version {end['sinceVersion']}. {end['reason']}"

    def reader(self, places, handle):
        return Reader(self.servers, [(f"{self.prefix}.{topic}", number) for topic, number in places], handle)

    def take_spec(self, record):
        self.submissions.offer(record.key().decode(), record.value())

    def take(self, record):
        """Takes a version, a status or a claim."""
        topic, key = record.topic().removeprefix(f"{self.prefix}."), record.key().decode()
        if topic == "status" and key == self.policy:
            self.versions.offer_status(self.records.decode("PolicyStatus", record.value()))
        elif topic == "policies" and key.startswith(f"{self.policy}/"):
            update, spec = self.records.decode("PolicyUpdate", record.value()), self.versions.spec
            if fits(spec, size(spec["network"]), INPUTS, key, update):
                self.versions.offer(update, record.timestamp()[1])
        elif topic == "agents" and key.startswith(f"{self.policy}/"):
            claims = self.claims.setdefault(int(key.split("/")[1]), {})
            claims.pop(key, None)
            if claim := self.records.decode("AgentRecord", record.value()):
                claims[key] = claim["incarnation"]

    def await_earlier_release(self):
        """Waits until the group of earlier releases, which had one for all policies, has no members."""
        earlier, admin, said = f"{self.prefix}-simulators", AdminClient({"bootstrap.servers": self.servers}), False
        while members(admin, earlier):
            if not said:
                print(f"Waiting for the simulators of an earlier release to leave the group {earlier}.", flush=True)
            said = True
            time.sleep(1)

    def join(self):
        """Joins the policy's group, which assigns partitions and with them agents."""

        def assign(group, places):
            group.incremental_assign(places)
            group.pause(places)
            self.assigned.update(place.partition for place in places)

        def revoke(group, places):
            self.assigned.difference_update(place.partition for place in places)
            self.agents = {
                n: agent for n, agent in self.agents.items() if self.place("transitions", n) in self.assigned
            }
            self.producer.flush()
            group.incremental_unassign(places)

        group = kafka.Consumer({
            "bootstrap.servers": self.servers, "group.id": f"{self.prefix}-simulators.{self.policy}",
            "partition.assignment.strategy": "cooperative-sticky", "enable.auto.commit": False,
            "session.timeout.ms": 6000, "heartbeat.interval.ms": 500, "max.poll.interval.ms": 30000,
        })  # fmt: skip
        group.subscribe([f"{self.prefix}.transitions"], on_assign=assign, on_revoke=revoke, on_lost=revoke)
        return group

    def announce(self, valid_millis):
        """Announces every 2 s, and when this process leaves, what it can act."""
        now = time.monotonic()
        if valid_millis and now < self.announced + 2:
            return
        self.announced = now
        announcement = dict(
            process=self.name, software="plain-python-actor 1", environments=["CartPole-v1"], policies=[self.policy],
            rejections={}, validMillis=valid_millis,
        )  # fmt: skip
        value = self.records.encode("SimulatorAnnouncement", announcement)
        self.producer.produce(f"{self.prefix}.simulators", value, self.name)

    def start(self):
        """Claims the assigned agents that do not act yet, and starts them where the log ends."""
        spec, now = self.versions.spec, time.monotonic()
        numbers = [
            n for n in range(spec["rollouts"]["agents"])
            if self.place("transitions", n) in self.assigned and n not in self.agents and self.fenced.get(n, 0) <= now
        ]  # fmt: skip
        if not numbers:
            return
        histories = {n: History(spec, n) for n in numbers}
        log = self.reader(
            {("transitions", self.place("transitions", n)) for n in numbers}, partial(self.offer, histories)
        )
        log.read_to_end()
        self.news.read_to_end()
        claims = {n: self.claim(n, histories[n].incarnation()) for n in numbers}
        self.producer.flush()
        self.news.read_to_end()
        log.read_to_end()
        for number, key in claims.items():
            if self.wins(number, key):
                self.agents[number] = Agent(spec, number, self.claims[number][key], *self.resume(histories[number]))

    def offer(self, histories, record):
        block, key = (
            self.records.decode("TransitionBlock", record.value()),
            (record.key() or b"").decode(errors="replace"),
        )
        for history in histories.values():
            history.offer(key, block)

    def claim(self, number, incarnation):
        """Sends a claim, and returns its key."""
        newest = max([incarnation, *self.claims.get(number, {}).values()])
        claim = dict(
            policyId=self.policy, agent=number, incarnation=min(newest + 1, 2**31 - 1), fromSequence=-1,
            bookmarkOffset=-1, bookmarkSequence=-1, process=self.name,
        )  # fmt: skip
        key = f"{self.policy}/{number}/{secrets.token_hex(16)}"
        self.send("agents", number, key, self.records.encode("AgentRecord", claim))
        return key

    def wins(self, number, key):
        """Whether a claim is above every claim before it. If so, withdraws those; otherwise withdraws the claim."""
        claims = self.claims[number]
        earlier = list(claims)[: list(claims).index(key)]
        valid = claims[key] == 2**31 - 1 or all(claims[other] < claims[key] for other in earlier)
        for other in earlier if valid else [key]:
            self.send("agents", number, other, None)
        return valid

    def resume(self, history):
        """Where an agent starts. Waits for the learner if the log has lost rows that the learner has seen."""
        if (start := history.resume(self.versions.position())) is None:
            before = self.versions.count
            while self.versions.count == before:
                self.news.read(0.1)
            start = history.resume(self.versions.position(), waited=True)
        return start

    def act(self):
        """Lets every agent act whose version is there. Returns whether any acted."""
        acted = False
        for number, agent in list(self.agents.items()):
            claims = list(self.claims[number])
            fenced = any(self.claims[number][key] > agent.incarnation for key in claims)
            if fenced or self.versions.is_out_of_reach(agent.version()):
                del self.agents[number]
                self.fenced[number] = time.monotonic() + (SESSION if fenced else 0)
            elif update := self.versions.find(agent.version()):
                key = f"{self.policy}/{number}"
                self.send("transitions", number, key, self.records.encode("TransitionBlock", agent.act(update)))
                acted = True
        return acted

    def place(self, topic, number):
        return partition(self.policy, number, self.partitions[topic])

    def send(self, topic, number, key, value):
        def delivered(error, _):
            if error:
                raise kafka.KafkaException(error)

        place = self.place(topic, number)
        self.producer.produce(f"{self.prefix}.{topic}", value, key, partition=place, on_delivery=delivered)


def members(admin, group):
    try:
        return admin.describe_consumer_groups([group])[group].result().members
    except kafka.KafkaException as error:
        if error.args[0].code() == kafka.KafkaError.GROUP_ID_NOT_FOUND:
            return []
        raise


def size(network):
    """The size of the flat vector: the actor, then the critic."""
    widths = [INPUTS, *network["hidden"]]
    hidden = sum((columns + 1) * rows for columns, rows in zip(widths, widths[1:]))
    return 2 * hidden + (widths[-1] + 1) * (ACTIONS + 1)


def unable(spec):
    """Why this actor cannot act a policy; empty if it can."""
    environment, network = spec["environment"], spec["network"]
    if environment["id"] != "CartPole-v1" or environment["actionMasks"] or environment["stickyActions"]:
        return "its environment is not plain CartPole-v1"
    return "its network has convolutions" if network["filters"] else ""


def main():
    options = argparse.ArgumentParser(description="Acts a policy for CartPole-v1 until its training is over.")
    options.add_argument("--bootstrap-servers", required=True, metavar="HOST:PORT")
    options.add_argument("--policy", required=True, metavar="ID")
    options.add_argument("--topic-prefix", default="streamgrad", metavar="PREFIX")
    chosen = options.parse_args()
    print(Process(chosen.bootstrap_servers, chosen.topic_prefix, chosen.policy).run())


if __name__ == "__main__":
    main()
