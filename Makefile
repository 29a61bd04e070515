# The commands of this house. Needs Python 3.11 or newer and make, nothing else.
# `make` alone lists them, from the comments behind the names.

PYTHON ?= python3
PORT ?= 8000
VENV ?= .venv

BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
# Stable from one machine to the next: no line numbers, no wrapping, no dead entries.
MESSAGES := --locale nl --no-location --no-obsolete --no-wrap \
	--ignore .venv --ignore var --ignore tests
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --universal \
	--python-version 3.11 --custom-compile-command "make requirements"

.DEFAULT_GOAL := help
.PHONY: help run test lint format messages screenshots benchmarks requirements

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.site ## Start the site and its mail worker with the demo (PORT=8000)
	@$(MANAGE) run_site --port $(PORT) --check
	@echo "Preparing the database (the first time takes about half a minute) …"
	@$(MANAGE) migrate --no-input --verbosity 0
	@SITE_URL=http://127.0.0.1:$(PORT) $(MANAGE) setup_site --demo
	@$(MANAGE) run_site --port $(PORT)

test: $(VENV)/.dev ## Run every test, on SQLite and on PostgreSQL
	@VENV=$(VENV) .ci/test

# Templates are checked, not reformatted: djlint's formatter adds white space that
# shows on the page.
lint: $(VENV)/.dev ## Check the style of the code and the templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet

format: $(VENV)/.dev ## Mend the style of the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/.dev ## Collect the texts to translate and compile the Dutch ones (needs gettext)
	@command -v msgfmt >/dev/null || { echo "This needs gettext: apt-get install gettext."; exit 1; }
	$(MANAGE) makemessages $(MESSAGES)
	$(MANAGE) compilemessages --locale nl --ignore .venv --ignore var

screenshots: $(VENV)/.dev ## Take the pictures of the README again (needs Chromium)
	$(BIN)/python -m tests.e2e.screenshots

benchmarks: $(VENV)/.dev benchmarks/node_modules/.stamp ## Measure the public pages and the desk (needs Chromium, PostgreSQL, Java and npm; takes a quarter of an hour)
	$(BIN)/python -m benchmarks.weight
	$(BIN)/python -m benchmarks.html
	$(BIN)/python -m benchmarks.uncached
	$(BIN)/python -m benchmarks.page_cache
	$(BIN)/python -m benchmarks.submit
	$(BIN)/python -m benchmarks.crowd
	$(BIN)/python -m benchmarks.propose
	$(BIN)/python -m benchmarks.release
	$(BIN)/python -m benchmarks.post
	$(BIN)/python -m benchmarks.lighthouse
	$(BIN)/python -m benchmarks.board
	.ci/with-postgres $(BIN)/python -m benchmarks.desk

requirements: $(VENV)/.dev ## Choose versions again, with hashes, after a change of a .in file
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --output-file requirements-dev.txt

# The environments. A stamp remembers which requirements were installed, so that
# pip runs again only when they change.

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "Python 3.11 or newer is needed and $(PYTHON) was not found."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V)." \
		"Name another one: make run PYTHON=python3.12"; exit 1; }
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements.txt | $(BIN)/python
	@echo "Installing the packages of the site …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.site
	@echo "Installing the packages for development and tests …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# What measures the pages comes from npm: for development only.
benchmarks/node_modules/.stamp: benchmarks/package-lock.json
	@command -v npm >/dev/null || { echo "This needs npm: apt-get install npm."; exit 1; }
	@npm ci --prefix benchmarks --ignore-scripts --no-audit --no-fund --silent
	@touch $@
