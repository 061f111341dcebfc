/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PCI vendor, device and class numbers that the firmware knows by name. */
#ifndef DEVICE_PCI_IDS_H
#define DEVICE_PCI_IDS_H

#define PCI_VENDOR_INTEL	     0x8086
#define PCI_DEVICE_INTEL_82441FX     0x1237 /* i440FX host bridge */
#define PCI_DEVICE_INTEL_82371SB_ISA 0x7000 /* PIIX3 */
#define PCI_DEVICE_INTEL_82371SB_IDE 0x7010
#define PCI_DEVICE_INTEL_82371AB_PM  0x7113 /* PIIX4 */
#define PCI_DEVICE_INTEL_82371MX     0x122e /* PIIX, the "compatible router" of $PIR */

#define PCI_VENDOR_AMD		     0x1022
#define PCI_DEVICE_LX_GRAPHICS	     0x2081

#define PCI_VENDOR_QEMU		     0x1234
#define PCI_DEVICE_QEMU_STD_VGA	     0x1111

/* Class codes: class << 8 | subclass. */
#define PCI_CLASS_STORAGE_IDE	     0x0101
#define PCI_CLASS_DISPLAY_VGA	     0x0300
#define PCI_CLASS_BRIDGE_HOST	     0x0600
#define PCI_CLASS_BRIDGE_ISA	     0x0601
#define PCI_CLASS_BRIDGE_PCI	     0x0604
#define PCI_CLASS_BRIDGE_CARDBUS     0x0607
#define PCI_CLASS_SYSTEM_PIC	     0x0800

#endif
