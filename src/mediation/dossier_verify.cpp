// SPDX-License-Identifier: Apache-2.0
// One pass over a dossier: this thread reads and judges in order, others examine lines meanwhile.
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <istream>
#include <mutex>
#include <thread>

#include "mediation/dossier_verdicts.hpp"

namespace offices::mediation {
namespace {

constexpr std::size_t feeds_max = 4096;
constexpr std::size_t batch_lines = 64;
constexpr std::size_t batch_bytes = 256 * 1024;
constexpr std::size_t block_bytes = 256 * 1024;

/// Lines with their numbers; one that is too long or cut is handed out as such, and costs no memory.
class LineReader {
 public:
  explicit LineReader(std::istream& in) : in_(in) {}

  /// False at the end. Fails with Code::file_unreadable.
  Result<bool> next(RawLine& raw) {
    raw = {++number_, {}, {}, {}};
    for (bool any = false;; any = true) {
      if (at_ == block_.size()) {
        OFFICES_TRY(more, refill());
        if (!more) {
          if (any) raw.fault = Error{Code::malformed, "the file ends inside a line"};
          return any;
        }
      }
      auto end = block_.find('\n', at_);
      auto piece = std::string_view(block_).substr(at_, end == std::string::npos ? end : end - at_);
      at_ += piece.size();
      if (raw.text.size() + piece.size() > dossier_line_bytes_max) raw.fault = Error{Code::too_large, "a line of more than 4 MiB"};
      if (!raw.fault) raw.text += piece;
      if (end == std::string::npos) continue;
      ++at_;
      return true;
    }
  }

 private:
  Result<bool> refill() {
    block_.resize(block_bytes);
    in_.read(block_.data(), block_bytes);
    if (in_.bad()) return fail(Code::file_unreadable, "the dossier");
    block_.resize(static_cast<std::size_t>(in_.gcount()));
    at_ = 0;
    return !block_.empty();
  }
  std::istream& in_;
  std::string block_;
  std::size_t at_ = 0;
  std::uint64_t number_ = 0;
};

struct Batch {
  std::vector<RawLine> lines;
  std::vector<Examined> examined;
  bool done = false;
};

/// Threads that examine batches; batches come back in the order in which they went in.
class Examination {
 public:
  Examination(const DossierCase& known, unsigned threads) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this, &known] { work(known); });
  }
  ~Examination() {
    {
      std::scoped_lock lock(mutex_);
      over_ = true;
    }
    wake_.notify_all();
    for (auto& t : threads_) t.join();
  }
  Examination(const Examination&) = delete;
  Examination& operator=(const Examination&) = delete;

  void put(std::unique_ptr<Batch> batch) {
    {
      std::scoped_lock lock(mutex_);
      waiting_.push_back(batch.get());
      order_.push_back(std::move(batch));
    }
    wake_.notify_one();
  }
  [[nodiscard]] std::size_t in_flight() const { return order_.size(); }
  /// Waits for the oldest batch; there is one.
  std::unique_ptr<Batch> take() {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return order_.front()->done; });
    auto batch = std::move(order_.front());
    order_.pop_front();
    return batch;
  }

 private:
  void work(const DossierCase& known) {
    Examiner examiner(known);
    for (std::unique_lock lock(mutex_);;) {
      wake_.wait(lock, [&] { return over_ || !waiting_.empty(); });
      if (over_) return;
      auto* batch = waiting_.front();
      waiting_.pop_front();
      lock.unlock();
      for (const auto& line : batch->lines) batch->examined.push_back(examiner.examine(line));
      lock.lock();
      batch->done = true;
      finished_.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_, finished_;
  std::deque<Batch*> waiting_;
  std::deque<std::unique_ptr<Batch>> order_;
  bool over_ = false;
  std::vector<std::thread> threads_;
};

/// What came before the first group, and the line that ended it.
struct Beginning {
  DossierCase known;
  std::optional<DossierReport> broken;  ///< nothing can be verified without header and opening
  std::optional<DossierFault> fault;
  RawLine next;
  bool at_end = false;
};

Beginning broken(Beginning& b, std::uint64_t line, const Error& error) {
  b.broken.emplace();
  b.broken->header = b.known.header;
  b.broken->fault = DossierFault{line, error.code, error.detail};
  return std::move(b);
}

Result<void> read_opening(const RawLine& raw, DossierCase& known) {
  if (raw.fault) return std::unexpected(*raw.fault);
  OFFICES_TRY(line, read_statement_line(raw.text));
  if (line.place) return fail(Code::wrong_context, "the opening has no place");
  if (line.statement.id().octets != known.header.of_case.octets) return fail(Code::wrong_context, "the opening of another case");
  OFFICES_TRY_SET(known.state, open_case(line.statement));
  return {};
}

Result<void> read_feed(const RawLine& raw, DossierCase& known, std::vector<std::pair<std::uint64_t, FeedId>>& order) {
  if (raw.fault) return std::unexpected(*raw.fault);
  OFFICES_TRY(feed, read_feed_line(raw.text));
  if (!known.placed() || known.feeds.size() == feeds_max || !known.feeds.emplace(feed.feed, feed).second)
    return fail(Code::malformed, "a feed that cannot be here");
  order.emplace_back(raw.number, feed.feed);
  return {};
}

/// Channel and feed ids follow from the case; only the opening says who the intermediary is.
std::optional<DossierFault> check_feeds(const DossierCase& known, const std::vector<std::pair<std::uint64_t, FeedId>>& order) {
  for (const auto& [line, id] : order) {
    const auto& f = known.feeds.at(id);
    bool right = f.channel == record::channel_of(known.header.of_case, known.state.intermediary, f.side) &&
                 f.feed == record::feed_of(f.channel, f.post, f.incarnation);
    if (!right) return DossierFault{line, Code::wrong_context, "a feed under another's id"};
  }
  return std::nullopt;
}

/// Header, feeds, opening.
Result<Beginning> begin(LineReader& lines) {
  Beginning b;
  std::vector<std::pair<std::uint64_t, FeedId>> order;
  OFFICES_TRY(any, lines.next(b.next));
  auto header = !any           ? fail(Code::malformed, "an empty file")
                : b.next.fault ? std::unexpected(*b.next.fault)
                               : read_header_line(b.next.text);
  if (!header) return broken(b, 1, header.error());
  b.known.header = *header;
  for (;;) {
    OFFICES_TRY(more, lines.next(b.next));
    if (!more) return broken(b, b.next.number, {Code::malformed, "the file ends before the opening"});
    bool feed = !b.next.fault && is_feed_line(b.next.text);
    auto read = feed ? read_feed(b.next, b.known, order) : read_opening(b.next, b.known);
    if (!read) return broken(b, b.next.number, read.error());
    if (!feed) break;
  }
  b.fault = check_feeds(b.known, order);
  OFFICES_TRY(more, lines.next(b.next));
  b.at_end = !more;
  return b;
}

/// The statements about the case, one by one: each may say who takes part.
Result<void> judge_case(LineReader& lines, Beginning& b, DossierVerdicts& verdicts) {
  Examiner examiner(b.known);
  while (!b.at_end && !is_group_line(b.next.text)) {
    verdicts.take(examiner.examine(b.next));
    OFFICES_TRY(more, lines.next(b.next));
    b.at_end = !more;
  }
  return {};
}

Result<void> judge_groups(LineReader& lines, Beginning& b, DossierVerdicts& verdicts, unsigned threads) {
  Examination examination(b.known, threads);
  std::optional<ParticipantId> side;
  auto settle = [&] {
    for (auto& e : examination.take()->examined) verdicts.take(std::move(e));
  };
  while (!b.at_end) {
    auto batch = std::make_unique<Batch>();
    for (std::size_t bytes = 0; !b.at_end && batch->lines.size() < batch_lines && bytes < batch_bytes;) {
      bytes += b.next.text.size();
      if (is_group_line(b.next.text))
        if (auto group = read_group_line(b.next.text)) side = group->side;
      b.next.side = side;
      batch->lines.push_back(std::move(b.next));
      OFFICES_TRY(more, lines.next(b.next));
      b.at_end = !more;
    }
    examination.put(std::move(batch));
    if (examination.in_flight() > 2 * threads + 1) settle();
  }
  while (examination.in_flight() > 0) settle();
  return {};
}

std::string_view word_of(Proof proof) {
  constexpr std::string_view words[] = {"proved", "breach", "undecided"};
  return words[static_cast<std::size_t>(proof)];
}

Json to_json(const DossierFinding& f) {
  Json j{{"to", f.to}, {"verdict", word_of(f.proof)}, {"line", f.line}};
  if (f.signal) j["signal"] = f.signal->hex();
  if (f.dispatch) j["dispatch"] = f.dispatch->hex();
  if (f.conveyance) j["conveyance"] = f.conveyance->hex();
  if (f.code) j["code"] = base::info(*f.code).name;
  if (f.crossed) j["crossed"] = true;
  return j;
}

Json to_json(const DossierTable& t) { return {{"table", t.table.hex()}, {"shown", t.shown.hex()}, {"to", t.to}, {"line", t.line}}; }

Json to_json(const DossierBallot& b) {
  return {{"ballot", b.ballot.hex()},
          {"framework", b.framework.hex()},
          {"to", b.to},
          {"result", b.result ? Json(word(*b.result)) : Json(nullptr)},
          {"members", b.members},
          {"signed_by", b.signed_by},
          {"verdict", b.proved ? "proved" : "undecided"},
          {"line", b.line}};
}

template <class T>
Json list_json(const std::vector<T>& items) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(to_json(item));
  return out;
}

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> differing_tables(const DossierReport& a, const DossierReport& b) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  if (a.fault || b.fault || a.header.of_case != b.header.of_case) return out;
  for (std::size_t i = 0; i < a.tables.size(); ++i)
    for (std::size_t k = 0; k < b.tables.size(); ++k)
      if (a.tables[i].table == b.tables[k].table && a.tables[i].shown != b.tables[k].shown) out.emplace_back(i, k);
  return out;
}

Result<DossierReport> verify_dossier(std::istream& in, const DossierOptions& options) {
  LineReader lines(in);
  OFFICES_TRY(b, begin(lines));
  if (b.broken) return *std::move(b.broken);
  DossierVerdicts verdicts(b.known, options);
  verdicts.begin_with_opening();
  if (b.fault) verdicts.broken(b.fault->line, {b.fault->code, b.fault->detail});
  OFFICES_CHECK(judge_case(lines, b, verdicts));
  OFFICES_CHECK(judge_groups(lines, b, verdicts, std::clamp(options.threads, 1u, 64u)));
  return verdicts.finish();
}

Json to_json(const DossierReport& r) {
  Json j{{"mode", r.header.mode == DossierMode::placed ? "placed" : "bare"},
         {"case", r.header.of_case.hex()},
         {"statements", r.statements},
         {"proved", r.proved},
         {"breaches", r.breaches},
         {"undecided", r.undecided},
         {"complete", r.complete},
         {"conveyances", list_json(r.findings)},
         {"tables", list_json(r.tables)},
         {"ballots", list_json(r.ballots)}};
  if (r.fault) j["fault"] = {{"line", r.fault->line}, {"code", base::info(r.fault->code).name}, {"detail", r.fault->detail}};
  return j;
}

}  // namespace offices::mediation
