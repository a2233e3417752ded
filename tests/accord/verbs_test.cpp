// SPDX-License-Identifier: Apache-2.0
// Every accord verb as its user calls it: text, JSON in the shape that docs/negotiation.md describes, and what it says
// about bad files.
#include "cli/accord_verbs.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>
#include <utility>

namespace {

using nlohmann::json;

struct Said {
  int exit = 0;
  std::string out, err;
};

Said run(const std::vector<std::string>& words) {
  std::ostringstream out, err;
  Said said;
  said.exit = offices::cli::run_accord(words, out, err, false);
  said.out = out.str();
  said.err = err.str();
  return said;
}

const std::string water = std::string(OFFICES_EXAMPLES) + "/accord/water.json";
const std::string proposal = std::string(OFFICES_EXAMPLES) + "/accord/proposal.json";

/// A folder of its own, removed with everything in it.
class Verbs : public testing::Test {
 protected:
  Verbs() : folder_(std::filesystem::temp_directory_path() / ("accord-verbs-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~Verbs() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& content) {
    auto path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  std::string path(const std::string& name) { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

std::string genius(const std::string& body, const std::string& more = "") {
  return "<utility_space><objective name='o'>" + body + "</objective>" + more + "</utility_space>";
}
std::string discrete(const std::string& name, const std::string& x, const std::string& y, const std::string& index = "1") {
  return "<issue index='" + index + "' name='" + name + "' type='discrete'><item value='x' evaluation='" + x +
         "'/><item value='y' evaluation='" + y + "'/></issue>";
}
const std::string weight = "<weight index='1' value='1'/>";

void expect_point(const json& point, bool with_count) {
  ASSERT_TRUE(point["utility"].is_array());
  for (const auto& u : point["utility"]) EXPECT_TRUE(u.is_string());
  EXPECT_TRUE(point["outcome"].is_object());
  for (const auto& option : point["outcome"]) EXPECT_TRUE(option.is_string());
  EXPECT_EQ(point.contains("count"), with_count);
  EXPECT_EQ(point.size(), with_count ? 3u : 2u);
}

TEST_F(Verbs, SolveWritesTheDocumentedJson) {
  auto said = run({"solve", "--domain", water, "--json"});
  ASSERT_EQ(said.exit, 0) << said.err;
  auto answer = json::parse(said.out);
  EXPECT_EQ(answer["outcomes"], "486");
  EXPECT_EQ(answer["parties"], 2);
  EXPECT_EQ(answer["exact"], true);
  EXPECT_FALSE(answer.contains("slack"));
  EXPECT_EQ(answer["frontier_size"], 46);
  EXPECT_EQ(answer["pareto_outcomes"], "50");
  ASSERT_EQ(answer["frontier"].size(), 46u);
  double last = 1e9;
  for (const auto& point : answer["frontier"]) {
    expect_point(point, true);
    EXPECT_TRUE(point["count"].is_string());
    double first = std::stod(point["utility"][0].get<std::string>());
    EXPECT_LT(first, last) << "sorted by the first side's utility, falling";
    last = first;
  }
  EXPECT_EQ(answer["zopa"]["empty"], false);
  EXPECT_EQ(answer["disagreement"], json({"0.35", "0.3"}));
  for (const char* name : {"nash", "kalai_smorodinsky", "egalitarian", "utilitarian"}) {
    const auto& solution = answer["solutions"][name];
    EXPECT_TRUE(solution["value"].is_string()) << name;
    EXPECT_EQ(solution["ties"], std::to_string(solution["points"].size())) << name;
    EXPECT_TRUE(solution["individually_rational"].is_boolean()) << name;
    for (const auto& point : solution["points"]) expect_point(point, false);
  }
  EXPECT_EQ(answer["solutions"]["nash"]["value"], "0.1254");
  EXPECT_EQ(answer["solutions"]["nash"]["points"][0]["utility"], json({"0.73", "0.63"}));
}

TEST_F(Verbs, SolveWritesOnePointALine) {
  auto whole = json::parse(run({"solve", "--domain", water, "--json"}).out);
  std::istringstream lines(run({"solve", "--domain", water, "--jsonl"}).out);
  std::size_t at = 0;
  json last;
  for (std::string line; std::getline(lines, line); ++at) {
    last = json::parse(line);
    if (at < 46) EXPECT_EQ(last, whole["frontier"][at]);
  }
  EXPECT_EQ(at, 47u);
  whole.erase("frontier");
  EXPECT_EQ(last, whole);
}

/// Lines, the last of them apart.
std::pair<json, json> lines_of(const std::string& out) {
  std::istringstream lines(out);
  json all = json::array();
  for (std::string line; std::getline(lines, line);) all.push_back(json::parse(line));
  auto last = all.back();
  all.erase(all.size() - 1);
  return {all, last};
}

/// Seeded; the second side wants what the first does not, but for a little noise.
std::string opposed(std::size_t issues, std::size_t options) {
  json scenario{{"format", "goodoffices-accord-1"}};
  std::uint64_t state = 7;
  auto next = [&](std::uint64_t below) { return ((state = state * 6364136223846793005u + 1442695040888963407u) >> 33) % below; };
  for (std::size_t i = 0; i < issues; ++i) {
    auto issue = std::to_string(i);
    scenario["agenda"]["issues"][i]["name"] = issue;
    auto importance = 1 + next(100);
    for (std::size_t k = 0; k < options; ++k) {
      scenario["agenda"]["issues"][i]["options"].push_back(std::to_string(k));
      auto mine = next(100'000);
      scenario["sides"][0]["worth"][issue][std::to_string(k)] = importance * mine;
      scenario["sides"][1]["worth"][issue][std::to_string(k)] = importance * (100'000 - mine + next(10'000));
    }
  }
  scenario["sides"][0]["name"] = "one";
  scenario["sides"][1]["name"] = "two";
  scenario["sides"][0]["reservation"] = "5e6";
  return scenario.dump();
}

TEST_F(Verbs, SolveStreamsWhatItListsAlsoOnTwoThreads) {
  auto domain = write("opposed.json", opposed(30, 10));  // its last merge is large enough for both
  for (const std::vector<std::string>& with : {std::vector<std::string>{}, {"--zopa"}, {"--threads", "1"}, {"--memory", "1"}}) {
    std::vector<std::string> words{"solve", "--domain", domain, "--json"};
    words.insert(words.end(), with.begin(), with.end());
    auto whole = json::parse(run(words).out);
    words[3] = "--jsonl";
    auto [lines, last] = lines_of(run(words).out);
    EXPECT_GT(lines.size(), 1'000u);
    if (with.empty() || with.front() != "--memory") EXPECT_EQ(lines, whole["frontier"]);
    EXPECT_EQ(lines.size(), last["frontier_size"]);
    whole.erase("frontier");
    if (with.empty() || with.front() != "--memory") EXPECT_EQ(last, whole);
  }
}

TEST_F(Verbs, SolveTellsProgramsOfErrorsInALineToo) {
  auto said = run({"solve", "--domain", path("absent.json"), "--jsonl"});
  EXPECT_NE(said.exit, 0);
  EXPECT_TRUE(json::parse(said.out)["error"]["message"].is_string());
}

TEST_F(Verbs, SolveKeepsTheZopaOnRequest) {
  auto answer = json::parse(run({"solve", "--domain", water, "--json", "--zopa"}).out);
  EXPECT_EQ(answer["frontier_size"], 27);
  for (const auto& point : answer["frontier"]) {
    EXPECT_GE(std::stod(point["utility"][0].get<std::string>()), 0.35);
    EXPECT_GE(std::stod(point["utility"][1].get<std::string>()), 0.3);
  }
  EXPECT_EQ(answer["solutions"]["nash"]["value"], "0.1254");
}

TEST_F(Verbs, SolveSaysHowMuchWouldHaveToGive) {
  auto one = write("one.xml", genius(discrete("A", "10", "1") + weight, "<reservation value='0.9'/>"));
  auto two = write("two.xml", genius(discrete("A", "1", "10") + weight, "<reservation value='0.8'/>"));
  auto said = run({"solve", "--profile", one, "--profile", two, "--json"});
  ASSERT_EQ(said.exit, 0) << said.err;
  auto answer = json::parse(said.out);
  EXPECT_EQ(answer["zopa"]["empty"], true);
  EXPECT_EQ(answer["zopa"]["concession_alone"], json({"0.8", "0.7"}));
  EXPECT_EQ(answer["zopa"]["concession_equal"], "0.7");
  EXPECT_EQ(answer["solutions"]["nash"], nullptr);
  EXPECT_EQ(answer["solutions"]["utilitarian"]["individually_rational"], false);
  auto text = run({"solve", "--profile", one, "--profile", two}).out;
  EXPECT_NE(text.find("zone of possible agreement: empty\n  one alone would have to give 0.8\n  two alone would have to give 0.7\n"),
            std::string::npos)
      << text;
}

TEST_F(Verbs, SolveFollowsConventions) {
  for (const char* convention : {"offices", "genius", "negmas"}) {
    auto said = run({"solve", "--domain", water, "--json", "--convention", convention});
    ASSERT_EQ(said.exit, 0) << said.err;
    EXPECT_EQ(json::parse(said.out)["convention"], convention);
  }
  auto said = run({"solve", "--domain", water, "--convention", "other"});
  EXPECT_NE(said.exit, 0);
  EXPECT_NE(said.err.find("no convention 'other': offices, genius or negmas"), std::string::npos) << said.err;
}

TEST_F(Verbs, SolveMarksWhatIsNotExact) {
  auto real = write("real.json", R"({"format":"goodoffices-accord-1","agenda":{"issues":[{"name":"P","from":"0","to":"1","real":true}]},
    "sides":[{"name":"a","worth":{"P":[["0","0"],["1","1"]]}},{"name":"b","worth":{"P":[["0","1"],["1","0"]]}}]})");
  auto answer = json::parse(run({"solve", "--domain", real, "--json", "--steps", "10"}).out);
  EXPECT_EQ(answer["outcomes"], nullptr);
  EXPECT_EQ(answer["exact"], false);
  EXPECT_EQ(answer["pareto_outcomes"], nullptr);
  EXPECT_EQ(answer["slack"], json({"0.05", "0.05"}));
  for (const auto& point : answer["frontier"]) EXPECT_EQ(point["count"], nullptr);
  for (const char* name : {"nash", "egalitarian", "utilitarian"}) {
    const auto& solution = answer["solutions"][name];
    EXPECT_GE(std::stod(solution["at_most"].get<std::string>()), std::stod(solution["value"].get<std::string>())) << name;
  }
}

/// 3^40 outcomes, each of them efficient: every issue is worth 2^k to whoever gets it.
std::string all_efficient(std::size_t sides) {
  json scenario{{"format", "goodoffices-accord-1"}};
  for (std::uint64_t k = 0; k < 40; ++k) {
    std::string issue = "issue " + std::to_string(k);
    for (std::size_t side = 0; side < sides; ++side) {
      scenario["agenda"]["issues"][k]["name"] = issue;
      scenario["agenda"]["issues"][k]["options"].push_back("to " + std::to_string(side));
      scenario["sides"][side]["name"] = "side " + std::to_string(side);
      scenario["sides"][side]["worth"][issue]["to " + std::to_string(side)] = std::to_string(std::uint64_t{1} << k);
      for (std::size_t other = 0; other < sides; ++other)
        if (other != side) scenario["sides"][side]["worth"][issue]["to " + std::to_string(other)] = "0";
    }
  }
  return scenario.dump();
}

void expect_certified(const json& answer, std::size_t sides) {
  EXPECT_EQ(answer["exact"], false);
  ASSERT_EQ(answer["slack"].size(), sides);
  for (const auto& slack : answer["slack"]) EXPECT_LT(std::stod(slack.get<std::string>()), 0x1p40);
  for (const char* name : {"nash", "egalitarian", "utilitarian"}) {
    const auto& solution = answer["solutions"][name];
    EXPECT_GE(std::stod(solution["at_most"].get<std::string>()), std::stod(solution["value"].get<std::string>())) << name;
  }
}

TEST_F(Verbs, SolveEndsWithACertificateWhenTimeOrMemoryIsUp) {
  for (std::size_t sides : {2u, 3u}) {
    auto domain = write("all.json", all_efficient(sides));
    for (const std::vector<std::string>& limit : {std::vector<std::string>{"--seconds", "0.2"}, {"--seconds", "1", "--memory", "8"}}) {
      std::vector<std::string> words{"solve", "--domain", domain, "--json"};
      words.insert(words.end(), limit.begin(), limit.end());
      auto said = run(words);
      ASSERT_EQ(said.exit, 0) << said.err;
      expect_certified(json::parse(said.out), sides);
    }
  }
}

/// Presses Ctrl-C as soon as something is written to it: the progress bar, after a second.
class Interrupting : public std::stringbuf {
 protected:
  std::streamsize xsputn(const char* text, std::streamsize n) override {
    if (std::exchange(pressed_, true) == false) std::raise(SIGINT);
    return std::stringbuf::xsputn(text, n);
  }

 private:
  bool pressed_ = false;
};

TEST_F(Verbs, CtrlCEndsASolveAndSaysSo) {
  auto domain = write("all.json", all_efficient(3));
  std::ostringstream out;
  Interrupting pressed;
  std::ostream err(&pressed);
  EXPECT_NE(offices::cli::run_accord(std::vector<std::string>{"solve", "--domain", domain}, out, err, true), 0);
  EXPECT_EQ(out.str(), "");
  EXPECT_NE(pressed.str().find("goodoffices: error: cancelled before it was done\n"), std::string::npos) << pressed.str();
}

TEST_F(Verbs, FrameworksNamesPackagesThatDiffer) {
  auto said = run({"frameworks", "--domain", water, "-k", "3", "--loss", "0.12", "--json"});
  ASSERT_EQ(said.exit, 0) << said.err;
  auto found = json::parse(said.out);
  EXPECT_EQ(found["exact"], true);
  ASSERT_EQ(found["frameworks"].size(), 3u);
  for (const auto& point : found["frameworks"]) expect_point(point, false);
  EXPECT_NE(found["frameworks"][0]["outcome"], found["frameworks"][1]["outcome"]);
  EXPECT_GT(std::stod(found["distance"].get<std::string>()), 0);
  auto few = run({"frameworks", "--domain", water, "-k", "90", "--loss", "0"});
  EXPECT_NE(few.exit, 0);
  EXPECT_NE(few.err.find("packages are good enough; allow a greater loss"), std::string::npos) << few.err;
  EXPECT_EQ(run({"frameworks", "--domain", water, "--side", "Upstream"}).exit, 0);
  EXPECT_NE(run({"frameworks", "--domain", water, "--side", "Nobody"}).err.find("no side 'Nobody'"), std::string::npos);
  EXPECT_NE(run({"frameworks", "--domain", water, "--loss", "2"}).err.find("--loss is a share between 0 and 1"), std::string::npos);
}

TEST_F(Verbs, ExplainNamesTrades) {
  auto said = run({"explain", "--domain", water, "--package", proposal});
  ASSERT_EQ(said.exit, 0) << said.err;
  EXPECT_EQ(said.out.find("the package: Upstream 0.7, Downstream 0.37\n"), 0u);
  EXPECT_NE(said.out.find("  on inspections, from none to announced: Upstream gives 0.1, Downstream gains 0.2\n"), std::string::npos);
  auto e = json::parse(run({"explain", "--domain", water, "--package", proposal, "--json"}).out);
  EXPECT_EQ(e["utility"], json({"0.7", "0.37"}));
  EXPECT_EQ(e["on_frontier"], false);
  EXPECT_EQ(e["allowed"], true);
  for (const auto& point : e["dominating"]) {
    EXPECT_GE(std::stod(point["utility"][0].get<std::string>()), 0.7);
    EXPECT_GE(std::stod(point["utility"][1].get<std::string>()), 0.37);
  }
  EXPECT_EQ(e["routes"]["nash"]["trades"][0]["gain"].size(), 2u);
  EXPECT_EQ(e["robustness"].size(), 2u);
  auto bad = write("bad.json", R"({"inspections":"never heard of"})");
  auto refused = run({"explain", "--domain", water, "--package", bad});
  EXPECT_NE(refused.exit, 0);
  EXPECT_NE(refused.err.find("bad.json"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("never heard of"), std::string::npos) << refused.err;
}

TEST_F(Verbs, ConvertWritesWhatSolvesTheSame) {
  auto one = write("one.xml", genius(discrete("A &amp; B", "2", "4") + weight, "<reservation value='0.25'/>"));
  auto two = write("two.xml", genius(discrete("A & B", "4", "3") + weight));  // unescaped, as it occurs
  auto own = path("own.json");
  ASSERT_EQ(run({"convert", "--profile", one, "--profile", two, "-o", own}).exit, 0);
  auto before = run({"solve", "--profile", one, "--profile", two, "--json"});
  auto after = run({"solve", "--domain", own, "--json"});
  ASSERT_EQ(before.exit, 0) << before.err;
  EXPECT_EQ(json::parse(before.out), json::parse(after.out));
  auto again = path("again.json");
  ASSERT_EQ(run({"convert", "--domain", own, "-o", again}).exit, 0);
  auto content = [](const std::string& p) { return (std::ostringstream() << std::ifstream(p).rdbuf()).str(); };
  EXPECT_EQ(content(own), content(again));
  EXPECT_EQ(content(own), run({"convert", "--domain", own}).out);
}

TEST_F(Verbs, PlotWritesAPicture) {
  auto svg = path("picture.svg");
  ASSERT_EQ(run({"plot", "--domain", water, "--package", proposal, "-o", svg}).exit, 0);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_file(svg.c_str()));
  EXPECT_EQ(document.select_nodes("//circle[@r='2.2']").size(), 46u);
  EXPECT_EQ(document.select_nodes("//text[.='package 1']").size(), 1u);
  auto nowhere = run({"plot", "--domain", water, "-o", path("no/such/folder.svg")});
  EXPECT_NE(nowhere.exit, 0);
  EXPECT_NE(nowhere.err.find("folder.svg"), std::string::npos);
}

TEST_F(Verbs, EveryVerbExplainsItself) {
  for (const char* verb : {"solve", "frameworks", "explain", "convert", "plot"}) {
    auto said = run({verb, "--help"});
    EXPECT_EQ(said.exit, 0) << verb;
    EXPECT_NE(said.out.find("--profile"), std::string::npos) << verb;
  }
  EXPECT_NE(run({}).exit, 0);
  EXPECT_NE(run({"solve", "--nonsense"}).exit, 0);
  EXPECT_NE(run({"explain", "--domain", water}).exit, 0);
}

/// What `solve` says of a good profile with this one beside it.
class BadFiles : public Verbs {
 protected:
  std::string why(const std::string& bad, const std::string& good = genius(discrete("A", "1", "2") + weight)) {
    auto one = write("good.file", good), two = write("bad.file", bad);
    auto said = run({"solve", "--profile", one, "--profile", two});
    EXPECT_NE(said.exit, 0);
    EXPECT_EQ(said.out, "");
    auto start = said.err.find("bad.file: ");
    if (start == std::string::npos) start = said.err.find("good.file: ");
    return start == std::string::npos ? said.err : said.err.substr(start, said.err.find('\n') - start);
  }
};

TEST_F(BadFiles, AreRefusedByFileElementAndReason) {
  EXPECT_EQ(why(genius(discrete("A", "1", "2"))), "bad.file: issue 'A': has no <weight>");
  EXPECT_EQ(why(genius(discrete("A", "1", "NaN") + weight)), "bad.file: issue 'A' option 'y': evaluation 'NaN' is not a finite number");
  EXPECT_EQ(why(genius(discrete("A", "1", "inf") + weight)), "bad.file: issue 'A' option 'y': evaluation 'inf' is not a finite number");
  EXPECT_EQ(
      why(genius(
          "<issue index='1' name='A' type='discrete'><item value='x' evaluation='1'/><item value='y' evaluation='1'/><item value='z' evaluation='1'/></issue>" +
          weight)),
      "bad.file: issue 'A': evaluates option 'z', which is not on the agenda");
  EXPECT_EQ(why(genius(discrete("B", "1", "2") + weight)), "bad.file: issue 'A': is on the agenda but not in this profile");
  EXPECT_EQ(why("<utility_space>"), "bad.file: octet 14: Start-end tags mismatch");
  EXPECT_EQ(why(std::string("\0\xff\x12", 3)), "bad.file: top level: not JSON at octet 1");
}

TEST_F(BadFiles, OfAMillionIssuesAreRefusedAtOnce) {
  std::string many = "{\"issueWeights\":{\"i\":1},\"issues\":{";
  for (int i = 0; i < 1'000'000; ++i) many += (i ? ",\"i" : "\"i") + std::to_string(i) + "\":{\"x\":1}";
  auto said = why(many + "}}", many + "}}");
  EXPECT_EQ(said, "good.file: issues: more than 2000");
}

TEST_F(BadFiles, EntityBombsAreNotExpanded) {
  std::string bomb = "<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'>";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " '";
    for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
    bomb += "'>";
  }
  bomb += "]>" + genius(discrete("&j;", "1", "2") + weight);
  auto one = write("one.xml", bomb), two = write("two.xml", bomb);
  auto said = run({"convert", "--profile", one, "--profile", two});
  ASSERT_EQ(said.exit, 0) << said.err;
  EXPECT_LT(said.out.size(), 2'000u);
  EXPECT_NE(said.out.find("&j;"), std::string::npos);
}

TEST_F(BadFiles, GiveJsonErrorsToPrograms) {
  auto bad = write("bad.xml", "<nothing/>");
  auto said = run({"solve", "--profile", bad, "--profile", bad, "--json"});
  EXPECT_NE(said.exit, 0);
  EXPECT_EQ(said.err, "");
  auto error = json::parse(said.out)["error"];
  EXPECT_TRUE(error["code"].is_string());
  EXPECT_NE(error["message"].get<std::string>().find("bad.xml: top level: neither <utility_space> nor <negotiation_template>"),
            std::string::npos);
}

TEST_F(BadFiles, ThatAreNotThereAreNamed) {
  auto said = run({"solve", "--domain", path("absent.json")});
  EXPECT_NE(said.exit, 0);
  EXPECT_NE(said.err.find("absent.json"), std::string::npos);
}

}  // namespace
