// SPDX-License-Identifier: Apache-2.0
#include "cli/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>

#include "base/text.hpp"
#include "crypto/random.hpp"

namespace offices::cli {

std::string reason_of(int number) {
  switch (number) {
    case ENOENT: return "no such file";
    case EACCES:
    case EPERM: return "no permission";
    case EISDIR: return "it is a directory";
    case ENOTDIR: return "a part of the path is not a directory";
    case EROFS: return "the disk is read-only";
    default: return "the system refuses";
  }
}

std::unexpected<Error> unwritable(const std::filesystem::path& path, int number) {
  if (number == ENOSPC || number == EDQUOT) return fail(Code::store_full);
  return fail(Code::file_unwritable, "'" + path.string() + "': " + reason_of(number));
}

namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

std::unexpected<Error> unreadable(const std::string& path, const std::string& reason) {
  return fail(Code::file_unreadable, "'" + path + "': " + reason);
}

/// Opens a file that can be read to its end; a directory or a device for ever is refused.
Result<int> open_readable(const std::string& path) {
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return unreadable(path, reason_of(errno));
  struct stat about{};
  if (::fstat(fd, &about) != 0 || S_ISDIR(about.st_mode)) {
    ::close(fd);
    return unreadable(path, "it is a directory");
  }
  return fd;
}

Result<std::string> read_path(const std::string& path, std::size_t most) {
  OFFICES_TRY(raw, open_readable(path));
  Descriptor fd(raw);
  std::string content;
  char room[65536];
  for (;;) {
    auto n = ::read(fd.get(), room, sizeof room);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return unreadable(path, reason_of(errno));
    if (n == 0) return content;
    content.append(room, static_cast<std::size_t>(n));
    if (content.size() > most) return fail(Code::too_large, "'" + path + "'");
  }
}

Result<std::string> read_stream(std::istream& in, std::size_t most) {
  std::string content(most + 1, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<std::size_t>(in.gcount()));
  if (content.size() > most) return fail(Code::too_large, "standard input");
  return content;
}

Result<void> write_all(int fd, std::string_view content, const std::filesystem::path& path) {
  while (!content.empty()) {
    auto n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return unwritable(path, errno);
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::istream& in, std::size_t most) {
  return path == "-" ? read_stream(in, most) : read_path(path, most);
}

Result<std::string> read_words(const std::string& path, std::istream& in) {
  auto content = read_file(path, in, text_read_max);
  if (!content && content.error().code == Code::too_large) return fail(Code::text_too_long, content.error().detail);
  if (!content) return content;
  auto& text = *content;
  auto name = path == "-" ? std::string("standard input") : "'" + path + "'";
  if (text.find('\0') != std::string::npos) return fail(Code::text_not_utf8, name + " is not a text file");
  if (!base::is_utf8(text)) return fail(Code::text_not_utf8, name);
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return content;
}

Result<std::string> read_document(const std::string& path, std::istream& in) {
  auto content = read_file(path, in);
  if (content && !base::is_utf8(*content)) return fail(Code::text_not_utf8, path == "-" ? std::string("standard input") : "'" + path + "'");
  return content;
}

Result<crypto::SecretBytes> read_secret(const std::string& path) {
  OFFICES_TRY(raw, open_readable(path));
  Descriptor fd(raw);
  crypto::SecretBytes room(4096);
  std::size_t used = 0;
  for (;;) {
    auto left = room.writable().subspan(used);
    if (left.empty()) return fail(Code::too_large, "'" + path + "' is no passphrase file");
    auto n = ::read(fd.get(), left.data(), left.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return unreadable(path, reason_of(errno));
    if (n == 0) break;
    used += static_cast<std::size_t>(n);
  }
  auto octets = room.view().first(used);
  if (!octets.empty() && octets.back() == '\n') octets = octets.first(octets.size() - 1);
  if (!octets.empty() && octets.back() == '\r') octets = octets.first(octets.size() - 1);
  if (octets.empty()) return fail(Code::usage, "the passphrase file '" + path + "' is empty");
  return crypto::SecretBytes::from(octets);
}

std::filesystem::path unfinished(const std::filesystem::path& path) {
  auto beside = path;
  Bytes salt(6);
  crypto::SystemRandom().fill(salt);
  beside.replace_filename("." + path.filename().string() + "." + base::hex(salt) + ".part");
  return beside;
}

Result<void> finish_file(const std::filesystem::path& written, const std::filesystem::path& path) {
  Descriptor fd(::open(written.c_str(), O_RDONLY | O_CLOEXEC));
  bool kept =
      fd.get() >= 0 && ::fchmod(fd.get(), S_IRUSR | S_IWUSR) == 0 && ::fsync(fd.get()) == 0 && ::rename(written.c_str(), path.c_str()) == 0;
  if (kept) return {};
  int number = errno;
  ::unlink(written.c_str());
  return unwritable(path, number);
}

Result<void> write_file(const std::filesystem::path& path, std::string_view content) {
  auto beside = unfinished(path);
  {
    Descriptor fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (fd.get() < 0) return unwritable(path, errno);
    if (auto written = write_all(fd.get(), content, path); !written) {
      ::unlink(beside.c_str());
      return written;
    }
  }
  return finish_file(beside, path);
}

}  // namespace offices::cli
