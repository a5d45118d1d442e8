#!/usr/bin/env bash
# Proves on a bare machine, without a network and in at most 9 minutes, that muzero.jar computes on its GPU, and how fast.
#
#   check.sh [--device gpu|cpu] [--short] [--libtorch DIR] [--out DIR]
#
# Runs where bundle.sh has made its folder. The libtorch is that of python3's package torch unless --libtorch names one.
# --short takes a minute or two and proves the script alone. Leaves in --out (default: $OUT, or ./gpu-check) summary.json,
# the result, train.txt, and each step's JSON in raw.tar.gz. Exit code 0: everything ran and doctor found no fault.
set -uo pipefail

device=gpu
short=false
libtorch=
out=${OUT:-gpu-check}
while [ $# -gt 0 ]; do
  case $1 in
    --device) device=$2; shift ;;
    --short) short=true ;;
    --libtorch) libtorch=$2; shift ;;
    --out) out=$2; shift ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift
done

readonly LIMIT=530 # seconds for everything
start=$(date +%s)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
raw=$work/raw
mkdir "$raw"
trap 'rm -rf "$work"' EXIT

if [ -z "$libtorch" ]; then
  libtorch=$(python3 -c 'import importlib.util, os
spec = importlib.util.find_spec("torch")
print(os.path.join(os.path.dirname(spec.origin), "lib") if spec else "")')
fi
if [ -z "$libtorch" ]; then
  echo "check.sh: python3 has no package torch: name a libtorch by --libtorch DIR" >&2
  exit 1
fi

# DJL unpacks into it; a copy, because only its user may be able to write into it.
export DJL_CACHE_DIR=$work/cache
mkdir -m 700 "$DJL_CACHE_DIR"
[ -d "$here/cache" ] && cp -r "$here/cache/." "$DJL_CACHE_DIR"
chmod -R go-w "$DJL_CACHE_DIR"
# Matrix products of float32 may use TF32, as convolutions do by PyTorch's default.
export TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1

java=java
if [ -f "$here/runtime.tar.gz" ]; then
  tar -C "$work" -xzf "$here/runtime.tar.gz"
  java=$work/runtime/bin/java
fi
cores=$(nproc)
failed=()

left() { echo $((LIMIT - ($(date +%s) - start))); }

# step NAME SECONDS ARGUMENTS...: runs the program for at most so long, standard output to NAME.
step() {
  local name=$1 most=$2 rest code=0
  shift 2
  rest=$(left)
  [ "$most" -lt "$rest" ] || most=$rest
  if [ "$most" -lt 5 ]; then
    echo "check.sh: no time is left for $name" >&2
    failed+=("$name: no time left")
    return 1
  fi
  echo "== $name: $* ($(left) s left)" >&2
  (cd "$work" && timeout -k 5 "$most" "$java" -Xmx16g -jar "$here/muzero.jar" "$@" >"$raw/$name" 2>"$work/$name.errors") || code=$?
  if [ $code -ne 0 ]; then
    echo "check.sh: $name ended with code $code:" >&2
    tail -n 5 "$work/$name.errors" >&2
    failed+=("$name: code $code: $(tail -n 1 "$work/$name.errors" | tr -d '"\\' | cut -c 1-300)")
  fi
  return $code
}

common=(--device "$device" --libtorch "$libtorch")
tictactoe=(--game tictactoe --set network.type=residual --set search.simulations=25)
connect4=(--game connect4 --set network.blocks=3)
image=(--game breakout --set network.type=image --set network.globalPooling=false --set network.channels=64)
if $short; then
  grid=(--workers 1 --batch 128)
  # A laptop's worth of work: one block of few channels.
  connect4=(--game connect4 --set network.channels=16)
  image=(--game breakout --set network.type=image --set network.globalPooling=false)
  seconds=0.2; steps=3; minutes=0.3; batch=64; games=4; simulations=16
else
  grid=()
  seconds=0.4; steps=50; minutes=4; batch=1024; games=100; simulations=64
fi

step doctor.json 90 doctor --json --steps "$steps" "${common[@]}"
# The same without TF32: what differs then is not the GPU's short factors.
NVIDIA_TF32_OVERRIDE=0 step exact.json 60 doctor --json --steps "$steps" "${common[@]}"
# Numbers of the same settings on the CPU cost a minute, and without them a GPU's say little.
step cpu.json 40 benchmark --json --seconds "$seconds" --device cpu --libtorch "$libtorch" --workers 1 --batch 128 \
  "${connect4[@]}" --set learner.batchSize=$batch
step tictactoe.json 90 benchmark --json --seconds "$seconds" "${common[@]}" "${tictactoe[@]}" ${grid[@]+"${grid[@]}"}
step connect4.json 110 benchmark --json --seconds "$seconds" "${common[@]}" "${connect4[@]}" ${grid[@]+"${grid[@]}"} \
  --set learner.batchSize=$batch
step image.json 60 benchmark --json --seconds "$seconds" "${common[@]}" "${image[@]}" ${grid[@]+"${grid[@]}"}

best() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1])).get(sys.argv[2], sys.argv[3]))' "$raw/connect4.json" "$1" "$2" 2>/dev/null || echo "$2"; }
workers=$(best workers "$cores")
each=$(best gamesPerWorker 512)

if command -v nvidia-smi >/dev/null; then
  nvidia-smi --query-gpu=utilization.gpu,memory.used,power.draw --format=csv,noheader,nounits -l 1 >"$raw/gpu.csv" 2>/dev/null &
  sampler=$!
fi
# Not beyond what is left after loading, the last checkpoint and the evaluation.
room=$(python3 -c "print(round(max(0.2, min($minutes, ($(left) - 60) / 60)), 2))")
step train.txt 300 train "${common[@]}" "${connect4[@]}" --minutes "$room" --seed 1 \
  --set run.folder="$work/runs" --set selfPlay.workers="$workers" --set selfPlay.gamesPerWorker="$each" \
  --set learner.batchSize=$batch --set learner.decaySteps=14000 --set evaluation.games=$games \
  --set evaluation.trainingSimulations=$simulations
if [ -n "${sampler:-}" ]; then
  kill "$sampler" 2>/dev/null
fi
cat "$work/train.txt.errors" >>"$raw/train.txt"
cp "$work"/runs/connect4/latest/metrics.csv "$raw/metrics.csv" 2>/dev/null
step evaluate.json 60 evaluate --json "${common[@]}" --checkpoint "$work/runs/connect4/latest" --games $games \
  --opponent expert --simulations $simulations

python3 "$here/summary.py" "$raw" "$device" $(($(date +%s) - start)) ${failed[@]+"${failed[@]}"}
cp "$raw/summary.json" "$raw/train.txt" "$out"
tar -C "$raw" -czf "$out/raw.tar.gz" .
[ ${#failed[@]} -eq 0 ]
