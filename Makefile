# What a developer needs. Each target sets up what it needs, from nothing but Python 3.11+, git and make.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test check docs golden bench wheel clean

PYTHON_IN := .venv/bin/python
OUT ?= unbraid-out

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: ## analyse sample_monolith and cut out its services, into unbraid-out/
	@tools/environment.sh run
	@.venv/bin/unbraid analyze sample_monolith --out $(OUT)
	@.venv/bin/unbraid scaffold sample_monolith --out $(OUT)
	@echo
	@echo "The report:   $(OUT)/report.html (open it in a browser) and $(OUT)/report.md"
	@echo "The services: $(OUT)/services (one folder each), $(OUT)/compose.yaml; how to start them: $(OUT)/README.md"
	@echo "The plan:     $(OUT)/boundaries.toml (edit it, then run make demo again)"

test: ## every test, the sample's own included
	@tools/environment.sh dev
	@tools/system_packages.sh
	$(PYTHON_IN) -m pytest -n auto
	cd sample_monolith && ../$(PYTHON_IN) -m pytest -q

check: ## lint, format, types, floors, documents
	@tools/environment.sh dev
	$(PYTHON_IN) -m ruff check .
	$(PYTHON_IN) -m ruff format --check .
	$(PYTHON_IN) -m mypy
	.venv/bin/lint-imports
	$(PYTHON_IN) -m tools.docs --check

docs: ## print docs/tour.md and docs/cli.md anew
	@tools/environment.sh dev
	$(PYTHON_IN) -m tools.docs

golden: ## rewrite the expected outputs of sample_monolith; read the difference before you commit it
	@tools/environment.sh dev
	$(PYTHON_IN) -m tests.golden

bench: ## real code bases from the package index, into benchmarks/codebases/table.md
	@tools/environment.sh dev
	$(PYTHON_IN) -m benchmarks.codebases

wheel: ## build the wheel and the source archive into dist/
	@tools/environment.sh dev
	$(PYTHON_IN) -m build

clean: ## take away what was made (not .venv)
	rm -rf $(OUT) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache .unbraid_cache
