# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the payload recipes: a recipe's Makefile includes this file first.
#
# A recipe is called from the top of the tree as
#     make -f payloads/NAME/Makefile OUT=DIR CONFIG=FILE
# and leaves in DIR:
#     files     one line a file: name in the image, "raw" or "elf", path, "payload" or "none"
#               (compressed as the configuration says, or stored as it is), separated by tabs
#     bootline  the entry of the boot order: "TITLE  FILE [initrd=FILE] [-- COMMAND LINE]"

ifndef OUT
$(error say where to build: OUT=DIR)
endif
CONFIG ?= .config
DEBIAN ?= build/debian
PYTHON ?= /usr/bin/python3
Q := $(if $(filter 1,$(V)),,@)

$(if $(wildcard $(CONFIG)),,$(error there is no configuration $(CONFIG); run make TARGET=... or make menuconfig))
include $(CONFIG)

all: $(OUT)/files $(OUT)/bootline
.PHONY: all FORCE
.DELETE_ON_ERROR:
.SUFFIXES:

# A string of the configuration without its quotes: $(call string,PAYLOAD_LINUX_CMDLINE)
string = $(strip $(subst ",,$(CONFIG_$(1))))

# One line of $(OUT)/files: $(call image_file,NAME,KIND,PATH,COMPRESSION)
image_file = printf '%s\t%s\t%s\t%s\n' '$(1)' '$(2)' '$(3)' '$(4)'

# "CC build/x.o" instead of a command.
say = $(if $(Q),@printf '  %-8s%s\n' '$(1)' '$@')

# Unpacked Debian i386 packages; the version file changes only when the package does.
$(DEBIAN)/%.version: FORCE
	$(Q)util/debian-fetch $(DEBIAN) $*

$(OUT):
	$(Q)mkdir -p $@
