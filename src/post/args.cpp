// SPDX-License-Identifier: Apache-2.0
#include "post/args.hpp"

#include "base/text.hpp"

namespace offices::post {
namespace {
Error usage(std::string what) { return {Code::usage, std::move(what)}; }
}  // namespace

Args::Args(const Json& json) : json_(json) {
  if (!json.is_object()) note(usage("arguments are one JSON object"));
}

const Json* Args::find(const char* key) {
  seen_.insert(key);
  if (!json_.is_object()) return nullptr;
  auto it = json_.find(key);
  return it == json_.end() || it->is_null() ? nullptr : &*it;
}

const Json* Args::raw(const char* key) { return find(key); }

std::optional<std::string> Args::maybe(const char* key) {
  const auto* v = find(key);
  if (!v) return std::nullopt;
  if (!v->is_string()) {
    note(usage(std::string(key) + " is text"));
    return std::nullopt;
  }
  if (auto s = v->get<std::string>(); base::is_utf8(s)) return s;
  note({Code::text_not_utf8, key});
  return std::nullopt;
}

std::string Args::text(const char* key) {
  auto v = maybe(key);
  if (!v) note(usage(std::string(key) + " is missing"));
  return v.value_or("");
}

std::vector<std::string> Args::list(const char* key) {
  std::vector<std::string> out;
  const auto* v = find(key);
  if (!v) return out;
  if (v->is_string()) return {v->get<std::string>()};
  if (!v->is_array()) note(usage(std::string(key) + " is a list"));
  else
    for (const auto& item : *v) {
      if (item.is_string()) out.push_back(item.get<std::string>());
      else note(usage(std::string(key) + " is a list of texts"));
    }
  return out;
}

bool Args::flag(const char* key) {
  const auto* v = find(key);
  if (!v) return false;
  if (!v->is_boolean()) note(usage(std::string(key) + " is true or false"));
  return v->is_boolean() && v->get<bool>();
}

std::int64_t Args::integer(const char* key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
  const auto* v = find(key);
  if (!v) return otherwise;
  if (v->is_number_integer() && v->get<std::int64_t>() >= least && v->get<std::int64_t>() <= most) return v->get<std::int64_t>();
  note(usage(std::string(key) + " is a number from " + std::to_string(least) + " to " + std::to_string(most)));
  return otherwise;
}

std::optional<Time> Args::time(const char* key, Time now) {
  auto v = maybe(key);
  if (!v) return std::nullopt;
  auto t = base::parse_time(*v, now);
  if (t) return *t;
  note(t.error());
  return std::nullopt;
}

Result<void> Args::finish() {
  if (!error_)
    for (const auto& [key, value] : json_.items())
      if (!seen_.contains(key)) {
        note(usage("'" + key.substr(0, 40) + "' is not an argument of this verb"));
        break;
      }
  if (error_) return std::unexpected(*error_);
  return {};
}

}  // namespace offices::post
