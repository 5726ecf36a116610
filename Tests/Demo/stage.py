# SPDX-FileCopyrightText: The Watchword contributors
# SPDX-License-Identifier: Apache-2.0
"""The whole of Watchword on one machine, for the demo, the end-to-end test and the bench: loopback only."""

import os
import secrets
import shutil
import signal
import socket
import sqlite3
import ssl
import tempfile
import urllib.request

from console import Console, trusting
from desktop import Desktop
from mail import MailSink
from processes import Processes, StageError, run

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
REVIEWER = "dsl"
# The safeguarding lead's address, in a domain that nobody can own.
RECIPIENT = "dsl@school.example"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop_on_signals():
    """TERM and HUP end the driver as Ctrl-C does, so that it stops everything it started."""
    def interrupt(*_):
        raise KeyboardInterrupt
    for number in ENDING:
        # INT too: a shell starts what runs in the background with INT ignored.
        signal.signal(number, interrupt)


class Stage:
    """Use it with `with`: everything it started is stopped at the end, and its folder removed."""

    def __init__(self, programs):
        self.programs = os.path.abspath(programs)
        self.folder = tempfile.mkdtemp(prefix="watchword-stage-")
        self.processes = Processes(self.path("logs"))
        self.password = secrets.token_urlsafe(15)
        self.device_port, self.console_port = free_port(), free_port()
        self.console_address = f"https://127.0.0.1:{self.console_port}"
        self.mail = self.desktop = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # A second Ctrl-C must not cut the clearing up short.
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        try:
            self.processes.stop_all()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def program(self, name):
        return os.path.join(self.programs, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8", opener=lambda p, f: os.open(p, f, 0o600)) as file:
            file.write(text)
        return self.path(name)

    # The collector

    @property
    def server_state(self):
        return self.path("collector")

    def start_collector(self):
        self.mail = MailSink()
        self.server_config = self.write("server.toml", f"""
[state]
directory = "{self.server_state}"
[listen]
devices = "127.0.0.1:{self.device_port}"
console = "127.0.0.1:{self.console_port}"
[console]
url = "{self.console_address}"
[retention]
days = 45
[alert]
from = "watchword@school.example"
to = ["{RECIPIENT}"]
smtp.url = "smtp://127.0.0.1:{self.mail.port}"
""")
        self.server("setup", "--host", "127.0.0.1")
        password = self.write("password", self.password + "\n")
        self.server("reviewer", "add", REVIEWER, "--password-file", password)
        os.unlink(password)
        self.processes.start(
            "collector", [self.program("watchword-server"), "run", "--config", self.server_config])
        self.processes.wait("the collector", self._is_ready)

    def server(self, *command, status=0):
        return run([self.program("watchword-server"), *command, "--config", self.server_config], status=status)

    @property
    def authority(self):
        return self.path("collector", "authority.pem")

    def _is_ready(self):
        try:
            address = f"https://127.0.0.1:{self.device_port}/readyz"
            return urllib.request.urlopen(address, context=trusting(self.authority), timeout=5).status == 200
        except (OSError, ssl.SSLError):
            return False

    def console(self):
        console = Console(self.console_address, self.authority)
        console.sign_in(REVIEWER, self.password)
        return console

    def database_path(self):
        for folder, _, names in os.walk(self.server_state):
            for name in names:
                if name.endswith((".sqlite", ".db")):
                    return os.path.join(folder, name)
        raise StageError("the collector has made no database")

    def query(self, sql, *values):
        """Reads the database as another reader would, beside the running collector."""
        database = sqlite3.connect(f"file:{self.database_path()}?mode=ro", uri=True, timeout=10)
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()

    def count(self):
        return self.query("SELECT count(*) FROM capture")[0][0]

    # The machine that is watched

    @property
    def agent_state(self):
        return self.path("agent")

    def start_desktop(self):
        self.desktop = Desktop(self.processes, self.path("home"))

    def start_agent(self):
        """Enrols the machine and starts the agent; the notice is then on the screen."""
        os.makedirs(self.agent_state, mode=0o700, exist_ok=True)
        token = self.server("token", "create").strip().splitlines()[-1].split()[-1]
        environment = self.desktop.environment
        run([self.program("watchword-agent"), "enrol", f"https://127.0.0.1:{self.device_port}",
             "--token", token, "--state", self.agent_state], environment)
        self.agent_config = self.write("agent.toml", f"""
[state]
directory = "{self.agent_state}"
[wordlists]
directory = "{os.path.join(REPOSITORY, 'Wordlists')}"
""")
        before = set(self.desktop.windows("--name", "."))
        self.processes.start(
            "agent", [self.program("watchword-agent"), "run", "--config", self.agent_config], environment)
        found = self.processes.wait(
            "the notice",
            lambda: [window for window in self.desktop.windows("--name", ".") if window not in before], every=0.1)
        self.notice = found[-1]

    def acknowledge_notice(self):
        """Presses Return on the notice, as the person at the machine would."""
        self.desktop.focus(self.notice)

        def is_watching():
            # An OK in the notice's first second does not count: nobody can have read it.
            if self.notice in self.desktop.windows("--name", "."):
                self.desktop.key("Return")
            return "watching" in self.processes.log_text("agent")
        self.processes.wait("the start of the watch", is_watching, every=0.3)
        if "notice.outcome=acknowledged" not in self.processes.log_text("agent"):
            raise StageError("Return on the notice did not acknowledge it")
