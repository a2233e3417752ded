// SPDX-License-Identifier: Apache-2.0
#include "cli/terms.hpp"

#include <charconv>

#include <algorithm>
#include <charconv>
#include <limits>

#include "cli/files.hpp"

namespace offices::cli {

std::vector<Flag> terms_flags() {
  return {
      {.name = "--form",
       .value = "FORM",
       .text = "The loosest form allowed; verbatim unless said otherwise.",
       .words = {"verbatim", "paraphrase", "gist"}},
      {.name = "--approval",
       .value = "APPROVAL",
       .text = "Whether other words than the author's need its approval; required unless said otherwise.",
       .words = {"required", "waived"}},
      {.name = "--attribution",
       .value = "ATTRIBUTION",
       .text = "Whether the addressee learns whose words they are, with proof; named unless said otherwise. Recorded is what minutes are.",
       .words = {"named", "unattributed", "recorded"}},
      {.name = "--not-before", .value = "TIME", .text = "Nothing may be conveyed before this time."},
      {.name = "--until", .value = "TIME", .text = "Nothing may be conveyed after this time; +7d unless said otherwise."},
      {.name = "--simultaneous-with",
       .value = "NAME",
       .text = "May be conveyed only together with a signal of NAME whose mandate says the same of this author."},
      {.name = "--disclosure",
       .value = "DISCLOSURE",
       .text = "What may be said in public once it was conveyed: nothing; that it passed; the words themselves. "
               "Confidential unless said otherwise.",
       .words = {"confidential", "confirmable", "public"}},
      {.name = "--public-line-file",
       .value = "FILE",
       .text = "The exact sentence that may be said in public (with --disclosure confirmable).",
       .takes = Takes::file},
  };
}

Flag text_flag(std::string text) {
  return {.name = "--text-file", .value = "FILE", .text = std::move(text), .required = true, .takes = Takes::file};
}

Flag lang_flag() { return {.name = "--lang", .value = "LANG", .text = "The language of the words, as en, fa, he or zh-Hant."}; }

Result<std::string> typed_words(Call& call) { return read_words(call.in.one("text-file"), call.console.in()); }

void put_typed(Json& args, const Call& call, std::initializer_list<const char*> names) {
  for (std::string name : names) {
    if (!call.in.has(name)) continue;
    auto key = name;
    std::ranges::replace(key, '-', '_');
    args[key] = call.in.one(name);
  }
}

Result<void> put_number(Json& args, const Call& call, const char* name, std::int64_t least, std::int64_t most) {
  if (!call.in.has(name)) return {};
  auto text = call.in.one(name);
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most)
    return fail(Code::usage, "--" + std::string(name) + " is a number from " + std::to_string(least) +
                                 (most == std::numeric_limits<std::int64_t>::max() ? "" : " to " + std::to_string(most)));
  args[name] = number;
  return {};
}

Result<void> put_terms(Json& args, Call& call) {
  put_typed(args, call, {"form", "approval", "attribution", "not-before", "until", "simultaneous-with", "disclosure"});
  if (!call.in.has("public-line-file")) return {};
  OFFICES_TRY(line, read_words(call.in.one("public-line-file"), call.console.in()));
  args["public_line"] = line;
  return {};
}

MakeArgs typed(std::initializer_list<const char*> names) {
  return [names = std::vector<std::string>(names.begin(), names.end())](Call& call) -> Result<Json> {
    Json args = Json::object();
    for (const auto& name : names) put_typed(args, call, {name.c_str()});
    return args;
  };
}

Result<std::int64_t> typed_number(const Input& in, const char* name, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
  if (!in.has(name)) return otherwise;
  auto text = in.one(name);
  std::int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
    return fail(Code::usage, "--" + std::string(name) + " is a number from " + std::to_string(least) + " to " + std::to_string(most));
  return value;
}

std::vector<Flag> joined(std::vector<Flag> a, std::vector<Flag> b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace offices::cli
