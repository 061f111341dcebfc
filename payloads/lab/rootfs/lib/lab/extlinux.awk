# SPDX-License-Identifier: GPL-2.0-or-later
# Reads an extlinux, syslinux, isolinux or pxelinux configuration and prints the entries in it.
#
# awk -v config=FILE -v top=PREFIX -v base=DIR -v device=NAME -f extlinux.awk
#   config    path of the configuration here
#   top       what absolute paths are below: a mount point, or empty for the network
#   base      directory of the configuration below top, ending in "/": relative paths start there
#   device    printed as device
#
# The output is that of grub.awk. INCLUDE is followed for files beside the configuration.

BEGIN {
	read_file(config)
	print_entries()
}

function read_file(path,    line)
{
	# A file is one stream here: reading it inside itself would never end.
	if (path in being_read)
		return
	being_read[path] = 1
	while ((getline line < path) > 0)
		read_line(line)
	close(path)
	delete being_read[path]
}

# The last component of a path.
function plain(path)
{
	sub(/^.*\//, "", path)
	return path
}

function read_line(line,    keyword, rest, sub_)
{
	gsub(/\r/, "", line)
	sub(/^[ \t]+/, "", line)
	sub(/[ \t]+$/, "", line)
	if (line == "" || line ~ /^#/)
		return
	keyword = tolower(line)
	sub(/[ \t].*/, "", keyword)
	rest = line
	if (!sub(/^[^ \t]+[ \t]+/, "", rest))
		rest = ""

	if (keyword == "menu") {
		sub_ = tolower(rest)
		if (sub_ ~ /^label[ \t]/ && count > 0) {
			sub(/^[^ \t]+[ \t]+/, "", rest)
			gsub(/\^/, "", rest)
			title[count] = rest
		} else if (sub_ == "default" && count > 0)
			menu_default = count
		else if (sub_ ~ /^include[ \t]/) {
			sub(/^[^ \t]+[ \t]+/, "", rest)
			sub(/[ \t].*/, "", rest)
			include(rest)
		}
	} else if (keyword == "label") {
		label[++count] = rest
		title[count] = rest
		append[count] = global_append
	} else if (keyword == "default")
		default_label = rest
	else if (keyword == "ontimeout")
		timeout_label = rest
	else if (keyword == "timeout")
		timeout = rest
	else if (keyword == "include")
		include(rest)
	else if (keyword == "append") {
		if (count == 0)
			global_append = rest
		else
			append[count] = rest == "-" ? "" : rest
	} else if (count > 0 && (keyword == "kernel" || keyword == "linux"))
		kernel[count] = rest
	else if (count > 0 && keyword == "initrd")
		initrd[count] = rest
}

function include(name)
{
	read_file(directory_of(config) plain(name))
}

function directory_of(path)
{
	sub(/[^\/]*$/, "", path)
	return path
}

function place(path)
{
	if (path ~ /^[a-z]+:\/\//)
		return path
	return top (path ~ /^\// ? "" : base) path
}

# initrd= among the kernel's options names initrds as INITRD does.
function take_initrd(n,    word, i, words, rest)
{
	words = split(append[n], word, /[ \t]+/)
	rest = ""
	for (i = 1; i <= words; i++) {
		if (word[i] ~ /^initrd=/) {
			if (initrd[n] == "")
				initrd[n] = substr(word[i], 8)
		} else if (word[i] != "")
			rest = rest (rest == "" ? "" : " ") word[i]
	}
	append[n] = rest
}

function is_kernel(path)
{
	return path != "" && tolower(path) !~ /\.(c32|com|0|bin|bss|img)$/
}

function wanted_entry(    i, wanted)
{
	wanted = timeout_label != "" ? timeout_label : default_label
	for (i = 1; i <= count; i++)
		if (label[i] == wanted)
			return i
	return menu_default ? menu_default : 1
}

function print_entries(    i, j, n, part, wanted)
{
	wanted = wanted_entry()
	if (timeout ~ /^[0-9]+$/ && timeout > 0)
		print "timeout\t" int((timeout + 9) / 10)
	for (i = 1; i <= count; i++) {
		if (!is_kernel(kernel[i]))
			continue
		take_initrd(i)
		print "title\t" title[i]
		print "device\t" device
		print "linux\t" place(kernel[i])
		n = split(initrd[i], part, ",")
		for (j = 1; j <= n; j++)
			print "initrd\t" place(part[j])
		print "append\t" append[i]
		print "default\t" (i == wanted ? 1 : 0)
	}
}
