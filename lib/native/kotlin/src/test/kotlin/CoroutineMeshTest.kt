package io.interleave.kotlin

import io.interleave.workload.ActorMesh
import io.interleave.workload.Execution
import io.interleave.workload.InvalidInput
import io.interleave.workload.Meter
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

@Timeout(60)
class CoroutineMeshTest {
    private val program = CoroutinesProgram(mapOf("workers" to "2"))

    @ParameterizedTest
    @ValueSource(
        strings =
            [
                "record=off",
                "record=64",
                "mailbox=0 skew=128",
                "payload=64 retain=2 message=fresh",
                "work=2 tail=1",
                "rate=1000000",
                "inFlight=9000", // more tokens than messages
            ]
    )
    fun `every round answers rightly, and the next one too`(settings: String) {
        var mesh = ActorMesh().actors(100).messages(8_000).inFlight(50)
        for ((name, value) in settings.split(" ").map { it.split("=") }) {
            mesh = mesh.with(name, value)
        }
        repeat(2) {
            val round = program.execution(mesh).run(Meter.NONE)
            assertEquals(mesh.answer(), round.answer())
            assertEquals(8_000, round.deliveries())
        }
    }

    @Test
    fun `a mesh that is stuck ends when it is given up`() {
        val mesh = ActorMesh().actors(1).mailbox(1).inFlight(3)
        val execution = program.execution(mesh)
        Thread.ofPlatform().daemon().start {
            while (!execution.underWay()) Thread.sleep(5)
            execution.abort(IllegalStateException("given up"))
        }
        assertThrows(Execution.Aborted::class.java) { execution.run(Meter.NONE) }
    }

    @Test
    fun `an unknown setting is refused by name`() {
        val refusal =
            assertThrows(InvalidInput::class.java) { CoroutinesProgram(mapOf("colour" to "red")) }
        assertEquals("no setting 'colour': there are workers, gc, heap", refusal.message)
    }
}
