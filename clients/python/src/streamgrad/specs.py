"""Training specs: the form of ``spec.json``, read along the schema of the contract's TrainingSpec, and the presets."""

import difflib
import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .environments import GYMNASIUM, EnvironmentSource
from .errors import UserError
from .records import Record, records
from .spaces import Space

Tree = dict[str, Any]
_PACKAGED = Path(__file__).parent / "presets"
_IN_REPOSITORY = Path(__file__).parents[4] / "training/src/main/resources/dev/streamgrad/training/spec/presets"
_POLICY_ID = re.compile(r"(?!\.+$)[A-Za-z0-9._-]{1,128}")
_LINEAR = re.compile(r"linear\(([^,]*)(?:,([^,]*))?(?:,([^,]*))?\)", re.IGNORECASE)
_OPTION = "environment.options."
_MISSING = object()


def spec_record(tree: Any) -> Record:
    """
    The record of a training spec in the form of ``spec.json``. A setting that is newer than the file has its default.

    UserError: names all settings that are missing, unknown or unreadable
    """
    reading = _Reading()
    spec = reading.record(_schema(), tree, "")
    if not reading.faults and not _POLICY_ID.fullmatch(spec["policyId"]):
        reading.faults.append(
            f"policyId is '{spec['policyId']}', but must be 1 to 128 letters, digits, dots, dashes or underscores, but"
            " not dots alone."
        )
    if reading.faults:
        raise UserError("\n".join(reading.faults))
    return spec


def resolve(source: EnvironmentSource, algorithm: str, settings: Mapping[str, Any]) -> Record:
    """
    The training spec for an environment: its spaces, the preset for algorithm and environment, and settings.

    algorithm: ``ppo`` or ``a2c``
    settings: values by key, such as ``{"rollouts.agents": 8}``; the last part of a key suffices. ``environment.options.NAME``
        is an option of the environment
    """
    if algorithm.lower() not in ("ppo", "a2c"):
        raise UserError(f"There is no algorithm '{algorithm}'; choose ppo or a2c.")
    options = {key.removeprefix(_OPTION): _option(value) for key, value in settings.items() if key.startswith(_OPTION)}
    source = source.with_options({"environment": {"options": options}})
    given = dict(_named({key: value for key, value in settings.items() if not key.startswith(_OPTION)}))
    tree = _preset(algorithm.lower(), source.id.removeprefix(GYMNASIUM))
    tree["environment"] |= {
        "id": source.id,
        "observationSpace": source.observations.to_json(),
        "actionSpace": source.actions.to_json(),
    }
    if options:
        tree["environment"]["options"] = options
    if source.threshold is not None:
        tree["budget"]["solvedReturn"] = source.threshold
    for key, value in given.items():
        group, _, name = key.rpartition(".")
        (tree.setdefault(group, {}) if group else tree)[name] = value
    lags = tree["rollouts"]["lag"] not in (0, "0")
    if algorithm.lower() == "a2c" and lags and "advantage.estimator" not in given:
        tree["advantage"]["estimator"] = "vtrace"  # A2C has no importance ratio of its own
    named = re.sub(r"[^a-z0-9._-]", "-", f"{source.id}-{algorithm}-{tree['seed']}".lower())
    return spec_record({"policyId": named} | tree)


def differences(one: Record, other: Record, prefix: str = "") -> list[str]:
    """The keys of the settings in which two specs differ."""
    found = []
    for name, value in one.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(value, dict) and not value.keys() >= {"initial", "floor", "horizon"}:
            found += differences(value, other[name], key)
        elif value != other[name]:
            found.append(key)
    return found


def _schema() -> Any:
    return records().schema("TrainingSpec")


def _preset(algorithm: str, environment: str) -> Tree:
    """Three layers, each overriding the one before: common, algorithm, environment."""
    folder = _PACKAGED if _PACKAGED.is_dir() else _IN_REPOSITORY
    tree: Tree = {}
    for name in ("common", algorithm, f"{algorithm}.{environment}"):
        file = folder / f"{name}.json"
        for key, value in (json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}).items():
            tree[key] = tree.get(key, {}) | value if isinstance(value, dict) else value
    return tree


def _named(settings: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The settings by their whole keys."""
    keys = list(_keys(_schema(), ""))
    for name, value in settings.items():
        key = next((key for key in keys if name in (key, key.rpartition(".")[2])), None)
        if key is None:
            near = difflib.get_close_matches(name, [*keys, *(key.rpartition(".")[2] for key in keys)], 1)
            hint = f" Did you mean {near[0]}?" if near else " docs/configuration.md lists the settings."
            raise UserError(f"There is no setting '{name}'.{hint}")
        if key == "revision":
            raise UserError("revision cannot be set; './streamgrad revise' raises it when it changes a policy.")
        yield key, value


def _keys(schema: Any, prefix: str) -> Iterator[str]:
    for field in schema["fields"]:
        inner = field["type"]
        if isinstance(inner, dict) and inner["type"] == "record" and not _is(inner, "Schedule"):
            yield from _keys(inner, f"{field['name']}.")
        else:
            yield prefix + field["name"]


def _is(schema: Any, name: str) -> bool:
    full = schema if isinstance(schema, str) else schema.get("name", "")
    return bool(full.rpartition(".")[2] == name)


class _Reading:
    """Reads values along a schema, and collects what is wrong."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def record(self, schema: Any, tree: Any, prefix: str) -> Record:
        """Reads the fields of a record."""
        if not isinstance(tree, dict):
            self.faults.append(f"{prefix[:-1] or 'The training spec'} is {tree!r}, but must be an object of settings.")
            return {}
        names = {field["name"] for field in schema["fields"]}
        self.faults += [f"There is no setting '{prefix}{key}'; remove it." for key in tree if key not in names]
        return {field["name"]: self._field(field, tree, prefix) for field in schema["fields"]}

    def _field(self, field: Any, tree: Tree, prefix: str) -> Any:
        key, kind = prefix + field["name"], field["type"]
        value = tree.get(field["name"], field.get("default", _MISSING))
        if value is _MISSING:
            self.faults.append(f"{key} is missing.")
        elif isinstance(kind, dict) and kind["type"] == "record" and not _is(kind, "Schedule"):
            return self.record(kind, value, f"{key}.")
        else:
            try:
                return _read(kind, value)
            except (ValueError, TypeError, KeyError) as problem:
                self.faults.append(f"{key} is {value!r}, but must be {problem}.")
        return None


def _read(kind: Any, value: Any) -> Any:
    """The value of a setting; raises a ValueError that says what the setting takes."""
    if isinstance(kind, list) and "null" in kind:
        return None if value in (None, "none") else _number(value)
    if isinstance(kind, list):
        try:
            return Space.of_json(value).to_record()
        except (ValueError, TypeError, KeyError) as problem:
            raise ValueError(f"a space, such as {{'kind': 'discrete', 'n': 2}} ({problem})") from problem
    if _is(kind, "Schedule"):
        return _schedule(value)
    if isinstance(kind, str):
        return {"string": _text, "boolean": _flag, "double": _number, "int": _whole, "long": _whole}[kind](value)
    if kind["type"] == "array":
        items = re.findall(r"[^\[\]\s,x]+", value) if isinstance(value, str) else value
        return [_whole(item) for item in items]
    if kind["type"] == "map":
        return {str(name): _text(item) for name, item in value.items()}
    if str(value).upper() not in kind["symbols"]:
        raise ValueError(" or ".join(symbol.lower() for symbol in kind["symbols"]))
    return str(value).upper()


def _option(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a text")  # noqa: TRY004 - one type for all settings
    return value


def _flag(value: Any) -> bool:
    if str(value).lower() not in ("true", "false"):
        raise ValueError("true or false")
    return str(value).lower() == "true"


def _number(value: Any) -> float:
    try:
        if not isinstance(value, bool) and math.isfinite(number := float(value)):
            return number
    except (ValueError, TypeError):
        pass
    raise ValueError("a number")


def _whole(value: Any) -> int:
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if (number := _number(value)).is_integer():
            return int(number)
    except ValueError:
        pass
    raise ValueError("a whole number")


def _schedule(value: Any) -> Record:
    linear = _LINEAR.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        if linear is None:
            return {"initial": _number(value), "floor": _number(value), "horizon": 0}
        start, floor, horizon = linear.groups()
        return {"initial": _number(start), "floor": _number(floor or 0), "horizon": _whole(horizon or 0)}
    except ValueError as problem:
        raise ValueError(
            "a number, linear(START), linear(START, FLOOR) or linear(START, FLOOR, TRANSITIONS)"
        ) from problem
