"""The forms that pictures take. Each has a wide drawing (1040 units, a page) and a tall one (320, a phone).

Bars and columns begin at zero; words stand on or beside what they name.
"""

WIDE, TALL = 1040, 320
