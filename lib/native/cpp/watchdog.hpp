// Progress from outside, and the end of a round that makes none.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>

/// What is seen of a round from outside.
struct Seen {
  std::uint64_t deliveries;
  std::int64_t retired;
  bool may_rest;  ///< nothing has to move: outside the clock, or the pacer waits with no token under way
};

inline constexpr std::chrono::milliseconds kTick{250};
inline constexpr int kPatient = 20;  // ticks, not time: a process that was stopped for a while isn't deadlocked

/// Looks every tick from a thread of its own, until it is destroyed.
class Watchdog {
 public:
  /// `progress` hears of every look, `stalled` of the one after which nothing had moved for too long.
  Watchdog(std::function<Seen()> look, std::function<void(Seen)> progress, std::function<void(Seen)> stalled,
           std::chrono::milliseconds tick = kTick);

 private:
  std::jthread thread_;
};
