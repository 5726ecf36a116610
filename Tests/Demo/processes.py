# SPDX-FileCopyrightText: The Watchword contributors
# SPDX-License-Identifier: Apache-2.0
"""Processes that end with the one that started them, and waiting for what they do."""

import ctypes
import os
import signal
import subprocess
import time


class StageError(Exception):
    """What could not be done, as a sentence."""


def _end_with_parent():
    # PR_SET_PDEATHSIG: even a driver that is killed leaves nothing behind.
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Processes:
    """Everything that runs, each with a log of its own in `folder`."""

    def __init__(self, folder):
        self.folder = folder
        self.running = {}
        os.makedirs(folder, exist_ok=True)

    def start(self, name, command, environment=None, **options):
        log = open(self.log(name), "ab", buffering=0)
        try:
            # A session of its own: Ctrl-C reaches the driver alone, which then stops the rest in order.
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stderr=log, start_new_session=True,
                preexec_fn=_end_with_parent, **{"stdout": log, **options})
        except FileNotFoundError:
            raise StageError(f"{command[0]} is not there; run ./dev, which installs and builds what is missing")
        finally:
            log.close()
        self.running[name] = process
        return process

    def log(self, name):
        return os.path.join(self.folder, f"{name}.log")

    def log_text(self, name):
        with open(self.log(name), encoding="utf-8", errors="replace") as file:
            return file.read()

    def check(self):
        """Raises where something that must run has ended."""
        for name, process in self.running.items():
            if process.poll() is not None:
                tail = "\n".join(self.log_text(name).splitlines()[-8:])
                raise StageError(f"{name} ended with status {process.returncode}; it said:\n{tail}")

    def stop(self, name):
        process = self.running.pop(name)
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        process.wait()
        return process.returncode

    def stop_all(self):
        for name in reversed(list(self.running)):
            self.stop(name)

    def wait(self, what, condition, seconds=30, every=0.02):
        """The first true value of `condition`; raises after `seconds` or when a process has ended."""
        deadline = time.monotonic() + seconds
        while True:
            value = condition()
            if value:
                return value
            self.check()
            if time.monotonic() > deadline:
                raise StageError(f"{what}: still nothing after {seconds} s")
            time.sleep(every)


def run(command, environment=None, input=None, status=0):
    """Runs a program to its end and gives its output; raises where the status is another."""
    done = subprocess.run(command, env=environment, input=input, capture_output=True, text=True, timeout=120)
    if done.returncode != status:
        said = (done.stderr or done.stdout).strip()
        raise StageError(f"{' '.join(command[:2])} ended with status {done.returncode}: {said}")
    return done.stdout
