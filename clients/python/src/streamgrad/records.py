"""Records of the contract in Avro's single-object encoding."""

import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import fastavro

Record = dict[str, Any]
_PACKAGED = Path(__file__).parent / "avro"
_IN_REPOSITORY = Path(__file__).parents[4] / "schemas/src/main/resources/dev/streamgrad/contract/avro"


class Records:
    """Encodes records with the current schemas, and decodes those of every released schema."""

    def __init__(self, folder: Path) -> None:
        """Reads the schemas of a folder, the current ones, and of its subfolders, the released ones."""
        self._current: dict[str, tuple[bytes, Any]] = {}
        self._oldest: dict[str, tuple[bytes, Any]] = {}
        self._known: dict[tuple[str, bytes], Any] = {}
        for path in sorted(folder.rglob("*.avsc"), key=lambda found: (len(found.parts), -_version(found))):
            raw = json.loads(path.read_text(encoding="utf-8"))
            canonical = fastavro.schema.to_parsing_canonical_form(raw)
            header = b"\xc3\x01" + bytes.fromhex(fastavro.schema.fingerprint(canonical, "CRC-64-AVRO"))
            schema = fastavro.parse_schema(raw, named_schemas={})
            self._known[raw["name"], header] = schema
            self._current.setdefault(raw["name"], (header, schema))
            self._oldest[raw["name"]] = header, schema

    def header(self, name: str) -> bytes:
        """The first ten bytes of a record in the current schema."""
        return self._current[name][0]

    def schema(self, name: str) -> Any:
        """The current schema, parsed."""
        return self._current[name][1]

    def encode(self, name: str, record: Record) -> bytes:
        """
        Returns the bytes of a record. A record in a union is a pair (name, dictionary). A block that does not close its
        rollout is written with the first released schema, which readers of every release know.
        """
        plain = name == "TransitionBlock" and not record.get("closesRollout")
        header, schema = (self._oldest if plain else self._current)[name]
        body = io.BytesIO()
        fastavro.schemaless_writer(body, schema, record)
        return header + body.getvalue()

    def decode(self, name: str, value: bytes | None) -> Record | None:
        """Returns the record, None if the bytes are not one. A record in a union is a pair (name, dictionary)."""
        writer = self._known.get((name, (value or b"")[:10]))
        if value is None or writer is None:
            return None
        body = io.BytesIO(value[10:])
        try:
            record = fastavro.schemaless_reader(body, writer, self._current[name][1], return_record_name=True)
        except (EOFError, IndexError, OverflowError, ValueError, MemoryError):
            return None
        return record if not body.read() and isinstance(record, dict) else None


def _version(path: Path) -> int:
    """The release of a schema's file; 0 for the current one."""
    return int(path.parent.name) if path.parent.name.isdigit() else 0


@lru_cache(maxsize=1)
def records() -> Records:
    """The records of this package's schemas."""
    return Records(_PACKAGED if _PACKAGED.is_dir() else _IN_REPOSITORY)
