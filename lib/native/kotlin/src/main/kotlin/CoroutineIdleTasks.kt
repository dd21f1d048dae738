package io.interleave.kotlin

import io.interleave.workload.IdleTasks
import io.interleave.workload.Meter
import io.interleave.workload.SplitMix.mix
import kotlinx.coroutines.CoroutineDispatcher

/** One round of idle-tasks: coroutines that wait, and the memory before they are made and then. */
internal class CoroutineIdleTasks(idle: IdleTasks, dispatcher: CoroutineDispatcher) :
    CoroutineRound(dispatcher, Math.toIntExact(idle.tasks()), idle.tasks()) {
    private val depth = idle.values().number("depth").toInt()
    private val memory = HashMap<String, Number>()

    override suspend fun task(i: Int) {
        check(nest(depth) == depth) { "a call was lost" }
        work(i)
    }

    /** Waits so many calls deep, and adds after the call: else it would be no call but a jump. */
    private suspend fun nest(more: Int): Int {
        if (more == 0) {
            arrive()
            return 0
        }
        return nest(more - 1) + 1
    }

    override suspend fun work(i: Int) {
        tallies[i].add(mix(i.toLong()))
        left()
    }

    override fun beforeTasks(meter: Meter) {
        for ((name, bytes) in meter.memory()) {
            memory[name.replace("_bytes", "_before_bytes")] = bytes
        }
    }

    override fun atRest(meter: Meter) {
        for ((name, bytes) in meter.memory()) {
            memory["idle_$name"] = bytes
        }
    }

    override fun metrics(): Map<String, Number> = memory
}
