"""Z39.50 byte by byte, for the tests that go where no client would: BER, requests, a client, and a
daemon of one's own. Tests import everything here and end with `run()`."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("OFFPRINT_BUILD", "")
OFFPRINT = os.path.join(BUILD, "service/cli/offprint")
OFFPRINTD = os.path.join(BUILD, "service/daemon/offprintd")

# --- BER -----------------------------------------------------------------------------------------


def length_of(content):
    size = len(content)
    if size < 128:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def tag(number, first):
    if number < 31:
        return bytes([first | number])
    octets = [number & 0x7F]
    while number > 127:
        number >>= 7
        octets.insert(0, 0x80 | (number & 0x7F))
    return bytes([first | 31] + octets)


def context(number, content):
    """A primitive value under a context tag."""
    return tag(number, 0x80) + length_of(content) + content


def group(number, *parts):
    """A constructed value under a context tag."""
    content = b"".join(parts)
    return tag(number, 0xA0) + length_of(content) + content


def sequence(*parts):
    content = b"".join(parts)
    return b"\x30" + length_of(content) + content


def octets(value):
    return b"\x04" + length_of(value) + value


def integer(value):
    return value.to_bytes(max(1, (value.bit_length() + 8) // 8), "big", signed=True)


def oid(dotted):
    arcs = [int(arc) for arc in dotted.split(".")]
    out = bytes([arcs[0] * 40 + arcs[1]])
    for arc in arcs[2:]:
        octets = [arc & 0x7F]
        while arc > 127:
            arc >>= 7
            octets.insert(0, 0x80 | (arc & 0x7F))
        out += bytes(octets)
    return out


class Node:
    """A decoded value: `tag` is its number, `parts` its members, `bytes` its content."""

    def __init__(self, number, parts, content):
        self.tag, self.parts, self.bytes = number, parts, content

    def find(self, number):
        return next((part for part in self.parts if part.tag == number), None)

    def number(self, tagged):
        part = self.find(tagged)
        return None if part is None else int.from_bytes(part.bytes, "big", signed=True)

    def text(self, tagged):
        part = self.find(tagged)
        return None if part is None else part.bytes.decode()

    def leaves(self):
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


class Incomplete(Exception):
    pass


def parse(data, at=0):
    """Decodes one value; returns it and where the next begins."""

    def byte(position):
        if position >= len(data):
            raise Incomplete
        return data[position]

    first = byte(at)
    number = first & 0x1F
    at += 1
    if number == 31:
        number = 0
        while True:
            octet = byte(at)
            at += 1
            number = number << 7 | (octet & 0x7F)
            if not octet & 0x80:
                break
    size = byte(at)
    at += 1
    if size == 0x80:
        parts = []
        while not (byte(at) == 0 and byte(at + 1) == 0):
            part, at = parse(data, at)
            parts.append(part)
        return Node(number, parts, b""), at + 2
    if size & 0x80:
        count = size & 0x7F
        byte(at + count - 1)
        size = int.from_bytes(data[at : at + count], "big")
        at += count
    if size:
        byte(at + size - 1)
    content, end, parts = data[at : at + size], at + size, []
    if first & 0x20:
        while at < end:
            part, at = parse(data, at)
            parts.append(part)
    return Node(number, parts, content), end


# --- requests ------------------------------------------------------------------------------------

INIT, SEARCH, PRESENT, DELETE, SCAN, SORT, SERVICES, CLOSE = 20, 22, 24, 26, 35, 43, 46, 48
BIB1 = "1.2.840.10003.3.1"
USMARC, XML = "1.2.840.10003.5.10", "1.2.840.10003.5.109.10"
PROTOCOL_ERROR, RESOURCES, SHUTDOWN, IDLE = 6, 4, 1, 7


def reference(value):
    return context(2, value) if value else b""


def init(ref=None, preferred=1 << 20, largest=1 << 20):
    return group(
        INIT,
        reference(ref),
        context(3, b"\x00\xe0"),
        context(4, b"\x00\xe9\xa2"),
        context(5, integer(preferred)),
        context(6, integer(largest)),
    )


def term(text, *attributes):
    elements = [
        sequence(context(120, integer(kind)), context(121, integer(value)))
        for kind, value in attributes
    ]
    return group(44, *elements) + context(45, text.encode())


def operand(text, *attributes):
    return group(0, group(102, term(text, *attributes)))


def search(rpn, name="default", small=0, large=1, medium=0, replace=True, databases=("Default",),
           ref=None, syntax=None, query=None, attset=BIB1):
    query = query or group(1, b"\x06" + length_of(oid(attset)) + oid(attset), rpn)
    return group(
        SEARCH,
        reference(ref),
        context(13, integer(small)),
        context(14, integer(large)),
        context(15, integer(medium)),
        context(16, b"\xff" if replace else b"\x00"),
        context(17, name.encode()),
        group(18, *[context(105, database.encode()) for database in databases]),
        context(104, oid(syntax)) if syntax else b"",
        group(21, query),
    )


def find(word, use=4, **options):
    return search(operand(word, (1, use)), **options)


def present(start, number, name="default", ref=None, syntax=USMARC, esn=None, extra=b""):
    return group(
        PRESENT,
        reference(ref),
        context(31, name.encode()),
        context(30, integer(start)),
        context(29, integer(number)),
        extra,
        group(19, context(0, esn.encode())) if esn else b"",
        context(104, oid(syntax)) if syntax else b"",
    )


def scan(word, use=4, number=5, position=None, step=None, ref=None, attset=BIB1, structure=None):
    attributes = [(1, use)] + ([(4, structure)] if structure else [])
    return group(
        SCAN,
        reference(ref),
        group(3, context(105, b"Default")),
        b"\x06" + length_of(oid(attset)) + oid(attset) if attset else b"",
        group(102, term(word, *attributes)),
        context(5, integer(step)) if step is not None else b"",
        context(6, integer(number)),
        context(7, integer(position)) if position is not None else b"",
    )


def sort(field, name=b"default", ref=None, relation=0, case=1):
    key = sequence(
        group(1, context(0, field)), context(1, integer(relation)), context(2, integer(case))
    )
    return group(
        SORT,
        reference(ref),
        group(3, b"\x1b" + length_of(name) + name),
        context(4, name),
        group(5, key),
    )


def service(kind, ref=None):
    """An Extended Services request to create a package of a kind."""
    return group(
        SERVICES, reference(ref), context(3, integer(1)), context(4, oid(kind)),
        context(11, integer(1)),
    )


def close(ref=None):
    return group(CLOSE, reference(ref), context(211, integer(0)))


# --- the other side ------------------------------------------------------------------------------


class Client:
    everyone = []  # to be closed when a test is over

    def __init__(self, where, opened=True, timeout=10):
        self.socket = socket.create_connection(where, timeout=timeout)
        self.everyone.append(self)
        self.received = b""
        if opened:
            answer = self.ask(init())
            assert answer.tag == INIT + 1 and answer.number(12) != 0, "Init was refused"

    def send(self, data):
        self.socket.sendall(data)

    def receive(self):
        """The next response, or None where the connection has ended."""
        while True:
            try:
                node, end = parse(self.received)
                self.received = self.received[end:]
                return node
            except Incomplete:
                pass
            try:
                data = self.socket.recv(65536)
            except ConnectionResetError:
                return None
            if not data:
                return None
            self.received += data

    def ask(self, data):
        self.send(data)
        return self.receive()

    def close(self):
        self.socket.close()


def diagnostic(response):
    """(condition, addinfo) of the first diagnostic in a response."""

    def look(node):
        leaves = node.parts
        if (
            len(leaves) == 3
            and leaves[0].tag == 6
            and leaves[0].bytes == oid("1.2.840.10003.4.1")
        ):
            return int.from_bytes(leaves[1].bytes, "big"), leaves[2].bytes.decode()
        for part in node.parts:
            found = look(part)
            if found:
                return found
        return None

    return look(response)


class Wire(unittest.TestCase):
    settings = ""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.mkdtemp(prefix="offprint-wire.")
        cls.environment = dict(os.environ, OFFPRINT_CATALOGUE=os.path.join(cls.scratch, "catalogue"))
        subprocess.run(
            [OFFPRINT, "import", os.path.join(PROJECT, "records")],
            env=cls.environment, check=True, capture_output=True,
        )
        cls.start()

    @classmethod
    def start(cls):
        configuration = os.path.join(cls.scratch, "offprintd.conf")
        with open(configuration, "w") as file:
            file.write(cls.settings)
        cls.daemon = subprocess.Popen(
            [OFFPRINTD, "--config", configuration, "--z3950", "127.0.0.1:0",
             "--http", "127.0.0.1:0"],
            env=cls.environment, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        for line in cls.daemon.stdout:
            found = re.match(rb"z3950 127\.0\.0\.1:(\d+)", line)
            if found:
                cls.where = ("127.0.0.1", int(found.group(1)))
                return
        raise AssertionError("offprintd did not start")

    @classmethod
    def stop(cls):
        cls.daemon.send_signal(signal.SIGTERM)
        status = cls.daemon.wait(20)
        cls.daemon.stdout.close()
        return status

    @classmethod
    def tearDownClass(cls):
        status = cls.stop()
        shutil.rmtree(cls.scratch)
        assert status == 0, f"the daemon ended with {status}"

    def tearDown(self):
        while Client.everyone:
            Client.everyone.pop().close()

    def assert_serving(self):
        """Somebody else is served as if nothing had happened."""
        client = Client(self.where)
        self.assertEqual(client.ask(find("rupture")).number(23), 1)
        client.close()

    def assert_close(self, answer, reason):
        self.assertIsNotNone(answer, "the connection ended without a Close")
        self.assertEqual(answer.tag, CLOSE)
        self.assertEqual(answer.number(211), reason)


def run():
    """Runs the tests of the calling program; 77 where there is nothing to run them on."""
    for program in (OFFPRINT, OFFPRINTD):
        if not os.access(program, os.X_OK):
            print(f"skipped: {program} is not built (set OFFPRINT_BUILD)")
            sys.exit(77)
    unittest.main(verbosity=0)
