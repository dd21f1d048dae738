package io.interleave.policy;

/**
 * What a policy owes its tasks and workers; its contract test holds it to that.
 *
 * @param injectTicks every so many ticks, at most, a busy worker takes a task that came from
 *     outside, the oldest first; {@link #UNBOUNDED} when that may wait for ever. A tick is a poll
 *     of a task that did not come from the LIFO slot
 * @param slotPolls most polls in a row that may come from the LIFO slot; 0 when there is no slot
 * @param slotNs how long polls in a row may come from the LIFO slot, in ns of the machine's clock;
 *     {@link #UNBOUNDED} when that is bounded by their number alone
 * @param queueStealable whether another worker may take what a worker's task has woken
 * @param slotStealable the same of what is in the LIFO slot
 * @param workConserving whether no worker sleeps on beside work that it may take
 */
public record Promises(
    int injectTicks,
    int slotPolls,
    long slotNs,
    boolean queueStealable,
    boolean slotStealable,
    boolean workConserving) {
  /** No bound. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** Nothing at all. */
  public static final Promises NONE =
      new Promises(UNBOUNDED, UNBOUNDED, UNBOUNDED, false, false, false);
}
