#!/usr/bin/env bash
# The page's long checks:
#   src-test/page/check.sh large      10,000 random requests, and 50 games at once for ten minutes
#   src-test/page/check.sh pictures   draws the pictures of docs/page.md and the README anew, in docs/images
#   src-test/page/check.sh figures    first paint, answers to clicks, weight: src-test/target/page-figures.txt
# All build muzero.jar first. Take figures on a machine on which nothing else runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

verify() {
  mvn -q -B verify -pl src-test -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dfailsafe.failIfNoSpecifiedTests=false "$@"
}

case "${1:-}" in
  large) verify -Dit.test=ServeIT -Dmuzero.fuzz=all ;;
  pictures) verify -Dit.test=PagePicturesIT -Plearning -Dmuzero.screenshots="$PWD/docs/images" ;;
  figures)
    verify -Dit.test=PageSpeedIT -Plearning
    cat src-test/target/page-figures.txt
    ;;
  *)
    echo "usage: src-test/page/check.sh large|pictures|figures" >&2
    exit 2
    ;;
esac
