# make run     install, start the database, load the sample registry, serve http://127.0.0.1:8000
# make test    whether all works, in some minutes
# make drills  whether it holds: the tests that take long, each with a quick one in `make test`
# make check   linters, types, migrations, translations
# make bench   what pages cost, held against Datasette with the same rows (ROWS=100000)

python := .venv/bin/python
catalogues := $(patsubst %.po,%.mo,$(wildcard spin_registry/locale/*/LC_MESSAGES/*.po))

.DELETE_ON_ERROR:
.PHONY: run test drills check bench packages ready

run: ready
	@$(python) -m spin_registry.run

test: ready
	@.ci/browser
	@$(python) -m pytest -rsR -n 2 --dist worksteal -m "not drill"

drills: ready
	@.ci/browser
	@$(python) -m pytest -rsR -n 2 --dist worksteal -m drill
	@SCHEMATHESIS_REQUESTS=5000 EXPORTED_PROJECTS=10000 SAME_TOTAL_EXAMPLES=60 \
	    $(python) -m pytest -rs -n 2 tests/projects/test_same_total.py \
	    tests/projects/api/test_description.py tests/projects/exchange/test_generated.py

check: ready
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@find templates -name '*.html' -exec .venv/bin/djade --check {} +
	@$(python) -m mypy
	@$(python) manage.py makemigrations --check --dry-run
	@$(python) -m pytest -q tests/spin_registry/test_database.py tests/spin_registry/test_translations.py

bench: ready
	@$(python) -m bench

ready: packages $(catalogues)

packages:
	@.ci/install

# With babel and not msgfmt: gettext need not be installed.
%.mo: %.po | packages
	@$(python) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@
