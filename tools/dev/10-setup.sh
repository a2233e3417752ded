# What a Debian 12 machine needs for building and testing, and how to get it.

build_packages=(
  clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev lld-19 llvm-19 ninja-build cmake ccache pkg-config
  libboost1.81-dev libsodium-dev libssl-dev libsqlite3-dev nlohmann-json3-dev libpugixml-dev libcli11-dev
  libspdlog-dev libqrencode-dev libglpk-dev libgtest-dev librapidcheck-dev libbenchmark-dev openssl procps faketime
  python3-icalendar
)

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf 'dev: error: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install PACKAGE…: what of it is missing; quick where nothing is.
install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return 0
  say "installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

setup_build() {
  install "${build_packages[@]}"
  # The interop tests speak to npm's libraries; whoever has a Node of another origin keeps it.
  command -v npm >/dev/null || install nodejs npm
}
