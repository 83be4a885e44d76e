"""A small WebSocket client (RFC 6455): text frames, pings answered, fragments joined."""
import base64
import hashlib
import os
import socket
import ssl
import struct
from urllib.parse import urlsplit

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUATION, TEXT, CLOSE, PING, PONG = 0x0, 0x1, 0x8, 0x9, 0xA


class Closed(Exception):
    """The other side closed, with a code and a reason."""


class WebSocket:
    def __init__(self, url, headers=None, timeout=60):
        parts = urlsplit(url)
        secure = parts.scheme == "wss"
        raw = socket.create_connection((parts.hostname, parts.port or (443 if secure else 80)), timeout)
        self.socket = ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname) if secure else raw
        self.reader = self.socket.makefile("rb")
        self._shake_hands(parts, headers or {})

    def _shake_hands(self, parts, headers):
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {parts.path}?{parts.query} HTTP/1.1", f"Host: {parts.netloc}", "Upgrade: websocket",
                 "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        status = self.reader.readline().decode().strip()
        answer = {}
        while line := self.reader.readline().decode().strip():
            name, _, value = line.partition(":")
            answer[name.lower()] = value.strip()
        wanted = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
        if " 101 " not in status + " " or answer.get("sec-websocket-accept") != wanted:
            self.socket.close()
            raise ConnectionError(f"no WebSocket at {parts.path}: {status}")

    def send(self, text):
        self._send(TEXT, text.encode())

    def receive(self):
        """The next text message; raises Closed at the end."""
        parts = []
        while True:
            final, opcode, payload = self._frame()
            if opcode == PING:
                self._send(PONG, payload)
            elif opcode == CLOSE:
                self._send(CLOSE, payload[:2])
                raise Closed(struct.unpack(">H", payload[:2])[0] if payload else 1005, payload[2:].decode())
            elif opcode in (TEXT, CONTINUATION):
                parts.append(payload)
                if final:
                    return b"".join(parts).decode()

    def close(self):
        try:
            self._send(CLOSE, struct.pack(">H", 1000))
        finally:
            self.socket.close()

    def _send(self, opcode, payload):
        size = len(payload)
        if size < 126:
            head = struct.pack(">BB", 0x80 | opcode, 0x80 | size)
        elif size < 1 << 16:
            head = struct.pack(">BBH", 0x80 | opcode, 0x80 | 126, size)
        else:
            head = struct.pack(">BBQ", 0x80 | opcode, 0x80 | 127, size)
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.socket.sendall(head + mask + masked)

    def _frame(self):
        first, second = self._read(2)
        size = second & 0x7F
        if size == 126:
            size = struct.unpack(">H", self._read(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self._read(8))[0]
        return first & 0x80, first & 0x0F, self._read(size)

    def _read(self, count):
        data = self.reader.read(count)
        if len(data) < count:
            raise Closed(1006, "the connection broke off")
        return data
