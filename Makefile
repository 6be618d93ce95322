# `make` lists what there is. Nothing needs to be installed first: serve and test set up what they need (scripts/setup.sh).
.DEFAULT_GOAL := help
.PHONY: help quality practice serve build test check bench peers faults world fhir frames translator engines fuzz examples release size screens licences setup clean
WITH := scripts/with

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{ printf "  make %-10s %s\n", $$1, $$2 }' Makefile

serve: build ## build, and serve the stand-alone page on 127.0.0.1:8080 (or the next free port)
	@$(WITH) node scripts/serve.mjs dist

build: ## write dist/ (sets up Rust's wasm target, trunk, wasm-bindgen and wasm-opt if need be)
	@scripts/setup.sh build
	@scripts/build.sh

release: ## zip and npm package in release/, installed and driven; refused with another compiler, or from what is not committed
	@scripts/setup.sh test
	@RELEASE=1 scripts/build.sh
	@RELEASE=1 $(WITH) node scripts/package.mjs dist release
	@PACKAGE=$(CURDIR)/release $(WITH) node --test --test-force-exit --test-timeout=600000 --test-concurrency=1 --test-reporter=spec tests/e2e/release.test.mjs tests/e2e/bundlers.test.mjs

test: ## everything: the medicine, the browser, end to end (sets up Chromium too)
	@scripts/test.sh

check: ## formatting, lints as errors (native, wasm32, core alone), licences, advisories where their databases are reached
	@scripts/setup.sh build
	@scripts/check.sh $(if $(INSTALLED),--installed)

bench: ## speed: criterion natively, and the form against its floor in Chromium
	@scripts/setup.sh test
	$(WITH) cargo bench --no-default-features
	$(WITH) npm run --prefix tests bench

peers: build ## the same form in LHC-Forms, SurveyJS and Medplum, measured beside ours and the floor (RUNS=, SETS=, SEED=)
	@scripts/setup.sh test
	@npm ci --prefix benches/peers --ignore-scripts --no-audit --no-fund
	@$(WITH) node benches/peers/peers.mjs

examples: build ## bundle the examples and serve them all, with a hospital's server around them, on 127.0.0.1:8090
	@scripts/setup.sh test
	@$(WITH) node scripts/examples.mjs --serve

frames: build ## 10 000 random schedules of a bad line, slow loads and jumping clocks between host and frame (COUNT=, SEED=)
	@scripts/setup.sh test
	@$(WITH) node tests/e2e/line_schedules.mjs $(or $(COUNT),10000) $(or $(SEED),1)
	@$(WITH) node tests/e2e/frame_schedules.mjs $(or $(COUNT),10000) $(or $(SEED),1)

translator: build ## 200 assessments and ward shifts under a translator that rewrites our texts (COUNT=, SEED=, ENGINES="chromium firefox")
	@scripts/setup.sh engines
	@for engine in $(or $(ENGINES),chromium firefox); do BROWSER=$$engine $(WITH) node tests/e2e/translator.mjs $(or $(COUNT),200) $(or $(SEED),1) || exit 1; done

practice: build ## 1000 random taps each on a teaching element, a trainee and a demonstration ward: nothing may leave (COUNT=, SEED=)
	@scripts/setup.sh test
	@$(WITH) node tests/e2e/never_the_real.mjs $(or $(COUNT),1000) $(or $(SEED),1)

quality: ## 1000 random alliances counted by Rust and by the generated SQL on DuckDB, 100 000 records by hand, 10 000 tables against SciPy where it is at hand (COUNT=)
	@scripts/setup.sh test
	@$(WITH) env QUALITY_ALLIANCES=$(or $(COUNT),1000) QUALITY_STAYS=100000 cargo test --no-default-features --test quality_sql --test quality_by_hand -- --nocapture
	@$(WITH) sh -c 'sample=$$(mktemp); if COUNT=10000 OUT=$$sample python3 tests/support/quality_of_libraries.py; then QUALITY_SAMPLE=$$sample cargo test --no-default-features --test quality_statistics; else echo "no SciPy in python3: the large sample is skipped"; fi; rm -f $$sample'

world: build ## 1 000 000 steps of a simulated world: clocks, disks, lines, hosts and people from one seed (COUNT=, SEED=, KIND="element frame sdc ward tablet")
	@scripts/setup.sh test
	@$(WITH) node tests/world/run.mjs $(or $(COUNT),1000000) $(or $(SEED),1) $(KIND)

fhir: build ## the FHIR campaign: 500 events and every Questionnaire against two validators and two form engines
	@scripts/setup.sh test
	@$(WITH) sh -c '[ -x "$$FHIR_PYTHON" ] || { python3 -m venv "$$(dirname "$$(dirname "$$FHIR_PYTHON")")" && "$$FHIR_PYTHON" -m pip install -q fhir.resources==8.3.0; } || echo "no Python environment for fhir.resources: that validator is skipped"'
	$(WITH) npm run --prefix tests fhir

engines: build ## the element and frame suites in Firefox ESR and WebKitGTK too (ENGINES="firefox webkit")
	@scripts/setup.sh engines
	@$(WITH) scripts/engines.sh $(or $(ENGINES),firefox webkit)

fuzz: ## every reader of foreign bytes under libFuzzer, TIME=600 seconds each (TARGETS="json record …")
	@scripts/setup.sh build
	@scripts/setup.sh fuzz
	@$(WITH) scripts/fuzz.sh $(or $(TIME),600) $(TARGETS)

faults: build ## 200 bad days of element and tablet: full disks, clears, freezes, jumping clocks, power cuts (COUNT=, SEED=, JOBS=), and 10 000 000 steps of the simulated world (STEPS=)
	@scripts/setup.sh test
	@$(WITH) node tests/e2e/faults.mjs $(or $(COUNT),200) $(or $(SEED),1) $(or $(JOBS),2)
	@$(WITH) node tests/world/run.mjs $(or $(STEPS),10000000) $(or $(SEED),1)

size: build ## what a first visit loads, brotli-11, against its budget
	@$(WITH) node scripts/size.mjs dist

screens: build ## screenshots of every state into docs/screens/
	@scripts/setup.sh test
	$(WITH) npm run --prefix tests screens

licences: ## write docs/for-engineers/licences.md from the dependencies of the product (their texts go into dist/)
	@scripts/setup.sh build
	$(WITH) node scripts/licences.mjs

setup: ## everything that build and test need, and nothing else
	@scripts/setup.sh test

clean: ## remove what was built here (not the tools outside the clone)
	rm -rf dist release target tests/node_modules
