// SPDX-License-Identifier: Apache-2.0
#include "accord/tree.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace offices::accord {
namespace {

using nlohmann::json;
constexpr std::size_t depth_max = 32;
constexpr std::size_t token_max = 400;

class Builder final : public nlohmann::json_sax<json> {
 public:
  Tree root;
  std::string error;

  bool null() override { return leaf(Tree::Kind::null, {}); }
  bool boolean(bool v) override {
    auto ok = leaf(Tree::Kind::boolean, {});
    last_->truth = v;
    return ok;
  }
  bool number_integer(number_integer_t v) override { return leaf(Tree::Kind::number, std::to_string(v)); }
  bool number_unsigned(number_unsigned_t v) override { return leaf(Tree::Kind::number, std::to_string(v)); }
  bool number_float(number_float_t, const string_t& token) override {
    if (token.size() > token_max) return no("a number of more than 400 characters");
    return leaf(Tree::Kind::number, token);
  }
  bool string(string_t& v) override { return leaf(Tree::Kind::string, std::move(v)); }
  bool binary(binary_t&) override { return no("binary"); }
  bool start_object(std::size_t) override { return open(Tree::Kind::object); }
  bool key(string_t& v) override {
    if (!keys_.back().insert(v).second) return no("a duplicate key '" + v.substr(0, 40) + "'");
    key_ = std::move(v);
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Tree::Kind::array); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) override {
    return no("not JSON at octet " + std::to_string(at));
  }

 private:
  bool no(std::string why) {
    if (error.empty()) error = std::move(why);
    return false;
  }
  Tree* place(Tree value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    Tree& into = *open_.back();
    if (into.kind == Tree::Kind::object) {
      into.members.push_back({std::move(key_), std::move(value)});
      return &into.members.back().value;
    }
    into.items.push_back(std::move(value));
    return &into.items.back();
  }
  bool leaf(Tree::Kind kind, std::string text) {
    Tree value;
    value.kind = kind;
    value.text = std::move(text);
    last_ = place(std::move(value));
    return true;
  }
  bool open(Tree::Kind kind) {
    if (open_.size() >= depth_max) return no("nesting deeper than 32");
    Tree value;
    value.kind = kind;
    open_.push_back(place(std::move(value)));
    keys_.emplace_back();
    return true;
  }
  bool close() {
    open_.pop_back();
    keys_.pop_back();
    return true;
  }
  // A parent is never appended to while its child is open, so the pointers hold.
  std::vector<Tree*> open_;
  std::vector<std::set<std::string>> keys_;
  std::string key_;
  Tree* last_ = nullptr;
};

}  // namespace

const Tree* Tree::find(std::string_view key) const {
  auto at = std::ranges::find(members, key, &Member::key);
  return at == members.end() ? nullptr : &at->value;
}

Result<Tree> parse_tree(std::string_view text) {
  Builder builder;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  bool ok = json::sax_parse(text.begin(), text.end(), &builder);
  if (!ok) return fail(Code::malformed, builder.error.empty() ? "not JSON" : builder.error);
  return std::move(builder.root);
}

Result<Rational> number_of(const Tree& tree, const std::string& where) {
  if (tree.kind != Tree::Kind::number && tree.kind != Tree::Kind::string) return fail(Code::malformed, where + ": a number was expected");
  auto v = parse_number(tree.text);
  if (!v) return fail(v.error().code, where + ": " + v.error().detail);
  return v;
}

}  // namespace offices::accord
