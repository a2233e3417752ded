#!/usr/bin/env bash
# Ballots between running posts: votes are cast at their instant by the posts themselves; a post that was killed before the
# instant and comes back after it casts what it had been told; a post that was told nothing says no.
# usage: ballot.sh GOODOFFICES
set -euo pipefail
bin=$(realpath "$1")
work=$(mktemp -d); cd "$work"
declare -A run=()
relay=
finish() { { kill -9 $relay "${run[@]}"; wait; } 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
fail() { printf 'ballot: FAILED: %s\n' "$*" >&2; cat ./*.err >&2 2>/dev/null || true; exit 1; }
office() { local home=$1; shift; "$bin" "$@" --home "$work/$home"; }
field() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d'"' -f4; }
pause() { read -rt "$1" <> <(:) || true; }
# until_says WORD COMMAND…: repeats the command until its output has the word.
until_says() {
  local word=$1; shift
  for _ in $(seq 300); do
    if "$@" 2>/dev/null | grep -q "$word"; then return; fi
    pause 0.2
  done
  "$@" >&2 || true
  fail "'$*' never said $word"
}
start() {
  "$bin" run --home "$work/$1" >"$1.out" 2>>"$1.err" & run[$1]=$!
  until_says '"items"' office "$1" case list --json
}
stop_hard() { kill -9 "${run[$1]}"; wait "${run[$1]}" 2>/dev/null || true; unset "run[$1]"; }

"$bin" relay serve --listen 127.0.0.1:0 --store "sqlite:$work/relay.db" >relay.out 2>&1 & relay=$!
until_says 127.0.0.1 cat relay.out
port=$(grep -o '127.0.0.1:[0-9]*' relay.out | head -n 1 | cut -d: -f2)
for post in envoy upriver downriver; do office $post init --relay "http://127.0.0.1:$port" --no-passphrase >/dev/null 2>&1; done
office envoy case open Water --as Envoy >/dev/null
for post in upriver downriver; do
  office envoy case invite Water --role party --name $post --out $post.invitation >/dev/null
  office $post case join $post.invitation --accept-charter >/dev/null
done
for post in envoy upriver downriver; do start $post; done
until_says downriver office envoy case show Water --json
until_says upriver office downriver case show Water --json
until_says downriver office upriver case show Water --json

cat >agenda.json <<'JSON'
{"format":"goodoffices-accord-1","agenda":{"name":"Water","issues":[{"name":"Flow","options":["low","middle","high"]}]}}
JSON
for which in low middle high; do
  printf '{"format":"goodoffices-framework-1","title":"%s","text":"The flow is %s.","package":{"Flow":"%s"}}' $which $which $which >$which.json
done
until_says agenda office envoy agenda set Water --file agenda.json --json
tabled=$(office envoy framework table Water --file low.json --file middle.json --file high.json --json)
mapfile -t frameworks < <(grep -o '"framework":"[0-9a-f]*"' <<<"$tabled" | cut -d'"' -f4)
[ ${#frameworks[@]} = 3 ] || fail "three frameworks were to be tabled: $tabled"
# opens on framework $1 and waits until both sides know: prints the ballot.
open() {
  local ballot
  ballot=$(office envoy ballot open "$1" --until "+$2s" --unverified --json | field ballot)
  for post in upriver downriver; do until_says "$ballot" office $post ballot list Water --json; done
  printf '%s\n' "$ballot"
}
ends_as() {
  for post in envoy upriver downriver; do until_says "\"state\":\"$2\"" office $post ballot show "$1" --json; done
  for post in upriver downriver; do until_says '"signed_by":\["[a-zE]*","[a-zE]*","[a-zE]*"\]' office $post ballot show "$1" --json; done
}

# Nobody types 'sync': the posts wake by themselves.
ballot=$(open "${frameworks[0]}" 6)
for post in upriver downriver; do office $post ballot vote "$ballot" yes --yes --unverified >/dev/null; done
ends_as "$ballot" adopted

# One was told nothing.
ballot=$(open "${frameworks[1]}" 6)
office upriver ballot vote "$ballot" yes --yes --unverified >/dev/null
ends_as "$ballot" not-adopted

# One is killed before the instant and comes back after it, the intermediary is killed right at it.
ballot=$(open "${frameworks[2]}" 5)
for post in upriver downriver; do office $post ballot vote "$ballot" yes --yes --unverified >/dev/null; done
stop_hard upriver
pause 5
stop_hard envoy
pause 1
start envoy; start upriver
ends_as "$ballot" adopted
for post in envoy upriver downriver; do stop_hard $post; office $post fsck >/dev/null; done
printf 'ballot: adopted, not adopted, and adopted across two kills\n'
