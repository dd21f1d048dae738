#include "request.hpp"

#include <charconv>
#include <initializer_list>
#include <nlohmann/json.hpp>

using nlohmann::json;

namespace {

constexpr std::int64_t kMost = std::int64_t{1} << 53;  // the contract's bound of a number
constexpr std::int64_t kCount = std::int64_t{1} << 31;

[[noreturn]] void refuse(const std::string& reason) { throw Refusal(reason); }

/// An object of which every name is to be asked for: run without one, the figures would be of something else.
class Fields {
 public:
  Fields(std::string what, const json& object) : what_(std::move(what)), object_(object) {
    if (!object.is_object()) refuse(what_ + " is no object");
  }

  bool has(const std::string& name) const { return object_.contains(name); }

  const json& at(const std::string& name) {
    ++asked_;
    if (!object_.contains(name)) refuse(what_ + " has no " + name);
    return object_[name];
  }

  std::int64_t number(const std::string& name, std::int64_t least, std::int64_t most) {
    const json& value = at(name);
    if (!value.is_number_integer() || value < least || value > most) {
      refuse(name + " is " + value.dump() + ", not within " + std::to_string(least) + " and " + std::to_string(most));
    }
    return value;
  }

  /// The index of a text among those allowed.
  int choice(const std::string& name, std::initializer_list<const char*> values) {
    const json& value = at(name);
    std::string all;
    int index = 0;
    for (const char* it : values) {
      if (value == it) return index;
      all += (index++ > 0 ? ", " : "") + std::string(it);
    }
    refuse(name + " is " + value.dump() + ", not one of " + all);
  }

  void no_others() const {
    if (asked_ != object_.size()) refuse(what_ + " has a name that is not known here");
  }

 private:
  std::string what_;
  const json& object_;
  std::size_t asked_ = 0;
};

std::uint64_t seed_of(const json& value) {
  std::uint64_t seed = 0;
  if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    const char* end = text.data() + text.size();
    auto [at, error] = std::from_chars(text.data(), end, seed);
    if (!text.empty() && error == std::errc() && at == end) return seed;
  }
  refuse("seed is " + value.dump() + ", not a decimal number of 64 bits");
}

Parameters parameters_of(const json& object) {
  Fields fields("parameters", object);
  Parameters p{
      .actors = fields.number("actors", 1, kCount),
      .messages = fields.number("messages", 1, kMost),
      .in_flight = fields.number("inFlight", 1, kCount),
      .mailbox = fields.number("mailbox", 0, kCount),
      .payload = fields.number("payload", 0, kCount),
      .retain = fields.number("retain", 0, kCount),
      .work = fields.number("work", 0, kCount),
      .tail = fields.number("tail", 0, 1),
      .skew = fields.number("skew", 0, 255),
      .rate = fields.number("rate", 0, kMost),
      .hops = fields.number("hops", 1, kMost),
      .record = static_cast<Record>(fields.choice("record", {"all", "64", "off"})),
      .fresh = fields.choice("message", {"reused", "fresh"}) == 1,
      .seed = seed_of(fields.at("seed")),
  };
  fields.no_others();
  if (p.payload % 8 != 0) refuse("payload is " + std::to_string(p.payload) + ", not a multiple of 8");
  if (p.rate > 0 && p.messages % p.hops != 0) {
    refuse("hops is " + std::to_string(p.hops) + " and doesn't divide messages, which is " +
           std::to_string(p.messages));
  }
  return p;
}

}  // namespace

Request parse_request(std::string_view line) {
  json object = json::parse(line, nullptr, false);
  if (object.is_discarded()) refuse("the request can't be read: it is not JSON");
  Fields fields("the request", object);
  fields.number("contract", 1, 1);
  fields.choice("workload", {"actor-mesh"});
  Fields settings("settings", fields.at("settings"));
  Request request{
      .warmup = fields.number("warmup", 0, kCount),
      .iterations = fields.number("iterations", 0, kCount),
      .workers = static_cast<unsigned>(settings.has("workers") ? settings.number("workers", 0, 1024) : 0),
      .parameters = parameters_of(fields.at("parameters")),
  };
  fields.no_others();
  settings.no_others();
  if (request.warmup + request.iterations < 1) refuse("warmup and iterations are both 0: no round is asked for");
  return request;
}
