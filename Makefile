# Everything that a person types. `make frontier` and `make test` install what is missing, build and run.
DEBIAN_PACKAGES := libsqlite3-dev pkg-config gzip

ISL ?= 8150
OSL ?= 1024
SWIFT_BUILD := swift build -c release

.PHONY: frontier test lint format build embedded install-dependencies benchmark peers tables clean

frontier: build
	.build/release/explore frontier --isl $(ISL) --osl $(OSL)

build: install-dependencies embedded
	$(SWIFT_BUILD) --product explore

test: install-dependencies embedded
	swift build -c release --product explore
	swift test

lint:
	swift format lint --strict -r Sources Tests Benchmarks Package.swift

format:
	swift format -i -r Sources Tests Benchmarks Package.swift

# Every rate, time and ratio of docs/performance.md: make benchmark BENCHMARK="--quick --filter frontier"
benchmark: build
	$(SWIFT_BUILD) --product Benchmarks
	.build/release/Benchmarks $(BENCHMARK)

# The same work by other programs, side by side; they are installed into .build/peers: make peers PEERS="--skip aiconfigurator"
peers: build
	$(SWIFT_BUILD) --product Benchmarks
	python3 Benchmarks/peers/compare.py $(PEERS)

# The build does not see changes of the files that the binary embeds, so their digest is kept beside it.
embedded:
	@mkdir -p .build; \
	now=$$(cat spaces/*.yaml Sources/EmbeddedData/chart/* Sources/EmbeddedData/*.json Sources/EmbeddedData/*.bin | cksum); \
	if [ "$$now" != "$$(cat .build/embedded.cksum 2>/dev/null)" ]; then \
	  touch Sources/EmbeddedData/*.S; \
	  echo "$$now" > .build/embedded.cksum; \
	fi

# Repacks the measured kernel tables: make tables KERNELS=folder-of-csv.gz
tables:
	swift run -c release pack-kernels $(KERNELS) Sources/EmbeddedData

# Installs only what is missing, so that a machine that has everything needs neither root nor network.
install-dependencies:
	@missing=""; for package in $(DEBIAN_PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  if [ "$$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi; \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq $$missing; \
	fi

clean:
	rm -rf .build
