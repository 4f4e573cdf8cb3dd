#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Draws docs/pictures/ecg_filter.svg again, the plot of the demo's report with its colours beside it.
#   scripts/pictures.sh [GATEWRIGHT]      default: build/release/cli/gatewright
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-build/release/cli/gatewright}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$program" -q generate examples/causal_filter/design.toml -o "$scratch/out" >/dev/null
"$program" -q report "$scratch/out" >/dev/null
node scripts/picture.js "$scratch/out/report.html" "First output" >"$scratch/ecg_filter.svg"
mv "$scratch/ecg_filter.svg" docs/pictures/ecg_filter.svg
