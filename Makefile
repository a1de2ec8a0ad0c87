# Every task of the portal. `make` alone lists them; each needs only Python 3.11 or newer, and fetches the rest
# into this folder. T= narrows tests, proofs and measurements, as in `make test T=tests/core`.

.DEFAULT_GOAL := help
.PHONY: help run serve test lint format proof kill-test bench stop wipe clean
T :=

# The first Python that is new enough: `python3` may be older than a python3.12 beside it.
find_python = for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; python=; done; \
	if [ -z "$$python" ]; then echo "Python 3.11 or newer is needed, and there is none on this machine." >&2; exit 1; fi

# Installs the locked packages, then becomes the module named after it.
start = @$(find_python); exec $$python -m het_site.local.bootstrap

help: ## list these tasks
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: ## the portal for development, at http://127.0.0.1:8000/ or the PORT you set
	$(start) --port het_site.local.run

serve: ## the same data with production's settings and web server
	$(start) --port het_site.local.serve

test: ## every check and test, in a real browser too
	$(start) --dev het_site.local.suite $(T)

lint: ## the checks alone
	$(start) --dev het_site.local.lint

format: ## put code and templates into their one format
	$(start) --dev het_site.local.formatting

proof: ## the long demonstrations: kills, load, drills
	$(start) --dev tests.proof $(T)

kill-test: ## editions sent by workers that are killed: a part of proof
	$(start) --dev tests.proof sending

bench: ## measure the pages' time and queries
	$(start) --dev tests.bench $(T)

stop: ## stop the local database, which otherwise stays on after a kill
	$(start) het_site.local.postgres stop

wipe: ## delete the local database and uploads, after asking
	$(start) het_site.local.wipe

clean: ## delete what was installed and built, but no data
	rm -rf .venv node_modules static/build .het/tools .het/cache .het/static .mypy_cache .pytest_cache .ruff_cache
