"""The command: ``python -m streamgrad simulate``."""

import argparse
import logging
import signal
import subprocess
import sys
from collections.abc import Sequence

import confluent_kafka

from .environments import EnvironmentSource
from .errors import UserError
from .kafka import Access
from .simulator import Simulator


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns its exit status: 0 done, 1 failed, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(given)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    try:
        return _simulate(options, given)
    except UserError as problem:
        print(problem, file=sys.stderr)
        return 2
    except confluent_kafka.KafkaException as problem:
        error = problem.args[0]
        print(f"Kafka at {options.bootstrap_servers or options.client_properties}: {error.str()}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m streamgrad", description="Simulators of Streamgrad in Python.")
    commands = parser.add_subparsers(dest="command", required=True)
    simulate = commands.add_parser(
        "simulate",
        help="hosts agents of Gymnasium environments",
        description="Hosts agents: acts with the newest policies and publishes every step to Kafka. Simulators, in Python"
        " and Java, share the agents of a policy, and take over those of one that dies.",
    )
    simulate.add_argument("--bootstrap-servers", metavar="HOST:PORT", help="the Kafka cluster")
    simulate.add_argument("--client-properties", metavar="FILE", help="Kafka client properties, such as SASL and TLS")
    simulate.add_argument(
        "--topic-prefix", metavar="PREFIX", default="streamgrad", help="prefix of the topics (%(default)s)"
    )
    simulate.add_argument(
        "--env", metavar="ENV", action="append", required=True,
        help="the id of a registered Gymnasium environment, module:factory, or NAME=module:factory; may be repeated",
    )  # fmt: skip
    simulate.add_argument(
        "--policy", metavar="ID", action="append", default=[], help="act only this policy; may be repeated"
    )
    simulate.add_argument("--processes", metavar="N", type=int, default=1, help="processes (%(default)s)")
    simulate.add_argument(
        "--until-finished", action="store_true", help="end when the training of every served policy has ended"
    )
    return parser


def _simulate(options: argparse.Namespace, given: list[str]) -> int:
    if options.processes < 1 or options.processes > 256:
        raise UserError(f"--processes is {options.processes}, but must be between 1 and 256.")
    access = Access.of(options.bootstrap_servers, options.client_properties, options.topic_prefix)
    sources = [EnvironmentSource.of(text) for text in options.env]
    if options.processes > 1:
        return _several(options.processes, given)
    simulator = Simulator(access, sources, options.policy, options.until_finished)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: simulator.stop())
    simulator.run()
    return 0


def _several(count: int, given: list[str]) -> int:
    """Runs several simulator processes, and passes signals on to them."""
    command = [sys.executable, "-m", "streamgrad", *given, "--processes", "1"]
    children = [subprocess.Popen(command) for _ in range(count)]

    def end(*_: object) -> None:
        for child in children:
            child.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    return max(abs(child.wait()) for child in children)


if __name__ == "__main__":
    if sys.version_info < (3, 10):  # noqa: UP036
        sys.exit("streamgrad needs Python 3.10 or newer.")
    sys.exit(main())
