// SPDX-License-Identifier: Apache-2.0
#include "cli/case_file.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "cli/table.hpp"

namespace offices::cli {
namespace {

constexpr auto playable = std::to_array<std::string_view>({"signal",
                                                           "mandate",
                                                           "withdraw",
                                                           "confide",
                                                           "waiting",
                                                           "inbox",
                                                           "show",
                                                           "trace",
                                                           "render",
                                                           "approve",
                                                           "refuse",
                                                           "convey",
                                                           "decline",
                                                           "acknowledge",
                                                           "disclose",
                                                           "case list",
                                                           "case show",
                                                           "case remove",
                                                           "case leave",
                                                           "contact show",
                                                           "contact verify",
                                                           "agenda set",
                                                           "agenda show",
                                                           "appraise",
                                                           "framework list",
                                                           "framework suggest",
                                                           "framework show",
                                                           "framework table",
                                                           "opinion",
                                                           "ratify",
                                                           "ballot list",
                                                           "ballot open",
                                                           "ballot show",
                                                           "ballot vote",
                                                           "invitation list",
                                                           "fsck",
                                                           "commit",
                                                           "commitments",
                                                           "commitment show",
                                                           "commitment performed",
                                                           "commitment failed",
                                                           "commitment satisfied",
                                                           "commitment dispute",
                                                           "commitment release",
                                                           "attest",
                                                           "due",
                                                           "incident open",
                                                           "incident respond",
                                                           "incident list",
                                                           "incident report",
                                                           "incident handling",
                                                           "outreach",
                                                           "line test",
                                                           "line show",
                                                           "minute",
                                                           "countersign",
                                                           "call schedule",
                                                           "call note",
                                                           "call list",
                                                           "readout draft",
                                                           "readout agree",
                                                           "readout differ",
                                                           "readout comment",
                                                           "readout show",
                                                           "communique draft",
                                                           "communique agree",
                                                           "communique differ",
                                                           "communique show",
                                                           "communique release",
                                                           "dossier verify",
                                                           "exhibit add",
                                                           "exhibit list",
                                                           "exhibit show",
                                                           "exhibit link"});

std::unexpected<Error> bad(std::size_t step, const std::string& why) {
  return fail(Code::malformed, "step " + std::to_string(step) + ": " + why);
}

bool is_saved_name(std::string_view name) {
  return !name.empty() && name.size() <= 40 && name[0] >= 'a' && name[0] <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= 60 && name[0] != '.' && name[0] != '-' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.-") == std::string_view::npos;
}

bool is_pointer(const std::string& text) {
  if (!text.starts_with('/') || text.size() > 200) return false;
  try {
    (void)Json::json_pointer(text);
    return true;
  } catch (const Json::exception&) { return false; }
}

/// An object of strings.
Result<std::map<std::string, std::string>> strings_of(base::Fields& f, const char* key) {
  std::map<std::string, std::string> out;
  if (!f.has(key)) {
    f.null_or_absent(key);
    return out;
  }
  for (const auto& [name, value] : f.object(key).items()) {
    if (!value.is_string()) return fail(Code::malformed, std::string(key) + " holds strings");
    out[name] = value.get<std::string>();
  }
  return out;
}

/// What the step's files hold: texts, or objects for JSON files.
Result<std::map<std::string, Json>> files_of(base::Fields& f) {
  std::map<std::string, Json> out;
  if (!f.has("files")) {
    f.null_or_absent("files");
    return out;
  }
  for (const auto& [name, content] : f.object("files").items()) {
    if (!content.is_string() && !content.is_object()) return fail(Code::malformed, "files hold texts or objects");
    out[name] = content;
  }
  return out;
}

Result<std::vector<std::string>> list_of(base::Fields& f, const char* key, std::size_t most) {
  std::vector<std::string> out;
  for (const auto& item : f.array(key, most)) {
    if (!item.is_string()) return fail(Code::malformed, std::string(key) + " holds strings");
    out.push_back(item.get<std::string>());
  }
  return out;
}

Result<std::map<std::string, Json>> expectations_of(base::Fields& f) {
  std::map<std::string, Json> out;
  if (!f.has("expect")) {
    f.null_or_absent("expect");
    return out;
  }
  for (const auto& [pointer, value] : f.object("expect").items()) {
    if (!is_pointer(pointer) || !value.is_primitive()) return fail(Code::malformed, "expect holds pointers and plain values");
    out[pointer] = value;
  }
  return out;
}

/// A charter as case.open takes it: fields that may be missing, of the right types.
Result<Json> read_charter_json(const Json& json) {
  base::Fields f(json, "charter");
  Json charter{{"text", f.text("text")}};
  if (f.has("languages")) { OFFICES_TRY_SET(charter["languages"], list_of(f, "languages", 40)); }
  if (f.has("retention_days")) charter["retention_days"] = f.integer("retention_days", 0, 100'000);
  if (f.has("existence")) charter["existence"] = f.one_of("existence", {"confidential", "confirmable", "public"});
  OFFICES_CHECK(f.finish());
  return charter;
}

std::optional<std::string> maybe_text(base::Fields& f, const char* key) {
  return f.maybe<std::string>(key, [&](const char* k) { return f.text(k); });
}

Result<CaseFileStep> read_step(const Json& json, std::size_t number) {
  base::Fields f(json, "step " + std::to_string(number));
  CaseFileStep s;
  s.actor = f.text("actor");
  s.tells = f.text("tells");
  s.verb = f.text("verb");
  OFFICES_TRY_SET(s.args, list_of(f, "args", 60));
  s.text = maybe_text(f, "text");
  OFFICES_TRY_SET(s.files, files_of(f));
  OFFICES_TRY_SET(s.save, strings_of(f, "save"));
  OFFICES_TRY_SET(s.expect, expectations_of(f));
  s.wait_until = maybe_text(f, "wait_until");
  if (f.has("away")) { OFFICES_TRY_SET(s.away, list_of(f, "away", 20)); }
  s.refused = maybe_text(f, "refused");
  s.reported = f.one_of("source", {"report", "illustration"}) == "report";
  s.cite = maybe_text(f, "cite");
  OFFICES_CHECK(f.finish());
  return s;
}

Result<void> check_participants(const CaseFile& file) {
  std::set<std::string> names;
  if (file.participants.size() < 2 || file.participants.front().role != "intermediary")
    return fail(Code::malformed, "participants begin with the intermediary and have at least one other");
  for (const auto& p : file.participants) {
    OFFICES_CHECK(base::check_line(p.name));
    if (!names.insert(p.name).second) return fail(Code::malformed, "two participants have one name");
    if ((&p != &file.participants.front()) == (p.role == "intermediary")) return fail(Code::malformed, "a case has one intermediary");
  }
  return {};
}

/// What a step may use: values saved before it.
class Checker {
 public:
  explicit Checker(const CaseFile& file) {
    saved_.insert("case");
    for (const auto& p : file.participants) {
      actors_.insert(p.name);
      saved_.insert("number:" + p.name);
    }
  }

  Result<void> check(const CaseFileStep& s, std::size_t number) {
    if (!actors_.contains(s.actor)) return bad(number, "nobody is called '" + s.actor + "'");
    const auto* verb = std::ranges::find(playable, s.verb) == playable.end() ? nullptr : find_verb(s.verb);
    if (verb == nullptr) return bad(number, "'" + s.verb + "' is not part of a case");
    if (s.reported && !s.cite) return bad(number, "what is reported needs a 'cite'");
    if (s.refused && (!s.save.empty() || !s.expect.empty())) return bad(number, "a refused step has no result");
    OFFICES_CHECK(check_args(*verb, s, number));
    OFFICES_CHECK(check_files(s, number));
    if (s.wait_until && !is_saved(saved_name_in(*s.wait_until))) return bad(number, "'wait_until' names a time that was saved before");
    for (const auto& who : s.away)
      if (!actors_.contains(who)) return bad(number, "nobody is called '" + who + "'");
    return check_names(s, number);
  }

 private:
  Result<void> check_args(const Verb& verb, const CaseFileStep& s, std::size_t number) const {
    auto operand = verb.operands.begin();
    for (std::size_t i = 0; i < s.args.size(); ++i) {
      const auto& arg = s.args[i];
      if (!arg.starts_with('-') || arg == "-") {
        bool is_path = operand != verb.operands.end() && operand->takes != Takes::words;
        OFFICES_CHECK(is_path ? check_path(s, operand->name, arg, number) : check_value(arg, number));
        if (operand != verb.operands.end() && !operand->repeats) ++operand;
        continue;
      }
      auto f = std::ranges::find(verb.flags, arg, &Flag::name);
      if (f == verb.flags.end()) return bad(number, "'" + verb.path + "' has no '" + arg + "' here");
      if (f->value.empty()) continue;
      if (++i == s.args.size()) return bad(number, arg + " needs a value");
      OFFICES_CHECK(f->takes == Takes::words ? check_value(s.args[i], number) : check_path(s, f->value, s.args[i], number));
    }
    return {};
  }

  Result<void> check_value(const std::string& value, std::size_t number) const {
    if (value.find('\0') != std::string::npos || value.starts_with('-')) return bad(number, "a value holds a NUL or begins with a dash");
    if (!value.starts_with('$') || saved_.contains(std::string_view(value).substr(1))) return {};
    return bad(number, "nothing was saved as '" + value + "'");
  }

  [[nodiscard]] bool is_saved(const std::optional<std::string>& name) const { return name && saved_.contains(*name); }

  /// Texts in a JSON file that read like a saved value have to be one.
  Result<void> check_inside(const Json& content, std::size_t number) const {
    if (content.is_string()) {
      auto name = saved_name_in(content.get_ref<const std::string&>());
      return !name || is_saved(name) ? Result<void>{} : bad(number, "nothing was saved as '$" + *name + "'");
    }
    if (!content.is_structured()) return {};  // iterating over a number gives the number itself
    for (const auto& one : content) { OFFICES_CHECK(check_inside(one, number)); }
    return {};
  }

  Result<void> check_files(const CaseFileStep& s, std::size_t number) const {
    for (const auto& [name, content] : s.files) {
      if (!is_file_name(name)) return bad(number, "'" + name + "' is no plain file name");
      if (content.is_object()) { OFFICES_CHECK(check_inside(content, number)); }
    }
    return {};
  }

  /// "-" or a file of the step; "LANG=FILE" for translations.
  static Result<void> check_path(const CaseFileStep& s, const std::string& shown, const std::string& value, std::size_t number) {
    if (value == "-") return s.text ? Result<void>{} : bad(number, "'-' needs a 'text'");
    auto name = shown == "LANG=FILE" ? value.substr(value.find('=') + 1) : value;
    if (s.files.contains(name)) return {};
    return bad(number, "'" + value + "' is none of the step's files");
  }

  Result<void> check_names(const CaseFileStep& s, std::size_t number) {
    for (const auto& [name, pointer] : s.save) {
      if (!is_saved_name(name) || !is_pointer(pointer)) return bad(number, "'save' holds names and pointers such as /signal");
      saved_.insert(name);
    }
    return {};
  }

  std::set<std::string, std::less<>> actors_, saved_;
};

Json step_json(const CaseFileStep& s) {
  Json out{{"actor", s.actor}, {"tells", s.tells}, {"verb", s.verb}, {"args", s.args}, {"source", s.reported ? "report" : "illustration"}};
  if (s.text) out["text"] = *s.text;
  if (!s.files.empty()) out["files"] = s.files;
  if (!s.save.empty()) out["save"] = s.save;
  if (!s.expect.empty()) out["expect"] = s.expect;
  if (s.wait_until) out["wait_until"] = *s.wait_until;
  if (!s.away.empty()) out["away"] = s.away;
  if (s.refused) out["refused"] = *s.refused;
  if (s.cite) out["cite"] = *s.cite;
  return out;
}

}  // namespace

Result<CaseFile> read_case_file(ByteView bytes) {
  if (bytes.size() > case_file_bytes_max) return fail(Code::too_large, "a case file has at most 1 MiB");
  OFFICES_TRY(json, base::parse_json(bytes));
  base::Fields f(json, "case file");
  CaseFile file;
  f.one_of("format", {case_file_format});
  file.title = f.text("title");
  file.about = f.text("about");
  OFFICES_TRY_SET(file.sources, list_of(f, "sources", 20));
  if (f.has("charter")) {
    OFFICES_TRY_SET(file.charter, read_charter_json(f.object("charter")));
  } else {
    f.null_or_absent("charter");
  }
  for (const auto& p : f.array("participants", 20)) {
    base::Fields one(p, "participant");
    file.participants.push_back({one.text("name"), one.one_of("role", {"intermediary", "party", "verifier"})});
    OFFICES_CHECK(one.finish());
  }
  for (const auto& s : f.array("steps", case_file_steps_max)) {
    OFFICES_TRY(step, read_step(s, file.steps.size() + 1));
    file.steps.push_back(std::move(step));
  }
  OFFICES_CHECK(f.finish());
  OFFICES_CHECK(base::check_line(file.title));
  OFFICES_CHECK(check_participants(file));
  Checker checker(file);
  for (std::size_t i = 0; i < file.steps.size(); ++i) OFFICES_CHECK(checker.check(file.steps[i], i + 1));
  return file;
}

std::optional<std::string> saved_name_in(std::string_view word) {
  if (!word.starts_with('$') || !is_saved_name(word.substr(1))) return std::nullopt;
  return std::string(word.substr(1));
}

std::string spell_case_file(const CaseFile& file) {
  Json out{{"format", case_file_format}, {"title", file.title},           {"about", file.about},
           {"sources", file.sources},    {"participants", Json::array()}, {"steps", Json::array()}};
  if (file.charter) out["charter"] = *file.charter;
  for (const auto& p : file.participants) out["participants"].push_back({{"name", p.name}, {"role", p.role}});
  for (const auto& s : file.steps) out["steps"].push_back(step_json(s));
  return base::spell(out);
}

}  // namespace offices::cli
