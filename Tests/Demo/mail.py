# SPDX-FileCopyrightText: The Watchword contributors
# SPDX-License-Identifier: Apache-2.0
"""A mail server on loopback that keeps what it gets."""

import asyncio
import email
import email.policy
import threading

from aiosmtpd.smtp import SMTP


class MailSink:
    def __init__(self):
        self.messages = []
        self.port = None
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._serve, daemon=True).start()
        self._ready.wait(10)

    def _serve(self):
        asyncio.set_event_loop(self._loop)

        async def listen():
            server = await self._loop.create_server(
                lambda: SMTP(self, hostname="mail.example.org", loop=self._loop), "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            self._ready.set()

        self._loop.run_until_complete(listen())
        self._loop.run_forever()

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"
