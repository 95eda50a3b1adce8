# What one does with a checkout. `make help` lists it; everything else is in pyproject.toml and deploy/.

BOOTHS ?= 6
DURATION ?= 60
FPS ?=
PYTHON ?= python3
BIN := .venv/bin

export PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-long lock clean

help: ## this list
	@echo "Bilik: one officer, several private video booths"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' Makefile | awk -F@ '{ printf "%-18s %s\n", $$1, $$2 }'

setup: ## system libraries, .venv and packages; again: a second
	@bash deploy/setup.sh programs tests
	@echo "everything is in place: make demo, make test"

demo: ## an officer and BOOTHS=6 booths talk for DURATION=60 seconds; results in demo-output/
	@bash deploy/setup.sh programs
	@$(BIN)/python -m tests.demo --booths "$(BOOTHS)" --duration "$(DURATION)" --fps "$(FPS)" --output demo-output

test: ## everything that must hold before a change is taken
	@bash deploy/setup.sh programs tests
	@echo "== ruff" && $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "== mypy" && $(BIN)/mypy
	@echo "== import directions" && $(BIN)/lint-imports
	@echo "== pytest, two at a time" && $(BIN)/python -m pytest -n 2 --dist worksteal -m "not long and not live"
	@echo "== pytest, what measures time" && $(BIN)/python -m pytest -m "not long and live"

test-long: ## what takes minutes: kills, soaks, fuzzing
	@bash deploy/setup.sh programs tests
	@$(BIN)/python -m pytest -m long

lock: ## write requirements.lock anew from pyproject.toml
	@echo "resolving for Python 3.11 to 3.13"
	@$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet --disable-pip-version-check uv
	@build/lock/bin/uv pip compile --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements.lock

clean: ## remove everything that these commands have made
	rm -rf .venv build dist demo-output ./*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
