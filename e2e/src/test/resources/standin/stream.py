"""Opens connections, again and again, until a file is there; says of each whether it was answered.

    stream.py UNTIL < JSON     an array of {"in": namespace, "to": address, "port": N}; prints for each, in their order,
                               a line of "!" for a connection that was answered and "." for one that was not

Each is one datagram from a socket of its own, which an echo server sends back.
"""

import os
import selectors
import socket
import sys
import time

sys.path.insert(0, "/opt/testbed")
import netns  # noqa: E402

INTERVAL = 0.05
PATIENCE = 3.0


def begin(item):
    family = socket.AF_INET6 if ":" in item["to"] else socket.AF_INET
    with netns.inside(item["in"]):
        channel = socket.socket(family, socket.SOCK_DGRAM)
    channel.setblocking(False)
    channel.connect((item["to"], item["port"]))
    channel.send(b"?")
    return channel


def main():
    items = netns.read_json()
    patterns = [[] for _ in items]
    waiting = selectors.DefaultSelector()
    opened = []
    following = time.monotonic()
    ending = False
    while opened or not ending:
        now = time.monotonic()
        ending = ending or os.path.exists(sys.argv[1])
        if not ending and now >= following:
            following = now + INTERVAL
            for item, pattern in zip(items, patterns):
                channel = begin(item)
                waiting.register(channel, selectors.EVENT_READ, (pattern, len(pattern)))
                pattern.append(".")
                opened.append((now + PATIENCE, channel))
        for key, _ in waiting.select(0.01):
            pattern, number = key.data
            try:
                key.fileobj.recv(16)
                pattern[number] = "!"
            except OSError:
                pass
            waiting.unregister(key.fileobj)
        while opened and opened[0][0] <= now:
            channel = opened.pop(0)[1]
            if channel.fileno() in waiting.get_map():
                waiting.unregister(channel)
            channel.close()
    for pattern in patterns:
        print("".join(pattern))


main()
