// SPDX-License-Identifier: Apache-2.0
// Evidence files: who gets them, and what a post takes from whom.
#include "mediation/evidence_file.hpp"
#include "sim/inspection.hpp"

namespace offices::sim {
namespace {

constexpr std::size_t piece = post::piece_octets;

TEST(Evidence, ReachesTheIntermediaryAndThoseToWhomItsAttestationIsShown) {
  Inspection i(61);
  auto octets = Inspection::some_octets(200 * piece + 77);
  auto file = Inspection::named("gate.jpg", octets);
  EXPECT_EQ(i.add(file, octets).at("state"), "held");
  auto attestation = i.attest({file}, {"Israel"});
  i.carry_all(32);
  EXPECT_EQ(i.read("Moscow", file), base::as_text(octets));
  EXPECT_EQ(i.read("Israel", file), base::as_text(octets));
  EXPECT_EQ(i.read("Iran", file), "not_found");
  EXPECT_EQ(i.listed("Iran", file), nullptr);
  EXPECT_EQ(i.listed("Israel", file).at("from"), "Agency");
  EXPECT_TRUE(i.listed("Israel", file).at("to").empty()) << "no side learns who else has it";
  auto to = i.listed("Moscow", file).at("to");
  ASSERT_EQ(to.size(), 1u);
  EXPECT_EQ(to[0], Json({{"name", "Israel"}, {"held", 201}, {"state", "held"}}));
  EXPECT_EQ(i.listed("Agency", file).at("to")[0].at("name"), "Moscow");
  EXPECT_EQ(i.listed("Agency", file).at("to")[0].at("state"), "held");
  EXPECT_EQ(i.listed("Agency", file).at("attestation"), attestation.hex());
  EXPECT_EQ(i.net.pieces_sent, 2 * 201u) << "nothing is sent that was not asked for, or twice";
  for (const char* who : {"Moscow", "Israel", "Iran", "Agency"}) i.must(who, "fsck", Json::object());
}

TEST(Evidence, MayBeAddedAfterItWasAnnouncedAndAskedForBeforeItCame) {
  Inspection i(62);
  auto octets = Inspection::some_octets(20 * piece);
  auto file = Inspection::named("gate.jpg", octets);
  i.attest({file}, {"Iran"});
  i.net.settle();
  EXPECT_EQ(i.listed("Agency", file).at("state"), "missing");
  EXPECT_EQ(i.listed("Moscow", file).at("state"), "partial");
  EXPECT_EQ(i.read("Iran", file), "evidence_incomplete");
  i.add(file, octets);
  i.net.settle();
  EXPECT_EQ(i.read("Iran", file), base::as_text(octets));
}

TEST(Evidence, IsOfOneOctetToSixtyFourMebibytesUnderAPlainName) {
  Inspection i(63);
  auto octets = Inspection::some_octets(3 * piece);
  auto file = Inspection::named("gate.jpg", octets);
  auto with = [&](const char* key, const Json& value) {
    auto args = i.add_args(file);
    args[key] = value;
    return i.refused("Agency", "evidence.add", args);
  };
  EXPECT_EQ(with("bytes", 0), "malformed");
  EXPECT_EQ(with("bytes", mediation::evidence_bytes_max), "allowed");
  EXPECT_EQ(with("bytes", mediation::evidence_bytes_max + 1), "too_large");
  for (const char* name : {"../gate.jpg", "/etc/passwd", "..", ".", "a\\b", "C:gate.jpg"})
    EXPECT_EQ(with("name", name), "malformed") << name;
  for (const char* name : {"a\u202Egpj.exe", "a\nb", "a\u200Fb"}) EXPECT_EQ(with("name", name), "text_forbidden_character") << name;
  EXPECT_EQ(with("name", ""), "text_empty");
  EXPECT_EQ(with("hash", "abcd"), "malformed");
  EXPECT_EQ(with("octets", "no base64"), "usage");
  EXPECT_EQ(with("octets", base::base64(ByteView(octets).first(piece + 1))), "malformed") << "it ends within a piece";
  EXPECT_EQ(with("octets", base::base64(Bytes(65 * piece))), "too_large");
  auto args = i.add_args(file);
  args["from"] = 1;
  args["octets"] = base::base64(ByteView(octets).subspan(piece));
  EXPECT_EQ(i.refused("Agency", "evidence.add", args), "usage") << "the first piece is missing";
  EXPECT_EQ(i.refused("Israel", "evidence.add", i.add_args(file)), "wrong_role");
  EXPECT_EQ(i.refused("Moscow", "evidence.add", i.add_args(file)), "wrong_role");
  EXPECT_EQ(i.listed("Agency", file), nullptr) << "nothing of what was refused is left";
}

TEST(Evidence, GoesOnWhereAddingStoppedAndNoticesAChangedFile) {
  Inspection i(64);
  auto octets = Inspection::some_octets(150 * piece + 5);
  auto file = Inspection::named("gate.jpg", octets);
  auto args = i.add_args(file);
  args["octets"] = base::base64(ByteView(octets).first(64 * piece));
  EXPECT_EQ(i.must("Agency", "evidence.add", args).at("next"), 64);
  i.net.reopen("Agency");
  EXPECT_EQ(i.must("Agency", "evidence.add", i.add_args(file)).at("next"), 64);
  auto changed = octets;
  changed.back() ^= 1;
  EXPECT_EQ(i.add(file, changed).at("state"), "differs");
  EXPECT_EQ(i.read("Agency", file), "evidence_differs");
  EXPECT_EQ(i.must("Agency", "evidence.add", i.add_args(file)).at("held"), 0) << "the octets are gone";
  auto again = i.add_args(file);
  for (std::size_t from = 0; from < 151; from += 64) {
    again["from"] = from;
    again["octets"] = base::base64(ByteView(octets).subspan(from * piece, std::min(64 * piece, octets.size() - from * piece)));
    i.must("Agency", "evidence.add", again);
  }
  EXPECT_EQ(i.read("Agency", file), base::as_text(octets));
}

TEST(Evidence, OfAnotherHashIsErasedAndSaidToDiffer) {
  Inspection i(65);
  auto octets = Inspection::some_octets(20 * piece);
  auto file = Inspection::named("gate.jpg", octets);
  i.add(file, octets);
  i.in_folder("Agency", [&](post::Clerk&, post::Folder& folder) -> Result<void> {
    auto& ledger = i.net.post("Agency").ledger();
    OFFICES_TRY(kept, post::find_file(ledger, folder.lines.begin()->first, {file.hash, file.bytes}));
    return post::put_piece(ledger, *kept, 7, Bytes(piece, Byte{'!'}));
  });
  i.attest({file}, {"Iran"});
  i.net.settle();
  EXPECT_EQ(i.listed("Moscow", file).at("state"), "differs");
  EXPECT_EQ(i.read("Moscow", file), "evidence_differs");
  EXPECT_EQ(i.listed("Agency", file).at("to")[0].at("state"), "differs");
  EXPECT_EQ(i.refused("Agency", "fsck", Json::object()), "store_damaged") << "a post's own file that is another is noticed";
  auto sent = i.net.pieces_sent;
  i.net.settle();
  EXPECT_EQ(i.net.pieces_sent, sent) << "it is not asked for again by itself";
  auto looked = i.net.post("Moscow").ledger().each_plain([&](ByteView plain, ByteView) -> Result<void> {
    EXPECT_FALSE(plain.size() == piece) << "an octet of it is left";
    return {};
  });
  EXPECT_TRUE(looked.has_value());
  i.in_folder("Agency", [&](post::Clerk&, post::Folder& folder) -> Result<void> {
    auto& ledger = i.net.post("Agency").ledger();
    OFFICES_TRY(kept, post::find_file(ledger, folder.lines.begin()->first, {file.hash, file.bytes}));
    return post::put_piece(ledger, *kept, 7, ByteView(octets).subspan(7 * piece, piece));
  });
  i.must("Moscow", "evidence.ask", {{"evidence", file.hash.hex()}});
  i.net.settle();
  EXPECT_EQ(i.read("Moscow", file), base::as_text(octets));
}

TEST(Evidence, IsTakenOnlyWhereItWasAnnounced) {
  Inspection i(66);
  auto octets = Inspection::some_octets(20 * piece);
  auto file = Inspection::named("gate.jpg", octets);
  i.add(file, octets);
  // A dishonest verifier's post sends what nobody asked for, of a file that no statement names.
  i.in_folder("Agency", [&](post::Clerk&, post::Folder& folder) -> Result<void> {
    auto line = folder.lines.begin()->first;
    return post::keep(
        i.net.post("Agency").ledger(),
        post::Outgoing{
            folder.id(), line, line, {file.hash, file.bytes}, file.name, folder.state().self, i.commitment, {{0, 20}}, 0, false});
  });
  i.net.settle();
  EXPECT_EQ(i.net.pieces_sent, 20u);
  EXPECT_EQ(i.listed("Moscow", file), nullptr);
  auto looked = i.net.post("Moscow").ledger().each_plain([&](ByteView plain, ByteView) -> Result<void> {
    EXPECT_FALSE(plain.size() == piece) << "it was kept";
    return {};
  });
  EXPECT_TRUE(looked.has_value());
}

TEST(Evidence, IsNotHadByAskingForItsHash) {
  Inspection i(67);
  auto octets = Inspection::some_octets(20 * piece);
  auto file = Inspection::named("gate.jpg", octets);
  i.add(file, octets);
  auto attestation = i.attest({file}, {"Israel"});
  i.net.settle();
  // Iran's post has learned the hash elsewhere, pretends to want the file and asks for it.
  i.in_folder("Iran", [&](post::Clerk& clerk, post::Folder& folder) -> Result<void> {
    auto& line = folder.lines.begin()->second;
    post::Content content{file.hash, file.bytes};
    OFFICES_CHECK(post::keep(
        i.net.post("Iran").ledger(),
        post::KeptFile{
            folder.id(), line.id, content, file.name, folder.state().intermediary, attestation, false, {}, {}, 0, 0, {}, {}, 0}));
    return clerk.queue(line, post::asking_json({content, 0, {{0, 20}}, false}));
  });
  auto sent = i.net.pieces_sent;
  i.net.settle();
  EXPECT_EQ(i.net.pieces_sent, sent);
  EXPECT_EQ(i.listed("Moscow", file).at("to").size(), 1u);
}

TEST(Evidence, OfOneVerifierIsNotHadThroughAnother) {
  Inspection i(68);
  i.net.add("Bureau");
  auto invited = i.must("Moscow", "case.invite", {{"case", i.id}, {"role", "verifier"}, {"name", "Bureau"}});
  i.net.carry("Moscow");
  i.must("Bureau", "case.join", {{"file", invited.at("file")}, {"accept_charter", true}});
  i.net.settle();
  auto octets = Inspection::some_octets(20 * piece);
  auto file = Inspection::named("gate.jpg", octets);
  i.add(file, octets);
  i.attest({file}, {"Israel"});
  i.net.settle();
  // A second verifier, who has no octet of it, attests with the same hash, for Iran.
  mediation::Commitment body{
      {i.participant("Iran")}, i.net.now.plus(86'400), {"en", "The dam is opened.", {}}, {}, {}, {}, i.participant("Bureau"), std::nullopt};
  auto other = i.sign("Israel", "Israel", body);
  i.net.settle();
  i.sign("Bureau", "Bureau", mediation::Attestation{other, {}, {"en", "Seen.", {}}, {file}, {i.participant("Iran")}});
  i.net.settle();
  EXPECT_EQ(i.read("Moscow", file), base::as_text(octets));
  EXPECT_EQ(i.read("Iran", file), "evidence_incomplete");
  auto seen = i.must("Bureau", "evidence.list", {{"case", i.id}}).at("items").at(0);
  EXPECT_EQ(seen.at("to")[0].at("state"), "waiting") << "it does not learn that the intermediary has the file";
}

TEST(Evidence, BeyondWhatALineMayBringWaitsForItsUser) {
  Inspection i(69);
  std::vector<mediation::EvidenceFile> files;
  for (std::uint8_t n = 0; n < 16; ++n) files.push_back({"f" + std::to_string(n), mediation::evidence_bytes_max, crypto::sha256(Bytes{n})});
  i.attest(files, {"Iran"});
  auto octets = Inspection::some_octets(5 * piece);
  auto one_more = Inspection::named("gate.jpg", octets);
  i.add(one_more, octets);
  i.attest({one_more}, {"Iran"});
  i.net.settle();
  EXPECT_EQ(i.listed("Moscow", files[15]).at("state"), "partial");
  EXPECT_EQ(i.listed("Moscow", one_more).at("state"), "withheld");
  i.must("Moscow", "evidence.ask", {{"evidence", one_more.hash.hex()}});
  i.net.settle();
  EXPECT_EQ(i.read("Moscow", one_more), base::as_text(octets));
}

/// Lets the store of `who` grow by `kibibytes` more and no further.
void leave_room(Inspection& i, const std::string& who, std::int64_t kibibytes) {
  auto& db = i.net.post(who).ledger().database();
  auto number = [&](std::string_view pragma) {
    auto select = db.prepare(pragma).value();
    EXPECT_TRUE(select.step().value());
    return select.integer(0);
  };
  auto most = number("PRAGMA page_count") + kibibytes * 1024 / number("PRAGMA page_size");
  ASSERT_TRUE(db.execute("PRAGMA max_page_count = " + std::to_string(most)).has_value());
}

TEST(Evidence, StopsOnAFullDiskAndGoesOnOnceThereIsRoom) {
  Inspection i(74);
  auto octets = Inspection::some_octets(200 * piece);
  auto file = Inspection::named("gate.jpg", octets);
  auto args = i.add_args(file);
  args["octets"] = base::base64(ByteView(octets).first(64 * piece));
  leave_room(i, "Agency", 400);
  EXPECT_EQ(i.refused("Agency", "evidence.add", args), "store_full");
  leave_room(i, "Agency", 4'000'000);
  EXPECT_EQ(i.must("Agency", "evidence.add", i.add_args(file)).at("next"), 0);
  EXPECT_EQ(i.add(file, octets).at("state"), "held");
  i.attest({file}, {"Iran"});
  i.carry_all(2);
  leave_room(i, "Moscow", 800);
  EXPECT_THROW(i.carry_all(), std::runtime_error) << "what is fetched cannot be kept, and stays at the relay";
  leave_room(i, "Moscow", 4'000'000);
  i.carry_all(16);
  EXPECT_EQ(i.read("Moscow", file), base::as_text(octets));
}

TEST(Evidence, HoldsBackNothingThatIsMoreUrgent) {
  Inspection i(70);
  auto octets = Inspection::some_octets(1500 * piece);
  auto file = Inspection::named("gate.jpg", octets);
  i.add(file, octets);
  i.attest({file}, {"Iran"});
  i.carry_all(4);
  auto held = i.listed("Moscow", file).at("held").get<int>();
  ASSERT_GT(held, 0);
  ASSERT_LT(held, 1500);
  auto words = i.must("Agency", "confide", {{"case", i.id}, {"text", "Come at once."}}).at("nonpaper");
  i.net.carry("Agency");
  i.net.carry("Moscow");
  auto arrived = i.must("Moscow", "inbox", Json::object()).at("items");
  EXPECT_TRUE(std::ranges::any_of(arrived, [&](const Json& item) { return item.at("id") == words; }));
  EXPECT_LT(i.listed("Moscow", file).at("held").get<int>(), 1500) << "the file is still under way";
}

}  // namespace
}  // namespace offices::sim
