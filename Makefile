# `make run` and `make test` are all a newcomer needs: python3 (3.11 or newer) and make.

PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
PORT ?= 8000
ARGS ?=
LISTINGS ?= 100000
CORES ?= -n auto --maxprocesses 4

# Compiled modules are kept, whatever the environment says: each process would compile them anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install run serve admin test coverage test-postgres test-faults test-browser lint format landing lock clean
.PHONY: pictures bench bench-pages bench-changes bench-freshness bench-import bench-alerts

help:
	@echo "make run            set up everything and serve on http://127.0.0.1:$(PORT)/"
	@echo "make serve          serve a production site (docs/operations.md)"
	@echo "make admin          make an editor's login with a random password"
	@echo "make test           the tests on SQLite (ARGS='-k board' for some)"
	@echo "make coverage       the same, and which lines of the project they reach"
	@echo "make test-postgres  the same tests on a throwaway PostgreSQL"
	@echo "make test-faults    long trials: the database stopped, the disk full, kills, reloads, a restore"
	@echo "make test-browser   the tests in headless Chromium"
	@echo "make bench          what the board costs (LISTINGS=1000000 for that many listings);"
	@echo "                    bench-pages: each kind of page, bench-import: a pull of 2,000 adverts,"
	@echo "                    bench-alerts: what is new for 10,000 e-mail alerts,"
	@echo "                    bench-changes: a restart, and very many changes while readers come,"
	@echo "                    bench-freshness: whether any page is older than the last commit"
	@echo "make pictures       take the pictures of README and docs/design.md from a running site"
	@echo "make lint           all checks     make format   fix what can be fixed"
	@echo "make landing        record migrations and a database before they land (CONTRIBUTING.md)"
	@echo "make lock           write the requirements files again"

$(PY):
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not installed. Install Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$($(PYTHON) --version) is too old. Install Python 3.11 or newer, or say which one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(PY)
$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
$(VENV)/.browser: requirements-browser.txt $(VENV)/.dev

# A lock that installed once installs for ever: pip takes exactly what is listed and looks for
# nothing else. Wheels only, as a build would fetch what it needs by itself, in any version.
PIP = $(PY) -m pip --disable-pip-version-check
$(VENV)/.run $(VENV)/.dev $(VENV)/.browser:
	$(PIP) install --quiet --require-hashes --no-deps --only-binary :all: -r $<
	@$(PIP) check || { echo "$(VENV) does not fit $<. If it is an old one, delete it and try again."; exit 1; }
	@touch $@

install: $(VENV)/.run

run: $(VENV)/.run
	@$(PY) manage.py prepare_site --serve $(PORT)

# All it needs is in the environment, or in .env (docs/operations.md).
serve: $(VENV)/.run
	@exec $(VENV)/bin/gunicorn portal.wsgi

admin: $(VENV)/.run
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py make_editor

test: $(VENV)/.dev
	$(PY) -m pytest $(CORES) $(ARGS)

# Apart from `make test`, as measuring costs as much again as two thirds of the tests.
coverage: $(VENV)/.dev
	$(PY) -m pytest $(CORES) --cov --cov-report=term $(ARGS)

# Without the tests of how adverts are read, which ask no database.
test-postgres: $(VENV)/.dev
	tests/with-postgres $(PY) -m pytest $(CORES) --ignore=tests/jobs/importing/reading $(ARGS)

# One after another: each measures how long visitors wait.
test-faults: $(VENV)/.browser
	$(PY) -m pytest tests/faults tests/portal/test_impact.py tests/careers/editing/test_three_way.py -o addopts= -p no:cacheprovider -m faults $(ARGS)
	tests/with-postgres $(PY) -m pytest tests/faults -o addopts= -p no:cacheprovider -m faults -k "postgresql or questions or killed" $(ARGS)

# The longest first, and whoever has done theirs takes over: no process ends alone.
test-browser: $(VENV)/.browser var/vnu.jar
	$(PY) -m pytest tests/test_locks.py tests/browser -o addopts= $(CORES) --dist worksteal $(ARGS)

# From a site that runs: `make run`, in another window.
pictures: $(VENV)/.browser
	@$(PY) -m tests.browser.photograph http://127.0.0.1:$(PORT)

# The HTML checker, where Java and npm are there; its test is left out elsewhere.
var/vnu.jar:
	@mkdir -p var
	@if command -v java >/dev/null && command -v npm >/dev/null; then \
	  cd var && npm pack --silent vnu-jar@26.9.27 >/dev/null && tar -xzf vnu-jar-26.9.27.tgz && \
	  mv package/build/dist/vnu.jar vnu.jar && rm -r package vnu-jar-26.9.27.tgz; fi

bench: $(VENV)/.run
	@$(PY) benchmarks/board.py --listings $(LISTINGS)

bench-pages: $(VENV)/.run
	@$(PY) benchmarks/comparison.py $(ARGS)

bench-changes: $(VENV)/.run
	@$(PY) benchmarks/changing.py --listings $(LISTINGS)

bench-freshness: $(VENV)/.dev
	@$(PY) benchmarks/freshness.py
	@tests/with-postgres sh -c 'BENCH_DATABASE_URL=$$DATABASE_URL $(PY) benchmarks/freshness.py'

bench-import: $(VENV)/.run
	@$(PY) benchmarks/importing.py

bench-alerts: $(VENV)/.run
	@$(PY) benchmarks/alerts.py

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djlint templates --lint --quiet
	$(VENV)/bin/mypy
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -W error manage.py check
	$(PY) manage.py check_content

format: $(VENV)/.dev
	$(VENV)/bin/ruff check --fix --quiet . || true
	$(VENV)/bin/ruff format .

landing: $(VENV)/.dev
	@$(PY) -m tests.landed $(NUMBER)
	@tests/with-postgres $(PY) -m tests.landed $(NUMBER)

# Needs uv (pip install uv); nobody needs it to run or test.
lock:
	for name in requirements requirements-dev requirements-browser requirements-mcp; do \
	  uv pip compile $$name.in -o $$name.txt --universal --python-version 3.11 --generate-hashes \
	    --no-strip-extras --only-binary :all: --no-header --quiet || exit 1; done

clean:
	rm -rf $(VENV) var
