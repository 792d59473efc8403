"""The package computes the outputs of the contract's conformance cases."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from streamgrad import philox
from streamgrad.agents import Model, noise_index
from streamgrad.distributions import Distribution, transform
from streamgrad.history import History, Rules
from streamgrad.kafka import partition
from streamgrad.networks import Network, Normaliser
from streamgrad.records import records
from streamgrad.spaces import Space
from streamgrad.versions import Submissions, Versions, fits

FOLDER = Path(__file__).parents[3] / "schemas/src/main/resources/dev/streamgrad/contract/conformance"


def decoded(name, value):
    return records().decode(name, bytes.fromhex(value))


def numbers(value):
    return np.array([float(item) for item in value], np.float32)


def space(tree):
    return Space.of_json(tree)


def headers(case):
    header = records().header(case["schema"])
    return {"header": header.hex()}


def partitions(case):
    return {"partition": partition(case["policyId"], case["agent"], case["partitions"])}


def random(case):
    if "counter" in case:
        counter = np.array([int(word, 16) for word in case["counter"]], np.uint64)
        key = tuple(int(word, 16) for word in case["key"])
        return {"words": [f"{word:08x}" for word in philox.words(counter, key)]}
    stream = lambda: philox.Streams(
        int(case["seed"]), DOMAINS[case["domain"]], np.array([case["agent"]]), np.array([int(case["index"])])
    )
    numbers = EXPECTED["random"]
    count = len(next(output for output in numbers.values() if "bits" in output)["bits"])
    return {
        "bits": [f"{int(bits):016x}" for bits in stream().bits(count)[0]],
        "uniforms": stream().uniforms(3)[0].tolist(),
        "gaussians": stream().gaussians(2)[0].tolist(),
        "resetSeed": int(stream().bits(1)[0, 0]) >> 33,
    }


DOMAINS = {
    "INITIALISATION": 0,
    "ACTION": 1,
    "ENVIRONMENT_RESET": 2,
    "ENVIRONMENT_DYNAMICS": 3,
    "SHUFFLE": 4,
    "EVALUATION": 5,
}


def features(case):
    own = space(case["observationSpace"])
    values = own.to_features(own.decode(bytes.fromhex(case["observation"])))
    if "normaliser" in case:
        statistics = dict(case["normaliser"])
        for name in ("mean", "variance"):
            statistics[name] = np.array([float(item) for item in statistics[name]], "<f8").tobytes()
        values = Normaliser(statistics)(values)
    return {"features": values[0].tolist()}


def networks(case):
    network = Network(
        case["network"], space(case["observationSpace"]), space(case["actionSpace"]),
        np.frombuffer(bytes.fromhex(case["parameters"]), "<f4"),
    )  # fmt: skip
    outputs, hidden = network(numbers(case["features"])[None])
    return {"outputs": outputs[0].tolist(), "hidden": hidden[0].tolist()}


def distribution(case):
    own = space(case["actionSpace"])
    outputs = numbers(case["outputs"])[None]
    mask = np.frombuffer(bytes.fromhex(case["mask"]), np.uint8)[None] if "mask" in case else None
    hidden = numbers(case.get("hidden", []))[None]
    log_std = np.array([float(item) for item in case.get("logStd", [])])
    if hidden.size:
        log_std = log_std.reshape(hidden.shape[1], -1)
    return own, lambda rows: Distribution(
        own, outputs.repeat(rows, 0), log_std, hidden.repeat(rows, 0), None if mask is None else mask.repeat(rows, 0)
    )


def distributions(case):
    own, of = distribution(case)
    action = numbers(case["action"])[None].astype(own.dtype)
    return {"logProbability": float(of(1).log_probability(action)[0]), "mode": of(1).mode()[0].astype(float).tolist()}


def sampling(case):
    _, of = distribution(case)
    agents = np.full(6, case["agent"])
    actions, _ = of(6).sample(philox.Streams(int(case["seed"]), philox.ACTION, agents, np.arange(6)))
    return {"actions": actions.astype(float).tolist()}


def transforms(case):
    own = space(case["actionSpace"])
    return {"environmentAction": transform(case["actionTransform"], own, numbers(case["action"])[None])[0].tolist()}


def acting(case):
    spec, update = decoded("TrainingSpec", case["spec"]), decoded("PolicyUpdate", case["policy"])
    observations, actions = (Space.of(spec["environment"][name]) for name in ("observationSpace", "actionSpace"))
    mask = np.frombuffer(bytes.fromhex(case["mask"]), np.uint8)[None] if case["mask"] else None
    distribution = Model(observations, actions, update)(observations.decode(bytes.fromhex(case["observation"])), mask)
    index = np.array([noise_index(spec, case["sequence"])])
    stream = philox.Streams(spec["seed"], philox.ACTION, np.array([case["agent"]]), index)
    sample, logs = distribution.sample(stream)
    taken = transform(spec["environment"]["actionTransform"], actions, sample)
    return {
        "action": sample[0].astype(float).tolist(),
        "environmentAction": taken[0].astype(float).tolist(),
        "logProbability": float(logs[0]),
    }


def specs(case):
    submissions = Submissions()
    for record in case["records"]:
        submissions.offer(record["key"], record["value"] and bytes.fromhex(record["value"]))
    found = {policy: submissions.in_effect(policy) for policy in submissions.policies()}
    return {"inEffect": {policy: current[0] for policy, current in found.items() if current}}


def policies(case):
    spec, version = decoded("TrainingSpec", case["spec"]), decoded("PolicyUpdate", case["value"])
    return {"accepted": fits(spec, case["key"], version)}


def blocks(case):
    rules = Rules(decoded("TrainingSpec", case["spec"]))
    return {"accepted": rules.accept(decoded("TransitionBlock", case["value"]))}


def versions(case, items, clock):
    read = Versions(decoded("TrainingSpec", case["spec"]), clock)
    for record in items:
        read.offer(decoded("PolicyUpdate", record["value"]), record["at"])
    return read


def lineages(case):
    read = versions(case, case["records"], lambda: 0)
    return {"position": read.position(), "versions": read.kept()}


def ends(case):
    now = [0.0]
    read = versions(case, case["versions"], lambda: now[0])
    for record in case["statuses"]:
        read.offer_status(decoded("PolicyStatus", record["value"]))
    now[0] = case["silentMillis"] / 1000
    return {"over": read.end() is not None}


def start(case):
    history = History(Rules(decoded("TrainingSpec", case["spec"])), case["agent"])
    for record in case["records"]:
        history.offer(record["key"], decoded("TransitionBlock", record["value"]))
    return history.resume(case["version"])


def resuming(case):
    found = start(case)
    if found is None:
        return {"wait": True}
    return {
        "wait": False,
        "incarnation": found.incarnation,
        "sequence": found.sequence,
        "episode": found.episode + (1 if found.actions else 0),
    }


def replaying(case):
    found = start(case)
    return {"episode": found.episode, "actions": found.actions.hex(), "observations": found.observations.hex()}


GROUPS = {
    function.__name__: function
    for function in (
        headers, partitions, random, features, networks, distributions, sampling, transforms, acting, specs, policies, blocks,
        lineages, ends, resuming, replaying,
    )
}  # fmt: skip


def read(kind, group):
    return json.loads((FOLDER / kind / f"{group}.json").read_text(encoding="utf-8"))


CASES = {group: read("cases", group) for group in GROUPS}
EXPECTED = {group: read("expected", group) for group in GROUPS}


@pytest.mark.parametrize(
    ("group", "name"), [(group, name) for group, cases in CASES.items() for name in cases["cases"]]
)
def test_equals_the_expected_output(group, name):
    own = GROUPS[group](CASES[group]["cases"][name])
    tolerances = CASES[group]["tolerances"]
    assert own, "an output"
    for field, value in own.items():
        if field in EXPECTED[group][name]:
            assert_close(value, EXPECTED[group][name][field], tolerances.get(field, 0.0))


def assert_close(own, expected, tolerance):
    if isinstance(expected, list):
        assert len(own) == len(expected)
        for one, other in zip(own, expected):
            assert_close(one, other, tolerance)
    elif isinstance(expected, dict):
        assert own == expected
    elif tolerance and not isinstance(expected, (bool, str)):
        assert math.isclose(own, expected, rel_tol=tolerance, abs_tol=tolerance)
    else:
        assert own == (float(expected) if isinstance(own, float) else expected)
