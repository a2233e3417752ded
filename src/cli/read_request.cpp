// SPDX-License-Identifier: Apache-2.0
// Reading a command line: CLI11 splits it, the table says what belongs to the verb.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <list>

#include "cli/input.hpp"

namespace offices::cli {
namespace {

/// What CLI11 writes one option into.
struct Slot {
  std::string name;
  std::vector<std::string> values = {};
  bool on = false;
  std::size_t most = 1;
  const std::vector<std::string>* words = nullptr;
  std::string shown;
};

/// A command line, split: what stands before the verb, the verb's words, the rest.
struct Split {
  std::vector<std::string> words;  ///< of the verb's path, or of whatever was typed in its place
  std::vector<std::string> rest;   ///< flags and operands
  const Verb* verb = nullptr;
  std::string group;  ///< the first word, where it begins some verb's path
};

bool takes_value(std::string_view flag) {
  auto same = [&](const Flag& f) { return f.name == flag && !f.value.empty(); };
  return std::ranges::any_of(shared_flags(Kind::writes), same);
}

/// Finds the verb: its words come first, but for the flags that every verb has. What follows is never taken for a verb,
/// so a file may be called "invitation".
Split split(std::span<const std::string> argv) {
  Split s;
  std::vector<std::vector<std::string>> before;  // what is said again after the verb counts there
  std::size_t i = 0;
  for (; i < argv.size() && argv[i].starts_with('-'); ++i) {
    before.push_back({argv[i]});
    if (takes_value(argv[i]) && i + 1 < argv.size()) before.back().push_back(argv[++i]);
  }
  std::string path;
  auto begins = [&](const Verb& v) { return v.path == path || v.path.starts_with(path + " "); };
  for (; i < argv.size() && s.verb == nullptr; ++i) {
    auto longer = path + (path.empty() ? "" : " ") + argv[i];
    std::swap(path, longer);
    if (std::ranges::none_of(verbs(), begins)) break;
    s.words.push_back(argv[i]);
    s.group = s.words.front();
    for (const auto& v : verbs())
      if (v.path == path) s.verb = &v;
  }
  auto later = argv.subspan(i);
  std::erase_if(before, [&](const auto& flag) { return std::ranges::find(later, flag.front()) != later.end(); });
  for (const auto& flag : before) s.rest.insert(s.rest.end(), flag.begin(), flag.end());
  s.rest.insert(s.rest.end(), later.begin(), later.end());
  return s;
}

constexpr unsigned operands_most = 32;

/// One verb's flags and operands as CLI11 sees them.
class Reader {
 public:
  explicit Reader(const Verb* verb) : verb_(verb) {
    app_.set_help_flag("-h,--help", "");
    if (verb == nullptr) app_.add_flag("--version", version_, "");
    for (const auto& f : shared_flags(verb == nullptr ? Kind::writes : verb->kind)) add_flag(f);
    if (verb == nullptr) return;
    for (const auto& f : verb->flags) add_flag(f);
    for (const auto& o : verb->operands) {
      Slot& slot =
          slots_.emplace_back(Slot{.name = input_name(o.name), .most = o.repeats ? operands_most : 1u, .words = &o.words, .shown = o.name});
      app_.add_option(slot.name, slot.values)->expected(1, o.repeats ? static_cast<int>(operands_most) : 1)->allow_extra_args(o.repeats);
    }
  }

  Result<Request> read(const Split& line) {
    std::vector<std::string> reversed(line.rest.rbegin(), line.rest.rend());
    try {
      app_.parse(reversed);
    } catch (const CLI::CallForHelp&) {
      return Request{Request::Wants::help, verb_, line.group, {}};
    } catch (const CLI::ParseError& error) { return fail(Code::usage, reason(error)); }
    if (version_) return Request{Request::Wants::version, nullptr, {}, {}};
    if (verb_ == nullptr && line.group.empty()) return fail(Code::usage, "no verb was given");
    if (verb_ == nullptr) return Request{Request::Wants::help, nullptr, line.group, {}};
    Request request{Request::Wants::verb, verb_, {}, {}};
    OFFICES_CHECK(collect(request.in));
    OFFICES_CHECK(complete(*verb_, request.in));
    return request;
  }

 private:
  void add_flag(const Flag& f) {
    Slot& slot =
        slots_.emplace_back(Slot{.name = input_name(f.name), .most = f.repeats ? 10'000u : 1u, .words = &f.words, .shown = f.name});
    auto spelled = f.letter.empty() ? f.name : f.letter + "," + f.name;
    if (f.value.empty()) app_.add_flag(spelled, slot.on);
    else app_.add_option(spelled, slot.values)->expected(f.value.starts_with('[') ? 0 : 1, 1)->take_all()->allow_extra_args(false);
  }

  Result<void> collect(Input& in) const {
    for (const auto& slot : slots_) {
      if (slot.on) in.add(slot.name, "");
      if (slot.values.size() > slot.most) return fail(Code::usage, slot.shown + " is given more than once");
      for (const auto& value : slot.values) {
        OFFICES_CHECK(check_word(slot, value));
        in.add(slot.name, value);
      }
    }
    return {};
  }

  static Result<void> check_word(const Slot& slot, const std::string& value) {
    if (slot.words == nullptr || slot.words->empty() || std::ranges::find(*slot.words, value) != slot.words->end()) return {};
    std::string list;
    for (const auto& w : *slot.words) list += (list.empty() ? "" : ", ") + w;
    return fail(Code::usage, slot.shown + " is one of " + list + ", not '" + value.substr(0, 40) + "'");
  }

  static Result<void> complete(const Verb& verb, const Input& in) {
    for (const auto& o : verb.operands)
      if (o.required && !in.has(input_name(o.name))) return fail(Code::usage, "'" + verb.path + "' needs " + o.name);
    for (const auto& f : verb.flags)
      if (f.required && !in.has(input_name(f.name))) return fail(Code::usage, "'" + verb.path + "' needs " + f.name + " " + f.value);
    return {};
  }

  /// CLI11's sentence in our style: lower case, no full stop.
  [[nodiscard]] std::string reason(const CLI::ParseError& error) const {
    std::string text = error.what();
    if (const auto* extras = dynamic_cast<const CLI::ExtrasError*>(&error); extras != nullptr) {
      auto at = text.rfind(": ");
      auto word = at == std::string::npos ? text : text.substr(at + 2);
      return "'" + word.substr(0, 80) + "' is " + (verb_ ? "not part of '" + verb_->path + "'" : "no verb or flag");
    }
    if (auto at = text.find("\n"); at != std::string::npos) text.resize(at);
    if (!text.empty()) text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
    while (text.ends_with('.')) text.pop_back();
    return text;
  }

  CLI::App app_{"", "goodoffices"};
  const Verb* verb_;
  bool version_ = false;
  std::list<Slot> slots_;  // stable addresses
};

}  // namespace

Result<Request> read_request(std::span<const std::string> argv) {
  auto line = split(argv);
  return Reader(line.verb).read(line);
}

}  // namespace offices::cli
