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

/// One verb (or the root, or a group) as CLI11 sees it.
struct Node {
  CLI::App* app = nullptr;
  const Verb* verb = nullptr;
  std::list<Slot> slots;  // stable addresses
};

class Reader {
 public:
  Reader() {
    root_.set_help_flag("-h,--help", "");
    root_.add_flag("--version", version_, "");
    attach(root_, nullptr);
    for (const auto& verb : verbs()) attach(*at_path(verb.path), &verb);
  }

  Result<Request> read(std::span<const std::string> argv) {
    std::vector<std::string> reversed(argv.rbegin(), argv.rend());
    try {
      root_.parse(reversed);
    } catch (const CLI::CallForHelp&) {
      return help();
    } catch (const CLI::ParseError& error) {
      return fail(Code::usage, reason(error));
    }
    if (version_) return Request{Request::Wants::version, nullptr, {}, {}};
    return verb_request();
  }

 private:
  CLI::App* at_path(const std::string& path) {
    if (path.empty()) return &root_;
    auto& app = apps_[path];
    if (app == nullptr) {
      auto space = path.rfind(' ');
      auto* above = at_path(space == std::string::npos ? "" : path.substr(0, space));
      app = above->add_subcommand(path.substr(space + 1));
      app->set_help_flag("-h,--help", "");
    }
    return app;
  }

  void attach(CLI::App& app, const Verb* verb) {
    Node& node = nodes_.emplace_back();
    node.app = &app;
    node.verb = verb;
    for (const auto& f : shared_flags(verb == nullptr ? Kind::writes : verb->kind)) add_flag(node, f);
    if (verb == nullptr) return;
    for (const auto& f : verb->flags) add_flag(node, f);
    for (const auto& o : verb->operands) {
      Slot& slot = node.slots.emplace_back(Slot{.name = input_name(o.name), .words = &o.words, .shown = o.name});
      app.add_option(slot.name, slot.values)->expected(1);
    }
  }

  static void add_flag(Node& node, const Flag& f) {
    Slot& slot = node.slots.emplace_back(
        Slot{.name = input_name(f.name), .most = f.repeats ? 10'000u : 1u, .words = &f.words, .shown = f.name});
    if (f.value.empty()) node.app->add_flag(f.name, slot.on);
    else node.app->add_option(f.name, slot.values)->expected(1)->take_all()->allow_extra_args(false);
  }

  /// The deepest node that was named.
  Node* named() {
    Node* deepest = nullptr;
    for (auto& node : nodes_)
      if (node.verb != nullptr && node.app->parsed()) deepest = &node;
    return deepest;
  }

  std::string named_group() const {
    for (auto* sub : root_.get_subcommands()) return sub->get_name();
    return {};
  }

  Result<Request> help() {
    Request request{Request::Wants::help, nullptr, named_group(), {}};
    if (auto* node = named()) request.verb = node->verb;
    return request;
  }

  Result<Request> verb_request() {
    auto* node = named();
    if (node == nullptr) {
      auto group = named_group();
      if (group.empty()) return fail(Code::usage, "no verb was given");
      return Request{Request::Wants::help, nullptr, group, {}};
    }
    Request request{Request::Wants::verb, node->verb, {}, {}};
    OFFICES_CHECK(collect(*node, request.in));
    OFFICES_CHECK(collect(nodes_.front(), request.in));
    OFFICES_CHECK(complete(*node->verb, request.in));
    return request;
  }

  /// Copies what was typed; what the verb already has stays as it is.
  static Result<void> collect(const Node& node, Input& in) {
    Input before = in;
    for (const auto& slot : node.slots) {
      if (before.has(slot.name)) continue;
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
      if (f.required && !in.has(input_name(f.name)))
        return fail(Code::usage, "'" + verb.path + "' needs " + f.name + " " + f.value);
    return {};
  }

  /// CLI11's sentence in our style: lower case, no full stop.
  std::string reason(const CLI::ParseError& error) {
    std::string text = error.what();
    if (const auto* extras = dynamic_cast<const CLI::ExtrasError*>(&error); extras != nullptr) {
      auto at = text.rfind(": ");
      auto word = at == std::string::npos ? text : text.substr(at + 2);
      auto* node = named();
      return "'" + word.substr(0, 80) + "' is " + (node ? "not part of '" + node->verb->path + "'" : "no verb or flag");
    }
    if (auto at = text.find("\n"); at != std::string::npos) text.resize(at);
    if (!text.empty()) text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
    while (text.ends_with('.')) text.pop_back();
    return text;
  }

  CLI::App root_{"", "goodoffices"};
  bool version_ = false;
  std::map<std::string, CLI::App*> apps_;
  std::list<Node> nodes_;
};

}  // namespace

Result<Request> read_request(std::span<const std::string> argv) { return Reader().read(argv); }

}  // namespace offices::cli
