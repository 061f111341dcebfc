# SPDX-License-Identifier: GPL-2.0-or-later
# Reads a GRUB 2 configuration and prints the Linux entries in it.
#
# awk -v config=FILE -v devices=FILE -v device=NAME -f grub.awk
#   config    path of the configuration as mounted here
#   devices   table made by disks.sh: NAME, mount point, disk number, partition number (tabs)
#   device    name of the block device the configuration lies on
#
# Printed are lines of "KEY<tab>VALUE": timeout; for each entry title, device, linux, initrd (0 or
# more), append, then default (1 or 0), which ends the entry. Paths are as mounted here.
#
# The script is executed as GRUB would: variables, quotes, if/elif/else, tests, search, source,
# load_env, nested submenus. Loops and functions are passed over, unknown commands succeed.

BEGIN {
	FS = "\t"
	while ((getline line < devices) > 0) {
		split(line, field, "\t")
		names[++device_count] = field[1]
		mount_of[field[1]] = field[2]
		name_of[field[3] "," field[4]] = field[1]
	}
	variable["root"] = device
	variable["prefix"] = "(" device ")" directory(substr(config, length(mount_of[device]) + 1))
	variable["grub_platform"] = "pc"
	variable["grub_cpu"] = "i386"
	variable["menuentry_id_option"] = "--id"
	variable["feature_menuentry_id"] = "y"
	variable["feature_platform_search_hint"] = "y"
	variable["feature_default_font_path"] = "y"

	run_file(config)
	print_entries()
}

function directory(path)
{
	sub(/\/[^\/]*$/, "", path)
	return path
}

# --- Words ---

# Cuts a file into words and ";", behind those already there. Returns the index of the first one.
function read_words(path,    text, line, first, length_, i, c, word, has_word, quote)
{
	text = ""
	while ((getline line < path) > 0)
		text = text line "\n"
	close(path)
	gsub(/\r/, "", text)
	first = word_count + 1
	length_ = length(text)
	word = ""
	has_word = 0
	quote = ""
	for (i = 1; i <= length_; i++) {
		c = substr(text, i, 1)
		if (quote == "'") {
			word = word c
			if (c == "'")
				quote = ""
		} else if (c == "\\") {
			i++
			if (substr(text, i, 1) != "\n") {
				word = word c substr(text, i, 1)
				has_word = 1
			}
		} else if (quote == "\"") {
			word = word c
			if (c == "\"")
				quote = ""
		} else if (c == "'" || c == "\"") {
			quote = c
			word = word c
			has_word = 1
		} else if (c ~ /[ \t\n;&|]/) {
			if (has_word)
				words[++word_count] = word
			if (c !~ /[ \t]/)
				words[++word_count] = ";"
			word = ""
			has_word = 0
		} else if (c == "#" && !has_word) {
			while (i < length_ && substr(text, i + 1, 1) != "\n")
				i++
		} else {
			word = word c
			has_word = 1
		}
	}
	words[++word_count] = ";"
	return first
}

# The value of a word: quotes removed, variables put in.
function expand(word,    out, i, c, quote, name)
{
	out = ""
	quote = ""
	for (i = 1; i <= length(word); i++) {
		c = substr(word, i, 1)
		if (quote == "'") {
			if (c == "'")
				quote = ""
			else
				out = out c
		} else if (c == "\\") {
			i++
			out = out substr(word, i, 1)
		} else if (c == "\"") {
			quote = quote == "" ? "\"" : ""
		} else if (c == "'" && quote == "") {
			quote = "'"
		} else if (c == "$") {
			name = substr(word, i + 1)
			if (name ~ /^\{[A-Za-z0-9_]+\}/) {
				match(name, /^\{[A-Za-z0-9_]+\}/)
				out = out variable[substr(name, 2, RLENGTH - 2)]
				i += RLENGTH
			} else if (match(name, /^[A-Za-z_][A-Za-z0-9_]*/)) {
				out = out variable[substr(name, 1, RLENGTH)]
				i += RLENGTH
			} else if (name ~ /^[?]/) {
				out = out status
				i++
			} else {
				out = out c
			}
		} else {
			out = out c
		}
	}
	return out
}

# --- Files and devices ---

function shell_quote(text)
{
	gsub(/'/, "'\\''", text)
	return "'" text "'"
}

# "hd0,msdos1", "sda1" or "" to the name of a block device here, or "".
function block_device(name,    part)
{
	gsub(/[()]/, "", name)
	if (name in mount_of)
		return name
	if (match(name, /^hd[0-9]+/)) {
		part = substr(name, RLENGTH + 1)
		gsub(/[^0-9]/, "", part)
		part = substr(name, 3, RLENGTH - 2) "," (part == "" ? 0 : part)
		if (part in name_of)
			return name_of[part]
	}
	return ""
}

# The device a GRUB path "(hd0,1)/file" or "/file" lies on, or "".
function path_device(path)
{
	if (path ~ /^\(/) {
		sub(/^\(/, "", path)
		sub(/\).*/, "", path)
		return block_device(path)
	}
	return block_device(variable["root"])
}

# Where a GRUB path is mounted here, or "".
function host_path(path,    name)
{
	name = path_device(path)
	sub(/^\([^)]*\)/, "", path)
	if (name == "" || path !~ /^\//)
		return ""
	return mount_of[name] path
}

# The same, or the path as it was written: then no such file will be found, and it is named.
function place(path,    host)
{
	host = host_path(path)
	return host == "" ? path : host
}

function exists(path, how)
{
	return path != "" && system("test " how " " shell_quote(path)) == 0
}

function find_by_tag(tag, value,    found, command)
{
	if (value !~ /^[A-Za-z0-9_.:+-]+$/)
		return ""
	command = "findfs " tag "=" value " 2>/dev/null"
	found = ""
	command | getline found
	close(command)
	sub(/^\/dev\//, "", found)
	return found in mount_of ? found : ""
}

function find_by_file(path,    i)
{
	for (i = 1; i <= device_count; i++)
		if (exists(mount_of[names[i]] path, "-e"))
			return names[i]
	return ""
}

# --- Commands; args[1..n], status 0 is success ---

function command_search(args, n,    i, kind, target, value, found)
{
	kind = args[1] ~ /uuid/ ? "uuid" : args[1] ~ /label/ ? "label" : "file"
	target = "root"
	value = ""
	for (i = 2; i <= n; i++) {
		if (args[i] == "--fs-uuid" || args[i] == "-u")
			kind = "uuid"
		else if (args[i] == "--label" || args[i] == "-l" || args[i] == "--fs-label")
			kind = "label"
		else if (args[i] == "--file" || args[i] == "-f")
			kind = "file"
		else if (args[i] ~ /^--set=/)
			target = substr(args[i], 7)
		else if (args[i] == "--set" || args[i] == "-s" || args[i] == "--hint")
			i += args[i] == "--hint"
		else if (args[i] !~ /^-/ && value == "")
			value = args[i]
		else if (args[i] !~ /^-/)
			target = args[i]
	}
	found = kind == "file" ? find_by_file(value) :
		find_by_tag(kind == "uuid" ? "UUID" : "LABEL", value)
	if (found == "")
		return 1
	variable[target] = found
	return 0
}

function command_test(args, n,    first, negate, result)
{
	first = 2
	if (args[first] == "!") {
		negate = 1
		first++
	}
	n -= args[1] == "["
	if (n < first)
		result = 0
	else if (n == first)
		result = args[first] != ""
	else if (n == first + 1 && args[first] == "-n")
		result = args[n] != ""
	else if (n == first + 1 && args[first] == "-z")
		result = args[n] == ""
	else if (n == first + 1 && args[first] ~ /^-[efsd]$/)
		result = exists(host_path(args[n]), args[first])
	else if (args[first + 1] == "=" || args[first + 1] == "==")
		result = "" args[first] == "" args[first + 2]
	else if (args[first + 1] == "!=")
		result = "" args[first] != "" args[first + 2]
	else if (args[first + 1] == "-eq")
		result = args[first] + 0 == args[first + 2] + 0
	else
		result = 0
	return negate ? result : !result
}

# The variables that grub-editenv keeps in a block file.
function command_load_env(args, n,    i, path, line, at, allowed, count)
{
	path = variable["prefix"] "/grubenv"
	count = 0
	for (i = 2; i <= n; i++) {
		if (args[i] == "-f" || args[i] == "--file")
			path = args[++i]
		else if (args[i] !~ /^-/) {
			allowed[args[i]] = 1
			count++
		}
	}
	path = host_path(path)
	while (path != "" && (getline line < path) > 0) {
		at = index(line, "=")
		if (line !~ /^#/ && at > 1 && (count == 0 || substr(line, 1, at - 1) in allowed))
			variable[substr(line, 1, at - 1)] = substr(line, at + 1)
	}
	if (path != "")
		close(path)
	return 0
}

function command_linux(args, n,    i)
{
	body_device = path_device(args[2])
	body_linux = place(args[2])
	body_append = ""
	for (i = 3; i <= n; i++)
		body_append = body_append (i > 3 ? " " : "") (args[i] ~ / / ? "\"" args[i] "\"" : args[i])
	return 0
}

function run_file(path,    first)
{
	if (++file_depth > 8 || !exists(path, "-f")) {
		file_depth--
		return 1
	}
	first = read_words(path)
	run(first, 1, word_count)
	file_depth--
	return 0
}

function execute(args, n,    i, at, name)
{
	name = args[1]
	if (name == "!") {
		for (i = 2; i <= n; i++)
			args[i - 1] = args[i]
		status = execute(args, n - 1) == 0 ? 1 : 0
	} else if (name == "set" || name == "export") {
		for (i = 2; i <= n; i++) {
			at = index(args[i], "=")
			if (at > 1)
				variable[substr(args[i], 1, at - 1)] = substr(args[i], at + 1)
		}
		status = 0
	} else if (name == "unset") {
		variable[args[2]] = ""
		status = 0
	} else if (name == "[" || name == "test")
		status = command_test(args, n)
	else if (name == "false")
		status = 1
	else if (name == "search" || name ~ /^search[._]/)
		status = command_search(args, n)
	else if (name == "load_env")
		status = command_load_env(args, n)
	else if (name == "source" || name == "." || name == "configfile")
		status = run_file(host_path(args[2]))
	else if (in_body && (name == "linux" || name == "linux16" || name == "linuxefi"))
		status = command_linux(args, n)
	else if (in_body && (name == "initrd" || name == "initrd16" || name == "initrdefi")) {
		for (i = 2; i <= n; i++)
			body_initrd[++body_initrds] = place(args[i])
		status = 0
	} else if (name ~ /^[A-Za-z_][A-Za-z0-9_]*=/) {
		at = index(name, "=")
		variable[substr(name, 1, at - 1)] = substr(name, at + 1)
		status = 0
	} else
		status = 0
	return status
}

# --- The script ---

# Runs commands from word i on until a word that closes a block; returns its index (or last + 1).
# With active 0 nothing is executed: the block is only passed over.
function run(i, active, last,    word)
{
	while (i <= last) {
		word = words[i]
		if (word == ";")
			i++
		else if (word ~ /^(then|else|elif|fi|do|done|[}])$/)
			return i
		else if (word == "if")
			i = run_if(i, active, last)
		else if (word == "while" || word == "until") {
			i = run(i + 1, 0, last)
			i = run(i + 1, 0, last) + 1
		} else if (word == "for") {
			while (i <= last && words[i] != "do")
				i++
			i = run(i + 1, 0, last) + 1
		} else if (word == "function")
			i = run(i + 3, 0, last) + 1
		else if (word == "menuentry" || word == "submenu")
			i = run_menu(i, active, last)
		else if (word == "{")
			i = run(i + 1, active, last) + 1
		else
			i = run_command(i, active, last)
	}
	return i
}

function run_command(i, active, last,    args, n, value)
{
	n = 0
	while (i <= last && words[i] != ";" && words[i] != "}") {
		if (active) {
			value = expand(words[i])
			# An unquoted empty variable is no word.
			if (value != "" || words[i] ~ /["']/)
				args[++n] = value
		}
		i++
	}
	if (active && n > 0)
		execute(args, n)
	return i
}

function run_if(i, active, last,    taken, now)
{
	taken = 0
	do {
		i = run(i + 1, active && !taken, last)	# condition, up to "then"
		now = active && !taken && status == 0
		taken = taken || now
		i = run(i + 1, now, last)
	} while (i <= last && words[i] == "elif")
	if (i <= last && words[i] == "else")
		i = run(i + 1, active && !taken, last)
	return i + 1
}

# menuentry and submenu: the head is kept, a menuentry's body is executed later (print_entries).
function run_menu(i, active, last,    kind, title, id, outer, outer_count, outer_titles, outer_ids)
{
	kind = words[i++]
	title = ""
	id = ""
	while (i <= last && words[i] != "{" && words[i] != ";") {
		if (!active) {
			i++
			continue
		}
		word_value = expand(words[i])
		if (word_value == "--id")
			id = expand(words[++i])
		else if (word_value ~ /^--id=/)
			id = substr(word_value, 6)
		else if (word_value ~ /^--(class|users|hotkey|source)$/)
			i++
		else if (word_value !~ /^--/ && title == "")
			title = word_value
		i++
	}
	if (words[i] != "{")
		return i
	if (!active)
		return run(i + 1, 0, last) + 1
	if (kind == "submenu") {
		outer = menu_index
		outer_count = menu_count
		outer_titles = menu_titles
		outer_ids = menu_ids
		menu_index = outer menu_count ">"
		menu_titles = outer_titles title ">"
		menu_ids = outer_ids (id == "" ? title : id) ">"
		menu_count = 0
		i = run(i + 1, 1, last)
		menu_index = outer
		menu_titles = outer_titles
		menu_ids = outer_ids
		menu_count = outer_count + 1
		return i + 1
	}
	entry_title[++entry_count] = title
	entry_index[entry_count] = menu_index menu_count
	entry_titles[entry_count] = menu_titles title
	entry_ids[entry_count] = menu_ids (id == "" ? title : id)
	entry_id[entry_count] = id
	entry_root[entry_count] = variable["root"]
	entry_body[entry_count] = i + 1
	menu_count++
	i = run(i + 1, 0, last)
	entry_end[entry_count] = i
	return i + 1
}

# The number of the default entry: by position, title or id, each possibly within submenus.
function default_entry(    wanted, i)
{
	wanted = variable["default"]
	if (wanted == "")
		wanted = "0"
	for (i = 1; i <= entry_count; i++)
		if (entry_index[i] == wanted || entry_titles[i] == wanted || entry_ids[i] == wanted ||
		    entry_id[i] == wanted)
			return i
	# A submenu as default stands for its first entry; anything unknown for the first of all.
	for (i = 1; i <= entry_count; i++)
		if (index(entry_index[i], wanted ">") == 1 || index(entry_titles[i], wanted ">") == 1 ||
		    index(entry_ids[i], wanted ">") == 1)
			return i
	return 1
}

function print_entries(    i, j, wanted)
{
	wanted = default_entry()
	if (variable["timeout"] ~ /^-?[0-9]+$/)
		print "timeout\t" variable["timeout"]
	for (i = 1; i <= entry_count; i++) {
		in_body = 1
		body_linux = body_append = body_device = ""
		body_initrds = 0
		variable["root"] = entry_root[i]
		variable["chosen"] = entry_titles[i]
		run(entry_body[i], 1, entry_end[i] - 1)
		if (body_linux == "")
			continue
		print "title\t" entry_title[i]
		print "device\t" body_device
		print "linux\t" body_linux
		for (j = 1; j <= body_initrds; j++)
			print "initrd\t" body_initrd[j]
		print "append\t" body_append
		print "default\t" (i == wanted ? 1 : 0)
	}
}
