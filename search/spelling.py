"""What a reader may have meant, when nothing was found."""


def did_you_mean(engine, query, read) -> str:
    return ""
