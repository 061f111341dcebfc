# SPDX-License-Identifier: GPL-2.0-or-later
"""What mkimage and manifest share: formats, sizes and the cbfstool steps."""
