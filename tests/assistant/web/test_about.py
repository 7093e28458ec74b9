"""The page that says how good the answers are."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from assistant.web.about import summary

QUALITY = """# How good it is

Questions on prose, 70:

| kind | n | right | wrong | withheld | cited |
| --- | --- | --- | --- | --- | --- |
| text | 24 | 0.79 | 0.00 | 0.21 | 0.88 |
| **all** | 70 | 0.90 | 0.01 | 0.09 | 0.92 |

## Other sets

| set | n | right | wrong | withheld | cited |
| --- | --- | --- | --- | --- | --- |
| county council outturn | 90 | 0.922 | 0.011 | 0.067 | 0.947 |
"""


def test_the_summary_is_of_whole_sets() -> None:
    assert summary(QUALITY) == [
        ("Practice questions on prose", "70", "90%", "1%", "9%"),
        ("County council outturn", "90", "92%", "1%", "7%"),
    ]


def test_the_page_shows_what_the_documents_say_now() -> None:
    app = AppTest.from_string("from assistant.web import about\nabout.show()").run()
    assert not app.exception
    (table,) = (element.proto.body for element in app.get("html"))
    assert table.count("<tr>") > 3
    assert "Practice questions on tables" in table
