#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Run in Linux on a Geode board: counts interrupts while a test's script pulls PCI pins ("pull DEVICE PIN").
# usage: pins.sh PINS...    PINS: "0c:A"

counts() {
	grep -E '^ *(5|9|10|11):' /proc/interrupts | awk '{printf "%s%s ", $1, $2}'
}

for device in /sys/class/net/eth*; do
	[ -e "$device" ] && ip link set "$(basename "$device")" up
done
sleep 2
for pin in "$@"; do
	where="${pin%:*} ${pin#*:}"
	echo "before $where: $(counts)"
	echo "pull $where"
	sleep 0.1
	echo "after $where: $(counts)"
done
cat /proc/interrupts
echo "=end="
