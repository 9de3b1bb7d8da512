# Two commands do all the set-up: `make report` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     ?= uv
REPORT ?=
PYTEST ?=
LAB    ?=

.DEFAULT_GOAL := help
.PHONY: help report lab build check test test-slow test-faults test-browser test-all bench docs wheel lint fuzz mutants lock bundle clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

report: $(VENV)/.ready  ## read the shipped data, run the notebooks, say where the reports are
	@$(BIN)/ipstats build --quiet-when-fresh
	@$(BIN)/ipstats report --jobs 0 $(REPORT)

build: $(VENV)/.ready  ## data/raw -> data/processed
	@$(BIN)/ipstats build

check: $(VENV)/.ready  ## check the figures against each other
	@$(BIN)/ipstats check

lab: $(VENV)/.ready  ## JupyterLab on working copies of the notebooks (LAB="--language en")
	@$(BIN)/ipstats build --quiet-when-fresh
	@$(BIN)/ipstats doctor --menu --quiet
	@$(BIN)/ipstats lab $(LAB)

test: $(VENV)/.ready-dev  ## the tests (minutes)
	$(BIN)/pytest -n auto --dist worksteal -m "not slow and not faults and not browser" $(PYTEST)

test-slow: $(VENV)/.ready-dev  ## every area, year and language; seeded errors; fuzzing
	$(BIN)/pytest -n auto -m slow --ignore tests/publishing/test_fill.py $(PYTEST)
	$(BIN)/pytest -n auto -m slow tests/publishing/test_fill.py $(PYTEST)  # pages as processes of their own print them

test-faults: $(VENV)/.ready-dev  ## injected faults: kills, full disk, dead kernels
	$(BIN)/pytest -m faults $(PYTEST)

test-browser: $(VENV)/.ready-dev  ## exported pages and the JupyterLab menu in headless Chromium
	$(BIN)/pytest -m browser $(PYTEST)

bench: $(VENV)/.ready-dev  ## speed, beside a named peer in the same run
	for b in benchmarks/*.py; do $(BIN)/python $$b; done

lint: $(VENV)/.ready-dev  ## style, and counts by folder that may only fall (type errors, complex and long functions)
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/ruff format --check src tests benchmarks tools
	$(BIN)/python tools/ratchet.py

fuzz: $(VENV)/.ready-dev  ## coverage-guided fuzzing, three minutes (SECONDS=3600 CORPUS=folder)
	@$(BIN)/python -c 'import atheris' 2>/dev/null || \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	@$(BIN)/python -m tests.fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(if $(CORPUS),--corpus $(CORPUS))

mutants: $(VENV)/.ready-dev  ## do the tests notice small changes? hours (MUTANTS="--draw 50 --only checks")
	$(BIN)/python tools/mutants.py $(MUTANTS)

docs: $(VENV)/.ready-dev  ## the manual as a site in build/site, with the functions and a gallery
	@$(BIN)/ipstats build --quiet-when-fresh
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

wheel: $(VENV)/.ready-dev  ## build wheel and source distribution, and try the wheel in an environment of its own
	$(BIN)/python tools/try_wheel.py

lock:  ## pin the dependencies anew (needs uv)
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra build pyproject.toml -o requirements.lock
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra build --extra test --extra docs pyproject.toml -o requirements-dev.lock
	echo 'atheris>=3,<3.1' | $(UV) pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate - -o requirements-fuzz.lock

bundle: $(VENV)/.ready  ## one folder that installs without network (TRY=1: install it into build/tried)
	@$(BIN)/python tools/bundle.py build/bundle
	@test -z "$(TRY)" || PYTHON=$(PYTHON) sh build/bundle/install.sh build/tried

clean:  ## remove what is generated (the environment too)
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .mypy_cache .coverage .hypothesis
	find data/processed reports -mindepth 1 ! -name README.md -delete

# The package itself comes last and without dependencies: everything it needs is in the lock, with its hash.
define install
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing $(1) into $(VENV) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src
endef

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "ipstats needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 report")'
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock pyproject.toml
	$(call install,requirements-dev.lock)
	@touch $(VENV)/.ready $@
