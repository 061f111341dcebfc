# SPDX-License-Identifier: GPL-2.0-or-later
# The network: address by DHCP, then a kernel or a configuration by TFTP or HTTP.

NET=$RUN/net.files	# what was fetched
LINK_SECONDS=5
FETCH_SECONDS=600	# for one file
TFTP_BLOCK=1428		# fits an Ethernet frame

network_interfaces()
{
	local path

	for path in /sys/class/net/*; do
		# Ethernet cards only: type 1, with a device behind.
		[ -e "$path/device" ] && [ "$(cat "$path/type")" = 1 ] && basename "$path"
	done
}

# The BusyBox for a small flash has ifconfig in place of ip.
set_link()	# INTERFACE up|down
{
	if [ -e /bin/ip ]; then
		ip link set "$1" "$2"
	else
		ifconfig "$1" "$2"
	fi
}

wait_for_link()	# INTERFACE
{
	local left=$LINK_SECONDS

	set_link "$1" up || return 1
	while [ "$(cat "/sys/class/net/$1/carrier" 2>/dev/null)" != 1 ]; do
		[ $left -gt 0 ] || return 1
		sleep 1
		left=$((left - 1))
	done
}

# Configures one interface by DHCP and reads the lease: variables dhcp_*.
network_up()	# INTERFACE
{
	echo "$1: waiting for a link"
	if ! wait_for_link "$1"; then
		error "$1: no link; is the cable plugged in?"
		set_link "$1" down
		return 1
	fi
	echo "$1: asking for an address by DHCP"
	if ! udhcpc -i "$1" -n -q -t 5 -T 2 -O tftp -O bootfile > $RUN/dhcp.log 2>&1; then
		error "$1: no DHCP server answers"
		return 1
	fi
	. "/run/dhcp.$1"
	echo "$1: address $dhcp_ip, server ${dhcp_siaddr:-$dhcp_serverid}"
}

# Fetches http://... or tftp://SERVER/... into a file, or prints why it cannot.
fetch()	# URL OUT
{
	local rest

	case $1 in
	http://*)
		if [ ! -e /bin/wget ]; then
			echo "this LAB has no HTTP, only tftp://" > $RUN/fetch.log
			return 1
		fi
		# wget's own -T crashes in Debian's busybox 1.35.
		timeout $FETCH_SECONDS wget -q -O "$2" "$1" 2> $RUN/fetch.log && return
		;;
	tftp://*)
		rest=${1#tftp://}
		case $rest in
		*/?*) ;;
		*) rest= ;;
		esac
		if [ -n "$rest" ]; then
			tftp -g -b $TFTP_BLOCK -l "$2" -r "${rest#*/}" "${rest%%/*}" \
				> $RUN/fetch.log 2>&1 && return
		else
			echo "the URL names no file" > $RUN/fetch.log
		fi
		;;
	*)
		echo "neither http:// nor tftp://" > $RUN/fetch.log
		;;
	esac
	rm -f "$2"
	return 1
}

# Fetches, and says so.
fetch_or_complain()	# URL OUT
{
	echo "Fetching $1"
	fetch "$1" "$2" && return
	error "cannot fetch $1:"
	show_file $RUN/fetch.log
	return 1
}

# A path of a configuration relative to the URL of that configuration's directory.
absolute_url()	# BASE PATH
{
	case $2 in
	*://*) echo "$2" ;;
	/*) echo "$(echo "$1" | sed 's,^\([a-z]*://[^/]*\).*,\1,')$2" ;;
	*) echo "$1$2" ;;
	esac
}

url_directory()	# URL
{
	echo "${1%/*}/"
}

# A text with LABEL lines is a configuration in pxelinux's language.
is_configuration()	# FILE
{
	[ "$(head -c 65536 "$1" | tr -d '\0' | wc -c)" = "$(head -c 65536 "$1" | wc -c)" ] &&
		grep -q -i '^[[:space:]]*label[[:space:]]' "$1"
}

# A bzImage has "HdrS" at 0x202, an ELF file its magic.
is_kernel_file()	# FILE
{
	[ "$(dd if="$1" bs=1 skip=514 count=4 2>/dev/null)" = HdrS ] ||
		[ "$(dd if="$1" bs=1 skip=1 count=3 2>/dev/null)" = ELF ]
}

# Names that pxelinux would try for its configuration: MAC, address in hexadecimal getting shorter.
pxelinux_names()	# INTERFACE
{
	local address

	echo "01-$(tr : - < "/sys/class/net/$1/address")"
	address=$(printf '%02X%02X%02X%02X' $(echo "$dhcp_ip" | tr . ' '))
	while [ -n "$address" ]; do
		echo "$address"
		address=${address%?}
	done
	echo default
}

# The list $RUN/net from a configuration; starts from it.
network_use_configuration()	# FILE BASE [1: without asking]
{
	local timeout

	clear_entries $RUN/net
	awk -v config="$1" -v top= -v base= -v device=network -f $LIB/extlinux.awk |
		add_entries $RUN/net
	if [ ! -d $RUN/net/1 ]; then
		error "the configuration names no kernel"
		return 1
	fi
	echo "$2" > $RUN/net/base
	timeout=$(cat $RUN/net/timeout 2>/dev/null)
	[ -z "$timeout" ] && [ "$3" = 1 ] && timeout=5
	if [ -d $RUN/net/2 ] || [ "$3" != 1 ]; then
		show_heading "Kernels offered by the network"
		list_entries $RUN/net
		if ask "Number, or Enter for the marked one; x goes back" "$timeout"; then
			[ "${ANSWER%% *}" = x ] && return 1
		fi
		case $ANSWER in
		*" "*) start_entry $RUN/net "${ANSWER%% *}" "${ANSWER#* }"; return ;;
		?*) start_entry $RUN/net "$ANSWER"; return ;;
		esac
	fi
	start_entry $RUN/net "$(cat $RUN/net/default)"
}

# Fetches the files of an entry of $RUN/net and starts them.
network_start()	# ENTRY COMMAND LINE
{
	local base path number=0

	base=$(cat $RUN/net/base)
	rm -rf $NET
	mkdir -p $NET
	fetch_or_complain "$(absolute_url "$base" "$(cat "$1/linux")")" $NET/kernel || return 1
	: > $NET/initrds
	while read -r path; do
		number=$((number + 1))
		fetch_or_complain "$(absolute_url "$base" "$path")" $NET/initrd$number || return 1
		echo $NET/initrd$number >> $NET/initrds
	done < "$1/initrd"
	start_kernel $NET/kernel $NET/initrds "$2"
	rm -rf $NET
	return 1
}

# Starts from a URL of a configuration or of a kernel.
network_use_url()	# URL [1: without asking]
{
	rm -rf $NET
	mkdir -p $NET
	fetch_or_complain "$1" $NET/file || return 1
	if is_configuration $NET/file; then
		network_use_configuration $NET/file "$(url_directory "$1")" "$2"
	elif is_kernel_file $NET/file; then
		: > $NET/initrds
		start_kernel $NET/file $NET/initrds "$(option append "")"
	else
		error "$1 is neither a kernel nor a configuration"
		rm -rf $NET
		return 1
	fi
}

# The server has no boot file for us, or a loader's: looks for pxelinux.cfg beside it.
network_search_configuration()	# INTERFACE BASE [1: without asking]
{
	local name

	mkdir -p $NET
	for name in $(pxelinux_names "$1"); do
		if fetch "$2pxelinux.cfg/$name" $NET/file; then
			echo "Using $2pxelinux.cfg/$name"
			network_use_configuration $NET/file "$2" "$3"
			return
		fi
	done
	error "$1: there is no pxelinux.cfg with a configuration for this machine at $2"
	return 1
}

# What the DHCP server wants us to start.
network_follow_lease()	# INTERFACE [1: without asking]
{
	local server url

	server=${dhcp_tftp:-${dhcp_siaddr:-$dhcp_serverid}}
	case $dhcp_boot_file in
	"")
		echo "The DHCP server names no boot file."
		network_search_configuration "$1" "tftp://$server/" "$2"
		return
		;;
	*://*) url=$dhcp_boot_file ;;
	*) url=tftp://$server/${dhcp_boot_file#/} ;;
	esac
	case $url in
	*pxelinux.0) network_search_configuration "$1" "$(url_directory "$url")" "$2" ;;
	*) network_use_url "$url" "$2" ;;
	esac
}

# Tries all network cards. With a URL what it names is started, else what DHCP says.
network_boot()	# URL [1: without asking]
{
	local interface

	if [ -z "$(network_interfaces)" ]; then
		error "there is no network card"
		return 1
	fi
	for interface in $(network_interfaces); do
		network_up "$interface" || continue
		if [ -n "$1" ]; then
			network_use_url "$1" "$2"
		else
			network_follow_lease "$interface" "$2"
		fi
		set_link "$interface" down
	done
	return 1
}

network_ask_url()
{
	ask "URL of a kernel or a configuration (http:// or tftp://)"
	[ -n "$ANSWER" ] && network_boot "$ANSWER"
}
