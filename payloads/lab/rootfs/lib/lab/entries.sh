# SPDX-License-Identifier: GPL-2.0-or-later
# Lists of kernels to start.
#
# A list is a directory: NUMBER/ for each entry, with the files title, device, linux, append (a line
# each) and initrd (a line for each); beside them default (a number) and timeout (seconds).

# Makes a list empty.
clear_entries()	# LIST
{
	rm -rf "$1"
	mkdir -p "$1"
}

# Adds what grub.awk or extlinux.awk print on standard input. The first configuration added says
# which entry is the default and how long to wait.
add_entries()	# LIST
{
	local list=$1 number key value tab

	tab=$(printf '\t')
	number=$(count_entries "$list")
	while IFS=$tab read -r key value; do
		case $key in
		timeout)
			[ -e "$list/timeout" ] || echo "$value" > "$list/timeout"
			;;
		title)
			number=$((number + 1))
			mkdir -p "$list/$number"
			printf '%s\n' "${value:-(no title)}" > "$list/$number/title"
			: > "$list/$number/initrd"
			;;
		device|linux|append)
			printf '%s\n' "$value" > "$list/$number/$key"
			;;
		initrd)
			printf '%s\n' "$value" >> "$list/$number/initrd"
			;;
		default)
			[ "$value" = 1 ] && [ ! -e "$list/default" ] && echo "$number" > "$list/default"
			;;
		esac
	done
	# A configuration whose default is not to be had here still starts something.
	if [ ! -e "$list/default" ] && [ "$number" -gt 0 ]; then
		echo 1 > "$list/default"
	fi
}

count_entries()	# LIST
{
	local number=0

	while [ -d "$1/$((number + 1))" ]; do
		number=$((number + 1))
	done
	echo $number
}

list_entries()	# LIST
{
	local number mark default

	default=$(cat "$1/default" 2>/dev/null)
	for number in $(seq 1 "$(count_entries "$1")"); do
		mark=' '
		[ "$number" = "$default" ] && mark='*'
		printf ' %s%2d  %-56.56s %s\n' "$mark" "$number" "$(cat "$1/$number/title")" \
			"$(cat "$1/$number/device")"
	done
	[ -d "$1/1" ] || echo "  (none)"
}
