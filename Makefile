GO          ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.8.0
# A number of runs and not a time: with a time, go test can fail for no reason but that the time is over.
FUZZTIME    ?= 5000x
MINCOVER    := 85
MINCORE     := 90
# How often make bench measures each client at each task.
ROUNDS      ?= 9
REDISQUOTA  := pkg/gainsight/quota/redisquota
MODULES     := . bench compat peers examples/otel $(REDISQUOTA)

# The race detector needs a C compiler.
CC_FOUND := $(shell [ "$$($(GO) env CGO_ENABLED)" = 1 ] && command -v "$$($(GO) env CC | cut -d' ' -f1)" 2>/dev/null)
RACE     := $(if $(CC_FOUND),-race)

.DEFAULT_GOAL := help
.PHONY: help test demo generate check compat baseline lint cover contract fuzz vuln test-peers test-redis test-otel bench gates quota-figures

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

test: ## all tests, with the race detector where a C compiler is found
	@$(if $(RACE),,echo "No C compiler found: the tests run without the race detector.")
	$(GO) test $(RACE) ./...

demo: ## upsert, list, change and delete records in a fake tenant
	@$(GO) run ./examples/companyteam

generate: ## make api/openapi.yml, docs/corrections.md, docs/operations.md and gen/ anew
	$(GO) generate ./...

check: ## the document and everything generated are what their sources make them
	$(GO) run ./cmd/specfix check
	@before=$$(find api gen docs -type f -exec cksum {} + | sort -k 3); \
	$(MAKE) --no-print-directory generate && \
	after=$$(find api gen docs -type f -exec cksum {} + | sort -k 3); \
	[ "$$before" = "$$after" ] || { echo "make generate changed files: commit what it made"; git status --short api gen docs; exit 1; }

lint: ## no marks of a merge conflict, gofmt, and in every module go vet, staticcheck and a tidy go.mod
	@if git grep -nE '^(<{7}|>{7}) '; then echo "These lines are left of a merge conflict: resolve it"; exit 1; fi
	@unformatted=$$(gofmt -l *.go peers/*.go compat/*.go bench/*.go bench/compare bench/generate bench/limiters bench/plain api cmd examples gen internal pkg); [ -z "$$unformatted" ] || { echo "gofmt would change:"; echo "$$unformatted"; exit 1; }
	@set -e; for module in $(MODULES); do \
		echo "go vet, staticcheck and go mod tidy in $$module"; \
		(cd $$module && $(GO) vet ./... && $(GO) run $(STATICCHECK) ./... && $(GO) mod tidy -diff); \
	done

cover: ## coverage of what is written by hand; fails below 85 %, or 90 % for the core of pkg/gainsight
	@$(call remove_at_end,.cover.out cover.core); \
	hand=$$($(GO) list ./... | grep -v /gen/ | paste -sd, -); \
	$(GO) test -coverpkg=$$hand -coverprofile=cover.out ./... > .cover.out 2>&1 || { cat .cover.out; exit 1; }; \
	grep -E '^mode:|/pkg/gainsight/[a-z_]+\.go:' cover.out > cover.core && \
	$(call cover_at_least,cover.out,hand-written code,$(MINCOVER)) && \
	$(call cover_at_least,cover.core,the core of pkg/gainsight,$(MINCORE))

# However the lines after it end.
remove_at_end = trap 'rm -f $(1)' EXIT; trap 'exit 1' INT TERM
cover_at_least = $(GO) tool cover -func=$(1) | awk '/^total:/ { sub("%", "", $$3); print "coverage of $(2): " $$3 " %"; exit $$3 < $(3) }'

contract: ## the whole client behind the validating transport: which operations and replies of the contract were seen
	@$(call remove_at_end,.contract.out); \
	$(GO) test -count=1 -v -run '^TestContractCoverage$$' ./pkg/gainsight/contract > .contract.out 2>&1 || { cat .contract.out; exit 1; }; \
	sed -nE 's/^ +([A-Za-z]+ +[0-9]+ of [0-9]+ replies:|coverage of the contract:)/\1/p' .contract.out

fuzz: ## every fuzz target for FUZZTIME runs (5000x)
	@set -e; $(call remove_at_end,.fuzz.out); grep -rlE '^func Fuzz' --include='*_test.go' --exclude-dir=peers . | while read -r file; do \
		for target in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9_]+).*/\1/p' "$$file"); do \
			echo "$$target in $$(dirname "$$file")"; \
			$(GO) test -C "$$(dirname "$$file")" -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s . > .fuzz.out 2>&1 \
				|| { cat .fuzz.out; exit 1; }; \
		done; \
	done

vuln: ## known vulnerabilities in what the code of every module calls
	@$(call remove_at_end,.vuln.out); failed=0; for module in $(MODULES); do \
		echo "govulncheck in $$module"; \
		(cd $$module && $(GO) run $(GOVULNCHECK) ./...) > .vuln.out 2>&1; code=$$?; cat .vuln.out; \
		if [ $$code -ne 0 ] && grep -qE 'dial tcp|no such host|vuln.go.dev|HTTP GET' .vuln.out && ! grep -q '^Vulnerability #' .vuln.out; then \
			echo "The vulnerability database cannot be reached from here: NOTHING WAS CHECKED in $$module"; code=0; \
		fi; \
		[ $$code -eq 0 ] || failed=$$code; \
	done; exit $$failed

compat: ## the Go API and the document keep what compat/baseline and the last tag promise
	@cd compat && $(GO) test -count=1 ./... && $(GO) run . check

baseline: ## make compat/baseline anew; what breaks has to be named in CHANGELOG.md first
	@cd compat && $(GO) run . baseline

test-peers: ## overlay tools, linters, mock servers and a SCIM server of other people agree (needs Node.js)
	@cd peers && if command -v npm > /dev/null; then npm ci --no-audit --no-fund; \
	else echo "No npm found: the tests that need Node.js are skipped, or fail if CI is set."; fi
	cd peers && $(GO) vet ./... && $(GO) test -count=1 ./...

# Where the tests are skipped, nothing is covered.
test-redis: ## quota/redisquota against a Redis of its own (needs redis-server); fails below 90 % coverage
	@cd $(REDISQUOTA) && $(call remove_at_end,.cover.out); \
	$(GO) test $(RACE) -count=1 -coverprofile=.cover.out ./... && \
	if command -v redis-server > /dev/null; then $(call cover_at_least,.cover.out,quota/redisquota,$(MINCORE)); \
	else echo "No redis-server found: most tests were skipped."; fi

test-otel: ## the example with OpenTelemetry has one span per attempt
	cd examples/otel && $(GO) test $(RACE) -count=1 ./...

bench: ## how fast the client is beside others, as a table
	@cd bench && $(GO) run ./compare -rounds $(ROUNDS)

gates: ## what bench holds us to: allocations, memory, the quota, and what the generator's own code gets wrong
	cd bench && $(GO) test -count=1 ./...

quota-figures: ## the tables of docs/quota.md anew, from the tests that hold them (needs redis-server; takes minutes)
	$(GO) run ./internal/quotafigures -go $(GO)
