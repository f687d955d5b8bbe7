"""Sends what no HTTP client sends, on many connections, while a well-behaved client keeps asking.

http_hostile.py HOST:PORT. Exit status 1, with the reason, where a bad connection stays open after
rubbish, where a good one is not answered, or where pipelined requests are answered out of order.
"""

import random
import socket
import sys
import time

HOST, PORT = sys.argv[1].rsplit(":", 1)
ADDRESS = (HOST, int(PORT))
random.seed(20261123)


def connect():
    return socket.create_connection(ADDRESS, timeout=10)


def ask(connection, path="/health"):
    """One request on a connection that stays open; returns status and body."""
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return read_answer(connection)


def read_answer(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            raise SystemExit("the connection was closed before an answer")
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += connection.recv(65536)
    if len(body) > length:
        raise SystemExit("more bytes than were announced")
    return int(head.split()[1]), body


def closes(payload, name):
    """After these bytes and the end of ours the server ends the connection."""
    connection = connect()
    try:
        connection.sendall(payload)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
    except socket.timeout:
        raise SystemExit(f"{name}: the connection stays open")
    except OSError:
        pass  # it was closed even before we had sent everything
    finally:
        connection.close()


RUBBISH = {
    "nothing": b"",
    "zeros": bytes(1000),
    "a Z39.50 init": bytes.fromhex("b42d8302072084021ff4850400800000860400800000"),
    "a TLS hello": bytes.fromhex("16030100c8010000c40303") + bytes(200),
    "no line end": b"GET / HTTP/1.1",
    "only a method": b"GET\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "version 9": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a NUL in the line": b"GET /\0/x HTTP/1.1\r\nHost: x\r\n\r\n",
    "a NUL in a header": b"GET / HTTP/1.1\r\nHost: x\r\nAccept: a\0b\r\n\r\n",
    "bytes in the target": b"GET /\xff\xfe\x80 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "a header of 100 kB": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 100000 + b"\r\n\r\n",
    "10,000 headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 10000 + b"\r\n",
    "a length that is none": b"POST /oai HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    "a length past all bounds":
        b"POST /oai HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "a length that is not kept": b"POST /oai HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nab",
    "a chunk that is none":
        b"POST /oai HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "a chunk past all bounds":
        b"POST /oai HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"ffffffffffffffffff\r\nab",
    "two lengths":
        b"POST /oai HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
    "an answer": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
}


def good_client_beside(name):
    connection = connect()
    status, body = ask(connection)
    if status != 200 or b'"ok"' not in body:
        raise SystemExit(f"after {name}: /health gives {status}")
    connection.close()


def endless_body():
    """A body without end is not read for ever."""
    connection = connect()
    connection.sendall(b"POST /oai HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    sent = 0
    try:
        while sent < 64 * 1024 * 1024:
            connection.sendall(b"10000\r\n" + bytes(65536) + b"\r\n")
            sent += 65536
    except OSError:
        return
    raise SystemExit("64 MiB of body were taken")


def slow_clients_hold_only_themselves():
    slow = [connect() for _ in range(20)]
    for connection in slow:
        connection.sendall(b"GET /health HTT")
    began = time.monotonic()
    good_client_beside("20 slow clients")
    if time.monotonic() - began > 2:
        raise SystemExit("slow clients slow others down")
    for connection in slow:
        connection.sendall(b"P/1.1\r\nHost: x\r\n\r\n")
        if read_answer(connection)[0] != 200:
            raise SystemExit("a slow client is not answered")
        connection.close()


def connections_of_one_address_are_capped():
    held = []
    refused = 0
    for _ in range(60):
        connection = connect()
        held.append(connection)
        try:
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            if not connection.recv(65536):
                refused += 1
        except ConnectionError:
            refused += 1
    for connection in held:
        connection.close()
    if not 20 <= refused <= 40:
        raise SystemExit(f"{refused} of 60 connections of one address were refused, not 28")
    time.sleep(0.5)


def pipelining_keeps_order():
    connection = connect()
    paths = ["/records/precarious-truce-1.json", "/nothing", "/records/precarious-truce-2.json"]
    connection.sendall(b"".join(
        f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths) +
        b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    data = b""
    while True:
        more = connection.recv(65536)
        if not more:
            break
        data += more
    marks = [data.find(mark) for mark in
             (b"precarious-truce-1.json", b"/nothing", b"precarious-truce-2.json", b'"last_change"')]
    if -1 in marks or marks != sorted(marks):
        raise SystemExit(f"pipelined requests are answered out of order: {marks}")


def main():
    good = connect()
    for name, payload in RUBBISH.items():
        closes(payload, name)
        good_client_beside(name)
    for round_ in range(300):
        closes(random.randbytes(random.randrange(1, 2000)), f"random bytes {round_}")
    template = bytearray(b"GET /records?query=rupture&limit=2 HTTP/1.1\r\nHost: x\r\n"
                         b"Accept: text/html;q=0.5, */*\r\nAccept-Encoding: gzip\r\n"
                         b"If-None-Match: \"a\", W/\"b\"\r\nConnection: close\r\n\r\n")
    for round_ in range(500):
        mutated = bytearray(template)
        for _ in range(random.randrange(1, 6)):
            mutated[random.randrange(len(mutated))] = random.randrange(256)
        closes(bytes(mutated), f"mutation {round_}")
    if ask(good)[0] != 200 or ask(good, "/records/precarious-truce")[0] != 200:
        raise SystemExit("a connection opened before all this is not answered")
    good.close()
    endless_body()
    slow_clients_hold_only_themselves()
    pipelining_keeps_order()
    connections_of_one_address_are_capped()
    good_client_beside("everything")


main()
