# SPDX-FileCopyrightText: The Watchword contributors
# SPDX-License-Identifier: Apache-2.0
"""Delay, memory and idle processor time of the real thing, as a table for the README.

Delay is the time from just before the last key of a sentence is sent until the row of its capture can be read by
another reader of the collector's database, looked for every millisecond. That reader sees only what is committed.
"""

import argparse
import math
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import time

from processes import StageError
from stage import Stage, stop_on_signals

# Severity 5: the capture carries a picture of the screen.
SENTENCE = "i want to kill myself"


def percentile(values, share):
    """The nearest rank: the smallest value that at least `share` of them do not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


class Bench:
    def __init__(self, stage, rounds, idle):
        self.stage, self.rounds, self.idle = stage, rounds, idle

    def run(self):
        stage = self.stage
        stage.start_collector()
        stage.start_desktop()
        editor = stage.desktop.open_editor("editor")
        stage.start_agent()
        stage.acknowledge_notice()
        stage.desktop.focus(editor)
        # One xdotool for all keys: its own start is no part of the delay.
        self.hands = subprocess.Popen(
            ["xdotool", "-"], stdin=subprocess.PIPE, env=stage.desktop.environment, text=True, bufsize=1)
        self.database = sqlite3.connect(f"file:{stage.database_path()}?mode=ro", uri=True)
        try:
            self.delay()  # the first is warm-up
            delays = [self.delay() for _ in range(self.rounds)]
        finally:
            self.hands.stdin.close()
            self.hands.wait(10)
            self.database.close()
        return delays, self.memory(), self.idle_share()

    def count(self):
        return self.database.execute("SELECT count(*) FROM capture").fetchone()[0]

    def delay(self):
        before = self.count()
        self.hands.stdin.write(f"type --delay 5 '{SENTENCE}'\n")
        # All keys but the last are through well before the watch starts.
        time.sleep(0.5)
        start = time.perf_counter()
        self.hands.stdin.write("key Return\n")
        while self.count() == before:
            if time.perf_counter() > start + 30:
                self.stage.processes.check()
                raise StageError("a capture did not arrive within 30 s")
            time.sleep(0.001)
        return time.perf_counter() - start

    @property
    def agent(self):
        return self.stage.processes.running["agent"].pid

    def memory(self):
        """Resident memory and its peak, in MiB."""
        with open(f"/proc/{self.agent}/status", encoding="ascii") as file:
            values = dict(line.split(":", 1) for line in file)
        return tuple(int(values[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM"))

    def idle_share(self):
        """The share of one processor used while nobody types, in words.

        The kernel counts in ticks; less than one cannot be told from none.
        """
        time.sleep(5)
        before, start = self.processor_time(), time.perf_counter()
        time.sleep(self.idle)
        used, passed = self.processor_time() - before, time.perf_counter() - start
        tick = 1 / os.sysconf("SC_CLK_TCK")
        sign = "under " if used < tick else ""
        return f"{sign}{max(used, tick) / passed * 100:.2f} %"

    def processor_time(self):
        with open(f"/proc/{self.agent}/stat", encoding="utf-8") as file:
            # The name, in brackets, may hold blanks.
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.machine()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", required=True, help="the folder of the built programs")
    parser.add_argument("--rounds", type=int, default=100, help="captures (50 at least)")
    parser.add_argument("--idle", type=int, default=30, help="seconds without a key")
    arguments = parser.parse_args()
    if arguments.rounds < 50:
        parser.error("fewer than 50 captures say nothing about the 99th percentile")
    stop_on_signals()
    try:
        with Stage(arguments.programs) as stage:
            delays, (memory, peak), share = Bench(stage, arguments.rounds, arguments.idle).run()
    except StageError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    build = "release" if "release" in os.path.realpath(arguments.programs) else "debug"
    milliseconds = [delay * 1000 for delay in delays]
    print(f"""
{build} build, {len(delays)} captures with screenshot, agent, collector and X server on one machine: {processor()}

| what | value |
| --- | --- |
| key press to committed at the collector, median | {statistics.median(milliseconds):.0f} ms |
| the same, 99th percentile | {percentile(milliseconds, 0.99):.0f} ms |
| agent, resident memory (peak) | {memory:.0f} MiB ({peak:.0f} MiB) |
| agent, idle processor time over {arguments.idle} s | {share} of one core |""")
    return 0


if __name__ == "__main__":
    sys.exit(main())
