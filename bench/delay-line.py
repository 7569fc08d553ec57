#!/usr/bin/env python3
"""A round trip in front of a network: `delay-line.py 25` keeps each packet for 25 ms, either way.

Makes the device `far` in the network namespace that it is started in. What is sent to an address of 10.99.0.0/16 comes
back after the delay as from that address to ourselves (10.99.0.1), at the port it was sent to: source and destination
change places, which leaves every checksum as it was. So a server that listens on all addresses of this machine stands
far away when it is called at one of those. It does what `tc qdisc add ... netem delay` does, with packets in order and
none lost, and needs TUN of the kernel where that needs netem.
"""

import collections
import fcntl
import os
import select
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
DEVICE, HERE, FAR = "far", "10.99.0.1/32", "10.99.0.0/16"
# The kernel drops what waits beyond this before we read it; a lost packet would cost a second and tell nothing.
QUEUE_PACKETS = "100000"


def open_device():
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", DEVICE.encode(), IFF_TUN | IFF_NO_PI))
    for words in (
        ["addr", "add", HERE, "dev", DEVICE],
        ["link", "set", DEVICE, "txqueuelen", QUEUE_PACKETS],
        ["link", "set", DEVICE, "up"],
        ["route", "add", FAR, "dev", DEVICE],
    ):
        subprocess.run(["ip", *words], check=True)
    return device


def turned(packet):
    """An IPv4 packet (RFC 791 3.1) on its way back; None for others, as the kernel's own IPv6 greetings."""
    is_ipv4 = len(packet) >= 20 and packet[0] >> 4 == 4
    return packet[:12] + packet[16:20] + packet[12:16] + packet[20:] if is_ipv4 else None


def read_all(device, due, waiting):
    while True:
        try:
            packet = turned(os.read(device, 65536))
        except BlockingIOError:
            return
        if packet:
            waiting.append((due, packet))


def main():
    delay = float(sys.argv[1]) / 1000
    device = open_device()
    print("ready", flush=True)
    waiting = collections.deque()
    while True:
        left = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        select.select([device], [], [], left)
        now = time.monotonic()
        read_all(device, now + delay, waiting)
        while waiting and waiting[0][0] <= now:
            os.write(device, waiting.popleft()[1])


if __name__ == "__main__":
    main()
