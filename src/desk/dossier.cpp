// SPDX-License-Identifier: Apache-2.0
#include "desk/dossier.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include "post/args.hpp"
#include "post/session.hpp"

namespace offices::desk {

DossierFile::DossierFile() : handle_(::memfd_create("dossier", MFD_CLOEXEC)) {}
DossierFile::~DossierFile() {
  if (handle_ >= 0) ::close(handle_);
}

std::string DossierFile::path() const { return "/proc/self/fd/" + std::to_string(handle_); }

Result<void> DossierFile::ask_for(Json& args) {
  if (args.contains("file")) return fail(Code::usage, "the dossier comes in the answer; 'file' is the command line's");
  if (handle_ < 0) return fail(Code::file_unwritable, "memory");
  args["file"] = path();
  return {};
}

Result<Json> DossierFile::put_into(Result<Json> result) {
  if (!result) return result;
  auto size = ::lseek(handle_, 0, SEEK_END);
  if (size < 0) return fail(Code::file_unreadable, "memory");
  if (size > dossier_bytes_max) return fail(Code::too_large, "a dossier over 64 MiB is exported on the command line");
  std::string text(static_cast<std::size_t>(size), '\0');
  for (std::size_t read = 0; read < text.size();) {
    auto n = ::pread(handle_, text.data() + read, text.size() - read, static_cast<off_t>(read));
    if (n <= 0) return fail(Code::file_unreadable, "memory");
    read += static_cast<std::size_t>(n);
  }
  result->erase("file");
  (*result)["document"] = std::move(text);
  return result;
}

Result<void> DossierFile::write(std::string_view text) {
  while (!text.empty()) {
    auto n = handle_ < 0 ? -1 : ::write(handle_, text.data(), text.size());
    if (n <= 0) return fail(Code::file_unwritable, "memory");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

Result<Json> verify_dossier(const Json& json) {
  post::Args args(json);
  auto document = args.text("document");
  auto against = args.maybe("against");
  OFFICES_CHECK(args.finish());
  DossierFile first, second;
  OFFICES_CHECK(first.write(document));
  if (!against) return post::verify_dossier(first.path(), std::nullopt);
  OFFICES_CHECK(second.write(*against));
  auto report = post::verify_dossier(first.path(), second.path());
  if (report || !report.error().detail.starts_with(second.path())) return report;
  return fail(report.error().code, "the second dossier" + report.error().detail.substr(second.path().size()));
}

}  // namespace offices::desk
