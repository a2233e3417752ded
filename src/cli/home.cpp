// SPDX-License-Identifier: Apache-2.0
#include "cli/home.hpp"

#include <cstdlib>

#include "cli/files.hpp"

namespace offices::cli {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

Result<std::filesystem::path> home_of(const Input& in) {
  if (auto typed = in.one("home"); !typed.empty()) return std::filesystem::absolute(typed);
  if (auto set = environment("GOODOFFICES_HOME"); !set.empty()) return std::filesystem::absolute(set);
  if (auto data = environment("XDG_DATA_HOME"); data.starts_with('/')) return std::filesystem::path(data) / "goodoffices";
  if (auto user = environment("HOME"); !user.empty()) return std::filesystem::path(user) / ".local/share/goodoffices";
  return fail(Code::usage, "neither --home nor $GOODOFFICES_HOME nor $HOME says where the post is");
}

std::string passphrase_file(const Input& in) {
  auto typed = in.one("passphrase-file");
  return typed.empty() ? environment("GOODOFFICES_PASSPHRASE_FILE") : typed;
}

post::AskPassphrase ask_passphrase(const Input& in, Console& console) {
  return [file = passphrase_file(in), &console]() -> Result<crypto::SecretBytes> {
    if (!file.empty()) return read_secret(file);
    return console.ask_secret("Passphrase of this post: ");
  };
}

Result<crypto::SecretBytes> new_passphrase(const Input& in, Console& console) {
  if (auto file = passphrase_file(in); !file.empty()) return read_secret(file);
  OFFICES_TRY(first, console.ask_secret("New passphrase (nobody can recover it): "));
  OFFICES_TRY(second, console.ask_secret("The same once more: "));
  if (!base::equal(first.view(), second.view())) return fail(Code::usage, "the two passphrases differ");
  return first;
}

}  // namespace offices::cli
