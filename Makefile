# Everything from nothing but Python (3.11 or later) and make.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed-

.DEFAULT_GOAL := help
.PHONY: help demo try-durable test test-all check mutate bench agree fuzz clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ —/'

demo: $(STAMP)run try-durable  ## check the example year of Enshi and print the report a clerk would read
	@PYTHON=$(BIN)/python sh examples/demo.sh

test: $(STAMP)test  ## run the tests, every case of every pack among them
	$(BIN)/python -m pytest -n auto
	@echo "Not run here: linting, type checks and installing the wheel (make test-all, which also installs"
	@echo "durable-rules: without it, the tests of the second engine are skipped);"
	@echo "long fuzzing (make fuzz) and benchmarks (make bench) run by themselves."

test-all: $(STAMP)durable test check $(STAMP)dev  ## run everything: tests, linting, types, and installing in both ways
	$(BIN)/python -m pytest -m slow

check: $(STAMP)dev  ## lint and type-check the code, lint the packs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/zhifa-rules lint

mutate: $(STAMP)test  ## change every part of every rule once and see whether the cases of the packs notice
	@for pack in rules/*/pack.yaml; do $(BIN)/zhifa-rules mutate "$$(dirname $$pack)" || code=1; done; exit $${code:-0}

bench: $(STAMP)bench try-durable  ## measure speed side by side with other engines, growth, memory and start-up
	$(BIN)/python -m benchmarks.compare
	$(BIN)/python -m benchmarks.session
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.memory
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.provinces

PAIRS ?= 1000000
DURABLE_PAIRS ?= 100000
SEED ?= 1

agree: $(STAMP)test try-durable  ## compare native with the reference on a million pairs of a rule and a history, and with durable
	$(BIN)/python -m tests.reference.agree --pairs $(PAIRS) --seed $(SEED)
	$(BIN)/python -m tests.durable.agree --pairs $(DURABLE_PAIRS) --seed $(SEED)

fuzz: $(STAMP)test  ## run the properties with many more examples
	ZHIFA_HYPOTHESIS=deep $(BIN)/python -m pytest tests/properties -n auto

clean:  ## remove what was built
	rm -rf $(VENV) build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, not " + sys.version) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

$(STAMP)run: $(VENV)/bin/python pyproject.toml setup.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(STAMP)test: $(VENV)/bin/python pyproject.toml setup.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

$(STAMP)dev: $(VENV)/bin/python pyproject.toml setup.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(STAMP)bench: $(VENV)/bin/python pyproject.toml setup.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

# durable-rules is built from source; the flag names a function that Python 3.13 no longer has by its old name.
$(STAMP)durable: $(VENV)/bin/python pyproject.toml setup.py
	CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[durable]'
	@touch $@

try-durable: $(STAMP)run
	@$(MAKE) --no-print-directory $(STAMP)durable >/dev/null 2>&1 \
	    || echo "durable-rules could not be installed here (it needs a C compiler): the native engine checks alone."
