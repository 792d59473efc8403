"""Streamgrad's programs as processes."""

import json
import os
import pathlib
import shlex
import signal
import subprocess
import threading
import time
from collections.abc import Callable

HOME = pathlib.Path(__file__).resolve().parent.parent.parent
COMMAND = shlex.split(os.environ.get("STREAMGRAD_COMMAND", shlex.quote(str(HOME / "streamgrad"))))
MAY_TAKE_SECONDS = 3600  # only a hang takes that long
_LOOK_SECONDS = 0.005


_started: list[subprocess.Popen] = []
_stopping = threading.Event()


class Broken(Exception):
    """A failure that must not happen: the training does not complete."""


def run(*arguments: str) -> subprocess.CompletedProcess:
    """Runs a command until it ends; a failure contains its output."""
    ended = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=MAY_TAKE_SECONDS, check=False
    )
    if ended.returncode != 0:
        raise Broken(f"streamgrad {' '.join(arguments)} ended with status {ended.returncode}:\n{ended.stderr}{ended.stdout}")
    return ended


def start(output: pathlib.Path, *arguments: str) -> subprocess.Popen:
    """Starts a command whose output is added to a file."""
    if _stopping.is_set():
        raise Broken("stopped by a signal")
    with output.open("ab") as file:
        process = subprocess.Popen([*COMMAND, *arguments], stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    _started.append(process)
    return process


def serial_hash(place: pathlib.Path, arguments: tuple[str, ...]) -> str:
    """The parameter hash of the serial trainer, with which results are compared."""
    said = run("train", "--serial", "--quiet", "--run-dir", str(place), *arguments).stdout
    return json.loads(said.splitlines()[-1])["parameterHash"]


def run_hash(run_directory: pathlib.Path) -> str:
    """The final parameter hash of a run."""
    summary = json.loads((run_directory / "summary.json").read_text())
    if summary["outcome"] != "finished":
        raise Broken(f"{run_directory} ended as {summary['outcome']}: {summary.get('reason', '')}")
    return summary["parameterHash"]


def rows(run_directory: pathlib.Path) -> int:
    """The number of updates in the run's table."""
    table = run_directory / "progress.csv"
    try:
        return max(0, table.read_bytes().count(b"\n") - 1)
    except FileNotFoundError:
        return 0


def wait(condition: Callable[[], bool], process: subprocess.Popen, seconds: float = MAY_TAKE_SECONDS) -> bool:
    """Waits until the condition holds; false if the process ended before."""
    deadline = time.monotonic() + seconds
    while not condition():
        if process.poll() is not None:
            return False
        if time.monotonic() > deadline:
            raise Broken(f"no progress of {' '.join(process.args[len(COMMAND) :][:3])} within {seconds:.0f} s")
        time.sleep(_LOOK_SECONDS)
    return True


def end(process: subprocess.Popen) -> None:
    """Kills a process if it still runs, even if it is stopped."""
    if process.poll() is None:
        process.kill()
        process.wait()


def stop_all() -> None:
    """Kills all processes that were started and starts no more: every unfinished round then fails."""
    _stopping.set()
    for process in _started:
        if process.poll() is None:
            process.kill()


def send(pid: int, number: signal.Signals) -> bool:
    """Sends a signal; false if the process no longer exists."""
    try:
        os.kill(pid, number)
        return True
    except ProcessLookupError:
        return False
