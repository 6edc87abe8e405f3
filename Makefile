# Thin on purpose: each target is one line for dev.py, which also runs where there is no make.
PYTHON ?= python3
SERVE ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup site test check lint format evaluate quality bench bench-scale test-scale scale-demo bench-scale-hosted check-site fuzz faults train clean

help:        ## list the targets
	@$(PYTHON) dev.py help

setup:       ## make .venv and install everything for building and testing
	@$(PYTHON) dev.py setup

site:        ## check, index and build the site, then serve it (SERVE=0 builds only)
	@$(PYTHON) dev.py site $(if $(filter 0,$(SERVE)),--no-serve)

test:        ## lint, type-check and test, with whatever that needs
	@$(PYTHON) dev.py test

check:       ## check the content
	@$(PYTHON) dev.py check

lint:        ## ruff and mypy
	@$(PYTHON) dev.py lint

format:      ## ruff's formatter
	@$(PYTHON) dev.py format

evaluate:    ## quality of the search on the judged queries
	@$(PYTHON) dev.py evaluate

quality:     ## quality of the search beside plain engines
	@$(PYTHON) dev.py quality

bench:       ## speed of builds and of the search beside others
	@$(PYTHON) dev.py bench

bench-scale: ## how each step of the work grows with the content
	@$(PYTHON) dev.py bench-scale

test-scale:  ## PostgreSQL beside the index of one machine, and servers broken (slow)
	@$(PYTHON) dev.py test-scale

scale-demo:  ## many editions on PostgreSQL, an edit, a failover; all stopped at the end
	@$(PYTHON) dev.py scale-demo

bench-scale-hosted: ## speed of the hosted search at 10,000 documents
	@$(PYTHON) dev.py bench-scale-hosted

check-site:  ## every page in a real browser, HTML validity and links (slow)
	@$(PYTHON) dev.py check-site

fuzz:        ## thousands of hostile texts of every kind (slow)
	@$(PYTHON) dev.py fuzz

faults:      ## every writing command stopped at 200 moments (slow)
	@$(PYTHON) dev.py faults

train:       ## make the general query encoder again (a quarter of an hour)
	@$(PYTHON) dev.py train

clean:       ## remove what was built (not .venv)
	@$(PYTHON) dev.py clean
