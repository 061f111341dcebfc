#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Run in Linux on a Geode board: shows what the drivers made of the hardware, for test_debian.py.
# Each part begins with a line "=NAME="; "keys now" and "pull DEVICE PIN" ask the test's script to do something.
# usage: look.sh FOLDER IRQ PINS...    FOLDER: where the disk is mounted; IRQ: for the companion's timers; PINS: "0c:A"

folder=$1
timer_irq=$2
shift 2

part() {
	echo "=$1="
}

# Waits at most five seconds for the file $1.
await() {
	n=0
	while [ ! -e "$1" ] && [ $n -lt 50 ]; do
		sleep 0.1
		n=$((n + 1))
	done
}

name() {
	basename "$(readlink "$1")" 2>/dev/null
}

part drivers
await /dev/sdb
for device in /sys/bus/pci/devices/* /sys/bus/platform/devices/cs5535*; do
	echo "$(basename "$device") $(cat "$device/vendor" "$device/device" 2>/dev/null | tr '\n' ' ')$(name "$device/driver")"
done

part lspci
mount -t proc proc "$folder/debian/proc"
mount -t sysfs sysfs "$folder/debian/sys"
chroot "$folder/debian" /usr/bin/lspci -nnvvxxx 2>/dev/null

part resources
cat /proc/iomem /proc/ioports

part memory
cat /sys/firmware/memmap/*/start /sys/firmware/memmap/*/end /sys/firmware/memmap/*/type | tr '\n' ' '
echo
grep MemTotal /proc/meminfo
"$folder/inside" copy
modprobe msr
"$folder/inside" regions

part disks
dmesg | grep -E 'ata1'
echo "transfers $(cat /sys/class/ata_device/dev1.0/xfer_mode)"
echo "sda $(dd if=/dev/sda bs=64k count=64 2>/dev/null | md5sum)"
echo "sdb $(md5sum </dev/sdb)"
for disk in /sys/block/sd?; do
	echo "$(basename "$disk") $(cat "$disk/device/model") on $(readlink -f "$disk" | grep -oE '0000:00:[^/]*')"
done

part keyboard
for input in /sys/class/input/input*; do
	[ "$(cat "$input/name")" = "geodesim Keyboard" ] || continue
	echo "keyboard on $(readlink -f "$input" | grep -oE '0000:00:[^/]*')"
	timeout 10 dd if=/dev/input/"$(basename "$input"/event*)" bs=16 count=6 2>/dev/null |
		hexdump -v -e '8/2 "%04x " "\n"' | sed 's/^/event /' &
	sleep 1
	echo "keys now"
	wait
done

part audio
cat /proc/asound/cards
modprobe -q snd-pcm-oss
[ -c /dev/dsp ] && dd if=/dev/zero of=/dev/dsp bs=4096 count=6 2>/dev/null && echo "played"

part gpio
# The LEDs' driver comes first by itself, and gives them up without the GPIOs'.
rmmod leds-gpio
modprobe leds-gpio
cat /sys/class/gpio/gpiochip*/label /sys/class/gpio/gpiochip*/ngpio
ls /sys/class/gpio /sys/class/leds /sys/bus/i2c/devices

part timers
cat /sys/devices/system/clocksource/clocksource0/available_clocksource
modprobe timer-cs5535 irq="$timer_irq"
sleep 1
cat /sys/devices/system/clockevents/clockevent0/current_device
before=$(cut -d' ' -f1 /proc/uptime)
clock=$(hwclock -r)
sleep 3
echo "uptime $before to $(cut -d' ' -f1 /proc/uptime)"
echo "clock $clock to $(hwclock -r)"

part watchdog
modprobe geodewdt
ls /dev/watchdog

part security
cat /sys/class/misc/hw_random/rng_current
hexdump -n 16 /dev/hwrng | head -1
modprobe algif_skcipher
"$folder/inside" aes

part display
cat /proc/fb
for fb in /dev/fb?; do
	[ -c "$fb" ] || continue
	"$folder/inside" fb "$fb"
	echo "look at $fb"
	sleep 0.2
done

part network
for device in /sys/class/net/eth*; do
	[ -e "$device" ] && ip link set "$(basename "$device")" up
done
sleep 3
for device in /sys/class/net/eth*; do
	[ "$(cat "$device/carrier" 2>/dev/null)" = 1 ] || continue
	name=$(basename "$device")
	udhcpc -i "$name" -n -q -f -t 8 -T 2 -s /etc/udhcpc/default.script
	ip addr show "$name"
	tftp -g -r file -l /tmp/file 10.0.2.2 && md5sum /tmp/file
done

part interrupts
cat /proc/interrupts
sh "$folder/pins.sh" "$@" | grep -v =end=

part complaints
dmesg | grep -iE 'conflict|can.t claim|no compatible bridge|firmware bug|nobody cared|BUG|failed|timed out|timeout|oops'

part end
