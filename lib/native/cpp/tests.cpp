// Own small tests; built and run by lib/bin/lint-native where doctest is.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <nlohmann/json.hpp>

#include "histogram.hpp"
#include "mesh.hpp"
#include "mix.hpp"
#include "request.hpp"
#include "watchdog.hpp"

using nlohmann::ordered_json;

namespace {

ordered_json request(const ordered_json& changes = ordered_json::object()) {
  auto parameters = ordered_json::parse(
      R"({"actors":10000,"messages":1000000,"inFlight":1000,"mailbox":64,"payload":0,"retain":0,"work":0,"tail":0,
          "skew":0,"rate":0,"hops":20,"record":"all","message":"reused","seed":"42"})");
  parameters.update(changes);
  return {{"contract", 1},   {"workload", "actor-mesh"}, {"warmup", 0},
          {"iterations", 1}, {"parameters", parameters}, {"settings", {{"workers", 2}}}};
}

ordered_json play(const ordered_json& changes) {
  asio::thread_pool pool(2);
  Mesh mesh(parse_request(request(changes).dump()).parameters, pool);
  return mesh.round(
      0, [](Seen) {}, [](Seen) {});
}

std::int64_t count(const ordered_json& line, const char* histogram) {
  std::int64_t sum = 0;
  for (const auto& pair : line["histograms"].value(histogram, ordered_json::array()))
    sum += pair[1].get<std::int64_t>();
  return sum;
}

std::int64_t hops(const ordered_json& line) { return count(line, "hop") + count(line, "hop_drain"); }

}  // namespace

TEST_CASE("vectors") {
  std::ifstream file("../vectors/actor-mesh.json");
  for (const auto& vector : ordered_json::parse(file)) {
    if (vector["parameters"]["messages"] > 20000) continue;
    for (const char* variant : {"{}", R"({"record":"64"})", R"({"record":"off"})", R"({"message":"fresh"})",
                                R"({"mailbox":0})", R"({"retain":3})"}) {
      auto changes = vector["parameters"];
      changes.update(ordered_json::parse(variant));
      CAPTURE(changes.dump());
      const auto line = play(changes);
      CHECK(line["answer"] == vector["answer"]);
      CHECK(line["deliveries"] == changes["messages"]);
    }
  }
}

TEST_CASE("tokens without hops are not missed") {
  CHECK(play({{"actors", 5}, {"messages", 3}, {"inFlight", 9}})["deliveries"] == 3);
}

TEST_CASE("every hop is recorded once") {
  struct Case {
    const char* changes;
    std::int64_t hops, tokens;
    bool drained;
  };
  for (const Case& it :
       {Case{R"({"record":"all"})", 20000, 0, true},
        Case{R"({"work":5,"payload":64,"message":"fresh"})", 20000, 0, true}, Case{R"({"record":"off"})", 0, 0, false},
        Case{R"({"rate":1000000})", 20000, 1000, false}, Case{R"({"rate":1000000,"record":"off"})", 0, 1000, false}}) {
    CAPTURE(it.changes);
    ordered_json changes{{"actors", 100}, {"messages", 20000}, {"inFlight", 70}, {"mailbox", 0}};
    changes.update(ordered_json::parse(it.changes));
    const auto line = play(changes);
    CHECK(hops(line) == it.hops);
    CHECK((count(line, "hop_drain") > 0) == it.drained);
    for (const char* name : {"token", "token_uncorrected", "pacer_late"}) CHECK(count(line, name) == it.tokens);
  }
}

TEST_CASE("one hop in 64 is the same as in every language: by the bits of z") {
  std::int64_t expected = 0;
  for (std::uint64_t k = 0; k < 70; ++k) {
    std::uint64_t state = mix(42 + (k + 1) * kGamma);
    for (int left = 20000 / 70 + (k < 20000 % 70 ? 1 : 0); left > 0; --left) {
      expected += (mix(state += kGamma) >> 8 & 63) == 0;
    }
  }
  CHECK(hops(play({{"actors", 100}, {"messages", 20000}, {"inFlight", 70}, {"mailbox", 0}, {"record", "64"}})) ==
        expected);
}

TEST_CASE("buckets are HdrHistogram's") {
  const std::pair<std::int64_t, std::int64_t> values[] = {{0, 0},
                                                          {1, 1},
                                                          {2047, 2047},
                                                          {2048, 2048},
                                                          {2049, 2048},
                                                          {4095, 4094},
                                                          {4099, 4096},
                                                          {1000000, 999936},
                                                          {kHighest, 1676LL << 31},
                                                          {1LL << 62, 1676LL << 31},
                                                          {-1, 0}};
  for (auto [value, lowest] : values) CHECK(lowest_of(bucket_of(value)) == lowest);
  bool contiguous = true;
  for (std::size_t bucket = 1; bucket <= bucket_of(kHighest); ++bucket) {
    contiguous &= bucket_of(lowest_of(bucket)) == bucket && bucket_of(lowest_of(bucket) - 1) == bucket - 1;
  }
  CHECK(contiguous);
}

TEST_CASE("what can't be run is refused") {
  CHECK(parse_request(request().dump()).workers == 2);
  for (const char* changes :
       {R"({"actors":0})", R"({"actors":1.5})", R"({"actors":null})", R"({"payload":7})", R"({"rate":5,"hops":3})",
        R"({"record":"some"})", R"({"message":"old"})", R"({"seed":"-1"})", R"({"seed":"18446744073709551616"})",
        R"({"seed":42})", R"({"unheard":1})"}) {
    CAPTURE(changes);
    CHECK_THROWS_AS(parse_request(request(ordered_json::parse(changes)).dump()), Refusal);
  }
  for (const char* changes : {R"({"contract":2})", R"({"workload":"ring"})", R"({"iterations":0})", R"({"unheard":1})",
                              R"({"settings":{"workers":-1}})", R"({"parameters":[]})"}) {
    CAPTURE(changes);
    auto whole = request();
    whole.update(ordered_json::parse(changes));
    CHECK_THROWS_AS(parse_request(whole.dump()), Refusal);
  }
  for (const char* line : {"", "{", "[]", "what?"}) CHECK_THROWS_AS(parse_request(line), Refusal);
}

TEST_CASE("the watchdog ends what stands still, and lets what may rest") {
  std::atomic<int> looks = 0, stalls = 0;
  std::promise<std::uint64_t> stalled;
  const auto look = [&]() -> Seen { return {7, 1, ++looks <= 50}; };
  const Watchdog watchdog(
      look, [](Seen) {},
      [&](Seen seen) {
        ++stalls;
        stalled.set_value(seen.deliveries);
      },
      std::chrono::milliseconds(1));
  CHECK(stalled.get_future().get() == 7);
  CHECK(looks == 50 + kPatient);
  CHECK(stalls == 1);
}
