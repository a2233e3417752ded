# Posts and a relay as processes, for the scripts beside this one: they set `bin` and `script`, then read it.
work=$(mktemp -d); cd "$work"
declare -A run=()
relay=
finish() { { kill -9 $relay "${run[@]}"; wait; } 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
fail() { printf '%s: FAILED: %s\n' "$script" "$*" >&2; cat ./*.err >&2 2>/dev/null || true; exit 1; }
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
start() { "$bin" run --home "$work/$1" >"$1.out" 2>>"$1.err" & run[$1]=$!; }
stop_hard() { kill -9 "${run[$1]}"; wait "${run[$1]}" 2>/dev/null || true; unset "run[$1]"; }
# Opens a case of the envoy's, whose posts and relay are made here. make_case POST…; a post called agency is a verifier.
make_case() {
  local post role port
  everybody=(envoy "$@")
  "$bin" relay serve --listen 127.0.0.1:0 --store "sqlite:$work/relay.db" >relay.out 2>&1 & relay=$!
  until_says 127.0.0.1 cat relay.out
  port=$(grep -o '127.0.0.1:[0-9]*' relay.out | head -n 1 | cut -d: -f2)
  for post in "${everybody[@]}"; do office "$post" init --relay "http://127.0.0.1:$port" --no-passphrase >/dev/null 2>&1; done
  office envoy case open Water --as Envoy >/dev/null
  for post in "$@"; do
    role=party; [ "$post" = agency ] && role=verifier
    office envoy case invite Water --role $role --name "$post" --out "$post.invitation" >/dev/null
    office "$post" case join "$post.invitation" --accept-charter >/dev/null
  done
}
