# SPDX-FileCopyrightText: The Watchword contributors
# SPDX-License-Identifier: Apache-2.0
"""The end-to-end test: from a real keystroke to a reviewed and purged capture, on real parts.

Prints one line a step. Status 0: all held; 1: the step named last did not.
"""

import argparse
import os
import secrets
import sqlite3
import string
import sys

from processes import StageError
from stage import RECIPIENT, Stage, stop_on_signals

PHRASE = "i want to kill myself"


def canary():
    return "zq" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))


def holds(what, is_true, detail=""):
    if not is_true:
        raise StageError(f"{what}: it does not hold{': ' + detail if detail else ''}")
    print(f"ok  {what}", flush=True)


def files_with(word, folder, leave_out=()):
    """The files under `folder` whose bytes or names hold `word`."""
    found = []
    for path, _, names in os.walk(folder):
        if any(path == left or path.startswith(left + os.sep) for left in leave_out):
            continue
        for name in names:
            file = os.path.join(path, name)
            if any(file.startswith(left) for left in leave_out):
                continue
            with open(file, "rb") as content:
                if word in name or word.encode() in content.read():
                    found.append(file)
    return found


class EndToEnd:
    def __init__(self, stage):
        self.stage = stage
        # Words that are nobody's: one goes with the match, one was typed long before it.
        self.near, self.far = canary(), canary()

    def run(self):
        stage = self.stage
        stage.start_collector()
        stage.start_desktop()
        self.editor = stage.desktop.open_editor("editor")
        stage.start_agent()
        self.nothing_before_the_notice()
        self.a_typed_sentence()
        self.mail()
        self.review()
        self.two_windows()
        self.canaries()
        self.purge()
        stage.processes.check()

    def settle(self):
        """The number of captures once everything typed so far has come through, a marker's own included.

        The marker goes last through one ordered stream: when it is stored, what was to come before it is there.
        """
        marker = canary()
        self.stage.desktop.key("ctrl+End")
        self.stage.desktop.type(f"{marker} {PHRASE}\n")
        self.stage.processes.wait("the marker sentence", lambda: self.rows_with(marker))
        return self.stage.count()

    def nothing_before_the_notice(self):
        stage = self.stage
        stage.desktop.focus(self.editor)
        stage.desktop.type(f"{self.far} {PHRASE}\n")
        stage.acknowledge_notice()
        stage.desktop.focus(self.editor)
        self.settle()
        holds("nothing typed before the notice was acknowledged is captured", self.rows_with(self.far) == 0)

    def rows_with(self, word):
        return sum(word in str(value) for row in self.stage.query("SELECT * FROM capture") for value in row)

    def a_typed_sentence(self):
        stage = self.stage
        before = self.settle()
        stage.desktop.type(f"today we learned about rivers and how {self.far} they shape the land\n")
        holds("innocent text raises nothing", self.settle() == before + 1)
        stage.desktop.key("ctrl+End")
        stage.desktop.type(f"{self.near} i dont want to be here anymore i want to kill msy")
        stage.desktop.key("BackSpace", "BackSpace")
        stage.desktop.type("yself\n")
        # The sentence holds more than one phrase of the lists.
        found = stage.processes.wait("the capture", lambda: stage.query(
            "SELECT number, id FROM capture WHERE match = ? AND before LIKE ?", PHRASE, f"%{self.near}%"))
        holds("a sentence with a typo corrected by Backspace is stored once", len(found) == 1)
        (number, name), = found
        self.reference = f"C-{number:06d}"
        self.link = f"{stage.console_address}/captures/{name}"

    def mail(self):
        stage = self.stage
        messages = stage.processes.wait(
            "the mail", lambda: [m for m in stage.mail.messages if self.reference in m.as_string()], seconds=60)
        message = messages[0]
        body = message.get_content()
        holds("the DSL gets a mail with reference and severity",
              RECIPIENT in message["To"] and self.reference in body and "urgent" in body.lower(), body)
        holds("the mail has the link to the capture's page", self.link in body, body)
        all_of_it = message.as_string().lower()
        for word in (self.near, "kill", "anymore", "mousepad"):
            holds(f"the mail does not hold '{word if word != self.near else 'the canary'}'", word not in all_of_it)

    def review(self):
        stage = self.stage
        console = stage.console()
        listing = console.get("/")
        holds("signed in, the reviewer sees the list of captures", self.reference in listing.text, listing.text[:300])
        holds("the list holds nothing that was typed", self.near not in listing.text)
        link = self.link.removeprefix(stage.console_address)
        holds("the list leads to the page that the mail names", link in listing.links, str(listing.links))
        page = console.get(link)
        holds("the capture's page shows the words around the match", self.near in page.text)
        holds("the match is marked", "".join(page.marked).strip() == PHRASE, repr(page.marked))
        holds("no picture before it is asked for", b"<img" not in page.body)
        stranger = type(console)(stage.console_address, stage.authority)
        holds("without signing in the page is not shown", self.near not in stranger.get(link).text)
        form = next(form for form in page.forms if form["choices"])
        (choice, values), = form["choices"].items()
        note = next(name for name in form["fields"] if "note" in name)
        console.submit(form, **{choice: values[-1], note: "spoken to, parents rung"})
        holds("the outcome and its note are recorded", "parents rung" in console.get(link).text)
        actions = [action for (action,) in stage.query("SELECT action FROM audit_entry")]
        holds("each look left an audit entry",
              actions.count("capture viewed") >= 2 and "captures listed" in actions, str(actions))

    def two_windows(self):
        stage = self.stage
        second = stage.desktop.open_editor("second editor")
        stage.desktop.focus(self.editor)
        stage.desktop.key("ctrl+End")
        before = self.settle()
        stage.desktop.type("i want to kill ")
        stage.desktop.focus(second)
        stage.desktop.type("myself\n")
        stage.desktop.focus(self.editor)
        holds("half a phrase in one window is not completed in another", self.settle() == before + 1)
        before = self.settle()
        stage.desktop.key("ctrl+End")
        stage.desktop.type("i want to kill ")
        stage.desktop.type("myself\n")
        holds("the same halves in one window are a phrase", self.settle() == before + 2)

    def canaries(self):
        stage = self.stage
        secret = [stage.database_path(), os.path.join(stage.agent_state, "spool")]
        holds("the database holds the words around the match (the search can find)",
              files_with(self.near, stage.server_state) != [])
        found = files_with(self.near, stage.folder, leave_out=secret)
        holds("no log and no other file holds them", found == [], str(found))
        found = files_with(self.far, stage.folder)
        holds("what was typed and did not match is in no file at all", found == [], str(found))

    def purge(self):
        stage = self.stage
        said = stage.server("purge", "--dry-run")
        count = stage.count()
        holds("nothing is old enough to purge", stage.count() == count and self.rows_with(self.near) >= 1, said)
        self.make_old(46)
        stage.server("purge", "--dry-run")
        holds("purge --dry-run removes nothing", stage.count() == count)
        stage.server("purge")
        holds("purge removes what is older than 45 days", stage.count() == 0)
        found = files_with(self.near, stage.server_state)
        holds("its words are in no file of the collector", found == [], str(found))
        said = stage.server("verify")
        holds("the audit log is whole", True, said)

    def make_old(self, days):
        """Moves the captures back in time, as only a test may."""
        moved = days * 24 * 60 * 60 * 1000
        database = sqlite3.connect(self.stage.database_path(), timeout=10)
        with database:
            database.execute(
                "UPDATE capture SET captured_at = captured_at - ?, received_at = received_at - ?, "
                "age_from = age_from - ?", (moved, moved, moved))
        database.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", required=True, help="the folder of the built programs")
    arguments = parser.parse_args()
    stop_on_signals()
    try:
        with Stage(arguments.programs) as stage:
            EndToEnd(stage).run()
    except StageError as error:
        print(f"not ok  {error}", flush=True)
        return 1
    except KeyboardInterrupt:
        return 130
    print("the whole way holds", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
