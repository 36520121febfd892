# Two commands to know: `make demo` looks at the archive, `make test` checks it. README.md tells the rest.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

# A stamp is named after the lock's checksum: the dependencies are installed anew when, and only when, the lock changes.
RUNTIME := $(VENV)/runtime-$(firstword $(shell cksum < requirements.txt)).stamp
DEVELOPMENT := $(VENV)/development-$(firstword $(shell cksum < requirements-dev.txt)).stamp
BENCHMARK := $(VENV)/benchmark-$(firstword $(shell cksum < requirements-bench.txt)).stamp

# uv where it is on the path (about 5 s), otherwise pip (about 20 s). Both refuse a file whose hash is not in the lock.
INSTALL := $(if $(shell command -v uv),uv pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps) --require-hashes

export PORT

.PHONY: help install develop demo test bench serve messages

help:
	@echo "make demo     the demonstration archive on http://127.0.0.1:$(PORT)/ (PORT= changes it)"
	@echo "make test     every test, on SQLite and on PostgreSQL where one answers"
	@echo "make bench    speed, measured against Datasette on 3,000 and 100,000 made-up agreements (N= another number)"
	@echo "make serve    the production server; needs SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL"
	@echo "make install  only the set-up: a virtual environment with the locked dependencies"
	@echo "make develop  the same with the tools that test and check"
	@echo "make messages the Norwegian catalogue brought up to date (needs gettext)"

install: $(RUNTIME)

develop: $(DEVELOPMENT)

demo: $(RUNTIME)
	@DEBUG=true exec $(BIN)/python -u manage.py demo --port $(PORT)

test: $(DEVELOPMENT)
	@exec $(BIN)/python -m tests $(ARGS)

bench: $(BENCHMARK)
	@exec $(BIN)/python -m tests.bench $(N) $(ARGS)

serve: $(RUNTIME)
	@$(BIN)/python -m config.env
	@$(BIN)/python manage.py migrate --no-input --verbosity 0
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@exec $(BIN)/python -m config.server

messages: $(DEVELOPMENT)
	@DEBUG=true $(BIN)/python manage.py makemessages --locale nb --extension html,txt,py,jinja --no-obsolete --add-location file --no-wrap --ignore tests
	@sed -i '/^"POT-Creation-Date/d' locale/nb/LC_MESSAGES/django.po
	@DEBUG=true $(BIN)/python manage.py compilemessages --locale nb --ignore .venv

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer; '$(PYTHON)' is: $$($(PYTHON) --version 2>&1)."; \
		echo "Name another with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python has no venv module. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Making a virtual environment in $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV)

$(RUNTIME): $(BIN)/python
	@echo "Installing the locked dependencies …"
	@$(INSTALL) -r requirements.txt
	@rm -f $(VENV)/runtime-*.stamp && touch $@

$(DEVELOPMENT): $(BIN)/python
	@echo "Installing the locked dependencies, with the tools that test and check …"
	@$(INSTALL) -r requirements-dev.txt
	@rm -f $(VENV)/*.stamp && touch $@ $(RUNTIME)

# The three locks agree on what they share, so that this one only adds to an environment.
$(BENCHMARK): $(BIN)/python
	@echo "Installing the locked dependencies, with what speed is measured against …"
	@$(INSTALL) -r requirements-bench.txt
	@rm -f $(VENV)/benchmark-*.stamp && touch $@ $(RUNTIME)
