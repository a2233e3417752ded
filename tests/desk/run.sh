#!/usr/bin/env bash
# usage: run.sh check|page BUILD_DIR
# check: types, and what the page works out by itself. page: Chromium before real posts. Ends with 77 where their tools are missing.
set -euo pipefail
what=${1:?usage: run.sh check|page BUILD_DIR}
build=$(cd "${2:?usage: run.sh check|page BUILD_DIR}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
for part in tools/dev/1*.sh; do . "$part"; done

skip() {
  echo "skipped: $1"
  exit 77
}

[ -d ui/node_modules ] || skip "the page's tools are not installed: ./dev desk"
node=$(desk_node) || skip "no Node of version 22 or later"
case $what in
  check) desk_check ;;
  page)
    [ -x /usr/bin/chromium ] || skip "Chromium is not installed"
    GOODOFFICES="$build/goodoffices" "$node" --test --test-concurrency=1 tests/desk/*.test.mjs
    ;;
esac
