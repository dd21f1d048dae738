"""A runtime in one loop: what a folder needs to be a runtime, and every way in which a program can fail its parent."""

import json
import os
import subprocess
import sys
import threading
import time

MASK, GAMMA = (1 << 64) - 1, 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
    return z ^ z >> 31


def mesh(p):
    total, seed = 0, int(p["seed"])
    tokens = p["messages"] // p["hops"] if p["rate"] else p["inFlight"]
    for k in range(tokens):
        s = mix((seed + (k + 1) * GAMMA) & MASK)
        for _ in range(p["messages"] // tokens + (k < p["messages"] % tokens)):
            s = (s + GAMMA) & MASK
            z = mix(s)
            n = max(1, p["actors"] // 100) if (z & 255) < p["skew"] else p["actors"]
            total += p["payload"] // 8 * z + mix(z ^ ((z >> 32) * n >> 32))
            if p["work"]:
                tail = (z >> 16) | 1 << 12
                rounds = p["work"] * (tail & -tail) if p["tail"] else p["work"]
                for _ in range(rounds):
                    z = mix(z)
                total += z
    return total & MASK


def say(**line):
    print(json.dumps(line), flush=True)


def rounds(request, mood):
    parameters = request["parameters"]
    for index in range(request["warmup"] + request["iterations"]):
        if mood == "short" and index == 1:
            break
        begun = time.monotonic_ns()
        answer = mesh(parameters) ^ (mood == "wrong")
        say(
            line="round",
            index=index,
            answer=f"{answer:016x}",
            deliveries=parameters["messages"],
            elapsed_ns=time.monotonic_ns() - begun,
            start_ns=1,
            metrics={"level": int(os.environ.get("FAKE_LEVEL", "1"))},
            histograms={"hop": [[100, 2], [1000, 1]]},
        )


def main():
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(130)), daemon=True).start()
    mood = request["settings"]["mood"]
    if mood == "mute":
        time.sleep(600)
    say(line="hello", contract=1, runtime="fake", version="1", workers=1, notes={"clock": "monotonic"})
    say(line="progress", round=0, deliveries=0)
    if mood == "crash":
        print("no more ideas", file=sys.stderr, flush=True)
        os.kill(os.getpid(), 11)
    if mood == "hang":
        time.sleep(600)
    if mood == "garbage":
        print("Segmentation fault, probably", flush=True)
    if mood == "epsilon":
        print("Terminating due to java.lang.OutOfMemoryError: Java heap space", flush=True)
    if mood == "early":
        sys.exit(0)
    if mood == "flood":
        while True:
            sys.stdout.write("x" * 65536)
    if mood == "listens":
        say(line="listening", round=0, port=1)
        mood = "endless"
    if mood == "endless":
        while True:
            say(line="progress", round=0, deliveries=1)
            time.sleep(0.05)
    if mood == "grandchild":
        child = subprocess.Popen(["sleep", "600"])
        print(child.pid, file=sys.stderr, flush=True)
        time.sleep(600)
    rounds(request, mood)
    say(line="done")


main()
