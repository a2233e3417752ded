// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include "base/text.hpp"

namespace offices::base {
namespace {

constexpr std::size_t depth_max = 32;
constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;

/// Builds the value while refusing what nlohmann's own reader would let pass.
class StrictReader final : public nlohmann::json_sax<Json> {
 public:
  Json root;
  std::string error;

  bool null() override { return put(nullptr); }
  bool boolean(bool v) override { return put(v); }
  bool number_integer(number_integer_t v) override { return v < -integer_max ? no("a number out of range") : put(v); }
  bool number_unsigned(number_unsigned_t v) override {
    if (v > static_cast<number_unsigned_t>(integer_max)) return no("a number out of range");
    return put(static_cast<std::int64_t>(v));
  }
  bool number_float(number_float_t, const string_t&) override { return no("a number that is not an integer"); }
  bool string(string_t& v) override { return put(std::move(v)); }
  bool binary(binary_t&) override { return no("binary"); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool key(string_t& v) override {
    auto [member, is_new] = stack_.back()->get_ref<Json::object_t&>().try_emplace(std::move(v));
    member_ = &member->second;
    return is_new || no("a duplicate key");
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) override {
    return no("not JSON at octet " + std::to_string(at));
  }

 private:
  bool no(std::string why) {
    if (error.empty()) error = std::move(why);
    return false;
  }
  Json* place(Json value) {
    if (stack_.empty()) {
      root = std::move(value);
      return &root;
    }
    Json& into = *stack_.back();
    if (into.is_object()) return &(*member_ = std::move(value));
    return &into.get_ref<Json::array_t&>().emplace_back(std::move(value));
  }
  bool put(Json value) {
    place(std::move(value));
    return true;
  }
  bool open(Json value) {
    if (stack_.size() >= depth_max) return no("nesting deeper than 32");
    stack_.push_back(place(std::move(value)));
    return true;
  }
  bool close() {
    stack_.pop_back();
    return true;
  }
  std::vector<Json*> stack_;
  Json* member_ = nullptr;  ///< of the object that is being read, whose key was read last
};

}  // namespace

Result<Json> parse_json(ByteView bytes) {
  StrictReader reader;
  auto text = as_text(bytes);
  if (text.empty()) return fail(Code::malformed, "empty where JSON was expected");
  bool ok = Json::sax_parse(text.begin(), text.end(), &reader);
  if (!ok) return fail(Code::malformed, reader.error.empty() ? "not JSON" : reader.error);
  return std::move(reader.root);
}

std::string spell(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::strict); }

Fields::Fields(const Json& object, std::string_view what) : object_(object), what_(what) {
  seen_.reserve(12);
  if (!object.is_object()) error_ = what_ + " is not an object";
}

const Json* Fields::take(const char* key) {
  seen_.push_back(key);
  if (!error_.empty()) return nullptr;
  auto it = object_.find(key);
  if (it == object_.end()) {
    refuse(key, "is missing");
    return nullptr;
  }
  return &*it;
}

void Fields::refuse(std::string_view key, std::string_view why) {
  if (error_.empty()) error_ = what_ + ": " + std::string(key) + " " + std::string(why);
}

bool Fields::has(const char* key) const {
  if (!object_.is_object()) return false;
  auto it = object_.find(key);
  return it != object_.end() && !it->is_null();
}

std::string Fields::text(const char* key) {
  const Json* v = take(key);
  if (v && v->is_string()) return v->get<std::string>();
  if (v) refuse(key, "is not a string");
  return {};
}

std::string Fields::one_of(const char* key, std::initializer_list<std::string_view> allowed) {
  std::string v = text(key);
  for (auto a : allowed)
    if (v == a) return v;
  refuse(key, "is none of the known words");
  return std::string(*allowed.begin());
}

std::int64_t Fields::integer(const char* key, std::int64_t least, std::int64_t most) {
  const Json* v = take(key);
  if (!v) return least;
  if (!v->is_number_integer()) {
    refuse(key, "is not an integer");
    return least;
  }
  auto n = v->get<std::int64_t>();
  if (n < least || n > most) {
    refuse(key, "is out of range");
    return least;
  }
  return n;
}

bool Fields::boolean(const char* key) {
  const Json* v = take(key);
  if (v && v->is_boolean()) return v->get<bool>();
  if (v) refuse(key, "is not true or false");
  return false;
}

Time Fields::time(const char* key) {
  auto t = from_iso(text(key));
  if (!t) refuse(key, "is not a time");
  return t.value_or(Time{});
}

Bytes Fields::base64(const char* key, std::size_t most) {
  auto v = from_base64(text(key));
  if (!v || v->size() > most) {
    refuse(key, "is not base64 of an allowed length");
    return {};
  }
  return *std::move(v);
}

const Json& Fields::object(const char* key) {
  static const Json empty = Json::object();
  const Json* v = take(key);
  if (v && v->is_object()) return *v;
  if (v) refuse(key, "is not an object");
  return empty;
}

const Json& Fields::array(const char* key, std::size_t most) {
  static const Json empty = Json::array();
  const Json* v = take(key);
  if (v && v->is_array() && v->size() <= most) return *v;
  if (v) refuse(key, v->is_array() ? "has too many entries" : "is not an array");
  return empty;
}

void Fields::null_or_absent(const char* key) {
  seen_.push_back(key);
  if (has(key)) refuse(key, "must be null");
}

Result<void> Fields::finish() {
  if (error_.empty())
    for (const auto& [key, value] : object_.items())
      if (std::ranges::find(seen_, key) == seen_.end()) {
        refuse(key.substr(0, 40), "is not a known field");
        break;
      }
  if (!error_.empty()) return fail(Code::malformed, error_);
  return {};
}

}  // namespace offices::base
