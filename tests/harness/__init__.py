# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests and the bench share: QEMU under control, ROM variants, builds."""
