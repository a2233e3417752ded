# The verbs of ./dev.

usage() {
  cat <<'TEXT'
usage: ./dev VERB

  demo             installs what is missing, builds, and plays the example case with real processes on loopback
  test             installs what is missing, builds, and runs all tests
  build [NAME [TARGET…]]
                   builds release (or asan, tsan, bench) under build/, all of it or what is named
  check [--long]   what CI runs: the arrows between modules, layout, the rules, the ballot and the lower modules under
                   AddressSanitizer and UBSan, fuzzing, ./dev test; with --long also everything else under sanitizers,
                   ThreadSanitizer, clang-tidy, the mutants
  asan, tsan       tests under AddressSanitizer and UBSan, or ThreadSanitizer
  fuzz [SECONDS]   every fuzz target for 10 seconds, or as long as you say
  mutants [WORD]   one deliberate fault per rule of src/mediation, each to be caught by its tests
  bench NAME       a benchmark: a table and JSON
  tidy             clang-tidy with the list in .clang-tidy
  includes         whether any module includes what it may not
  desk [test]      builds and checks the desk's page; with test, plays it in Chromium against real posts
  screenshots [DIRECTORY]
                   pictures of every view of the desk
  format           lays every C++ file out as .clang-format says
TEXT
}

run_tests() {
  desk_page
  install chromium || say "Chromium cannot be installed: the desk's page is not played in it"
  build release
  ctest --test-dir build/release --output-on-failure -j "$(jobs)" --timeout 600 "$@"
}

# Line by line, so that the first that fails ends it.
check() {
  check_includes
  check_format
  asan_short
  fuzz
  ./dev test
  if [ "${1:-}" = --long ]; then
    asan
    tsan
    tidy
    mutants
    long_sanitized
  fi
}

main() {
  local verb=${1:-help}
  [ $# -gt 0 ] && shift
  case $verb in
    demo) build release goodoffices; build/release/goodoffices demo "$@" ;;
    test) run_tests "$@" ;;
    build) build "${@:-release}" ;;
    check) check "$@" ;;
    asan) asan ;;
    tsan) tsan ;;
    fuzz) fuzz "$@" ;;
    mutants) mutants "$@" ;;
    tidy) tidy ;;
    desk) desk_verb "$@" ;;
    screenshots) screenshots "$@" ;;
    bench) if [ "${1:-}" = desk ]; then shift; bench_desk "$@"; else bench "$@"; fi ;;
    includes) check_includes ;;
    format) format ;;
    help|-h|--help) usage ;;
    *) usage >&2; die "no verb '$verb'" ;;
  esac
}
