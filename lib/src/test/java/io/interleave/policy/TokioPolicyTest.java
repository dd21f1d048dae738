package io.interleave.policy;

class TokioPolicyTest implements PolicyContract<TokioPolicy.TokioWorker> {
  @Override
  public Policy<TokioPolicy.TokioWorker> policy(int ring) {
    return new TokioPolicy(new TokioPolicy.Constants(ring, true, 3, 0, 128, true));
  }
}
