"""Faults of a training in one process, `train`, which is resumed with `--resume` after each."""

import pathlib
import random
import shutil
import signal
import subprocess
import time
from collections import Counter

from faults import damage, programs
from faults.plan import Outcome, Round

_ENDS_WITHIN_SECONDS = 120


class EmbeddedRound:
    """One round: the process, its run directory, and the faults that have happened to them."""

    def __init__(self, plan: Round, place: pathlib.Path, stop_seconds: float):
        self.plan = plan
        self.chance: random.Random = plan.chance()
        self.stop_seconds = stop_seconds
        self.disk = damage.SmallDisk(place / "disk")
        self.directory = self.disk.place / "run"
        self.copy = place / "before"
        self.output = place / "output.txt"
        self.outcome = Outcome(plan, Counter())
        self.process: subprocess.Popen | None = None

    def run(self) -> Outcome:
        begun = time.monotonic()
        try:
            for number, kind in enumerate(self.plan.kinds):
                if not self.fault(kind, number):
                    break
            self.finish()
            wanted = programs.serial_hash(self.output.parent / "serial", self.plan.spec.seeded(self.plan.seed))
            self.outcome.same = programs.run_hash(self.directory) == wanted
        except programs.Broken as problem:
            self.outcome.problem = f"{problem}; {self.last_words()}"
        finally:
            if self.process is not None:
                programs.end(self.process)
            self.disk.close()
        self.outcome.seconds = time.monotonic() - begun
        return self.outcome

    def begin(self) -> subprocess.Popen:
        """Returns the running process, or starts the next one, which resumes."""
        if self.process is None or self.process.poll() is not None:
            if (self.directory / "spec.json").exists():
                arguments = ["train", "--resume"]
            else:  # killed before it wrote the spec
                shutil.rmtree(self.directory, ignore_errors=True)
                arguments = ["train", *self.plan.spec.seeded(self.plan.seed)]
            self.process = programs.start(self.output, *arguments, "--quiet", "--run-dir", str(self.directory))
        return self.process

    def fault(self, kind: str, number: int) -> bool:
        """Makes the fault happen; false if the training has finished."""
        if kind in ("killed at start", "killed at resume") or (kind == "full disk" and not self.disk.mounted):
            kind = self.kill_soon()
            happened = bool(kind)
        elif kind == "stopped for a while":
            happened = self.reach(number) and self.stop()
        elif kind == "killed at a checkpoint":
            happened = self.kill_at_checkpoint()
        elif kind == "full disk":
            happened = self.reach(number) and self.fill_disk()
        else:
            happened = self.reach(number) and self.kill()
            if happened and kind != "killed in training":
                happened = self.damage(kind)
        if happened:
            self.outcome.happened[kind] += 1
        return self.process is None or self.process.poll() != 0

    def reach(self, number: int) -> bool:
        """Trains until the update of this fault; false if the process ended before."""
        share = self.plan.spec.updates * (number + 1) // (len(self.plan.kinds) + 2)
        goal = max(share, programs.rows(self.directory) + 2)
        return programs.wait(lambda: programs.rows(self.directory) >= goal, self.begin())

    def kill(self) -> bool:
        process = self.begin()
        process.kill()
        return process.wait() == -signal.SIGKILL

    def kill_soon(self) -> str:
        """Kills the next process in its first seconds, and returns the kind of fault; empty if it was none."""
        if self.process is not None and self.process.poll() is None:
            self.outcome.happened["killed in training"] += self.kill()
        kind = "killed at resume" if (self.directory / "spec.json").exists() else "killed at start"
        process = self.begin()
        try:
            process.wait(self.chance.uniform(0.3, 6))
        except subprocess.TimeoutExpired:
            process.kill()
        return kind if process.wait() == -signal.SIGKILL else ""

    def kill_at_checkpoint(self) -> bool:
        checkpoints = self.directory / "checkpoints"
        process = self.begin()
        before = damage.begun_checkpoints(checkpoints)
        if not programs.wait(lambda: bool(damage.begun_checkpoints(checkpoints) - before), process):
            return False
        return self.kill()

    def stop(self) -> bool:
        process = self.begin()
        process.send_signal(signal.SIGSTOP)
        time.sleep(self.stop_seconds)
        process.send_signal(signal.SIGCONT)
        return True

    def fill_disk(self) -> bool:
        """Fills the disk until the process has ended, then frees the space."""
        process = self.begin()
        self.disk.fill()
        try:
            process.wait(_ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            raise programs.Broken(f"the disk is full, but the training did not end within {_ENDS_WITHIN_SECONDS} s") from None
        finally:
            self.disk.free()
        return process.returncode != 0

    def damage(self, kind: str) -> bool:
        """Damages the files of the killed process. If the next start rejects them, the damage is undone."""
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.directory, self.copy)
        if kind == "lost the tail of a topic":
            happened = damage.cut_tail(self.directory / "kafka", self.chance)
        else:
            happened = damage.damage_checkpoint(self.directory / "checkpoints", self.chance)
        if happened and not self.resumes():
            self.outcome.rejected += 1
            shutil.rmtree(self.directory)
            shutil.copytree(self.copy, self.directory)
        return happened

    def resumes(self) -> bool:
        """Whether the resumed training makes progress or completes."""
        before = programs.rows(self.directory)
        process = self.begin()
        if programs.wait(lambda: programs.rows(self.directory) > before, process):
            return True
        return process.returncode == 0

    def finish(self) -> None:
        """Waits until the training completes."""
        if self.process is not None and self.process.poll() == 0:
            return
        status = self.begin().wait(programs.MAY_TAKE_SECONDS)
        if status != 0:
            raise programs.Broken(f"the training ended with status {status}")

    def last_words(self) -> str:
        return " ".join(self.output.read_text(errors="replace").splitlines()[-3:]) if self.output.exists() else ""
