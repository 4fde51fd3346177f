"""The editorial site: home, news and articles in Wagtail, with what the rooms add to the home page.

Purpose: pages that editors write. It shows what the rooms offer and is imported by nobody.
"""
