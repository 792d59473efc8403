"""What docs/contract.md specifies of records, partitions and policies, as far as this actor needs it."""

import io
import json
import pathlib

import fastavro
import numpy as np


class Records:
    """Avro single-object encoding: C3 01, the fingerprint of the writer's schema, the body."""

    def __init__(self, folder):
        """Reads the schemas of a folder, the current ones, and of its subfolders, the released ones."""
        self.current, self.known = {}, {}
        for path in sorted(pathlib.Path(folder).rglob("*.avsc"), key=lambda path: len(path.parts)):
            raw = json.loads(path.read_text(encoding="utf-8"))
            canonical = fastavro.schema.to_parsing_canonical_form(raw)
            header = b"\xc3\x01" + bytes.fromhex(fastavro.schema.fingerprint(canonical, "CRC-64-AVRO"))
            schema = fastavro.parse_schema(raw, named_schemas={})
            self.known[raw["name"], header] = schema
            self.current.setdefault(raw["name"], (header, schema))

    def encode(self, name, record):
        header, schema = self.current[name]
        body = io.BytesIO()
        fastavro.schemaless_writer(body, schema, record)
        return header + body.getvalue()

    def decode(self, name, value):
        """Returns a dictionary, None if the record cannot be read. A record in a union is a pair (name, dictionary)."""
        writer = self.known.get((name, (value or b"")[:10]))
        if writer is None:
            return None
        body = io.BytesIO(value[10:])
        try:
            record = fastavro.schemaless_reader(body, writer, self.current[name][1], return_record_name=True)
        except (EOFError, IndexError, OverflowError, ValueError):
            return None
        return None if body.read() else record


def partition(policy, agent, partitions):
    """The partition of an agent: FNV-1a over the policy's id, plus the agent."""
    digest = 0x811C9DC5
    for byte in policy.encode("utf-8"):
        digest = (digest ^ byte) * 0x01000193 & 0xFFFFFFFF
    return (digest + agent) % partitions


def features(observation, normaliser):
    """The inputs of the network for an observation of a Box."""
    mean, variance = (np.frombuffer(normaliser[name], "<f8") for name in ("mean", "variance"))
    if len(mean) == 0:
        return np.asarray(observation, np.float32)
    normal = (np.asarray(observation, np.float64) - mean) / np.sqrt(variance + 1e-8)
    return np.clip(normal, -normaliser["clip"], normaliser["clip"]).astype(np.float32)


def forward(network, outputs, parameters, inputs):
    """The outputs of the actor's head. The actor is the first part of the flat vector."""
    values, at = inputs, 0
    for layer, width in enumerate([*network["hidden"], outputs]):
        weight = parameters[at : at + width * len(values)].reshape(width, len(values))
        at += weight.size + width
        values = weight @ values + parameters[at - width : at]
        if layer < len(network["hidden"]):
            values = np.tanh(values) if network["activation"] == "TANH" else np.maximum(values, 0)
    return values


def log_probabilities(logits):
    """The log-probability of every choice, in float64."""
    shifted = np.asarray(logits, np.float64) - np.max(logits)
    return shifted - np.log(np.exp(shifted).sum())
