#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Records results again: runs the command that a page of docs/results names in its line
# "<!-- output of: COMMAND -->", and puts what it prints, Markdown, in the place of what follows.
#
#   scripts/record_results.sh formal_proofs [PAGE ...]
#
# A command that fails leaves its page as it was.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# -eq 0 ]; then
  echo "usage: scripts/record_results.sh PAGE ..., one of:" >&2
  grep -l '^<!-- output of: ' docs/results/*.md | sed 's|.*/\(.*\)\.md|  \1|' >&2
  exit 2
fi

for page in "$@"; do
  file=docs/results/$page.md
  command=$(sed -n 's/^<!-- output of: \(.*\) -->$/\1/p' "$file")
  if [ -z "$command" ]; then
    echo "record_results: $file names no command" >&2
    exit 2
  fi
  echo "$page: $command" >&2
  new=$(mktemp)
  trap 'rm -f "$new"' EXIT
  sed '/^<!-- output of: /q' "$file" >"$new"
  {
    echo
    echo "Recorded at $(git describe --always --dirty) with $(verilator --version | cut -d' ' -f1-2)," \
      "$(yosys -V | cut -d' ' -f1-2)."
    echo
    bash -o pipefail -c "$command"
  } >>"$new"
  cat "$new" >"$file"
done
