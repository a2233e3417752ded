// SPDX-License-Identifier: Apache-2.0
#include "desk/api_document.hpp"

#include <algorithm>
#include <regex>

#include "desk/asset.hpp"

namespace offices::desk::testing {
namespace {

bool is_of_type(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "boolean") return value.is_boolean();
  return type == "null" && value.is_null();
}

bool is_of_types(const Json& value, const Json& types) {
  if (types.is_string()) return is_of_type(value, types.get<std::string>());
  return std::ranges::any_of(types, [&](const Json& t) { return is_of_type(value, t.get<std::string>()); });
}

}  // namespace

ApiDocument::ApiDocument() : document_(Json::parse(api_document())) {}

std::set<std::string> ApiDocument::verbs() const {
  constexpr std::string_view prefix = "/api/";
  std::set<std::string> all;
  for (const auto& [path, item] : document_.at("paths").items())
    if (path.starts_with(prefix) && item.contains("post")) all.insert(path.substr(prefix.size()));
  return all;
}

const Json& ApiDocument::arguments_of(const std::string& verb) const {
  return document_.at("paths").at("/api/" + verb).at("post").at("requestBody").at("content").at("application/json").at("schema");
}

std::vector<std::string> ApiDocument::argument_faults(const std::string& verb, const Json& args) const {
  std::vector<std::string> out;
  check(arguments_of(verb), args, verb + " asked", out);
  return out;
}

std::vector<std::string> ApiDocument::result_faults(const std::string& verb, const Json& result) const {
  const auto& ok = document_.at("paths").at("/api/" + verb).at("post").at("responses").at("200");
  std::vector<std::string> out;
  check(ok.at("content").at("application/json").at("schema"), Json{{"result", result}}, verb + " answered", out);
  return out;
}

std::vector<std::string> ApiDocument::faults(const std::string& schema, const Json& value) const {
  std::vector<std::string> out;
  check(document_.at("components").at("schemas").at(schema), value, schema, out);
  return out;
}

const Json& ApiDocument::resolve(const Json& schema) const {
  auto reference = schema.find("$ref");
  return reference == schema.end() ? schema : resolve(document_.at(Json::json_pointer(reference->get<std::string>().substr(1))));
}

void ApiDocument::check(const Json& given, const Json& value, const std::string& where, std::vector<std::string>& faults) const {
  const auto& schema = resolve(given);
  if (auto one = schema.find("oneOf"); one != schema.end()) {
    auto fits = std::ranges::count_if(*one, [&](const Json& s) {
      std::vector<std::string> of_one;
      check(s, value, where, of_one);
      return of_one.empty();
    });
    if (fits != 1) faults.push_back(where + ": fits " + std::to_string(fits) + " of its forms: " + value.dump().substr(0, 200));
    return;
  }
  if (schema.contains("type") && !is_of_types(value, schema.at("type"))) {
    faults.push_back(where + ": not of type " + schema.at("type").dump() + ": " + value.dump().substr(0, 80));
    return;
  }
  if (schema.contains("enum") && std::ranges::find(schema.at("enum"), value) == schema.at("enum").end())
    faults.push_back(where + ": none of its words: " + value.dump().substr(0, 80));
  check_bounds(schema, value, where, faults);
  if (value.is_object()) check_object(schema, value, where, faults);
  if (value.is_array()) check_array(schema, value, where, faults);
}

void ApiDocument::check_object(const Json& schema, const Json& value, const std::string& where, std::vector<std::string>& faults) const {
  for (const auto& key : schema.value("required", Json::array()))
    if (!value.contains(key.get<std::string>())) faults.push_back(where + ": lacks " + key.get<std::string>());
  auto properties = schema.value("properties", Json::object());
  auto others = schema.value("additionalProperties", Json(true));
  for (const auto& [key, part] : value.items()) {
    if (properties.contains(key)) check(properties.at(key), part, where + "." + key, faults);
    else if (others.is_object()) check(others, part, where + "." + key, faults);
    else if (others == Json(false)) faults.push_back(where + ": has " + key + ", which the document does not know");
  }
}

void ApiDocument::check_array(const Json& schema, const Json& value, const std::string& where, std::vector<std::string>& faults) const {
  if (value.size() < schema.value("minItems", std::size_t{0})) faults.push_back(where + ": too few");
  if (!schema.contains("items")) return;
  for (std::size_t i = 0; i < value.size(); ++i) check(schema.at("items"), value[i], where + "[" + std::to_string(i) + "]", faults);
}

void ApiDocument::check_bounds(const Json& schema, const Json& value, const std::string& where, std::vector<std::string>& faults) const {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (schema.contains("pattern") && !std::regex_search(text, std::regex(schema.at("pattern").get<std::string>())))
      faults.push_back(where + ": not as its pattern says: " + text.substr(0, 80));
    if (text.size() < schema.value("minLength", std::size_t{0}) || text.size() > schema.value("maxLength", std::size_t{SIZE_MAX}))
      faults.push_back(where + ": not of its length");
  }
  if (value.is_number_integer() && (value < schema.value("minimum", Json(INT64_MIN)) || value > schema.value("maximum", Json(INT64_MAX))))
    faults.push_back(where + ": out of bounds");
}

std::vector<std::string> ApiDocument::own_faults() const {
  std::vector<std::string> out;
  for (const auto& [name, schema] : document_.at("components").at("schemas").items()) inspect(schema, name, out);
  for (const auto& verb : verbs()) {
    inspect(arguments_of(verb), verb, out);
    const auto& ok = document_.at("paths").at("/api/" + verb).at("post").at("responses").at("200");
    inspect(ok.at("content").at("application/json").at("schema"), verb, out);
  }
  return out;
}

void ApiDocument::inspect(const Json& schema, const std::string& where, std::vector<std::string>& faults) const {
  static const std::set<std::string> known{
      "$ref",    "type",      "enum",      "oneOf",   "properties", "required", "additionalProperties", "items",
      "pattern", "minLength", "maxLength", "minimum", "maximum",    "minItems", "description",          "default"};
  for (const auto& [key, part] : schema.items())
    if (!known.contains(key)) faults.push_back(where + ": keyword " + key);
  if (schema.contains("$ref") && !document_.contains(Json::json_pointer(schema.at("$ref").get<std::string>().substr(1))))
    faults.push_back(where + ": " + schema.at("$ref").get<std::string>() + " leads nowhere");
  for (const auto& [key, part] : schema.value("properties", Json::object()).items()) inspect(part, where + "." + key, faults);
  for (const auto& part : schema.value("oneOf", Json::array())) inspect(part, where, faults);
  for (const char* key : {"items", "additionalProperties"})
    if (schema.contains(key) && schema.at(key).is_object()) inspect(schema.at(key), where + "." + key, faults);
}

}  // namespace offices::desk::testing
