# Everything sets itself up: Python 3.11 or newer, git and make are all it takes.
#   make site    build the catalog into site/
#   make serve   serve it, rebuild when a file changes
#   make test    run all tests
#   make check   lint, types, spelling, known vulnerabilities and specs
#   make forms   write the vocabulary into the issue form
#   make bench   what we claim, measured: building, reading and searching 2,640 descriptions, beside other programs

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: site serve test check annotate forms chromium bench clean
.DEFAULT_GOAL := site

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say which: make PYTHON=python3.12 …" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

site: $(READY)
	$(BIN)/api-catalog build --strict

serve: $(READY)
	$(BIN)/api-catalog serve

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/python tests/audit.py
	$(BIN)/api-catalog check

annotate: $(READY)
	$(BIN)/api-catalog check --format github

forms: $(READY)
	$(BIN)/python .github/scripts/issue_form.py

chromium: $(READY)
	@$(BIN)/python tests/chromium.py

test: $(READY) chromium
	$(BIN)/python -m pytest -n auto --dist loadfile

bench: $(READY) chromium
	$(BIN)/python tests/corpus/fetch.py
	$(BIN)/python benchmarks/building.py --all --json build/bench.json
	$(BIN)/python benchmarks/directory.py --check
	$(BIN)/python -W ignore benchmarks/validation.py
	$(BIN)/python benchmarks/suggestions.py --check
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/facets.py --check
	$(BIN)/python benchmarks/history.py --check
	$(BIN)/python benchmarks/finding.py --check
	$(BIN)/python benchmarks/lighthouse.py --check

clean:
	rm -rf .venv site .site.*
