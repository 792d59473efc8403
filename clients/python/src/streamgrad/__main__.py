"""The command ``python -m streamgrad``."""

import argparse
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import confluent_kafka

from .describe import describe
from .environments import EnvironmentSource, scalar
from .errors import UserError
from .evaluation import evaluate
from .kafka import Access
from .policy import Policy
from .simulator import Simulator

_ENVIRONMENT = "the id of a registered Gymnasium environment, module:factory, or NAME=module:factory"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns its exit status: 0 done, 1 failed, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(given)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    try:
        return options.run(options, given)
    except UserError as problem:
        print(problem, file=sys.stderr)
        return 2
    except confluent_kafka.KafkaException as problem:
        error = problem.args[0]
        print(f"Kafka at {options.bootstrap_servers or options.client_properties}: {error.str()}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m streamgrad", description="Simulators and clients of Streamgrad in Python."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    _add_simulate(commands)
    _add_describe(commands)
    _add_evaluate(commands)
    return parser


def _add_simulate(commands: Any) -> None:
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
        help=f"{_ENVIRONMENT}; may be repeated",
    )  # fmt: skip
    _add_option(simulate)
    simulate.add_argument(
        "--policy", metavar="ID", action="append", default=[], help="act only this policy; may be repeated"
    )
    simulate.add_argument("--processes", metavar="N", type=int, default=1, help="processes (%(default)s)")
    simulate.add_argument(
        "--until-finished", action="store_true", help="end when the training of every served policy has ended"
    )
    simulate.add_argument(
        "--end-with-input",
        action="store_true",
        help="end when the standard input ends, as it does with the starting process",
    )
    simulate.set_defaults(run=_simulate)


def _add_describe(commands: Any) -> None:
    describing = commands.add_parser(
        "describe",
        help="prints the spaces of an environment",
        description="Prints what a training spec needs to know of an environment, as a JSON object.",
    )
    describing.add_argument("--env", metavar="ENV", required=True, help=_ENVIRONMENT)
    _add_option(describing)
    describing.set_defaults(run=_describe)


def _add_evaluate(commands: Any) -> None:
    evaluating = commands.add_parser(
        "evaluate",
        help="plays a trained policy",
        description="Plays a run's final policy, or its best, in its Gymnasium environment, and prints the mean return.",
    )
    evaluating.add_argument("--run-dir", metavar="DIR", type=Path, help="directory of the run")
    which = evaluating.add_mutually_exclusive_group()
    which.add_argument("--best", action="store_true", help="play the version with the best evaluation during training")
    which.add_argument("--policy", metavar="FILE", help="a policy file, of the run if --run-dir is given")
    evaluating.add_argument("--spec", metavar="FILE", help="the training spec of the policy (spec.json beside it)")
    evaluating.add_argument("--env", metavar="ENV", help=f"{_ENVIRONMENT} (that of the training spec)")
    _add_option(evaluating)
    evaluating.add_argument("--episodes", metavar="N", type=int, default=100, help="number of episodes (%(default)s)")
    evaluating.add_argument("--stochastic", action="store_true", help="sample actions, not the most probable ones")
    evaluating.add_argument("--seed", metavar="N", type=int, default=1, help="seed of the evaluation (%(default)s)")
    evaluating.add_argument("--json", action="store_true", help="print JSON to a terminal, too")
    evaluating.set_defaults(run=_evaluate)


def _evaluate(options: argparse.Namespace, _: list[str]) -> int:
    if options.episodes < 1:
        raise UserError(f"--episodes is {options.episodes}, but must be at least 1.")
    if options.run_dir is None and options.policy is None:
        raise UserError("No policy is given: use --run-dir DIR, or --policy FILE with --spec FILE.")
    file = options.policy or ("best-policy.avro" if options.best else "policy.avro")
    path = (options.run_dir or Path()) / file
    if options.best and not path.exists():
        raise UserError(f"{path} does not exist; a run has a best policy if it was trained with --eval-every.")
    policy = Policy.load(path, options.spec or (options.run_dir and options.run_dir / "spec.json"))
    source = EnvironmentSource.of(options.env or policy.spec["environment"]["id"], dict(options.option))
    played = evaluate(policy, source, options.episodes, not options.stochastic, options.seed)
    result = {
        "policyId": policy.spec["policyId"],
        "version": policy.version,
        "parameterHash": policy.hash,
        "episodes": options.episodes,
        "greedy": not options.stochastic,
        "meanReturn": float(played.returns.mean()),
        "stdReturn": float(played.returns.std()),
        "meanLength": float(played.lengths.mean()),
    }
    if options.json or not sys.stdout.isatty():
        print(json.dumps(result))
    else:
        print("\n".join(f"{name:<14} {value}" for name, value in result.items()))
    return 0


def _add_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--option", metavar="NAME=VALUE", action="append", default=[], type=_option,
        help="an argument of the environment: a number, true, false or a text; may be repeated",
    )  # fmt: skip


def _option(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise argparse.ArgumentTypeError(f"'{text}' is no option of an environment; write NAME=VALUE")
    return name, scalar(value)


def _describe(options: argparse.Namespace, _: list[str]) -> int:
    print(json.dumps(describe(options.env, dict(options.option)), ensure_ascii=False))
    return 0


def _simulate(options: argparse.Namespace, given: list[str]) -> int:
    if options.processes < 1 or options.processes > 256:
        raise UserError(f"--processes is {options.processes}, but must be between 1 and 256.")
    access = Access.of(options.bootstrap_servers, options.client_properties, options.topic_prefix)
    sources = [EnvironmentSource.of(text, dict(options.option)) for text in options.env]
    if options.processes > 1:
        return _several(options.processes, given)
    simulator = Simulator(access, sources, options.policy, options.until_finished)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: simulator.stop())
    if options.end_with_input:
        threading.Thread(target=_await_end_of_input, args=(simulator.stop,), daemon=True).start()
    simulator.run()
    return 0


def _await_end_of_input(then: Callable[[], None]) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    then()


def _several(count: int, given: list[str]) -> int:
    """Runs several simulator processes, and passes signals on to them."""
    command = [sys.executable, "-m", "streamgrad", *given, "--processes", "1"]
    children = [subprocess.Popen(command) for _ in range(count)]

    def end(*_: object) -> None:
        for child in children:
            child.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    running = list(children)
    while running:
        time.sleep(0.1)
        for child in [child for child in running if child.poll() is not None]:
            running.remove(child)
            if child.returncode:
                logging.getLogger("streamgrad").error(
                    "Simulator process %d ended with status %d", child.pid, child.returncode
                )
    return max(abs(child.returncode) for child in children)


if __name__ == "__main__":
    if sys.version_info < (3, 10):  # noqa: UP036
        sys.exit("streamgrad needs Python 3.10 or newer.")
    sys.exit(main())
