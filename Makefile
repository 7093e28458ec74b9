# Each target sets up what it needs: a bare Python 3.11 or newer, and make, are enough.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
REPORTS ?= ../shared/reports
SETS ?= $(wildcard ../shared/eval/practice_*.jsonl)
LIBRARY ?= build/library
SECONDS ?= 60

.PHONY: setup run test check score bench fuzz golden format axe

setup: $(STAMP)

$(STAMP): pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --constraint requirements.lock --editable ".[dev,api,mcp,auth,llm,postgres]"
	touch $@

run: setup
	$(BIN)/report-assistant web

test: setup
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff format --check --output-format concise .
	$(BIN)/ruff check --output-format concise .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The score of a set of questions over a library made afresh from the reports: make score ARGS="--show wrong"
score: setup
	rm -rf $(LIBRARY)
	$(BIN)/report-assistant --library $(LIBRARY) add $(REPORTS)/*.txt
	$(BIN)/python ../shared/eval/score.py $(SETS) --command "$(BIN)/report-assistant --library $(LIBRARY)" $(ARGS)

bench: setup
	$(BIN)/python bench/run.py --reports $(REPORTS)

# Searches for files that break a reader, a time for each format (Linux): make fuzz SECONDS=300 ARGS="pdf html"
fuzz: setup
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --constraint requirements.lock --editable ".[fuzz]"
	$(BIN)/python -m fuzz.readers --seconds $(SECONDS) $(ARGS)

# Rewrites the ground-truth files, the help texts and the screenshot from what the program does now: review the diff before
# committing it.
golden: setup
	REWRITE_GOLDEN=1 $(BIN)/python -m pytest -q --deselect tests/test_docs.py::test_truth_files_are_not_being_rewritten
	REWRITE_GOLDEN=1 $(BIN)/python -m pytest -q -m browser tests/browser

# What the accessibility tests put into each page: axe-core (MPL-2.0), fetched by npm and kept out of the repository.
AXE_VERSION := 4.10.3
axe:
	mkdir -p build/axe
	cd build/axe && npm pack --silent axe-core@$(AXE_VERSION) && tar -xzf axe-core-$(AXE_VERSION).tgz --strip-components=1 package/axe.min.js
