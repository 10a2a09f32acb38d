# make demo      the whole road on the sample article, from nothing: no model, no key
# make test      format, lint, wheel, types, tests, from nothing
# make test-all  the same on every Python found here, with the oldest and the newest packages, slow tests
#
# Everything is installed into $(VENV), from the pins in $(CONSTRAINTS); delete the folder to undo it.

VENV ?= .venv
CONSTRAINTS ?= constraints.txt
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check -c $(CONSTRAINTS)
TYPED := build/types

.PHONY: demo test test-all format lint wheel types tests clean

demo: $(VENV)/.core
	@$(BIN)/mlkt demo

test: $(VENV)/.test
	@$(MAKE) --no-print-directory lint wheel types tests

test-all: $(VENV)/.test
	@time $(MAKE) --no-print-directory test VENV=.venv-oldest CONSTRAINTS=constraints-oldest.txt
	@time $(MAKE) --no-print-directory test VENV=.venv-newest CONSTRAINTS=/dev/null
	@for p in python3.11 python3.12 python3.13; do \
	  if $$p -c '' 2>/dev/null; then \
	    $(MAKE) --no-print-directory tests PYTHON=$$p VENV=.venv-$$p || exit 1; \
	  else echo "$$p is not here: skipped"; fi; done
	@$(PIP) -e '.[test,ray]'
	@time $(BIN)/python -m pytest -q -m slow --durations=15

format: $(VENV)/.test
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lint: $(VENV)/.test
	@echo "lint"
	@$(BIN)/ruff format --check --quiet . || { echo "run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .

wheel: $(VENV)/.test
	@echo "wheel"
	@rm -rf build dist
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist . >build.log 2>&1 || { cat build.log; exit 1; }
	@rm -f build.log
	@$(BIN)/check-wheel-contents dist
	@rm -rf build

# Types are checked on what the wheel holds, with the tests beside it: a checker cannot follow the
# editable install to mlkt.chains.
types: wheel
	@echo "types"
	@rm -rf $(TYPED) && mkdir -p $(TYPED)
	@$(BIN)/python -m zipfile -e dist/*.whl $(TYPED)
	@cp -r tests examples benchmarks pyproject.toml $(TYPED)
	@cd $(TYPED) && $(abspath $(BIN))/basedpyright --pythonpath $(abspath $(BIN))/python
	@rm -rf build

tests: $(VENV)/.test
	@$(BIN)/python -m pytest -q -n 2 -m "not slow" --durations=15

clean:
	rm -rf .venv .venv-* build dist .pytest_cache .ruff_cache .hypothesis mlkt.egg-info mlkt-demo-*

$(VENV)/.core: pyproject.toml $(CONSTRAINTS) | python
	@echo "making the environment in $(VENV) with $(PYTHON) (about half a minute, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) -e .
	@$(BIN)/python -m compileall -q mlkt chains
	@touch $@

$(VENV)/.test: pyproject.toml $(CONSTRAINTS) | python
	@echo "making the environment in $(VENV) with $(PYTHON) and the test tools (about a minute, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) -e '.[test]'
	@$(BIN)/python -m compileall -q mlkt chains
	@touch $@ $(VENV)/.core

.PHONY: python
python:
	@test -n "$(PYTHON)" || { echo "mlkt needs Python 3.11 or newer: install it, or name it with  make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: install its venv module (Debian, Ubuntu: apt install python3-venv)"; exit 1; }
