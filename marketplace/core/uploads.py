"""Uploads of what is sealed stay in memory: not even a temporary file holds their plain text."""

import io
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

MAX_FILE_MB = 20


class KeepInMemory(FileUploadHandler):
    """Like Django's memory handler, but for every size up to the limit of one file."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > (MAX_FILE_MB + 2) * 2**20:
            raise RequestDataTooBig("the file is too big")

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.buffer = io.BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.buffer.write(raw_data)

    def file_complete(self, file_size):
        self.buffer.seek(0)
        return InMemoryUploadedFile(
            self.buffer,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )


def secret(view):
    """Never cached, never in an error report, uploads in memory only."""
    guarded = csrf_protect(sensitive_post_parameters()(sensitive_variables()(view)))

    @wraps(view)
    def inner(request, *args, **kwargs):
        request.upload_handlers = [KeepInMemory(request)]
        return guarded(request, *args, **kwargs)

    return never_cache(csrf_exempt(inner))
