# The few recipes of the project. Each sets up all that it needs: a machine with Python 3.11+ and make is enough.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
OUTSIDE ?= $(or $(LEGATION_OUTSIDE),../shared)
BIN := $(VENV)/bin
export VIRTUAL_ENV := $(CURDIR)/$(VENV)

.PHONY: help run serve screenshots test check format lock score gate world bench clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Legation needs Python 3.11 or newer: make PYTHON=python3.12 run")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.run: pyproject.toml requirements.lock hatch_build.py $(wildcard frontend/*.* frontend/src/*) | $(BIN)/uv
	@echo "installing Legation into $(VENV) (once, about half a minute)" >&2
	@$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.llm: $(VENV)/.run
	@$(BIN)/uv pip install --quiet --editable '.[llm]'
	@touch $@

# The pages are tested in a real browser. As root on Debian (a container) it installs itself; elsewhere those tests skip and say so.
$(VENV)/.browser: $(VENV)/.run
	@command -v chromium > /dev/null || { test "$$(id -u)" = 0 && command -v apt-get > /dev/null \
		&& echo "installing Chromium for the tests of the pages" >&2 \
		&& timeout 240 sh -c 'apt-get -qq update; DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium' > /dev/null 2>&1; } \
		|| echo "no Chromium: the tests of the pages in a browser skip; on Debian: apt-get install chromium" >&2
	@touch $@

run: $(VENV)/.run ## take in the example dossier and print what changed
	@$(BIN)/python examples/run.py

serve: $(VENV)/.run ## open the example register to a browser (PORT=8411)
	@test -f examples/register.db || { echo "no example register yet; \`make run\` first" >&2; exit 1; }
	@$(BIN)/legation serve --db examples/register.db --port $(or $(PORT),8411)

screenshots: $(VENV)/.dev $(VENV)/.browser ## a picture of every page, desktop and phone, light and dark, in build/screenshots
	@test -x /usr/bin/chromium || { echo "no Chromium; on Debian: apt-get install -y chromium" >&2; exit 1; }
	@$(BIN)/python docs/make_screenshots.py examples/register.db build/screenshots

# A file of tests shares its register and servers, so it stays with one process; more than four would wait for the disk.
test: $(VENV)/.dev $(VENV)/.browser ## every test
	@$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile

check: $(VENV)/.dev ## formatter, linter, types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: $(VENV)/.dev ## put the code into form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(BIN)/uv ## write the lock files anew: all together first, so that both agree
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade --group dev pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade -c requirements-dev.lock pyproject.toml -o requirements.lock

score: $(VENV)/.run $(if $(findstring llm,$(READER)),$(VENV)/.llm) ## the reader against the annotated corpora; READER=llm another
	@$(BIN)/python -m legation.cli score $(if $(READER),--reader $(READER))

gate: $(VENV)/.run ## the reader against its pinned floors, with the claims gained and lost
	@$(BIN)/python -m legation.cli score corpus/plain corpus/dev --gate --before corpus/accepted

world: $(VENV)/.run ## the world's missions from outside tables, where those are (OUTSIDE=FOLDER)
	@test -f "$(OUTSIDE)/registers/wikidata-missions-2022-11-16.csv" || { echo "no outside tables in $(OUTSIDE); set LEGATION_OUTSIDE" >&2; exit 1; }
	@rm -f world.db*
	@$(BIN)/legation import wikidata $(OUTSIDE)/registers/wikidata-missions-2022-11-16.csv --db world.db --report world-report.jsonl
	@$(BIN)/legation network KP --on 2022-11-16 --db world.db

bench: $(VENV)/.dev ## ratios against named rivals, in one run
	@for b in benchmarks/*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

clean: ## forget the environment and the example register
	@rm -rf $(VENV) examples/register.db*
