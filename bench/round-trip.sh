#!/bin/sh
# The figures of the long queue with a round trip to every server, in a network namespace of its own:
# `bench/round-trip.sh 50` for 50 ms. Needs root, unshare(1), ip(8), Python 3 and the kernel's TUN. What follows the
# round trip goes to the bench, as `--write docs/performance.md` or `--rows 100000`.
set -eu
ms=${1:-50}
[ $# -eq 0 ] || shift
cargo build --release --package bench
cargo build --release --package posthus
exec unshare --net sh -eu -c '
    ip link set lo up
    ms=$1
    shift
    folder=$(mktemp -d)
    mkfifo "$folder/said"
    bench/delay-line.py "$((ms / 2))" > "$folder/said" &
    line=$!
    trap "kill $line; rm -r $folder" EXIT
    read -r _ready < "$folder/said"
    target/release/bench --round-trip-ms "$ms" "$@" queue
' round-trip "$ms" "$@"
