# SPDX-FileCopyrightText: The Watchword contributors
# SPDX-License-Identifier: Apache-2.0
"""The console as a reviewer's browser uses it: pages, forms and a cookie over HTTPS."""

import http.client
import ssl
import urllib.parse
from html.parser import HTMLParser

from processes import StageError


def trusting(authority):
    """A context that trusts this authority alone."""
    context = ssl.create_default_context(cafile=authority)
    # Python 3.13 refuses certificates without an authority key identifier, which a chain of two does not need.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


class Page(HTMLParser):
    """A page's status, text, links and forms."""

    def __init__(self, status, headers, body):
        super().__init__()
        self.status, self.headers, self.body = status, headers, body
        self.links, self.forms, self.words = [], [], []
        self.marked = []
        self._in_mark = False
        if "text/html" in headers.get("content-type", ""):
            self.feed(body.decode("utf-8"))
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        elif tag == "form":
            self.forms.append({"action": attributes.get("action", ""), "fields": {}, "choices": {}})
        elif tag in ("input", "textarea", "select", "button") and self.forms and "name" in attributes:
            if attributes.get("type") == "radio":
                self.forms[-1]["choices"].setdefault(attributes["name"], []).append(attributes.get("value", ""))
            else:
                self.forms[-1]["fields"][attributes["name"]] = attributes.get("value") or ""
        elif tag == "mark":
            self._in_mark = True

    def handle_endtag(self, tag):
        if tag == "mark":
            self._in_mark = False

    def handle_data(self, data):
        self.words.append(data)
        if self._in_mark:
            self.marked.append(data)


class Console:
    def __init__(self, address, authority):
        parts = urllib.parse.urlsplit(address)
        self.origin = f"https://{parts.netloc}"
        self.host, self.port = parts.hostname, parts.port
        self.context = trusting(authority)
        self.cookies = {}

    def request(self, method, path, fields=None):
        path = urllib.parse.urljoin("/", path)
        for _ in range(5):
            connection = http.client.HTTPSConnection(self.host, self.port, context=self.context, timeout=20)
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            body = None
            if method == "POST":
                body = urllib.parse.urlencode(fields or {})
                headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key.strip()] = rest.split(";")[0]
            found = {name.lower(): value for name, value in answer.getheaders()}
            connection.close()
            if answer.status not in (301, 302, 303):
                return Page(answer.status, found, content)
            method, path = "GET", urllib.parse.urljoin(path, found["location"])
        raise StageError(f"the console sends {path} round in circles")

    def get(self, path):
        return self.request("GET", path)

    def submit(self, form, **fields):
        return self.request("POST", form["action"], form["fields"] | fields)

    def sign_in(self, name, password):
        form = self.get("/sign-in").forms[0]
        secret = next(field for field in form["fields"] if "password" in field)
        who = next(field for field in form["fields"] if "name" in field)
        return self.submit(form, **{who: name, secret: password})
