// SPDX-License-Identifier: Apache-2.0
// Home: where the post is and how its passphrase is had.
#pragma once

#include <filesystem>

#include "cli/console.hpp"
#include "cli/input.hpp"
#include "post/session.hpp"

namespace offices::cli {

/// --home, else $GOODOFFICES_HOME, else $XDG_DATA_HOME/goodoffices, else ~/.local/share/goodoffices. Fails with
/// Code::usage where none of them is set.
[[nodiscard]] Result<std::filesystem::path> home_of(const Input& in);

/// Where a passphrase file was named: --passphrase-file, else $GOODOFFICES_PASSPHRASE_FILE, else empty.
[[nodiscard]] std::string passphrase_file(const Input& in);

/// Asks when it is needed: the file if one was named, else the terminal. Outlives neither argument.
[[nodiscard]] post::AskPassphrase ask_passphrase(const Input& in, Console& console);

/// A new passphrase: the file, else typed twice. Fails with Code::passphrase_needed, Code::usage where the two differ.
[[nodiscard]] Result<crypto::SecretBytes> new_passphrase(const Input& in, Console& console);

}  // namespace offices::cli
