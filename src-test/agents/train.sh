#!/usr/bin/env bash
# Trains, measures and packs an agent that comes with the program, with its card:
#   src-test/agents/train.sh GAME [OPTION...]        options of train, for example --seed 2 --minutes 60
#   src-test/agents/train.sh --pack GAME RUN         of a run that has been trained before
# It needs muzero.jar (mvn package -DskipTests) and writes agents/GAME/ and agents/agents.txt. MEASURE replaces the options by which
# it is measured, MACHINE what the card says of the machine. Runs are kept in checkpoints/. Use a machine on which nothing else runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

fail() {
  echo "$1" >&2
  exit 2
}

[ -f muzero.jar ] || fail "muzero.jar is missing: build it by mvn package -DskipTests"
run=""
if [ "${1:-}" = --pack ]; then
  [ $# -eq 3 ] || fail "usage: train.sh --pack GAME RUN"
  game=$2
  run=$3
else
  [ $# -ge 1 ] || fail "usage: train.sh GAME [OPTION...]"
  game=$1
  shift
  java -jar muzero.jar train --game "$game" --seed 1 "$@"
  run="checkpoints/$game/$(cat "checkpoints/$game/latest")"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What is measured unless MEASURE says otherwise.
case $game in
  tictactoe) measure="--exhaustive" ;;
  *) measure="" ;; # 100 episodes and exact values for one player, 400 games against each reference player for two
esac
# shellcheck disable=SC2086 # options are words
java -jar muzero.jar evaluate --checkpoint "$run" ${MEASURE-$measure} --json >"$work/measured.json"
cat "$work/measured.json"

java -jar muzero.jar agent pack "$run" --name "$game" --measured "$work/measured.json" ${MACHINE:+--machine "$MACHINE"} \
  --out "$work/$game.agent"
rm -rf "agents/$game"
mkdir -p "agents/$game"
# Entries have no times; a build copies only what is newer than what it copied before.
(cd "agents/$game" && jar --extract --file "$work/$game.agent" && touch ./*)
(cd agents && find . -name agent.json | cut -d/ -f2 | sort >agents.txt)
echo "agents/$game: $(du -cb agents/"$game"/* | tail -1 | cut -f1) bytes; all agents: $(du -cb agents/*/* | tail -1 | cut -f1) bytes of 5,242,880"
