#!/usr/bin/env python3
"""Runs Streamgrad and Stable-Baselines3 alternately on this machine; prints a Markdown table of environment steps per second.

    benchmarks/side_by_side.py             five pairs per setting
    benchmarks/side_by_side.py --pairs 3 --only a2c

The first run creates benchmarks/.venv and installs Stable-Baselines3 there. Its thread count is the faster of one and two, which is
determined first. Streamgrad runs with everything: broker, mini cluster, simulator. Both rates exclude the start.
"""

import argparse
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
LAUNCHER = HERE.parent / "streamgrad"
MAY_TAKE_SECONDS = 900

THROUGHPUT = (
    "rollouts.agents=64", "rollouts.rolloutLength=128", "rollouts.lag=1", "update.minibatchSize=2048", "update.epochs=4",
    "advantage.gamma=0.99", "advantage.lambda=0.95", "optimiser.learningRate=3e-4", "loss.clipRange=0.2",
)  # fmt: skip

# name: (algorithm, steps, Streamgrad's settings in addition to the preset, the wanted ratio)
SETTINGS = {
    "ppo": ("ppo", 100_000, (), 1.0),
    "a2c": ("a2c", 200_000, (), 0.7),
    "throughput": ("ppo", 819_200, THROUGHPUT, 1.0),
}


def interpreter(given: str) -> str:
    """The path of a Python with Stable-Baselines3."""
    if given:
        return given
    home = HERE / ".venv"
    if not home.exists():
        print("Installing Stable-Baselines3 into benchmarks/.venv ...", file=sys.stderr)
        venv.create(home, with_pip=True)
        pip = [str(home / "bin" / "pip"), "install", "--quiet", "--requirement", str(HERE / "requirements.txt")]
        subprocess.run(pip, check=True)
    return str(home / "bin" / "python")


def last_line(command: list[str], may_take_seconds: int = MAY_TAKE_SECONDS) -> dict:
    """Runs a command and reads the JSON on its last line."""
    ended = subprocess.run(command, capture_output=True, text=True, timeout=may_take_seconds, check=False)
    if ended.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with status {ended.returncode}:\n{ended.stderr}")
    return json.loads(ended.stdout.splitlines()[-1])


def peer(python: str, setting: str, seed: int, threads: int) -> float:
    """Stable-Baselines3's rate."""
    steps = SETTINGS[setting][1]
    return last_line([python, str(HERE / "peer.py"), setting, str(seed), str(steps), str(threads)])["stepsPerSecond"]


def ours(setting: str, seed: int) -> dict:
    """Streamgrad's summary."""
    algorithm, steps, settings, _ = SETTINGS[setting]
    with tempfile.TemporaryDirectory() as scratch:
        command = [
            str(LAUNCHER), "train", "--quiet", "--algorithm", algorithm, "--env", "CartPole-v1", "--seed", str(seed),
            "--total-steps", str(steps), "--run-dir", f"{scratch}/run",
        ]  # fmt: skip
        for value in settings:
            command += ["--set", value]
        return last_line(command)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--only", choices=sorted(SETTINGS), help="only this setting")
    parser.add_argument("--python", default="", help="a Python with Stable-Baselines3 (default: that of benchmarks/.venv)")
    options = parser.parse_args()
    python = interpreter(options.python)
    print("| setting | Streamgrad, steps/s: median (min … max) | Stable-Baselines3: median (min … max), threads |"
          " ratio per pair: median (min … max) | wanted | first update |")
    print("| --- | --- | --- | --- | --- | --- |", flush=True)
    for setting, (_, _, _, wanted) in SETTINGS.items():
        if options.only not in (None, setting):
            continue
        threads = max((1, 2), key=lambda count: peer(python, setting, 0, count))
        pairs = [(ours(setting, seed), peer(python, setting, seed, threads)) for seed in range(1, options.pairs + 1)]
        rates = [summary["stepsPerSecond"] for summary, _ in pairs]
        peers = [rate for _, rate in pairs]
        ratios = [rate / other for rate, other in zip(rates, peers)]
        first = max(summary["firstUpdateSeconds"] for summary, _ in pairs)
        print(
            f"| {setting} | {spread(rates, '{:,.0f}')} | {spread(peers, '{:,.0f}')}, {threads} |"
            f" {spread(ratios, '{:.2f}')} | ≥ {wanted} | {first:.1f} s |",
            flush=True,
        )
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nLargest resident memory of any process: {memory:,.0f} MB.")


def spread(values: list[float], form: str) -> str:
    """Median, minimum and maximum."""
    return f"{form.format(statistics.median(values))} ({form.format(min(values))} … {form.format(max(values))})"


if __name__ == "__main__":
    main()
