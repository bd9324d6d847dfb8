# The recipes of the house. `make` alone lists them. Each is a short name for what stands here.
PY := .venv/bin/python

.PHONY: help run test check fix messages migrations lock bench proof mutants
.DEFAULT_GOAL := help

help: ## list these recipes
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## prepare and serve on 127.0.0.1:8000
	./run

test: ## every gate and the whole suite, on SQLite and on PostgreSQL
	./test

check: ## the quick gates, about a minute; what pre-commit runs
	./test --fast

fix: ## format, and repair what the linter can repair by itself
	$(PY) -m ruff format -q .
	$(PY) -m ruff check --fix .

messages: ## bring the catalogues up to date with the code (ROOM=people for one room)
	$(PY) -m rembuk.project.catalogues extract $(ROOM)

migrations: ## write the migrations that the models ask for
	$(PY) -m rembuk makemigrations

lock: ## refresh the lock files from requirements/*.in
	scripts/lock

bench: ## measure what we claim, in one table (ONLY=pages for one script)
	$(PY) -m benchmarks $(ONLY)

proof: ## prove the books with a hundred times as many commands (TIMES=10 for fewer)
	$(PY) -m pytest -q rembuk/ledger --proof $(or $(TIMES),100)

mutants: ## put known money bugs into a copy of the ledger, one at a time; its tests must kill each (ONLY=word)
	$(PY) -m rembuk.ledger.tests.mutants $(ONLY)
