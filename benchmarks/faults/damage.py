"""Damage to the files of a killed run."""

import pathlib
import random
import subprocess


def newest_checkpoint(checkpoints: pathlib.Path) -> pathlib.Path | None:
    """The `_metadata` file that a resuming job would use."""
    found = [path for path in checkpoints.glob("*/chk-*/_metadata")]
    return max(found, key=lambda path: (path.stat().st_mtime_ns, int(path.parent.name[4:])), default=None)


def complete_checkpoints(checkpoints: pathlib.Path) -> int:
    return len(list(checkpoints.glob("*/chk-*/_metadata")))


def begun_checkpoints(checkpoints: pathlib.Path) -> set[pathlib.Path]:
    return set(checkpoints.glob("*/chk-*"))


def damage_checkpoint(checkpoints: pathlib.Path, chance: random.Random) -> bool:
    """Truncates the newest checkpoint's metadata, or inverts one of its first bytes; false if there is no checkpoint."""
    metadata = newest_checkpoint(checkpoints)
    if metadata is None:
        return False
    content = bytearray(metadata.read_bytes())
    if chance.random() < 0.75:
        metadata.write_bytes(content[: int(len(content) * chance.choice((0, 0.3, 0.9)))])
    else:
        content[chance.randrange(4)] ^= 0xFF
        metadata.write_bytes(content)
    return True


def cut_tail(kafka: pathlib.Path, chance: random.Random) -> bool:
    """Cuts 0.1 to 40 % off the last segment of a topic, as a machine crash may; false if all topics are empty."""
    segments = {}
    for log in kafka.glob("streamgrad.*/*.log"):
        segments.setdefault(log.parent, []).append(log)
    lasts = [max(logs) for logs in segments.values()]
    lasts = sorted(log for log in lasts if log.stat().st_size > 0)
    if not lasts:
        return False
    victim = chance.choice(lasts)
    size = victim.stat().st_size
    with victim.open("r+b") as file:
        file.truncate(size - max(1, int(size * chance.choice((0.001, 0.01, 0.1, 0.4)))))
    return True


class SmallDisk:
    """A separate file system in memory, small enough to be filled. Needs root; without root it is a folder and cannot be filled."""

    def __init__(self, place: pathlib.Path, mebibytes: int = 256):
        self.place = place
        place.mkdir(parents=True)
        self.mounted = (
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", str(place)], capture_output=True, check=False
            ).returncode
            == 0
        )
        self._ballast = place / "ballast"

    def fill(self) -> None:
        """Fills the file system completely."""
        with self._ballast.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while file.write(bytes(size)):
                        pass
                except OSError:
                    pass

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def close(self) -> None:
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self.place)], check=False)
