# Thin: every target calls a command that can be called by hand. `make help` lists them.
SHELL := /bin/bash
export JAVA_HOME := $(shell lib/bin/find-jdk 2>/dev/null)
MVN := mvn -q -B --no-transfer-progress
SCALE ?= quick
JAVA := pom.xml .mvn/jvm.config $(shell find lib/src/main lib/src/jmh -type f)

.DEFAULT_GOAL := help
.PHONY: help run test lab build figures notebooks stress baseline queueing clean toolchain toolchains python lint-native lint-python unit

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 20

run: target/interleave.jar python ## the headline: executes notebook 01 at quick scale, prints its table, says where the figures are
	@lib/bin/interleave build go tokio rust-threads
	@lib/bin/notebook run --scale $(SCALE) --html notebooks/01-a-million-messages.ipynb

test: unit build python ## all tests: library, runtimes, contract, the first two notebooks
	@$(MAKE) --no-print-directory lint-native lint-python
	@lib/bin/notebook check notebooks/*.ipynb
	@lib/bin/notebook run --scale quick notebooks/0[01]-*.ipynb

lab: build python ## JupyterLab with the library in its Java kernel
	@JUPYTER_PREFER_ENV_PATH=1 .env/bin/jupyter lab --notebook-dir=notebooks

build: target/interleave.jar ## the library, and the native runtimes whose toolchain is here
	@lib/bin/interleave build

target/interleave.jar: $(JAVA) | toolchain
	@echo "building the library …"
	@$(MVN) package -Dmaven.test.skip=true
	@touch $@

figures: build ## redraws the figures of the recorded runs, from data/ alone
	@for run in data/runs/*/; do lib/bin/interleave figures "$$(basename $$run)" --out notebooks/figures || exit 1; done

notebooks: build python ## executes all notebooks in place (SCALE=full for the paper's)
	@lib/bin/notebook run --scale $(SCALE) --in-place notebooks/*.ipynb

unit: toolchain
	@$(MVN) verify -Pstrict

stress: toolchain build ## the long checks
	@$(MVN) verify -Dtest.groups=stress -Dtest.excluded=none

baseline: build ## each runtime that is here against a bare program of the same mesh in its language
	@lib/bin/interleave baseline go go-1.22 gccgo tokio async-std smol jdk-virtual kotlin pekko cpp node
	@lib/bin/interleave baseline erlang --set mailbox=0
	@lib/bin/interleave baseline asyncio --set messages=100000
	@lib/bin/interleave baseline rust-threads jdk-threads --set messages=20000

queueing: toolchain ## a queueing network on the simulated machine's event queue, SSJ and SimPy: completions a second of each
	@$(MVN) test -Dtest=QueueingPeersTest -Dtest.groups=stress -Dtest.excluded=none

lint-native:
	@lib/bin/lint-native

lint-python: python
	@.env/bin/ruff check -q lib/python && .env/bin/ruff format -q --check lib/python && cd lib/python && ../../.env/bin/python -m unittest discover -q -s tests -t .

toolchains: ## the optional toolchains (Erlang, gccgo, Mono, …), from Debian's packages; `make run` needs none
	@lib/bin/toolchains

python: toolchain
	@lib/bin/python-env

toolchain:
	@lib/bin/find-jdk >/dev/null
	@command -v mvn >/dev/null || { echo "Maven is missing: install it (package 'maven', 3.8.7 or newer)" >&2; exit 2; }

clean: ## what was built; recorded runs stay
	@rm -rf target
