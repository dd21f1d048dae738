package io.interleave.kotlin

import io.interleave.workload.Channel
import io.interleave.workload.Compute
import io.interleave.workload.FanIn
import io.interleave.workload.FanOut
import io.interleave.workload.IdleTasks
import io.interleave.workload.InvalidInput
import io.interleave.workload.Meter
import io.interleave.workload.PingPong
import io.interleave.workload.Ring
import io.interleave.workload.Spawn
import io.interleave.workload.Timers
import io.interleave.workload.Workload
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

@Timeout(60)
class CoroutineRoundTest {
    private val program = CoroutinesProgram(mapOf("workers" to "2"))

    private fun Workload.having(vararg settings: Pair<String, Any>) =
        settings.fold(this) { workload, (name, value) -> workload.with(name, value.toString()) }

    @Test
    fun `every workload answers rightly, and the next round too`() {
        for (workload in
            listOf(
                PingPong().having("rounds" to 1000),
                PingPong().having("pairs" to 50, "rounds" to 40),
                Ring().having("tasks" to 1, "hops" to 10),
                Ring().having("tasks" to 97, "hops" to 2000),
                Spawn().having("n" to 1000),
                Spawn().having("n" to 1000, "shape" to "tree"),
                Spawn().having("n" to 1, "shape" to "tree"),
                IdleTasks().having("n" to 1000),
                IdleTasks().having("n" to 100, "depth" to 50),
                Channel()
                    .having(
                        "producers" to 1,
                        "consumers" to 1,
                        "capacity" to 1,
                        "messages" to 1000,
                    ),
                Channel().having("consumers" to 3, "messages" to 20_000),
                FanIn().having("n" to 100, "messages" to 10_000),
                FanOut().having("n" to 100, "messages" to 10_000),
                Timers().having("n" to 100, "spread" to 10_000),
            )) {
            repeat(2) {
                val round = program.execution(workload).run(Meter.NONE)
                assertEquals(workload.answer(), round.answer(), workload.toString())
                assertEquals(workload.deliveries(), round.deliveries(), workload.toString())
                assertTrue(round.elapsedNs() > 0)
            }
        }
    }

    @Test
    fun `every sleep is recorded`() {
        val round =
            program.execution(Timers().having("n" to 300, "spread" to 3_000)).run(Meter.NONE)
        assertEquals(300, round.histograms().getValue("late").totalCount)
    }

    @Test
    fun `tasks at rest weigh, and more in deep calls`() {
        fun weight(depth: Int): Long {
            val idle = IdleTasks().having("n" to 5_000, "depth" to depth)
            val metrics = program.execution(idle).run(program.meter()).metrics()
            return metrics.getValue("idle_heap_bytes").toLong() -
                metrics.getValue("heap_before_bytes").toLong()
        }
        val flat = weight(0)
        assertTrue(flat > 5_000 * 50, "$flat")
        assertTrue(weight(50) - flat > 5_000 * 50 * 16)
    }

    @Test
    fun `what is not written is refused`() {
        assertThrows(InvalidInput::class.java) { program.execution(Compute()) }
    }
}
