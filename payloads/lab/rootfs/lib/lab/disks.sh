# SPDX-License-Identifier: GPL-2.0-or-later
# Disks: mounts all file systems read-only and collects the kernels their configurations name.

# The table of mounted devices: NAME, mount point, disk number from 0 (cd0 ... for CDs), partition
# number or 0, with tabs between them.
DEVICES=$RUN/devices
GRUB_FILES="boot/grub/grub.cfg grub/grub.cfg boot/grub2/grub.cfg grub2/grub.cfg"
EXTLINUX_FILES="extlinux/extlinux.conf boot/extlinux/extlinux.conf syslinux/syslinux.cfg
	boot/syslinux/syslinux.cfg syslinux.cfg isolinux/isolinux.cfg boot/isolinux/isolinux.cfg"

# A kernel for a small flash may know the network alone.
have_disk_drivers()
{
	[ -e /proc/partitions ]
}

# Names of disks and partitions that hold something, as the kernel numbers them.
block_names()
{
	have_disk_drivers || return
	awk 'NR > 2 && $3 > 1 && $4 !~ /^(ram|loop|fd|zram|mtdblock)/ { print $4 }' /proc/partitions
}

is_partition()	# NAME
{
	[ -e "/sys/class/block/$1/partition" ]
}

has_partitions()	# NAME
{
	ls -d "/sys/class/block/$1/$1"*/partition > /dev/null 2>&1
}

# USB sticks and slow disks appear late: waits until there is a disk and nothing new came for 2 s.
wait_for_disks()	# SECONDS
{
	local left=$1 quiet=0 before now

	before=$(block_names)
	while [ "$left" -gt 0 ] && [ $quiet -lt 2 ]; do
		sleep 1
		now=$(block_names)
		if [ -n "$now" ] && [ "$now" = "$before" ]; then
			quiet=$((quiet + 1))
		else
			quiet=0
		fi
		before=$now
		left=$((left - 1))
	done
}

# Nothing is written, not even a journal replayed.
mount_read_only()	# NAME DIR
{
	mount -t ext4 -o ro,noload "/dev/$1" "$2" 2>/dev/null ||
		mount -t ext2 -o ro "/dev/$1" "$2" 2>/dev/null ||
		mount -t vfat -o ro,utf8 "/dev/$1" "$2" 2>/dev/null ||
		mount -t iso9660 -o ro "/dev/$1" "$2" 2>/dev/null
}

unmount_all()
{
	local directory

	for directory in /mnt/*; do
		umount "$directory" 2>/dev/null
		rmdir "$directory" 2>/dev/null
	done
}

mount_all()
{
	local name hard_disks=0 disk partition

	: > $DEVICES
	for name in $(block_names); do
		partition=0
		if [ "${name#sr}" != "$name" ]; then
			disk=cd${name#sr}
		elif is_partition "$name"; then
			partition=$(cat "/sys/class/block/$name/partition")
		else
			disk=$hard_disks
			hard_disks=$((hard_disks + 1))
			has_partitions "$name" && continue
		fi
		mkdir -p "/mnt/$name"
		if mount_read_only "$name" "/mnt/$name"; then
			printf '%s\t%s\t%s\t%s\n' "$name" "/mnt/$name" "$disk" "$partition" >> $DEVICES
		else
			rmdir "/mnt/$name"
		fi
	done
}

# Adds the kernels that the configurations of one mounted device name.
read_configurations()	# NAME DIR
{
	local file

	for file in $GRUB_FILES; do
		[ -f "$2/$file" ] || continue
		awk -v config="$2/$file" -v devices=$DEVICES -v device="$1" -f $LIB/grub.awk |
			add_entries $RUN/disk
		break
	done
	for file in $EXTLINUX_FILES; do
		[ -f "$2/$file" ] || continue
		awk -v config="$2/$file" -v top="$2" -v base="/$(dirname "$file")/" -v device="$1" \
			-f $LIB/extlinux.awk | add_entries $RUN/disk
		break
	done
}

# Finds all kernels on disks: the list $RUN/disk.
disks_scan()	# [SECONDS to wait for disks]
{
	local name directory rest tab

	if ! have_disk_drivers; then
		echo "This kernel has no drivers for disks; the network has kernels to start."
		return
	fi
	tab=$(printf '\t')
	echo "Looking for disks"
	wait_for_disks "${1:-3}"
	unmount_all
	mount_all
	clear_entries $RUN/disk
	while IFS=$tab read -r name directory rest; do
		read_configurations "$name" "$directory"
	done < $DEVICES
	if [ -s $DEVICES ]; then
		[ -d $RUN/disk/1 ] || echo "No GRUB or extlinux configuration was found on:" \
			$(cut -f 1 $DEVICES)
	elif block_names | grep -q -v '^sr'; then
		echo "No file system could be read on:" $(block_names | grep -v '^sr')
	else
		echo "There is no disk."
	fi
}
