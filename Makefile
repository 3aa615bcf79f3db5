# `make run` and `make test` work on a bare Debian 12 with Rust's stable toolchain: they install what is missing.
.DEFAULT_GOAL := help
export PATH := $(PATH):$(HOME)/.cargo/bin
.PHONY: help run build check test end2end audit bench fmt clean

help: ## this list
	@sed -n 's/^\([a-z0-9]*\):.*## /  make \1\t/p' Makefile | expand -t 18

run: ## build and start with a demo organisation; prints address, accounts and links
	@scripts/setup.sh run
	@cargo xtask build
	@exec target/server/debug/agendum serve --demo

build: ## what a deployer takes: target/server/release/agendum and target/site
	@scripts/setup.sh build
	@cargo xtask build --release

check: ## format, import rules, lints for server and browser, documentation
	@scripts/setup.sh test
	@scripts/check.sh

test: ## everything: checks, tests on SQLite and PostgreSQL, the whole path in a browser
	@scripts/test.sh

end2end: ## the browser tests only
	@scripts/setup.sh test
	@cargo xtask build
	@scripts/end2end.sh

audit: ## licences, bans and sources of all dependencies
	@scripts/audit.sh

bench: ## slots benchmark, then bytes per page
	@scripts/bench.sh

fmt: ## format the sources
	@cargo fmt --all

clean: ## remove everything built; the data folder stays
	@scripts/postgres.sh stop
	@cargo clean
	@rm -rf end2end/node_modules end2end/test-results end2end/screenshots .venv
