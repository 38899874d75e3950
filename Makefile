# Two commands for everybody, `make demo` and `make test`; each does its own set-up first, once.
#
# .venv grows in steps: what runs Rounds, then what checks it. A step is done again only when its
# pins or pyproject.toml changed; the stamps inside .venv remember.

PYTHON ?= python3
UPGRADE ?=
ARGS ?=

BIN := .venv/bin
PIP := -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test check lint format types arrows real drill fuzz soak machine coverage mutation gallery bench train sbom requirements words

help: ## what can be made here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

setup: .venv/.project ## what runs Rounds, into .venv

demo: .venv/.project ## both platforms on this machine, no token; PORT= chooses the port
	@exec $(BIN)/rounds demo

test: .venv/.dev .venv/.project ## everything that is promised; ARGS= goes to what runs it
	@exec $(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 $(ARGS)

check: lint format types arrows ## what a change must pass besides the tests

lint: .venv/.dev
	$(BIN)/ruff check .

format: .venv/.dev
	$(BIN)/ruff format --check .

types: .venv/.dev .venv/.project
	$(BIN)/mypy

arrows: .venv/.dev .venv/.project
	$(BIN)/lint-imports

real: .venv/.dev .venv/.project ## real questions on both wires; ROUNDS_REAL_DATA= is where they lie
	@exec $(BIN)/python -m tests.real $(ARGS)

drill: .venv/.dev .venv/.project ## rounds serve is killed while people answer; ARGS="--kills 50"
	@exec $(BIN)/python -m tests.drill $(ARGS)

fuzz: .venv/.dev .venv/.project ## damaged payloads at both doors; ARGS="--updates 1000000 --seed 1"
	@exec $(BIN)/python -m tests.fuzz $(ARGS)

soak: .venv/.dev .venv/.project ## mixed load with faults; ARGS="--minutes 30 --database postgresql"
	@exec $(BIN)/python -m tests.soak $(ARGS)

machine: .venv/.dev .venv/.project ## people at random, and what they may never lose; ARGS="--defects"
	@exec $(BIN)/python -m tests.machine $(ARGS)

coverage: .venv/.dev .venv/.project ## every test, and what it ran; fails where too little was
	@exec $(BIN)/python -m tests.covered $(ARGS)

mutation: .venv/.dev .venv/.project ## small mistakes in the guard code, and who notices; ARGS="FILE"
	@exec $(BIN)/python -m tests.mutation $(ARGS)

gallery: .venv/.dev .venv/.project ## docs/gallery.md and docs/course.md, drawn anew; ARGS=course
	@exec $(BIN)/python -m tests.browser.sheets $(ARGS)

bench: .venv/.dev .venv/.project ## how fast it is, beside its floors; ARGS="--full --json FILE"
	@exec $(BIN)/python -m bench $(ARGS)

train: .venv-train/.project ## a reward model trained on an export, with pins of its own
	@exec .venv-train/bin/python -m pytest -m train tests/train $(ARGS)

words: .venv/.dev .venv/.project ## what Rounds says, into bot/locale; and what was translated, compiled
	@exec $(BIN)/python -m tests.tongues

sbom: .venv-sbom/.pins ## what Rounds is built from, as CycloneDX, into build/rounds.cdx.json
	@mkdir -p build && .venv-sbom/bin/cyclonedx-py requirements requirements/run.txt \
	--output-reproducible --output-file build/rounds.cdx.json && echo build/rounds.cdx.json

requirements: ## resolve the pins again; UPGRADE=--upgrade moves them
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && $(PYTHON) -m venv "$$scratch" \
	&& "$$scratch/bin/python" $(PIP) uv && cd requirements && for pins in *.in; do \
	"$$scratch/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header $(UPGRADE) --output-file "$${pins%.in}.txt" "$$pins" || exit 1; done

.venv/bin/python .venv-train/bin/python .venv-sbom/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	"Rounds needs Python 3.11 or newer: name one, for example PYTHON=python3.12 make demo")'
	@$(PYTHON) -m venv $(@D:/bin=)

.venv/.run: requirements/run.txt | .venv/bin/python
	@echo "Setting up what runs Rounds in .venv; this happens once ..."
	@$(BIN)/python $(PIP) --require-hashes --requirement requirements/run.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	@echo "Adding what checks Rounds to .venv; this happens once ..."
	@$(BIN)/python $(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@

.venv/.project: pyproject.toml .venv/.run
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv-train/.pins: requirements/train.txt | .venv-train/bin/python
	@echo "Setting up what trains on an export in .venv-train; this happens once ..."
	@.venv-train/bin/python $(PIP) --require-hashes --requirement requirements/train.txt
	@touch $@

.venv-sbom/.pins: requirements/sbom.txt | .venv-sbom/bin/python
	@.venv-sbom/bin/python $(PIP) --require-hashes --requirement requirements/sbom.txt
	@touch $@

.venv-train/.project: pyproject.toml .venv-train/.pins
	@.venv-train/bin/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
