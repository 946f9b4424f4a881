"""Charts as data and SVG of our own: shapes here, templates in `templates/sawti_ui/charts/`.

A chart has a heading that states its finding, the same figures as a table, and a file. Sizes and
places are SVG attributes and colours are classes of charts.css, so a strict content policy holds
and the same markup serves a page and a PDF. In right-to-left languages time runs from right to
left: every x is counted from the side where reading begins.
"""
