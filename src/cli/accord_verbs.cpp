// SPDX-License-Identifier: Apache-2.0
#include "cli/accord_verbs.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <ostream>

#include "accord/explain.hpp"
#include "accord/frameworks.hpp"
#include "accord/plot.hpp"
#include "accord/read.hpp"
#include "accord/report.hpp"
#include "accord/solve.hpp"
#include "cli/accord_progress.hpp"
#include "cli/accord_say.hpp"

namespace offices::cli {
namespace {

constexpr std::size_t lines_flushed = 64;

struct Options {
  std::string domain, convention = "offices", output, side, loss = "0.05", share = "0.05";
  std::vector<std::string> profiles, packages;
  bool json = false, json_lines = false, zopa = false;
  std::size_t count = 3, points = 10, memory_mib = 2048, steps = 32;
  double seconds = 0;
  unsigned threads = 2;
};

Result<accord::File> load(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(Code::file_unreadable, path);
  accord::File file{path, std::string(std::istreambuf_iterator<char>(in), {})};
  if (in.bad()) return fail(Code::file_unreadable, path);
  return file;
}

Result<accord::Scenario> scenario_of(const Options& o, const accord::Reading& reading) {
  std::optional<accord::File> domain;
  if (!o.domain.empty()) { OFFICES_TRY_SET(domain, load(o.domain)); }
  std::vector<accord::File> profiles;
  for (const auto& path : o.profiles) {
    OFFICES_TRY(file, load(path));
    profiles.push_back(std::move(file));
  }
  return accord::read_scenario(domain, profiles, reading);
}

/// One run of a verb: options, streams, and what several verbs need.
class Verb {
 public:
  Verb(const Options& options, std::ostream& out, std::ostream& err, bool terminal)
      : o_(options), out_(out), err_(err), terminal_(terminal) {}

  Result<void> solve() {
    OFFICES_TRY(answer, answered(o_.zopa));
    if (o_.json_lines) accord::write_json_lines(answer, sink());
    else if (o_.json) accord::write_json(answer, sink());
    else accord::write_text(answer, o_.points, sink());
    return {};
  }

  Result<void> frameworks() {
    OFFICES_TRY(answer, answered(false));
    accord::FrameworksRequest request;
    request.count = o_.count;
    OFFICES_TRY_SET(request.loss, accord::parse_number(o_.loss));
    if (request.loss < 0 || request.loss > 1) return fail(Code::usage, "--loss is a share between 0 and 1");
    if (!o_.side.empty()) { OFFICES_TRY_SET(request.side, side_named(answer, o_.side)); }
    OFFICES_TRY(found, accord::frameworks(answer, request));
    out_ << (o_.json ? frameworks_json(answer, found) : frameworks_text(answer, found));
    return {};
  }

  Result<void> explain() {
    OFFICES_TRY(answer, answered(false));
    OFFICES_TRY(package, package_of(answer, o_.packages.front()));
    auto explanation = accord::explain(answer, package);
    std::vector<std::optional<accord::Robustness>> robust;
    OFFICES_TRY(share, accord::parse_number(o_.share));
    if (share < 0 || share > 1) return fail(Code::usage, "--share is a share between 0 and 1");
    Progress progress(err_, terminal_, o_.seconds);
    for (std::size_t s = 0; s < answer.scenario.sides.size(); ++s) {
      auto r = accord::robustness(answer, package, s, share, progress.control(o_.memory_mib << 20, o_.threads));
      if (!r && r.error().code == Code::cancelled) return std::unexpected(r.error());
      robust.push_back(r ? std::optional(*r) : std::nullopt);
    }
    out_ << (o_.json ? explanation_json(answer, explanation, robust) : explanation_text(answer, explanation, robust));
    return {};
  }

  Result<void> convert() {
    OFFICES_TRY(convention, convention_of());
    OFFICES_TRY(scenario, scenario_of(o_, {.cap_rectangles = convention == accord::Convention::genius}));
    return deliver(accord::write_scenario(scenario));
  }

  Result<void> plot() {
    OFFICES_TRY(answer, answered(o_.zopa));
    std::vector<accord::Outcome> packages;
    for (const auto& path : o_.packages) {
      OFFICES_TRY(package, package_of(answer, path));
      packages.push_back(std::move(package));
    }
    OFFICES_TRY(svg, accord::plot_svg(answer, packages));
    return deliver(svg);
  }

 private:
  accord::Sink sink() {
    return [this](std::string_view text) { out_ << text; };
  }

  Result<accord::Convention> convention_of() const {
    auto convention = accord::convention_named(o_.convention);
    if (!convention) return fail(Code::usage, "no convention '" + o_.convention + "': offices, genius or negmas");
    return *convention;
  }

  Result<accord::Answer> answered(bool zopa_only) {
    accord::Request request;
    OFFICES_TRY_SET(request.convention, convention_of());
    OFFICES_TRY(scenario, scenario_of(o_, {.cap_rectangles = request.convention == accord::Convention::genius}));
    Progress progress(err_, terminal_, o_.seconds);
    request.zopa_only = zopa_only;
    request.real_steps = o_.steps;
    request.control = progress.control(o_.memory_mib << 20, o_.threads);
    if (o_.json_lines) request.stream = streamed(progress);
    return accord::solve(scenario, request);
  }

  /// Writes each point while the next are found. A reader who is slow takes nothing off --seconds; one who is gone ends
  /// the run.
  std::function<void(const accord::Agenda&, const accord::StreamedPoint&)> streamed(Progress& progress) {
    return [this, &progress, lines = std::size_t{0}](const accord::Agenda& agenda, const accord::StreamedPoint& point) mutable {
      progress.unhurried([&] {
        out_ << accord::point_json(agenda, point) << '\n';
        if (lines++ % lines_flushed == 0) out_.flush();
        return static_cast<bool>(out_);
      });
    };
  }

  static Result<std::size_t> side_named(const accord::Answer& answer, const std::string& name) {
    const auto& sides = answer.scenario.sides;
    auto at = std::ranges::find_if(sides, [&](const auto& s) { return s.name == name || s.name.ends_with("/" + name); });
    if (at == sides.end()) return fail(Code::not_found, "no side '" + name + "'");
    return static_cast<std::size_t>(at - sides.begin());
  }

  static Result<accord::Outcome> package_of(const accord::Answer& answer, const std::string& path) {
    OFFICES_TRY(file, load(path));
    return accord::read_outcome(answer.scenario.agenda, file);
  }

  Result<void> deliver(const std::string& content) {
    if (o_.output.empty()) {
      out_ << content;
      return {};
    }
    std::ofstream file(o_.output, std::ios::binary | std::ios::trunc);
    file << content;
    file.close();
    if (!file) return fail(Code::file_unwritable, o_.output);
    return {};
  }

  const Options& o_;
  std::ostream& out_;
  std::ostream& err_;
  bool terminal_;
};

CLI::App* add_verb(CLI::App& app, const char* name, const char* what, Options& o) {
  auto* verb = app.add_subcommand(name, what);
  verb->add_option("--domain", o.domain, "the agenda: GENIUS XML, GeniusWeb JSON or our own format; NegoLog has none");
  verb->add_option("--profile", o.profiles, "a side's confidential preferences; once per side")->take_all()->allow_extra_args(false);
  verb->add_option("--convention", o.convention, "offices (default), genius or negmas; see docs/negotiation.md");
  verb->add_flag("--json", o.json, "print JSON");
  verb->add_option("--seconds", o.seconds, "answer with what is certified after so many seconds (default: no limit)")
      ->check(CLI::NonNegativeNumber);
  verb->add_option("--memory", o.memory_mib, "MiB for intermediate results (default 2048)")->check(CLI::Range(1, 1 << 20));
  verb->add_option("--threads", o.threads, "1 or 2 (default 2)")->check(CLI::Range(1, 2));
  verb->add_option("--steps", o.steps, "options that stand for a real-valued issue (default 32)")->check(CLI::Range(1, 10'000));
  return verb;
}

void build(CLI::App& app, Options& o) {
  app.require_subcommand(1);
  app.set_help_flag("--help,-h", "print this help");
  auto* solve = add_verb(app, "solve", "the Pareto frontier, the solution points and the zone of possible agreement", o);
  solve->add_flag(
      "--jsonl", o.json_lines,
      "print JSON Lines: a frontier point each, the rest last; two sides whose utilities are additive get\npoints while they are found");
  solve->add_flag("--zopa", o.zopa, "list only frontier points that every side prefers to no agreement");
  solve->add_option("--points", o.points, "frontier points to list as text (default 10)");
  auto* frameworks = add_verb(app, "frameworks", "several packages of nearly equal merit that differ in content", o);
  frameworks->add_option("-k,--count", o.count, "how many (default 3)")->check(CLI::Range(1, 100));
  frameworks->add_option("--loss", o.loss, "share of the Nash product that may be lost (default 0.05)");
  frameworks->add_option("--side", o.side, "measure the loss by this side's utility instead");
  auto* explain = add_verb(app, "explain", "what a package leaves on the table, the trades that pick it up, its robustness", o);
  explain->add_option("--package", o.packages, "the package: {\"issue\": \"option\", …}")->required()->expected(1);
  explain->add_option("--share", o.share, "share of the Nash product that may be lost to errors (default 0.05)");
  auto* convert = add_verb(app, "convert", "write the scenario in our own format", o);
  convert->add_option("-o,--output", o.output, "file to write (default: standard output)");
  auto* plot = add_verb(app, "plot", "draw the frontier of two sides as SVG", o);
  plot->add_option("-o,--output", o.output, "file to write (default: standard output)");
  plot->add_option("--package", o.packages, "mark this package; may be repeated")->take_all()->allow_extra_args(false);
  plot->add_flag("--zopa", o.zopa, "draw only what every side prefers to no agreement");
}

Result<void> carry_out(const CLI::App& app, Verb verb) {
  if (app.got_subcommand("solve")) return verb.solve();
  if (app.got_subcommand("frameworks")) return verb.frameworks();
  if (app.got_subcommand("explain")) return verb.explain();
  if (app.got_subcommand("convert")) return verb.convert();
  return verb.plot();
}

int refused(const Error& error, bool json, std::ostream& out, std::ostream& err) {
  const auto& row = base::info(error.code);
  std::string message(row.message);
  if (!error.detail.empty()) message += ": " + error.detail;
  if (json) {
    out << "{\"error\":{\"code\":" << accord::json_text(row.name) << ",\"hint\":" << accord::json_text(row.hint)
        << ",\"message\":" << accord::json_text(accord::clean_name(message)) << "}}\n";
  } else {
    err << "goodoffices: error: " << accord::clean_name(message) << '\n';
    if (!row.hint.empty()) err << "goodoffices: hint: " << row.hint << '\n';
  }
  return static_cast<int>(row.exit);
}

}  // namespace

int run_accord(std::span<const std::string> args, std::ostream& out, std::ostream& err, bool stderr_is_terminal) {
  Options options;
  CLI::App app("Finds the packages that are worth proposing, exactly, from each side's preferences.", "goodoffices accord");
  build(app, options);
  try {
    std::vector<std::string> reversed(args.rbegin(), args.rend());
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    const auto& chosen = app.get_subcommands();
    out << (chosen.empty() ? app.help() : chosen.front()->help("goodoffices accord"));
    return 0;
  } catch (const CLI::ParseError& problem) {
    return refused(Error{Code::usage, problem.what()}, options.json || options.json_lines, out, err);
  }
  try {
    auto done = carry_out(app, Verb(options, out, err, stderr_is_terminal));
    if (!done) return refused(done.error(), options.json || options.json_lines, out, err);
    out.flush();
    return out ? 0 : refused(Error{Code::file_unwritable, "standard output"}, false, out, err);
  } catch (const std::bad_alloc&) {
    return refused(Error{Code::limit_reached, "out of memory"}, options.json || options.json_lines, out, err);
  }
}

}  // namespace offices::cli
