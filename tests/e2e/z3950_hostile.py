#!/usr/bin/env python3
"""Z39.50 and those who mean no good, or are just slow.

Random bytes, HTTP, oversized, endless and mutated requests end their own connection and nothing
else. A client that does not read, or does not go on, holds up nobody. Caps on sessions are told in
Init. Who is idle is told, and let go. When the service stops, what was asked is answered first.
"""

import random
import re
import socket
import time

from z3950_protocol import *


class Hostile(Wire):
    def gone(self, client):
        """Whatever is said first, the connection ends."""
        while True:
            answer = client.receive()
            if answer is None:
                return True
            self.assertEqual(answer.tag, CLOSE)

    def test_random_bytes_end_their_connection_and_nothing_else(self):
        dice = random.Random(39)
        bystander = Client(self.where)
        for round in range(200):
            client = Client(self.where, opened=round % 2 == 1)
            try:
                client.send(dice.randbytes(dice.randrange(1, 3000)))
                client.socket.shutdown(socket.SHUT_WR)
                self.assertTrue(self.gone(client))
            except (BrokenPipeError, ConnectionResetError, OSError):
                pass
            client.close()
        self.assertEqual(bystander.ask(find("rupture")).number(23), 1)
        self.assertIsNone(self.daemon.poll())

    def test_mutated_requests_do_no_harm(self):
        dice = random.Random(50)
        seeds = [find("rupture", small=3), present(1, 2), scan("r"), init(), close(),
                 group(DELETE, context(32, integer(0)), sequence(context(31, b"default")))]
        for _ in range(600):
            data = bytearray(dice.choice(seeds))
            for _ in range(dice.randrange(1, 6)):
                data[dice.randrange(len(data))] = dice.randrange(256)
            client = Client(self.where)
            try:
                client.send(bytes(data))
                client.socket.shutdown(socket.SHUT_WR)
                while client.receive() is not None:
                    pass
            except (BrokenPipeError, ConnectionResetError, RecursionError, IndexError):
                pass
            client.close()
        self.assert_serving()

    def test_object_identifiers_beyond_16_bits_do_no_harm(self):
        # libyaz keeps arcs in 16 bits, and what it cannot keep it cannot encode again.
        client = Client(self.where)
        for arc in (32767, 32768, 65535, 65536, 2**31 - 1):
            attset = f"1.2.840.10003.3.{arc}"
            answer = client.ask(scan("r", attset=attset))
            self.assertEqual(diagnostic(answer)[0], 121)
            self.assertEqual(diagnostic(client.ask(find("rupture", attset=attset)))[0], 121)
            client.ask(find("rupture"))
            answer = client.ask(present(1, 1, syntax=f"1.2.840.10003.5.{arc}"))
            self.assertEqual(diagnostic(answer)[0], 239)
        self.assert_serving()

    def test_a_string_of_no_parts_is_refused(self):
        # libyaz 5.34 would write through a null pointer.
        client = Client(self.where)
        self.assert_close(client.ask(group(CLOSE, context(211, integer(0)), group(3))),
                          PROTOCOL_ERROR)
        self.assert_serving()

    def test_http_is_turned_away_at_once(self):
        client = Client(self.where, opened=False, timeout=5)
        client.send(b"G")
        self.assertIsNone(client.receive())
        client = Client(self.where, opened=False, timeout=5)
        client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertIsNone(client.receive())
        self.assert_serving()

    def test_a_request_has_its_largest_size_before_and_after_init(self):
        for opened, size in ((False, 64 * 1024), (True, 1024 * 1024)):
            client = Client(self.where, opened=opened)
            body = context(17, b"x" * (size + 5000))
            try:
                client.send(group(SEARCH, body))
            except (BrokenPipeError, ConnectionResetError):
                pass
            self.assert_close(client.receive(), RESOURCES)
            self.assertIsNone(client.receive())
        self.assert_serving()

    def test_a_large_request_within_the_size_is_answered(self):
        client = Client(self.where)
        wide = operand("rupture", (1, 4))
        self.assertEqual(client.ask(search(wide, ref=b"r" * 900000)).number(23), 1)
        self.assertEqual(client.ask(find("rupture")).number(23), 1)

    def test_a_length_beyond_all_bounds_is_refused(self):
        client = Client(self.where)
        client.send(b"\xb6\x84\x7f\xff\xff\xff" + b"x" * (1100 * 1024))
        self.assertTrue(self.gone(client))
        self.assert_serving()

    def test_nesting_without_end_is_refused(self):
        client = Client(self.where)
        client.send(b"\xb6\x80" * 20000)
        client.socket.shutdown(socket.SHUT_WR)
        self.assertTrue(self.gone(client))
        client = Client(self.where)
        rpn = operand("rupture", (1, 4))
        for _ in range(2000):
            rpn = group(1, rpn, operand("x", (1, 4)), group(46, context(1, b"")))
        answer = client.ask(search(rpn))
        self.assertTrue(answer.tag == CLOSE or diagnostic(answer)[0] == 6)
        self.assert_serving()

    def test_many_operands_are_too_many(self):
        client = Client(self.where)
        rpn = operand("rupture", (1, 4))
        for _ in range(140):
            rpn = group(1, rpn, operand("x", (1, 4)), group(46, context(1, b"")))
        self.assertEqual(diagnostic(client.ask(search(rpn)))[0], 6)
        self.assertEqual(client.ask(find("rupture")).number(23), 1)

    def test_who_does_not_read_holds_up_nobody(self):
        client = Client(self.where)
        client.ask(find("gorodetsky", use=1003))
        # These answers are more than the sockets between us hold.
        client.send(present(1, 9, syntax=XML) * 300)
        time.sleep(1)
        self.assert_serving()
        with open(f"/proc/{self.daemon.pid}/status") as file:
            resident = int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1))
        self.assertLess(resident, 100 * 1024, "kB held for a client that does not read")
        # And once it reads, everything is there.
        count, last = 0, b""
        while count < 300 * 9:
            data = client.socket.recv(1 << 20)
            self.assertNotEqual(data, b"", f"the connection ended after {count} records")
            count += (last + data).count(b"</record>")
            last = data[-8:]
        self.assertEqual(count, 300 * 9)
        self.assertEqual(client.ask(find("rupture")).number(23), 1)


class Stopping(Wire):
    def test_what_was_asked_is_answered_then_close(self):
        clients = [Client(self.where) for _ in range(5)]
        for client in clients[1:]:
            client.send(find("rupture", ref=b"last") * 20)
        status = self.stop()
        self.assertEqual(status, 0)
        self.assert_close(clients[0].receive(), SHUTDOWN)
        for client in clients[1:]:
            for _ in range(20):
                self.assertEqual(client.receive().number(23), 1)
            self.assert_close(client.receive(), SHUTDOWN)
            self.assertIsNone(client.receive())
        type(self).start()


class Caps(Wire):
    settings = "sessions = 50\nsessions_per_address = 32\nidle_seconds = 2\npresent_limit = 4\n"

    def test_sessions_of_one_address(self):
        clients = [Client(self.where) for _ in range(32)]
        for _ in range(8):
            crowded = Client(self.where, opened=False)
            answer = crowded.ask(init(ref=b"crowded"))
            self.assertEqual(answer.tag, INIT + 1)
            self.assertEqual(answer.number(12), 0)
            self.assertEqual(answer.find(2).bytes, b"crowded")
            self.assertEqual(diagnostic(answer)[0], 1015)
            self.assertIsNone(crowded.receive())
            crowded.close()
        for client in clients:
            self.assertEqual(client.ask(find("rupture")).number(23), 1)
        clients[0].ask(close())
        clients[0].close()
        time.sleep(0.2)
        last = Client(self.where)
        for client in clients[1:] + [last]:
            client.close()
        time.sleep(0.2)

    def test_a_present_brings_so_many(self):
        client = Client(self.where)
        client.ask(find("gorodetsky", use=1003))
        answer = client.ask(present(1, 9))
        self.assertEqual((answer.number(24), answer.number(25), answer.number(27)), (4, 5, 4))
        client.close()

    def test_who_is_idle_is_told_and_let_go(self):
        client = Client(self.where)
        began = time.monotonic()
        self.assert_close(client.receive(), IDLE)
        self.assertIsNone(client.receive())
        self.assertGreater(time.monotonic() - began, 1)

    def test_who_sends_drop_by_drop_is_not_waited_for(self):
        client = Client(self.where)
        began = time.monotonic()
        try:
            for octet in find("rupture"):
                client.send(bytes([octet]))
                time.sleep(0.25)
                if time.monotonic() - began > 6:
                    break
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.assertLess(time.monotonic() - began, 6)
        answer = client.receive()
        self.assertTrue(answer is None or answer.tag == CLOSE)


if __name__ == "__main__":
    run()
