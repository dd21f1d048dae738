package io.interleave.policy;

class GoPolicyTest implements PolicyContract<GoPolicy.GoWorker> {
  @Override
  public Policy<GoPolicy.GoWorker> policy(int ring) {
    return new GoPolicy(new GoPolicy.Constants(ring, true, 61, 3_000, true, 10_000_000));
  }
}
