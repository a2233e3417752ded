// SPDX-License-Identifier: Apache-2.0
// Typing: a test that types commands; a FakeEngine answers and a FakeConsole shows.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>

#include "cli/fake_engine.hpp"

namespace offices::cli {

class Typing : public testing::Test {
 protected:
  Typing() {
    unsetenv("GOODOFFICES_PASSPHRASE_FILE");
    setenv("GOODOFFICES_HOME", "/nowhere/post", 1);
    directory_ = testing::TempDir() + "/goodoffices-typing-" + std::to_string(::getpid());
    std::filesystem::create_directories(directory_);
  }
  ~Typing() override {
    std::filesystem::remove_all(directory_);
    unsetenv("GOODOFFICES_HOME");
  }
  int type(std::vector<std::string> words) { return dispatch(words, console, engine); }
  std::string file(const std::string& name, const std::string& content) {
    auto path = directory_ + "/" + name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  std::string out() { return std::exchange(console.out_text, {}).str(); }
  std::string err() { return std::exchange(console.err_text, {}).str(); }
  /// The last verb and arguments that the engine was asked.
  const FakeEngine::Asked& last() const { return engine.asked.back(); }

  FakeEngine engine;
  FakeConsole console;
  std::string directory_;
};

/// `text` as one line: where it wrapped says nothing.
inline std::string unwrapped(const std::string& text) {
  std::string out;
  for (char c : text) {
    char next = c == '\n' ? ' ' : c;
    if (next != ' ' || !out.ends_with(' ')) out += next;
  }
  return out;
}

/// "" where every one of `parts` stands in `text`, wrapped or not, else those that do not and the text.
inline std::string lacks(const std::string& text, std::initializer_list<std::string_view> parts) {
  std::string missing;
  for (auto p : parts)
    if (text.find(p) == std::string::npos && unwrapped(text).find(p) == std::string::npos) missing += "missing: " + std::string(p) + "\n";
  return missing.empty() ? missing : missing + text;
}

}  // namespace offices::cli
