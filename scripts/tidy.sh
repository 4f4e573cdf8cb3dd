#!/usr/bin/env bash
# clang-format and clang-tidy over every C++ file of the project; needs both installed and the
# release preset configured. Prints what is wrong, exits non-zero if anything is.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t files < <(git ls-files '*.cc' '*.h')
clang-format --dry-run --Werror "${files[@]}"
mapfile -t sources < <(git ls-files '*.cc' | grep -vE '_(test|bench)\.cc$')
printf '%s\n' "${sources[@]}" |
  xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p build/release 2>/dev/null
echo "tidy: quiet"
