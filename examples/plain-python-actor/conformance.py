"""Computes the outputs of the conformance cases that concern this actor: conformance.py CASES DIR"""

import json
import pathlib
import sys

from actor import INPUTS, SCHEMAS, size
from contract import Records, partition
from history import History
from training import Submissions, Versions, fits

RECORDS = Records(SCHEMAS)
LARGEST = 2**31 - 1


def decoded(name, record):
    return RECORDS.decode(name, bytes.fromhex(record))


def headers(case):
    header = RECORDS.current[case["schema"]][0]
    return {"header": header.hex(), "fingerprint": header[:1:-1].hex()}


def partitions(case):
    return {"partition": partition(case["policyId"], case["agent"], case["partitions"])}


def specs(case):
    in_effect = {}
    for policy in sorted({record["key"].split("/")[0] for record in case["records"]}):
        submissions = Submissions(policy, RECORDS)
        for record in case["records"]:
            submissions.offer(record["key"], record["value"] and bytes.fromhex(record["value"]))
        key, spec = submissions.in_effect()
        in_effect |= {policy: key} if spec else {}
    return {"policies": sorted(in_effect), "inEffect": in_effect}


def policies(case):
    spec = decoded("TrainingSpec", case["spec"])
    version = decoded("PolicyUpdate", case["value"])
    return {"accepted": fits(spec, size(spec["network"]), INPUTS, case["key"], version)}


def versions(case, records, clock):
    read = Versions(decoded("TrainingSpec", case["spec"]), clock)
    for record in records:
        read.offer(decoded("PolicyUpdate", record["value"]), record["at"])
    return read


def lineages(case):
    read = versions(case, case["records"], lambda: 0)
    usable = sorted(read.line.versions) if read.line.counts() else []
    return {"position": read.position(), "versions": usable}


def ends(case):
    now = [0]
    read = versions(case, case["versions"], lambda: now[0])
    for record in case["statuses"]:
        read.offer_status(decoded("PolicyStatus", record["value"]))
    now[0] = case["silentMillis"] / 1000
    return {"over": read.end() is not None}


def claims(case):
    holder, highest = None, -1
    for record in case["records"]:
        incarnation = decoded("AgentRecord", record["value"])["incarnation"]
        if incarnation > highest or incarnation == LARGEST:
            holder, highest = record["key"], incarnation
    return {"holder": holder, "incarnation": min(max(highest, case["logged"]) + 1, LARGEST)}


def resuming(case):
    history = History(decoded("TrainingSpec", case["spec"]), case["agent"])
    for record in case["records"]:
        history.offer(record["key"], decoded("TransitionBlock", record["value"]))
    start = history.resume(case["version"])
    if start is None:
        return {"wait": True}
    incarnation = min(history.incarnation() + 1, LARGEST)
    return {"wait": False, "incarnation": incarnation, "sequence": start[0], "episode": start[1]}


GROUPS = (headers, partitions, specs, policies, lineages, ends, claims, resuming)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    cases, outputs = map(pathlib.Path, sys.argv[1:])
    outputs.mkdir(parents=True, exist_ok=True)
    for group in GROUPS:
        given = json.loads((cases / f"{group.__name__}.json").read_text(encoding="utf-8"))["cases"]
        text = json.dumps({name: group(case) for name, case in given.items()})
        (outputs / f"{group.__name__}.json").write_text(text, encoding="utf-8")
    print(",".join(group.__name__ for group in GROUPS))


if __name__ == "__main__":
    main()
