# SPDX-FileCopyrightText: The Watchword contributors
# SPDX-License-Identifier: Apache-2.0
"""The demo: one sentence on its way from the keyboard to the console, with times."""

import argparse
import os
import shutil
import sys
import tempfile
import time

from processes import StageError
from stage import REVIEWER, Stage, stop_on_signals

INNOCENT = "rivers shape the land they run through and carry mud to the sea"


class Demo:
    def __init__(self, stage):
        self.stage = stage
        self.start = time.monotonic()

    def say(self, what, detail=""):
        print(f"{time.monotonic() - self.start:7.2f} s  {what:<10} {detail}", flush=True)

    def run(self, once):
        stage = self.stage
        self.say("starting", "a collector on loopback, with a database of its own")
        stage.start_collector()
        self.say("starting", "a virtual desktop with an editor")
        stage.start_desktop()
        editor = stage.desktop.open_editor("editor")
        stage.start_agent()
        self.say("enrolled", "this machine; its key was made here and stays here")
        self.say("notice", "the agent says on the screen what it does; nothing is captured before")
        stage.acknowledge_notice()
        stage.desktop.focus(editor)
        stage.desktop.type(INNOCENT + "\n")
        # The caret moves: another text, which takes nothing of this one along as its context.
        stage.desktop.key("ctrl+End")
        self.say("typed", f"\u201c{INNOCENT}\u201d: matches nothing, forgotten")
        self.sentence()
        print(f"\n  console  {stage.console_address}   (its certificate is this demo's own)")
        print(f"  sign in  {REVIEWER}   {stage.password}\n", flush=True)
        if once:
            self.picture()
        else:
            print("Ctrl-C stops everything.", flush=True)
            while True:
                stage.processes.check()
                time.sleep(0.5)

    def sentence(self):
        stage = self.stage
        stage.desktop.type("i dont want to be here anymore i want to kill msy")
        stage.desktop.key("BackSpace", "BackSpace")
        stage.desktop.type("yself")
        self.say("typed", "a worrying sentence, a typo in it corrected by Backspace")
        stage.desktop.key("Return")
        stage.processes.wait(
            "the match", lambda: "capture spooled" in stage.processes.log_text("agent"), every=0.005)
        self.say("matched", "the capture is in this machine's spool")
        number, category, severity = stage.processes.wait("the capture", self.urgent, every=0.005)
        reference = f"C-{number:06d}"
        self.say("stored", f"{reference} in the collector's database: {category}, severity {severity}")
        message = stage.processes.wait("the mail", lambda: next(
            (mail for mail in stage.mail.messages if reference in mail.get_content()), None), seconds=60)
        self.say("alerted", "the safeguarding lead has this mail:")
        print(f"\n    To: {message['To']}\n    Subject: {message['Subject']}\n")
        for line in message.get_content().strip().splitlines():
            print(f"    {line}")

    def urgent(self):
        """The capture of severity 5; the sentence holds a milder phrase as well."""
        rows = self.stage.query("SELECT number, category, severity FROM capture WHERE severity = 5")
        return rows[0] if rows else None

    def picture(self):
        """Saves what the reviewer sees, taken in a headless browser."""
        try:
            from playwright.sync_api import Error, sync_playwright
        except ImportError:
            print("no picture of the review page: playwright is not in .venv")
            return
        file = os.path.join(tempfile.mkdtemp(prefix="watchword-demo-"), "review.png")
        browser_path = shutil.which("chromium") or shutil.which("google-chrome")
        try:
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
                context = browser.new_context(ignore_https_errors=True, viewport={"width": 1200, "height": 900})
                page = context.new_page()
                page.goto(self.stage.console_address)
                page.fill("input[name=name]", REVIEWER)
                page.fill("input[type=password]", self.stage.password)
                page.press("input[type=password]", "Enter")
                page.click("a[href*='captures/']")
                page.wait_for_selector("mark")
                page.screenshot(path=file, full_page=True)
                browser.close()
        except Error as error:
            print(f"no picture of the review page: the browser said: {str(error).splitlines()[0]}")
            return
        self.say("reviewed", f"picture of the review page: {file}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", required=True, help="the folder of the built programs")
    parser.add_argument("--once", action="store_true", help="end by itself")
    arguments = parser.parse_args()
    stop_on_signals()
    try:
        with Stage(arguments.programs) as stage:
            Demo(stage).run(arguments.once)
    except StageError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
