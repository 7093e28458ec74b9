"""What the site shows before its pages can be shown."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from assistant.libraries.outlines import Preparation
from assistant.web import site


def shown(assistant: object) -> None:
    from assistant.web import site

    site._show_preparation(assistant)  # type: ignore[arg-type]


def test_how_far_the_library_is_stands_on_the_page_until_it_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "_LOOK_AGAIN", 0.0)
    monkeypatch.setattr(site.st, "rerun", site.st.stop)
    library = SimpleNamespace(preparation=None)
    library.warm = lambda: setattr(library, "preparation", Preparation(done=312, total=1000))
    app = AppTest.from_function(shown, args=(SimpleNamespace(library=library),)).run()
    assert not app.exception
    (told,) = (element.proto.body for element in app.get("html"))
    assert "The library is being prepared for questions: 312 of 1,000 reports are ready." in told
