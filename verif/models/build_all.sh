#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds every published model on real speech and holds the RTL to the integer model, and the float
# import to onnxruntime on the same recording. A campaign run by hand, a few minutes:
#   verif/models/build_all.sh FOLDER
set -euo pipefail
out=${1:?usage: verif/models/build_all.sh FOLDER}
root=$(cd "$(dirname "$0")/../.." && pwd)
gatewright=${GATEWRIGHT:-$root/build/release/cli/gatewright}
sounds=/usr/share/asterisk/sounds/en_US_f_Allison   # Debian package asterisk-core-sounds-en-wav
"$root/scripts/setup.sh" --tests
mkdir -p "$out"
out=$(cd "$out" && pwd)
node "$root/examples/voice_activity/recording.js" "$sounds" "$out/sound_576.npy" 512 64
node "$root/examples/voice_activity/recording.js" "$sounds" "$out/sound_1536.npy" 1536 0

# file, samples of a call, inputs of the first layer, choice
while read -r name samples inputs choice; do
  file=$root/verif/models/silero_vad_$name.onnx
  "$gatewright" -q import "$file" ${choice:+--choose "$choice"} --front "$out/front_$name.onnx"
  node "$root/verif/onnxruntime/run.js" "$out/front_$name.onnx" "$out/sound_$samples.npy" \
    "$out/frames_$name.npy" --step --width "$inputs"
  cat >"$out/$name.toml" <<TOML
name = "m_$name"
[network]
model = "$file"
choose = { ${choice:-} }
subgraph = true
[numerics]
state = "auto"
cell = "auto"
weight = { kind = "fixed", bits = 8, row_shift_bits = 3 }
activation = { kind = "table", in_fraction = 7, out_fraction = 12 }
[engine]
pes = 32
cell_lanes = 8
[stimulus]
input = "frames_$name.npy"
TOML
  "$gatewright" build "$out/$name.toml" -o "$out/$name" | grep -E 'whole stimulus|stalls.*compared|layer . against'
done <<'MODELS'
v5 576 128 sr=16000
v6 576 128 sr=16000
legacy 1536 64 sr=16000
16k_op15 576 128 sr=16000
half 576 128
MODELS
GATEWRIGHT_SOUND=$out "$root/build/release/generator/network/onnx_reference_test" \
  --gtest_filter='*PublishedModel*' --gtest_output="xml:$out/float.xml"
grep -o 'name="[A-Za-z0-9]*" file.*\|name="worst" value="[^"]*"' "$out/float.xml" | sed 's/ file.*//'
