// SPDX-License-Identifier: Apache-2.0
// Scratch: a folder that lives as long as a test, and the table that the tests of this module write to.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "store/database.hpp"

namespace offices::store {

class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "store-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Scratch(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline constexpr std::string_view tally_steps[] = {"CREATE TABLE tally(n INTEGER PRIMARY KEY, octets BLOB NOT NULL)"};

/// Opens the store at `path` with the tally table in it.
inline Result<Database> open_tally(const std::string& path, OpenOptions options = {.create = true}) {
  OFFICES_TRY(db, Database::open(path, options));
  OFFICES_CHECK(db.migrate(tally_steps));
  return db;
}

/// Adds the next row, with `size` octets in it, in a transaction of its own; gives its number.
inline Result<std::int64_t> add_row(Database& db, std::size_t size = 10) {
  OFFICES_CHECK(db.transaction([&]() -> Result<void> {
    OFFICES_TRY(insert, db.prepare("INSERT INTO tally(octets) VALUES (?)"));
    return insert.bind(1, Bytes(size, Byte{7})).run();
  }));
  return db.last_row();
}

inline Result<std::int64_t> count_rows(Database& db) {
  OFFICES_TRY(select, db.prepare("SELECT count(*) FROM tally WHERE length(octets) > 0"));
  OFFICES_TRY(row, select.step());
  return row ? select.integer(0) : -1;
}

inline Code code_of(const auto& result) { return result ? Code::internal : result.error().code; }

inline Bytes read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::string& path, ByteView octets) {
  std::ofstream(path, std::ios::binary).write(base::as_text(octets).data(), static_cast<std::streamsize>(octets.size()));
}

}  // namespace offices::store
