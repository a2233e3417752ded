// SPDX-License-Identifier: Apache-2.0
#include "post/framework_file.hpp"

#include "base/text.hpp"
#include "post/args.hpp"

namespace offices::post {
namespace {

constexpr std::string_view file_format = "goodoffices-framework-1";
constexpr std::size_t translations_max = 8;

}  // namespace

Result<FrameworkFile> read_framework_file(std::string_view text, const std::string& maker) {
  OFFICES_TRY(json, base::parse_json(base::as_bytes(text)));
  base::Fields f(json, "framework file");
  FrameworkFile out;
  f.one_of("format", {file_format});
  out.framework.title = f.text("title");
  out.framework.words.lang = f.maybe<std::string>("lang", [&](const char* k) { return f.text(k); }).value_or("en");
  out.framework.words.text = f.text("text");
  out.replaces = f.maybe<std::string>("replaces", [&](const char* k) { return f.text(k); }).value_or("");
  Json translations = f.has("translations") ? f.array("translations", translations_max) : Json::array();
  Json package = f.object("package");
  if (!f.has("translations")) f.null_or_absent("translations");
  OFFICES_CHECK(f.finish());
  OFFICES_CHECK(base::check_line(out.framework.title));
  OFFICES_CHECK(base::check_text(out.framework.words.text));
  for (const auto& t : translations) {
    Args one(t);
    out.framework.words.translations.push_back({one.text("lang"), one.text("text"), one.maybe("maker").value_or(maker)});
    OFFICES_CHECK(one.finish());
  }
  for (const auto& [issue, option] : package.items()) {
    if (!option.is_string()) return fail(Code::malformed, "framework file: package: '" + issue.substr(0, 80) + "' is not an option's name");
    out.framework.package.emplace(issue, option.get<std::string>());
  }
  return out;
}

}  // namespace offices::post
