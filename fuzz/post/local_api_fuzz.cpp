// SPDX-License-Identifier: Apache-2.0
// The local API: a line is read as a request and put to a post whose store is in a temporary directory; verbs that only look are
// carried out, those that write are rehearsed. Whatever the line, an answer of one line comes back.
#include <filesystem>

#include "fuzz/require.hpp"
#include "post/local_api.hpp"
#include "post/post.hpp"

namespace {

using namespace offices;

/// A post with one case, made anew for every run of the program.
class Subject {
 public:
  Subject() {
    auto pattern = (std::filesystem::temp_directory_path() / "goodoffices-fuzz-XXXXXX").string();
    fuzz::require(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    store::OpenOptions fast{true, store::Durability::none, 5000};
    post_ = post::Post::create(folder_ / "post.db", nullptr, {}, {}, fast, clock_, random_).value();
    fuzz::require(post_->call("case.open", {{"title", "Talks"}, {"as", "Harbour"}}).has_value());
  }
  ~Subject() { std::filesystem::remove_all(folder_); }
  Result<Json> call(std::string_view verb, Json args) {
    if (args.is_object()) {
      // What would write is rolled back, and nothing of the file system is touched.
      args.erase("request_id");
      if (verb == "dossier.export") args["file"] = (folder_ / "dossier").string();
    }
    Result<Json> answer;
    auto kept = post_->ledger().transaction([&]() -> Result<void> {
      answer = post_->call(verb, args);
      return fail(Code::cancelled);
    });
    fuzz::require(!kept);
    return answer;
  }

 private:
  base::SystemClock clock_;
  crypto::SeededRandom random_{5};
  std::filesystem::path folder_;
  std::unique_ptr<post::Post> post_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Subject subject;
  auto request = post::read_request(base::as_text(ByteView{data, size}));
  if (!request) return 0;
  auto line = post::answer_line(subject.call(request->verb, request->args));
  fuzz::require(line.ends_with('\n') && line.find('\n') == line.size() - 1);
  fuzz::require(base::parse_json(base::as_bytes(std::string_view(line).substr(0, line.size() - 1))).has_value());
  return 0;
}
