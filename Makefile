# What runs the house. `make help` lists it. Needs make and a Python ≥ 3.12 somewhere; everything else is fetched into .venv.

PORT ?= 8000
SEED ?= 1
TRAINEES ?= 15
JOBS ?= 2
MESSAGES ?= 10000
MODEL_STEPS ?= 1000000
DATABASE_STEPS ?= 100000
MUTATIONS ?= 130000
TAMPERINGS ?= 10000
PARTS ?= 2
PY := .venv/bin/python
HOME ?= $(shell getent passwd $$(id -u) | cut -d: -f6)
export HOME PYTHONUTF8 := 1
unexport DJANGO_SETTINGS_MODULE
DEMO := DEMO=true BASE_URL=http://localhost:$(PORT)

.PHONY: help setup demo test test-postgres bench chaos properties lint lock licences

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

setup:
	@.ci/setup

demo: setup ## a running site with invented people; prints the address (PORT=8000 SEED=1 TRAINEES=15)
	@$(DEMO) $(PY) manage.py demo --seed $(SEED) --trainees $(TRAINEES)
	@$(DEMO) $(PY) manage.py serve --port $(PORT)

test: setup ## the whole suite on SQLite, browser included
	@.ci/browser
	@$(PY) -m pytest -n $(JOBS) --dist loadgroup -m "not chaos and not browser" $(ARGS)
	@$(PY) -m pytest -m "browser or chaos" $(ARGS) || { echo "Once more, for those that stumbled:"; $(PY) -m pytest -m "browser or chaos" --last-failed $(ARGS); }

test-postgres: setup ## the same suite on a PostgreSQL that is started for it and removed again
	@$(PY) .ci/postgres $(PY) -m pytest -n $(JOBS) --dist loadgroup -m "not chaos and not browser" $(ARGS)

bench: setup ## how fast, as ratios to a bare Wagtail page; the room from send to seen (ARGS="--only-room", ARGS=--help)
	@$(PY) -m tests.bench $(ARGS)

chaos: setup ## kill processes, cut lines and look for what is lost (MESSAGES=10000 SEED=1)
	@MESSAGES=$(MESSAGES) $(PY) -m pytest -m chaos -s $(ARGS)

properties: setup ## walk certification at random, forge certificates, tamper with the trail (MODEL_STEPS=1000000 DATABASE_STEPS=100000 MUTATIONS=130000 TAMPERINGS=10000 PROPERTY_SEED=1 PARTS=2)
	@MODEL_STEPS=$(MODEL_STEPS) DATABASE_STEPS=$(DATABASE_STEPS) MUTATIONS=$(MUTATIONS) TAMPERINGS=$(TAMPERINGS) PARTS=$(PARTS) $(PY) -m pytest tests/properties -n $(PARTS) --dist worksteal $(ARGS)

lint: setup ## formatting, habits and types
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy lms cms courses certification

lock: setup ## write requirements.lock anew from pyproject.toml (UPGRADE=1 takes the newest versions)
	@$(PY) -m uv pip compile -q pyproject.toml --group test --generate-hashes --no-header --universal --python-version 3.12 \
		$(if $(UPGRADE),--upgrade) -o requirements.lock

licences: setup ## write docs/licences.md anew from what is installed
	@$(PY) -m piplicenses --format=markdown --order=name --ignore-packages ledestjerne > docs/licences.md
