package io.interleave.runtime;

/**
 * A process's use of the machine, read from outside, and what else used it meanwhile.
 *
 * @param peakRssBytes greatest resident memory, warm-up included; 0 when it could not be read
 * @param peakThreads most OS threads seen at once
 * @param foreignCpu processors kept busy by others on average: the machine's busy time less our own
 *     processes', a second
 * @param stolenCpu processors that the hypervisor took away on average
 */
public record ProcessUsage(
    long peakRssBytes, int peakThreads, double foreignCpu, double stolenCpu) {}
