#include "mesh.hpp"

#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <bit>
#include <cmath>
#include <exception>
#include <limits>
#include <nlohmann/json.hpp>

#include "meters.hpp"
#include "mix.hpp"
#include "recorder.hpp"

namespace {

constexpr asio::use_awaitable_t<Executor> kAwaitable{};
/// An exception that ends a coroutine ends the process: a mesh with an actor less would only stand still.
constexpr auto kUncaught = [](std::exception_ptr it) {
  if (it) std::rethrow_exception(it);
};

constexpr std::int64_t kUnread = -1;  // a clock that hasn't been read in this hop

std::uint64_t mask_of(Record record) { return record == Record::kOneIn64 ? 63 << 8 : 0; }

std::string hex(std::uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016lx", static_cast<unsigned long>(value));
  return text;
}

std::int64_t nanoseconds(std::chrono::steady_clock::duration it) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(it).count();
}

}  // namespace

/// What an actor keeps between hops, in its coroutine's frame.
class Actor {
 public:
  Actor(std::uint64_t self, Mesh& mesh) : self_(self), mesh_(mesh), tally_(mesh.tallies_[self]) {}

  ~Actor() {
    tally_.sum = sum_;
    tally_.delivered.store(delivered_, std::memory_order_relaxed);
  }

  /// Receives a token and gives what is to be sent, null if that was its last hop.
  Message hop(Message token) {
    std::int64_t now = kUnread;
    if (mesh_.recorded(token->z)) {
      now = mesh_.clock();
      record(mesh_.draining_.load(std::memory_order_relaxed) ? kHopDrain : kHop, now - token->stamp);
    }
    for (std::int64_t i = 0; i < mesh_.words_; ++i) sum_ += token->payload[i];
    if (mesh_.words_ > 0 && mesh_.p_.retain > 0) keep(std::move(token->payload));
    sum_ += mix(token->z ^ self_);
    if (mesh_.p_.work > 0) {
      sum_ += mesh_.think(token->z);
      now = kUnread;  // work is no latency: the stamp is read after it
    }
    if ((++delivered_ & mesh_.unseen_) == 0) tally_.delivered.store(delivered_, std::memory_order_relaxed);

    if (--token->left == 0) {
      mesh_.retire(*token);
      return nullptr;
    }
    mesh_.draw(*token);
    if (mesh_.recorded(token->z)) token->stamp = now == kUnread ? mesh_.clock() : now;
    if (mesh_.p_.fresh) {
      token->payload = nullptr;
      token = std::make_unique<Token>(std::move(*token));
    }
    mesh_.load(*token);
    return token;
  }

 private:
  void keep(Payload payload) {
    if (kept_.size() < static_cast<std::size_t>(mesh_.p_.retain)) {
      kept_.push_back(std::move(payload));
      return;
    }
    kept_[oldest_] = std::move(payload);
    oldest_ = (oldest_ + 1) % kept_.size();
  }

  const std::uint64_t self_;
  Mesh& mesh_;
  Tally& tally_;
  std::uint64_t sum_ = 0;
  std::uint64_t delivered_ = 0;
  std::vector<Payload> kept_;  // the last ones, a ring
  std::size_t oldest_ = 0;
};

Mesh::Mesh(const Parameters& p, asio::thread_pool& pool)
    : p_(p),
      open_(p.rate > 0),
      tokens_(open_ ? p.messages / p.hops : std::min(p.in_flight, p.messages)),  // the others have no hop to make
      words_(p.payload / 8),
      favoured_(static_cast<std::uint64_t>(std::max<std::int64_t>(1, p.actors / 100))),
      mask_(mask_of(p.record)),
      hit_(p.record == Record::kOff ? 1 : 0),
      unseen_(p.work == 0 && p.payload <= 4096 ? 15 : 0),  // showing is a cache miss; slow hops show each
      pool_(pool),
      tallies_(static_cast<std::size_t>(p.actors)),
      ready_(p.actors),
      gone_(p.actors + 1) {}

nlohmann::ordered_json Mesh::round(std::int64_t index, const std::function<void(Seen)>& progress,
                                   const std::function<void(Seen)>& stalled) {
  Watchdog watchdog([this] { return look(); }, progress, stalled);
  const auto begin = Clock::now();
  start();
  const auto start_ns = nanoseconds(Clock::now() - begin);
  if (open_) schedule_ = new_schedule();
  for (std::int64_t k = 0; k < tokens_ && !open_; ++k) first_.push_back(new_token(k));

  const Meters meters;
  const std::int64_t elapsed_ns = run();
  auto metrics = meters.since();
  if (open_)
    metrics["offered_per_s"] = static_cast<double>(p_.messages) / (static_cast<double>(schedule_.back()) / 1e9);

  end();
  std::uint64_t answer = 0, deliveries = 0;
  for (const Tally& it : tallies_) {
    answer += it.sum;
    deliveries += it.delivered.load(std::memory_order_relaxed);
  }
  return {
      {"line", "round"},          {"index", index},       {"answer", hex(answer)}, {"deliveries", deliveries},
      {"elapsed_ns", elapsed_ns}, {"start_ns", start_ns}, {"metrics", metrics},    {"histograms", take_histograms()}};
}

/// Makes the actors and waits until each has acknowledged a message.
void Mesh::start() {
  const auto n = static_cast<std::uint64_t>(p_.actors);
  const auto bound = p_.mailbox > 0 ? static_cast<std::size_t>(p_.mailbox) : std::numeric_limits<std::size_t>::max();
  mailboxes_.reserve(n);
  for (std::uint64_t i = 0; i < n; ++i) mailboxes_.emplace_back(pool_.get_executor(), bound);
  for (std::uint64_t i = 0; i < n; ++i) asio::co_spawn(pool_, actor(i), kUncaught);
  for (Mailbox& it : mailboxes_) it.try_send(std::error_code(), Message());  // it is empty, hence never full
  ready_.wait();
}

std::int64_t Mesh::run() {
  auto finished = finished_.get_future();
  epoch_ = Clock::now();
  measuring_ = true;
  asio::co_spawn(pool_, open_ ? pace() : burst(), kUncaught);
  return finished.get();
}

/// Ends the actors and waits until they are gone.
void Mesh::end() {
  for (Mailbox& it : mailboxes_) it.try_send(std::error_code(), Message());
  gone_.wait();
}

Task Mesh::actor(std::uint64_t self) {
  Mailbox& mailbox = mailboxes_[self];
  co_await mailbox.async_receive(kAwaitable);
  ready_.count_down();
  {
    Actor actor(self, *this);
    for (;;) {
      Message message;
      const auto take = [&message](std::error_code, Message it) { message = std::move(it); };
      // A receive that needn't wait would still pass through the pool's queue.
      if (!mailbox.try_receive(take)) message = co_await mailbox.async_receive(kAwaitable);
      if (!message) break;
      message = actor.hop(std::move(message));
      if (!message) continue;
      Mailbox& next = destination(message->z);
      // Refused, the message is still ours: a full channel returns before it moves its arguments.
      if (!next.try_send(std::error_code(), std::move(message))) {
        co_await next.async_send(std::error_code(), std::move(message), kAwaitable);
      }
    }
  }
  gone_.count_down();
}

Task Mesh::burst() {
  for (Message& token : first_) co_await send_first(std::move(token));
  gone_.count_down();
}

/// The open loop's task: it sleeps until the next intended start and never spins; when late it sends at once.
Task Mesh::pace() {
  asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor> timer(pool_.get_executor());
  for (std::int64_t k = 0; k < tokens_; ++k) {
    const std::int64_t intended = schedule_[static_cast<std::size_t>(k)];
    while (clock() < intended) {
      timer.expires_at(epoch_ + std::chrono::nanoseconds(intended));
      co_await timer.async_wait(kAwaitable);
    }
    Message token = new_token(k);
    token->intended = intended;
    token->started = clock();
    started_.store(k + 1, std::memory_order_relaxed);
    co_await send_first(std::move(token));
  }
  gone_.count_down();
}

Task Mesh::send_first(Message token) {
  draw(*token);
  if (recorded(token->z)) token->stamp = clock();
  load(*token);
  Mailbox& mailbox = destination(token->z);
  if (!mailbox.try_send(std::error_code(), std::move(token))) {
    co_await mailbox.async_send(std::error_code(), std::move(token), kAwaitable);
  }
}

/// Token k, ready to draw its first hop.
Message Mesh::new_token(std::int64_t k) const {
  auto token = std::make_unique<Token>();
  token->state = mix(p_.seed + static_cast<std::uint64_t>(k + 1) * kGamma);
  token->left = p_.messages / tokens_ + (k < p_.messages % tokens_ ? 1 : 0);
  return token;
}

/// The intended start of every token, in nanoseconds after the clock's.
std::vector<std::int64_t> Mesh::new_schedule() const {
  std::vector<std::int64_t> schedule;
  double seconds = 0;
  for (std::uint64_t k = 0; k < static_cast<std::uint64_t>(tokens_); ++k) {
    const double u = (static_cast<double>(mix(p_.seed ^ (k + 1) * kGamma) >> 11) + 0.5) * 0x1p-53;
    seconds -= std::log(u) * static_cast<double>(p_.hops) / static_cast<double>(p_.rate);
    schedule.push_back(static_cast<std::int64_t>(seconds * 1e9));
  }
  return schedule;
}

void Mesh::draw(Token& token) const {
  token.state += kGamma;
  token.z = mix(token.state);
}

void Mesh::load(Token& token) const {
  if (words_ == 0) return;
  token.payload = std::make_unique_for_overwrite<std::uint64_t[]>(static_cast<std::size_t>(words_));
  std::fill_n(token.payload.get(), words_, token.z);
}

/// Only here does a hop touch what others write.
void Mesh::retire(const Token& token) {
  // The one who retires the last token reads the clock before it lets the main thread end the round.
  const std::int64_t retired = retired_.fetch_add(1, std::memory_order_relaxed) + 1;
  if (open_) {
    const std::int64_t now = clock();
    record(kToken, now - token.intended);
    record(kTokenUncorrected, now - token.started);
    record(kPacerLate, token.started - token.intended);
  } else if (retired == 1) {
    draining_.store(true, std::memory_order_relaxed);
  }
  if (retired == tokens_) finished_.set_value(clock());
}

/// The work of a hop.
std::uint64_t Mesh::think(std::uint64_t z) const {
  auto rounds = static_cast<std::uint64_t>(p_.work);
  if (p_.tail == 1) rounds <<= std::countr_zero(z >> 16 | 1 << 12);
  for (; rounds > 0; --rounds) z = mix(z);
  return z;
}

Mailbox& Mesh::destination(std::uint64_t z) {
  const std::uint64_t among =
      (z & 255) < static_cast<std::uint64_t>(p_.skew) ? favoured_ : static_cast<std::uint64_t>(p_.actors);
  return mailboxes_[(z >> 32) * among >> 32];
}

std::int64_t Mesh::clock() const { return nanoseconds(Clock::now() - epoch_); }

Seen Mesh::look() const {
  std::uint64_t deliveries = 0;
  for (const Tally& it : tallies_) deliveries += it.delivered.load(std::memory_order_relaxed);
  const std::int64_t retired = retired_.load(std::memory_order_relaxed);
  const bool pacing = open_ && started_.load(std::memory_order_relaxed) == retired;
  return {deliveries, retired, !measuring_ || retired == tokens_ || pacing};
}
