"""What a user says of a report, checked before it is kept: a period and a date must be such as can be reckoned with."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.usage import WrongUsage
from corpus.naming import printable
from structured.periods import PeriodKind, parse_period

MAX_FACT_CHARS = 300


def read_facts(given: Mapping[str, str]) -> dict[str, str]:
    """The values by field, each on one line; '' stays ''. Raises WrongUsage for none, or one that cannot be used."""
    if not given:
        raise WrongUsage("say what to set: --title, --publisher, --period, --published or --edition")
    values = {field: printable(value) for field, value in given.items()}
    for field, value in values.items():
        if len(value) > MAX_FACT_CHARS:
            raise WrongUsage(f"the {field} has {len(value)} characters; {MAX_FACT_CHARS} is the most")
    period, published = values.get("period"), values.get("published")
    if period and parse_period(period) is None:
        raise WrongUsage(
            f"no period is called '{period}'; write one such as 'Q1 2024/25', '2023/24', 'March 2024', "
            "'12 months to March 2024' or 'April 2023 to March 2024'"
        )
    if published:
        day = parse_period(published)
        if day is None or day.kind not in {PeriodKind.DAY, PeriodKind.MONTH}:
            raise WrongUsage(f"'{published}' is no date; write one such as '31 July 2024' or '2024-07-31'")
    return values
