"""A page that writes a draft, as a browser has it."""

import html
import re


class Window:
    """A browser's window: it keeps the hidden fields of the page it shows."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.read(client.get(address))

    def read(self, answer):
        self.page = answer.content.decode()
        found = re.findall(r'name="(began|seen)"[^>]*? value="([^"]*)"', self.page)
        self.hidden = {name: html.unescape(value) for name, value in found}
        return answer

    def save(self, *, by_itself=False, **typed):
        headers = {"HX-Request": "true"} if by_itself else {}
        answer = self.client.post(self.address, self.hidden | typed, headers=headers)
        if answer.status_code == 302:
            self.read(self.client.get(answer["Location"]))
            return answer
        page = answer.content.decode()
        if not by_itself:
            return self.read(answer)
        if found := re.findall(r'name="began"[^>]*? value="([^"]*)" data-hx-swap-oob', page):
            self.hidden["began"] = html.unescape(found[0])
        return answer
