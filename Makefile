# The commands of a day. Each is thin: the work is done by cargo, npm or xtask.

WEB_SOURCES := $(shell find web/src web/public -type f 2>/dev/null) \
	web/index.html web/package.json web/vite.config.ts web/tsconfig.json

.PHONY: run test lint fix web bench figures parts bench-parts clean help

help: ## Show this list.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

run: web ## Build everything and open the demo organisation on http://127.0.0.1:8080.
	cargo run --release --package posthus -- demo

test: parts ## Install what the tests need, then run every check that continuous integration runs.
	cargo xtask ci

lint: ## The quick checks: formatting, house rules, clippy.
	cargo xtask ci --only fmt,tidy,clippy

fix: ## Format all code.
	cargo fmt --all
	npm --prefix web run fix

web: web/dist/index.html ## Build the web application when its sources have changed.

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	npm --prefix web run build

web/node_modules/.package-lock.json: web/package-lock.json
	npm --prefix web ci
	@touch $@

bench: bench-parts web ## Measure Posthus beside Postfix, getmail and fetchmail; prints "name: value unit".
	cargo build --release --workspace --bins
	target/release/bench

figures: bench-parts web ## The same, and write the table of docs/performance.md.
	cargo build --release --workspace --bins
	target/release/bench --write docs/performance.md

parts:
	@scripts/install-test-parts

bench-parts:
	@scripts/install-test-parts bench

clean: ## Remove everything that was built.
	cargo clean
	rm -rf web/dist web/node_modules web/gen/node_modules
