#!/usr/bin/env bash
# Self-play on a real cluster of two Ray nodes on this machine, as docs/scale-out.md reports it:
#   src-test/ray/check.sh strength    tic-tac-toe until its run ends by itself, then evaluated: 0 wrong decisions
#   src-test/ray/check.sh kills [N]   an actor killed every 45 s, N times (8): no accepted game lost, and as strong as with N = 0
#   src-test/ray/check.sh node        a node killed and started again: it is used again
#   src-test/ray/check.sh rate [GAME] games a minute of one actor and of one worker thread, learner idle, twice each
#   src-test/ray/check.sh memory      a learner that uses a small part of what actors could play: memory stays flat
#   src-test/ray/check.sh weights     20 MB of weights to eight actors: bytes between the nodes for each version
# It needs muzero.jar (mvn package -DskipTests), and ray on the PATH or in RAY_VENV. Logs are kept in target/ray-check.
# Use a machine on which nothing else runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
jar=$root/muzero.jar
port=${RAY_CHECK_PORT:-6397}
address=127.0.0.1:$port

fail() {
  echo "$1" >&2
  exit 1
}

[ -f "$jar" ] || fail "muzero.jar is missing: build it by mvn package -DskipTests"
[ -z "${RAY_VENV:-}" ] || export PATH="$RAY_VENV/bin:$PATH"
command -v ray >/dev/null || fail "ray is neither on the PATH nor in RAY_VENV: pip install ray==2.60.0"
export RAY_USAGE_STATS_ENABLED=0 RAY_worker_niceness=0

what=${1:-}
out=$root/target/ray-check/$what
cluster=$(mktemp -d /tmp/muzero-ray-XXXXXX) # short: sockets lie in it
trainer=""

finish() {
  [ -z "$trainer" ] || kill -KILL "$trainer" 2>/dev/null || true
  pkill -KILL -f "$cluster" 2>/dev/null || true
  sleep 1
  rm -rf "$cluster"
}
trap finish EXIT

# --- The cluster -----------------------------------------------------------------------------------------------------

first_node() { # CPUs
  ray start --head --node-ip-address=127.0.0.1 --port="$port" --num-cpus="$1" --temp-dir="$cluster" \
    --include-dashboard=false --disable-usage-stats >>"$out/cluster.txt" 2>&1
}

second_node() { # CPUs
  ray start --address="$address" --num-cpus="$1" --disable-usage-stats >>"$out/cluster.txt" 2>&1
}

raylets() {
  pgrep -f "raylet/raylet .*$cluster" || true
}

actors() { # JVMs that Ray started to play
  pgrep -f "^[^ ]*java .*$cluster.*DefaultWorker" || true
}

# --- The run ---------------------------------------------------------------------------------------------------------

begin() {
  rm -rf "$out"
  mkdir -p "$out"
  cd "$out"
}

train() { # options; in the background
  java -jar "$jar" train "$@" >log.txt 2>&1 &
  trainer=$!
}

ended() {
  local code=0
  wait "$trainer" || code=$?
  trainer=""
  [ "$code" -eq 0 ] || { tail -5 log.txt; fail "the run ended with exit code $code"; }
  tail -6 log.txt | head -3
}

evaluate() {
  java -jar "$jar" evaluate --checkpoint checkpoints/tictactoe/latest --exhaustive
}

# The games that actors reported as finished, and those in the buffer of the newest checkpoint.
account() {
  python3 - checkpoints/tictactoe <<'PYTHON'
import json, pathlib, struct, sys
folder = pathlib.Path(sys.argv[1])
run = folder / (folder / "latest").read_text().strip()
newest = max((run / "checkpoints").glob("step-*"))
reported = json.loads((newest / "manifest.json").read_text())["counters"]["games"]
with open(newest / "replay.bin", "rb") as file:
    _, _, oldest, trajectories, episodes, _ = struct.unpack(">iiqqqq", file.read(40))
    file.seek(struct.unpack(">i", file.read(4))[0], 1)
    held = struct.unpack(">i", file.read(4))[0]
print(f"{reported:,} games reported, {episodes:,} taken, {held:,} of {trajectories:,} trajectories held")
sys.exit(0 if reported == episodes == held == trajectories and oldest == 0 else 1)
PYTHON
}

case $what in
  strength)
    begin
    first_node 1
    second_node 1
    train --game tictactoe --seed 1 --ray "$address" --ray-actors 2
    ended
    evaluate
    ;;
  kills)
    kills=${2:-8}
    out=$out-$kills
    begin
    first_node 1
    second_node 1
    train --game tictactoe --seed 1 --minutes 9 --set run.stopAt=0 --set replay.capacity=20000000 --set replay.capacityMiB=8192 \
      --ray "$address" --ray-actors 2
    sleep 60
    for _ in $(seq "$kills"); do
      victim=$(actors | shuf -n 1)
      echo "$(date +%T) actor process $victim is killed, of $(actors | tr '\n' ' ')"
      kill -KILL "$victim"
      sleep 45
    done
    ended
    { grep -c "is gone" log.txt || true; } | sed 's/$/ actors are gone, says the run/'
    account || fail "games that were taken are missing"
    evaluate
    ;;
  node)
    begin
    first_node 1
    second_node 1
    train --game tictactoe --seed 2 --minutes 4 --set run.stopAt=0 --ray "$address" --ray-actors 2
    sleep 60
    echo "$(date +%T) $(actors | wc -l) actors"
    kill -KILL "$(raylets | tail -1)"
    sleep 15
    echo "$(date +%T) $(actors | wc -l) actors, the second node is dead"
    second_node 1
    for _ in 1 2 3 4 5 6; do
      sleep 10
      echo "$(date +%T) $(actors | wc -l) actors, the second node is there again"
    done
    ended
    ;;
  rate)
    game=${2:-connect4}
    out=$out-$game
    begin
    first_node 1
    for name in thread actor actor thread; do
      more=()
      [ "$name" = thread ] || more=(--ray "$address" --ray-actors 1)
      code=0
      timeout -s INT 130 java -jar "$jar" train --game "$game" --workers 1 --set run.warmUp=5000000 \
        --set replay.capacity=5000000 --set replay.capacityMiB=4096 "${more[@]}" >log.txt 2>&1 || code=$?
      cat log.txt >>logs.txt
      # Rows of a pipe come each minute: what was played between the second and the third.
      echo "$name: $(sed -n 's/^step [^|]*| \([0-9:]*\) |.* simulations.s, \([0-9,]*\) games.*/\1 \2/p' log.txt | tr -d ',' |
        awk '{ split($1, t, ":"); s[NR] = t[1] * 60 + t[2]; g[NR] = $2 }
             END { printf "%.0f games a minute", (g[NR] - g[NR - 1]) * 60 / (s[NR] - s[NR - 1]) }')"
    done
    ;;
  memory)
    begin
    first_node 1
    second_node 1
    train --game tictactoe --seed 1 --minutes 6 --set run.stopAt=0 --set run.replayRatio=20 --set replay.capacity=50000 \
      --ray "$address" --ray-actors 2
    ended
    grep run/resident_mebibytes checkpoints/tictactoe/*/metrics.csv |
      awk -F, '{ m = int($2 / 30); if (m != last) { printf "%4.0f s %6.0f MiB\n", $2, $4; last = m } }'
    ;;
  weights)
    begin
    first_node 4
    second_node 4
    train --game tictactoe --minutes 4 --set run.stopAt=0 --set network.stateSize=640 \
      --set 'network.representationLayers=[1024,1024]' --set 'network.dynamicsLayers=[1024,1024]' \
      --set network.headWidth=512 --set selfPlay.gamesPerWorker=16 --set run.publishEvery=10 \
      --set learner.batchSize=64 --ray "$address" --ray-actors 8
    while kill -0 "$trainer" 2>/dev/null; do
      echo "$(date +%s) $(awk '$1 == "lo:" { print $2 }' /proc/net/dev) $(actors | wc -l)" >>traffic.txt
      sleep 5
    done
    ended
    ls -l checkpoints/tictactoe/*/checkpoints/*/weights.safetensors | awk '{ print $5 " bytes of weights" }' | tail -1
    cat traffic.txt
    ;;
  *)
    echo "usage: src-test/ray/check.sh strength|kills [N]|node|rate [GAME]|memory|weights" >&2
    exit 2
    ;;
esac
