// SPDX-License-Identifier: Apache-2.0
// LayerRoom: the memory in which a layer is made, used again for the next one.
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <new>
#include <utility>
#include <vector>

namespace offices::accord {

/// An allocator whose memory costs nothing until it is written to, and goes back to the system at once when freed.
template <class T>
struct Pages {
  using value_type = T;
  Pages() = default;
  template <class U>
  Pages(const Pages<U>&) {}  // NOLINT(google-explicit-constructor): what allocators have to offer

  T* allocate(std::size_t count) {
    if (count > max) throw std::bad_array_new_length();
    void* room = mmap(nullptr, count * sizeof(T), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) throw std::bad_alloc();
    return static_cast<T*>(room);
  }
  void deallocate(T* room, std::size_t count) { munmap(room, count * sizeof(T)); }
  template <class U>
  bool operator==(const Pages<U>&) const {
    return true;
  }

 private:
  static constexpr std::size_t max = PTRDIFF_MAX / sizeof(T);
};

template <class Point>
using Layered = std::vector<Point, Pages<Point>>;

/// A layer and its successor are held at the same time, and no point a third time: what two threads found is joined where
/// the layer before was. Room that is not written to costs nothing, while growing would hold everything twice.
template <class Point>
class LayerRoom {
 public:
  /// Room for what a layer of `points` becomes with an issue of so many classes; more than eight times as many points
  /// are rare, and grow as vectors do.
  [[nodiscard]] Layered<Point> take_upper(std::size_t points, std::size_t classes) { return taken(upper_, points, classes); }
  [[nodiscard]] Layered<Point> take_lower(std::size_t points, std::size_t classes) { return taken(lower_, points, classes); }

  /// Makes `layer` what the two parts hold, one after the other, and keeps the rest for the next time.
  void join(Layered<Point>& layer, Layered<Point> upper, Layered<Point> lower) {
    if (lower.empty()) {
      layer.swap(upper);
    } else {
      layer.clear();
      if (layer.capacity() < upper.size() + lower.size()) layer = roomy(2 * (upper.size() + lower.size()));
      layer.insert(layer.end(), std::make_move_iterator(upper.begin()), std::make_move_iterator(upper.end()));
      layer.insert(layer.end(), std::make_move_iterator(lower.begin()), std::make_move_iterator(lower.end()));
    }
    upper_ = std::move(upper);
    lower_ = std::move(lower);
  }

 private:
  static Layered<Point> roomy(std::size_t points) {
    Layered<Point> room;
    room.reserve(points);
    return room;
  }
  static Layered<Point> taken(Layered<Point>& room, std::size_t points, std::size_t classes) {
    std::size_t wanted = points * std::min<std::size_t>(classes, 8) + 256;
    room.clear();
    return room.capacity() < wanted ? roomy(2 * wanted) : std::move(room);
  }

  Layered<Point> upper_, lower_;
};

}  // namespace offices::accord
