# The verbs of ./dev.

usage() {
  cat <<'TEXT'
usage: ./dev VERB

  build [NAME]     build release (or asan, tsan, bench, fuzz) under build/
  test             install what is missing, build, run all tests
TEXT
}

main() {
  local verb=${1:-help}
  [ $# -gt 0 ] && shift
  case $verb in
    build) build "${1:-release}" ;;
    test) build release && ctest --test-dir build/release --output-on-failure -j "$(jobs)" "$@" ;;
    help|-h|--help) usage ;;
    *) usage >&2; die "no verb '$verb'" ;;
  esac
}
