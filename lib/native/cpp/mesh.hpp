// One round of actor-mesh: its actors, and what they share.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/experimental/concurrent_channel.hpp>
#include <asio/thread_pool.hpp>
#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "request.hpp"
#include "watchdog.hpp"

using Executor = asio::thread_pool::executor_type;
using Task = asio::awaitable<void, Executor>;
using Payload = std::unique_ptr<std::uint64_t[]>;

/// The message. It travels as a pointer: a mailbox's slot is 8 bytes, and its owner is always clear.
struct Token {
  std::uint64_t state;
  std::uint64_t z;                 // the draw that sent it here
  std::int64_t left;               // hops to go, this one included
  std::int64_t stamp;              // set only if the hop that z draws is recorded
  std::int64_t intended, started;  // open loop
  Payload payload;
};

/// Null is the message that is no token: the first is acknowledged, the second ends the actor.
using Message = std::unique_ptr<Token>;
using Mailbox = asio::experimental::concurrent_channel<Executor, void(std::error_code, Message)>;

/// What others see of an actor: a cache line of its own.
struct alignas(64) Tally {
  std::atomic<std::uint64_t> delivered;  // the watchdog reads it while it grows
  std::uint64_t sum;                     // set at the end
};

class Actor;

class Mesh {
 public:
  Mesh(const Parameters& parameters, asio::thread_pool& pool);

  /// From the first actor to the last one's end. If nothing moves, `stalled` is called from another thread, and the
  /// round goes on waiting: suspended coroutines can't be ended, only the process can.
  nlohmann::ordered_json round(std::int64_t index, const std::function<void(Seen)>& progress,
                               const std::function<void(Seen)>& stalled);

  std::int64_t tokens() const { return tokens_; }

 private:
  friend class Actor;
  using Clock = std::chrono::steady_clock;

  void start();
  std::int64_t run();
  void end();

  Task actor(std::uint64_t self);
  Task burst();
  Task pace();
  Task send_first(Message token);

  Message new_token(std::int64_t k) const;
  std::vector<std::int64_t> new_schedule() const;
  void draw(Token& token) const;
  void load(Token& token) const;
  void retire(const Token& token);
  std::uint64_t think(std::uint64_t z) const;
  Mailbox& destination(std::uint64_t z);
  bool recorded(std::uint64_t z) const { return (z & mask_) == hit_; }
  std::int64_t clock() const;
  Seen look() const;

  const Parameters p_;
  const bool open_;
  const std::int64_t tokens_;
  const std::int64_t words_;
  const std::uint64_t favoured_;
  const std::uint64_t mask_, hit_;  // a hop is recorded if z & mask == hit: always, for one in 64, or never
  const std::uint64_t unseen_;      // an actor shows its deliveries when delivered & unseen == 0
  asio::thread_pool& pool_;
  std::vector<Mailbox> mailboxes_;
  std::vector<Tally> tallies_;
  std::vector<Message> first_;          // closed loop: the tokens
  std::vector<std::int64_t> schedule_;  // open loop: the intended starts
  Clock::time_point epoch_;
  std::latch ready_, gone_;
  std::promise<std::int64_t> finished_;
  alignas(64) std::atomic<std::int64_t> retired_{0};
  alignas(64) std::atomic<std::int64_t> started_{0};  // open loop: tokens that the pacer has sent
  alignas(64) std::atomic<bool> draining_{false};  // every recorded hop reads it, so nothing else is written beside it
  std::atomic<bool> measuring_{false};
};
