#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up a fresh machine, builds everything and runs every test. Ends with ctest's summary.
# GATEWRIGHT_WERROR=ON (.ci/run): warnings of the compiler are errors.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh --tests
# The test of the pages may not be skipped where setup installs a browser.
if command -v chromium >/dev/null; then export GATEWRIGHT_REQUIRE_BROWSER=1; fi
cmake --preset release -DBUILD_TESTING=ON -DCMAKE_CXX_COMPILER_LAUNCHER=ccache \
  -DGATEWRIGHT_WERROR="${GATEWRIGHT_WERROR:-OFF}"
cmake --build --preset release
ctest --preset release -j "$(nproc)" --no-tests=error
