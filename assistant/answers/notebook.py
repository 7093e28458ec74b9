"""An answer in a notebook: as HTML that needs nothing beside it, and its figures as a table for pandas."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from assistant.answers.answer import Answer, Citation, Figure, Route
from assistant.answers.rendering import ROUTE_LABELS, answer_html, cell_label, list_html, place_label

if TYPE_CHECKING:
    import pandas as pd

FIGURE_COLUMNS = ("value", "unit", "label", "derived", "citation", "document", "section", "page", "quote")
"""The columns of an answer's figures, in order."""

_BOX = "border-left:4px solid {};padding:.25rem .75rem;margin:.25rem 0"
_NO_FORMULAS = "tex2jax_ignore mathjax_ignore"
"""Where a notebook is not to look for formulas: the words between two amounts in dollars are none."""
_DECLINED = {Route.REFUSAL, Route.CLARIFICATION}


def notebook_html(answer: Answer) -> str:
    """The answer with its caveats, figures, sources and working; all text escaped, no style sheet, no script."""
    label = answer.verdict.value.replace("_", " ").capitalize() if answer.verdict else ROUTE_LABELS[answer.route]
    colour = "#8a4b08" if answer.route in _DECLINED else "#1d5b8f"
    parts = [
        f'<div class="{_NO_FORMULAS}" style="{_BOX.format(colour)}">',
        f"<p><strong>{html.escape(answer.question)}</strong><br><small>{html.escape(label)}</small></p>",
        answer_html(answer),
        _titled("Choose one by asking it", answer.choices),
        _titled("Note", answer.warnings),
        _figures(answer.figures),
        "".join(map(_citation, answer.citations)),
    ]
    if answer.working:
        parts.append(
            f"<details><summary>How this was worked out</summary>{list_html(answer.working, ordered=True)}</details>"
        )
    return "".join([*parts, "</div>"])


def _titled(title: str, lines: tuple[str, ...]) -> str:
    return f"<p>{title}:</p>{list_html(lines)}" if lines else ""


def _figures(figures: tuple[Figure, ...]) -> str:
    if not figures:
        return ""
    rows = "".join(
        f"<tr><td>{figure.value:,}</td><td>{html.escape(figure.unit)}</td><td>{html.escape(figure.label)}</td>"
        f"<td>{'computed' if figure.derived else 'as printed'}</td>"
        f"<td>{'' if figure.citation is None else f'[{figure.citation}]'}</td></tr>"
        for figure in figures
    )
    heads = "".join(f"<th>{name}</th>" for name in ("figure", "unit", "what it is", "from", "source"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _citation(citation: Citation) -> str:
    if citation.cells:
        table = html.escape(citation.table or "untitled")
        shown = f"<p>Table: {table}</p>{list_html(map(cell_label, citation.cells))}"
    else:
        shown = f"<blockquote>{html.escape(citation.quote)}</blockquote>"
    return f"<details><summary>[{citation.n}] {html.escape(place_label(citation))}</summary>{shown}</details>"


def figures_frame(answer: Answer) -> pd.DataFrame:
    """The answer's figures, a row each in the order stated, with where each is cited; None where none is."""
    import pandas as pd

    cited = {citation.n: citation for citation in answer.citations}
    records = []
    for figure in answer.figures:
        place = cited.get(figure.citation) if figure.citation is not None else None
        records.append(
            (
                figure.value,
                figure.unit,
                figure.label,
                figure.derived,
                figure.citation,
                place.document if place else None,
                place.section if place else None,
                place.page if place else None,
                place.quote if place else None,
            )
        )
    # As objects: pandas would turn Decimal into float and None into NaN on its own account.
    return pd.DataFrame(records, columns=list(FIGURE_COLUMNS), dtype="object")
