# SPDX-License-Identifier: GPL-2.0-or-later
# The device tree walk of every stage; PCI and resources in ramstage.
bootblock-y += bootblock.o
romstage-y += romstage.o
