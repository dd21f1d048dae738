"""Crossing the colours of functions: what it takes, and what breaks. Real programs, a JSON line each.

`python3 crossing.py` prints for each `case` its `outcome`, and what Python itself `says`. None of them is measured here; what a
crossing costs is the workload colour's.
"""

import asyncio
import gc
import json
import sys
import threading
import time
import warnings
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError

PATIENCE_S = 1.0  # how long something may stand still until it is called a deadlock


async def coloured() -> int:
    await asyncio.sleep(0)
    return 1


def error_of(attempt: Callable[[], object]) -> tuple[str, str]:
    """How it ended, and the error's own words."""
    try:
        return "works", repr(attempt())
    except Exception as e:
        return type(e).__name__, e.msg if isinstance(e, SyntaxError) else str(e)


def closing(run: Callable[..., object]) -> object:
    """Hands a coroutine over; one that was not accepted is closed, so that it isn't said to be forgotten."""
    coroutine = coloured()
    try:
        return run(coroutine)
    finally:
        coroutine.close()


def await_in_a_sync_function() -> tuple[str, str]:
    source = "def plain():\n    return await coloured()\n"
    compile("async " + source, "coloured.py", "exec")  # the colour is all that is wrong with it
    return error_of(lambda: compile(source, "plain.py", "exec"))


def call_without_await() -> tuple[str, str]:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        coloured()
        gc.collect()
    return type(heard[0].message).__name__, str(heard[0].message)


def run_outside_a_loop() -> tuple[str, str]:
    return error_of(lambda: asyncio.run(coloured()))


def run_inside_a_loop() -> tuple[str, str]:
    async def inside() -> tuple[str, str]:
        return error_of(lambda: closing(asyncio.run))

    return asyncio.run(inside())


def run_until_complete_inside_a_loop() -> tuple[str, str]:
    async def inside() -> tuple[str, str]:
        return error_of(lambda: closing(asyncio.get_running_loop().run_until_complete))

    return asyncio.run(inside())


def result_of_a_task_that_is_not_done() -> tuple[str, str]:
    async def inside() -> tuple[str, str]:
        task = asyncio.create_task(coloured())
        told = error_of(task.result)
        await task
        return told

    return asyncio.run(inside())


def wait_from_another_thread() -> tuple[str, str]:
    async def inside() -> tuple[str, str]:
        loop = asyncio.get_running_loop()
        return await asyncio.to_thread(lambda: error_of(asyncio.run_coroutine_threadsafe(coloured(), loop).result))

    return asyncio.run(inside())


def wait_inside_the_loop() -> tuple[str, str]:
    """The wait has no end of its own: it is watched from outside, and what is waited for is cancelled to end it."""
    asked: list = []
    told: list[str] = []

    async def inside() -> None:
        future = asyncio.run_coroutine_threadsafe(coloured(), asyncio.get_running_loop())
        asked.append(future)
        try:
            told.append(f"a result: {future.result()}")
        except CancelledError:
            told.append(f"no result after {PATIENCE_S:g} s, and none to come: the thread that waits is the one that would run it")

    thread = threading.Thread(target=lambda: asyncio.run(inside()), daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    stood = thread.is_alive()
    asked[0].cancel()
    thread.join(PATIENCE_S)
    return ("deadlock" if stood and not thread.is_alive() else "works"), told[0]


def block_inside_the_loop() -> tuple[str, str]:
    """Nothing else of the loop runs while a sync function is called in it."""

    async def block() -> None:
        time.sleep(0.05)

    return asyncio.run(beside_a_task(block()))


def block_in_another_thread() -> tuple[str, str]:
    return asyncio.run(beside_a_task(asyncio.to_thread(time.sleep, 0.05)))


async def beside_a_task(block: Awaitable[None]) -> tuple[str, str]:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.001)
            turns += 1

    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    await block
    task.cancel()
    return ("works", "another task ran meanwhile") if turns else ("stops the loop", "no other task ran meanwhile")


CASES = (
    await_in_a_sync_function,
    call_without_await,
    run_outside_a_loop,
    run_inside_a_loop,
    run_until_complete_inside_a_loop,
    result_of_a_task_that_is_not_done,
    wait_from_another_thread,
    wait_inside_the_loop,
    block_inside_the_loop,
    block_in_another_thread,
)


def main() -> None:
    for case in CASES:
        outcome, says = case()
        json.dump({"case": case.__name__.replace("_", " "), "outcome": outcome, "says": says}, sys.stdout)
        print(flush=True)


if __name__ == "__main__":
    main()
