#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/concurrent_channel.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <limits>
#include <memory>
#include <vector>

class Mesh {
 public:
  Mesh(std::uint64_t actors, std::uint64_t messages, std::uint64_t tokens, std::uint64_t bound, std::uint64_t words,
       std::uint64_t seed, asio::thread_pool& pool)
      : actors_(actors),
        tokens_(tokens),
        words_(words),
        pool_(pool),
        sums_(actors),
        ready_(static_cast<std::ptrdiff_t>(actors)),
        gone_(static_cast<std::ptrdiff_t>(actors) + 1) {
    mailboxes_.reserve(actors);
    for (std::uint64_t i = 0; i < actors; ++i) {
      mailboxes_.emplace_back(pool.get_executor(), bound > 0 ? bound : std::numeric_limits<std::size_t>::max());
    }
    for (std::uint64_t k = 0; k < tokens; ++k) {
      const std::uint64_t left = messages / tokens + (k < messages % tokens ? 1 : 0);
      first_.push_back(std::make_unique<Token>(Token{mix(seed + (k + 1) * kGamma), 0, left, nullptr}));
    }
  }

  struct Result {
    std::uint64_t answer;
    std::chrono::nanoseconds::rep ns;
  };

  /// Actors start and acknowledge, the clock runs until the last token retires, actors end.
  Result round() {
    for (std::uint64_t i = 0; i < actors_; ++i) asio::co_spawn(pool_, actor(i), asio::detached);
    for (Mailbox& it : mailboxes_) it.try_send(std::error_code(), Message());  // to be acknowledged
    ready_.wait();
    const auto start = Clock::now();
    asio::co_spawn(pool_, inject(), asio::detached);
    const auto elapsed = finished_.get_future().get() - start;
    for (Mailbox& it : mailboxes_) it.try_send(std::error_code(), Message());  // to end
    gone_.wait();
    std::uint64_t answer = 0;
    for (const std::uint64_t sum : sums_) answer += sum;
    return {answer, std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count()};
  }

 private:
  struct Token {
    std::uint64_t state, z, left;
    std::unique_ptr<std::uint64_t[]> payload;
  };
  using Clock = std::chrono::steady_clock;
  using Executor = asio::thread_pool::executor_type;
  using Task = asio::awaitable<void, Executor>;
  using Message = std::unique_ptr<Token>;
  using Mailbox = asio::experimental::concurrent_channel<Executor, void(std::error_code, Message)>;

  static constexpr asio::use_awaitable_t<Executor> kAwaitable{};
  static constexpr std::uint64_t kGamma = 0x9e3779b97f4a7c15;

  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }

  Task inject() {
    for (Message& token : first_) {
      Mailbox& mailbox = next(*token);
      if (!mailbox.try_send(std::error_code(), std::move(token))) {
        co_await mailbox.async_send(std::error_code(), std::move(token), kAwaitable);
      }
    }
    gone_.count_down();
  }

  Task actor(std::uint64_t self) {
    Mailbox& mailbox = mailboxes_[self];
    co_await mailbox.async_receive(kAwaitable);
    ready_.count_down();
    std::uint64_t sum = 0;
    for (;;) {
      Message token;
      if (!mailbox.try_receive([&token](std::error_code, Message it) { token = std::move(it); })) {
        token = co_await mailbox.async_receive(kAwaitable);
      }
      if (!token) break;
      for (std::uint64_t i = 0; i < words_; ++i) sum += token->payload[i];
      sum += mix(token->z ^ self);
      if (--token->left == 0) {
        if (retired_.fetch_add(1) + 1 == tokens_) finished_.set_value(Clock::now());
        continue;
      }
      Mailbox& to = next(*token);
      if (!to.try_send(std::error_code(), std::move(token))) {
        co_await to.async_send(std::error_code(), std::move(token), kAwaitable);
      }
    }
    sums_[self] = sum;
    gone_.count_down();
  }

  /// Draws the token's next hop, fills its payload and says where it goes.
  Mailbox& next(Token& token) {
    token.z = mix(token.state += kGamma);
    if (words_ > 0) {
      token.payload = std::make_unique_for_overwrite<std::uint64_t[]>(words_);
      std::fill_n(token.payload.get(), words_, token.z);
    }
    return mailboxes_[(token.z >> 32) * actors_ >> 32];
  }

  const std::uint64_t actors_, tokens_, words_;
  asio::thread_pool& pool_;
  std::vector<Mailbox> mailboxes_;
  std::vector<Message> first_;
  std::vector<std::uint64_t> sums_;
  std::latch ready_, gone_;
  std::promise<Clock::time_point> finished_;
  alignas(64) std::atomic<std::uint64_t> retired_{0};
};
