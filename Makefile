# Each target sets up what it needs: a bare Python 3.11 or newer, and make, are enough.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
REPORTS ?= ../shared/reports
SETS ?= $(wildcard ../shared/eval/practice_*.jsonl)
LIBRARY ?= build/library
SECONDS ?= 60

.PHONY: setup run test check score bench beside soak sbom hashes fuzz golden format axe

setup: $(STAMP)

# With HASHES=yes every package must be, to the byte, one whose hash is in requirements.hashes.
$(STAMP): pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
ifdef HASHES
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes --requirement requirements.hashes
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --no-deps --no-build-isolation --editable .
else
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --constraint requirements.lock --editable ".[dev,api,mcp,auth,llm,postgres,dask]"
endif
	touch $@

run: setup
	$(BIN)/report-assistant web

# In as many processes as there are cores, four at most: each has the embedding model in memory.
test: setup
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile

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

# This program's search beside LangChain with Chroma and txtai, in an environment of its own under build.
TXTAI_VERSION := 9.14.0
beside:
	test -x build/beside/bin/python || $(PYTHON) -m venv build/beside
	build/beside/bin/python -m pip install --quiet --no-compile --disable-pip-version-check --constraint requirements.lock txtai==$(TXTAI_VERSION) --editable .
	build/beside/bin/python -m bench.beside --reports $(REPORTS) --questions $(SETS) $(ARGS)

# Ten users ask for twenty minutes while reports come and go: make soak ARGS="--minutes 5"
soak: setup
	$(BIN)/python -m bench.soak $(ARGS)

# What the program is made of, as CycloneDX JSON in build/sbom.json; its tool lives in an environment of its own.
SBOM_VERSION := 7.5.0
sbom:
	test -x build/sbom/bin/python || $(PYTHON) -m venv build/sbom
	build/sbom/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom==$(SBOM_VERSION)
	build/sbom/bin/cyclonedx-py requirements requirements.lock --of JSON --output-reproducible -o build/sbom.json

# The hashes of everything in requirements.lock and of what builds the program, for all platforms, in requirements.hashes.
# Of torch, whose builds in the registry bring gigabytes for a GPU, it is the CPU build for Linux and Python 3.11; elsewhere, install it first.
UV_VERSION := 0.13.9
TORCH_CPU := sha256:6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b
BUILDERS := hatchling==1.33.0 editables==0.5 setuptools==84.2.1
hashes:
	test -x build/uv/bin/python || $(PYTHON) -m venv build/uv
	build/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	printf '%s\n' $(BUILDERS) | build/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --constraint requirements.lock - > build/builders.txt
	build/uv/bin/uv pip compile --quiet --no-deps --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements.lock build/builders.txt \
		| awk '/^[a-z]/ {torch = /^torch==/} !torch {print} torch && /^torch/ {print; print "    --hash=$(TORCH_CPU)"}' > requirements.hashes

# Searches for files that break a reader, a time for each format (Linux): make fuzz SECONDS=300 ARGS="pdf html"
fuzz: setup
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --constraint requirements.lock --editable ".[fuzz]"
	$(BIN)/python -m fuzz.readers --seconds $(SECONDS) $(ARGS)

# Rewrites the ground-truth files, the help texts and the screenshot from what the program does now: review the diff before
# committing it.
golden: setup
	REWRITE_GOLDEN=1 $(BIN)/python -m pytest -q --deselect tests/test_docs.py::test_truth_files_are_not_being_rewritten
	REWRITE_GOLDEN=1 $(BIN)/python -m pytest -q -m slow tests/test_docs.py
	REWRITE_GOLDEN=1 $(BIN)/python -m pytest -q -m browser tests/browser

# What the accessibility tests put into each page: axe-core (MPL-2.0), fetched by npm and kept out of the repository.
AXE_VERSION := 4.10.3
axe: build/axe/$(AXE_VERSION)
build/axe/$(AXE_VERSION):
	mkdir -p build/axe
	cd build/axe && npm pack --silent --fetch-retries 1 --fetch-timeout 30000 axe-core@$(AXE_VERSION)
	cd build/axe && tar -xzf axe-core-$(AXE_VERSION).tgz --strip-components=1 package/axe.min.js
	touch $@
