#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Does the project work with the tools and compilers of another Debian? Makes a bare system of it in a
# folder, copies what is committed or changed here into it, and runs there what README says and more.
# Prints a table in Markdown, progress on stderr; exit status 1 if a step fails. Root, an hour or more.
#
#   scripts/newer_tools.sh 12|13|testing [STEP ...]      default: demo test campaign designs
#
#   demo       scripts/demo.sh                           test     scripts/test.sh
#   campaign   20 random designs, seed 9001              designs  verif/tools/*.toml: build, verify,
#                                                                 synth, the netlist played
#
# The system is build/system-SUITE (SYSTEM=FOLDER for another); it is made once and used again. Logs
# are in its folder /root/logs.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  12) suite=bookworm ;;
  13) suite=trixie ;;
  testing) suite=testing ;;
  *) sed -n '7,15s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
name="Debian $1"
shift
steps=("$@")
[ ${#steps[@]} -gt 0 ] || steps=(demo test campaign designs)
if [ "$(id -u)" != 0 ]; then echo "newer_tools: a system of its own needs root" >&2; exit 2; fi
system=${SYSTEM:-build/system-$suite}
mkdir -p "$system"
system=$(cd "$system" && pwd)
work=$system/root/gatewright

if [ ! -e "$system/etc/debian_version" ]; then
  command -v mmdebstrap >/dev/null || {
    echo "newer_tools: mmdebstrap is not installed: apt-get install mmdebstrap" >&2
    exit 2
  }
  echo "newer_tools: making $name in $system" >&2
  # A mirror of testing may lag behind the date in its signed list; the signature is still checked.
  mmdebstrap --quiet --variant=minbase --include=ca-certificates \
    --aptopt='Acquire::Check-Valid-Until "false"' "$suite" "$system" \
    http://deb.debian.org/debian >&2
  # Certificates that this machine trusts, as those of a proxy.
  cp /etc/ssl/certs/ca-certificates.crt "$system/etc/ssl/certs/"
fi
cleanup() { umount -l "$system/proc" "$system/dev" 2>/dev/null || true; }
trap cleanup EXIT
mountpoint -q "$system/proc" || mount -t proc proc "$system/proc"
mountpoint -q "$system/dev" || mount --rbind /dev "$system/dev"
mkdir -p "$work" "$system/root/logs"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$work"
rm -rf "$work/.git" && cp -r .git "$work/.git"

# inside LOG COMMAND: in the system, in the project's folder.
inside() {
  chroot "$system" env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    bash -c "cd /root/gatewright && $2" >"$system/root/logs/$1" 2>&1 </dev/null
}

# row WHAT LOG COMMAND: runs it, prints a row of the table.
failed=0
row() {
  echo "newer_tools: $name: $1" >&2
  local start=$SECONDS verdict=passed note=""
  inside "$2" "$3" || { verdict=FAILED; failed=1; }
  note=$(grep -E 'tests passed|tests failed' "$system/root/logs/$2" | tail -1 || true)
  echo "| $1 | $verdict${note:+: $note} | $((SECONDS - start)) |"
}

gatewright=build/demo/cli/gatewright
has() { [[ " ${steps[*]} " == *" $1 "* ]]; }

inside setup.log "scripts/setup.sh" || { echo "newer_tools: setup fails, see $system/root/logs/setup.log" >&2; exit 1; }
version() { chroot "$system" bash -c "$1" 2>/dev/null </dev/null | head -1 || true; }
echo
echo "## $name"
echo
echo "$(version 'g++ --version'), $(version 'verilator --version'), $(version 'yosys -V')," \
  "$(version 'iverilog -V'), $(version 'cmake --version')"
echo
echo "| what | result | seconds |"
echo "|---|---|---|"
if has demo; then row "\`scripts/demo.sh\`" demo.log "scripts/demo.sh"; fi
if has test; then row "\`scripts/test.sh\`" test.log "scripts/test.sh"; fi
if has campaign || has designs; then
  inside build.log "cmake --preset release -B build/demo -DBUILD_TESTING=OFF \
    -DCMAKE_CXX_COMPILER_LAUNCHER=ccache && cmake --build build/demo --target gatewright"
fi
if has campaign; then
  row "\`gatewright verify --designs 20 --seed 9001\`" campaign.log \
    "$gatewright verify --designs 20 --seed 9001 -j 0 -o /tmp/campaign"
fi
if has designs; then
  for design in verif/tools/*.toml; do
    short=$(basename "$design" .toml)
    out=/tmp/designs/$short
    row "\`$design\`: build" "$short-build.log" "$gatewright build $design -o $out"
    row "\`$design\`: verify, 10 sessions" "$short-verify.log" \
      "$gatewright verify $design --sessions 10 -o $out.verify"
    row "\`$design\`: netlist of generic gates, 4 sessions" "$short-netlist.log" \
      "$gatewright verify $design --netlist generic --sessions 4 -o $out.netlist"
    row "\`$design\`: synth for ecp5, xc7" "$short-fpga.log" \
      "$gatewright synth $out --target ecp5 && $gatewright synth $out --target xc7"
  done
fi
exit $failed
