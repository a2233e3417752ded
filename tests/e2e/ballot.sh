#!/usr/bin/env bash
# Ballots between running posts: votes are cast at their instant by the posts themselves; a post that was killed before the
# instant and comes back after it casts what it had been told; a post that was told nothing says no.
# usage: ballot.sh GOODOFFICES
set -euo pipefail
bin=$(realpath "$1")
script=ballot; . "$(dirname "$(realpath "$0")")/posts.sh"
start_and_wait() { start "$1"; until_says '"items"' office "$1" case list --json; }

make_case upriver downriver
for post in envoy upriver downriver; do start_and_wait $post; done
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
ballot=$(open "${frameworks[0]}" 10)
for post in upriver downriver; do office $post ballot vote "$ballot" yes --yes --unverified >/dev/null; done
ends_as "$ballot" adopted

# One was told nothing.
ballot=$(open "${frameworks[1]}" 10)
office upriver ballot vote "$ballot" yes --yes --unverified >/dev/null
ends_as "$ballot" not-adopted

# One is killed before the instant and comes back after it, the intermediary is killed right at it.
ballot=$(open "${frameworks[2]}" 9)
for post in upriver downriver; do office $post ballot vote "$ballot" yes --yes --unverified >/dev/null; done
stop_hard upriver
pause 9
stop_hard envoy
pause 1
start_and_wait envoy; start_and_wait upriver
ends_as "$ballot" adopted
for post in envoy upriver downriver; do stop_hard $post; office $post fsck >/dev/null; done
printf 'ballot: adopted, not adopted, and adopted across two kills\n'
