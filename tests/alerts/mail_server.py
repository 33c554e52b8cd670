"""A mail server for tests, as small as RFC 5321 allows: it takes every mail and keeps it."""

import socketserver
from threading import Thread


class Session(socketserver.StreamRequestHandler):
    """One connection: it answers each command, and keeps what DATA brings."""

    def handle(self):
        self.say(220)
        for line in self.rfile:
            command = line[:4].upper().strip()
            if command == b"DATA":
                self.say(354)
                self.server.take(self.read_mail())
            if command == b"QUIT":
                self.say(221)
                return
            self.say(250)

    def read_mail(self):
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") if line[:2] == b".." else line for line in lines)

    def say(self, code):
        self.wfile.write(f"{code} mail.test\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it was sent, as bytes, until it is asked; runs in a thread of its own."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.mails = []
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def take(self, mail):
        self.mails.append(mail)
