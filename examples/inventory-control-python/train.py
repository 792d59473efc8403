"""Trains a policy that orders, on a running cluster; --help lists the options."""

import argparse

from inventory import make
from streamgrad import GymnasiumSimulator, Training

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--bootstrap-servers", default=None, help="the Kafka cluster")
parser.add_argument("--client-properties", default=None, help="Kafka client properties, such as SASL and TLS")
parser.add_argument("--policy", default="inventory", help="id of the policy (%(default)s)")
parser.add_argument("--total-steps", type=int, default=1_000_000, help="transitions to learn from (%(default)s)")
options = parser.parse_args()

ENVIRONMENT = "InventoryControl-v0=inventory:make"
SETTINGS = {
    "rollouts.agents": 8,
    "rollouts.rolloutLength": 128,
    "update.minibatchSize": 256,
    "advantage.gamma": 0.95,
    "advantage.lambda": 0.9,
    "loss.entropyCoefficient": 0.01,
    "optimiser.learningRate": "linear(0.001)",
}
kafka = {"bootstrap_servers": options.bootstrap_servers, "client_properties": options.client_properties}
training = Training.submit(
    ENVIRONMENT, total_steps=options.total_steps, settings=SETTINGS, policy=options.policy, **kafka
)
with GymnasiumSimulator(ENVIRONMENT, **kafka, policies=[training.id]):
    for progress in training.watch():
        if progress.version % 20 == 0 or progress.state != "RUNNING":
            print(progress, flush=True)
policy, environment = training.policy(), make()
observation, _ = environment.reset(seed=1)
print("Order first:", policy.predict(observation))
