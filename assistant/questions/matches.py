"""How the labels of a library meet a question, worked out label by label as they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How a label meets the question: the needs that it explains, and how much of the label the question says.

    ``headless`` says that the question names only the object of a measure, or that the label is of the others ("other
    staff") or of those that are not so ("without injury"): it speaks of something else.
    """

    label: int
    covers: dict[int, float]
    recall: float
    headless: bool = False


class Matches:
    """The matches by the labels' numbers. Of a large library's labels many share a word with it, and few are looked at.

    ``touched`` are the labels that share one.
    """

    def __init__(self, touched: AbstractSet[int], make: Callable[[int], Match | None]) -> None:
        """``make`` gives the match of a label that is touched, None where it does not match after all."""
        self.touched = touched
        self._make = make
        self._made: dict[int, Match | None] = {}

    def get(self, label: int) -> Match | None:
        """The match of a label, None where there is none."""
        if label not in self.touched:
            return None
        if label not in self._made:
            self._made[label] = self._make(label)
        return self._made[label]

    def items(self) -> Iterator[tuple[int, Match]]:
        """Every label that matches, with its match."""
        return ((label, match) for label in self.touched if (match := self.get(label)) is not None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Matches) and dict(self.items()) == dict(other.items())
