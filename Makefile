# Everything a newcomer needs: `make demo` and `make test`. Nothing else is installed by hand.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
BIN := .venv/bin
PYTEST := $(BIN)/pytest

export ONCE KEEP

.PHONY: demo stack test lint types imports unit contract rules integration system browser bench test-kafka lock clean environment

demo: environment ## play an edition and stay up; ONCE=1 ends after the summary, KEEP=1 keeps the data
	@$(BIN)/python -m deploy.demo

stack: environment ## the servers, services and pages without an edition
	@$(BIN)/python -m deploy.local

environment:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: install it, or set PYTHON=/path/to/python3.11."; exit 1; }
	@$(PYTHON) deploy/local/bootstrap.py

# What waits much runs first, beside what computes; the short ones fill up the end. ALSO=test-kafka adds a layer.
LAYERS := lint imports browser system $(ALSO) integration types rules

test: environment ## everything that must hold; two layers at a time, each printed when it has ended
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target $(LAYERS)

lint: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: environment
	$(BIN)/mypy .

imports: environment
	$(BIN)/lint-imports

unit: environment
	$(PYTEST) tests/unit -n 2

contract: environment
	$(PYTEST) tests/architecture tests/contract -n 2

rules: environment ## both together: the interpreters start once
	$(PYTEST) tests/unit tests/architecture tests/contract -n 2

integration: environment ## each worker has its own servers, and starts once; part of a test is waiting, so three share two cores
	$(PYTEST) tests/integration -n 3 --dist loadfile

system: environment
	$(PYTEST) tests/system

browser: environment
	@browser="$$($(PYTHON) deploy/local/browser.py --ci "$(CI)")" || exit 1; \
	if [ -n "$$browser" ]; then BROWSER_PATH="$$browser" $(PYTEST) tests/browser; fi

bench: environment ## measured claims, as ratios within one run
	@$(BIN)/python -m bench

test-kafka: environment ## messaging and the played edition on Apache Kafka; needs Java 17 and Maven
	@$(BIN)/python -m deploy.kafka $(PYTEST) -m messaging tests/integration/messaging tests/system

COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml
lock: ## after a change of dependencies; needs uv
	$(COMPILE) --extra local --extra dev -o deploy/requirements.lock
	$(COMPILE) -o deploy/requirements-runtime.lock

clean:
	rm -rf .data .cache test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
