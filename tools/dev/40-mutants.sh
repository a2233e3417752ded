# One deliberate fault per rule, each to be caught by the tests of src/mediation. tests/mutants has the table.

# Tests that are asked last, and only where no other has caught the mutant; they know nothing of dossiers.
slow_tests='RandomActs*:ADishonest*:Arrival*'

# read_mutants TABLE DIR: spells each mutant of a table out as DIR/STEM.N.{name,old,new}.
read_mutants() {
  local table=$1 dir=$2 stem n=0 line
  stem=$(basename "$table" .txt)
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      '## '*) n=$((n + 1)); printf '%s' "${line#'## '}" >"$dir/$stem.$n.name"; : >"$dir/$stem.$n.old"; : >"$dir/$stem.$n.new" ;;
      '- '*) [ $n = 0 ] || printf '%s\n' "${line#'- '}" >>"$dir/$stem.$n.old" ;;
      '+ '*|'+') [ $n = 0 ] || printf '%s\n' "${line:2}" >>"$dir/$stem.$n.new" ;;
    esac
  done <"$table"
}

# mutate SOURCE OLD NEW: the text of SOURCE with its one OLD replaced; fails where there is none, or more than one.
mutate() {
  local text old new rest
  text=$(<"$1"); old=$(<"$2"); new=$(<"$3")
  [ -n "$old" ] || return 1
  rest=${text#*"$old"}
  [ "$rest" != "$text" ] && [ "${rest#*"$old"}" = "$rest" ] || return 1
  printf '%s%s%s\n' "${text%%"$old"*}" "$new" "$rest"
}

# The command that makes a target of the release tree.
command_of() { ninja -C build/release -t commands "$1" | tail -1; }

# which_test LOG: the first test that failed, or in which the program died.
which_test() {
  local failed
  failed=$(grep -m1 -oE '^\[  FAILED  \] [A-Za-z0-9_./]+' "$1" | cut -c14- || true)
  [ -n "$failed" ] || failed="$(grep -oE '^\[ RUN      \] .*' "$1" | tail -1 | cut -c14-) (died)"
  printf '%s' "$failed"
}

# try_mutant DIR/STEM.N: prints what became of it; fails unless it was caught.
try_mutant() {
  local base=$1 stem compile link name tests
  stem=$(basename "$base"); stem=${stem%%.*}
  name=$(<"$base.name")
  local say="$stem ${name%%:*}"
  mutate "src/mediation/$stem.cpp" "$base.old" "$base.new" >"$base.cpp" || { echo "NOT APPLIED  $say"; return 1; }
  compile=$(<"$mutants_dir/$stem.compile"); link=$(<"$mutants_dir/link")
  compile=${compile/ -c */ -w -O1 -c "$PWD/$base.cpp"}
  compile=${compile/" -o "*".cpp.o "/" -o $PWD/$base.o "}
  (cd build/release && eval "${compile/ -MF * -o / -o }") >"$base.log" 2>&1 || { echo "NOT COMPILED $say"; return 1; }
  link=${link/" -o mediation_test "/" $PWD/$base.o -o $PWD/$base.test "}
  (cd build/release && eval "$link") >"$base.log" 2>&1 || { echo "NOT LINKED   $say"; return 1; }
  local slow=$slow_tests
  case $stem in dossier_*) slow= ;; esac
  for tests in "-$slow_tests" ${slow:+"$slow"}; do
    if ! (timeout 300 "$base.test" --gtest_fail_fast --gtest_filter="$tests"; exit $?) >"$base.log" 2>&1; then
      echo "caught       $say: $(which_test "$base.log")"
      rm -f "$base".{test,o,d,cpp}
      return 0
    fi
  done
  echo "SURVIVED     $stem $name"
  return 1
}

# mutants [WORD]: those whose file or name holds WORD, or all. Fails if one survives, or cannot be made any more.
mutants() {
  local word=${1:-} table stem base worker workers i bad all
  build release mediation_test
  build/release/mediation_test --gtest_brief=1 >&2 || die "the tests fail without any mutant"
  mutants_dir=build/mutants
  rm -rf "$mutants_dir"; mkdir -p "$mutants_dir"
  for table in tests/mutants/*.txt; do
    stem=$(basename "$table" .txt)
    read_mutants "$table" "$mutants_dir"
    command_of "CMakeFiles/mediation.dir/src/mediation/$stem.cpp.o" >"$mutants_dir/$stem.compile"
  done
  command_of mediation_test >"$mutants_dir/link"
  mapfile -t all < <(cd "$mutants_dir" && grep -HE -- '' *.name | grep -E -- "$word" | cut -d: -f1 | sort -V)
  [ ${#all[@]} -gt 0 ] || die "no mutant's line holds '$word'"
  workers=$(jobs)
  for ((worker = 0; worker < workers; ++worker)); do
    for ((i = worker; i < ${#all[@]}; i += workers)); do
      base=$mutants_dir/${all[i]%.name}
      try_mutant "$base" || touch "$base.bad"
    done &
  done
  wait
  bad=$(find "$mutants_dir" -name '*.bad' | wc -l)
  say "$((${#all[@]} - bad)) of ${#all[@]} mutants were caught"
  [ "$bad" = 0 ] || die "$bad mutants were not"
}
