// SPDX-License-Identifier: Apache-2.0
// ApiDocument: the OpenAPI document as something that real questions and answers are held against. Knows the part of JSON
// Schema (2020-12) that the document uses, and calls any other keyword a fault.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace offices::desk::testing {

class ApiDocument {
 public:
  /// Reads the document that is embedded in the desk; aborts where it is no JSON.
  ApiDocument();

  /// The verbs that it describes.
  [[nodiscard]] std::set<std::string> verbs() const;
  [[nodiscard]] const Json& arguments_of(const std::string& verb) const;
  /// What is wrong with the arguments of a verb, or with its result; each fault says where. Empty: nothing.
  [[nodiscard]] std::vector<std::string> argument_faults(const std::string& verb, const Json& args) const;
  [[nodiscard]] std::vector<std::string> result_faults(const std::string& verb, const Json& result) const;
  /// The same for a schema of the document by its name.
  [[nodiscard]] std::vector<std::string> faults(const std::string& schema, const Json& value) const;
  /// Every keyword that stands in the document and is not known here, and every reference that leads nowhere.
  [[nodiscard]] std::vector<std::string> own_faults() const;

 private:
  [[nodiscard]] const Json& resolve(const Json& schema) const;
  void check(const Json& schema, const Json& value, const std::string& where, std::vector<std::string>& faults) const;
  void check_object(const Json& schema, const Json& value, const std::string& where, std::vector<std::string>& faults) const;
  void check_array(const Json& schema, const Json& value, const std::string& where, std::vector<std::string>& faults) const;
  void check_bounds(const Json& schema, const Json& value, const std::string& where, std::vector<std::string>& faults) const;
  void inspect(const Json& schema, const std::string& where, std::vector<std::string>& faults) const;

  Json document_;
};

}  // namespace offices::desk::testing
