package io.interleave.kotlin

import java.util.concurrent.atomic.AtomicLongFieldUpdater

/** What one coroutine counts and adds up: written by it alone. */
internal class Tally {
    /** Exact when the clock has stopped. */
    var sum = 0L

    @Volatile private var counted = 0L // beside the sum: one line

    /** Behind by a few while it runs. */
    val units
        get() = counted

    /** Adds a unit, which is seen from outside, without a fence. */
    fun add(value: Long) {
        sum += value
        count()
    }

    fun count(units: Long = 1) = COUNTED.lazySet(this, counted + units)

    private companion object {
        @JvmField
        val COUNTED: AtomicLongFieldUpdater<Tally> =
            AtomicLongFieldUpdater.newUpdater(Tally::class.java, "counted")
    }
}
