# Every target prepares .venv by itself: a machine needs Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
ARGS ?=
LONG ?=
BIN := .venv/bin

.PHONY: help demo run test check format pins clean

help: ## What can be made
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1  /' | column -t -s '	'

demo: .venv/runtime ## The whole product on this machine, with no token (ARGS=--headless, "ARGS=--headless --orders all --rate 1000")
	$(BIN)/python -m bot demo $(ARGS)

run: .venv/runtime ## The agent, with the settings of .env
	$(BIN)/python -m bot run $(ARGS)

test: .venv/development ## All tests but the long ones (LONG=yes: those too; ARGS="-k name")
	$(BIN)/python -m pytest $(if $(LONG),,-m "not long") $(ARGS)

check: .venv/development ## Format, lint, types, and the direction of the imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/development ## Put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Both files are made from pyproject.toml, for every supported Python, with hashes and no index address.
pins: ## Choose the versions anew (ARGS="--upgrade")
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.txt $(ARGS)
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header --quiet --constraint requirements.txt --output-file requirements-dev.txt $(ARGS)

.venv/runtime: requirements.txt
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

.venv/development: requirements-dev.txt
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@ .venv/runtime

clean: ## Remove what was made here, and nothing of var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
