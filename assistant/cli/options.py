"""The arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Question = Annotated[str | None, typer.Argument(help="The question, in quotes.", show_default=False)]
Claim = Annotated[str | None, typer.Argument(help="The claim, in quotes.", show_default=False)]
Document = Annotated[str, typer.Argument(help="The report's id.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
WithWorking = Annotated[bool, typer.Option("--working", help="Show how it was worked out.")]
InDocuments = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="ID", help="Ask about this report only; may be repeated.", show_default=False),
]
FromBatch = Annotated[
    Path | None,
    typer.Option(
        "--batch", metavar="FILE", help="Take JSON Lines from FILE, '-' for standard input.", show_default=False
    ),
]
ToFile = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write it to this file.", show_default=False)
]
OverFile = Annotated[bool, typer.Option("--force", help="Replace OUT where it is there already.")]
