// SPDX-License-Identifier: Apache-2.0
#include "cli/large_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "cli/files.hpp"

namespace offices::cli {
namespace {

std::unexpected<Error> unreadable(const std::string& path, const std::string& reason) {
  return fail(Code::file_unreadable, "'" + path + "': " + reason);
}

std::unexpected<Error> changed_meanwhile(const std::string& path) { return unreadable(path, "it changed while it was read"); }

/// A link, too, takes the name: where it leads is not looked at.
bool is_taken(const std::filesystem::path& path) {
  struct stat about{};
  return ::lstat(path.c_str(), &about) == 0;
}

std::int64_t changed_ns(const struct stat& about) { return about.st_mtim.tv_sec * 1'000'000'000 + about.st_mtim.tv_nsec; }

/// Gives `from` the name `to` unless something has it.
bool rename_to_free(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  if (::link(from.c_str(), to.c_str()) != 0) return false;  // a file system without that kind of renaming
  ::unlink(from.c_str());
  return true;
}

void sync_folder_of(const std::filesystem::path& path) {
  auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

Result<SteadyFile> SteadyFile::open(const std::string& path, std::int64_t bytes_max) {
  // A pipe without a writer would be waited for, otherwise.
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0) return unreadable(path, reason_of(errno));
  struct stat about{};
  bool known = ::fstat(fd, &about) == 0;
  SteadyFile file(fd, path, known ? about.st_size : 0, changed_ns(about));
  if (!known || !S_ISREG(about.st_mode)) return unreadable(path, S_ISDIR(about.st_mode) ? "it is a directory" : "it is no regular file");
  if (file.bytes_ == 0) return fail(Code::malformed, "'" + path + "' is empty");
  if (file.bytes_ > bytes_max) return fail(Code::too_large, "'" + path + "' has " + std::to_string(file.bytes_) + " octets");
  return file;
}

SteadyFile::SteadyFile(SteadyFile&& o) noexcept
    : fd_(std::exchange(o.fd_, -1)), path_(std::move(o.path_)), bytes_(o.bytes_), changed_ns_(o.changed_ns_) {}
SteadyFile::~SteadyFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<Bytes> SteadyFile::read(std::int64_t from, std::size_t size) const {
  Bytes octets(std::min(size, static_cast<std::size_t>(std::max<std::int64_t>(bytes_ - from, 0))));
  for (std::size_t have = 0; have < octets.size();) {
    auto n = ::pread(fd_, octets.data() + have, octets.size() - have, from + static_cast<std::int64_t>(have));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return unreadable(path_, reason_of(errno));
    if (n == 0) return changed_meanwhile(path_);
    have += static_cast<std::size_t>(n);
  }
  struct stat about{};
  if (::fstat(fd_, &about) != 0 || about.st_size != bytes_ || changed_ns(about) != changed_ns_) return changed_meanwhile(path_);
  return octets;
}

Result<NewFile> NewFile::open(std::filesystem::path path, bool may_replace) {
  std::error_code ignored;
  if (path.filename().empty() || path.filename() == "." || path.filename() == ".." || std::filesystem::is_directory(path, ignored))
    return fail(Code::file_unwritable, "'" + path.string() + "' is a directory; name a file");
  if (!may_replace && is_taken(path)) return fail(Code::exists, "'" + path.string() + "'");
  auto beside = unfinished(path);
  int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) return unwritable(path, errno);
  return NewFile(fd, std::move(path), std::move(beside), may_replace);
}

NewFile::NewFile(NewFile&& o) noexcept
    : fd_(std::exchange(o.fd_, -1)), path_(std::move(o.path_)), beside_(std::move(o.beside_)), may_replace_(o.may_replace_) {}
NewFile::~NewFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(beside_.c_str());
}

Result<void> NewFile::write(ByteView octets) {
  while (!octets.empty()) {
    auto n = ::write(fd_, octets.data(), octets.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return unwritable(path_, errno);
    octets = octets.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

Result<void> NewFile::finish() {
  if (::fsync(fd_) != 0) return unwritable(path_, errno);
  bool named = may_replace_ ? ::rename(beside_.c_str(), path_.c_str()) == 0 : rename_to_free(beside_, path_);
  if (!named) return errno == EEXIST ? Result<void>(fail(Code::exists, "'" + path_.string() + "'")) : unwritable(path_, errno);
  ::close(std::exchange(fd_, -1));
  sync_folder_of(path_);
  return {};
}

}  // namespace offices::cli
