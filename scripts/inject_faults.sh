#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Injects faults in the C++ that the proofs rest on - reference, events, rounding, scoreboard, cycle
# model, simulation harness - one at a time in a copy of the sources, builds the tests that should
# see it, and shows that one of them turns red. Takes minutes.
#
#   scripts/inject_faults.sh [PART_OF_NAME ...]     default: all
#   scripts/inject_faults.sh --check                only that each can be injected: its text stands once
#
# Exit status 1 if a fault stays unseen, or a test fails with nothing injected.
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ ${1:-} == --check ]]; then
  wrong=0
  fault() {
    if ! FROM=$3 perl -0777 -ne '$n = () = /\Q$ENV{FROM}\E/g; exit($n != 1)' "$2"; then
      echo "$1: '$3' does not stand in $2 exactly once"
      wrong=1
    fi
  }
  source verif/faults/cxx_faults.sh
  exit "$wrong"
fi

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -C "$copy" -xf -
launcher=()
if command -v ccache >/dev/null; then
  launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  export CCACHE_BASEDIR=$copy CCACHE_NOHASHDIR=1  # the copy has another name every time
fi
(cd "$copy" && cmake --preset release "${launcher[@]}") >"$copy/log" 2>&1 || { cat "$copy/log"; exit 1; }
build=$copy/build/release

# What may turn red, the fastest first: program, its target, its arguments.
tests=(
  "model_test verif/model/model_test *"
  "comparison_test verif/comparison/comparison_test *"
  "analysis_test verif/analysis/analysis_test *"
  "regressions_test verif/regressions/regressions_test *"
  "random_equivalence_test verif/campaign/random_equivalence_test */3:*/5:*/6:*/8:*/9:*/11"
)

# The first test that is red, empty when all are green; "build" when one cannot be built (the
# compiler's warnings are errors: what it sees does not count).
red() {
  local entry target program filter
  for entry in "${tests[@]}"; do
    read -r target program filter <<<"$entry"
    if ! cmake --build "$build" -j"${JOBS:-1}" --target "$target" >"$copy/log" 2>&1; then
      echo "build"
      return
    fi
    if ! "$build/$program" --gtest_filter="$filter" --gtest_brief=1 >"$copy/log" 2>&1; then
      echo "$target: $(sed -n 's/^\[  FAILED  \] \([^ ,]*\).*/\1/p' "$copy/log" | head -1)"
      return
    fi
  done
}

injected=0
unseen=0
wanted=("$@")

# fault NAME FILE FROM TO: FROM must stand in FILE exactly once.
fault() {
  local name=$1 file=$2 part found=${#wanted[@]} seen
  for part in "${wanted[@]}"; do
    if [[ $name == *"$part"* ]]; then found=0; fi
  done
  if [[ $found != 0 ]]; then return; fi
  injected=$((injected + 1))
  cp "$copy/$file" "$copy/kept"
  if ! FROM=$3 TO=$4 perl -0777 -pi -e \
    '$n = s/\Q$ENV{FROM}\E/$ENV{TO}/g; die "stands $n times\n" if $n != 1' "$copy/$file"; then
    echo "$name: '$3' does not stand in $file exactly once"
    cp "$copy/kept" "$copy/$file"
    unseen=$((unseen + 1))
    return
  fi
  seen=$(red)
  cp "$copy/kept" "$copy/$file"
  if [[ -z $seen || $seen == build ]]; then
    unseen=$((unseen + 1))
    seen="NO ${seen:+(cannot be built)}"
  fi
  echo "| $name | $file | $seen |"
}

echo "| fault | file | turns red |"
echo "|---|---|---|"
before=$(red)
if [[ -n $before ]]; then
  echo "red with nothing injected: $before"
  cat "$copy/log"
  exit 1
fi
source verif/faults/cxx_faults.sh
echo "$injected faults injected, $unseen unseen"
[[ $injected -gt 0 && $unseen -eq 0 ]]
