# What CI asks of a tree beside its tests.

# Includes go down only (docs/architecture.md). Reads `#include "module/…"` of every file in src/.
check_includes() {
  local bad=0 module allowed line file target
  while read -r module allowed; do
    while IFS=: read -r file line; do
      target=${line#*\"}; target=${target%%/*}
      case " $module $allowed " in *" $target "*) ;; *) printf '%s includes %s\n' "$file" "$target" >&2; bad=1 ;; esac
    done < <(grep -rHoE '^#include "[a-z]+/' "src/$module" --include='*.hpp' --include='*.cpp' --exclude='*_test.cpp' || true)
  done <<'ARROWS'
base
crypto base
ballot crypto base
accord base
record crypto base
wire crypto base
store base
mediation record accord crypto base
relay web wire store crypto base
post mediation accord ballot record wire store crypto base
web base
desk post web crypto base
cli desk post relay accord mediation record wire crypto base
ARROWS
  if grep -rlE '#include <sodium' src | grep -v '^src/crypto/' >&2; then say "libsodium is src/crypto's alone"; bad=1; fi
  if grep -rlE '#include <sqlite3' src | grep -v '^src/store/' >&2; then say "SQLite is src/store's alone"; bad=1; fi
  [ $bad = 0 ] || die "an include that the arrows do not allow"
  say "includes go down only" 
}

cpp_files() { git ls-files '*.cpp' '*.hpp'; }

format() { install clang-format-19; cpp_files | xargs clang-format-19 -i; }

check_format() {
  install clang-format-19
  cpp_files | xargs clang-format-19 --dry-run --Werror || die "a file is laid out otherwise: run ./dev format"
  say "every C++ file is laid out as .clang-format says"
}

# sharded PROGRAM ARGUMENT…: its tests (GoogleTest's), shared out over as many processes as there are cores.
sharded() {
  local count shard running=() bad=0
  count=$(jobs)
  for ((shard = 0; shard < count; shard++)); do
    GTEST_TOTAL_SHARDS=$count GTEST_SHARD_INDEX=$shard "$@" --gtest_brief=1 &
    running+=($!)
  done
  for shard in "${running[@]}"; do wait "$shard" || bad=1; done
  return $bad
}

# The unit tests of every module, and some seeds of the simulation, under a sanitizer.
run_sanitized() {
  local name=$1; shift
  build "$name" "$@"
  local test
  for test in "$@"; do
    say "$name: $test"
    case $test in
      sim_test) GOODOFFICES_SIM_SEEDS=20 sharded "build/$name/tests/sim/sim_test" ;;
      # The random acts take minutes here; check --long has them.
      mediation_test) sharded "build/$name/$test" --gtest_filter='-RandomActs*:Arrival*' ;;
      # A coalition's many ballots take minutes here; check --long has them.
      ballot_test) sharded "build/$name/$test" --gtest_filter='-Coalition*' ;;
      # The references take minutes here; check --long has them.
      accord_test) sharded "build/$name/$test" --gtest_filter='-Reference*:Rectangles*:Certificates*' ;;
      post_test) sharded "build/$name/tests/post/post_test" ;;
      *) sharded "build/$name/$test" ;;
    esac
  done
}

asan_short() { run_sanitized asan base_test crypto_test ballot_test record_test wire_test store_test mediation_test; }
asan() { run_sanitized asan base_test crypto_test ballot_test record_test wire_test store_test mediation_test accord_test cli_test post_test sim_test; }
tsan() { run_sanitized tsan relay_test post_test; }

# Every test that there is, with all seeds and whole processes, under AddressSanitizer and UBSan.
long_sanitized() {
  build asan
  ctest --test-dir build/asan --output-on-failure -j "$(jobs)" --timeout 3600 -LE fuzz
}

# fuzz_one SECONDS TARGET: from its seeds and what earlier runs found; prints what it said only where it failed.
fuzz_one() {
  local seconds=$1 target=$2 name found seeds log
  name=$(basename "$target")
  found=build/found/$name
  mkdir -p "$found" build/found/artifacts
  log=build/found/$name.log
  seeds=$(find fuzz -type d -path "*/seeds/$name")
  "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -verbosity=1 -print_final_stats=1 \
    -artifact_prefix=build/found/artifacts/ "$found" ${seeds:+"$seeds"} >"$log" 2>&1 ||
    { cat "$log" >&2; printf 'fuzz: %s FAILED\n' "$name" >&2; return 1; }
  printf 'fuzz: %s: %s inputs in %s s\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" "$seconds" >&2
}

# Ten seconds for each fuzz target, or as many as are given; as many at once as there are cores.
fuzz() {
  local seconds=${1:-10}
  build asan fuzzers
  export -f fuzz_one
  find build/asan/fuzz -type f -executable -name 'fuzz_*' | sort |
    xargs -P "$(jobs)" -I TARGET bash -c 'set -euo pipefail; fuzz_one "$@"' fuzz "$seconds" TARGET || die "a fuzz target failed"
}

# What clang-tidy finds by .clang-tidy's list in what is not a test. It reads every file by itself, with the precompiled headers.
tidy() {
  install clang-tidy-19
  build tidy base
  ninja -C build/tidy -t targets all | sed -n 's/\.pch: .*/.pch/p' | xargs ninja -C build/tidy --quiet >&2
  say "clang-tidy"
  ls src/*/*.cpp | grep -v _test.cpp | xargs -P "$(jobs)" -n 2 clang-tidy-19 -p build/tidy --quiet 2>/dev/null || die "clang-tidy found something"
}

bench() {
  local name=${1:-}
  build bench
  [ -n "$name" ] && [ -x "build/bench/bench/$name/bench_$name" ] || die "benchmarks: $(ls build/bench/bench 2>/dev/null | grep -v -e CMake -e cmake | tr '\n' ' ')"
  shift
  "build/bench/bench/$name/bench_$name" "$@"
}
