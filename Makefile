# `make run` and `make test` do all the set-up they need; everything else builds on the same steps.
SHELL := /bin/bash
PY := .venv/bin/python
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export RASA_TELEMETRY_ENABLED := false
export PYTHONWARNINGS := ignore
export PYTHONPATH := $(CURDIR)
# The engine is thousands of modules: compiled once, not at every start, whatever the surroundings say.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test screenshots bench bench-compare scale-test fuzz doctor audit evaluate paper rulebook setup setup-dev model lock docs lint clean

help: ## what one can do here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: setup model ## set everything up and serve on http://127.0.0.1:5005/
	@$(PY) -m bot.server

test: setup-dev model ## set up what the tests need, and run them all
	@scripts/chromium.sh
	@scripts/services.sh
	@scripts/tools.sh || echo "schemathesis mangler: den test springes over"
	@$(PY) -m bot.domain_sync --check
	@$(PY) -m osteo_rules.docs --check
	@$(PY) -m pytest -n 2 --dist loadfile

screenshots: setup-dev model ## take the pictures of the README anew
	@KNOGLETJEK_SCREENSHOTS=1 $(PY) -m pytest -q tests/test_page_real.py

bench: setup-dev model ## print latency, throughput, start time, memory, assessments a second, and the page in a browser
	@$(PY) -m tests.bench

bench-compare: setup-dev model ## the same conversations beside stock Rasa, and docs/performance.md
	@$(PY) -m tests.compare --write

scale-test: setup-dev model ## two processes on PostgreSQL, Redis and nginx: load, kill -9, restarted services, 10 000 stored conversations
	@scripts/services.sh
	@$(PY) -m tests.scale

fuzz: setup-dev model ## 50 000 random bodies at every door that takes one
	@$(PY) -m tests.fuzz

doctor: setup ## check this installation
	@$(PY) -m bot.doctor

audit: setup ## known vulnerabilities of the locked packages
	@scripts/audit.sh

evaluate: setup-dev model ## how well Danish is read, beside stock Rasa, on rows that the reader was not made with
	@$(PY) -m tests.evaluate --disturbed --stock
	@$(PY) -m tests.turns

paper: setup ## the questionnaires as large-print PDF to fill in by hand, in the folder papir
	@$(PY) -m osteo_rules.documents paper papir

rulebook: setup ## the rule book for clinicians as PDF and page, in the folder regelbog
	@$(PY) -m osteo_rules.documents rulebook regelbog

docs: setup ## write the generated pages and the generated blocks anew
	@$(PY) -m bot.domain_sync
	@$(PY) -m osteo_rules.docs
	@$(PY) -m tests.vectors

lint: setup-dev ## style and simple mistakes
	@.venv/bin/ruff check .

setup: ## the environment in .venv, from the locked and hashed requirements
	@scripts/setup.sh requirements.txt

setup-dev:
	@scripts/setup.sh requirements-dev.txt

model: ## the Danish pipeline and the trained model, when their sources changed
	@$(PY) -m bot.build

lock: setup ## lock the requirements anew, with hashes and without addresses
	@for name in requirements requirements-dev; do \
	  .venv/bin/uv pip compile -q --python-version 3.10 --generate-hashes --no-emit-index-url --no-header $$name.in -o $$name.txt; done

clean: ## remove environment, models and conversations
	rm -rf .venv models/danish models/*.tar.gz models/.stamp var
