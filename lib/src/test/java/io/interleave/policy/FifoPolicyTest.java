package io.interleave.policy;

class FifoPolicyTest implements PolicyContract<FifoPolicy.FifoWorker> {
  @Override
  public Policy<FifoPolicy.FifoWorker> policy(int ring) {
    return new FifoPolicy();
  }
}
