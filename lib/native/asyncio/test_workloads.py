"""Every vector of every workload, what each measures, and what each refuses."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

import ffi
import watchdog
from main import CANCELLED, REFUSED, serve
from test_asyncio import HERE
from trying import USUAL, Driver, asking, rounds
from workloads import WORKLOADS

BUILT = tempfile.TemporaryDirectory()


def setUpModule() -> None:  # noqa: N802
    if shutil.which("cc") is None:
        return
    ffi.library = str(Path(BUILT.name) / "add.so")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", ffi.library, HERE.parent / "c/add.c"], check=True)


def tearDownModule() -> None:  # noqa: N802
    BUILT.cleanup()


class Vectors(unittest.TestCase):
    def test_every_vector_of_every_workload(self):
        for name in WORKLOADS.keys() - {"actor-mesh"}:  # which answers in more ways, in test_asyncio
            vectors = json.loads((HERE.parent / f"vectors/{name}.json").read_text())
            self.assertTrue(vectors)
            for vector in vectors:
                if vector["parameters"].get("way") in ("call", "callback") and not ffi.library:
                    continue  # no C compiler here
                if vector["parameters"].get("chain", "async") != "async":
                    continue  # refused, as below
                with self.subTest(name, **vector["parameters"]):
                    asked = WORKLOADS[name].of(USUAL[name] | vector["parameters"])
                    for line in rounds(name, **vector["parameters"]):
                        self.assertEqual((line["answer"], line["deliveries"]), (vector["answer"], asked.units))
                        self.assertGreater(line["elapsed_ns"], 0)

    def test_the_manifest_lists_the_workloads(self):
        manifest = json.loads((HERE / "runtime.json").read_text())
        self.assertEqual(sorted(manifest["workloads"]), sorted(WORKLOADS))

    def test_hogs_in_threads_answer_the_same(self):
        for vector in json.loads((HERE.parent / "vectors/hog.json").read_text()):
            _, line = rounds("hog", **vector["parameters"], place="blocking")
            self.assertEqual(line["answer"], vector["answer"])


class Refusals(unittest.TestCase):
    def refused(self, workload: str, changes: dict) -> str:
        driver = Driver(None)
        line = json.loads(asking(workload, {}))
        line["parameters"] |= changes
        line["parameters"] = {name: value for name, value in line["parameters"].items() if value is not None}
        self.assertEqual(serve(json.dumps(line).encode() + b"\n", driver), REFUSED)
        (error,) = driver.lines
        self.assertEqual(error["kind"], "refused")
        return error["message"]

    def test_every_parameter_is_asked_for(self):
        for name, parameters in USUAL.items():
            for missing in parameters:
                self.assertIn(f"{missing} is missing", self.refused(name, {missing: None}))
            self.assertIn("unheard is not known", self.refused(name, {"unheard": 1}))

    def test_what_cannot_be_run(self):
        for name, changes, says in (
            ("hog", {"hogs": 0}, "hogs is 0"),
            ("hog", {"place": "nowhere"}, "not one of task, blocking"),
            ("hog", {"yield": -1}, "yield is -1"),
            ("spawn", {"shape": "tree", "n": 2000}, "not a power of ten"),
            ("channel", {"producers": 3}, "doesn't divide messages"),
            ("channel", {"capacity": 0}, "capacity is 0"),
            ("fan-in", {"n": 3}, "doesn't divide messages"),
            ("fan-out", {"n": 3}, "doesn't divide messages"),
            ("file-read", {"size": 7}, "not a multiple of 8"),
            ("deep-await", {"depth": "5"}, "not one of 1, 4, 16, 64"),
            ("deep-await", {"chain": "flat"}, "nobody writes it by hand"),
            ("idle-tasks", {"n": 60_000_000}, "MiB of memory are available"),
            ("io-mix", {"connections": 1 << 20}, "files may be open here"),
            ("timers", {"seed": 42}, "not a decimal number"),
        ):
            with self.subTest(name, **changes):
                self.assertIn(says, self.refused(name, changes))

    def test_no_way_into_c_without_a_compiler(self):
        with mock.patch.object(ffi, "library", ""):
            self.assertIn("C compiler", self.refused("ffi", {"way": "call"}))
            self.assertEqual(len(rounds("ffi", way="loop", calls=10)), 2)


class Measures(unittest.TestCase):
    def test_deep_stack_times_both_calls(self):
        _, line = rounds("deep-stack", depth=2000, tasks=3)
        for kind in "first_call", "second_call":
            self.assertEqual(sum(n for _, n in line["histograms"][kind]), 3)

    def test_idle_tasks_weigh(self):
        def weigh(**changes) -> tuple[float, float]:
            first, _ = rounds("idle-tasks", n=5000, **changes)
            m = first["metrics"]
            self.assertGreater(m["idle_kernel_bytes"], 0)
            self.assertGreater(m["kernel_before_bytes"], 0)
            return m["task_bytes"], m["idle_rss_bytes"] - m["rss_before_bytes"]

        (flat, _), (deep, grown) = weigh(), weigh(depth=50)
        self.assertGreater(flat, 500)
        self.assertGreater(deep - flat, 50 * 100)
        self.assertGreater(grown, 0.5 * 5000 * (deep - flat))

    def test_a_chain_of_calls_is_a_chain_of_objects(self):
        sizes = [rounds("deep-await", depth=depth, times=2)[0]["metrics"]["task_bytes"] for depth in ("1", "4", "16")]
        self.assertAlmostEqual((sizes[2] - sizes[1]) / (sizes[1] - sizes[0]), 4)

    def test_every_sleep_is_recorded(self):
        for line in rounds("timers", n=300, spread=3000):
            self.assertEqual(sum(n for _, n in line["histograms"]["late"]), 300)

    def test_every_tick_owed_is_recorded_once(self):
        for name, changes in (
            ("hog", {"hogs": 2, "rounds": 100_000}),
            ("hog", {"hogs": 2, "rounds": 100_000, "yield": 1000}),
            ("hog", {"hogs": 2, "rounds": 100_000, "place": "blocking"}),
            ("deep-stack", {"tasks": 100, "ticker": 1}),
        ):
            with self.subTest(name, **changes):
                line = rounds(name, **changes)[-1]
                owed = line["elapsed_ns"] // 1_000_000
                self.assertGreater(owed, 0)
                self.assertEqual(line["metrics"]["ticks_owed"], owed)
                self.assertEqual(sum(n for _, n in line["histograms"]["late"]), owed)
                self.assertEqual(sum(n for _, n in line["histograms"]["late_idle"]), 200)
                self.assertLessEqual(line["metrics"]["ticks_had"], owed)

    def test_a_file_is_read_in_another_thread(self):
        self.assertGreater(rounds("file-read", files=20, size=8)[0]["metrics"]["threads"], 2)


class Ends(unittest.TestCase):
    def test_sleep_on_purpose_and_computing_are_no_deadlock(self):
        with mock.patch.object(watchdog, "TICK_S", 0.005):  # 100 ms in all
            # The one task sleeps 179 ms.
            self.assertGreater(rounds("timers", n=1, spread=3_600_000, seed="1")[0]["elapsed_ns"], 178_000_000)
            self.assertGreater(rounds("compute", n=1, size=600_000)[0]["elapsed_ns"], 110_000_000)
            rounds("io-mix", connections=2, requests=2, think=150_000)

    def test_a_cancelled_program_leaves_no_files(self):
        with tempfile.TemporaryDirectory() as folder:
            program = subprocess.Popen(
                [sys.executable, "main.py"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=HERE, env={"TMPDIR": folder}
            )
            program.stdin.write(asking("file-read", {"files": 100_000}))
            program.stdin.flush()
            until = time.monotonic() + 20
            while not list(Path(folder).glob("*/*")) and time.monotonic() < until:
                time.sleep(0.01)
            self.assertTrue(list(Path(folder).iterdir()))
            program.stdin.close()
            self.assertEqual(program.wait(20), CANCELLED)
            self.assertEqual(list(Path(folder).iterdir()), [])


if __name__ == "__main__":
    unittest.main()
