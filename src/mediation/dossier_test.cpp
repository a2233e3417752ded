// SPDX-License-Identifier: Apache-2.0
#include "mediation/dossier.hpp"

#include <gtest/gtest.h>

#include "mediation/dossier_examine.hpp"
#include "mediation/dossier_line.hpp"
#include "tests/support/memory_dossier.hpp"

namespace offices::mediation {
namespace {

using testing::assurance;
using testing::MemoryCase;
using testing::MemoryDossier;
using testing::week_from;
using testing::words;

/// A case in which much has happened: three signals, one paraphrased, one unattributed, one withdrawn too late.
class Dossiers : public ::testing::Test {
 protected:
  MemoryCase c;
  const testing::Member &harbour = c.harbour(), &avalon = c.avalon(), &borduria = c.borduria();
  StatementId verbatim, paraphrased, crossed, own;

  StatementId allow(std::string text, const Terms& terms) {
    auto id = c.say(avalon, harbour, assurance(std::move(text))).value();
    EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms}));
    c.settle();
    return id;
  }
  void SetUp() override {
    auto terms = week_from(c.now);
    verbatim = allow("We are committed to de-escalation.", terms);
    EXPECT_TRUE(c.convey(avalon, borduria, c.verbatim(verbatim, borduria)));
    c.settle();
    terms.form = Form::paraphrase;
    terms.attribution = Attribution::unattributed;
    paraphrased = allow("We will not strike first.", terms);
    auto r = c.say(harbour, avalon,
                   Rendering{{paraphrased, borduria.id, Form::paraphrase, Attribution::unattributed, words("Nobody strikes first.")}})
                 .value();
    c.settle();
    EXPECT_TRUE(
        c.say(avalon, harbour,
              ApprovalOf{r, {paraphrased, borduria.id, Form::paraphrase, Attribution::unattributed, words("Nobody strikes first.")}}));
    c.settle();
    EXPECT_TRUE(c.convey(avalon, borduria, c.rendered(r)));
    c.settle();
    terms = week_from(c.now);
    crossed = allow("We are ready to meet.", terms);
    EXPECT_TRUE(c.say(avalon, harbour, Withdraw{crossed, borduria.id}));
    EXPECT_TRUE(c.convey(avalon, borduria, c.verbatim(crossed, borduria)));
    c.settle();
    own = c.say(harbour, avalon, assurance("We are at your disposal.")).value();
    c.settle();
  }
  MemoryDossier of(const testing::Member& who, DossierMode mode, const std::vector<StatementId>& only = {}) {
    return testing::export_dossier(c.opening, c.post(who), mode, c.now, only);
  }
  static void expect_fault(const MemoryDossier& d, std::uint64_t line, Code code) {
    auto r = d.verify();
    ASSERT_TRUE(r.fault) << "holds";
    EXPECT_EQ(base::info(r.fault->code).name, base::info(code).name) << r.fault->detail;
    EXPECT_EQ(r.fault->line, line);
    EXPECT_EQ(d.verify(1).fault->line, line);
  }
};

void expect_counts(const DossierReport& r, std::uint64_t proved, std::uint64_t breaches, std::uint64_t undecided) {
  EXPECT_FALSE(r.fault) << r.fault->line << ": " << base::info(r.fault->code).name << ", " << r.fault->detail;
  EXPECT_EQ(r.proved, proved);
  EXPECT_EQ(r.breaches, breaches);
  EXPECT_EQ(r.undecided, undecided);
}

TEST_F(Dossiers, OfTheAuthorProveItsDispatches) {
  auto r = of(avalon, DossierMode::placed).verify();
  expect_counts(r, 3, 0, 0);
  EXPECT_TRUE(r.complete);
  EXPECT_EQ(r.statements, c.post(avalon).kept.size() + 1);
  EXPECT_TRUE(r.findings.at(2).crossed);
  EXPECT_EQ(r.findings.at(2).signal, crossed);
  EXPECT_EQ(r.findings.at(0).to, "Borduria");
}

TEST_F(Dossiers, OfTheAddresseeProveNamedWordsAndLeaveUnattributedOnesOpen) {
  auto r = of(borduria, DossierMode::placed).verify();
  expect_counts(r, 2, 0, 1);
  EXPECT_EQ(r.findings.at(1).code, Code::unattributed);
  EXPECT_FALSE(r.findings.at(1).signal);
}

TEST_F(Dossiers, OfTheIntermediaryHoldBothHalves) {
  auto r = of(harbour, DossierMode::placed).verify();
  expect_counts(r, 5, 0, 1);
  EXPECT_TRUE(r.complete);
}

TEST_F(Dossiers, WithoutPlacesDoNotSayWhatCameFirst) {
  auto r = of(avalon, DossierMode::bare).verify();
  expect_counts(r, 2, 0, 1);
  EXPECT_FALSE(r.complete);
  EXPECT_EQ(r.findings.at(2).code, Code::mandate_withdrawn);
  expect_counts(of(borduria, DossierMode::bare).verify(), 2, 0, 1);
  expect_counts(of(harbour, DossierMode::bare).verify(), 4, 0, 2);
}

TEST_F(Dossiers, OfOneSignalAreEnoughToJudgeIt) {
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto r = of(avalon, mode, {verbatim}).verify();
    expect_counts(r, 1, 0, 0);
    EXPECT_FALSE(r.complete);
  }
}

TEST_F(Dossiers, GiveTheSameAnswerOnAnyNumberOfThreads) {
  auto d = of(harbour, DossierMode::placed);
  auto one = to_json(d.verify(1));
  for (unsigned threads : {2u, 3u, 8u}) EXPECT_EQ(to_json(d.verify(threads)), one);
}

TEST_F(Dossiers, AnswerInTheFieldsOfTheApi) {
  auto j = to_json(of(avalon, DossierMode::placed).verify());
  EXPECT_EQ(j.at("mode"), "placed");
  EXPECT_EQ(j.at("proved"), 3);
  EXPECT_FALSE(j.contains("fault"));
  const auto& first = j.at("conveyances").at(0);
  EXPECT_EQ(first.at("verdict"), "proved");
  EXPECT_EQ(first.at("to"), "Borduria");
  EXPECT_EQ(first.at("signal"), verbatim.hex());
}

TEST_F(Dossiers, WithoutAReceiptADispatchStaysOpen) {
  auto d = of(avalon, DossierMode::placed);
  for (const auto& r : c.post(avalon).signal(verbatim).reports) {
    auto line = d.line_of(c.statement(r.fact.id));
    d.lines.erase(d.lines.begin() + static_cast<std::ptrdiff_t>(line - 1));
  }
  auto r = d.verify();
  expect_counts(r, 2, 0, 1);
  EXPECT_EQ(r.findings.at(0).code, Code::no_receipt);
  EXPECT_FALSE(r.complete);
}

TEST_F(Dossiers, WithoutTheMandateADispatchStaysOpenBecauseItMayHaveBeenLeftOut) {
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto d = of(avalon, mode);
    auto line = d.line_of(c.statement(c.post(avalon).signal(verbatim).mandates.at(0).fact.id));
    d.lines.erase(d.lines.begin() + static_cast<std::ptrdiff_t>(line - 1));
    auto r = d.verify();
    EXPECT_FALSE(r.fault);
    EXPECT_EQ(r.findings.at(0).proof, Proof::undecided);
    EXPECT_EQ(r.findings.at(0).code, Code::no_mandate);
  }
}

TEST_F(Dossiers, ShowAMandateThatWasNeverGivenOnceNothingIsLeftOut) {
  auto d = c.verbatim(verbatim, borduria);
  d.mandate.octets.fill(7);
  auto dispatch = c.say_anyway(harbour, avalon, d);
  c.settle();
  auto all = of(avalon, DossierMode::placed);
  auto line = all.line_of(c.statement(dispatch));
  expect_fault(all, line, Code::no_mandate);
  EXPECT_EQ(all.verify().breaches, 1u);
  EXPECT_EQ(of(avalon, DossierMode::bare).verify().breaches, 0u);
  EXPECT_EQ(of(avalon, DossierMode::placed, {verbatim}).verify().breaches, 0u);
}

TEST_F(Dossiers, NameADispatchAfterItsTime) {
  auto late = c.verbatim(verbatim, borduria);
  c.now = c.now.plus(8 * 86'400);
  auto dispatch = c.say_anyway(harbour, avalon, late);
  c.settle();
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto d = of(avalon, mode);
    expect_fault(d, d.line_of(c.statement(dispatch)), Code::too_late);
  }
}

TEST_F(Dossiers, NameADispatchAfterAWithdrawalThatWasSeen) {
  auto after = c.verbatim(crossed, borduria);
  auto dispatch = c.say_anyway(harbour, avalon, after);
  c.settle();
  auto d = of(avalon, DossierMode::placed);
  expect_fault(d, d.line_of(c.statement(dispatch)), Code::mandate_withdrawn);
}

TEST_F(Dossiers, NameAnIntermediaryThatForgetsWhatItHadSeen) {
  auto seen = c.post(harbour).channel(avalon.id).other.frontier.size();
  c.say_anyway(harbour, avalon, c.verbatim(crossed, borduria), seen - 1);
  c.settle();
  auto d = of(avalon, DossierMode::placed);
  // It had said something in between, on another matter: there the two neighbours meet.
  expect_fault(d, d.line_of(c.statement(own)), Code::wrong_context);
}

TEST_F(Dossiers, NameOtherWordsAtTheAddressee) {
  auto v = c.conveyance_of(avalon, c.verbatim(verbatim, borduria), StatementId{});
  v.words.text = "We will strike tonight.";
  auto conveyance = c.say_anyway(harbour, borduria, v);
  c.settle();
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto d = of(borduria, mode);
    expect_fault(d, d.line_of(c.statement(conveyance)), Code::words_differ);
  }
}

TEST_F(Dossiers, AReceiptForOtherWordsIsABreach) {
  c.answers_itself = false;
  auto id = allow("We want to talk.", week_from(c.now));
  auto [dispatch, conveyance] = c.convey(avalon, borduria, c.verbatim(id, borduria)).value();
  c.settle();
  auto of_it = std::get<ConveyanceState>(c.post(borduria).subjects.at(conveyance)).of;
  auto other = receipt_words(of_it, Form::verbatim, Attribution::named, words_digest(words("They want war.")));
  auto receipt = c.statement(c.say_anyway(borduria, harbour, Receipt{conveyance, of_it, other}));
  auto report = c.say_anyway(harbour, avalon, Report{id, dispatch, receipt});
  c.settle();
  auto d = of(avalon, DossierMode::placed);
  expect_fault(d, d.line_of(c.statement(report)), Code::words_differ);
}

TEST_F(Dossiers, EveryFlippedOctetIsFound) {
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto good = of(avalon, mode);
    crypto::SeededRandom random(5);
    for (int i = 0; i < 150; ++i) {
      auto d = good;
      std::array<Byte, 8> dice{};
      random.fill(dice);
      auto& line = d.lines[1 + base::get_u32(dice) % (d.lines.size() - 1)];
      auto at = base::get_u32(ByteView(dice).subspan(4)) % line.size();
      line[at] = line[at] == 'A' ? 'B' : 'A';
      if (line == good.lines[static_cast<std::size_t>(&line - d.lines.data())]) continue;
      EXPECT_TRUE(d.verify().fault) << line;
    }
  }
}

TEST_F(Dossiers, StatementsInAnotherOrderAreFound) {
  auto d = of(avalon, DossierMode::placed);
  auto line = d.line_of(c.statement(verbatim));
  std::swap(d.lines[line - 1], d.lines[line]);
  expect_fault(d, line + 1, Code::wrong_context);
}

TEST_F(Dossiers, AStatementTwiceIsFound) {
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto d = of(avalon, mode);
    auto line = d.line_of(c.statement(verbatim));
    d.lines.insert(d.lines.begin() + static_cast<std::ptrdiff_t>(line), d.lines[line - 1]);
    expect_fault(d, line + 1, Code::exists);
  }
}

TEST_F(Dossiers, AGroupTwiceIsFound) {
  auto d = of(avalon, DossierMode::bare);
  auto line = d.line_of(c.statement(verbatim));
  d.lines.push_back(d.lines[line - 2]);
  expect_fault(d, d.lines.size(), Code::exists);
}

TEST_F(Dossiers, AStatementInAnothersGroupIsFound) {
  auto d = of(avalon, DossierMode::bare);
  auto line = d.line_of(c.statement(verbatim));
  std::swap(d.lines[line - 1], d.lines[4]);
  expect_fault(d, 5, Code::wrong_context);
}

/// A second statement that Harbour signs for a place that it has used.
TEST_F(Dossiers, AForkIsFound) {
  auto d = of(avalon, DossierMode::placed);
  const auto& kept = c.find(c.post(avalon).signal(verbatim).dispatches.at(0).fact.id);
  auto s = *record::decode_payload(kept.entry.statement.payload);
  s.time = s.time.plus(1);
  auto forged = record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), harbour.key);
  auto line = d.line_of(kept.entry.statement);
  auto text = d.lines[line - 1];
  auto put = [&](const std::string& from, const std::string& to) { text.replace(text.find(from), from.size(), to); };
  put(base::base64(kept.entry.statement.payload), base::base64(forged.payload));
  put(base::base64(kept.entry.statement.signature), base::base64(forged.signature));
  d.lines.insert(d.lines.begin() + static_cast<std::ptrdiff_t>(line), text);
  expect_fault(d, line + 1, Code::bad_proof);
}

TEST_F(Dossiers, ATreeThatItsAuthorsNeverSignedIsFound) {
  auto& post = c.post(avalon);
  auto& feed = post.channels.at(avalon.id).other;
  std::swap(feed.leaves[1], feed.leaves[2]);
  feed.frontier = {};
  for (const auto& l : feed.leaves) feed.frontier.append(l);
  auto r = of(avalon, DossierMode::placed).verify();
  ASSERT_TRUE(r.fault);
  EXPECT_EQ(r.fault->code, Code::bad_proof);
}

TEST_F(Dossiers, AFeedUnderAnothersIdIsFound) {
  auto d = of(avalon, DossierMode::placed);
  auto at = d.lines[1].find("\"incarnation\":0");
  d.lines[1].replace(at, 15, "\"incarnation\":1");
  expect_fault(d, 2, Code::wrong_context);
}

TEST_F(Dossiers, NeedTheirHeaderAndOpening) {
  auto good = of(avalon, DossierMode::bare);
  auto d = good;
  d.lines.clear();
  expect_fault(d, 1, Code::malformed);
  d = good;
  d.lines.resize(1);
  expect_fault(d, 2, Code::malformed);
  d = good;
  d.lines.erase(d.lines.begin() + 1);
  expect_fault(d, 2, Code::wrong_context);
  d = good;
  d.lines[1][20] = d.lines[1][20] == 'A' ? 'B' : 'A';
  expect_fault(d, 2, Code::wrong_context);
}

TEST_F(Dossiers, EndWithALineFeedAndHaveNoLineTooLong) {
  auto d = of(avalon, DossierMode::bare);
  d.lines.back().pop_back();
  expect_fault(d, d.lines.size(), Code::malformed);
  d = of(avalon, DossierMode::bare);
  d.lines.insert(d.lines.begin() + 3, std::string(dossier_line_bytes_max + 1, 'x') + "\n");
  expect_fault(d, 4, Code::too_large);
}

TEST_F(Dossiers, LinesHaveOneSpelling) {
  auto placed = of(avalon, DossierMode::placed);
  for (const auto& with_feed : placed.lines) {
    std::string_view line(with_feed.data(), with_feed.size() - 1);
    bool header = line.starts_with("{\"case\""), opening = line.starts_with("{\"payload\"");
    if (header) EXPECT_TRUE(read_header_line(line));
    else if (is_feed_line(line)) EXPECT_TRUE(read_feed_line(line));
    else if (is_group_line(line)) EXPECT_TRUE(read_group_line(line));
    else {
      auto read = read_statement_line(line);
      ASSERT_TRUE(read) << line;
      if (!opening) EXPECT_EQ(read->context_digest, record::context_digest(read->place->context));
      std::string again;
      DossierWriter writer({}, [&](std::string_view l) -> Result<void> {
        again = l;
        return {};
      });
      EXPECT_TRUE(writer.statement(read->statement, read->place ? &*read->place : nullptr));
      EXPECT_EQ(again, with_feed);
      EXPECT_FALSE(read_statement_line(std::string(line) + " "));
      EXPECT_FALSE(read_statement_line(std::string(line).insert(1, " ")));
      EXPECT_FALSE(read_statement_line(line.substr(0, line.size() - 1)));
    }
  }
}

/// The root before a leaf, and with a memo that was used for others: against trees built leaf by leaf.
TEST(RootBefore, IsTheRootOfTheLeavesBefore) {
  std::vector<Digest> leaves;
  for (Byte i = 0; i < 37; ++i) {
    leaves.push_back(record::leaf_hash({&i, 1}));
    auto head = record::head_of(leaves);
    PathMemo memo;
    for (std::uint64_t k = 0; k < leaves.size(); ++k) {
      auto proof = record::inclusion_proof(leaves, k);
      auto before = root_before(head, k, leaves[k], proof, memo);
      ASSERT_TRUE(before);
      EXPECT_EQ(*before, record::head_of(std::span(leaves).first(k)).root);
      if (k + 1 < leaves.size()) EXPECT_FALSE(root_before(head, k + 1, leaves[k], proof, memo));
      if (!proof.empty()) {
        auto other = proof;
        other.back().octets[0] ^= 1;
        EXPECT_FALSE(root_before(head, k, leaves[k], other, memo));
        other = proof;
        other.pop_back();
        EXPECT_FALSE(root_before(head, k, leaves[k], other, memo));
      }
      auto longer = proof;
      longer.push_back(head.root);
      EXPECT_FALSE(root_before(head, k, leaves[k], longer, memo));
    }
    EXPECT_FALSE(root_before(head, leaves.size(), leaves.back(), {}, memo));
  }
}

}  // namespace
}  // namespace offices::mediation
