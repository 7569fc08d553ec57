#!/bin/sh
# The figures of the long queue with a round trip to every server, in a network namespace of its own:
# `bench/round-trip.sh 50` for 50 ms. Needs root, unshare(1) and the kernel's netem; says so where one is missing.
set -eu
ms=${1:-50}
cargo build --release --package bench
cargo build --release --package posthus
exec unshare --net sh -eu -c "
    ip link set lo up
    tc qdisc add dev lo root netem delay $((ms / 2))ms limit 100000
    exec cargo run --release --quiet --package bench -- queue
"
