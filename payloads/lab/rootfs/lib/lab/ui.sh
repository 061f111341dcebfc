# SPDX-License-Identifier: GPL-2.0-or-later
# Talking to the person at the console.

show_heading()	# TEXT
{
	echo
	echo "--- $1"
}

error()	# TEXT
{
	echo "Error: $1"
}

# Prints a file of messages, indented, if there are any.
show_file()	# FILE
{
	[ -s "$1" ] && sed 's/^/  /' "$1" | head -n 20
}

# Asks for a line and leaves it in ANSWER. With SECONDS it fails when no key comes in that time;
# the first key stops the clock.
ask()	# PROMPT [SECONDS]
{
	local first

	ANSWER=
	if [ -z "$2" ] || [ "$2" -lt 0 ]; then
		printf '%s: ' "$1"
		read -r ANSWER || sleep 1
		return 0
	fi
	[ "$2" -gt 0 ] || return 1
	printf '%s (automatic start in %d s): ' "$1" "$2"
	if ! IFS= read -r -n 1 -t "$2" first; then
		echo
		return 1
	fi
	if [ -n "$first" ]; then
		IFS= read -r ANSWER
		ANSWER=$first$ANSWER
	fi
	return 0
}
