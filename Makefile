# Everything a newcomer needs: `make demo` and `make test`. Environments are made from the lock files in requirements/.
PORTAL ?= longbien
PYTHON ?= python3
OUT ?= data/exports/articles.csv
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes
UV_COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

CHROMIUM := command -v chromium >/dev/null || { apt-get update -qq && apt-get install -qqy --no-install-recommends chromium; }

.PHONY: help install browser demo crawl export serve test check lint typecheck fuzz format lock clean

help:
	@echo "make demo                    crawl the sample portal and look at what was stored"
	@echo "make crawl PORTAL=longbien   crawl a real portal into data/"
	@echo "make export OUT=file.csv     write the articles to a file"
	@echo "make serve                   browse data/archive.db"
	@echo "make test                    all checks, as CI runs them"

# Python's venv module is a package of its own on Debian: root can mend that here, others are told how.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Kho needs Python 3.11 to 3.13, and $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; \
	  echo "python3-venv is missing, installing it (as root: apt-get install python3-venv)" >&2; \
	  apt-get update -qq && apt-get install -qqy python3-venv && $(PYTHON) -m venv .venv; }

.venv/.run: requirements/run.lock pyproject.toml | $(BIN)/python
	$(PIP) -r requirements/run.lock
	@$(BIN)/python -m pip install -qqq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.run
	$(PIP) -r requirements/dev.lock
	@touch $@

# pywb is GPL and wants a library that fights with one of ours: it runs from an environment of its own.
.venv-replay/.installed: requirements/replay.lock | $(BIN)/python
	@$(PYTHON) -m venv .venv-replay
	.venv-replay/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

install: .venv/.run

# For portals with `render = true`: Chromium, as root on Debian, and what drives it.
browser: .venv/.run
	@$(CHROMIUM)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[browser]'

demo: install
	@$(BIN)/kho demo

crawl: install
	@$(BIN)/kho crawl $(PORTAL)

export: install
	@mkdir -p $(dir $(OUT)) && $(BIN)/kho export -o $(OUT)

serve: install
	@$(BIN)/kho serve

lint: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

typecheck: .venv/.dev
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Tests of rendered pages need a real browser; who may not install one is told that they are left out.
.venv/.browser: | $(BIN)/python
	@{ $(CHROMIUM); } >/dev/null 2>&1 || echo "no Chromium, and it cannot be installed: tests of rendered pages are left out" >&2
	@touch $@

# Half of the tests' time is waiting for answers and processes: four workers keep two cores busy.
check: lint typecheck .venv-replay/.installed .venv/.browser
	$(BIN)/python -m pytest -n 4 --dist loadgroup

test: check

# Property tests with new random examples, many of them.
fuzz: .venv/.dev
	HYPOTHESIS_PROFILE=search $(BIN)/python -m pytest -n 2 $$(grep -l hypothesis tests/test_*.py)

lock: .venv/.dev
	$(UV_COMPILE) pyproject.toml requirements/build.in --extra demo -o requirements/run.lock
	$(UV_COMPILE) pyproject.toml requirements/build.in --extra dev -c requirements/run.lock -o requirements/dev.lock
	$(UV_COMPILE) requirements/replay.in --override requirements/replay-overrides.txt -o requirements/replay.lock

clean:
	rm -rf .venv .venv-replay build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
