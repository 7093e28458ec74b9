"""The words of a part while it is being read, run by run, and whether all of them are in bold."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.readers.raised import raised


@dataclass(slots=True, kw_only=True)
class Ink:
    """Gathers words until they are taken."""

    words: list[str] = field(default_factory=list)
    n_signs: int = 0
    n_strong: int = 0

    def add(self, text: str, *, is_strong: bool = False) -> None:
        """Add words as they stand; white space is neither bold nor not."""
        self.words.append(text)
        n = len(text) - sum(map(text.count, " \n\t\xa0"))
        self.n_signs += n
        self.n_strong += n if is_strong else 0

    def add_raised(self, text: str, *, is_strong: bool = False, is_lowered: bool = False) -> None:
        """Add a superscript or a subscript so that it cannot run into a figure before it."""
        before = "".join(self.words[-3:])[-40:]
        if text:
            as_is = is_lowered and not before[-1:].isdigit()
            self.add(text if as_is else raised(text, before), is_strong=is_strong)

    def take(self) -> tuple[str, bool]:
        """The words, and whether all of them are in bold; begins anew."""
        text, is_strong = "".join(self.words), 0 < self.n_signs == self.n_strong
        self.words, self.n_signs, self.n_strong = [], 0, 0
        return text, is_strong
