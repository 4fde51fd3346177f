"""Chinese pages: 3,000 人次, like 3,000.00 元; Django's own format has groups of four without a sign."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
