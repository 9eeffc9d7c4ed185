# Fivelists. `make help` lists what there is.
PYTHON ?= python3
BIN := .venv/bin
COMPILE := pip compile --quiet --generate-hashes --no-header --no-annotate --universal --python-version 3.11 --upgrade
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help setup run test check bench simulate lock messages browser clean
.DEFAULT_GOAL := help

help: ## list these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: .venv/.installed ## make the environment in .venv with the `survey` command in it

.venv/.installed: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what Fivelists needs (once) ..."
	@$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

run: setup ## start on http://127.0.0.1:8000, with the demo district when the database is empty
	@$(BIN)/survey serve --demo

.venv/.tested: .venv/.installed requirements-dev.txt
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

browser:
	@sh tests/browser.sh $(BIN)

test: .venv/.tested browser ## run every test, on SQLite and PostgreSQL, with a real browser
	@$(BIN)/pybabel -q compile -f -d survey/translations
	@$(BIN)/python -m pytest $(ARGS)

check: .venv/.tested ## lint, format and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: .venv/.tested browser ## measure: first visit, pages at scale, accepted submissions per second beside the bare yardstick
	@$(BIN)/python -m bench

simulate: .venv/.tested ## show on districts whose truth is known how well the scorecards find it (about a minute)
	@$(BIN)/python -m simulation

messages: .venv/.tested ## collect sentences for translation and compile the catalogues
	@sh survey/translations/update.sh $(BIN)

lock: .venv/.tested ## renew the locked dependencies
	@echo "hatchling" | $(BIN)/uv $(COMPILE) -o requirements.txt pyproject.toml -
	@$(BIN)/uv $(COMPILE) -c requirements.txt -o requirements-dev.txt --group dev

clean: ## remove the environment and what was built; your data in var/ stays
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache
