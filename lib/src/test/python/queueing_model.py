"""QueueingModel.java as SimPy's users write it: a process a task, a resource a server.

Prints one JSON object: completions, the simulated time in mean services, and the real seconds.
"""

import json
import random
import sys
import time

import simpy


def customer(env, servers, think, served):
    while True:
        if think > 0:
            yield env.timeout(random.expovariate(1 / think))
        for server in servers:
            with server.request() as turn:
                yield turn
                yield env.timeout(random.expovariate(1.0))
            served()


def main(tasks, think, warm_up, completions):
    random.seed(7)
    env = simpy.Environment()
    left, done = 0, None

    def served():
        nonlocal left
        left -= 1
        if left == 0:
            done.succeed()

    def run(services):
        nonlocal left, done
        left, done = services, env.event()
        env.run(until=done)

    servers = [simpy.Resource(env), simpy.Resource(env)]
    for _ in range(tasks):
        env.process(customer(env, servers, think, served))
    run(warm_up)
    began, before = env.now, time.perf_counter()
    run(completions)
    seconds = time.perf_counter() - before
    print(json.dumps({"completions": completions, "simulated": env.now - began, "seconds": seconds}))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
