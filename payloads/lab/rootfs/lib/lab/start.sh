# SPDX-License-Identifier: GPL-2.0-or-later
# Starts a kernel with kexec. All functions return only when that did not work.

# Without console= the kernel talks where this one does.
with_console()	# COMMAND LINE
{
	local word

	case " $1 " in
	*" console="*)
		echo "$1"
		return
		;;
	esac
	set -- "$1"
	for word in $(cat /proc/cmdline); do
		case $word in
		console=*) set -- "$1 $word" ;;
		esac
	done
	echo "$1"
}

# Joins initrds into one file: Linux unpacks archives one behind the other, at multiples of 4 bytes.
join_initrds()	# LIST OF FILES, OUT
{
	local file over

	: > "$2"
	while read -r file; do
		if ! cat "$file" >> "$2" 2>/dev/null; then
			error "there is no initrd ${file#/mnt}"
			return 1
		fi
		over=$(($(stat -c %s "$2") % 4))
		[ $over = 0 ] || head -c $((4 - over)) /dev/zero >> "$2"
	done < "$1"
}

# Starts a kernel of files at hand.
start_kernel()	# KERNEL, LIST OF INITRDS, COMMAND LINE
{
	local kernel=$1 append

	if [ ! -f "$kernel" ]; then
		error "there is no kernel ${kernel#/mnt}"
		return 1
	fi
	append=$(with_console "$3")
	set -- "$kernel" "$2"
	if [ -s "$2" ]; then
		join_initrds "$2" $RUN/initrd || return 1
		set -- "$kernel" "--initrd=$RUN/initrd"
	else
		set -- "$kernel"
	fi
	echo "Kernel  ${kernel#/mnt}"
	echo "Options $append"
	# The old way of loading: it works for every kernel, signed or not.
	if ! kexec -c -l "$@" --command-line="$append" > $RUN/kexec.log 2>&1; then
		error "${kernel#/mnt} cannot be started:"
		show_file $RUN/kexec.log
		rm -f $RUN/initrd
		return 1
	fi
	rm -f $RUN/initrd
	echo "Starting it"
	sync
	unmount_all
	kexec -e > $RUN/kexec.log 2>&1
	error "the loaded kernel did not start:"
	show_file $RUN/kexec.log
	mount_all
	return 1
}

# Starts an entry of a list made by entries.sh, with more options for the kernel.
start_entry()	# LIST NUMBER [OPTIONS]
{
	local entry=$1/$2 append

	case $2 in
	*[!0-9]*) entry= ;;
	esac
	if [ ! -d "$entry" ]; then
		error "there is no entry $2"
		return 1
	fi
	echo
	echo "$(cat "$entry/title")"
	append=$(cat "$entry/append")
	[ -n "$3" ] && append="$append $3"
	case $1 in
	*/net) network_start "$entry" "$append" ;;
	*) start_kernel "$(cat "$entry/linux")" "$entry/initrd" "$append" ;;
	esac
}
