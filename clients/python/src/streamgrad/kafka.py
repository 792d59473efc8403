"""Access to Kafka: client settings, partitions, and readers outside any group."""

import logging
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import confluent_kafka
import confluent_kafka.admin

from .errors import MustResume, UserError

LARGEST_RECORD = 64 << 20
Handler = Callable[[Any], None]
_LOG = logging.getLogger("streamgrad.kafka")
_MINUTE = 60.0
_ATTEMPT_SECONDS = 5

#: errors after which waiting does not help
_REJECTIONS = (
    confluent_kafka.KafkaError._AUTHENTICATION,
    confluent_kafka.KafkaError._SSL,
    confluent_kafka.KafkaError.SASL_AUTHENTICATION_FAILED,
)
#: errors that pass, though librdkafka does not call them retriable
_PASSING = (
    confluent_kafka.KafkaError.COORDINATOR_LOAD_IN_PROGRESS,
    confluent_kafka.KafkaError.COORDINATOR_NOT_AVAILABLE,
    confluent_kafka.KafkaError.NOT_COORDINATOR,
    confluent_kafka.KafkaError._TRANSPORT,
    confluent_kafka.KafkaError._TIMED_OUT,
)
#: errors that do not concern a reader outside any group, or that pass
_IGNORED_ERRORS = (confluent_kafka.KafkaError.GROUP_AUTHORIZATION_FAILED, confluent_kafka.KafkaError._ALL_BROKERS_DOWN)

#: Java client properties with another name or form in librdkafka.
_RENAMED = {
    "ssl.truststore.location": "ssl.ca.location",
    "ssl.keystore.location": "ssl.keystore.location",
    "ssl.keystore.password": "ssl.keystore.password",
    "ssl.key.password": "ssl.key.password",
}
_IGNORED = {"ssl.truststore.type", "ssl.truststore.password", "ssl.keystore.type"}


def partition(policy: str, agent: int, partitions: int) -> int:
    """The partition of an agent's blocks: FNV-1a over the policy's id, plus the agent."""
    digest = 0x811C9DC5
    for byte in policy.encode("utf-8"):
        digest = (digest ^ byte) * 0x01000193 & 0xFFFFFFFF
    return (digest + agent) % partitions


class Access:
    """
    How to connect to a Kafka cluster, and the prefix of the topics.

    settings: librdkafka's settings; at least ``bootstrap.servers``
    """

    def __init__(self, settings: dict[str, str], prefix: str = "streamgrad") -> None:
        self._settings, self.prefix = settings, prefix
        self._rejection: Any = None
        self._said = -_MINUTE

    @staticmethod
    def of(servers: str | None, file: str | None, prefix: str = "streamgrad") -> "Access":
        """
        Reads a file of client properties, in the form of Java's clients or of librdkafka.

        servers: overrides the file's ``bootstrap.servers``
        """
        settings = _read(Path(file)) if file else {}
        if servers:
            settings["bootstrap.servers"] = servers
        if "bootstrap.servers" not in settings:
            raise UserError(
                "No Kafka cluster is given: use --bootstrap-servers HOST:PORT, or set bootstrap.servers in the file of"
                " --client-properties."
            )
        return Access(settings, prefix)

    @property
    def servers(self) -> str:
        """``HOST:PORT,…``."""
        return self._settings["bootstrap.servers"]

    def topic(self, name: str) -> str:
        """The full name of a topic."""
        return f"{self.prefix}.{name}"

    def group(self, policy: str = "") -> str:
        """The group of a policy's simulators; without a policy that of the simulators of earlier releases."""
        return f"{self.prefix}-simulators" + (f".{policy}" if policy else "")

    def client(self, **more: Any) -> dict[str, Any]:
        """Settings of a client."""
        named = {name.replace("_", "."): value for name, value in more.items()}
        return {**self._settings, "log_level": 2, "error_cb": self._on_error, **named}

    def require_accepted(self) -> None:
        """Raises a KafkaException if the brokers reject the credentials, or this client their certificate."""
        if self._rejection is not None:
            raise confluent_kafka.KafkaException(self._rejection)

    def _on_error(self, error: Any) -> None:
        if error.code() in _REJECTIONS:
            self._rejection = error
        elif time.monotonic() - self._said >= _MINUTE:
            self._said = time.monotonic()
            _LOG.warning("Kafka at %s: %s", self.servers, error.str())

    def consumer(self, **more: Any) -> Any:
        """A consumer that commits nothing."""
        settings = self.client(
            enable_auto_commit=False,
            fetch_message_max_bytes=LARGEST_RECORD,
            receive_message_max_bytes=LARGEST_RECORD + (1 << 20),
            fetch_wait_max_ms=100,
        )
        return confluent_kafka.Consumer({**settings, **{k.replace("_", "."): v for k, v in more.items()}})

    def producer(self) -> Any:
        """A producer that keeps the order, waits for all acknowledgements, and never gives up on a record."""
        settings = self.client(
            enable_idempotence=True,
            acks="all",
            linger_ms=0,
            message_timeout_ms=0,
            message_max_bytes=LARGEST_RECORD,
            queue_buffering_max_kbytes=2 * LARGEST_RECORD >> 10,
        )
        return confluent_kafka.Producer(settings)


def _read(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        raise UserError(
            f"The client properties {file} cannot be read ({problem.strerror}): --client-properties must name a file of"
            " KEY=VALUE lines."
        ) from problem
    settings: dict[str, str] = {}
    for line in lines:
        name, _, value = line.strip().partition("=")
        if name and not name.startswith(("#", "!")) and name.strip() not in _IGNORED:
            settings[_RENAMED.get(name.strip(), name.strip())] = value.strip()
    jaas = settings.pop("sasl.jaas.config", "")
    for key, name in (("username", "sasl.username"), ("password", "sasl.password")):
        if f'{key}="' in jaas:
            settings[name] = jaas.split(f'{key}="')[1].split('"')[0]
    if settings.get("ssl.ca.location", "").endswith((".p12", ".jks")):
        raise UserError(
            f"The trust store {settings['ssl.ca.location']} of {file} is Java's; Python clients need PEM certificates:"
            " export them (keytool -exportcert -rfc) and set ssl.ca.location=FILE.pem."
        )
    if settings.get("ssl.endpoint.identification.algorithm") == "":
        settings["ssl.endpoint.identification.algorithm"] = "none"
    return settings


class Reader:
    """
    Reads partitions outside any group, and passes each record to a handler.

    since: milliseconds; only records of this time or later are read
    """

    def __init__(self, access: Access, places: Iterable[tuple[str, int]], handle: Handler, since: int = 0) -> None:
        self._handle = handle
        self._next = {(access.topic(topic), number): 0 for topic, number in places}
        self._consumer = access.consumer(group_id="unused", enable_partition_eof=True)
        starts = [_place(*place, confluent_kafka.OFFSET_BEGINNING) for place in self._next]
        if since:
            starts = self._consumer.offsets_for_times([_place(*place, since) for place in self._next], timeout=30)
            self._next |= {(start.topic, start.partition): max(0, start.offset) for start in starts}
        self._consumer.assign(starts)

    def read(self, patience: float) -> int:
        """Passes on new records; waits for at most ``patience`` seconds if there are none. Returns their number."""
        first = self._consumer.poll(patience)
        count = 0
        for message in [] if first is None else [first, *self._consumer.consume(1000, 0)]:
            error = message.error()
            if error is not None:
                if error.code() == confluent_kafka.KafkaError._PARTITION_EOF:
                    self._next[message.topic(), message.partition()] = message.offset()
                elif not error.retriable() and error.code() not in _IGNORED_ERRORS:
                    raise confluent_kafka.KafkaException(error)
                continue
            self._next[message.topic(), message.partition()] = message.offset() + 1
            self._handle(message)
            count += 1
        return count

    def read_to_end(self, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Reads to the present end, as long as ``goes_on()``."""
        ends = {place: self._consumer.get_watermark_offsets(_place(*place), timeout=30)[1] for place in self._next}
        while any(self._next[place] < end for place, end in ends.items()):
            if not goes_on():
                raise MustResume("the process stops")
            self.read(0.1)

    def read_to(self, place: tuple[str, int], offset: int) -> None:
        """Reads a partition up to and including an offset."""
        while self._next[place] <= offset:
            self.read(0.1)

    def close(self) -> None:
        """Closes the connection."""
        self._consumer.close()


def _place(topic: str, number: int, offset: int = confluent_kafka.OFFSET_INVALID) -> Any:
    return confluent_kafka.TopicPartition(topic, number, offset)


class Topics:
    """
    The number of partitions of the topics that a simulator needs.

    patience: seconds to wait for a broker
    KafkaException: no broker answers within the patience, or it rejects this client
    """

    NEEDED = ("training-specs", "status", "policies", "transitions", "agents", "simulators")

    def __init__(self, access: Access, patience: float = 30) -> None:
        topics = _topics(access, time.monotonic() + patience)
        self._partitions = {name: len(topic.partitions) for name, topic in topics.items()}
        self._access = access

    def missing(self) -> list[str]:
        """The topics that do not exist yet."""
        return [self._access.topic(name) for name in self.NEEDED if self._access.topic(name) not in self._partitions]

    def transitions(self) -> int:
        """The number of partitions of the transitions topic."""
        return self._partitions[self._access.topic("transitions")]


def _topics(access: Access, end: float) -> Any:
    admin = confluent_kafka.admin.AdminClient(access.client())
    while True:
        try:
            return admin.list_topics(timeout=_ATTEMPT_SECONDS).topics
        except confluent_kafka.KafkaException:
            admin.poll(0)
            access.require_accepted()
            if time.monotonic() > end:
                raise


def earlier_members(access: Access) -> int | None:
    """The number of simulators of an earlier release, which act all policies; None if the brokers cannot tell now."""
    admin = confluent_kafka.admin.AdminClient(access.client())
    group = access.group()
    try:
        return len(admin.describe_consumer_groups([group], request_timeout=10)[group].result().members)
    except confluent_kafka.KafkaException as problem:
        error = problem.args[0]
        if error.code() == confluent_kafka.KafkaError.GROUP_ID_NOT_FOUND:
            return 0
        if error.retriable() or error.code() in _PASSING:
            return None
        raise
