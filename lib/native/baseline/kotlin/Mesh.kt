import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

private const val GAMMA = -0x61c8864680b583ebL // 0x9e3779b97f4a7c15

private fun mix(seed: Long): Long {
    var z = seed
    z = (z xor (z ushr 30)) * -0x40a7b892e31b1a47L // 0xbf58476d1ce4e5b9
    z = (z xor (z ushr 27)) * -0x6b2fb644ecceee15L // 0x94d049bb133111eb
    return z xor (z ushr 31)
}

private class Token(var state: Long, var left: Long) {
    var z = 0L
    var payload: LongArray? = null
}

/**
 * The yardstick of the runtime kotlin: actor-mesh, closed loop, with nothing but the work. No
 * contract, no recording, no counting, no progress. Prints a line for each timed round: the answer
 * and its nanoseconds.
 */
private class Mesh(count: Int, private val tokens: Int, mailbox: Int, payload: Int) {
    private val words = payload / 8
    private val actors = Array(count) { Actor(it, if (mailbox > 0) mailbox else Channel.UNLIMITED) }
    private val ready = CountDownLatch(count)
    private val underWay = AtomicInteger(tokens)
    private val done = CountDownLatch(1)
    private var startedAt = 0L
    private var stoppedAt = 0L

    private inner class Actor(private val self: Int, capacity: Int) {
        val mailbox = Channel<Token>(capacity)
        var sum = 0L

        suspend fun run() {
            mailbox.receive()
            ready.countDown()
            for (token in mailbox) {
                token.payload?.let { for (word in it) sum += word }
                sum += mix(token.z xor self.toLong())
                if (token.left > 0) {
                    send(token)
                } else if (underWay.decrementAndGet() == 0) {
                    stoppedAt = System.nanoTime()
                    done.countDown()
                }
            }
        }
    }

    private suspend fun send(token: Token) {
        token.left--
        token.state += GAMMA
        val z = mix(token.state)
        token.z = z
        if (words > 0) {
            token.payload = LongArray(words).apply { fill(z) }
        }
        actors[((z ushr 32) * actors.size ushr 32).toInt()].mailbox.send(token)
    }

    fun round(messages: Long, seed: Long) {
        val job = Job()
        val scope = CoroutineScope(Dispatchers.Default + job)
        for (actor in actors) {
            scope.launch { actor.run() }
        }
        for (actor in actors) {
            actor.mailbox.trySend(Token(0, 0))
        }
        ready.await()
        scope.launch {
            startedAt = System.nanoTime()
            for (k in 0L..<tokens) {
                val hops = messages / tokens + if (k < messages % tokens) 1 else 0
                send(Token(mix(seed + (k + 1) * GAMMA), hops))
            }
        }
        done.await()
        runBlocking { job.cancelAndJoin() }
    }

    fun line() = "%016x %d".format(actors.sumOf { it.sum }, stoppedAt - startedAt)
}

fun main(args: Array<String>) {
    val flags = args.toList().chunked(2).associate { (name, value) -> name to value }
    fun number(name: String, byDefault: Long) = flags["--$name"]?.toLong() ?: byDefault
    val messages = number("messages", 1_000_000)
    val seed = flags["--seed"]?.toULong()?.toLong() ?: 42
    val warmup = number("warmup", 2)
    val workers =
        number("workers", 0).takeIf { it > 0 } ?: Runtime.getRuntime().availableProcessors()
    // Read when the dispatcher is first used.
    System.setProperty("kotlinx.coroutines.scheduler.core.pool.size", workers.toString())
    for (round in 0..<warmup + number("iterations", 5)) {
        System.gc() // as the runtimes do: no round pays for another's garbage
        val mesh =
            Mesh(
                number("actors", 10_000).toInt(),
                minOf(messages, number("in-flight", 1_000)).toInt(),
                number("mailbox", 64).toInt(),
                number("payload", 0).toInt(),
            )
        mesh.round(messages, seed)
        if (round >= warmup) println(mesh.line())
    }
}
