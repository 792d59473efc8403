#!/usr/bin/env python3
"""Reads a run's event files with TensorBoard itself, prints the tags, and compares every point with progress.csv.

    python3 -m venv /tmp/tensorboard && /tmp/tensorboard/bin/pip install tensorboard
    /tmp/tensorboard/bin/python benchmarks/tensorboard_check.py runs/CartPole-v1-ppo-1

Ends with status 1 if a point differs from its row, occurs twice, or is missing although the rules of docs/runs.md require it.
"""

import csv
import pathlib
import sys

try:
    from tensorboard.backend.event_processing.event_accumulator import SCALARS, EventAccumulator
except ImportError:
    sys.exit("TensorBoard is not installed; the first lines of this file show how to install it.")

# Tags that depend on the clock or on duplicate deliveries; progress.csv has none of them, since it is the same for every run of a spec.
EVENTS_ALONE = {"time/fps", "time/time_elapsed", "stream/loop_ms", "stream/duplicates"}
RELATIVE = 1e-6  # scalars are float32, cells have nine digits


def rows(run: pathlib.Path) -> dict[int, dict[str, float]]:
    """The cells of the table by step and column, without empty cells."""
    with open(run / "progress.csv", newline="", encoding="utf-8") as table:
        return {
            int(row["time/total_timesteps"]): {name: float(cell) for name, cell in row.items() if cell}
            for row in csv.DictReader(table)
        }


def differs(point: float, cell: float) -> bool:
    return abs(point - cell) > RELATIVE * max(abs(point), abs(cell))


def faults(tag: str, steps: list[int], values: list[float], table: dict[int, dict[str, float]]) -> list[str]:
    """The faults of a tag's points, one sentence each."""
    found = []
    if steps != sorted(set(steps)):
        found.append(f"{tag}: steps are not strictly ascending.")
    if tag in EVENTS_ALONE:
        return found
    for step, value in zip(steps, values):
        if step not in table or tag not in table[step]:
            found.append(f"{tag} at step {step}: progress.csv has no such cell.")
        elif differs(value, table[step][tag]):
            found.append(f"{tag} at step {step}: {value}, but progress.csv has {table[step][tag]}.")
    first, last = min(table), max(table)
    for step in (first, last) if not tag.startswith("eval/") else [s for s, row in table.items() if tag in row]:
        if tag in table[step] and step not in steps:
            found.append(f"{tag}: the point at step {step} is missing.")
    return found


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit("Usage: tensorboard_check.py RUN_DIRECTORY")
    run = pathlib.Path(sys.argv[1])
    files = sorted(run.glob("events.out.tfevents.*"))
    events = EventAccumulator(str(run), size_guidance={SCALARS: 0})
    events.Reload()
    table = rows(run)
    found = [] if files else ["There is no event file."]
    tags = sorted(events.Tags()["scalars"])
    print(f"{len(files)} event files, {len(table)} rows, {len(tags)} tags")
    for tag in tags:
        points = events.Scalars(tag)
        steps = [point.step for point in points]
        values = [point.value for point in points]
        found += faults(tag, steps, values, table)
        print(f"{tag:32} {len(points):6} points, steps {steps[0]} to {steps[-1]}, last {values[-1]:.6g}")
    columns = {name for row in table.values() for name in row}
    found += [f"{name}: a column of progress.csv without points." for name in sorted(columns - set(tags))]
    for fault in found[:20]:
        print(fault)
    print("All points agree with progress.csv." if not found else f"{len(found)} faults.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
