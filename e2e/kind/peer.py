"""Both ends of a packet between pods.

peer.py serve 8080/tcp 53/udp     answers on these ports, of both families, for ever
peer.py ask tcp ADDRESS PORT      exit code 0 if somebody answers there within two seconds, 1 if not
"""

import socket
import sys
import threading

PATIENCE = 2
KINDS = {
    "tcp": (socket.SOCK_STREAM, socket.IPPROTO_TCP),
    "udp": (socket.SOCK_DGRAM, socket.IPPROTO_UDP),
    "sctp": (socket.SOCK_STREAM, 132),
}


def answer_connections(server):
    while True:
        connection, _ = server.accept()
        connection.sendall(b"here")
        connection.close()


def answer_datagrams(server):
    while True:
        _, sender = server.recvfrom(64)
        server.sendto(b"here", sender)


def serve(port, protocol):
    server = socket.socket(socket.AF_INET6, *KINDS[protocol])
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    server.bind(("::", port))
    if protocol == "udp":
        answer = answer_datagrams
    else:
        server.listen()
        answer = answer_connections
    threading.Thread(target=answer, args=(server,)).start()


def ask(protocol, address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    client = socket.socket(family, *KINDS[protocol])
    client.settimeout(PATIENCE)
    client.connect((address, port))
    if protocol == "udp":
        client.send(b"anybody?")
    return client.recv(64) == b"here"


if sys.argv[1] == "serve":
    for wanted in sys.argv[2:]:
        number, name = wanted.split("/")
        serve(int(number), name)
    print("ready", flush=True)
    threading.Event().wait()
else:
    try:
        sys.exit(0 if ask(sys.argv[2], sys.argv[3], int(sys.argv[4])) else 1)
    except OSError as error:
        sys.exit(str(error))
