// SPDX-License-Identifier: Apache-2.0
// What a relay's database shows: two cases of equal sizes and other words leave databases of one shape, and nothing of
// either case can be read in them.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "mediation/kinds.hpp"
#include "post/session.hpp"
#include "store/database.hpp"
#include "tests/relay/running_relay.hpp"

namespace offices::relay {
namespace {

using testing::Folder;

const post::AskPassphrase nobody = [] { return Result<crypto::SecretBytes>(fail(Code::passphrase_needed)); };

/// What people say in one case. Two of them have equal sizes, string by string.
struct Talk {
  std::string title, intermediary, author, addressee, words, rendering, paper, last;
};
const Talk peace{"Talks at the lakeside",
                 "Harbourmaster",
                 "Avalonians",
                 "Bordurians",
                 "We are committed to further de-escalation.",
                 "They would rather not fight.",
                 "Between ourselves: they mean it.",
                 std::string(90'000, 'p')};
const Talk strife{"Quarrel in the valley",
                  "Rivermerchant",
                  "Syldavians",
                  "Dalmatians",
                  "We are determined to escalate all of this.",
                  "They would rather have a war",
                  "Between ourselves: that is a lie",
                  std::string(90'000, 's')};

/// The posts of one case against one relay, one command after the other.
class Play {
 public:
  Play(const Talk& talk, const std::string& relay) : talk_(talk) {
    for (const auto& name : {talk.intermediary, talk.author, talk.addressee}) {
      post::InitOptions options;
      options.home = folder_.file(name);
      options.relays = {relay};
      EXPECT_TRUE(post::init(std::move(options)).has_value());
    }
  }

  void run() {
    case_ = call(talk_.intermediary, "case.open", {{"title", talk_.title}, {"as", talk_.intermediary}}).at("case").get<std::string>();
    for (const auto& name : {talk_.author, talk_.addressee}) join(name);
    settle();
    auto signal = say(talk_.words, {{"form", "paraphrase"}, {"approval", "waived"}});
    settle();
    auto rendering = call(talk_.intermediary, "render", {{"signal", signal}, {"to", talk_.addressee}, {"text", talk_.rendering}});
    Json convey{{"signal", signal}, {"to", talk_.addressee}, {"rendering", rendering.at("rendering")}};
    auto conveyed = call(talk_.intermediary, "convey", convey);
    settle();
    call(talk_.addressee, "acknowledge", {{"conveyance", conveyed.at("conveyance")}, {"position", "noted"}});
    call(talk_.intermediary, "confide", {{"case", case_}, {"to", talk_.addressee}, {"text", talk_.paper}});
    settle();
    // These stay at the relay: nobody fetches any more.
    say(talk_.last, Json::object());
    call(talk_.intermediary, "signal", {{"case", case_}, {"to", {talk_.addressee}}, {"text", talk_.rendering}});
    call(talk_.addressee, "confide", {{"case", case_}, {"text", talk_.paper}});
  }

  /// Names, words, and every id of the case, in every spelling that a careless relay could keep them in.
  std::vector<std::string> secrets() {
    std::vector<std::string> out{talk_.title, talk_.intermediary, talk_.author, talk_.addressee,
                                 talk_.words, talk_.rendering,    talk_.paper,  talk_.last.substr(0, 24)};
    for (std::size_t i = 0; i < 8; ++i) out.push_back(base::base64(base::as_bytes(out[i])).substr(0, out[i].size() / 3 * 4));
    std::set<std::string> ids;
    for (const auto& name : {talk_.intermediary, talk_.author, talk_.addressee}) {
      auto shown = call(name, "case.show", {{"case", case_}});
      collect(shown, ids);
      collect(call(name, "inbox", Json::object()), ids);
      collect(call(name, "waiting", Json::object()), ids);
    }
    ids.insert(case_);
    ids_ = ids.size();
    for (const auto& hex : ids) {
      auto raw = base::from_hex(hex).value();
      out.push_back(hex);
      out.emplace_back(base::as_text(raw));
      out.push_back(base::base64(raw).substr(0, raw.size() / 3 * 4));
    }
    return out;
  }
  [[nodiscard]] std::size_t ids() const { return ids_; }

 private:
  Json call(const std::string& name, std::string_view verb, const Json& args) {
    auto session = post::open_session(folder_.file(name), nobody, 10'000);
    EXPECT_TRUE(session.has_value());
    auto result = (*session)->call(verb, args);
    EXPECT_TRUE(result.has_value()) << verb << ": " << (result ? "" : base::info(result.error().code).name);
    return result.value_or(Json::object());
  }
  void join(const std::string& name) {
    auto invited = call(talk_.intermediary, "case.invite", {{"case", case_}, {"role", "party"}, {"name", name}});
    Json args{{"file", invited.at("file")}, {"accept_charter", true}};
    call(name, "case.join", args);
    call(talk_.intermediary, "sync", Json::object());
    EXPECT_EQ(call(name, "case.join", args).at("state"), "admitted");
  }
  std::string say(const std::string& text, const Json& more) {
    Json args{{"case", case_}, {"to", {talk_.addressee}}, {"text", text}};
    args.update(more);
    return call(talk_.author, "signal", args).at("signal").get<std::string>();
  }
  void settle() {
    for (int i = 0; i < 4; ++i)
      for (const auto& name : {talk_.intermediary, talk_.author, talk_.addressee}) call(name, "sync", Json::object());
  }
  /// Every string of 64 hexadecimal digits.
  static void collect(const Json& json, std::set<std::string>& ids) {
    if (json.is_string() && json.get_ref<const std::string&>().size() == 64 && base::from_hex(json.get_ref<const std::string&>()))
      ids.insert(json.get<std::string>());
    if (json.is_structured())
      for (const auto& part : json) collect(part, ids);
  }

  const Talk& talk_;
  Folder folder_;
  std::string case_;
  std::size_t ids_ = 0;
};

std::string octets_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Tables, rows, and the size of every value in them.
Json shape_of(const std::string& file) {
  auto db = store::Database::open(file, {}).value();
  auto rows = [&](std::string_view sql, int columns) {
    Json out = Json::array();
    auto s = db.prepare(sql).value();
    while (s.step().value()) {
      Json row = Json::array();
      for (int c = 0; c < columns; ++c) row.push_back(s.text(c));
      out.push_back(std::move(row));
    }
    return out;
  };
  return {{"schema", rows("SELECT type, name, sql FROM sqlite_master ORDER BY name", 3)},
          {"pages", rows("SELECT page_count, page_size FROM pragma_page_count, pragma_page_size", 2)},
          {"free", rows("SELECT freelist_count FROM pragma_freelist_count", 1)},
          {"mailboxes", rows("SELECT row, length(id), length(deposit), length(fetch), latest, deleted_through, held FROM mailbox "
                             "ORDER BY row",
                             7)},
          {"envelopes", rows("SELECT mailbox, sequence, length(octets) FROM envelope ORDER BY row", 3)},
          {"digests", rows("SELECT mailbox, count(*), min(length(digest)), max(length(digest)) FROM digest GROUP BY mailbox", 4)}};
}

struct Left {
  Json shape;
  std::uintmax_t size = 0;
};

/// Plays a talk against a relay of its own, and looks for all of it in what the relay kept.
void play(const Talk& talk, Left& left) {
  Folder folder;
  auto file = folder.file("relay.db");
  std::vector<std::string> secrets;
  std::string during;
  std::size_t ids = 0;
  {
    testing::RunningRelay relay(testing::quiet_options(folder));
    Play one(talk, relay.url());
    one.run();
    during = octets_of(file) + octets_of(file + "-wal");
    secrets = one.secrets();
    ids = one.ids();
  }
  EXPECT_GE(ids, 12u) << "ids of case, posts, statements and channels";
  auto after = octets_of(file);
  for (const auto* kept : {&during, &after}) {
    ASSERT_NE(kept->find("envelope_sequence"), std::string::npos) << "not even its own words can be read in it";
    for (const auto& secret : secrets) EXPECT_EQ(kept->find(secret), std::string::npos) << secret.substr(0, 40);
  }
  left = {shape_of(file), std::filesystem::file_size(file)};
}

TEST(RelayDatabases, OfEqualSizesAndOtherWordsHaveOneShapeAndTellNothing) {
  Left first, second;
  play(peace, first);
  play(strife, second);
  EXPECT_EQ(first.shape, second.shape);
  EXPECT_EQ(first.size, second.size);
  EXPECT_GE(first.shape.at("envelopes").size(), 8u) << "what was not fetched is there";
  for (const auto& e : first.shape.at("envelopes")) EXPECT_EQ(e[2], std::to_string(wire::envelope_bytes));
}

/// The other way round: a talk of another size has another shape, so that the comparison can fail.
TEST(RelayDatabases, OfOtherSizesHaveAnotherShape) {
  Left first, second;
  auto longer = peace;
  longer.last += std::string(40'000, 'p');
  play(peace, first);
  play(longer, second);
  EXPECT_NE(first.shape.at("envelopes"), second.shape.at("envelopes"));
}

}  // namespace
}  // namespace offices::relay
