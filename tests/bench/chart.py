# SPDX-License-Identifier: GPL-2.0-or-later
"""Bar charts as SVG, without a library: a page of titled groups of horizontal bars."""

from html import escape

WIDTH, LABEL, BAR_HEIGHT, ROW, GAP = 860, 300, 16, 24, 34
COLOURS = ("#2b6cb0", "#718096", "#a0aec0", "#cbd5e0")


def number(value):
    """A number for people: 1 234 567, or with digits when it is small."""
    if isinstance(value, float):
        return f"{value:.1f}"
    return f"{value:,}".replace(",", " ")


def svg(groups):
    """groups: [(title, unit, [(label, value), ...]), ...]; bars of a group share one scale."""
    body, y = [], 10
    for title, unit, bars in groups:
        y += GAP
        body.append(f'<text x="10" y="{y}" class="title">{escape(title)} ({escape(unit)})</text>')
        y += 10
        largest = max(value for _, value in bars) or 1
        for index, (label, value) in enumerate(bars):
            length = max(1, (WIDTH - LABEL - 130) * value / largest)
            colour = COLOURS[min(index, len(COLOURS) - 1)]
            body.append(f'<text x="{LABEL - 8}" y="{y + 13}" class="label">{escape(label)}</text>'
                        f'<rect x="{LABEL}" y="{y}" width="{length:.1f}" height="{BAR_HEIGHT}" '
                        f'fill="{colour}"/><text x="{LABEL + length + 6:.1f}" y="{y + 13}">'
                        f'{number(value)}</text>')
            y += ROW
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 16}" '
            'font-family="sans-serif" font-size="13">\n<style>.title{font-weight:bold}'
            '.label{text-anchor:end}</style>\n<rect width="100%" height="100%" fill="white"/>\n'
            + "\n".join(body) + "\n</svg>\n")
