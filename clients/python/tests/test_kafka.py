"""Client properties in Java's form, and readers outside any group."""

import confluent_kafka
import pytest
from conftest import read

from streamgrad.errors import MustResume, UserError
from streamgrad.kafka import Access, Reader, Topics

SECURED = """
# as in docs/operations.md
bootstrap.servers=broker:9093
security.protocol=SASL_SSL
sasl.mechanism=PLAIN
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="ann" password="se=cret";
ssl.truststore.type=PEM
ssl.truststore.location=/etc/streamgrad/authority.pem
"""


def test_java_client_properties_become_those_of_librdkafka(tmp_path):
    file = tmp_path / "client.properties"
    file.write_text(SECURED)
    settings = Access.of(None, str(file)).client()
    assert {name: settings[name] for name in settings if name not in ("error_cb", "log_level")} == {
        "bootstrap.servers": "broker:9093",
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "PLAIN",
        "sasl.username": "ann",
        "sasl.password": "se=cret",
        "ssl.ca.location": "/etc/streamgrad/authority.pem",
    }
    assert Access.of("other:9092", str(file)).servers == "other:9092"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        ("security.protocol=SSL", "No Kafka cluster is given"),
        ("ssl.truststore.location=a.p12", "is Java's; Python clients need PEM certificates: export them"),
    ],
)
def test_wrong_client_properties_are_named(tmp_path, content, words):
    file = tmp_path / "client.properties"
    if content is not None:
        file.write_text(content)
    with pytest.raises(UserError, match=words):
        Access.of(None, str(file))


def test_a_reader_reads_to_the_present_end_and_goes_on(access):
    producer, messages = access.producer(), []
    reader = Reader(access, [("status", 0)], messages.append)
    for value in (b"one", b"two"):
        producer.produce(access.topic("status"), value, partition=0)
        producer.flush()
        reader.read_to_end()
    assert [message.value() for message in messages] == [b"one", b"two"]
    reader.close()


def test_a_reader_stops_when_it_is_told_to(access):
    producer = access.producer()
    producer.produce(access.topic("status"), b"one", partition=0)
    producer.flush()
    reader = Reader(access, [("status", 0)], lambda message: None)
    with pytest.raises(MustResume):
        reader.read_to_end(lambda: False)
    reader.close()


def test_an_empty_topic_has_an_end(access):
    assert read(access, "status") == []


def test_missing_topics_are_listed(access):
    assert Topics(access).missing() == [] and Topics(access).transitions() == 4
    assert len(Topics(Access({"bootstrap.servers": access.servers}, "other")).missing()) == len(Topics.NEEDED)


def test_a_broker_that_does_not_answer_is_an_error():
    with pytest.raises(confluent_kafka.KafkaException):
        Topics(Access({"bootstrap.servers": "127.0.0.1:1"}), 0)
