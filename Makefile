# `make demo` and `make test` do all their own set-up in a virtual environment inside this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check eval bench lock clean help

help:            ## list the targets
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dateline needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)   ## set up, read the bundled examples, show a dossier and write it as HTML
	$(BIN)/dateline demo

test: $(READY)   ## set up, then style, types, import rules, tests and the quality gate
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest
	$(BIN)/python eval/gate.py

eval: $(READY)   ## print the scores on the project's own gold
	$(BIN)/python eval/gate.py

bench: $(READY)  ## print how long reading takes, beside the bare parse
	$(BIN)/python benchmarks/read_speed.py

lock:            ## make requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --extra dev --constraint constraints.txt --universal --python-version 3.11 \
	  --generate-hashes --no-header --quiet --output-file requirements.lock

clean:           ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks .import_linter_cache
