"""The page: ``streamlit run app.py``, or ``report-assistant web``."""

from __future__ import annotations

from assistant.web.site import main

main()
