# make run and make test need Go and Node; what else is missing they install by
# name, or say in one line what to install (scripts/need).

BIN := var/bin/walletdesk

web_sources := $(shell find web -type f \
	-not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path 'web/e2e/*' \
	-not -path 'web/test-results/*' -not -path 'web/playwright-report/*' 2>/dev/null) \
	schema.graphqls pan/networks.json

.DEFAULT_GOAL := help
.PHONY: help run build test test-lossless lint generate fuzz bench bench-documents bench-chat bench-viewer bench-flood reader-files need-run need-test binary

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build everything and serve it at http://127.0.0.1:8080, with demo people; Ctrl-C ends it
	@exec $(BIN) serve --dev

build: need-run web/dist/.built reader-files binary ## Build var/bin/walletdesk with the web app inside

test: need-test build ## Run every test: web, Go with the race detector, browser
	@scripts/test

test-lossless: need-test reader-files web/dist/.built ## Run the chat's lossless test in full size, with the race detector
	go test -race -count=1 -v -timeout 15m -run TestLossless ./cmd/walletdesk -lossless

lint: web/dist/.built ## Check style, types and the arrows between packages
	@scripts/lint

generate: web/node_modules/.package-lock.json ## Write what is generated from schema.graphqls
	go generate ./...
	cd web && npm run --silent codegen

fuzz: ## Fuzz every parser, SECONDS_EACH (10) each; CONTRIBUTING.md lists them
	@scripts/fuzz $(or $(SECONDS_EACH),10)

bench: build ## Measure; figures go to var/bench.txt
	@mkdir -p var
	go test -run '^$$' -bench . -benchmem ./... | tee var/bench.txt

bench-viewer: build ## Measure what GraphQL costs beside a plain handler; the figure goes to bench.json
	go run ./bench/viewer

bench-flood: build ## Measure what a flood of password tries does to the others; the figures go to bench.json
	go run ./bench/flood

bench-chat: build ## Measure the chat beside its limits; figures go to bench.json and docs/benchmarks.md
	go run ./bench/chat

bench-documents: build ## Measure the gate of card pictures, class by class; figures go to bench.json
	go run ./bench/documents

reader-files: ## Fetch the document reader's models and library into var/reader
	@./scripts/reader-files

# ---- parts

need-run:
	@scripts/need go node cc postgres

need-test:
	@scripts/need go node cc postgres chromium fonts

# Go knows best what has changed.
binary: web/dist/.built
	go build -o $(BIN) ./cmd/walletdesk

web/node_modules/.package-lock.json: web/package.json web/package-lock.json | need-run
	cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/.built: web/node_modules/.package-lock.json $(web_sources)
	cd web && npm run --silent build
	@touch $@
