// What a request may say, and its check.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

/// The request can't be understood or run; what() is one sentence.
struct Refusal : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class Record { kAll, kOneIn64, kOff };

/// actor-mesh's parameters, within their ranges.
struct Parameters {
  std::int64_t actors, messages, in_flight, mailbox, payload, retain, work, tail, skew, rate, hops;
  Record record;
  bool fresh;
  std::uint64_t seed;
};

struct Request {
  std::int64_t warmup, iterations;
  unsigned workers;
  Parameters parameters;
};

/// Reads the request's line; throws a Refusal.
Request parse_request(std::string_view line);
