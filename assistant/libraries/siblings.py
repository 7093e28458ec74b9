"""Reports of one body and one time: those whose figures can be held against each other, neither being the later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.auditing.across import owner
from assistant.libraries.reports import report_period
from corpus.store import DocumentInfo

_MOST = 3
"""A report with more of them is held against none: to audit each pair takes a second."""


def siblings(infos: Sequence[DocumentInfo]) -> Mapping[str, tuple[str, ...]]:
    """For each report that has any, the ids of the others that are of its body, and whose time ends on the same day.

    Of one body are those that say most words of whose they are alike.
    """
    owners = {info.id: owner(info.publisher or info.title) for info in infos}
    ends = {info.id: period.last for info in infos if (period := report_period(info)) is not None}
    alike: dict[object, list[str]] = {}
    for document_id, end in ends.items():
        for word in owners[document_id]:
            alike.setdefault((end, word), []).append(document_id)
    found: dict[str, tuple[str, ...]] = {}
    for document_id, end in ends.items():
        own = owners[document_id]
        shared = Counter(other for word in own for other in alike[end, word] if other != document_id)
        others = sorted(other for other, n in shared.items() if 2 * n > max(len(own), len(owners[other])))
        if 0 < len(others) <= _MOST:
            found[document_id] = tuple(others)
    return found
