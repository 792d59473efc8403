"""Submits training specs to their topic (docs/contract.md, "Training specs")."""

import logging
import secrets
import time
from typing import Any, NamedTuple

import confluent_kafka

from .errors import UserError
from .kafka import Access, Reader, Topics
from .records import Record, records
from .specs import differences
from .versions import Submissions

_LOG = logging.getLogger("streamgrad")
_PATIENCE_SECONDS = 30
#: the most by which the clocks of brokers differ
_CLOCKS_MILLIS = 60_000


class Submitted(NamedTuple):
    """
    A submission that took effect.

    since: a time before all records of its training, in milliseconds
    """

    spec: Record
    since: int


def submit(access: Access, spec: Record) -> Submitted:
    """Publishes a spec; of simultaneous submissions the first in the topic takes effect, and the others are withdrawn."""
    _require_topics(access)
    standing = _submissions(access).standing(spec)
    if standing is not None:
        return _continue(access, spec, standing[1])
    key = f"{spec['policyId']}/{spec['revision']}/{secrets.token_hex(16)}"
    own = _send(access, key, records().encode("TrainingSpec", spec))
    standing = _submissions(access, own.offset()).standing(spec)
    if standing is None:
        return Submitted(spec, own.timestamp()[1] - _CLOCKS_MILLIS)
    _send(access, key, None)
    return _continue(access, spec, standing[1])


def _continue(access: Access, spec: Record, standing: Record) -> Submitted:
    """The training of a spec that was submitted before; it must be the same."""
    changed = differences(standing, spec)
    if changed:
        raise UserError(
            f"Policy {spec['policyId']} was submitted with another {', '.join(changed)}. Choose another policy id, or change"
            f" it with ./streamgrad revise --policy {spec['policyId']} --set KEY=VALUE."
        )
    _LOG.info("Policy %s was submitted before; its training continues.", spec["policyId"])
    return in_effect(access, spec["policyId"])


def in_effect(access: Access, policy: str) -> Submitted:
    """The spec in effect of a policy that was submitted before."""
    _require_topics(access)
    current = _submissions(access).in_effect(policy)
    if current is None:
        raise UserError(f"No training spec of a policy '{policy}' is in {access.topic('training-specs')}; submit it.")
    return Submitted(current[1], 0)


def _require_topics(access: Access) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while missing := Topics(access).missing():
        if time.monotonic() > end:
            raise UserError(
                f"Kafka at {access.servers} has no topics {', '.join(missing)}; start the job, which creates them, such as with"
                " ./streamgrad cluster start."
            )
        time.sleep(1)


def _submissions(access: Access, before: int | None = None) -> Submissions:
    """The submissions in the topic, those before an offset if it is given."""
    submissions = Submissions()

    def take(message: Any) -> None:
        if before is None or message.offset() < before:
            submissions.offer((message.key() or b"").decode(errors="replace"), message.value())

    reader = Reader(access, [("training-specs", 0)], take)
    try:
        reader.read_to_end()
    finally:
        reader.close()
    return submissions


def _send(access: Access, key: str, value: bytes | None) -> Any:
    """Writes a record to the topic of training specs; returns it as it was stored."""
    stored: list[Any] = []
    producer = access.producer()

    def delivered(error: Any, message: Any) -> None:
        if error is not None:
            raise confluent_kafka.KafkaException(error)
        stored.append(message)

    producer.produce(access.topic("training-specs"), value, key, partition=0, on_delivery=delivered)
    producer.flush(_PATIENCE_SECONDS)
    if not stored:
        raise confluent_kafka.KafkaException(confluent_kafka.KafkaError(confluent_kafka.KafkaError._TIMED_OUT))
    return stored[0]
