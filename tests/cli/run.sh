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
  goodoffices relay serve --json --listen 127.0.0.1:0 --store "sqlite:$work/relay.db" >"$work/relay.out" 2>/dev/null &
  relay_pid=$!
  until [ -s "$work/relay.out" ]; do kill -0 "$relay_pid" || return 1; done
  relay=$(sed 's/.*"listening":"\([^"]*\)".*/\1/' "$work/relay.out")
}
stop_relay() { [ -n "${relay_pid:-}" ] && { kill "$relay_pid"; wait "$relay_pid"; } 2>/dev/null; relay_pid=; }
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

play() {
  local transcript=$1 line command= number=0 failed=0 exit_code
  mkdir_temp
  PATH=$work/bin:$PATH
  cd "$work" || return 1
  export COLUMNS=100 LC_ALL=C.UTF-8
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
  stop_relay
  cd "$here" || return 1
  rm -rf "$work"
  return $failed
}

status=0
for transcript in "$@"; do
  (play "$transcript") || status=1
done
exit $status
