# `make demo` and `make test` do all their own set-up in a virtual environment inside this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEVELOP := $(VENV)/.develop

.PHONY: demo test eval bench soak lock clean help

help:            ## list the targets
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

COMPILE := --constraint constraints.txt --universal --python-version 3.11 --generate-hashes --no-header --quiet
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dateline needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $(READY)

$(DEVELOP): $(READY) requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $(DEVELOP)

demo: $(READY)   ## set up, read the bundled examples, show a dossier and write it as HTML
	$(BIN)/dateline demo

test: $(DEVELOP)   ## set up, then style, types, import rules, tests and the quality gate
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest
	$(BIN)/python eval/gate.py

eval: $(READY)   ## print the scores on the project's own gold
	$(BIN)/python eval/gate.py

soak: $(DEVELOP)  ## kill a run over 500 reports 100 times on each database and compare the record with an unbroken one
	$(BIN)/python tests/support/soak.py

bench: $(READY)  ## print how long reading takes, beside the bare parse
	$(BIN)/python benchmarks/read_speed.py

lock:            ## make the lock files anew (needs uv)
	uv pip compile pyproject.toml --extra editable $(COMPILE) --output-file requirements.lock
	uv pip compile pyproject.toml --extra editable --extra dev $(COMPILE) --constraint requirements.lock \
	  --output-file requirements-dev.lock

clean:           ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks .import_linter_cache
