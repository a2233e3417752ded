# Configures and builds one of the trees under build/.

jobs() { nproc; }

# configure NAME CMAKE-ARGUMENT…
configure() {
  local name=$1; shift
  cmake -S . -B "build/$name" -G Ninja -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_CXX_COMPILER_LAUNCHER=ccache \
    -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld-19 "$@" >"build/$name.configure.log" 2>&1 ||
    { cat "build/$name.configure.log" >&2; die "cannot configure build/$name"; }
}

# build NAME [TARGET…]: the presets are here and nowhere else.
build() {
  local name=$1; shift
  setup_build
  mkdir -p build
  case $name in
    release) configure release -DCMAKE_BUILD_TYPE=Release ;;
    bench) configure bench -DCMAKE_BUILD_TYPE=Release -DOFFICES_BENCH=ON -DOFFICES_TESTS=OFF ;;
    # The fuzz targets live here too, so that sanitized code is compiled once.
    asan) configure asan -DCMAKE_BUILD_TYPE=RelWithDebInfo -DOFFICES_SANITIZE=address,undefined -DOFFICES_FUZZ=ON ;;
    tidy) configure tidy -DCMAKE_BUILD_TYPE=Release -DOFFICES_TOGETHER=OFF -DOFFICES_TESTS=OFF ;;
    tsan) configure tsan -DCMAKE_BUILD_TYPE=RelWithDebInfo -DOFFICES_SANITIZE=thread ;;
    *) die "no build named '$name'" ;;
  esac
  ninja -C "build/$name" -j "$(jobs)" --quiet "$@" >&2
}
