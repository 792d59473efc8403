"""The results of all rounds, as Markdown."""

from collections import Counter

from faults.plan import Outcome


def line(outcome: Outcome) -> str:
    """A row of the table of rounds."""
    plan = outcome.round
    ended = "the serial one" if outcome.same else outcome.problem.replace("|", "/").replace("\n", " ")[:400] or "ANOTHER"
    return (
        f"| {plan.number} | {plan.where} | {plan.spec.name} | {plan.seed} | {sum(outcome.happened.values())} |"
        f" {outcome.rejected or '–'} | {ended} | {outcome.seconds:.0f} s |"
    )


HEAD = """| round | where | training | seed | faults | rejected with a remedy | final hash | took |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


def counts(outcomes: list[Outcome]) -> str:
    """The table of faults by kind, and their sum."""
    by_place: dict[str, Counter] = {"embedded": Counter(), "cluster": Counter()}
    for outcome in outcomes:
        by_place[outcome.round.where].update(outcome.happened)
    kinds = sorted(set(by_place["embedded"]) | set(by_place["cluster"]))
    lines = ["| fault | embedded | cluster |", "| --- | --- | --- |"]
    lines += [f"| {kind} | {by_place['embedded'][kind] or '–'} | {by_place['cluster'][kind] or '–'} |" for kind in kinds]
    sums = {place: sum(counter.values()) for place, counter in by_place.items()}
    lines.append(f"| **all** | **{sums['embedded']}** | **{sums['cluster']}** |")
    same = sum(outcome.same for outcome in outcomes)
    lines.append("")
    lines.append(
        f"{sum(sums.values())} faults in {len(outcomes)} trainings; {same} of {len(outcomes)} final hashes are the serial trainer's."
    )
    return "\n".join(lines)
