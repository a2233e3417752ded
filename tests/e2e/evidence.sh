#!/usr/bin/env bash
# An evidence file between running posts: its sender and its receiver are killed with SIGKILL in the middle, again and again, and
# what the intermediary and the reader of the attestation save in the end is the file.
# usage: evidence.sh GOODOFFICES [MEBIBYTES]
set -euo pipefail
bin=$(realpath "$1"); mebibytes=${2:-12}
script=evidence; . "$(dirname "$(realpath "$0")")/posts.sh"
number() { grep -o "\"$1\":[0-9]*" | head -n 1 | cut -d: -f2; }
# refused CODE COMMAND…
refused() {
  local code=$1 said; shift
  said=$("$@" --json 2>/dev/null) && fail "'$*' was allowed: $said"
  grep -q "\"code\":\"$code\"" <<<"$said" || fail "'$*' said $said, not $code"
}

make_case upriver downriver agency
for post in "${everybody[@]}"; do start $post; done
for post in "${everybody[@]}"; do for name in upriver downriver agency; do until_says "\"$name\"" office $post case show Water --json; done; done

commitment=$(office upriver commit Water --to downriver --by +30d --verified-by agency --text-file - --json <<<"The gate is opened." | field commitment)
until_says "$commitment" office agency commitments Water --json
until_says "$commitment" office downriver commitments Water --json

# What is no evidence file.
head -c $((64 * 1024 * 1024 + 1)) /dev/zero >large; : >empty; mkdir folder; mkfifo pipe; printf x >$'a\xe2\x80\xaegpj.exe'; printf x >.hidden; printf x >fine.jpg
refused too_large office agency evidence add Water large
refused malformed office agency evidence add Water empty
for path in folder pipe /dev/zero missing; do refused file_unreadable office agency evidence add Water $path; done
refused text_forbidden_character office agency evidence add Water $'a\xe2\x80\xaegpj.exe'
refused malformed office agency evidence add Water .hidden
refused wrong_role office upriver evidence add Water fine.jpg
rm large

held_of() { grep -o "{[^{}]*\"evidence\":\"$2\"[^{}]*" <<<"$1" | number held; }
pieces=$(((mebibytes * 1024 * 1024 + 4711 + 16255) / 16256))
declare -A in_the_middle=([agency]=0 [envoy]=0)
# attest_and_kill N: announces a new file; while it is under way, kills whoever was killed less often, looks at what the receiver
# holds while it is dead, and starts it again.
attest_and_kill() {
  local file=original/gate-$1.jpg evidence held seen=0 who
  head -c $((mebibytes * 1024 * 1024 + 4711)) /dev/urandom >"$file"
  evidence=$(sha256sum "$file" | cut -d' ' -f1)
  office agency attest "$commitment" --finding inconclusive --scope 'The gate, at noon.' --evidence "$file" --json >/dev/null
  until_says "$evidence" office envoy evidence list Water --json
  while :; do
    for _ in $(seq 600); do
      held=$(held_of "$(office envoy evidence list Water --json)" "$evidence")
      [ "$held" -gt "$seen" ] && break
    done
    [ "$held" -gt "$seen" ] || fail "nothing more of $file came after $held pieces"
    seen=$held
    [ "$held" -lt "$pieces" ] || return 0
    who=agency; [ "${in_the_middle[agency]}" -gt "${in_the_middle[envoy]}" ] && who=envoy
    stop_hard $who
    held=$(held_of "$(office envoy evidence list Water --json)" "$evidence")
    [ "$held" -lt "$pieces" ] && in_the_middle[$who]=$((in_the_middle[$who] + 1))
    start $who
  done
}
mkdir original
for n in 1 2 3 4 5 6; do
  attest_and_kill $n
  [ "${in_the_middle[agency]}" -gt 1 ] && [ "${in_the_middle[envoy]}" -gt 1 ] && break
done
for who in agency envoy; do [ "${in_the_middle[$who]}" -gt 1 ] || fail "$who was killed in the middle ${in_the_middle[$who]} times"; done
files=$n
evidence=$(sha256sum original/gate-1.jpg | cut -d' ' -f1)

for who in envoy upriver downriver; do
  for n in $(seq "$files"); do
    id=$(sha256sum "original/gate-$n.jpg" | cut -d' ' -f1)
    until_says "$id" office $who evidence list Water --json
    until_says Wrote office $who evidence save "$id" --out "$who-$n.jpg" --replace
    cmp "original/gate-$n.jpg" "$who-$n.jpg" || fail "$who saved another file"
    [ "$(stat -c %a "$who-$n.jpg")" = 600 ] || fail "the file is not for its owner alone"
  done
done
refused exists office envoy evidence save "$evidence" --out envoy-1.jpg
refused file_unwritable office envoy evidence save "$evidence" --out folder
refused file_unwritable office envoy evidence save "$evidence" --out nowhere/gate.jpg
office envoy evidence save "$evidence" --out envoy-1.jpg --replace >/dev/null
cmp original/gate-1.jpg envoy-1.jpg || fail "the file was replaced by another"
[ -z "$(find . -name '*.part')" ] || fail "something unfinished is left"
for who in "${everybody[@]}"; do office $who fsck >/dev/null; done
printf 'evidence: %s of %s MiB, killed in the middle %s times at the sender and %s times at the receiver, the same everywhere\n' \
  "$files" "$mebibytes" "${in_the_middle[agency]}" "${in_the_middle[envoy]}"
