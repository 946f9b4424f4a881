# Everything a newcomer needs; `make help` lists it. Python packages live in .venv, never in the system.
PYTHON ?= python3
PORT ?= 8000
PYTEST_ARGS ?=
PYTEST_WORKERS ?= 2
BENCH_ARGS ?=

BIN := .venv/bin
READY := .venv/.ready
UV := .venv/uv/bin/uv
UV_VERSION := 0.13.9
PLUGINS := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))
AS_ROOT := $(filter 0,$(shell id -u))

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset install test pdf-packages test-packages bench-packages lint types bench bench-isolation bench-audit format lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) pdf-packages  ## Run Sawti here with two tenants (PORT=8000); Ctrl-C stops it
	@$(BIN)/python manage.py demo --port $(PORT)

demo-reset: $(READY) pdf-packages  ## The same, after removing the demo's data
	@$(BIN)/python manage.py demo --port $(PORT) --reset

test: $(READY) pdf-packages test-packages  ## Run the whole suite, browser tests included (PYTEST_ARGS=…)
	@$(BIN)/python -m pytest -n $(PYTEST_WORKERS) $(PYTEST_ARGS)

lint: $(READY)  ## Check style, formatting and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(READY)  ## Check types
	@$(BIN)/mypy

bench: $(READY) bench-packages  ## Measure against the bare baseline (BENCH_ARGS="--sizes 10000,1000000")
	@$(BIN)/python -m tests.bench $(BENCH_ARGS)

bench-isolation: $(READY)  ## Measure what row-level security costs (BENCH_ARGS="--cases 1000000")
	@$(BIN)/python -m tests.bench.isolation $(BENCH_ARGS)

bench-audit: $(READY)  ## Measure sealing and checking of the audit record (BENCH_ARGS="--entries 1000000")
	@$(BIN)/python -m tests.bench.audit $(BENCH_ARGS)

format: $(READY)  ## Format the code and sort imports
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

lock: $(READY)  ## Write requirements.lock anew from pyproject.toml
	@$(UV) pip compile pyproject.toml --extra embedded --extra s3 --extra redis --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements.lock

install: $(READY)  ## Install everything into .venv

clean:  ## Remove .venv and caches (the demo's data stays)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The environment. The mark is written last, so a half-done installation is simply done again.
$(READY): requirements.lock pyproject.toml $(addsuffix /pyproject.toml,$(PLUGINS))
	@$(MAKE) --no-print-directory .venv/bin/python $(UV)
	@echo "Installing the locked packages …"
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock >.venv/install.log 2>&1 \
	  || { $(call explain,the packages of requirements.lock cannot be installed); exit 1; }
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . $(addprefix -e ./,$(PLUGINS)) >.venv/install.log 2>&1 \
	  || { $(call explain,Sawti itself cannot be installed); exit 1; }
	@$(BIN)/python -c 'import django, psycopg, sawti' >.venv/install.log 2>&1 \
	  || { $(call explain,the environment in .venv is incomplete); exit 1; }
	@touch $@

.venv: $(READY)
.PHONY: .venv

# A folder without a working Python (moved, interrupted, another machine's) is made anew.
.venv/bin/python: FORCE
	@if $@ -c '' 2>/dev/null; then exit 0; fi; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "make: Sawti needs Python 3.11 or newer; found: $$($(PYTHON) --version 2>&1). Try make PYTHON=python3.12" >&2; exit 1; }; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call need,python3-venv); \
	echo "Making the environment .venv …"; \
	$(PYTHON) -m venv --clear .venv || { $(call explain,the environment .venv cannot be made); exit 1; }

$(UV): FORCE | .venv/bin/python
	@if $@ --version >/dev/null 2>&1; then exit 0; fi; \
	{ $(PYTHON) -m venv --clear .venv/uv && .venv/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); } >.venv/install.log 2>&1 \
	  || { $(call explain,uv cannot be installed); exit 1; }

bench-packages:
	@command -v wrk >/dev/null || $(call need,wrk)

FORCE:

# What WeasyPrint draws letters and receipts with.
pdf-packages:
	@missing=; \
	for library in libpango-1.0.so.0:libpango-1.0-0 libpangoft2-1.0.so.0:libpangoft2-1.0-0 \
	  libharfbuzz-subset.so.0:libharfbuzz-subset0; do \
	  PATH="$$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q "$${library%%:*}" || missing="$$missing $${library##*:}"; \
	done; \
	[ -z "$$missing" ] || $(call need,$$missing)

# System packages for the tests: a browser, and fonts with Arabic letters.
test-packages:
	@missing=; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	fc-list 2>/dev/null | grep -q 'Noto.*Arabic' || missing="$$missing fonts-noto-core"; \
	[ -z "$$missing" ] || $(call need,$$missing)

# $(call need,packages): install them as root, otherwise name them and stop.
ifdef AS_ROOT
need = { echo "Installing system packages: $(1) …"; \
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(1); } >/dev/null \
  || { echo "make: apt-get could not install: $(1)" >&2; exit 1; }; }
else
need = { echo "make: missing system packages; as root: apt-get install $(1)" >&2; exit 1; }
endif

# $(call explain,what failed): one line, with the reason from the log and how to repair.
reason = $$(grep -m 1 -iE 'no space|denied|mismatch' .venv/install.log 2>/dev/null \
  || grep -m 1 -iE 'error|×|failed' .venv/install.log 2>/dev/null || echo 'see above')
explain = echo "make: $(1): $(reason). Mend that (all of it: .venv/install.log), then: rm -rf .venv && make install" >&2
