// SPDX-License-Identifier: Apache-2.0
// Body reader: what the readers of every family of kinds share. For src/mediation/kinds*.cpp alone.
#pragma once

#include "base/text.hpp"
#include "mediation/kinds.hpp"

namespace offices::mediation {

using base::Fields;

[[nodiscard]] Result<ParticipantId> read_participant(const Json& json);
[[nodiscard]] bool is_language_tag(std::string_view text);

template <class T>
[[nodiscard]] Json maybe_hex(const std::optional<T>& id) {
  return id ? Json(id->hex()) : Json(nullptr);
}

/// Reads the fields of bodies; the first refusal with a code of its own (a text rule) wins over Code::malformed.
class Reader {
 public:
  Reader(const Json& json, std::string_view what) : json_(json), fields_(json, what) {}
  Fields& operator*() { return fields_; }

  template <class E>
  E word_of(const char* key) {
    auto e = from_word<E>(fields_.text(key));
    if (!e) fields_.refuse(key, "is none of the known words");
    return e.value_or(E{});
  }
  template <class IdType>
  IdType id(const char* key) {
    return fields_.id<IdType>(key);
  }
  template <class IdType>
  std::optional<IdType> maybe_id(const char* key) {
    return maybe<IdType>(key, [&](const char* k) { return fields_.id<IdType>(k); });
  }
  /// Null, but not absent: a body has one spelling.
  template <class T, class Read>
  std::optional<T> maybe(const char* key, Read read) {
    if (json_.is_object() && !json_.contains(key)) fields_.refuse(key, "is missing");
    return fields_.maybe<T>(key, read);
  }
  std::string line(const char* key) { return checked(fields_.text(key), base::check_line, key); }
  std::string prose(const char* key) { return checked(fields_.text(key), base::check_text, key); }
  std::string lang(const char* key) {
    auto v = fields_.text(key);
    if (!is_language_tag(v)) fields_.refuse(key, "is not a language tag");
    return v;
  }
  Signed bare(const char* key) { return keep(record::bare_from_json(fields_.object(key))); }
  template <class T>
  T keep(Result<T> r) {
    if (r) return *std::move(r);
    note(std::move(r).error());
    return T{};
  }
  template <class T, class Read>
  std::vector<T> list(const char* key, std::size_t most, Read read) {
    std::vector<T> out;
    for (const auto& item : fields_.array(key, most)) out.push_back(keep<T>(read(item)));
    return out;
  }
  template <class T>
  Result<T> finish(T body) {
    if (error_) return std::unexpected(*error_);
    OFFICES_CHECK(fields_.finish());
    return body;
  }

 private:
  std::string checked(std::string v, Result<void> (*check)(std::string_view), const char* key) {
    auto given = json_.is_object() ? json_.find(key) : json_.end();
    if (given == json_.end() || !given->is_string()) return v;  // the fields say so
    if (auto ok = check(given->get_ref<const std::string&>()); !ok) note({ok.error().code, std::string(key) + ": " + ok.error().detail});
    return v;
  }
  void note(Error e) {
    if (!error_) error_ = std::move(e);
  }
  const Json& json_;
  Fields fields_;
  std::optional<Error> error_;
};

/// Terms of a mandate, in one spelling.
[[nodiscard]] Result<Terms> read_terms(const Json& json);
/// Words as bodies have them: bounded together with their translations.
[[nodiscard]] Result<Words> read_words(const Json& json);

// One overload of write() and one specialisation of read() for each kind; those of kinds.cpp are its own.
[[nodiscard]] Json write(const AgendaVersion& body);
[[nodiscard]] Json write(const Tabling& body);
[[nodiscard]] Json write(const Sight& body);
[[nodiscard]] Json write(const BallotOpening& body);
[[nodiscard]] Json write(const Stub& body);
[[nodiscard]] Json write(const BallotOutcome& body);
[[nodiscard]] Json write(const Ratification& body);
[[nodiscard]] Json write(const Witness& body);
[[nodiscard]] Json write(const Commitment& body);
[[nodiscard]] Json write(const Claim& body);
[[nodiscard]] Json write(const Attestation& body);
[[nodiscard]] Json write(const Showing& body);
[[nodiscard]] Json write(const Incident& body);
[[nodiscard]] Json write(const Outreach& body);
[[nodiscard]] Json write(const Reached& body);
[[nodiscard]] Json write(const Response& body);
[[nodiscard]] Json write(const Attempt& body);
[[nodiscard]] Json write(const LineTest& body);
[[nodiscard]] Json write(const LineAnswer& body);
[[nodiscard]] Json write(const Signal& body);
[[nodiscard]] Json write(const Minute& body);
[[nodiscard]] Json write(const Countersignature& body);
[[nodiscard]] Json write(const Call& body);
[[nodiscard]] Json write(const Draft& body);
[[nodiscard]] Json write(const Agreement& body);
[[nodiscard]] Json write(const Divergence& body);
[[nodiscard]] Json write(const Exhibit& body);
[[nodiscard]] Json write(const Link& body);

template <class T>
[[nodiscard]] Result<Body> read(const Json& json);
template <>
[[nodiscard]] Result<Body> read<AgendaVersion>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Tabling>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Sight>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<BallotOpening>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Stub>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<BallotOutcome>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Ratification>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Witness>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Commitment>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Claim>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Attestation>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Showing>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Incident>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Outreach>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Reached>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Response>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Attempt>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<LineTest>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<LineAnswer>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Signal>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Minute>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Countersignature>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Call>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Draft>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Agreement>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Divergence>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Exhibit>(const Json& json);
template <>
[[nodiscard]] Result<Body> read<Link>(const Json& json);

}  // namespace offices::mediation
