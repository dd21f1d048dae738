// HdrHistogram's layout for a lowest value of 1 and three significant digits: 2,048 buckets of width 1, then for each
// further power of two 1,024 buckets, twice as wide as the last ones.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

inline constexpr int kHalfBits = 10;
inline constexpr std::int64_t kHalf = 1 << kHalfBits;
inline constexpr std::int64_t kHighest = 3'600'000'000'000;  // ns; values above are clamped to it

constexpr std::size_t bucket_of(std::int64_t ns) {
  ns = std::clamp<std::int64_t>(ns, 0, kHighest);
  const int shift = std::bit_width(static_cast<std::uint64_t>(ns | (2 * kHalf - 1))) - (kHalfBits + 1);
  return static_cast<std::size_t>(shift) * kHalf + static_cast<std::size_t>(ns >> shift);
}

/// The smallest value of a bucket.
constexpr std::int64_t lowest_of(std::size_t bucket) {
  if (bucket < 2 * kHalf) return static_cast<std::int64_t>(bucket);
  const auto shift = (bucket >> kHalfBits) - 1;
  return static_cast<std::int64_t>(bucket - shift * kHalf) << shift;
}

/// Written by one thread.
class Histogram {
 public:
  void record(std::int64_t ns) { ++counts_[bucket_of(ns)]; }

  void drain_into(Histogram& sum) {
    for (std::size_t i = 0; i < counts_.size(); ++i) sum.counts_[i] += std::exchange(counts_[i], 0);
  }

  /// What was counted as (value, count), ascending.
  std::vector<std::pair<std::int64_t, std::uint64_t>> pairs() const {
    std::vector<std::pair<std::int64_t, std::uint64_t>> pairs;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      if (counts_[i] > 0) pairs.emplace_back(lowest_of(i), counts_[i]);
    }
    return pairs;
  }

 private:
  std::vector<std::uint64_t> counts_ = std::vector<std::uint64_t>(bucket_of(kHighest) + 1);
};
