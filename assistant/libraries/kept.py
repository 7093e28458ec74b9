"""What was read last, kept in memory up to a number."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Container, Iterator
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """The values that were asked for last. Not safe to share between threads without a lock.

    >>> squares: Kept[int, int] = Kept(2)
    >>> [squares.get(n, lambda n=n: n * n) for n in (2, 3, 2, 4)], list(squares)
    ([4, 9, 4, 16], [2, 4])
    """

    def __init__(self, most: int) -> None:
        """Keep ``most`` values."""
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of ``key``, made where it is not kept."""
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        value = self._values[key] = make()
        while len(self._values) > self._most:
            self._values.popitem(last=False)
        return value

    def keep_only(self, keys: Container[K]) -> None:
        """Forget those that are not among these."""
        for key in [key for key in self._values if key not in keys]:
            del self._values[key]

    def clear(self) -> None:
        """Forget all of them."""
        self._values.clear()

    def __iter__(self) -> Iterator[K]:
        return iter(self._values)
