#include "recorder.hpp"

#include <array>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "histogram.hpp"

namespace {

using Histograms = std::array<Histogram, kKinds>;

constexpr std::array kNames{"hop", "hop_drain", "token", "token_uncorrected", "pacer_late"};

std::mutex enrolment;
std::vector<std::unique_ptr<Histograms>> all;  // workers live as long as the process, and so do theirs

Histograms& enrol() {
  std::lock_guard lock(enrolment);
  return *all.emplace_back(std::make_unique<Histograms>());
}

}  // namespace

void record(Kind kind, std::int64_t ns) {
  thread_local Histograms& mine = enrol();
  mine[kind].record(ns);
}

nlohmann::ordered_json take_histograms() {
  std::lock_guard lock(enrolment);
  auto named = nlohmann::ordered_json::object();
  for (int kind = 0; kind < kKinds; ++kind) {
    Histogram sum;
    for (auto& histograms : all) (*histograms)[kind].drain_into(sum);
    if (auto pairs = sum.pairs(); !pairs.empty()) named[kNames[kind]] = pairs;
  }
  return named;
}
