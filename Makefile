# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: help run test check fix translations bench lock clean
help: ## these lines
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: .venv/ready ## prepare everything and serve on http://127.0.0.1:8000
	@$(BIN)/allmende run --port $(PORT)

test: .venv/ready-test ## all checks and all tests, browser and both databases included
	@$(BIN)/python -m tests.all

check: .venv/ready-test ## format, lint, types, contracts, licences
	@$(BIN)/python -m tests.all --checks-only

fix: .venv/ready-test ## format and mend what can be mended
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

translations: .venv/ready-test ## collect new texts for the English pages, compile what is translated
	@$(BIN)/python tools/translations.py

bench: .venv/ready-test ## measure speed side by side; table and JSON
	@$(BIN)/python -m bench

lock: ## renew the lock files (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra test pyproject.toml -o requirements-test.lock

clean: ## remove the environment, keep the data in var/
	@rm -rf .venv

.venv/python: Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Allmende braucht Python 3.11 oder neuer; gefunden: $$($(PYTHON) --version 2>&1 || echo keines). Auf Debian: apt install python3 python3-venv, oder make run PYTHON=/pfad/zu/python3.11" >&2; exit 1; }
	@mkdir -p .venv 2>/dev/null && test -w .venv || { echo "In diesen Ordner kann nicht geschrieben werden: $$(pwd). Bitte in einen eigenen Ordner kopieren." >&2; exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 \
		|| { echo "Die Python-Umgebung ließ sich nicht anlegen. Auf Debian fehlt meist ein Paket: apt install python3-venv. Sonst ist der Datenträger voll (df -h .)." >&2; exit 1; }
	@touch $@

.venv/ready: .venv/python requirements.lock pyproject.toml
	@echo "Pakete werden eingerichtet (einmalig, etwa eine Minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/ready-test: .venv/python requirements-test.lock pyproject.toml
	@echo "Pakete für die Tests werden eingerichtet …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@ .venv/ready
