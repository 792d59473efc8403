"""Trains a policy for a Gymnasium environment on a running cluster, such as that of ./streamgrad cluster start."""

import gymnasium
from streamgrad import GymnasiumSimulator, Training

env = gymnasium.make("CartPole-v1")
training = Training.submit(env, total_steps=50_000, policy="python-cartpole", bootstrap_servers="127.0.0.1:9092")
with GymnasiumSimulator(env, bootstrap_servers="127.0.0.1:9092"):
    for progress in training.watch():
        print(progress)
policy = training.policy()
observation, _ = env.reset(seed=1)
print("The first action:", policy.predict(observation))
