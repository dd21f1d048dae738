package io.interleave.workload;

import io.interleave.task.Mailbox;
import java.util.concurrent.ThreadFactory;

/**
 * What a blocking program stands on: threads of whatever kind, and a mailbox.
 *
 * @param factory platform or virtual threads
 * @param mailboxes of all tasks
 */
public record Threads(ThreadFactory factory, Mailbox.Maker mailboxes) {}
