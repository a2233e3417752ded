#!/usr/bin/env bash
# Kills running posts and the relay with SIGKILL while signals are written, and asks afterwards for every signal that was
# acknowledged: at its author's post, and exactly once at the intermediary's.
# usage: kills.sh GOODOFFICES [KILLS]
set -euo pipefail
bin=$(realpath "$1"); kills=${2:-100}
work=$(mktemp -d); cd "$work"
relay=; run=
finish() { kill -9 $relay $run 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
fail() { printf 'kills: FAILED: %s\n' "$*" >&2; exit 1; }
office() { local home=$1; shift; "$bin" "$@" --home "$work/$home"; }

start_relay() {
  "$bin" relay serve --listen "127.0.0.1:$1" --store "sqlite:$work/relay.db" >relay.out 2>&1 & relay=$!
  for _ in $(seq 200); do
    port=$(grep -o '127.0.0.1:[0-9]*' relay.out | head -n 1 | cut -d: -f2) && [ -n "$port" ] && return
    kill -0 $relay 2>/dev/null || fail "the relay ended: $(cat relay.out)"
    read -rt 0.05 <> <(:) || true
  done
  fail "the relay does not listen"
}

start_relay 0
for post in envoy side; do office $post init --relay "http://127.0.0.1:$port" --no-passphrase >/dev/null 2>&1; done
office envoy case open Kills --as Envoy >/dev/null
office envoy case invite Kills --role party --name Side --out side.invitation >/dev/null
office side case join side.invitation --accept-charter >/dev/null
for _ in 1 2; do office envoy sync >/dev/null; office side sync >/dev/null; done

acknowledged=()
for i in $(seq "$kills"); do
  "$bin" run --home "$work/side" >/dev/null 2>&1 & run=$!
  writers=()
  for n in 1 2 3; do
    office side signal Kills --to Envoy --text-file - --request-id "$i-$n" --json <<<"words $i $n" >answer.$i.$n 2>/dev/null & writers+=($!)
  done
  read -rt "0.0$((RANDOM % 9 + 1))" <> <(:) || true
  if [ $((i % 5)) = 0 ]; then kill -9 $relay; wait $relay 2>/dev/null || true; fi
  kill -9 $run; wait $run 2>/dev/null || true
  [ $((i % 5)) = 0 ] && start_relay "$port"
  wait "${writers[@]}" 2>/dev/null || true
  for n in 1 2 3; do
    id=$(grep -o '"signal":"[0-9a-f]*"' answer.$i.$n | cut -d'"' -f4 || true)
    [ -n "$id" ] && acknowledged+=("$id")
  done
done
[ ${#acknowledged[@]} -gt $((kills / 2)) ] || fail "only ${#acknowledged[@]} signals were acknowledged"
for _ in 1 2 3; do office side sync >/dev/null; office envoy sync >/dev/null; done
office envoy inbox --limit 10000 --json >inbox
for id in "${acknowledged[@]}"; do
  [ "$(grep -o "\"id\":\"$id\"" inbox | wc -l)" = 1 ] || fail "signal $id is not exactly once at the intermediary's post"
done
[ "$(grep -o '"text":"words [0-9]* [0-9]*' inbox | sort | uniq -d | wc -l)" = 0 ] || fail "a retried act is there twice"
office side fsck >/dev/null; office envoy fsck >/dev/null
printf 'kills: %s kills, %s signals acknowledged, all there once\n' "$kills" "${#acknowledged[@]}"
