#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up a fresh machine, builds gatewright and turns the LSTM of examples/causal_filter into
# Verilog, with evidence. Shows the report; the whole output is in demo_out/.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh
cmake --preset release -DBUILD_TESTING=OFF -DCMAKE_CXX_COMPILER_LAUNCHER=ccache \
  -B build/demo >/dev/null
cmake --build build/demo --target gatewright
# The design asks for the cells of osu018, which Debian 13 no longer packages.
options=()
if [ ! -e /usr/share/qflow/tech/osu018/osu018_stdcells.lib ]; then
  echo "demo: the cell library osu018 is not installed: areas in generic gates instead, without a clock"
  options=(--target generic)
fi
build/demo/cli/gatewright build examples/causal_filter/design.toml -o demo_out "${options[@]}"
echo
cat demo_out/report.md
echo
echo "The same with pictures: demo_out/report.html"
if [ -t 1 ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && command -v xdg-open >/dev/null; then
  xdg-open demo_out/report.html || true
fi
