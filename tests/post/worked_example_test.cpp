// SPDX-License-Identifier: Apache-2.0
// The worked example of docs/protocol.md, made again: its octets are what this program makes.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "crypto/hash.hpp"
#include "mediation/rules.hpp"
#include "post/invitation.hpp"
#include "record/note.hpp"
#include "wire/envelope.hpp"

namespace offices::post {
namespace {

using record::Statement;

crypto::SigningKey signing_key(Byte octet) { return *crypto::SigningKey::from_seed(Bytes(32, octet)); }

/// Lines of the example as they are made, "name: value".
class Example {
 public:
  Example() {
    people();
    opening();
    joining();
    sealing();
  }
  [[nodiscard]] std::string text() const { return out_.str(); }

 private:
  void line(std::string_view name, std::string_view value) { out_ << name << ": " << value << "\n"; }

  void people() {
    line("intermediary's seed", base::hex(Bytes(32, Byte{1})));
    line("intermediary's key", harbour_.public_key().hex());
    line("intermediary's id", me_.hex());
    line("side's seed", base::hex(Bytes(32, Byte{2})));
    line("side's key", avalon_.public_key().hex());
    line("side's id", side_.hex());
    line("side's post", record::post_of(avalon_.public_key()).hex());
  }

  void opening() {
    mediation::Open body{"Talks", "Harbour", harbour_.public_key(), {"All is confidential.", {"en"}, 0, {}}};
    auto s = sign("open", std::nullopt, harbour_, body, std::nullopt);
    case_ = record::CaseId{s.id().octets};
    line("opening", base::as_text(s.payload));
    line("its signature", base::hex(s.signature));
    line("its id, the case's", case_.hex());
  }

  void joining() {
    auto channel = record::channel_of(case_, me_, side_);
    auto feed = record::feed_of(channel, record::post_of(avalon_.public_key()), 0);
    line("channel", channel.hex());
    line("side's feed", feed.hex());
    record::Context context{channel, feed, 0, record::empty_head(), {}, {}};
    context.salt.fill(Byte{4});
    line("context", record::encode_context(context));
    line("its hash", record::context_digest(context).hex());
    auto s = sign("join", case_, avalon_, mediation::Join{"Avalon", mediation::Role::party, avalon_.public_key()},
                  record::context_digest(context));
    line("joining", base::as_text(s.payload));
    auto signed_octets = record::pre_authentication(record::statement_type, s.payload);
    line("what is signed begins", base::as_text(signed_octets).substr(0, 66));
    line("its signature", base::hex(s.signature));
    line("its id", s.id().hex());
    record::Frontier frontier;
    frontier.append(record::leaf_hash(s.payload));
    line("root of the feed", frontier.head().root.hex());
    auto note = record::sign_checkpoint({feed, frontier.head()}, avalon_);
    std::istringstream lines(note);
    for (std::string one; std::getline(lines, one);) line("checkpoint", one);
  }

  void sealing() {
    Bytes secret(32, Byte{3});
    line("invitation's secret", base::hex(secret));
    line("introduction key", base::hex(introduction_key(secret).view()));
    line("channel key", base::hex(channel_key(secret).view()));
    wire::Frame frame{7, 0, 1, base::to_bytes(base::as_bytes(R"({"items":[],"v":1})"))};
    line("frame begins", base::hex(ByteView(wire::encode_frame(frame)).first(wire::frame_header_bytes + frame.body.size())));
  }

  record::Signed sign(std::string kind, std::optional<record::CaseId> of_case, const crypto::SigningKey& key, const mediation::Body& body,
                      std::optional<record::Digest> context) {
    Statement s{std::move(kind),
                of_case,
                record::participant_of(key.public_key()),
                record::post_of(key.public_key()),
                Time{1'760'000'000},
                mediation::encode_body(body),
                context};
    return record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), key);
  }

  std::ostringstream out_;
  crypto::SigningKey harbour_ = signing_key(1), avalon_ = signing_key(2);
  record::ParticipantId me_ = record::participant_of(harbour_.public_key()), side_ = record::participant_of(avalon_.public_key());
  record::CaseId case_;
};

TEST(WorkedExample, IsWhatTheProgramMakes) {
  std::ifstream in(OFFICES_DOCS "/protocol.md");
  std::string document((std::istreambuf_iterator<char>(in)), {});
  auto from = document.find("```text\nintermediary's seed");
  ASSERT_NE(from, std::string::npos) << Example().text();
  from += std::string_view("```text\n").size();
  EXPECT_EQ(document.substr(from, document.find("```", from) - from), Example().text());
}

}  // namespace
}  // namespace offices::post
