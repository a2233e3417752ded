// SPDX-License-Identifier: Apache-2.0
// Inspection: a case with a verifier who attests a commitment of Israel's towards Iran, with evidence files.
#pragma once

#include "crypto/hash.hpp"
#include "post/evidence.hpp"
#include "sim/playing.hpp"

namespace offices::sim {

class Inspection : public Playing {
 public:
  record::StatementId commitment;

  explicit Inspection(std::uint64_t seed) : Playing(seed) {
    for (const char* name : {"Moscow", "Israel", "Iran", "Agency"}) net.add(name);
    id = net.open_case({{"Israel", "party"}, {"Iran", "party"}, {"Agency", "verifier"}});
    mediation::Commitment body{
        {participant("Iran")}, net.now.plus(30 * 86'400), {"en", "The gate is opened.", {}}, {}, {}, {}, participant("Agency"),
        std::nullopt};
    commitment = sign("Israel", "Israel", body);
    net.settle();
  }

  /// Signs as the post of `who` in the channel of `side`, which the rules must allow.
  record::StatementId sign(const std::string& who, const std::string& side, const mediation::Body& body) {
    record::StatementId signed_id;
    in_folder(who, [&](post::Clerk& clerk, post::Folder& folder) -> Result<void> {
      OFFICES_TRY_SET(signed_id, clerk.sign(folder, *folder.line_of(folder.state().named(side)->id), body));
      return {};
    });
    return signed_id;
  }
  void in_folder(const std::string& who, const std::function<Result<void>(post::Clerk&, post::Folder&)>& work) {
    auto& ledger = net.post(who).ledger();
    HandClock clock(net.now);
    post::Clerk clerk(ledger, clock);
    auto done = ledger.transaction([&]() -> Result<void> {
      OFFICES_TRY(folder, post::Folder::open(ledger, record::CaseId::from_hex(id).value()));
      OFFICES_CHECK(work(clerk, folder));
      return folder.save();
    });
    EXPECT_TRUE(done.has_value()) << who << ": " << (done ? "" : base::info(done.error().code).name) << " "
                                  << (done ? "" : done.error().detail);
  }
  record::ParticipantId participant(const std::string& name) {
    record::ParticipantId found;
    in_folder("Moscow", [&](post::Clerk&, post::Folder& folder) -> Result<void> {
      found = folder.state().named(name)->id;
      return {};
    });
    return found;
  }
  record::Signed statement(const std::string& who, const record::StatementId& which) {
    return net.post(who).ledger().by_id(which).value()->entry.statement;
  }

  static Bytes some_octets(std::size_t n, std::uint64_t seed = 1) {
    Bytes octets(n);
    crypto::SeededRandom(seed).fill(octets);
    return octets;
  }
  static mediation::EvidenceFile named(const std::string& name, const Bytes& octets) {
    return {name, static_cast<std::int64_t>(octets.size()), crypto::sha256(octets)};
  }
  Json add_args(const mediation::EvidenceFile& f) { return {{"case", id}, {"name", f.name}, {"bytes", f.bytes}, {"hash", f.hash.hex()}}; }
  /// As the command line does it: in batches, from where it stopped.
  Json add(const mediation::EvidenceFile& f, const Bytes& octets) {
    auto args = add_args(f);
    auto at = must("Agency", "evidence.add", args);
    while (at.contains("next") && at.at("next").is_number()) {
      auto from = at.at("next").get<std::size_t>() * post::piece_octets;
      auto size = std::min(octets.size() - from, post::batch_pieces * post::piece_octets);
      args["from"] = at.at("next");
      args["octets"] = base::base64(ByteView(octets).subspan(from, size));
      at = must("Agency", "evidence.add", args);
      if (at.value("state", "") == "differs") break;
    }
    return at;
  }
  record::StatementId attest(const std::vector<mediation::EvidenceFile>& files, const std::vector<std::string>& to) {
    mediation::Attestation body{commitment, {}, {"en", "The gate, at noon.", {}}, files, {}};
    for (const auto& name : to) body.to.push_back(participant(name));
    std::ranges::sort(body.to);
    return sign("Agency", "Agency", body);
  }
  /// The octets as a user would save them, or the name of the refusal.
  std::string read(const std::string& who, const mediation::EvidenceFile& f) {
    std::string all;
    for (Json from = 0; from.is_number();) {
      auto part = net.call(who, "evidence.read", {{"evidence", f.hash.hex()}, {"from", from}});
      if (!part) return std::string(base::info(part.error().code).name);
      auto octets = base::from_base64(part->at("octets").get<std::string>()).value();
      all += base::as_text(octets);
      from = part->at("next");
    }
    return all;
  }
  /// What the list says of a file; null where it does not name it.
  Json listed(const std::string& who, const mediation::EvidenceFile& f) {
    for (const auto& item : must(who, "evidence.list", {{"case", id}}).at("items"))
      if (item.at("evidence") == f.hash.hex()) return item;
    return nullptr;
  }
  /// A few rounds of everybody's.
  void carry_all(int rounds = 8) {
    for (int n = 0; n < rounds; ++n)
      for (const char* who : {"Agency", "Moscow", "Israel", "Iran"}) net.carry(who);
  }
};

}  // namespace offices::sim
