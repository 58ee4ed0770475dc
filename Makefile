# Two commands are enough on a fresh machine: `make demo` and `make test`. Both call `make setup`.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := var/.setup
# Where the surroundings forbid to keep compiled modules, every process that a test starts would compile the product anew.
unexport PYTHONDONTWRITEBYTECODE

CHECKS := check-templates check-migrations check-maps check-types check-layers check-code
.PHONY: setup demo days test check $(CHECKS) faults words api-fuzz axe browser lock maps screenshots training clean

setup: $(STAMP)

$(STAMP): requirements/app.txt requirements/dev.txt package-lock.json bin/setup
	@PYTHON=$(PYTHON) bin/setup
	@mkdir -p var && touch $(STAMP)

demo: setup
	@$(RUN) manage.py demo $(if $(RESET),--reset)

# Moves the clock of the running demonstration: `make days N=3`
days:
	@$(RUN) manage.py demo_days $(N)

test: setup
	@bin/setup --tests
	@echo "Everyday tests"
	@$(RUN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not faults and not threats" --ignore tests/browser
	@$(MAKE) --no-print-directory browser
	@$(MAKE) --no-print-directory faults

# Journeys of people in a real browser, with the servers and the worker that they have in production.
browser: setup
	@bin/setup --tests
	@echo "Journeys in the browser"
	@$(RUN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not faults and not threats" tests/browser

axe: setup
	@bin/setup --tests
	@AXE=$(or $(AXE),turns) $(RUN) -m pytest tests/browser/test_axe.py

words: setup
	@$(RUN) -m pytest -n 0 tests/house/test_words.py

api-fuzz: setup
	@FLOWMONO_FUZZ=$(or $(FUZZ),100) $(RUN) -m pytest -n 2 --timeout 3600 tests/api/test_fuzzing.py

# Hostile input, failing authorities, every role at every door, and processes that are killed on purpose.
faults: setup
	@bin/setup --tests
	@echo "Tests of threats and faults"
	@$(RUN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "threats or faults" $$(grep -rlE "mark\.(threats|faults)" tests --include="test_*.py")

# Two at a time, the longest first. What `manage.py check` asks, makemigrations asks too before it looks.
check: setup
	@$(MAKE) --no-print-directory -j2 --output-sync=target $(CHECKS)

check-templates:
	@$(VENV)/bin/djlint --check --lint templates

check-migrations:
	@$(RUN) manage.py makemigrations --check --dry-run

check-maps:
	@$(RUN) manage.py draw_maps --check

check-types:
	@$(VENV)/bin/mypy

check-layers:
	@$(VENV)/bin/lint-imports --no-cache

check-code:
	@$(VENV)/bin/ruff format --check -q .
	@$(VENV)/bin/ruff check -q .

maps: setup
	@$(RUN) manage.py draw_maps

screenshots: setup
	@bin/setup --tests
	@$(RUN) manage.py take_screenshots var/screenshots

# Trains the span reader anew on the contracts of CUAD, and the second opinion on invoices; docs/span-reader.md and docs/reading.md say what comes out.
CUAD ?= ../shared/data/cuad
training: setup
	@$(RUN) -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements/training.txt
	@$(RUN) -m flowmono.intelligence.training --data $(CUAD) --bench ../shared/bench
	@$(RUN) -m bench.invoice_ranking --out flowmono/intelligence/invoices/ranking/weights.npz

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/app.in -o requirements/app.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/dev.in -o requirements/dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/pkcs11.in -o requirements/pkcs11.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/training.in -o requirements/training.txt
	npm install --package-lock-only --no-audit --no-fund

clean:
	-$(RUN) manage.py stop_database
	rm -rf $(VENV) node_modules var
