// SPDX-License-Identifier: Apache-2.0
#include "mediation/dossier_places.hpp"

#include <algorithm>

namespace offices::mediation {
namespace {

std::uint64_t bit(std::uint64_t index) { return std::uint64_t{1} << (index % 64); }

}  // namespace

DossierPlaces::Span& DossierPlaces::span(Feed& feed, std::uint64_t index) {
  auto& s = feed.spans[index / span_size];
  if (!s) s = std::make_unique<Span>();
  return *s;
}

Result<void> DossierPlaces::same_root(const FeedId& id, const record::Head& head) {
  auto& s = span(feeds_[id], head.size);
  auto& kept = s.roots[head.size % span_size];
  ShortRoot root;
  std::copy_n(head.root.octets.begin(), root.size(), root.begin());
  if ((s.rooted & bit(head.size)) != 0 && kept != root) return fail(Code::fork, "two histories were signed for one feed");
  s.rooted |= bit(head.size);
  kept = root;
  return {};
}

Result<void> DossierPlaces::seen_in_order(Feed& feed, std::uint64_t index, std::uint64_t seen) {
  auto neighbour = [&](std::uint64_t at) -> std::optional<std::uint64_t> {
    auto it = feed.spans.find(at / span_size);
    if (it == feed.spans.end() || (it->second->taken & bit(at)) == 0) return std::nullopt;
    return it->second->seen[at % span_size];
  };
  auto before = index > 0 ? neighbour(index - 1) : std::nullopt;
  auto after = neighbour(index + 1);
  if ((before && *before > seen) || (after && *after < seen))
    return fail(Code::wrong_context, "it claims to have seen less than the statement before it");
  return {};
}

Result<void> DossierPlaces::take(const Examined& e) {
  const auto& c = *e.context;
  auto& feed = feeds_[c.feed];
  auto& here = span(feed, c.index);
  if ((here.taken & bit(c.index)) != 0) return fail(Code::fork, "the place is taken");
  OFFICES_CHECK(same_root(c.feed, c.head));
  std::uint64_t seen = 0;
  for (const auto& h : c.seen) {
    auto known = known_.feeds.find(h.feed);
    if (known == known_.feeds.end()) {
      foreign_ = true;
      continue;
    }
    if (h.head.size > known->second.head.size) return fail(Code::gap, "it has seen more than the dossier holds");
    if (h.head.size == known->second.head.size && h.head.root != known->second.head.root)
      return fail(Code::fork, "two histories were signed for one feed");
    OFFICES_CHECK(same_root(h.feed, h.head));
    seen += h.head.size;
  }
  OFFICES_CHECK(seen_in_order(feed, c.index, seen));
  here.taken |= bit(c.index);
  here.seen[c.index % span_size] = seen;
  ++feed.taken;
  return {};
}

bool DossierPlaces::complete() const {
  return !foreign_ && std::ranges::all_of(known_.feeds, [&](const auto& named) {
    auto it = feeds_.find(named.first);
    return named.second.head.size == (it == feeds_.end() ? 0 : it->second.taken);
  });
}

}  // namespace offices::mediation
