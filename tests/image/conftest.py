# SPDX-License-Identifier: GPL-2.0-or-later
"""Fixtures of the image tools' tests."""

import pytest

import image_inputs


@pytest.fixture
def inputs(tmp_path):
    """Inputs of a 512 KiB image with two payloads."""
    return image_inputs.Inputs(tmp_path)


@pytest.fixture
def cbfstool():
    """Debian's cbfstool as a function."""
    return image_inputs.cbfstool
