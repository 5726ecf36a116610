# SPDX-FileCopyrightText: The Watchword contributors
# SPDX-License-Identifier: Apache-2.0
"""A virtual desktop with a window manager, editors, and hands to type with."""

import os
import subprocess

from processes import run


class Desktop:
    def __init__(self, processes, home):
        self.processes = processes
        os.makedirs(home, mode=0o700, exist_ok=True)
        server = processes.start(
            "xvfb", ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"],
            stdout=subprocess.PIPE)
        self.display = ":" + server.stdout.readline().decode().strip()
        processes.check()
        # A home of its own: no editor of ours reads or writes anybody's settings.
        self.environment = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("XDG_", "DBUS_", "WAYLAND_", "WATCHWORD_"))
        } | {
            "DISPLAY": self.display, "HOME": home, "XDG_RUNTIME_DIR": home, "GSETTINGS_BACKEND": "memory",
            "NO_AT_BRIDGE": "1", "LC_ALL": "C.UTF-8", "GDK_BACKEND": "x11",
        }
        processes.start("openbox", ["openbox"], self.environment)
        processes.wait("the window manager", self._has_manager)
        self.tool("setxkbmap", "gb")

    def _has_manager(self):
        done = subprocess.run(
            ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], env=self.environment, capture_output=True, text=True)
        return "window id" in done.stdout

    def tool(self, *command):
        return run(list(command), self.environment)

    def windows(self, *query):
        """The windows that are seen and that xdotool finds, newest last."""
        done = subprocess.run(
            ["xdotool", "search", "--onlyvisible", *query], env=self.environment, capture_output=True, text=True)
        return done.stdout.split()

    def open_editor(self, name):
        """Opens an editor and gives its window once it has the keyboard."""
        before = set(self.windows("--class", "mousepad"))
        # Without a session bus each editor is a process of its own.
        self.processes.start(name, ["mousepad", "--disable-server"], self.environment)
        new = self.processes.wait(
            f"the window of {name}",
            lambda: [window for window in self.windows("--class", "mousepad") if window not in before], every=0.1)
        self.focus(new[-1])
        return new[-1]

    def focus(self, window):
        self.tool("xdotool", "windowactivate", "--sync", window)
        self.processes.wait(
            "the keyboard", lambda: self.tool("xdotool", "getwindowfocus").strip() == window)

    def type(self, text, delay=25):
        """Types `text`; each newline is the Return key, where xdotool would press Linefeed."""
        for index, line in enumerate(text.split("\n")):
            if index:
                self.key("Return")
            if line:
                self.tool("xdotool", "type", "--delay", str(delay), line)

    def key(self, *names, delay=25):
        self.tool("xdotool", "key", "--delay", str(delay), *names)
