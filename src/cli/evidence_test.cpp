// SPDX-License-Identifier: Apache-2.0
#include "cli/evidence.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "crypto/hash.hpp"
#include "post/evidence.hpp"

namespace offices::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t piece = post::piece_octets;

/// Keeps one file, as a post does.
class FakePost final : public post::Api {
 public:
  Result<Json> call(std::string_view verb, const Json& args) override {
    calls.emplace_back(verb);
    return verb == "evidence.add" ? add(args) : read(args);
  }
  std::string name, octets, hash;
  std::vector<std::string> calls;
  std::function<void()> meanwhile;

 private:
  Result<Json> add(const Json& args) {
    name = args.at("name").get<std::string>();
    hash = args.at("hash").get<std::string>();
    auto bytes = args.at("bytes").get<std::size_t>();
    if (args.contains("octets")) {
      EXPECT_EQ(args.at("from").get<std::size_t>() * piece, octets.size());
      octets += base::as_text(base::from_base64(args.at("octets").get<std::string>()).value());
    }
    if (meanwhile) std::exchange(meanwhile, nullptr)();
    if (octets.size() < bytes) return Json{{"evidence", hash}, {"next", octets.size() / piece}, {"state", "partial"}};
    bool same = crypto::sha256(base::as_bytes(octets)).hex() == hash;
    return Json{{"evidence", hash}, {"next", nullptr}, {"state", same ? "held" : "differs"}};
  }
  Result<Json> read(const Json& args) {
    auto from = args.at("from").get<std::size_t>() * piece;
    auto part = std::string_view(octets).substr(from, 64 * piece);
    auto end = from + part.size();
    return Json{{"evidence", hash},
                {"name", name},
                {"bytes", octets.size()},
                {"octets", base::base64(base::as_bytes(part))},
                {"next", end < octets.size() ? Json(end / piece) : Json(nullptr)}};
  }
};

class EvidenceFiles : public testing::Test {
 protected:
  EvidenceFiles() { fs::create_directories(folder); }
  ~EvidenceFiles() override { fs::remove_all(folder); }
  std::string put(const std::string& name, const std::string& text) {
    std::ofstream(folder / name, std::ios::binary) << text;
    return (folder / name).string();
  }
  static std::string some(std::size_t n) {
    std::string text(n, '\0');
    for (std::size_t i = 0; i < n; ++i) text[i] = static_cast<char>(i * 31 + i / 251);
    return text;
  }
  fs::path folder = fs::temp_directory_path() / ("offices-evidence-" + std::to_string(::getpid()));
  FakePost post;
};

TEST_F(EvidenceFiles, AreGivenInPartsAndTakenBack) {
  auto text = some(150 * piece + 9);
  auto added = add_evidence(post, "Water", put("gate.jpg", text));
  ASSERT_TRUE(added.has_value());
  EXPECT_EQ(added->at("state"), "held");
  EXPECT_EQ(post.name, "gate.jpg");
  EXPECT_EQ(post.octets, text);
  EXPECT_EQ(post.calls.size(), 4u) << "asked where to begin, then 64, 64 and 23 pieces";
  auto saved = save_evidence(post, post.hash, folder / "out", false);
  ASSERT_TRUE(saved.has_value());
  std::ifstream in(folder / "out", std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), text);
}

TEST_F(EvidenceFiles, GoOnWhereTheyStopped) {
  auto text = some(100 * piece);
  post.octets = text.substr(0, 64 * piece);
  ASSERT_TRUE(add_evidence(post, "Water", put("gate.jpg", text)).has_value());
  EXPECT_EQ(post.octets, text);
  EXPECT_EQ(post.calls.size(), 2u);
}

TEST_F(EvidenceFiles, ThatChangeMeanwhileAreRefused) {
  auto path = put("gate.jpg", some(100 * piece));
  post.meanwhile = [&] { put("gate.jpg", some(99 * piece)); };
  auto shorter = add_evidence(post, "Water", path);
  ASSERT_FALSE(shorter.has_value());
  EXPECT_EQ(shorter.error().code, Code::file_unreadable);
  // Changed and put back with its old size and time: the hash shows it.
  FakePost other;
  auto time = fs::last_write_time(path);
  other.meanwhile = [&] {
    put("gate.jpg", std::string(99 * piece, 'x'));
    fs::last_write_time(path, time);
  };
  auto changed = add_evidence(other, "Water", path);
  ASSERT_FALSE(changed.has_value());
  EXPECT_EQ(changed.error().code, Code::file_unreadable);
}

TEST_F(EvidenceFiles, AreSavedWithTheirHashOrNotAtAll) {
  post.name = "gate.jpg";
  post.octets = some(70 * piece);
  post.hash = crypto::sha256(base::as_bytes("something else")).hex();
  auto saved = save_evidence(post, post.hash, folder / "out", false);
  ASSERT_FALSE(saved.has_value());
  EXPECT_EQ(saved.error().code, Code::evidence_differs);
  EXPECT_TRUE(fs::is_empty(folder)) << "nothing unfinished is left";
}

}  // namespace
}  // namespace offices::cli
