"""What the search for breaking files starts from: one small report in every format, and what of a file is varied.

A text is varied as a whole. Of an archive one part of markup is varied at a time, since a changed byte of packed data
is only ever refused; the first byte of such an input says which part, and the rest is what it becomes.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pptx
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu
from reportlab import rl_config

from tests.small import document_of

FORMATS = {
    "text": ".txt",
    "markdown": ".md",
    "delimited": ".csv",
    "html": ".html",
    "pdf": ".pdf",
    "word": ".docx",
    "slides": ".pptx",
    "workbook": ".xlsx",
}
"""Each reader's module in `corpus.readers`, and the ending by which it is chosen."""

_ARCHIVES = frozenset({"word", "slides", "workbook"})
_REPORT = """Widget Association quarterly report Q4 2023/24

Sales

Widgets sold by region
Region | Q3 2023/24 | Q4 2023/24
Northfield | 1,204 | 1,310
Southport | 905 | 869
Total | 2,109 | 2,179

Money

£m | Budget | Variance | % change
Research | 10.0 | (1.5) | -20%

Sales rose by 3.3% to 2,179. The plan has two aims:
- sell 3,500 widgets by March 2025
- answer 90% of complaints within 10 days

Note: figures are rounded and may not add up.
"""
# Parts that no reader looks into, which would only make files larger; and parts that are wanted as they are.
_UNREAD = ("theme", "printerSettings", "thumbnail", "webSettings", "stylesWithEffects", "customXml", ".bin", ".xlsx")
_UNVARIED = ("slideLayouts", "slideMasters", "notesMasters", "Content_Types")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """The files of one format, as inputs to vary; ``parts`` are those of the archive that an input is put into."""

    format: str
    inputs: tuple[bytes, ...]
    archive: tuple[tuple[str, bytes], ...] = ()
    parts: tuple[str, ...] = ()

    def file(self, data: bytes) -> bytes:
        """The file that an input stands for."""
        if not self.archive:
            return data
        varied = self.parts[data[0] % len(self.parts)] if data else ""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.archive:
                content = data[1:] if name == varied else content
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    @property
    def name(self) -> str:
        """What such a file is called."""
        return f"widgets-q4-2023-24{FORMATS[self.format]}"


def seeds(format: str) -> Seeds:
    """The inputs to start a format from."""
    if format == "text":
        return Seeds(format=format, inputs=(_REPORT.replace(" | ", "\t").encode(),))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"seed{FORMATS[format]}"
        rl_config.pageCompression = 0  # so that a changed byte changes what is drawn
        import_module(f"tests.writers.{format}").write(document_of(_REPORT), path)
        if format == "slides":
            _add_chart(path)
        data = path.read_bytes()
    if format not in _ARCHIVES:
        return Seeds(format=format, inputs=(data,))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if not any(word in name for word in _UNREAD)]
        held = tuple((name, archive.read(name)) for name in names)
    if format == "word":
        held = _with_used_styles(dict(held))
    parts = tuple(
        name for name in names if name.endswith((".xml", ".rels")) and not any(word in name for word in _UNVARIED)
    )
    inputs = tuple(bytes([parts.index(name)]) + content for name, content in held if name in parts)
    return Seeds(format=format, inputs=inputs, archive=held, parts=parts)


def _with_used_styles(parts: dict[str, bytes]) -> tuple[tuple[str, bytes], ...]:
    """The parts of a Word document, of its hundreds of styles only those that are used."""
    styles = etree.fromstring(parts["word/styles.xml"])
    for style in list(styles):
        name = next((value for key, value in style.attrib.items() if key.endswith("}styleId")), "")
        if f'"{name}"'.encode() not in parts["word/document.xml"]:
            styles.remove(style)
    return tuple((parts | {"word/styles.xml": etree.tostring(styles)}).items())


def _add_chart(path: Path) -> None:
    deck = pptx.Presentation(str(path))
    data = CategoryChartData()
    data.categories = ["Q3 2023/24", "Q4 2023/24"]
    data.add_series("Northfield", (1204, 1310))
    data.add_series("Southport", (905, 869.5))
    size = Emu(3_000_000)
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Emu(0), Emu(0), size, size, data)
    slide.notes_slide.notes_text_frame.text = "Sales rose by 4.4%."
    deck.save(str(path))
