"""The last migrations of the libraries: ours wait for them, so that a new database is made in a fraction of the time.

Django draws up all models that hang together anew for each operation of a migration. Wagtail alone has some hundreds; run first, among few models,
they take seconds, run last, among all of ours, minutes. Only core.0001 and orgs.0001 (the user model, which libraries point at) come before them.
"""

LAST = [
    ("account", "0009_emailaddress_unique_primary_email"),
    ("mfa", "0003_authenticator_type_uniq"),
    ("sessions", "0001_initial"),
    ("simple_translation", "0001_initial"),
    ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ("usersessions", "0001_initial"),
    ("wagtailadmin", "0006_formstate"),
    ("wagtailcore", "0098_apitoken"),
    ("wagtaildocs", "0014_alter_document_file_size"),
    ("wagtailforms", "0005_alter_formsubmission_form_data"),
    ("wagtailimages", "0027_image_description"),
    ("wagtailredirects", "0008_add_verbose_name_plural"),
    ("wagtailsearch", "0010_add_text_fields"),
    ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
]
