"""As much SCTP as it takes to set up an association (RFC 9260), for kernels without it.

A kernel that has SCTP is used instead, by both sides.
"""

import os
import socket
import struct

PROTOCOL = 132
INIT, INIT_ACK, ABORT, COOKIE_ECHO, COOKIE_ACK = 1, 2, 6, 10, 11
STATE_COOKIE = 7


def in_kernel():
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM, PROTOCOL).close()
        return True
    except OSError:
        return False


def _table():
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        yield byte


_TABLE = list(_table())


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def packet(source, destination, tag, chunk_type, body=b"", flags=0):
    chunk = struct.pack("!BBH", chunk_type, flags, 4 + len(body)) + body + bytes(-len(body) % 4)
    header = struct.pack("!HHI", source, destination, tag)
    return header + struct.pack("<I", crc32c(header + bytes(4) + chunk)) + chunk


def parse(data):
    """(source, destination, tag, chunk type, body) of the first chunk, or None when it is not sound."""
    if len(data) < 16:
        return None
    source, destination, tag = struct.unpack_from("!HHI", data)
    if struct.unpack_from("<I", data, 8)[0] != crc32c(data[:8] + bytes(4) + data[12:]):
        return None
    chunk_type, _, length = struct.unpack_from("!BBH", data, 12)
    if length < 4 or 12 + length > len(data):
        return None
    return source, destination, tag, chunk_type, data[16 : 12 + length]


def init_body(tag):
    return struct.pack("!IIHHI", tag, 65536, 1, 1, tag)


def payload(family, data):
    """What a raw socket received, without the IP header that IPv4 leaves on it."""
    return data[(data[0] & 15) * 4 :] if family == socket.AF_INET and data else data


def answer(data, ports):
    """The packet with which a server on these ports answers, or None."""
    parsed = parse(data)
    if parsed is None:
        return None
    source, destination, tag, chunk_type, body = parsed
    if chunk_type == INIT and len(body) >= 16:
        peer = struct.unpack_from("!I", body)[0]
        if destination not in ports:
            return packet(destination, source, peer, ABORT)
        cookie = struct.pack("!HHI", STATE_COOKIE, 8, peer)
        own = int.from_bytes(os.urandom(4)) | 1
        return packet(destination, source, peer, INIT_ACK, init_body(own) + cookie)
    if chunk_type == COOKIE_ECHO and destination in ports and len(body) == 4:
        return packet(destination, source, struct.unpack("!I", body)[0], COOKIE_ACK)
    return None


class Association:
    """The client's side: what to send now, and what came of it."""

    def __init__(self, source, destination):
        self.source, self.destination = source, destination
        self.tag = int.from_bytes(os.urandom(4)) | 1
        self.next = packet(source, destination, 0, INIT, init_body(self.tag))

    def received(self, data):
        """None to wait on, "send" when there is another packet to send, else "established" or "refused"."""
        parsed = parse(data)
        if parsed is None or parsed[:3] != (self.destination, self.source, self.tag):
            return None
        chunk_type, body = parsed[3:]
        if chunk_type == ABORT:
            return "refused"
        if chunk_type == COOKIE_ACK:
            return "established"
        if chunk_type == INIT_ACK and len(body) >= 24:
            peer = struct.unpack_from("!I", body)[0]
            kind, length = struct.unpack_from("!HH", body, 16)
            if kind == STATE_COOKIE:
                self.next = packet(self.source, self.destination, peer, COOKIE_ECHO, body[20 : 16 + length])
                return "send"
        return None
