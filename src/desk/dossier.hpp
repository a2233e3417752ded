// SPDX-License-Identifier: Apache-2.0
// Dossier: over HTTP a dossier travels in the answer and in the question, and no path of this machine is ever named: a
// page must not be able to write to a file or read one.
#pragma once

#include "base/json.hpp"

namespace offices::desk {

inline constexpr std::int64_t dossier_bytes_max = 64 * 1024 * 1024;

/// A file in memory, without a name (memfd_create(2)).
class DossierFile {
 public:
  DossierFile();
  ~DossierFile();
  DossierFile(const DossierFile&) = delete;
  DossierFile& operator=(const DossierFile&) = delete;

  /// Makes `dossier.export` write here. Fails with Code::usage where the asker names a file.
  [[nodiscard]] Result<void> ask_for(Json& args);
  /// The same result with `document`, the dossier's text, in place of `file`.
  [[nodiscard]] Result<Json> put_into(Result<Json> result);
  /// Fills it.
  [[nodiscard]] Result<void> write(std::string_view text);
  [[nodiscard]] std::string path() const;

 private:
  int handle_;
};

/// `dossier.verify` with `document`, and perhaps `against`, as texts.
[[nodiscard]] Result<Json> verify_dossier(const Json& args);

}  // namespace offices::desk
