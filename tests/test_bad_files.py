"""Files that are locked, cut short, built to harm, or merely odd, given to the command line together.

Each is refused with one line that names it, nothing of it is kept, nothing in it is run, and no other file is read.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from assistant.libraries.library import Library
from fuzz.seeds import seeds
from tests.test_bad_input import NAME, held, run

MAIN = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
READERS = {"docx": "word", "pptx": "slides", "xlsx": "workbook", "pdf": "pdf"}
SECRET = "Widgets kept secret: 4711"


def whole(ending: str) -> bytes:
    """A report in a format."""
    found = seeds(READERS[ending])
    return found.file(found.inputs[0])


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_main(ending: str, content: bytes) -> bytes:
    """The report with another main part."""
    with zipfile.ZipFile(io.BytesIO(whole(ending))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed(parts | {MAIN[ending]: content})


def pdf(pages: bytes, page: bytes = b"<<>>", content: bytes = b"") -> bytes:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", pages, page, content]
    body = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )


def drawn(path: Path, *, password: str = "", picture: Path | None = None) -> bytes:
    canvas = Canvas(str(path), encrypt=StandardEncryption(password) if password else None)
    if picture is None:
        canvas.drawString(72, 720, "Widgets sold in total were 1,204 this year.")
    else:
        canvas.drawImage(str(picture), 0, 0, 600, 800)
    canvas.save()
    return path.read_bytes()


def bad_files(folder: Path, secret: Path) -> Iterator[tuple[str, bytes, str]]:
    """Name, bytes, and some words of what is to be said."""
    picture = folder / "page.png"
    Image.new("RGB", (60, 80), "white").save(picture)
    yield "locked.pdf", drawn(folder / "a.pdf", password="secret"), "password"
    yield "scanned.pdf", drawn(folder / "b.pdf", picture=picture), "text layer"
    yield "loop.pdf", pdf(b"<</Type/Pages/Kids[2 0 R]/Count 9000>>"), "a report may have"
    stream = zlib.compress(b"BT /F1 12 Tf (x) Tj ET " * 10_000_000, 9)
    yield (
        "bomb.pdf",
        pdf(
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        ),
        "unpacks to far more",
    )
    for ending in READERS:
        yield f"cut.{ending}", whole(ending)[: len(whole(ending)) // 2], "again"
        yield f"noise.{ending}", bytes(range(256)) * 50, "ending"
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><x>&e;</x>'.encode()
    for ending in MAIN:
        yield f"bomb.{ending}", with_main(ending, b" " * 30_000_000), "unpacked"
        yield f"entity.{ending}", with_main(ending, entity), "entities"
        yield f"deep.{ending}", with_main(ending, b"<a>" * 100_000 + b"</a>" * 100_000), "damaged"
        yield f"paths.{ending}", packed({"../../../escaped.txt": b"x"}), "whatever its ending says"
    yield "parts.docx", packed({f"part{i}": b"" for i in range(20_001)}), "parts"
    yield "wide.csv", b",".join(b"c%d" % i for i in range(2_000)) + b"\n" + b"1," * 1_999 + b"1\n", "2,000 columns"
    yield "deep.html", b"<div>" * 100_000 + b"Widgets" + b"</div>" * 100_000, "nests"
    yield "odd\nname\x1b[31m\x07.txt", b"", "odd name"
    yield "-rf.txt", b"", "'-rf.txt' is empty"


@pytest.mark.parametrize("part", range(3))
def test_each_is_refused_with_one_line_and_nothing_is_kept(tmp_path: Path, part: int) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    folder = tmp_path / "reports"
    folder.mkdir()
    told = {}
    for name, content, words in list(bad_files(tmp_path, secret))[part::3]:
        (folder / name).write_bytes(content)
        told[name] = words
    os.mkfifo(folder / "pipe.txt")
    (folder / "endless.txt").symlink_to("/dev/zero")
    told |= {"pipe.txt": "no ordinary file", "endless.txt": "no ordinary file"}
    before = sorted(path.name for path in tmp_path.iterdir())
    code, out, err = run(tmp_path / "library", "add", "--", *(folder / name for name in told))
    assert code == 1
    assert "0 added" in out or "added" not in out
    complaints = err.splitlines()
    assert len(complaints) == len(told)
    for (name, words), line in zip(told.items(), complaints, strict=True):
        assert line.startswith(NAME), name
        assert words in line, (name, line)
        assert line.isprintable(), name
        assert len(line) < 300, name
    assert held(tmp_path / "library") == []
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*before, "library"])


def test_what_a_page_would_run_or_fetch_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    page = f"""<!DOCTYPE html [<!ENTITY e SYSTEM "{secret.as_uri()}">]><html><head>
        <script>document.write("written by a script 99")</script></head><body onload="alert(1)">
        <h1>Widget report</h1><p>Widgets sold in total were 1,204 this year.</p>
        <iframe src="{secret.as_uri()}"></iframe><object data="{secret}"></object><img src="x" onerror="alert(2)">
        <svg><script>alert(3)</script></svg><template>made by a script 77</template><p>&e;</p></body></html>"""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    code, _, err = run(tmp_path / "library", "add", tmp_path / "page.html")
    assert (code, err) == (0, "")
    with Library.open(tmp_path / "library") as library:
        source = library.document("page").source
    assert "1,204" in source
    assert not any(word in source for word in ("4711", "script", "alert"))


@pytest.mark.parametrize("name", ["..html", "a b/../c.html", "ünïcode – naïve.html"])
def test_an_odd_name_makes_a_plain_id(tmp_path: Path, name: str) -> None:
    (tmp_path / "a b").mkdir()
    path = tmp_path / name
    path.write_text("<h1>Widget report</h1><p>Widgets sold in total were 1,204 this year.</p>", encoding="utf-8")
    assert run(tmp_path / "library", "add", path)[0] == 0
    (document_id,) = held(tmp_path / "library")
    assert document_id.isprintable()
    assert not document_id.startswith((".", "-"))
    assert not set(document_id) & set("/\\:")
