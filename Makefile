# The two commands of the README: make crawl, make test. Both prepare .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: crawl test test-all chromium lint bench record accuracy tools clean

crawl: $(VENV)/.installed
	$(BIN)/scrapy demo

test: $(VENV)/.installed-dev $(VENV)-archives/.installed chromium lint
	$(BIN)/pytest -q -n auto --dist loadfile -m "not long" $(ARGS)

test-all: $(VENV)/.installed-dev $(VENV)-archives/.installed $(VENV)-scrapyd/.installed chromium tools
	$(BIN)/pytest -q -n auto --dist loadfile -m long $(ARGS)

# Listings that go on by script are tested in a real browser
chromium:
	@command -v "$${MAYADEEN_BROWSER:-chromium}" >/dev/null || command -v google-chrome >/dev/null || \
	{ test "$$(id -u)" = 0 && command -v apt-get >/dev/null && echo "installing chromium" && apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || \
	echo "no Chromium: tests of listings that go on by script are skipped (docs/operations.md, Browser)"

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench

# A page for the tests: make record URL=https://english.almayadeen.net/... [EDITION=en] (docs/recipes.md)
record: $(VENV)/.installed-dev
	$(BIN)/python -m tests.recording "$$URL" --edition "$$EDITION"

# Writes docs/accuracy.md; the other tools get an environment of their own, .venv-peers
accuracy: $(VENV)/.installed-dev
	$(BIN)/python -m tests.accuracy $(ARGS)

clean:
	rm -rf $(VENV) $(VENV)-peers $(VENV)-archives $(VENV)-scrapyd build dist *.egg-info

$(VENV)/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "mayadeen needs Python 3.11 or newer; name one with make PYTHON=..."; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.txt
	touch $@

# pywb and py-wacz, for the tests of web archives
$(VENV)-archives/.installed: tests/archives.txt
	test -x $(VENV)-archives/bin/pip || $(PYTHON) -m venv $(VENV)-archives
	$(VENV)-archives/bin/pip install -q --disable-pip-version-check -r tests/archives.txt
	touch $@

# Scrapyd and what it runs, as on a server
$(VENV)-scrapyd/.installed: deploy/requirements.txt requirements.txt
	test -x $(VENV)-scrapyd/bin/pip || $(PYTHON) -m venv $(VENV)-scrapyd
	$(VENV)-scrapyd/bin/pip install -q --disable-pip-version-check -r deploy/requirements.txt
	touch $@

# What checks the files of deploy/, and a PostgreSQL server; without root, tests that need one of them skip aloud
TOOLS := systemd logrotate sqlite3 rsync postgresql
tools:
	@for tool in systemd-analyze logrotate sqlite3 rsync pg_ctlcluster; do command -v $$tool >/dev/null && continue; \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "not installed: $$tool" >&2; continue; }; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends $(TOOLS) >/dev/null; break; done
