"""Many records of one dataclass as JSON, field by field, and read back one by one: most are never asked for.

What is the same in many records (a period, a path of labels, a section) is written once and made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, cast, get_args, get_type_hints

from corpus.records import from_plain

K = TypeVar("K")
T = TypeVar("T")

_FEW = 8
"""With more distinct values than that, a field that holds records is written field by field in its turn."""


def pack(kind: type[Any], records: Sequence[object]) -> dict[str, Any]:
    """The records, all of a dataclass ``kind``, as data that ``to_json`` writes.

    For each field its distinct values, and for each record which of them it has (nothing where each has its own).
    """
    return {
        name: _pack_field(hint, [getattr(record, name) for record in records])
        for name, hint in _fields_of(cast(Any, kind))
    }


def _pack_field(hint: Any, values: Sequence[Any]) -> dict[str, Any]:
    places: dict[object, int] = {}
    distinct: list[Any] = []
    at: list[int] = []
    for value in values:
        key = _key(value)
        if key not in places:
            places[key] = len(distinct)
            distinct.append(value)
        at.append(places[key])
    own = at == list(range(len(values)))
    packed: dict[str, Any] = {} if own else {"at": at}
    inner = _inner(hint)
    if is_dataclass(inner) and len(distinct) > _FEW and None not in distinct:
        packed["fields"] = pack(cast("type[Any]", inner), distinct)
    else:
        packed["values"] = distinct
    return packed


def _key(value: Any) -> object:
    """What is the same for two values that are written alike: periods that count as equal may be printed otherwise."""
    return _key_of(cast(Any, type(value)))(value)


@cache
def _key_of(kind: Any) -> Callable[[Any], object]:
    """The function that gives the key of a value of this very type.

    A key holds the type where a value of another type could equal it.
    """
    if kind in (str, NoneType):
        return lambda value: value
    if issubclass(kind, tuple):
        return lambda value: tuple([item if type(item) is str else _key(item) for item in value])
    if is_dataclass(kind):
        names = [name for name, _ in _fields_of(cast(Any, kind))]
        return lambda value: tuple([_key(getattr(value, name)) for name in names])
    if issubclass(kind, Decimal):
        return lambda value: (kind, str(value))
    return lambda value: (kind, value)


class Columns(Sequence[T], Generic[T]):
    """The records that ``pack`` was given, each made when it is asked for.

    >>> from corpus.document import LoadWarning
    >>> packed = pack(LoadWarning, [LoadWarning(message="odd", page=3), LoadWarning(message="odd", page=4)])
    >>> packed["message"], packed["page"]
    ({'at': [0, 0], 'values': ['odd']}, {'values': [3, 4]})
    >>> Columns(LoadWarning, packed, 2)[1]
    LoadWarning(message='odd', page=4)
    """

    def __init__(self, kind: type[T], packed: Any, count: int) -> None:
        """Of ``count`` records, as JSON gives them back. Raises ValueError when they are not of this kind."""
        try:
            read = [(name, _read_field(hint, packed[name], count)) for name, hint in _fields_of(cast(Any, kind))]
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"not the fields of {kind}: {error}") from error
        self._fields = [(name, at, values) for name, (at, values) in read]
        self._kind = kind
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: Any) -> Any:
        """The record there; of a slice a tuple of them. Raises ValueError when there is none of this kind."""
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(self._count)))
        return self._kind(**{name: values[index if at is None else at[index]] for name, at, values in self._fields})


class Keyed(Mapping[K, T], Generic[K, T]):
    """Records by their keys, in their order, each read when it is first asked for."""

    def __init__(self, held: Mapping[K, Any], read: Callable[[Any], T]) -> None:
        """``read`` makes a record of what is held under a key."""
        self._held = held
        self._read = read
        self._made: dict[K, T] = {}

    def __getitem__(self, key: K) -> T:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._read(self._held[key])
        return made

    def __iter__(self) -> Iterator[K]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, key: object) -> bool:
        return key in self._held


def _read_field(hint: Any, packed: Any, count: int) -> tuple[list[int] | None, Sequence[Any]]:
    """Which value each record has (None: its own), and the values."""
    at = packed.get("at")
    n_distinct = count if at is None else max(at, default=-1) + 1
    values: Sequence[Any]
    if "fields" in packed:
        values = Columns(_inner(hint), packed["fields"], n_distinct)
    elif hint in (str, int) and all(type(value) is hint for value in packed["values"]):
        values = packed["values"]  # most values by far, and nothing to be made of them
    else:
        values = [from_plain(hint, value) for value in packed["values"]]
    places = range(n_distinct) if at is None else at
    if len(places) != count or len(values) < n_distinct or min(places, default=0) < 0:
        raise ValueError(f"{len(places)} places and {len(values)} values for {count} records")
    return at, values


@cache
def _fields_of(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The names of a dataclass's fields, and what they hold."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))


def _inner(hint: Any) -> Any:
    """What a field holds, if it holds anything."""
    if isinstance(hint, UnionType):
        (hint,) = (option for option in get_args(hint) if option is not NoneType)
    return hint
