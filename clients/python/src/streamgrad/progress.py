"""The progress of a training, from the records of the job's topics."""

import time
from collections import deque
from dataclasses import dataclass, replace
from typing import Any

from .records import Record, records
from .versions import Versions, fits

_EPISODES = 100
_LAST_FIGURES_SECONDS = 10


@dataclass(frozen=True)
class Progress:
    """
    What is known of a training.

    state: RUNNING, WAITING, STALLED, FINISHED, FAILED or STOPPED
    reason: why, for a person; often empty
    version: the newest policy version; -1 if there is none
    transitions: learned from so far
    episodes: ended so far
    mean_return: of the last 100 episodes; None if none has ended
    """

    policy: str
    state: str = "RUNNING"
    reason: str = ""
    version: int = -1
    transitions: int = 0
    episodes: int = 0
    mean_return: float | None = None

    def __str__(self) -> str:
        mean = "" if self.mean_return is None else f", return {self.mean_return:.1f}"
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.policy} {self.state}, version {self.version}, {self.transitions} transitions{mean}{reason}"


class Following:
    """Folds the records of the job's topics into the progress of one training."""

    def __init__(self, spec: Record) -> None:
        self.versions = Versions(spec)
        self._spec, self._policy = spec, spec["policyId"]
        self._returns: deque[float] = deque(maxlen=_EPISODES)
        self._progress = Progress(self._policy)
        self._news: list[Progress] = []
        self._ended_at: float | None = None

    def take(self, topic: str, message: Any) -> None:
        """Takes the next record of a topic."""
        key = (message.key() or b"").decode(errors="replace")
        if topic == "policies" and key.startswith(f"{self._policy}/"):
            update = records().decode("PolicyUpdate", message.value())
            if update is not None and fits(self._spec, key, update):
                self.versions.offer(update, message.timestamp()[1])
        elif topic == "status" and key == self._policy:
            self._take_status(records().decode("PolicyStatus", message.value()))
        elif topic == "metrics" and key == self._policy:
            self._take_metrics(message.value())

    def news(self) -> list[Progress]:
        """The progress since the last call."""
        end = self.versions.end()
        if end is not None and self._ended_at is None:
            self._ended_at = time.monotonic()
        if self.has_ended() and end is not None:
            self._tell(
                state=end["state"], reason=end["reason"], version=max(self.versions.position(), self._progress.version)
            )
        found, self._news = self._news, []
        return found

    def has_ended(self) -> bool:
        """Whether the training has ended and its last figures have arrived. The topics have no common order."""
        return self._ended_at is not None and (
            self._progress.version >= self.versions.position()
            or time.monotonic() - self._ended_at > _LAST_FIGURES_SECONDS
        )

    def _take_status(self, status: Record | None) -> None:
        if status is None or status["policyId"] != self._policy:
            return
        self.versions.offer_status(status)
        if status["state"] not in ("FINISHED", "FAILED", "STOPPED"):  # an end counts only if the versions confirm it
            waits = status["reason"].startswith("WAITING: ")
            self._tell(state="WAITING" if waits else status["state"], reason=status["reason"].removeprefix("WAITING: "))

    def _take_metrics(self, value: bytes) -> None:
        if (episode := records().decode("EpisodeSummary", value)) is not None:
            self._returns.append(episode["episodeReturn"])
            self._progress = replace(self._progress, episodes=self._progress.episodes + 1)
        elif (update := records().decode("TrainingMetrics", value)) is not None and self._progress.version < update[
            "version"
        ]:
            mean = sum(self._returns) / len(self._returns) if self._returns else None
            self._tell(version=update["version"], transitions=update["transitions"], mean_return=mean)

    def _tell(self, **changes: Any) -> None:
        self._progress = replace(self._progress, **changes)
        self._news.append(self._progress)
