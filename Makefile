# Every target prepares .venv by itself: a machine needs Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
ARGS ?=
LONG ?=
# Most tests wait for each other's processes, not for the processor.
JOBS ?= 3
BIN := .venv/bin

.PHONY: help demo run test check bench format screenshot pins clean

help: ## What can be made
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1  /' | column -t -s '	'

demo: .venv/runtime ## The whole product on this machine, with no token (ARGS=--headless, "ARGS=--headless --orders all --rate 1000")
	$(BIN)/python -m bot demo $(ARGS)

run: .venv/runtime ## The agent, with the settings of .env
	$(BIN)/python -m bot run $(ARGS)

test: .venv/development ## All tests but the long ones (LONG=yes: those too; ARGS="-k name"; JOBS=0: one after the other)
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile $(if $(LONG),,-m "not long") $(ARGS)

check: .venv/development ## Format, lint, types, and the direction of the imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/bench/ready ## Benchmarks against the usual ways (ARGS="taps pace", --quick to try); they write tests/benchmarks/results.md
	.venv/bench/bin/python -m tests.benchmarks $(ARGS)

format: .venv/development ## Put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshot: .venv/development ## The picture of the demo's page for README (needs Chromium)
	$(BIN)/python -m tests.browser.screenshot docs/page.png

# All are made from what pyproject.toml and the benchmarks name, for every supported Python, with hashes and no index address.
pins: ## Choose the versions anew (ARGS="--upgrade")
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.txt $(ARGS)
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header --quiet --constraint requirements.txt --output-file requirements-dev.txt $(ARGS)
	$(BIN)/uv pip compile tests/benchmarks/requirements.in --no-deps --universal --generate-hashes --no-emit-index-url --no-header --quiet --constraint requirements.txt --output-file tests/benchmarks/requirements.txt $(ARGS)

.venv/runtime: requirements.txt
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

.venv/development: requirements-dev.txt
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@ .venv/runtime

# What only the benchmarks need lives apart from what the agent and its tests are given.
.venv/bench/ready: requirements.txt tests/benchmarks/requirements.txt
	test -x .venv/bench/bin/python || $(PYTHON) -m venv .venv/bench
	.venv/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt --requirement tests/benchmarks/requirements.txt
	@touch $@

clean: ## Remove what was made here, and nothing of var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
