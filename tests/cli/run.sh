#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: run.sh GOODOFFICES TRANSCRIPT…
# Types what a transcript says and compares what comes. "$ " begins a command, which may go on on lines that begin with "> ";
# what follows is its output, standard error included, and "[exit N]" where it is not 0. In it <…> stands for anything within a
# line, and a line that is only … for any lines. Lines before the first command are prose. With TRANSCRIPT_WRITE=1 the output that
# came is printed instead of compared.
set -uo pipefail
binary=$(realpath "$1"); shift
here=$PWD
mkdir_temp() { work=$(mktemp -d); mkdir "$work/bin"; ln -s "$binary" "$work/bin/goodoffices"; }

# What transcripts may use beside goodoffices itself.
as() { export GOODOFFICES_HOME=$work/$1; }
start_relay() {
  : >"$work/relay.out"
  goodoffices relay serve --json --listen "127.0.0.1:${port:-0}" --store "sqlite:$work/relay.db" >"$work/relay.out" 2>/dev/null &
  relay_pid=$!
  until [ -s "$work/relay.out" ]; do kill -0 "$relay_pid" || return 1; done
  relay=$(sed 's/.*"listening":"\([^"]*\)".*/\1/' "$work/relay.out")
  port=${relay##*:}  # so that it comes back where it was
}
stop_relay() { [ -n "${relay_pid:-}" ] && { kill "$relay_pid"; wait "$relay_pid"; } 2>/dev/null; relay_pid=; }
# A disk of its own for a post: small_disk NAME SIZE. Ends the transcript as skipped where nothing may be mounted.
small_disk() {
  mkdir -p "$work/$1"
  mount -t tmpfs -o "size=$2" tmpfs "$work/$1" 2>/dev/null || { echo "skipped: no disk may be mounted here" >&3; exit 77; }
  disks+=("$work/$1")
}
full() { dd if=/dev/zero of="$1/ballast" bs=4096 2>/dev/null; }
# at OFFSET COMMAND…: with a clock that is off by that much. Ends the transcript as skipped where clocks cannot be faked.
at() {
  local offset=$1; shift
  command -v faketime >/dev/null || { echo "skipped: faketime is not installed" >&3; exit 77; }
  ! grep -qa __asan_init "$binary" || { echo "skipped: faketime does not go together with AddressSanitizer" >&3; exit 77; }
  faketime -f "$offset" "$@"
}
field() { sed 's/.*"'"$1"'":"\([^"]*\)".*/\1/'; }

# matches EXPECTED ACTUAL: files, line by line.
matches() {
  awk -v actual="$2" '
    function pattern(s) {
      gsub(/[][\\.^$*+?(){}|]/, "\\\\&", s)
      gsub(/<[^<>]*…>|<…>/, ".*", s)
      return "^" s "$"
    }
    BEGIN { while ((getline line < actual) > 0) got[++n] = line }
    { want[++m] = $0 }
    END {
      i = 1
      for (w = 1; w <= m; w++) {
        if (want[w] == "…") {
          if (w == m) { i = n + 1; break }
          while (i <= n && got[i] !~ pattern(want[w + 1])) i++
          continue
        }
        if (i > n || got[i] !~ pattern(want[w])) { print "expected: " want[w]; print "     got: " (i > n ? "(nothing)" : got[i]); exit 1 }
        i++
      }
      if (i <= n) { print "not expected: " got[i]; exit 1 }
    }' "$1"
}

clean_up() {
  stop_relay
  cd / || return
  for disk in "${disks[@]}"; do umount "$disk"; done
  rm -rf "$work"
}

play() {
  local transcript=$1 line command= number=0 failed=0 exit_code
  disks=()
  mkdir_temp
  trap clean_up EXIT
  PATH=$work/bin:$PATH
  cd "$work" || return 1
  export COLUMNS=100 LC_ALL=C.UTF-8 TZ=UTC
  unset GOODOFFICES_PASSPHRASE_FILE
  answer() {
    [ -n "$command" ] || return 0
    eval "$command" >"$work/.got" 2>&1 </dev/null
    exit_code=$?
    [ $exit_code = 0 ] || echo "[exit $exit_code]" >>"$work/.got"
    if [ -n "${TRANSCRIPT_WRITE:-}" ]; then
      printf '$ %s\n' "$command" | sed '2,$s/^/> /'; cat "$work/.got"
    elif ! matches "$work/.want" "$work/.got"; then
      printf '%s:%s: $ %s\n' "$transcript" "$number" "$command"; sed 's/^/  | /' "$work/.got"; failed=1
    fi
    command=
  }
  local at=0
  while IFS= read -r line || [ -n "$line" ]; do
    at=$((at + 1))
    case $line in
      '$ '*) answer; command=${line#'$ '}; number=$at; : >"$work/.want" ;;
      '> '*) if [ ! -s "$work/.want" ]; then command+=$'\n'${line#'> '}; else printf '%s\n' "$line" >>"$work/.want"; fi ;;
      *) [ -z "$command" ] || printf '%s\n' "$line" >>"$work/.want" ;;
    esac
  done <"$here/$transcript"
  answer
  return $failed
}

status=0
for transcript in "$@"; do
  (play "$transcript") 3>&1 || { ended=$?; [ $ended = 77 ] && [ $# = 1 ] && exit 77; status=1; }
done
exit $status
