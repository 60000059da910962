# What a person types. Needs make and Python 3.11 or newer, nothing else.

.DEFAULT_GOAL := help
.PHONY: help run test check bench accuracy format messages lock clean

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install --no-deps --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 pyproject.toml \
	--generate-hashes --no-header --no-annotate
# A stamp is only worth something while the environment it speaks of is alive.
VENV := $(if $(shell $(BIN)/python -c pass 2>/dev/null && echo alive),.venv/made,.venv/anew)

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

.venv/made .venv/anew:
	@sh tools/venv.sh && touch .venv/made

.venv/runtime: requirements.lock $(VENV)
	@echo "Installing what is pinned in $< …"
	@$(PIP) -r $<
	@touch $@

.venv/tools: requirements-dev.lock $(VENV)
	@echo "Installing what is pinned in $< …"
	@$(PIP) -r $<
	@touch $@ .venv/runtime

run: .venv/runtime ## Start everything; PORT=8001 and KAM_DEMO=0 are honoured; Ctrl-C ends it
	@$(BIN)/python -m kam.serve

test: .venv/tools ## Run all tests (ARGS='tests/teams -k name' for some)
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: .venv/tools ## Lint, types, layers, idioms, migrations, translations, templates, locks
	@$(BIN)/python -m tools.check

bench: .venv/tools ## Measure the figures that docs/ and the README promise
	@$(BIN)/python -m bench $(ARGS)

accuracy: .venv/tools ## Judge the churn model on public ledgers (ARGS=folder with them)
	@$(BIN)/python -m bench.accuracy $(ARGS)

format: .venv/tools ## Put code and templates into the house's form
	@$(BIN)/ruff check --fix --exit-zero --quiet . && $(BIN)/ruff format .

messages: .venv/tools ## Collect translatable texts into the catalogues, and compile them
	@$(BIN)/python -m tools.messages --prune && $(BIN)/python -m tools.messages --compile

lock: .venv/tools ## Pin what pyproject.toml asks for (ARGS=--upgrade: the newest of it)
	@$(LOCK) -o requirements.lock $(ARGS)
	@$(LOCK) -o requirements-dev.lock --extra dev $(ARGS)

clean: ## Remove what was built (not the data, not the environment)
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
