// SPDX-License-Identifier: Apache-2.0
// Places: which positions of which feeds were shown, and whether all who mention a feed mean one history.
#pragma once

#include <memory>
#include <unordered_map>

#include "mediation/dossier_examine.hpp"

namespace offices::mediation {

/// Takes about 25 octets a statement, whatever the order of the lines.
class DossierPlaces {
 public:
  explicit DossierPlaces(const DossierCase& known) : known_(known) {}

  /// A statement was shown at its place. Fails with Code::fork (the place is taken, or another root was signed for the same
  /// size), gap (it has seen more than is here) or wrong_context (it claims to have seen less than its neighbour before it).
  [[nodiscard]] Result<void> take(const Examined& e);
  /// Whether every place of every feed was taken, and no feed was mentioned that is not here.
  [[nodiscard]] bool complete() const;

 private:
  static constexpr std::size_t span_size = 64;
  using ShortRoot = std::array<Byte, 16>;
  /// 64 neighbouring places of a feed.
  struct Span {
    std::uint64_t taken = 0, rooted = 0;
    std::array<ShortRoot, span_size> roots{};     ///< of as many leaves as the place's index
    std::array<std::uint64_t, span_size> seen{};  ///< how much of other feeds its statement had seen
  };
  struct Feed {
    std::unordered_map<std::uint64_t, std::unique_ptr<Span>> spans;
    std::uint64_t taken = 0;
  };
  Span& span(Feed& feed, std::uint64_t index);
  Result<void> same_root(const FeedId& feed, const record::Head& head);
  Result<void> seen_in_order(Feed& feed, std::uint64_t index, std::uint64_t seen);

  const DossierCase& known_;
  std::unordered_map<FeedId, Feed> feeds_;
  bool foreign_ = false;
};

}  // namespace offices::mediation
