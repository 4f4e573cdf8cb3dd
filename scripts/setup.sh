#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what building and running gatewright needs on Debian 12, 13 or newer; with --tests also
# what the tests need. Safe to run again: what is installed is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  ca-certificates g++ cmake ninja-build make ccache
  libspdlog-dev libfmt-dev nlohmann-json3-dev libcli11-dev libtomlplusplus-dev
  libonnx-dev libprotobuf-dev protobuf-compiler libxxhash-dev zlib1g-dev
  verilator yosys iverilog
)
# Companions: a distribution may lack some, what needs one says so when it is used.
companions=(qflow-tech-osu018 opensta nextpnr-ice40 nextpnr-ecp5)
if [ "${1:-}" = "--tests" ]; then
  packages+=(libgtest-dev libgmock-dev libbenchmark-dev libonnx-testdata python3-yaml z3
    clang-format clang-tidy git)
  command -v node >/dev/null || packages+=(nodejs)
  command -v npm >/dev/null || packages+=(npm)
  # On Ubuntu Chromium is a snap only: the test of the pages is skipped there unless it is installed.
  if ! grep -qs '^ID=ubuntu' /etc/os-release; then packages+=(chromium); fi
elif [ $# -gt 0 ]; then
  echo "usage: scripts/setup.sh [--tests]" >&2
  exit 2
fi

installed() {
  dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

# As root, or through sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "setup: $1 needs root: run scripts/setup.sh as root, or install sudo" >&2
    return 1
  fi
}

missing=()
for package in "${packages[@]}"; do
  installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then as_root apt-get update -qq; fi
absent=()
for package in "${companions[@]}"; do
  if installed "$package"; then continue; fi
  if [ -n "$(apt-cache madison "$package" 2>/dev/null)" ]; then
    missing+=("$package")
  else
    absent+=("$package")
  fi
done
if [ ${#absent[@]} -gt 0 ]; then
  echo "setup: not among this machine's packages, left out: ${absent[*]}"
fi
if [ ${#missing[@]} -gt 0 ]; then
  echo "setup: installing ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
fi

# npm_package FOLDER PACKAGE PURPOSE: installs what FOLDER/package.json pins, unless it is there.
npm_package() {
  local version
  version=$(sed -n "s/.*\"$2\": \"\(.*\)\".*/\1/p" "$1/package.json")
  # npm writes its own list last: without it an installation was interrupted.
  [ -e "$1/node_modules/.package-lock.json" ] &&
    grep -qs "\"version\": \"$version\"" "$1/node_modules/$2/package.json" && return
  echo "setup: installing $2, $3"
  npm ci --ignore-scripts --silent --prefix "$1"
}

if [ "${1:-}" = "--tests" ]; then
  npm_package verif/onnxruntime onnxruntime-node "with which imported networks are compared"
  npm_package verif/browser playwright-core "which looks at the pages in a browser"
  scripts/fetch_models.sh
fi
echo "setup: all there"
