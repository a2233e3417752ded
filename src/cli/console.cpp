// SPDX-License-Identifier: Apache-2.0
#include "cli/console.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <string>

#include "post/api.hpp"

namespace offices::cli {
namespace {

constexpr std::size_t passphrase_bytes_max = 1024;
constexpr std::size_t line_bytes_max = 4096;

/// "pt-BR" of "pt_BR.UTF-8"; empty for C and POSIX, which are nobody's language.
std::string language_of_reader() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* set = std::getenv(name);
    if (set == nullptr || *set == '\0') continue;
    std::string locale(set);
    locale.resize(std::min(locale.find_first_of(".@"), locale.size()));
    std::ranges::replace(locale, '_', '-');
    return locale == "C" || locale == "POSIX" ? std::string() : locale;
  }
  return {};
}

/// The controlling terminal, which is there even where standard input is a file.
class Terminal {
 public:
  Terminal() : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {}
  ~Terminal() {
    if (fd_ >= 0) ::close(fd_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  [[nodiscard]] bool there() const { return fd_ >= 0; }
  [[nodiscard]] int fd() const { return fd_; }

  void say(std::string_view text) const {
    while (!text.empty()) {
      auto n = ::write(fd_, text.data(), text.size());
      if (n <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  /// Reads a line into `room` without its newline; the length, or -1 at the end of input.
  [[nodiscard]] ssize_t line(std::span<Byte> room) const {
    std::size_t used = 0;
    for (Byte octet = 0;;) {
      auto n = ::read(fd_, &octet, 1);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return used > 0 ? static_cast<ssize_t>(used) : -1;
      if (octet == '\n') return static_cast<ssize_t>(used);
      if (used < room.size()) room[used++] = octet;
    }
  }

 private:
  int fd_;
};

/// Echo off while it lives.
class Silence {
 public:
  explicit Silence(int fd) : fd_(fd), changed_(tcgetattr(fd, &before_) == 0) {
    if (!changed_) return;
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(fd_, TCSAFLUSH, &quiet);
  }
  ~Silence() {
    if (changed_) tcsetattr(fd_, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  int fd_;
  termios before_{};
  bool changed_;
};

class ProcessConsole final : public Console {
 public:
  std::ostream& out() override { return std::cout; }
  std::ostream& err() override { return std::cerr; }
  std::istream& in() override { return std::cin; }

  View view() const override {
    View view;
    view.terminal = isatty(STDOUT_FILENO) == 1;
    view.lang = language_of_reader();
    winsize size{};
    if (view.terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
      view.columns = std::clamp<std::size_t>(size.ws_col, 40, 100);
    return view;
  }

  bool err_is_terminal() const override { return isatty(STDERR_FILENO) == 1; }
  bool has_person() const override { return Terminal().there(); }

  bool confirm(std::string_view question) override {
    Terminal terminal;
    if (!terminal.there()) return false;
    terminal.say(std::string(question) + " [y/N] ");
    std::array<Byte, 16> room{};
    auto n = terminal.line(room);
    if (n <= 0) return false;
    auto answer = base::as_text(std::span(room).first(static_cast<std::size_t>(n)));
    return answer == "y" || answer == "Y" || answer == "yes" || answer == "Yes" || answer == "YES";
  }

  Result<std::string> ask_line(std::string_view prompt) override {
    Terminal terminal;
    if (!terminal.there()) return fail(Code::cancelled, "there is no terminal to ask at");
    terminal.say(prompt);
    std::array<Byte, line_bytes_max> room{};
    auto n = terminal.line(room);
    if (n < 0) return fail(Code::cancelled, "the dialogue was ended");
    return std::string(base::as_text(std::span(room).first(static_cast<std::size_t>(n))));
  }

  Result<crypto::SecretBytes> ask_secret(std::string_view prompt) override {
    Terminal terminal;
    if (!terminal.there()) return fail(Code::passphrase_needed, "there is no terminal to ask at");
    crypto::SecretBytes room(passphrase_bytes_max);
    ssize_t n = -1;
    {
      Silence silence(terminal.fd());
      terminal.say(prompt);
      n = terminal.line(room.writable());
    }
    terminal.say("\n");
    if (n <= 0) return fail(Code::cancelled, "no passphrase was typed");
    return crypto::SecretBytes::from(room.view().first(static_cast<std::size_t>(n)));
  }
};

}  // namespace

Console& process_console() {
  static ProcessConsole console;
  return console;
}

void print_error(Console& console, const Error& error, bool json) {
  auto object = post::error_json(error);
  if (json) {
    console.out() << base::spell(object) << '\n' << std::flush;
    return;
  }
  const auto& said = part(object, "error");
  console.err() << "goodoffices: error: " << clean(field(said, "message")) << '\n';
  if (auto hint = field(said, "hint"); !hint.empty()) console.err() << "goodoffices: hint: " << clean(hint) << '\n';
  console.err() << std::flush;
}

void print_note(Console& console, std::string_view text) { console.err() << "goodoffices: " << clean(text) << '\n' << std::flush; }

}  // namespace offices::cli
