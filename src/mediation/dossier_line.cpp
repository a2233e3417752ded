// SPDX-License-Identifier: Apache-2.0
#include "mediation/dossier_line.hpp"

#include <charconv>

namespace offices::mediation {
namespace {

constexpr std::uint64_t size_max = std::uint64_t{1} << 40;
constexpr std::size_t seen_max = 16;
constexpr std::size_t proof_max = 64;

/// Reads a line from left to right. After the first thing that does not fit, everything is empty and done() is false.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text), all_(text) {}

  bool accept(std::string_view literal) {
    if (!rest_.starts_with(literal)) return false;
    rest_.remove_prefix(literal.size());
    return true;
  }
  void expect(std::string_view literal) {
    if (!accept(literal)) fail_here();
  }
  /// Up to the next quotation mark, which is passed. None of our strings needs an escape.
  std::string_view text() {
    auto end = rest_.find('"');
    if (end == std::string_view::npos) return fail_here();
    auto v = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return v;
  }
  template <std::size_t N>
  void hex_into(std::array<Byte, N>& out) {
    auto v = text();
    if (v.size() != 2 * N) return void(fail_here());
    for (std::size_t i = 0; i < N; ++i) {
      int high = digit(v[2 * i]), low = digit(v[2 * i + 1]);
      if (high < 0 || low < 0) return void(fail_here());
      out[i] = static_cast<Byte>(high << 4 | low);
    }
  }
  template <class IdType>
  IdType id() {
    IdType v;
    hex_into(v.octets);
    return v;
  }
  std::uint64_t number(std::uint64_t most) {
    std::uint64_t v = 0;
    auto [end, ec] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), v);
    auto length = static_cast<std::size_t>(end - rest_.data());
    bool canonical = ec == std::errc{} && length > 0 && (rest_[0] != '0' || length == 1);
    if (!canonical || v > most) return fail_here(), 0;
    rest_.remove_prefix(length);
    return v;
  }
  Bytes base64(std::size_t most) {
    auto v = base::from_base64(text());
    if (!v || v->size() > most) return fail_here(), Bytes{};
    return *std::move(v);
  }
  void refuse() { fail_here(); }
  /// The octets between an earlier position and now.
  [[nodiscard]] std::size_t at() const { return all_.size() - rest_.size(); }
  [[nodiscard]] std::string_view since(std::size_t from) const { return all_.substr(from, at() - from); }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool done() const { return !failed_ && rest_.empty(); }

  template <class T>
  Result<T> finish(T value) {
    if (!done()) return fail(Code::malformed, "a line in another spelling");
    return value;
  }

 private:
  static int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }
  std::string_view fail_here() {
    failed_ = true;
    rest_ = {};
    return {};
  }
  std::string_view rest_, all_;
  bool failed_ = false;
};

/// {"root":…,"size":…}, from after the opening brace.
record::Head read_head(Cursor& c) {
  record::Head h;
  c.expect("\"root\":\"");
  h.root = c.id<Digest>();
  c.expect(",\"size\":");
  h.size = c.number(size_max);
  c.expect("}");
  return h;
}

void read_seen(Cursor& c, record::Context& context) {
  c.expect("\"seen\":[");
  while (!c.failed() && !c.accept("]")) {
    c.expect(context.seen.empty() ? "{\"feed\":\"" : ",{\"feed\":\"");
    auto feed = c.id<FeedId>();
    c.expect(",");
    auto head = read_head(c);
    bool in_order = context.seen.empty() || context.seen.back().feed < feed;
    if (!in_order || feed == context.feed || head.size == 0 || context.seen.size() == seen_max) return c.refuse();
    context.seen.push_back({feed, head});
  }
}

record::Context read_context(Cursor& c) {
  record::Context context;
  c.expect("{\"channel\":\"");
  context.channel = c.id<record::ChannelId>();
  c.expect(",\"feed\":\"");
  context.feed = c.id<FeedId>();
  c.expect(",\"head\":{");
  context.head = read_head(c);
  c.expect(",\"index\":");
  context.index = c.number(size_max);
  c.expect(",\"salt\":\"");
  c.hex_into(context.salt);
  c.expect(",");
  read_seen(c, context);
  c.expect(",\"v\":1}");
  if (context.index != context.head.size) c.refuse();
  return context;
}

std::vector<Digest> read_proof(Cursor& c) {
  std::vector<Digest> proof;
  c.expect("\"proof\":[");
  while (!c.failed() && !c.accept("]")) {
    if (proof.size() == proof_max) c.refuse();
    c.expect(proof.empty() ? "\"" : ",\"");
    proof.push_back(c.id<Digest>());
  }
  return proof;
}

}  // namespace

Result<DossierHeader> read_header_line(std::string_view line) {
  Cursor c(line);
  DossierHeader h;
  c.expect("{\"case\":\"");
  h.of_case = c.id<CaseId>();
  c.expect(",\"dossier\":1,\"exported\":\"");
  auto time = base::from_iso(c.text());
  c.expect(",\"exporter\":\"");
  h.exporter = c.id<ParticipantId>();
  c.expect(",\"mode\":\"");
  auto mode = c.text();
  c.expect("}");
  if (!time || (mode != "bare" && mode != "placed")) c.refuse();
  h.exported = time.value_or(Time{});
  h.mode = mode == "placed" ? DossierMode::placed : DossierMode::bare;
  return c.finish(h);
}

Result<DossierFeed> read_feed_line(std::string_view line) {
  Cursor c(line);
  DossierFeed f;
  c.expect("{\"feed\":{\"channel\":\"");
  f.channel = c.id<record::ChannelId>();
  c.expect(",\"feed\":\"");
  f.feed = c.id<FeedId>();
  c.expect(",\"incarnation\":");
  f.incarnation = static_cast<std::uint32_t>(c.number(0xffffffff));
  c.expect(",\"post\":\"");
  f.post = c.id<record::PostId>();
  c.expect(",\"root\":\"");
  f.head.root = c.id<Digest>();
  c.expect(",\"side\":\"");
  f.side = c.id<ParticipantId>();
  c.expect(",\"size\":");
  f.head.size = c.number(size_max);
  c.expect("}}");
  return c.finish(f);
}

Result<GroupLine> read_group_line(std::string_view line) {
  Cursor c(line);
  GroupLine g;
  c.expect("{\"group\":\"");
  g.subject = c.id<StatementId>();
  c.expect(",\"side\":\"");
  g.side = c.id<ParticipantId>();
  c.expect("}");
  return c.finish(g);
}

Result<StatementLine> read_statement_line(std::string_view line) {
  Cursor c(line);
  StatementLine s;
  c.expect("{");
  if (c.accept("\"context\":")) {
    auto from = c.at();
    s.place.emplace(read_context(c));
    if (!c.failed()) s.context_digest = crypto::labelled_hash("context", {base::as_bytes(c.since(from))});
    c.expect(",");
  }
  c.expect("\"payload\":\"");
  s.statement.payload = c.base64(record::payload_bytes_max);
  c.expect(",");
  if (s.place) {
    s.place->proof = read_proof(c);
    c.expect(",");
  }
  c.expect("\"sig\":\"");
  auto signature = c.base64(s.statement.signature.size());
  c.expect("}");
  if (signature.size() != s.statement.signature.size()) c.refuse();
  else std::ranges::copy(signature, s.statement.signature.begin());
  return c.finish(std::move(s));
}

}  // namespace offices::mediation
