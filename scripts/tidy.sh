#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang-format and clang-tidy. Prints what is wrong and exits non-zero if anything is; exits 77 where
# the tools are not installed.
#
#   scripts/tidy.sh                    both, over every C++ file (tens of minutes)
#   scripts/tidy.sh --format           clang-format over every C++ file (seconds)
#   scripts/tidy.sh --recent SECONDS   clang-tidy over the files that changed last, as many as the time allows
#   scripts/tidy.sh FILE ...           clang-tidy over these
#
# clang-tidy reads the compile commands of the build folder BUILD, build/release unless it is set.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${BUILD:-build/release}

# Other versions format and warn differently: the tree is kept clean by those of Debian 12.
need() {
  if ! command -v "$1" >/dev/null; then
    echo "tidy: $1 is not installed: scripts/setup.sh --tests" >&2
    exit 77
  fi
  if ! "$1" --version | grep -q 'version 14\.'; then
    echo "tidy: $1 is not of version 14" >&2
    exit 77
  fi
}

format() {
  need clang-format
  git ls-files -z --cached --others --exclude-standard '*.cc' '*.h' |
    xargs -0 -n 50 -P "$(nproc)" clang-format --dry-run --Werror
  echo "format: clean"
}

# Of tests alone: what costs nothing there, or is noise of their macros.
lenient=-performance-*,-bugprone-exception-escape,-bugprone-implicit-widening-of-multiplication-result
lenient+=,-bugprone-misplaced-widening-cast

# tidy FILES_AT_A_TIME [SECONDS]: the files that stdin names.
tidy() {
  need clang-tidy
  if [ ! -f "$build/compile_commands.json" ]; then
    echo "tidy: $build has no compile_commands.json: configure it first" >&2
    exit 77
  fi
  local files run bad=0
  files=$(cat)
  run=(xargs -r -P "$(nproc)" -n "$1" timeout "${2:-3600}" clang-tidy --quiet -p "$build")
  { grep -vE "$test" <<<"$files" || true; } | "${run[@]}" 2>/dev/null || bad=1
  { grep -E "$test" <<<"$files" || true; } | "${run[@]}" "--checks=$lenient" 2>/dev/null || bad=1
  return $bad
}
test='_(test|bench|test_util)\.cc$'

# Source files, those of the last commits (and of no commit yet) first.
recent() {
  {
    git ls-files --modified --others --exclude-standard '*.cc'
    git log --format= --name-only -- '*.cc'
  } | awk '!seen[$0]++'
}

case "${1:-}" in
  --format)
    format
    ;;
  --recent)
    need clang-tidy
    [ -f "$build/compile_commands.json" ] || exit 77
    deadline=$((SECONDS + ${2:?seconds}))
    checked=0
    while read -r file && [ $SECONDS -lt $deadline ]; do
      [ -f "$file" ] || continue
      grep -q "/$file\"" "$build/compile_commands.json" || continue
      if ! printf '%s\n' "$file" | tidy 1 600; then
        echo "tidy: $file"
        exit 1
      fi
      checked=$((checked + 1))
    done < <(recent)
    echo "tidy: $checked files that changed last: clean"
    [ "$checked" -gt 0 ]
    ;;
  "")
    format
    git ls-files '*.cc' | grep -v '_main\.cc$' | tidy 4
    echo "tidy: clean"
    ;;
  *)
    printf '%s\n' "$@" | tidy 4
    echo "tidy: clean"
    ;;
esac
