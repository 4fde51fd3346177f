# Everything a person needs to run, test and measure the portal. `make help` lists it.
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= $(firstword $(foreach p,python3.13 python3.12 python3.11 python3,$(shell command -v $(p) >/dev/null 2>&1 && $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= auto

# Compiled modules are kept: without them every process compiles some 2,500 files of its packages first (20 s of CPU).
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check bench shots clean format

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: ## the living portal on loopback; PORT=8000, FRESH=1 rebuilds, SERVE=0 builds and stops
	@$(if $(PYTHON),,echo "No Python 3.11 or newer found. Install one (Debian: apt-get install python3) and try again." >&2; exit 1)
	@PYTHON="$(PYTHON)" VENV="$(VENV)" PORT="$(PORT)" FRESH="$(FRESH)" SERVE="$(SERVE)" bash docs/run/demo.sh

$(BIN)/.dev-$(shell cat requirements.txt requirements-dev.txt 2>/dev/null | cksum | cut -d' ' -f1):
	@$(if $(PYTHON),,echo "No Python 3.11 or newer found." >&2; exit 1)
	@PYTHON="$(PYTHON)" VENV="$(VENV)" bash docs/run/venv.sh requirements-dev.txt
	@touch $@

dev: $(BIN)/.dev-$(shell cat requirements.txt requirements-dev.txt 2>/dev/null | cksum | cut -d' ' -f1)

test: dev ## all tests; ARGS="tests/orgs -x" runs some; TEST_DATABASE=postgres on PostgreSQL
	@$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

# A folder of their own: a check must not leave a database where the demo looks for its own.
CHECKING := mkdir -p var/check && VAR_DIR=$(CURDIR)/var/check

check: dev ## linters, import floors, missing migrations, untranslated texts, house rules, check --deploy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || (echo "Run 'make format'." && false)
	@$(BIN)/lint-imports --no-cache | tail -4; exit $${PIPESTATUS[0]}
	@$(BIN)/python -m tests.support.houserules
	@$(CHECKING) DEBUG=1 $(BIN)/python manage.py makemigrations --check --dry-run
	@$(CHECKING) DEBUG=1 $(BIN)/python manage.py translations compile
	@$(CHECKING) DEBUG=1 $(BIN)/python manage.py translations check
	@$(CHECKING) DEBUG=1 $(BIN)/python manage.py docs_rooms --check || (echo "Run 'manage.py docs_rooms'." && false)
	@$(CHECKING) SECRET_KEY=$$(head -c 48 /dev/urandom | base64 -w0) SEALING_KEY=$$(head -c 48 /dev/urandom | base64 -w0) \
	  ALLOWED_HOSTS=portal.example.org SITE_URL=https://portal.example.org TASKS=worker EMAIL_URL=smtp+tls://portal:none@mail.example.org:587 \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

format: dev ## put the code into the house's form
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

bench: dev ## the figures, as ratios in one run; ONLY=name runs one; writes var/bench.json
	@$(BIN)/python -m tests.bench $(ONLY)

shots: dev ## pictures of the main pages into docs/shots; ONLY=name takes one
	@$(BIN)/python -m tests.browser.shots $(ONLY)

clean: ## remove what the demo and the tests wrote
	rm -rf var
