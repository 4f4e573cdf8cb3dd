#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up a fresh machine, builds everything and runs every test. Ends with ctest's summary.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh --tests
cmake --preset release -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
cmake --build --preset release
ctest --preset release -j "$(nproc)"
