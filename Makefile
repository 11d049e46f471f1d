# `make up` brings a whole environment up on this machine; `make test` runs the tests; `make check` is what CI runs.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= $(shell command -v python3.11 || command -v python3)
ENV ?= local
# The project's environment lives in .venv; pipenv itself, where it is missing, in a folder of its own,
# because a system Python may refuse to be installed into (PEP 668).
export PIPENV_VENV_IN_PROJECT := 1
export PIPENV_IGNORE_VIRTUALENVS := 1
export PIPENV_VERBOSITY := -1
# Bytecode is written when a module is first imported: all of it would take two minutes, most of it is never imported.
export PIP_COMPILE := 0
PIPENV_VERSION := 2026.8.0
TOOLS := .yard/tools
PIPENV = $(shell command -v pipenv || echo $(TOOLS)/bin/pipenv)
BIN := .venv/bin
# Each Python service is a program of its own, with its own `tests` package: it is checked by itself.
APPS := $(patsubst %/pyproject.toml,%,$(wildcard apps/*/pyproject.toml)) $(patsubst %/requirements.txt,%,$(wildcard apps/*/requirements.txt))
# What services in JavaScript run with, from their own locks.
NODE_PACKAGES := $(patsubst %/package-lock.json,%/node_modules/.installed,$(wildcard apps/*/package-lock.json))
SPACE := $(subst ,, )

.PHONY: help install install-dev up down status test exhaustive unit end-to-end screenshots check lint types contracts format lock bench clean sync

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: install $(NODE_PACKAGES) ## everything on this machine: emulated AWS, Terraform, the services, one address (Ctrl-C stops it)
	@bin/yard up $(if $(DETACH),--detach) $(ENV)

down: ## destroy what `make up` made
	@bin/yard down $(ENV)

status: ## what runs, where, how healthy
	@bin/yard status $(ENV)

test: install-dev node_modules/.installed $(NODE_PACKAGES) ## all tests: the fast ones first, then the real thing end to end
	@$(BIN)/python -m pytest -q -n 2 -m "not end_to_end and not exhaustive"
	@$(BIN)/python -m pytest -q -m "end_to_end and not exhaustive"

exhaustive: install-dev node_modules/.installed $(NODE_PACKAGES) ## what takes minutes: both providers side by side, 30 kill points
	@$(BIN)/python -m pytest -q -n 2 -m exhaustive --timeout 1200

end-to-end: install-dev node_modules/.installed $(NODE_PACKAGES) ## the real thing alone
	@$(BIN)/python -m pytest -q -m "end_to_end and not exhaustive"

screenshots: install-dev $(NODE_PACKAGES) ## the shop as a customer sees it, anew into docs/images/
	@SCREENSHOTS=docs/images $(BIN)/python -m pytest -q tests/end_to_end/test_shop.py -k customer

unit: install-dev $(NODE_PACKAGES) ## the fast tests alone
	@$(BIN)/python -m pytest -q -n 2 -m "not end_to_end and not slow and not exhaustive"

check: lint types contracts test ## what CI runs

lint: install-dev ## style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: install-dev ## strict types, the constructs' arguments included
	@MYPYPATH="$$($(BIN)/python -m yard.synth.typing)" $(BIN)/mypy
	@for app in $(APPS); do MYPYPATH="apps/chassis:$$app" $(BIN)/mypy "$$app"; done

contracts: install-dev ## the direction of imports
	@PYTHONPATH="$(subst $(SPACE),:,$(APPS))" $(BIN)/lint-imports

format: install-dev ## rewrite the code in the one style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: install-dev ## figures, no verdicts
	@for bench in benches/*.py; do echo "== $$bench"; $(BIN)/python -m "benches.$$(basename "$$bench" .py)"; done

lock: $(if $(shell command -v pipenv),,$(TOOLS)/bin/pipenv) ## choose new versions
	@$(PIPENV) lock --dev --python $(PYTHON)

install: .venv/.runtime ## the locked dependencies, only when the lock changed
install-dev: .venv/.dev

# A checkout gives files new times, so the lock is compared by content: .venv keeps a copy of the one it was made from.
.venv/.runtime: FORCE
	@cmp -s Pipfile.lock $@ || cmp -s Pipfile.lock .venv/.dev || $(MAKE) --no-print-directory sync STAMP=$@

.venv/.dev: FORCE
	@cmp -s Pipfile.lock $@ || $(MAKE) --no-print-directory sync STAMP=$@ OPTIONS=--dev

sync: $(if $(shell command -v pipenv),,$(TOOLS)/bin/pipenv)
	@echo "Installing the locked dependencies into .venv: once, a few minutes (.yard/install.log says how far) …"
	@mkdir -p .yard
	@$(PIPENV) sync $(OPTIONS) --python $(PYTHON) >.yard/install.log 2>&1 || { cat .yard/install.log; exit 1; }
	@cp Pipfile.lock $(STAMP)

$(TOOLS)/bin/pipenv:
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/pip install --quiet --disable-pip-version-check pipenv==$(PIPENV_VERSION)

# The stock cdktf command line, which the end-to-end tests drive beside yard.
node_modules/.installed: package-lock.json
	@npm ci --silent --no-audit --no-fund && touch $@

apps/%/node_modules/.installed: apps/%/package-lock.json
	@cd apps/$* && npm ci --omit=dev --silent --no-audit --no-fund && touch node_modules/.installed

clean: down ## everything the tools wrote, the cache and the environment included
	@rm -rf .yard .venv cdktf.out node_modules apps/*/node_modules

FORCE:
