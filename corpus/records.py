"""Dataclasses to JSON and back, by their annotations; quicker to start than a validation library.

Knows dataclasses, tuples of one type, optional values, enumerations, Decimal, date, str, int, float and bool.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: object) -> str:
    """`value` as JSON: a dataclass is an object of its fields.

    >>> from corpus.document import LoadWarning
    >>> to_json((LoadWarning(message="odd", page=3),))
    '[{"message": "odd", "page": 3}]'
    """
    return json.dumps(value, default=_plain, ensure_ascii=False)


def from_json(kind: type[T], text: str) -> T:
    """The value that `to_json` wrote; a field that was not written takes its default.

    Raises ValueError when `text` is not JSON or not of this kind.

    >>> from corpus.document import LoadWarning
    >>> from_json(tuple[LoadWarning, ...], '[{"message": "odd"}]')
    (LoadWarning(message='odd', page=None),)
    """
    try:
        plain = json.loads(text)
    except RecursionError as error:
        raise ValueError(f"not a {kind}: nested too deep") from error
    return from_plain(kind, plain)


def from_plain(kind: type[T], plain: object) -> T:
    """The value that JSON gives as `plain`. Raises ValueError when it is not of this kind."""
    try:
        value: T = _reader(cast(Any, kind))(plain)
    except (TypeError, KeyError, InvalidOperation, RecursionError) as error:
        raise ValueError(f"not a {kind}: {error}") from error
    return value


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot write a {type(value).__name__} as JSON")


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """The function that makes a `kind` of what JSON gives."""
    if isinstance(kind, UnionType):
        return _optional(kind)
    if get_origin(kind) is tuple:
        item, _ = get_args(kind)
        read = _reader(item)
        return lambda values: tuple([read(value) for value in _as(list, values)])
    if is_dataclass(kind):
        return _record(kind)
    if kind is Decimal:
        return lambda value: Decimal(_as(str, value))
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if kind is float:
        return lambda value: float(value) if type(value) in (int, float) else _as(kind, value)
    if kind in (str, int, bool):
        return lambda value: value if type(value) is kind else _as(kind, value)
    raise TypeError(f"cannot read a {kind} from JSON")


def _optional(kind: UnionType) -> Callable[[Any], Any]:
    (inner,) = (option for option in get_args(kind) if option is not NoneType)
    read = _reader(inner)
    return lambda value: None if value is None else read(value)


def _record(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = [(field.name, _reader(hints[field.name])) for field in fields(kind)]
    return lambda values: kind(**{name: read(values[name]) for name, read in readers if name in values})


def _as(kind: Any, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not a {kind.__name__}")
    return value
